"""Archives that are large, hostile, or that change while they are read; terminals of any size."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from newsgrep import open_index
from newsgrep.browse import answers
from newsgrep.browse.app import BrowseApp
from newsgrep.browse.keys import page_of_keys
from newsgrep.browse.query_completion import KnownNames, complete
from newsgrep.browse.wanted import Wanted
from newsgrep.search.request import SearchRequest
from tests.browse.conftest import index_of
from tests.browse.driving import answered, keys_of_hits, screen, sees, until

DOCS = Path(__file__).parents[2] / "docs"
ESCAPES = "\x1b]0;title\x07\x1b[2J\x9b31m"


def test_the_page_of_keys_has_the_table():
    """docs/browse.md is what the bindings are."""
    assert (DOCS / "browse.md").read_text("utf-8").endswith(f"## Keys\n\n{page_of_keys()}")


def test_of_many_hits_only_those_that_are_seen_are_fetched(browse, tmp_path, monkeypatch):
    """The last one comes at once, and no page between is asked for."""
    fetch = answers.pages
    index = index_of(
        tmp_path, [{"id": str(n), "title": f"Tide {n}", "body": "High tide."} for n in range(3000)]
    )
    asked: list[int] = []

    def fetch_and_note(index, answer, numbers, width):
        asked.extend(numbers)
        return fetch(index, answer, numbers, width)

    monkeypatch.setattr(answers, "pages", fetch_and_note)

    async def steps(app, pilot):
        await pilot.press("down", "G")
        await until(pilot, lambda: app.hits.hit is not None and app.hits.cursor == 2999)
        await until(pilot, lambda: app.article.reading and sees(app, "3,000 of 3,000"))
        assert app.hits.hit.rank == 3000
        assert app.article.reading.key == app.hits.hit.key
        assert asked
        assert min(asked) > 120
        await pilot.press("g")
        await until(pilot, lambda: app.article.reading.key == app.answer.hits[0].key)

    browse(steps, "tide", index=index)


@pytest.mark.parametrize("size", [(150, 40), (60, 20), (20, 6)])
def test_hostile_and_foreign_texts(browse, tmp_path, size):
    """No control character reaches the screen; no text is markup; wide and combining characters fit."""
    rows = [
        {
            "id": "1",
            "title": f"Gale {ESCAPES}",
            "author": ESCAPES,
            "source": ESCAPES,
            "body": f"Gale {ESCAPES} \0 x",
        },
        {
            "id": "[b]2",
            "title": "[red]Gale[/red] [@click=app.leave]x[/]",
            "source": "[b]",
            "body": "[/] gale",
        },
        {
            "id": "3",
            "title": "גשם gale عاصفة",
            "source": "הארץ",
            "body": "رياح gale شديدة \u202e\u2066 " * 40,
        },
        {"id": "4", "title": "台风 gale 登陆", "source": "新聞", "body": "强风。gale " * 60},
        {"id": "5", "title": "Ga\u0301le\u0308\u0308 gale 👨‍👩‍👧", "body": "e\u0301\u0301 gale " * 60},
        {"id": "6", "title": "W" * 400, "body": f"{'x' * 4000} gale"},
    ]
    index = index_of(tmp_path, rows)

    async def steps(app, pilot):
        await pilot.press("down")
        if not app.facets.is_on_screen:
            await pilot.press("f")
        await until(pilot, lambda: app.facets.count and app.timeline.timeline)
        for keys in (("escape",), ("enter",), ("n",), ("escape",)):
            await pilot.press(*keys)
            await pilot.pause()
        for _ in rows:
            await pilot.press("m", "enter", "n", "N", "escape")
            picture = app.export_screenshot()
            assert not any(code in picture for code in ("\x1b", "\x07", "\x9b", "\0", "\u202e", "\u2066"))
            assert all(len(line) <= size[0] for line in screen(app))
        assert len(app.marked) == 6

    marked = browse(steps, "gale", index=index, size=size).marked
    assert any(key.endswith("/a.jsonl#[b]2") for key in marked)


def test_a_terminal_that_changes_its_size(browse):
    """A narrow one shows the hits or the article, and f the facets; a wider one both again."""

    async def steps(app, pilot):
        await pilot.press("down")
        await pilot.resize_terminal(60, 20)
        await until(pilot, lambda: not app.article.is_on_screen)
        await pilot.press("n")
        await until(pilot, lambda: app.article.is_on_screen and not app.hits.is_on_screen)
        assert sees(app, "Bo Ek · 2020-06-20 · Coast Wire")
        await pilot.press("h", "f")
        await until(pilot, lambda: app.facets.is_on_screen and not app.hits.is_on_screen)
        await pilot.press("escape")
        await until(pilot, lambda: app.hits.is_on_screen and app.hits.has_focus)
        await pilot.press("l")
        await pilot.resize_terminal(120, 30)
        await until(pilot, lambda: app.article.is_on_screen)
        await pilot.press("escape")
        await until(pilot, lambda: app.hits.is_on_screen and app.article.is_on_screen)

    browse(steps, "storm ferry")


def test_an_index_that_changes_meanwhile(browse, tmp_path):
    """A notice says so; r reads it, and the marks stay, and so does the cursor, on its article."""
    index = index_of(tmp_path, [{"id": "1", "body": "First tide."}])

    async def steps(app, pilot):
        await pilot.press("down", "m")
        (tmp_path / "a.jsonl").write_text(
            '{"id": "1", "body": "First tide."}\n{"id": "2", "title": "Tide", "body": "Tide, tide."}\n'
        )
        with open_index(index) as opened:
            opened.update([tmp_path / "a.jsonl"], jobs=1)
        assert len(keys_of_hits(app)) == 1
        await until(pilot, lambda: sees(app, "the index changed: r reads it again"))
        await pilot.press("r")
        await until(pilot, lambda: app.answer.size == 2)
        await until(pilot, lambda: not sees(app, "the index changed"))
        assert len(app.marked) == 1
        assert app.hits.hit.key in app.marked

    browse(steps, "tide", index=index)


def test_a_long_article(browse, tmp_path):
    """Its beginning comes first, then all of it, with every match to go to."""
    text = "\n\n".join(f"Paragraph {number} of the tide table, which is long." for number in range(3000))
    index = index_of(
        tmp_path, [{"id": "1", "title": "Tides", "body": text}, {"id": "2", "body": "Low tide."}]
    )

    async def steps(app, pilot):
        await pilot.press("down")
        app.hits.move_to([hit.key[-1] for hit in app.answer.hits].index("1"))
        await until(pilot, lambda: app.article.reading and len(app.article.reading.matches) == 3001)
        await pilot.press("N")
        assert app.article.match == 3000
        await until(pilot, lambda: sees(app, "Paragraph 2999 of"))

    browse(steps, "tide", index=index)


def test_a_mail_names_all_to_whom_it_went(browse, tmp_path):
    """The article does; the line of a hit has room for two."""
    names = [f"n{number}@x.org" for number in range(5)]
    row = {"from": "Ada Lund <ada@port.example>", "to": ", ".join(names), "subject": "Tide", "body": "High."}
    index = index_of(tmp_path, [row])

    async def steps(app, pilot):
        await until(pilot, lambda: app.article.reading)
        assert sees(app, "to n0@x.org; n1@x.org and 3 others")
        await pilot.press("enter")
        await until(pilot, lambda: sees(app, "to: " + "; ".join(names)))
        assert sees(app, "from: Ada Lund <ada@port.example>")

    browse(steps, "tide", index=index)


def test_articles_with_some_of_the_words(browse):
    """They follow those with all words, as in newsgrep search, and say what they lack."""

    async def steps(app, pilot):
        assert app.answer.total == 0
        assert sorted(keys_of_hits(app)) == ["1", "2", "3"]
        assert sees(app, "0 with all words")
        assert sees(app, "close: without wheat")

    browse(steps, "wheat tickets")


def test_several_indexes_are_searched_as_one(archive, tmp_path, monkeypatch):
    """With the paths of both."""
    import asyncio

    index = index_of(tmp_path, [{"id": "9", "title": "Far", "body": "A storm far away."}])

    async def drive():
        app = BrowseApp((archive, index), Wanted("storm", SearchRequest(folders=(archive, index))))
        async with app.run_test() as pilot:
            await until(pilot, lambda: app.answer)
            assert sorted(keys_of_hits(app)) == ["1", "2", "4", "9"]
            await pilot.press("down", "r")
            await answered(app, pilot)

    asyncio.run(drive())


def test_without_textual_it_says_what_to_install(archive, monkeypatch, capsys):
    """An error, with the command that installs it."""
    from newsgrep.cli import main

    monkeypatch.setitem(sys.modules, "textual", None)
    assert main(["browse"]) == 2
    message, hint = capsys.readouterr().err.splitlines()
    assert message == "newsgrep: newsgrep browse needs textual"
    assert "textual" in hint
    assert "install" in hint


def test_a_bug_is_told_at_the_end_after_what_was_marked(archive, monkeypatch, capsys):
    """The keys of marked articles are printed; the exit code says that something failed."""
    from newsgrep.browse import session
    from newsgrep.cli import main

    def run(folders, wanted):
        app = BrowseApp(folders, wanted)
        app.marked["a.jsonl#1"] = None
        app.bug = KeyError("zzz")
        return app

    monkeypatch.setattr(session, "run", run)
    assert main(["browse"]) == 2
    printed = capsys.readouterr()
    assert printed.out == "a.jsonl#1\n"
    assert "this is a bug in newsgrep: KeyError: 'zzz'" in printed.err


@pytest.mark.parametrize(
    ("term", "reason"),
    [("xterm", "a terminal\n"), ("dumb", "a terminal that can move the cursor, and TERM is dumb\n")],
)
def test_without_a_terminal_it_says_so(archive, term, reason):
    """In a process that has none, such as one of cron, and on one such as that of Emacs."""
    import subprocess

    ended = subprocess.run(
        [sys.executable, "-m", "newsgrep", "browse"],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        env={"PYTHONPATH": str(DOCS.parent), "TERM": term},
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith(
        f"newsgrep: newsgrep browse needs {reason}hint: without one: newsgrep search"
    )


def test_completion():
    """Of the word at the cursor alone: fields, values that begin so or have a word that does, saved names."""
    names = KnownNames(
        {"source": [("the post", "The Post"), ("wire", "Wire")], "author": [("o'hara", "O'Hara")]}, ("sea",)
    )
    for text, candidates in {
        "sou": ("source:",),
        "TIT": ("title:",),
        "t": (),
        "source:": ('source:"The Post"', "source:Wire"),
        "site:po": (),
        "a -(source:po": ('source:"The Post"',),
        'source:"the p': ('source:"The Post"',),
        "author:o": ('author:"O\'Hara"',),
        "x @s": ("@sea",),
        "x ": (),
        '"ferry sou': ("source:",),
        "nofield:x": (),
    }.items():
        assert complete(text, len(text), names).candidates == candidates, text
    found = complete("source:wi rest", 9, names)
    assert (found.start, found.candidates) == (0, ("source:Wire",))


def test_an_index_on_a_server_is_read_like_one_in_a_folder(browse, archive, cluster_url):
    """Hits, the article, facets, the timeline and folded stories."""
    address = f"{cluster_url}/browsed"
    with open_index(address) as index:
        index.update(["a.jsonl"], jobs=1)

    async def steps(app, pilot):
        await until(pilot, lambda: app.article.reading and app.facets.value and app.timeline.count)
        assert sees(app, "Coast Wire")
        periods.append(app.timeline.count)
        await pilot.press("down", "z")
        await answered(app, pilot)

    periods: list[int] = []
    folder, server = (browse(steps, "storm OR ferry", index=index) for index in (archive, address))
    assert keys_of_hits(folder) == keys_of_hits(server)
    assert periods[0] == periods[1]
