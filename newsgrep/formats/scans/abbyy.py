"""The XML of ABBYY FineReader: one article per scanned page. A file may have several pages.

A line has its words as text, or a `charParams` for each character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader

from newsgrep.article import Article
from newsgrep.clean_text import clean, one_line
from newsgrep.formats.scans.alto import article_of_page
from newsgrep.formats.scans.pagetext import PageText
from newsgrep.language_codes import is_language_name
from newsgrep.markup.xml_stream import XmlNode, iterate_elements
from newsgrep.read_context import ReadContext

_MARK = re.compile(r"<document\s[^<>]*FineReader_xml/|<page\s[^<>]*>\s*<block\s[^<>]*\bblockType=")
#: The name of a language that FineReader gives a text, as in FrenchStandard or OldGerman.
_LANGUAGE = re.compile(r"(?:Old)?([A-Z][a-z]+)")


def claims(beginning: str) -> bool:
    """Whether a document begins as FineReader writes it."""
    return _MARK.search(beginning) is not None


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article]:
    """Yield the article of each page, nothing for an empty one. Raises ArticleError for broken XML."""
    held: PageText | None = None
    number = 0
    for number, node in enumerate(iterate_elements(stream, "page", context), 1):
        if held:
            yield from _article(held, number - 1, context, f"{number - 1}")
        held = _page(node)
    if held and number == 1:
        yield from _article(held, 0, context, "")
    elif held:
        yield from _article(held, number, context, f"{number}")


def _article(page: PageText, number: int, context: ReadContext, name: str) -> Iterator[Article]:
    page.sheets.counted = number
    if article := article_of_page(page, context, name):
        yield article


def _page(node: XmlNode) -> PageText:
    page = PageText()
    line_number = 0
    for number, paragraph in enumerate(node.iter("{*}par")):
        for line in paragraph.iterchildren("{*}line"):
            line_number += 1
            page.add_line(_text(line), line_number, number)
            page.language = page.language or _language(line)
    return page


def _text(line: XmlNode) -> str:
    return one_line(clean("".join(map(_formatted, line.iterchildren("{*}formatting")))))


def _formatted(formatting: XmlNode) -> str:
    characters = [one.text or "" for one in formatting.iterchildren("{*}charParams")]
    return "".join(characters or formatting.itertext())


def _language(line: XmlNode) -> str:
    for formatting in line.iterchildren("{*}formatting"):
        match = _LANGUAGE.match(formatting.get("lang") or "")
        if match and is_language_name(match[1]):
            return match[1]
    return ""
