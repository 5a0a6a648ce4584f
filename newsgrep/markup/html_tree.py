"""Pieces of the pages of exports, as trees.

>>> tree = parse_piece('<div class="from name">Jane Doe</div>')
>>> [element.text for element in elements_of_class(tree, "name")]
['Jane Doe']
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from newsgrep.clean_text import without_controls
from newsgrep.extras import missing_library

if TYPE_CHECKING:
    from lxml.html import HtmlElement


def parse_piece(markup: str) -> HtmlElement:
    """Return the tree of a part of a page. Raises ArticleError where the library is missing."""
    try:
        from lxml.html import HTMLParser, document_fromstring
    except ImportError:
        raise missing_library("lxml", "xml") from None
    page = f"<html><body>{without_controls(markup)}</body></html>"
    return document_fromstring(page, parser=HTMLParser(encoding="utf-8"))


def elements_of_class(tree: HtmlElement, classes: str) -> Iterator[HtmlElement]:
    """Yield the elements that have all of some classes, which have spaces between them."""
    wanted = set(classes.split())
    return (node for node in tree.iterfind(".//*[@class]") if wanted <= set(node.get("class", "").split()))
