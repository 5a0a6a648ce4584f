"""Web pages whose text is in several parts, or in elements that are named like something else."""

from __future__ import annotations

import pytest

from newsgrep.formats.page.maintext import parse_page
from newsgrep.formats.page.prose import with_more_prose

pytestmark = pytest.mark.usefixtures("offline")

HARBOUR = [
    f"On day {n} the harbour pilots met the owners and agreed on nothing at all, as they had before."
    for n in range(9)
]
ITEMS = [
    f"In week {n} the bakers of the town sold more rolls than in any week of the year before."
    for n in range(9)
]


def paragraphs(texts: list[str]) -> str:
    """Texts as paragraphs of HTML."""
    return "".join(f"<p>{text}</p>" for text in texts)


@pytest.fixture
def body(read):
    """Return a function that reads the text of a page."""

    def read_one(page: str) -> str:
        head = "<!doctype html><title>Pilots walk out</title><nav><a href=/>Home</a></nav>"
        (found,) = read(
            f"{head}<main><h1>Pilots walk out</h1>{page}</main><footer>Example News</footer>", ".html"
        )
        return found.body

    return read_one


def more_of(markup: str, text: list[str], generous: list[str] | None = None) -> str:
    """Return what a page has besides a text of it. None: a more generous search is not expected."""

    def search_more() -> str:
        assert generous is not None, "the text has enough of the page"
        return "\n\n".join(generous)

    return with_more_prose(parse_page(f"<body><main>{markup}</main></body>"), "\n\n".join(text), search_more)


def test_a_text_that_has_nearly_all_is_kept():
    """No other search is made then."""
    assert more_of(paragraphs(HARBOUR + ITEMS), HARBOUR + ITEMS[:6]) == ""


def test_lists_are_taken_from_a_more_generous_search():
    """The text has the paragraphs around them."""
    items = "".join(f"<li>{item}</li>" for item in ITEMS)
    page = f"{paragraphs(HARBOUR[:4])}<ul>{items}</ul>{paragraphs(HARBOUR[4:])}"
    whole = HARBOUR[:4] + ITEMS + HARBOUR[4:]
    assert more_of(page, HARBOUR, whole) == "\n\n".join(whole)


def test_a_generous_search_that_takes_everything_is_not_believed():
    """Its text is much longer than all paragraphs of the page."""
    items = "".join(f"<li>{item}</li>" for item in ITEMS)
    page = f"<div>{paragraphs(HARBOUR)}</div><ul>{items}</ul>"
    assert more_of(page, HARBOUR, HARBOUR + ITEMS + ["Menu"] * 2_000) == ""


def test_paragraphs_in_a_box_among_others_are_taken():
    """The page is read as the smallest element around the known paragraphs, without its forms."""
    box = f"<div class=responsive-table>{paragraphs(ITEMS)}</div><form><p>Subscribe</p></form>"
    page = f"<p>Menu</p><div>{paragraphs(HARBOUR[:3])}{box}{paragraphs(HARBOUR[3:4])}</div>"
    known = HARBOUR[:4]
    assert more_of(page, known, known) == "\n\n".join(HARBOUR[:3] + ITEMS + HARBOUR[3:4])


@pytest.mark.parametrize(
    "tag", ["div class=carousel", "aside", "div id=comments", "div class=card-teaser", "nav"]
)
def test_what_is_beside_a_text_is_not_missing(tag):
    """Teasers, comments and menus, however long they are."""
    beside = f"<{tag}>{paragraphs(ITEMS * 3)}</{tag.split()[0]}>"
    assert more_of(f"{paragraphs(HARBOUR)}{beside}{paragraphs(ITEMS[:1])}", HARBOUR) == ""


def test_headlines_that_are_links_are_not_missing():
    """As in a list of other stories."""
    links = "".join(f"<li><a href=/{n}>{item}</a></li>" for n, item in enumerate(ITEMS * 3))
    assert more_of(f"{paragraphs(HARBOUR * 2)}<ul>{links}</ul>", HARBOUR) == ""


@pytest.mark.parametrize("move", ['$RS("S:1","P:1")', '$RC("P:1","S:1")', '$RR("P:1","S:1",[])'])
def test_late_parts_of_a_page_are_read_at_their_places(body, move):
    """React sends them at the end of the page, hidden, with a script that moves them."""
    first, last = paragraphs(HARBOUR[:5]), paragraphs(HARBOUR[5:])
    place = "<template id='P:1'></template>"
    late = f"<div hidden id='S:1'>{paragraphs(ITEMS)}</div><script>{move}</script>"
    text = body(f"<article>{first}{place}{last}</article>{late}")
    assert text == "\n\n".join([*HARBOUR[:5], *ITEMS, *HARBOUR[5:]])


@pytest.mark.parametrize("end", ["</body></html>", "</HTML >", "</body>"])
def test_text_behind_the_end_of_the_document_is_read(body, end):
    """A template may end it too early; browsers show the rest."""
    assert body(f"<p>Menu</p></main>{end}<main>{paragraphs(HARBOUR)}") == "\n\n".join(HARBOUR)


@pytest.mark.parametrize(
    "late",
    [
        "<div hidden id='S:1'><template id='P:1'></template></div><script>$RS('S:1','P:1')</script>",
        '<div hidden id="S:1"><template id="P:1"></template></div><script>$RS("S:1","P:1")</script>',
        '<div hidden id="S:1">No place</div><script>$RS("S:1","P:1");$RS("S:2","P:2")</script>',
    ],
)
def test_parts_that_cannot_be_moved_change_nothing(body, late):
    """A part within itself, a part without a place, and a place without a part."""
    assert body(f"<article>{paragraphs(HARBOUR)}</article>{late}").startswith("\n\n".join(HARBOUR))


@pytest.mark.parametrize(
    ("classes", "is_author"),
    [
        ("elementor-widget elementor-widget-post-info", True),
        ("span12 widget-span widget-type-custom_widget", True),
        ("responsive-box", True),
        ("sidebar-widget", False),
        ("respond", False),
        ("responses", False),
    ],
)
def test_boxes_of_systems_that_make_pages_of_widgets_have_the_byline(read, classes, is_author):
    """Other widgets, and answers of readers, name other persons."""
    byline = f"<div class='{classes}'><span class=author>Jane Doe</span></div>"
    story = f"<h1>Pilots walk out</h1>{byline}<article>{paragraphs(HARBOUR)}</article>"
    (found,) = read(f"<title>Pilots walk out</title>{story}", ".html")
    assert found.authors == (("Jane Doe",) if is_author else ())
