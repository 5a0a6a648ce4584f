"""What one takes along from `newsgrep browse`: copies, saved searches, commands."""

from __future__ import annotations

import pytest

from newsgrep.search.saved import SavedSearches
from tests.browse.driving import answered, keys_of_hits, sees, until


def test_copies_go_to_the_terminal_as_osc_52(browse):
    """The key, the citation, the passage; what an article does not have is told."""

    async def steps(app, pilot):
        await pilot.press("down")
        for choice, text in [("k", "a.jsonl#3"), ("c", "@article{lund2020-"), ("p", "The ferry costs more.")]:
            await pilot.press("y", choice)
            await until(pilot, lambda text=text: app.clipboard.startswith(text))
        await pilot.press("y", "u")
        await until(pilot, lambda: sees(app, "the article has no address"))
        await pilot.press("y", "escape")
        assert app.clipboard.startswith("The ferry")

    browse(steps, "tickets")


def test_a_search_is_saved(browse, archive):
    """s asks for the name; what is wrong with one is said, and one that is taken is asked for twice."""

    async def steps(app, pilot):
        await pilot.press("down", "s", *"no name", "enter")
        await until(pilot, lambda: sees(app, "no name cannot be a name"))
        await pilot.press("ctrl+u", *"wet", "enter")
        await until(pilot, lambda: sees(app, "saved in"))
        await pilot.press("slash", *" ferry", "down", "s", *"wet", "enter")
        await until(pilot, lambda: sees(app, "there is @wet already"))
        await pilot.press("enter")
        await until(pilot, lambda: len(app.screen_stack) == 1)
        await pilot.press("slash", "ctrl+u", "@", "w")
        await until(pilot, lambda: sees(app, "Tab: @wet"))
        await pilot.press("tab")
        await answered(app, pilot)
        assert keys_of_hits(app) == "4"

    browse(steps, "storm", sort="-date", filters=_request(archive, source=("Coast Wire",)))
    saved = SavedSearches.read([archive.parent / "newsgrep-searches.toml"]).searches
    (archive.parent / "newsgrep-searches.toml").unlink()
    assert saved["wet"].queries == ("storm ferry",)
    assert saved["wet"].source == ("Coast Wire",)


def _request(archive, **filters):
    from newsgrep.search.request import SearchRequest

    return SearchRequest(folders=(archive,), **filters)


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        ("storm", {}),
        ('"a storm" OR -ferry', {"source": ("Coast Wire", "Küsten*"), "since": "2019", "until": "2020-06"}),
        ("-storm it's", {"any": True}),
        ("(what", {"literal": True}),
        ("", {"author": ("Bo Ek",), "section": ("News",), "lang": ("en",)}),
    ],
)
def test_the_search_as_a_command_finds_the_same(browse, archive, text, filters):
    """e writes a command line that a shell takes, copies it, and keeps it for the end."""
    import subprocess
    import sys

    async def steps(app, pilot):
        await pilot.press("down", "e")
        await until(pilot, lambda: app.commands)
        await pilot.press("escape", "e", "q")
        assert app.clipboard == app.commands[0]
        assert len(app.commands) == 1

    app = browse(steps, text, sort="date", filters=_request(archive, **filters))
    program = f"{sys.executable} -m newsgrep search --fields key"
    command = app.commands[0].replace("newsgrep search", program, 1)
    found = subprocess.run(command, shell=True, capture_output=True, text=True, cwd=archive.parent)
    assert found.returncode < 2, found.stderr
    assert [line.partition("#")[2] for line in found.stdout.splitlines()] == [*keys_of_hits(app)]


def test_an_address_that_is_none_of_the_web_is_not_opened(browse, monkeypatch):
    """Neither is one that names a file; without an editor o says what to set."""
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.delenv("VISUAL", raising=False)

    async def steps(app, pilot):
        await pilot.press("down", "O")
        await until(pilot, lambda: sees(app, "the article has no web address"))
        await pilot.press("o")
        await until(pilot, lambda: sees(app, "VISUAL"))

    browse(steps)
