"""What the readers of a page's markup ask of its elements."""

from __future__ import annotations

import re
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from newsgrep.formats.text import clean, one_line, replace_surrogates
from newsgrep.formats.web.metadata import clean_line

#: Elements may be nested, and each gives its text: limits against quadratic time.
MOST = 200
#: How many elements before and behind a main heading are beside it.
_BEFORE, _BEHIND = 40, 60
#: Extraction of the text takes some 0.2 ms an element.
_MOST_ELEMENTS = 40_000
_HEADINGS = ("h1", "h2", "h3")
_LONGEST = 1000

_ASIDE = re.compile(r"comment|kommentar|respon[ds]|reply|related|sidebar|widget|recommend", re.I)

# Elements that separate paragraphs and lines, in HTML and in the output of trafilatura.
_PARAGRAPHS = frozenset(
    ["p", "div", "head", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "list", "dl", "quote", "blockquote"]
    + ["table", "pre", "code", "section", "article", "main", "figure", "header", "footer", "aside", "nav"]
)
_LINES = frozenset(["li", "item", "tr", "row", "br", "lb", "dt", "dd", "figcaption", "hr"])
_CELLS = frozenset(["td", "th", "cell"])
_HIDDEN = frozenset(["script", "style", "template"])


def short_text(tag: HtmlElement) -> str:
    """Return the text of an element as one line, truncated where it is longer than any name or headline."""
    pieces: list[str] = []
    for event, node in islice(etree.iterwalk(tag, events=("start", "end")), MOST):
        piece = node.text if event == "start" else node.tail if node is not tag else None
        pieces.append((piece or "")[:_LONGEST])
    return clean_line("".join(pieces)[:_LONGEST])


def lines_of(tag: HtmlElement) -> list[str]:
    """Return the lines of an element that has the size of a byline; none of a larger one."""
    is_small = sum(1 for _ in islice(tag.iter(), MOST)) < MOST
    return list(filter(None, element_text(tag).split("\n"))) if is_small else []


def words_in(tag: HtmlElement, *attributes: str) -> frozenset[str]:
    """Return the words of attributes such as `class`, in lower case."""
    return frozenset(word for name in attributes for word in (tag.get(name) or "").lower().split())


def is_large(page: HtmlElement) -> bool:
    """Whether a page has so many elements that only its metadata and <p> elements are read."""
    return sum(1 for _ in islice(page.iter(), _MOST_ELEMENTS + 1)) > _MOST_ELEMENTS


def is_aside(tag: HtmlElement) -> bool:
    """Whether an element is in the comments, or in what stands beside the article."""
    return any(
        _ASIDE.search(f"{outer.get('id') or ''} {outer.get('class') or ''}") is not None
        for outer in tag.iterancestors()
        if outer.tag not in ("body", "html")
    )


def headings(page: HtmlElement) -> list[HtmlElement]:
    """Return the <h1> elements of a page."""
    return list(islice(page.iter("h1"), MOST))


def beside_heading(page: HtmlElement, title: str) -> list[HtmlElement]:
    """Return the elements beside the main headings of a page, in their order.

    Main are the headings that are the title or begin it, of the highest level with one; else the only <h1>.
    """
    tags = [tag for tag in page.iter() if isinstance(tag.tag, str)]
    found = [(tag.tag, place, short_text(tag)) for place, tag in enumerate(tags) if tag.tag in _HEADINGS]
    first = [place for level, place, text in found if level == "h1" and text]
    by_level = (
        [place for level, place, text in found if level == wanted and text and _begins(title, text)]
        for wanted in _HEADINGS
    )
    main = next(filter(None, by_level), first if len(first) == 1 else [])
    near = {near for place in main[:2] for near in range(max(0, place - _BEFORE), place + _BEHIND)}
    return [tags[place] for place in sorted(near) if place < len(tags)]


def _begins(title: str, heading: str) -> bool:
    return title.casefold().startswith(heading.casefold())


def element_text(element: HtmlElement) -> str:
    """Return the text of an element, with blank lines between paragraphs."""
    pieces = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        pieces.append(_separator(node.tag, event))
        if event == "start" and node.tag not in _HIDDEN:
            pieces.append(_collapse_space_in(node.text))
        elif event == "end" and node is not element:
            pieces.append(_collapse_space_in(node.tail))
    text = clean(replace_surrogates("".join(pieces)))
    lines = (one_line(line) for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _separator(tag: str, event: str) -> str:
    if tag in _PARAGRAPHS:
        return "\n\n"
    if event == "start" and tag in _LINES:
        return "\n"
    return " " if tag in _CELLS else ""


def _collapse_space_in(text: str | None) -> str:
    return re.sub(r"\s+", " ", text) if text else ""
