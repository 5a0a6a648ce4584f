"""The text of the article on a web page, without its surroundings, by trafilatura or as plain paragraphs.

Nothing here uses the network: the parser gets text, and trafilatura the parsed page. It is not asked for
metadata, so that no date is guessed from the words of a page.
"""

from __future__ import annotations

import logging
import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from newsgrep.errors import ArticleError
from newsgrep.formats.extras import missing_library
from newsgrep.formats.text import clean, one_line, replace_surrogates

#: Extraction takes some 0.2 ms an element; of larger pages only the <p> elements are read.
_MOST_ELEMENTS = 40_000

#: A text of one paragraph with fewer characters may be all text of a page, menus included.
_SHORT = 500

# A link with fewer letters is a word or a button; of one with more words the first are compared.
_SHORTEST_HEADLINE = 12
_LINK_WORDS = 40
_LONGEST_SAMPLE = 5000  # words of a text

# Elements that separate paragraphs and lines, in HTML and in the output of trafilatura.
_PARAGRAPHS = frozenset(
    ["p", "div", "head", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "list", "dl", "quote", "blockquote"]
    + ["table", "pre", "code", "section", "article", "main", "figure", "header", "footer", "aside", "nav"]
)
_LINES = frozenset(["li", "item", "tr", "row", "br", "lb", "dt", "dd", "figcaption", "hr"])
_CELLS = frozenset(["td", "th", "cell"])
_HIDDEN = frozenset(["script", "style", "template"])

# trafilatura's log messages would end up on the user's terminal.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())


def parse_page(text: str) -> HtmlElement:
    """Return the tree of an HTML page, cut off at a depth of 256. Raises ArticleError if it has no element.

    Nothing is ever fetched from elsewhere.
    """
    parser = HTMLParser(
        encoding="utf-8",
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        return document_fromstring(text.encode(), parser=parser)
    except (etree.LxmlError, AssertionError):  # the latter if there is no root element
        raise ArticleError("no article text") from None


def scripts_of(page: HtmlElement) -> list[str]:
    """Return the JSON-LD scripts of a page."""
    kinds = ((script, (script.get("type") or "").strip().lower()) for script in page.iter("script"))
    return [script.text for script, kind in kinds if kind.startswith("application/ld+json") and script.text]


def main_text(page: HtmlElement) -> str:
    """Return the main text of a page, with blank lines between paragraphs; '' for none.

    Raises ArticleError, and MissingLibraryError where trafilatura is not installed.
    """
    if sum(1 for _ in zip(page.iter(), range(_MOST_ELEMENTS + 1), strict=False)) > _MOST_ELEMENTS:
        return _paragraph_elements(page)
    try:
        import trafilatura
    except ImportError:
        raise missing_library("trafilatura", "html") from None
    try:
        document = trafilatura.bare_extraction(page, include_comments=False, with_metadata=False)
    except Exception as error:  # it documents no exceptions, and raises several
        raise ArticleError(f"trafilatura failed: {type(error).__name__}") from None
    body = getattr(document, "body", None)
    text = "" if body is None else element_text(body)
    if "\n\n" not in text and len(text) < _SHORT:
        # Of a page with hardly any text it takes everything, menus included.
        paragraphs = _paragraph_elements(page)
        return paragraphs if paragraphs and one_line(paragraphs) in one_line(text) else text
    return text


def is_list_of_links(page: HtmlElement, text: str) -> bool:
    """Whether most words of the main text of a page are those of its links, as on an index page."""
    splits = ("".join(link.itertext()).split()[:_LINK_WORDS] for link in page.iter("a"))
    links = {tuple(words) for words in splits if sum(map(len, words)) >= _SHORTEST_HEADLINE}
    lengths = sorted(set(map(len, links)), reverse=True)
    words, position, linked = text.split()[:_LONGEST_SAMPLE], 0, 0
    while position < len(words):
        here = tuple(words[position : position + _LINK_WORDS])
        covered = next((length for length in lengths if here[:length] in links), 0)
        linked += covered
        position += covered or 1
    return linked * 2 > len(words)


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


def _paragraph_elements(page: HtmlElement) -> str:
    """Return the text of the <p> elements of a page, or of its <article> if there is one."""
    article = next(
        (found for name in ("article", "main") if (found := page.find(f".//{name}")) is not None), page
    )
    return "\n\n".join(filter(None, map(element_text, article.iter("p"))))
