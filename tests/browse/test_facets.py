"""Facets and the timeline of `newsgrep browse`: what they show, and what they filter by."""

from __future__ import annotations

from newsgrep import open_index
from tests.browse.driving import answered, keys_of_hits, sees, until


def test_tags_are_the_last_facet(browse, archive):
    """Enter filters by one, and the command that the search is has the flag."""
    with open_index(archive) as index:
        index.tag(["a.jsonl#4"], ["quote"])

    async def steps(app, pilot):
        await until(pilot, lambda: app.facets.value)
        await pilot.press("down", "f", "f")
        await until(pilot, lambda: app.facets.has_focus)
        await pilot.press("G", "enter")
        await answered(app, pilot)
        assert keys_of_hits(app) == "4"
        assert "--tag quote" in app.wanted.command()

    try:
        browse(steps, "storm")
    finally:
        (archive.parent / "newsgrep-tags.tsv").unlink()


def test_persons_of_mails_are_facets(browse, tmp_path):
    """By address, where there are mails; a value filters, and is a flag of the command line."""
    for number, name in enumerate(["Bo Ek", "Max Muster"]):
        head = f"From: Ada Lund <ada@x.example>\nTo: {name} <p{number}@x.example>\nMessage-ID: <{number}@x>"
        (tmp_path / f"{number}.eml").write_text(f"{head}\nSubject: Ferry\n\nThe ferry, {number}.\n")
    with open_index(tmp_path / ".newsgrep") as index:
        index.update(tmp_path)

    async def steps(app, pilot):
        await until(pilot, lambda: app.facets.value)
        await pilot.press("down", "f", "f")
        await until(pilot, lambda: app.facets.has_focus)
        while app.facets.value != ("to", "p1@x.example"):
            await pilot.press("j")
        await pilot.press("enter")
        await answered(app, pilot)
        assert [hit.article.path for hit in app.answer.hits] == ["1.eml"]
        assert "--recipient p1@x.example" in app.wanted.command()
        assert [chip.text for chip in app.wanted.chips()] == ["to: p1@x.example"]

    browse(steps, "ferry", index=tmp_path / ".newsgrep")


def test_facets_filter_and_filters_are_taken_off(browse):
    """Enter filters by a value and takes the filter off; x takes off the last filter, X all of them."""

    async def steps(app, pilot):
        await until(pilot, lambda: app.facets.value)
        await pilot.press("down", "f", "f")
        await until(pilot, lambda: app.facets.has_focus)
        for wanted in ("source", "author", "year", "section", "lang"):
            while app.facets.value[0] != wanted:
                await pilot.press("j")
            facet, value = app.facets.value
            await pilot.press("enter")
            await answered(app, pilot)
            assert app.wanted.has(facet, value)
            for hit in app.answer.hits:
                assert value in (hit.source, *hit.authors, hit.date[:4], hit.section, hit.language)
            await until(pilot, lambda value=value: sees(app, f"✓ {value}"))
            await pilot.press("enter")
            await answered(app, pilot)
            assert not app.wanted.chips()
        await pilot.press("enter", "g", "enter")
        await answered(app, pilot)
        assert len(app.wanted.chips()) == 2
        assert sees(app, "✕")
        await pilot.press("x")
        await answered(app, pilot)
        assert len(app.wanted.chips()) == 1
        await pilot.press("x", "f", "f", "enter", "G", "enter", "X")
        await answered(app, pilot)
        assert not app.wanted.chips()

    browse(steps)


def test_facets_and_timeline_of_nothing(browse):
    """Keys of lists do nothing where there are no values and no periods."""

    async def steps(app, pilot):
        await answered(app, pilot)
        await pilot.press("down", "f", "f")
        for pane in (app.facets, app.timeline):
            await until(pilot, lambda pane=pane: pane.has_focus)
            await pilot.press("g", "home", "G", "j", "k", "enter", "space", "ctrl+d", "tab")
        assert not app.wanted.chips()

    browse(steps, "feryr")


def test_the_timeline_gives_a_period(browse):
    """Enter takes one period; V begins a range, Shift-arrows or J and K change it, Esc gives it up."""

    async def steps(app, pilot):
        await until(pilot, lambda: app.timeline.count)
        await pilot.press("down", "f", "f", "tab")
        assert app.timeline.has_focus
        assert sees(app, "Timeline by month")
        await pilot.press("V", "j", "escape")
        assert app.timeline.begin is None
        assert app.timeline.has_focus
        await pilot.press("g", "shift+down", "J", "K", "shift+up", "enter")
        await answered(app, pilot)
        assert (app.wanted.filters.since, app.wanted.filters.until) == ("2019-03", "2019-03")
        assert keys_of_hits(app) == "21"
        await until(pilot, lambda: app.timeline.count == 2)
        await pilot.press("X")
        await answered(app, pilot)
        await until(pilot, lambda: app.timeline.count > 3)
        await pilot.press("G", "V", "k", "k", "enter")
        await answered(app, pilot)
        assert (app.wanted.filters.since, app.wanted.filters.until) == ("2020-11", "2021-01")

    browse(steps)


def test_all_filters_are_taken_off_and_no_longer_shown(browse):
    """With `X`, also several."""

    async def steps(app, pilot):
        await answered(app, pilot)
        await pilot.press("down")
        app.search(app.wanted.within("2020-06", "2020-06"))
        await until(pilot, lambda: sees(app, "✕"))
        await pilot.press("X")
        await until(pilot, lambda: not sees(app, "✕"))

    browse(steps)
