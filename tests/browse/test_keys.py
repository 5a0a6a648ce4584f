"""Every key of `newsgrep browse`, pressed as a person presses it."""

from __future__ import annotations

from msgspec.structs import replace
from textual import events
from textual.geometry import Region

from newsgrep import open_index
from newsgrep.browse.keys import GROUPS
from tests.browse.driving import answered, keys_of_hits, screen, sees, until


def test_it_searches_as_one_types(browse):
    """Each key has its answer; without a query every article is there, the newest first."""

    async def steps(app, pilot):
        assert keys_of_hits(app) == "54321"
        await pilot.press(*"ferry")
        await answered(app, pilot)
        assert sorted(keys_of_hits(app)) == ["3", "4", "5"]
        await pilot.press("space", "-", *"tickets")
        await answered(app, pilot)
        assert sorted(keys_of_hits(app)) == ["4", "5"]
        assert app.query_line.input.value == "ferry -tickets"

    browse(steps)


def test_an_error_has_its_caret_and_the_last_answer_stays(browse):
    """The caret stands under the character that the error is about."""

    async def steps(app, pilot):
        await pilot.press(*' "storm')
        await until(pilot, lambda: app.query_line.error)
        await pilot.pause()
        lines = screen(app)
        assert lines[0] == '> ferry "storm'
        assert lines[1] == "        ^"
        assert lines[2] == "the phrase has no closing quote"
        assert sees(app, "Ferry tickets dearer")
        await pilot.press('"')
        await answered(app, pilot)
        assert app.query_line.error is None
        assert keys_of_hits(app) == "4"

    browse(steps, "ferry")


def test_nothing_found_says_why(browse):
    """The reasons of newsgrep search, in place of hits."""

    async def steps(app, pilot):
        await until(pilot, lambda: sees(app, "feryr: no such word; nearest: ferry"))
        assert sees(app, "nothing found")

    browse(steps, "feryr")


def test_an_error_hides_why_the_last_search_found_nothing(browse):
    """As the reasons are those of another query, also where they come after the error."""

    async def steps(app, pilot):
        await until(pilot, lambda: sees(app, "thread: no such word"))
        await pilot.press(*":nosuch")
        await until(pilot, lambda: sees(app, "there is no article nosuch"))
        assert not sees(app, "no such word")

    browse(steps, "thread")


def test_a_bug_is_shown_and_the_interface_stays(browse, monkeypatch):
    """It is kept, so that it can be told at the end, and the next search is answered as ever."""
    from newsgrep.browse import answers

    def fail(*_):
        raise KeyError("zzz")

    async def steps(app, pilot):
        with monkeypatch.context() as patched:
            patched.setattr(answers, "answer_search", fail)
            await pilot.press(*" tickets")
            await until(pilot, lambda: sees(app, "this is a bug in newsgrep: KeyError: 'zzz'"))
        await pilot.press("backspace")
        await answered(app, pilot)
        assert not sees(app, "bug")

    assert isinstance(browse(steps, "ferry").bug, KeyError)


def test_tags_are_given_and_taken_off(browse, archive):
    """Of the article with the cursor, else of the marked ones; a name that cannot be one is refused."""

    async def steps(app, pilot):
        await pilot.press("escape", "t", "a", "plus", "b", "enter")
        await until(pilot, lambda: sees(app, "a+b cannot be a tag"))
        await pilot.press(*["backspace"] * 3, *"quote", "comma", *"late", "enter")
        await until(pilot, lambda: sees(app, "tags: late, quote"))
        await pilot.press("j", "m", "m", "t", "minus", *"late", "comma", *"read", "enter")
        await until(pilot, lambda: sees(app, "tags: read"))
        with open_index(archive) as index:
            tagged = {hit.key: hit.tags for hit in index.search("has:tag", limit=None)}
        assert tagged == {"a.jsonl#5": ("late", "quote"), "a.jsonl#4": ("read",), "a.jsonl#3": ("read",)}
        assert app.query_line.input.value == ""

    try:
        browse(steps)
    finally:
        (archive.parent / "newsgrep-tags.tsv").unlink(missing_ok=True)


def test_tab_completes(browse):
    """Fields, values in quotes where they need them, again the next one; the candidates are shown."""

    async def steps(app, pilot):
        await until(pilot, lambda: app.query_line.input.names.values)
        await pilot.press(*"sou")
        await pilot.pause()
        assert sees(app, "Tab: source:")
        await pilot.press("tab")
        assert app.query_line.input.value == "source:"
        await pilot.press("tab")
        first = app.query_line.input.value
        await pilot.press("tab")
        assert {first, app.query_line.input.value} == {'source:"Coast Wire"', 'source:"Harbour Post"'}
        await answered(app, pilot)
        assert len(keys_of_hits(app)) == 2

    browse(steps)


