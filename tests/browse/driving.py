"""Waiting for a reader, and reading its screen."""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import Callable

from rich.cells import cell_len
from textual.pilot import Pilot

from newsgrep.browse.app import BrowseApp

#: A piece of text in a picture of the screen: its place, the number of its line, and what it says.
_TEXT = re.compile(r'<text[^>]* x="([\d.]+)"[^>]*clip-path="url\(#[^)]*line-(\d+)\)">([^<]*)</text>')
_COLUMN = 12.2


async def until(pilot: Pilot[None], is_so: Callable[[], object]) -> None:
    """Wait until something is so."""
    for _ in range(500):
        if is_so():
            await pilot.pause()
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it did not come to be so:\n" + "\n".join(screen(pilot.app)))


async def answered(app: BrowseApp, pilot: Pilot[None]) -> None:
    """Wait for the answer to what is searched now."""
    await until(pilot, lambda: app.answer is not None and app.answer.wanted == app.wanted)
    await pilot.pause()


def screen(app: BrowseApp) -> list[str]:
    """Return the lines that are on the screen, read from its picture."""
    width, height = app.size
    lines = [[" "] * width for _ in range(height)]
    for x, line, text in _TEXT.findall(app.export_screenshot()):
        column = round(float(x) / _COLUMN)
        for character in html.unescape(text).replace("\xa0", " "):
            if column < width:
                lines[int(line)][column] = character
            column += cell_len(character)
    return ["".join(line).rstrip() for line in lines]


def sees(app: BrowseApp, text: str) -> bool:
    """Return whether a text stands in a line of the screen."""
    return any(text in line for line in screen(app))


def keys_of_hits(app: BrowseApp) -> str:
    """Return the names of the articles that the answer has, in order."""
    assert app.answer is not None
    return "".join(hit.key.partition("#")[2] for hit in app.answer.hits)
