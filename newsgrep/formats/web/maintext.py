"""The text of a web page's article, without what surrounds it: trafilatura, and plain paragraphs.

Nothing here touches the network: the parser gets text, and trafilatura the parsed page. It is not
asked for metadata, so that no date is guessed from the words of a page.
"""

from __future__ import annotations

import logging
import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from newsgrep.errors import ArticleError
from newsgrep.formats.extras import missing
from newsgrep.formats.text import clean, one_line, whole

#: Extraction takes some 0.2 ms an element; above this a page is read by its <p> alone.
MOST_ELEMENTS = 40_000

#: Text of fewer characters in one paragraph may be all that is on a page.
_SHORT = 500

# A link of fewer letters is a word or a button, one of more words is seen by its beginning.
_SHORTEST_HEADLINE = 12
_LINK_WORDS = 40
_LOOKED_AT = 5000  # words of a text

# What parts paragraphs and lines, in HTML and in the tags that trafilatura makes of it.
_PARAGRAPHS = frozenset(
    ["p", "div", "head", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "list", "dl", "quote", "blockquote"]
    + ["table", "pre", "code", "section", "article", "main", "figure", "header", "footer", "aside", "nav"]
)
_LINES = frozenset(["li", "item", "tr", "row", "br", "lb", "dt", "dd", "figcaption", "hr"])
_CELLS = frozenset(["td", "th", "cell"])
_SILENT = frozenset(["script", "style", "template"])

# trafilatura tells its troubles to a log that would end up on the person's terminal.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())


def parse(text: str) -> HtmlElement:
    """Return the tree of an HTML page; raises ArticleError for one without an element.

    What is nested more than 256 deep is cut off, and documents are never fetched from elsewhere.
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
    except (etree.LxmlError, AssertionError):  # the latter where there is no root
        raise ArticleError("no article text") from None


def scripts_of(page: HtmlElement) -> list[str]:
    """Return the texts of a page's JSON-LD scripts."""
    kinds = ((script, (script.get("type") or "").strip().lower()) for script in page.iter("script"))
    return [script.text for script, kind in kinds if kind.startswith("application/ld+json") and script.text]


def extract(page: HtmlElement) -> str:
    """Return the main text of a page, its paragraphs parted by blank lines; '' for none.

    Raises ArticleError, a MissingLibraryError where trafilatura is not there.
    """
    if sum(1 for _ in zip(page.iter(), range(MOST_ELEMENTS + 1), strict=False)) > MOST_ELEMENTS:
        return _paragraphs(page)
    try:
        import trafilatura
    except ImportError:
        raise missing("trafilatura", "html") from None
    try:
        document = trafilatura.bare_extraction(page, include_comments=False, with_metadata=False)
    except Exception as error:  # what it raises on odd trees is not its interface
        raise ArticleError(f"trafilatura failed: {type(error).__name__}") from None
    body = getattr(document, "body", None)
    text = "" if body is None else text_of(body)
    if "\n\n" not in text and len(text) < _SHORT:
        # Of a page with next to no text it takes all there is, menus too.
        paragraphs = _paragraphs(page)
        return paragraphs if paragraphs and one_line(paragraphs) in one_line(text) else text
    return text


def is_list_of_links(page: HtmlElement, text: str) -> bool:
    """Whether most words of a page's main text are those of its links: an index page, no article."""
    splits = ("".join(link.itertext()).split()[:_LINK_WORDS] for link in page.iter("a"))
    links = {tuple(words) for words in splits if sum(map(len, words)) >= _SHORTEST_HEADLINE}
    lengths = sorted(set(map(len, links)), reverse=True)
    words, position, linked = text.split()[:_LOOKED_AT], 0, 0
    while position < len(words):
        here = tuple(words[position : position + _LINK_WORDS])
        covered = next((length for length in lengths if here[:length] in links), 0)
        linked += covered
        position += covered or 1
    return linked * 2 > len(words)


def text_of(element: HtmlElement) -> str:
    """Return the text of an element, its paragraphs parted by blank lines."""
    pieces = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        pieces.append(_break(node.tag, event))
        if event == "start" and node.tag not in _SILENT:
            pieces.append(_spaced(node.text))
        elif event == "end" and node is not element:
            pieces.append(_spaced(node.tail))
    text = clean(whole("".join(pieces)))
    lines = (one_line(line) for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _break(tag: str, event: str) -> str:
    if tag in _PARAGRAPHS:
        return "\n\n"
    if event == "start" and tag in _LINES:
        return "\n"
    return " " if tag in _CELLS else ""


def _spaced(text: str | None) -> str:
    return re.sub(r"\s+", " ", text) if text else ""


def _paragraphs(page: HtmlElement) -> str:
    """Return the paragraphs that are marked as such, in the article if there is one."""
    article = next(
        (found for name in ("article", "main") if (found := page.find(f".//{name}")) is not None), page
    )
    return "\n\n".join(filter(None, map(text_of, article.iter("p"))))