def test_lists_are_walked_with_the_keys_of_vim_and_with_arrows(browse):
    """Down, up, pages, first and last; Ctrl-n and Ctrl-p from the query, too."""

    async def steps(app, pilot):
        await pilot.press("ctrl+n", "ctrl+n", "ctrl+p")
        assert app.hits.cursor == 1
        await pilot.press("down")
        assert app.hits.has_focus
        for key, row in [
            *[("j", 2), ("k", 1), ("down", 2), ("up", 1), ("G", 4), ("g", 0), ("end", 4), ("home", 0)],
            *[("space", 4), ("b", 0), ("ctrl+f", 4), ("ctrl+b", 0), ("pagedown", 4), ("pageup", 0)],
            *[("ctrl+d", 2), ("ctrl+u", 0), ("k", 0)],
        ]:
            await pilot.press(key)
            assert app.hits.cursor == row, key
        assert sees(app, "1 of 5 · newest first")

    browse(steps, size=(150, 22))


def test_keys_of_the_article(browse):
    """Enter shows it whole and beside the hits again; n and N go from match to match, in a circle."""

    async def steps(app, pilot):
        await pilot.press("enter", "l")
        assert app.article.has_focus
        await until(pilot, lambda: app.article.reading)
        assert app.article.reading.matches == [0, 0, 3, 3, 8]  # the line of each
        for key, match in [("n", 1), ("n", 2), ("N", 1), ("N", 0), ("N", 4), ("n", 0), ("n", 1)]:
            await pilot.press(key)
            assert app.article.match == match
        await pilot.pause()
        assert sees(app, "match 2 of 5")
        await pilot.press("h")
        assert app.hits.has_focus
        await pilot.press("right", "left", "enter")
        assert app.article.has_focus
        assert not app.hits.is_on_screen
        await pilot.press("enter")
        assert app.hits.has_focus
        await pilot.press("enter", "escape")
        assert app.hits.is_on_screen

    browse(steps, "storm port", size=(150, 20), sort="date")


def test_an_article_with_fewer_matches_than_before(browse):
    """Another query can find the same article, with the cursor at a match that there is no more."""

    async def steps(app, pilot):
        await pilot.press("enter")
        await until(pilot, lambda: app.article.reading and len(app.article.reading.matches) == 5)
        await pilot.press("N")
        assert app.article.match == 4
        app.search(replace(app.wanted, text="harbour"))
        await until(pilot, lambda: app.article.reading and len(app.article.reading.matches) == 1)
        await until(pilot, lambda: sees(app, "match 1 of 1"))
        await pilot.press("enter", "n")
        assert app.article.match == 0

    browse(steps, "storm port", size=(150, 20), sort="date")


def test_an_article_scrolls(browse):
    """With the keys of the lists."""

    async def steps(app, pilot):
        await pilot.press("enter", "l")
        await until(pilot, lambda: app.article.reading and app.article.max_scroll_y)
        for key, is_down in [
            *[("j", True), ("k", False), ("down", True), ("up", False), ("G", True), ("g", False)],
            *[("space", True), ("b", False), ("ctrl+d", True), ("ctrl+u", False), ("end", True)],
            *[("home", False), ("ctrl+f", True), ("ctrl+b", False), ("pagedown", True), ("pageup", False)],
        ]:
            await pilot.press(key)
            await until(pilot, lambda is_down=is_down: (app.article.scroll_y > 0) == is_down)

    browse(steps, "wheat", size=(100, 8), sort="date")


def test_marks(browse):
    """m marks and goes on, M unmarks all; they leave in the order in which they were made."""

    async def steps(app, pilot):
        await pilot.press("enter", "G", "m", "g", "m")
        await until(pilot, lambda: len(app.marked) == 2)
        assert app.hits.cursor == 1
        await pilot.pause()
        assert sees(app, "2 marked")
        assert sees(app, "●Fähre")
        await pilot.press("q")

    app = browse(steps)
    assert [*app.marked] == ["a.jsonl#1", "a.jsonl#5"]
    assert not app.is_interrupted

    async def unmark(app, pilot):
        await pilot.press("enter", "m", "k", "m")
        await until(pilot, lambda: not app.marked)
        await pilot.press("m", "M")
        await pilot.press("ctrl+q")

    assert not browse(unmark).marked


def test_order_and_stories(browse):
    """S takes the next order; z folds stories, and v lists the versions, to read one of them."""

    async def steps(app, pilot):
        await pilot.press("down", "S")
        await answered(app, pilot)
        assert keys_of_hits(app) == "421"
        await pilot.press("S")
        await answered(app, pilot)
        assert keys_of_hits(app) == "124"
        await pilot.press("z")
        await answered(app, pilot)
        assert keys_of_hits(app) == "14"
        assert sees(app, "1 of 2 · stories of 3 articles · oldest first")
        assert sees(app, "+ 1 other version")
        await pilot.press("v")
        await until(pilot, lambda: sees(app, "Versions of the story"))
        assert sees(app, "2019-03-05 · Coast Wire · Storm closes port")
        await pilot.press("j", "enter")
        await until(pilot, lambda: app.article.reading and app.article.reading.key == "a.jsonl#2")
        await until(pilot, lambda: sees(app, "sank three"))
        await pilot.press("m")
        assert [*app.marked] == ["a.jsonl#2"]

    browse(steps, "storm")


