"""HTML as trees: the elements of a class, and the text of an element in paragraphs.

>>> tree = parse_piece('<div class="from name">Jane Doe</div>')
>>> [element.text for element in elements_of_class(tree, "name")]
['Jane Doe']
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from newsgrep.clean_text import clean_any, one_line, without_controls
from newsgrep.extras import missing_library

if TYPE_CHECKING:
    from lxml.html import HtmlElement

#: Elements that separate paragraphs and lines, in HTML and in the output of trafilatura.
_PARAGRAPHS = frozenset(
    ["p", "div", "head", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "list", "dl", "quote", "blockquote"]
    + ["table", "pre", "code", "section", "article", "main", "figure", "header", "footer", "aside", "nav"]
)
_LINES = frozenset(["li", "item", "tr", "row", "br", "lb", "dt", "dd", "figcaption", "hr"])
_CELLS = frozenset(["td", "th", "cell"])
#: Elements without text.
HIDDEN = frozenset(["script", "style", "template"])
_END_TAGS = re.compile(r"</(?:body|html)\s*>", re.I)


def parse_piece(markup: str) -> HtmlElement:
    """Return the tree of a part of a page. Raises ArticleError where the library is missing."""
    try:
        from lxml.html import HTMLParser, document_fromstring
    except ImportError:
        raise missing_library("lxml", "xml") from None
    page = f"<html><body>{without_end_tags(without_controls(markup))}"
    return document_fromstring(page, parser=HTMLParser(encoding="utf-8"))


def without_end_tags(markup: str) -> str:
    """Return HTML without the tags that end a body and a document.

    Pages have text behind them, which browsers show. libxml2 makes a second root of it, which nobody reads.
    """
    return _END_TAGS.sub("", markup)


def elements_of_class(tree: HtmlElement, classes: str) -> Iterator[HtmlElement]:
    """Yield the elements that have all the given classes, which are separated by spaces."""
    wanted = set(classes.split())
    return (node for node in tree.iterfind(".//*[@class]") if wanted <= set(node.get("class", "").split()))


def element_text(element: HtmlElement) -> str:
    """Return the text of an element, with blank lines between paragraphs."""
    from lxml import etree

    pieces = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        pieces.append(separator(node.tag, event))
        if event == "start" and node.tag not in HIDDEN:
            pieces.append(_collapse_space_in(node.text))
        elif event == "end" and node is not element:
            pieces.append(_collapse_space_in(node.tail))
    text = clean_any("".join(pieces))
    lines = (one_line(line) for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def separator(tag: str, event: str) -> str:
    """Return the white space between the texts around a `start` or `end` event of `iterwalk`, '' for none."""
    if tag in _PARAGRAPHS:
        return "\n\n"
    if event == "start" and tag in _LINES:
        return "\n"
    return " " if tag in _CELLS else ""


def _collapse_space_in(text: str | None) -> str:
    return re.sub(r"\s+", " ", text) if text else ""
