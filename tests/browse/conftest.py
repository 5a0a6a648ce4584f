"""Readers that textual's pilot drives, over small archives of invented articles."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from newsgrep import open_index
from newsgrep.browse.app import BrowseApp
from newsgrep.browse.wanted import Wanted
from tests.browse.driving import until

FIRST = """The port of Narva was closed on Monday after a storm sank two ships off the coast, officials said.
Nobody was hurt, and the harbour master expects the first vessels to leave again by the end of the week.
Farmers who wait to ship their wheat fear that prices will have fallen by then, as other ports stay open."""

DEARER = "The ferry costs more."

#: Key, title, author, source, section, language, date and text.
ROWS = [
    ("1", "Storm closes the port", "Ada Lund", "Harbour Post", "News", "en", "2019-03-04", FIRST),
    ("2", "Storm closes port", "", "Coast Wire", "News", "en", "2019-03-05", FIRST.replace("two", "three")),
    (
        "3",
        "Ferry tickets dearer",
        "Ada Lund",
        "Harbour Post",
        "Money",
        "en",
        "2020-06-01",
        "The ferry costs more.",
    ),
    (
        "4",
        "Ferry meets storm",
        "Bo Ek",
        "Coast Wire",
        "News",
        "en",
        "2020-06-20",
        "A ferry met a storm at sea.",
    ),
    ("5", "Fähre", "Bo Ek", "Küstenblatt", "News", "de", "2021-01-02", "Die ferry liegt still."),
]
KEYS = ("id", "title", "author", "source", "section", "language", "date", "body")

#: What the tests do with a reader, as it runs.
Steps = Callable[[BrowseApp, Pilot[None]], Awaitable[None]]
Size = tuple[int, int]
Browse = Callable[..., BrowseApp]


def index_of(folder: Path, rows: list[dict[str, Any]]) -> Path:
    """Make an index of articles in a folder, and return its own folder."""
    file = folder / "a.jsonl"
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    index = folder / ".newsgrep"
    with open_index(index) as opened:
        opened.update([file], jobs=1)
    return index


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of five articles, not to be written to."""
    return index_of(tmp_path_factory.mktemp("browse"), [dict(zip(KEYS, row, strict=True)) for row in ROWS])


@pytest.fixture
def archive(made: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The index of five articles, seen from the folder that holds it."""
    monkeypatch.chdir(made.parent)
    return made


@pytest.fixture
def browse(archive: Path) -> Browse:
    """Run a reader through some steps, and return it as they left it."""

    def run(
        steps: Steps,
        text: str = "",
        *,
        size: tuple[int, int] = (150, 40),
        index: Path = archive,
        **wanted: Any,
    ) -> BrowseApp:
        async def drive() -> BrowseApp:
            app = BrowseApp((index,), Wanted(text, **wanted))
            async with app.run_test(size=size, notifications=True) as pilot:
                await until(pilot, lambda: app.answer is not None)
                await pilot.pause()
                await steps(app, pilot)
            return app

        return asyncio.run(drive())

    return run