def test_help(browse):
    """? and F1 list every key, and Esc, q, Enter close the list."""

    async def steps(app, pilot):
        for keys in (("f1", "escape"), ("down", "question_mark", "q"), ("question_mark", "enter")):
            *before, close = keys
            await pilot.press(*before)
            await pilot.pause()
            assert sees(app, "mark the article, or unmark it")
            await pilot.press(close)
            await pilot.pause()
            assert not sees(app, "mark the article, or unmark it")

    browse(steps)


def test_panes_are_reached_in_a_circle(browse):
    """Tab and Shift-Tab; / goes to the query, Esc to the hits."""

    async def steps(app, pilot):
        await pilot.press("tab")
        order = [app.facets, app.timeline, app.hits, app.article, app.query_line.input]
        for place, pane in enumerate(order):
            assert pane.has_focus
            if place < 4:
                await pilot.press("tab")
        await pilot.press("escape", "shift+tab")
        assert app.timeline.has_focus
        await pilot.press("slash")
        assert app.query_line.input.has_focus

    browse(steps)


def test_ctrl_c_ends_from_everywhere(browse):
    """From the query, from a dialog."""
    for keys in (("ctrl+c",), ("f1", "ctrl+c")):

        async def steps(app, pilot, keys=keys):
            await pilot.press(*keys)

        assert browse(steps).is_interrupted


def test_the_mouse(browse):
    """A click chooses a hit, a double click opens it; a click on a filter takes it off."""

    async def steps(app, pilot):
        await pilot.click("#hits", offset=(5, 6))
        assert app.hits.cursor == 1
        await pilot.click("#hits", offset=(5, 2), times=2)
        assert app.article.has_focus
        await pilot.press("escape")
        app.search(app.wanted.toggled("source", "Coast Wire"))
        await answered(app, pilot)
        await pilot.click("#chips", offset=(4, 0))
        await answered(app, pilot)
        assert not app.wanted.chips()

    browse(steps)


def test_every_key_of_the_table_is_bound(browse):
    """The table makes the bindings: no key of one pane hides another of its group."""

    async def steps(app, pilot):
        for pane, group in [
            *[(app.hits, "In the lists: hits, facets, timeline"), (app.hits, "In the hits")],
            *[(app.timeline, "In the timeline"), (app.article, "In the article")],
        ]:
            pane.focus()
            await pilot.pause()
            bound = {key: one.binding.action for key, one in app.screen.active_bindings.items()}
            for row in GROUPS[group]:
                for key in row.keys.split(","):
                    assert bound.get(key) == row.action, (group, key)

    browse(steps)


def test_a_text_of_several_lines_is_pasted_whole(browse):
    """As a headline that is broken over two lines; a query of the first line alone has another answer."""

    async def steps(app, pilot):
        app.query_line.input.post_message(events.Paste("ferry\n  storm\n"))
        await until(pilot, lambda: app.answer.wanted.text == "ferry storm")
        assert keys_of_hits(app)[0] == "4"

    browse(steps)


def test_matches_are_counted_where_the_article_is_seen(browse):
    """A narrow terminal shows the hits alone: the matches of an article are none of theirs."""

    async def steps(app, pilot):
        await until(pilot, lambda: sees(app, "match 1 of "))
        await pilot.resize_terminal(60, 20)
        await pilot.press("down")
        await pilot.press("down")
        await until(pilot, lambda: sees(app, "2 of "))
        assert not sees(app, "match 1 of ")

    browse(steps, "ferry")


def test_the_help_is_wrapped_beside_the_keys(browse):
    """On a narrow terminal, so that a key stands alone in its column."""

    async def steps(app, pilot):
        await pilot.press("f1")
        await until(pilot, lambda: sees(app, "print the keys of the"))
        lines = screen(app)
        first = next(line for line in lines if "print the keys of" in line)
        second = lines[lines.index(first) + 1]
        assert second.index("marked articles") == first.index("end, and print")

    browse(steps, size=(70, 24))


def test_no_color_is_heeded(browse, monkeypatch):
    """All has the colours that the terminal has by itself, so that it can be read on light and dark."""
    monkeypatch.setenv("NO_COLOR", "1")

    async def steps(app, pilot):
        await until(pilot, lambda: sees(app, "match 1 of "))
        panes = (app.query_line.input, app.hits, app.article, app.facets, app.timeline)
        strips = [strip for pane in panes for strip in pane.render_lines(Region(0, 0, *pane.size))]
        styles = [segment.style for strip in strips for segment in strip if segment.style is not None]
        assert len(styles) > 20
        assert all(color is None or color.is_default for s in styles for color in (s.color, s.bgcolor))

    browse(steps, "ferry -tickets")
