"""Pictures of the main views, as text: what a change of them changes is seen in review.

To write them anew: NEWSGREP_PICTURES=write pytest tests/browse/test_pictures.py
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.browse.driving import screen, until

PICTURES = Path(__file__).parent / "pictures"

#: By name: the query, the size of the terminal, the keys, and a text that is there at last.
VIEWS = {
    "wide": ("storm", (150, 30), ("down", "m"), "2019-03 █"),
    "whole": ("storm port", (100, 16), ("down", "enter", "n"), "match 2 of"),
    "narrow": ("storm", (60, 16), ("down", "m"), "1 marked"),
    "narrow-facets": ("storm", (60, 24), ("down", "f"), "2019-03 █"),
    "error": ('"storm', (80, 12), (), "hint:"),
    "nothing": ("feryr", (80, 12), (), "nearest: ferry"),
    "versions": ("wheat", (100, 20), ("down", "v"), "100% 2019-03"),
}


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_looks_as_it_did(browse, name):
    """The pictures beside this file were looked at."""
    text, size, keys, last = VIEWS[name]
    seen: list[str] = []

    async def steps(app, pilot):
        if name == "error":  # of a first query there is no answer to wait for
            await pilot.press(*text)
        await pilot.press(*keys)
        await until(pilot, lambda: any(last in line for line in screen(app)))
        seen.extend(re.sub(r"\d+ ms", "N ms", line) for line in screen(app))

    browse(steps, "" if name == "error" else text, size=size)
    picture = "\n".join(seen) + "\n"
    file = PICTURES / f"{name}.txt"
    if os.environ.get("NEWSGREP_PICTURES") == "write":
        PICTURES.mkdir(exist_ok=True)
        file.write_text(picture, "utf-8")
    assert picture == file.read_text("utf-8")
