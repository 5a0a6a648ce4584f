"""The text of the article on a web page, without its surroundings, by trafilatura or as plain paragraphs.

Nothing here uses the network: the parser gets text, and trafilatura gets the parsed page. It is not asked
for metadata, as it would guess a date from the words of the page.
"""

from __future__ import annotations

import logging
import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from newsgrep.clean_text import one_line
from newsgrep.errors import ArticleError
from newsgrep.extras import missing_library
from newsgrep.formats.page.elements import is_aside, is_large
from newsgrep.formats.page.prose import with_more_prose
from newsgrep.formats.page.streamed import has_streamed_parts, place_streamed_parts
from newsgrep.formats.page.surroundings import remove_author_boxes, remove_other_articles, remove_surroundings
from newsgrep.markup.html_tree import element_text, without_end_tags

#: If trafilatura finds one paragraph with fewer characters, that may be all text of the page, with the menus.
_SHORT = 500

_COMMENT = re.compile(r"schema\.org/(?:User)?Comments?\s*\Z", re.I)

# A text in several blocks: how many times longer than the text that was found it is, how much of that text it
# has, and the characters of a long block.
_MUCH_LONGER, _MOST_OF_IT, _LONG_BLOCK = 1.3, 0.6, 300

# A link with fewer letters is a word or a button; only the first _LINK_WORDS words of a link are compared.
_SHORTEST_HEADLINE = 12
_LINK_WORDS = 40
_LONGEST_SAMPLE = 5000  # words of a text

# trafilatura's log messages would end up on the user's terminal.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())


