"""Helpers for the elements of a page: their texts, and their places relative to the main heading."""

from __future__ import annotations

import re
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from newsgrep.bylines.persons import are_persons, persons
from newsgrep.formats.page.metadata import clean_line
from newsgrep.markup.html_tree import HIDDEN, separator

#: The most elements that are read at once: as nested elements repeat their texts, time would be quadratic.
MOST = 200
#: How many elements before and after a main heading count as beside it.
_BEFORE, _BEHIND = 40, 60
#: How many siblings before and after a main heading count as next to it.
_SIBLINGS = 2
#: The most elements of a page whose text trafilatura extracts; it takes about 0.2 ms for each.
_MOST_ELEMENTS = 40_000
_HEADINGS = ("h1", "h2", "h3")
_LONGEST = 1000

_INSETS = frozenset(["figure", "figcaption", "blockquote", "nav"])
_INSET_CLASS = re.compile(r"photo|credit|quote|menu|(?:image|img|wp)[-_]caption", re.I)
_INSET_DEPTH = 4
#: Two systems make the text itself of widgets: Elementor, and HubSpot.
_ASIDE = re.compile(
    r"comment|kommentar|respon(?:d|ses?)(?![a-z])|reply|related|sidebar|recommend"
    r"|(?<!elementor-)(?<!custom_)widget(?![-_](?:span|type))",
    re.I,
)


def short_text(tag: HtmlElement) -> str:
    """Return the text of an element as one line, truncated where it is longer than any name or headline."""
    pieces: list[str] = []
    for event, node in islice(etree.iterwalk(tag, events=("start", "end")), MOST):
        piece = node.text if event == "start" else node.tail if node is not tag else None
        if space := separator(node.tag, event):
            pieces.append(space)
        if piece:
            pieces.append(piece[:_LONGEST])
    return clean_line("".join(pieces)[:_LONGEST])


def names_text(tag: HtmlElement) -> str:
    """Return the names in an element as one line: see `lines_of_names`."""
    return " ".join(lines_of_names(tag))


def lines_of_names(tag: HtmlElement) -> list[str]:
    """Return the lines of an element that has names, with commas between names; none for a large element.

    Sites write each name in an element of its own with no space between them, and roles and handles after it.
    """
    lines, last = [""], ""
    walk = list(islice(etree.iterwalk(tag, events=("start", "end")), 2 * MOST))
    for event, node in walk if len(walk) < 2 * MOST else ():
        if separator(node.tag, event).strip(" ") and lines[-1]:
            lines.append("")
        piece = node.text if event == "start" else node.tail if node is not tag else None
        if words := clean_line(piece if node.tag not in HIDDEN or event == "end" else ""):
            is_apart = words[0].isupper() and are_persons(persons(last))
            is_glued = words[0] in ",;.-’')" and not (piece or "")[0].isspace()
            lines[-1] += words if is_glued or not lines[-1] else f", {words}" if is_apart else f" {words}"
            last = words
    return [line for line in lines if line]


def articles_of_heading(page: HtmlElement) -> set[HtmlElement]:
    """Return the <article> elements with a main heading in them."""
    return {outer for heading in headings(page) for outer in heading.iterancestors("article")}


def is_of_other_article(tag: HtmlElement, own: set[HtmlElement]) -> bool:
    """Whether an element is in an <article> that is not in `own`, such as the teaser of another story."""
    nearest = next(tag.iterancestors("article"), None)
    return bool(own) and nearest is not None and nearest not in own


def attribute_words(tag: HtmlElement, *attributes: str) -> frozenset[str]:
    """Return the words of attributes such as `class`, in lower case."""
    return frozenset(word for name in attributes for word in (tag.get(name) or "").lower().split())


def is_large(page: HtmlElement) -> bool:
    """Whether a page has too many elements, so that only its metadata and <p> elements are read."""
    return sum(1 for _ in islice(page.iter(), _MOST_ELEMENTS + 1)) > _MOST_ELEMENTS


def is_aside(tag: HtmlElement) -> bool:
    """Whether an element is in the comments, or beside the article, by the classes of the elements around it.

    An element with the main heading in it does not count: its class may only say that there is a sidebar.
    """
    return any(
        _ASIDE.search(f"{outer.get('id') or ''} {outer.get('class') or ''}") and outer.find(".//h1") is None
        for outer in tag.iterancestors()
        if outer.tag not in ("body", "html")
    )


def is_inset(tag: HtmlElement) -> bool:
    """Whether an element is in a figure, a quotation, a menu, or the caption of a photograph."""
    return any(
        outer.tag in _INSETS or _INSET_CLASS.search(outer.get("class") or "")
        for outer in (tag, *islice(tag.iterancestors(), _INSET_DEPTH))
    )


def headings(page: HtmlElement) -> list[HtmlElement]:
    """Return the <h1> elements of a page."""
    return list(islice(page.iter("h1"), MOST))


def beside_heading(page: HtmlElement, title: str) -> list[HtmlElement]:
    """Return the elements beside the main headings of a page, in their order."""
    tags = [tag for tag in page.iter() if isinstance(tag.tag, str)]
    places = _main_headings(tags, title)
    near = {near for place in places for near in range(max(0, place - _BEFORE), place + _BEHIND)}
    return [tags[place] for place in sorted(near) if place < len(tags)]


def next_to_heading(page: HtmlElement, title: str) -> set[HtmlElement]:
    """Return the elements just before and after the main headings of a page, and all elements in them."""
    tags = [tag for tag in page.iter() if isinstance(tag.tag, str)]
    found: set[HtmlElement] = set()
    for place in _main_headings(tags, title):
        heading = tags[place]
        while (outer := heading.getparent()) is not None and len(outer) == 1:
            heading = outer
        for is_before in (True, False):
            for sibling in islice(heading.itersiblings(preceding=is_before), _SIBLINGS):
                found.update(sibling.iter())
    return found


def _main_headings(tags: list[HtmlElement], title: str) -> list[int]:
    """Return the indexes of the main headings in the elements of a page, two at most.

    A main heading is the title or begins it; the highest level that has one counts. Else it is the only <h1>.
    """
    found = [(tag.tag, place, short_text(tag)) for place, tag in enumerate(tags) if tag.tag in _HEADINGS]
    first = [place for level, place, text in found if level == "h1" and text]
    by_level = (
        [place for level, place, text in found if level == wanted and text and _begins(title, text)]
        for wanted in _HEADINGS
    )
    return next(filter(None, by_level), first if len(first) == 1 else [])[:2]


def _begins(title: str, heading: str) -> bool:
    """Whether a title begins with a heading, or ends with one after the name of the site."""
    title, heading = title.casefold(), heading.casefold()
    return title.startswith(heading) or 2 * len(heading) > len(title) and title.endswith(heading)