def parse_page(text: str) -> HtmlElement:
    """Return the tree of an HTML page, cut off at a depth of 256. Raises ArticleError if it has no element.

    Removes comments of readers that are marked as such, and the surroundings that surroundings.py knows.
    Fetches nothing.
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
        page = document_fromstring(without_end_tags(text).encode(), parser=parser)
    except (etree.LxmlError, AssertionError):  # the latter if there is no root element
        raise ArticleError("no article text") from None
    if has_streamed_parts(text):
        place_streamed_parts(page)
    for tag in list(page.iterfind(".//*[@itemtype]")):
        if _COMMENT.search(tag.get("itemtype")) and tag.getparent() is not None:
            tag.drop_tree()
    remove_surroundings(page)
    return page


def json_ld_scripts(page: HtmlElement) -> list[str]:
    """Return the JSON-LD scripts of a page."""
    kinds = ((script, (script.get("type") or "").strip().lower()) for script in page.iter("script"))
    return [script.text for script, kind in kinds if kind.startswith("application/ld+json") and script.text]


def main_text(page: HtmlElement) -> str:
    """Return the main text of a page, with blank lines between paragraphs; '' for none.

    Raises ArticleError, and MissingLibraryError where trafilatura is not installed.
    """
    if is_large(page):
        return _paragraph_elements(page)
    remove_other_articles(page)
    remove_author_boxes(page)
    text = _extracted(page)
    if marked := _marked_text(page, text):
        return marked
    if "\n\n" in text:
        text = _text_of_all_blocks(page, text) or text
        return with_more_prose(page, text, lambda: _extracted(page, is_generous=True)) or text
    # If a page has hardly any text, trafilatura takes everything as one paragraph, menus included.
    paragraphs = _paragraph_elements(page) if len(text) < _SHORT else ""
    if paragraphs and one_line(paragraphs) in one_line(text) and 2 * len(paragraphs) > _length(page):
        return paragraphs
    return _in_paragraphs(page, text)


def _extracted(page: HtmlElement, is_generous: bool = False) -> str:
    """Return the text that trafilatura finds; '' for none. A generous search keeps more that is doubtful."""
    try:
        import trafilatura
    except ImportError:
        raise missing_library("trafilatura", "html") from None
    try:
        document = trafilatura.bare_extraction(
            page, include_comments=False, with_metadata=False, favor_recall=is_generous
        )
    except Exception as error:  # it documents no exceptions, and raises several
        raise ArticleError(f"trafilatura failed: {type(error).__name__}") from None
    body = getattr(document, "body", None)
    return "" if body is None else element_text(body)


def _marked_text(page: HtmlElement, found: str) -> str:
    """Return the text of the element that a page marks as its article, if nothing of it was found; else ''.

    trafilatura may choose a box beside the article that has more paragraphs. The element is the only one with
    the property articleBody, or the only <article>. On WeChat it is that of the account, whatever was found.
    """
    if (content := page.find(".//*[@id='js_content']")) is not None:
        return element_text(content)
    for path in (".//*[@itemprop='articleBody']", ".//article"):
        elements = list(islice(page.iterfind(path), 2))
        text = element_text(elements[0]) if len(elements) == 1 else ""
        if len(text) >= _SHORT and not _shares_lines(text, found):
            paragraphs = "\n\n".join(filter(None, map(element_text, elements[0].iter("p"))))
            return paragraphs if 3 * len(paragraphs) > len(text) else text
    return ""


def _shares_lines(one: str, other: str) -> bool:
    """Whether a line of one of the texts is in the other one."""
    pairs = ((one, other), (other, one))
    return any(
        len(line) >= _SHORTEST_HEADLINE and line in text for text, rest in pairs for line in rest.split("\n")
    )


def _length(page: HtmlElement) -> int:
    """Return the number of characters of a page or its article, without menus, footers and asides."""
    outside = "ancestor::nav or ancestor::footer or ancestor::aside or ancestor::script or ancestor::style"
    return sum(len(text.strip()) for text in _article_of(page).xpath(f".//text()[not({outside})]"))


def _in_paragraphs(page: HtmlElement, text: str) -> str:
    """Return a text of one paragraph as the paragraphs of the page: of the article in it, or of the whole.

    Returns the text unchanged if no single <article>, <main> or <body> has its words.
    """
    letters = "".join(text.split())
    for name in ("article", "main", "body"):
        elements = list(islice(page.iter(name), 2))
        blocks = element_text(elements[0]) if len(elements) == 1 else ""
        own = "".join(blocks.split())
        is_article = 2 * len(own) > len(letters) or own and elements[0].find(".//h1") is not None
        if is_article and own in letters:
            return blocks
    return text


def _text_of_all_blocks(page: HtmlElement, text: str) -> str:
    """Return the whole text of an article in several blocks of the same class; '' for any other article.

    trafilatura takes only the first block if an advertisement divides the text.
    """
    blocks: dict[tuple[str, str], dict[HtmlElement, list[str]]] = defaultdict(lambda: defaultdict(list))
    for paragraph in page.iter("p"):
        block = paragraph.getparent()
        if block is not None and block.get("class"):
            blocks[block.tag, block.get("class")][block].append(element_text(paragraph))
    found = set(text.split("\n\n"))
    for parts in blocks.values():
        paragraphs = [paragraph for part in parts.values() for paragraph in part if paragraph]
        known = sum(len(paragraph) for paragraph in paragraphs if paragraph in found)
        is_longer = sum(map(len, paragraphs)) > _MUCH_LONGER * len(text)
        if is_longer and known > _MOST_OF_IT * len(text) and _is_one_article(list(parts), parts.values()):
            return "\n\n".join(paragraphs)
    return ""


def _is_one_article(blocks: list[HtmlElement], parts: Iterable[list[str]]) -> bool:
    """Whether blocks belong to one text: most are long, none is a comment, all are in the same <article>."""
    long = sum(len(part) > 1 and sum(map(len, part)) > _LONG_BLOCK for part in parts)
    articles = {next(block.iterancestors("article"), None) for block in blocks}
    return long > 1 and 2 * long >= len(blocks) and len(articles) == 1 and not any(map(is_aside, blocks))


def length_of_paragraphs(page: HtmlElement) -> int:
    """Return the number of characters in the <p> elements of a page, without menus, footers and asides."""
    outside = "ancestor::nav or ancestor::footer or ancestor::aside"
    return sum(map(len, page.xpath(f"//text()[ancestor::p][not({outside})]")))


def is_list_of_links(page: HtmlElement, text: str) -> bool:
    """Whether most words of the main text of a page are in links, as on an index page."""
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


def _paragraph_elements(page: HtmlElement) -> str:
    """Return the text of the <p> elements of a page, or of its <article> if there is one."""
    return "\n\n".join(filter(None, map(element_text, _article_of(page).iter("p"))))


def _article_of(page: HtmlElement) -> HtmlElement:
    """Return the first <article> of a page, else its <main>, its <body>, or the page."""
    names = ("article", "main", "body")
    return next((found for name in names if (found := page.find(f".//{name}")) is not None), page)
