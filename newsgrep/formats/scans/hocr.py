"""hOCR: scanned pages as Tesseract and others write them into HTML, each as one article.

http://kba.github.io/hocr-spec/1.2/ defines it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from io import BufferedReader
from typing import TYPE_CHECKING

from newsgrep.article import Article
from newsgrep.formats.charsets import decode_web
from newsgrep.formats.context import ReadContext
from newsgrep.formats.htmlpieces import elements_of_class, parse_piece
from newsgrep.formats.scans.alto import article_of_page
from newsgrep.formats.scans.altopage import Page
from newsgrep.formats.scans.sheets import in_order, number_of_only
from newsgrep.formats.text import one_line, read_bounded

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_MARK = re.compile(r"""name\s*=\s*["']ocr-(?:system|capabilities)|class\s*=\s*["']ocr_page["']""")
_PROLOG = re.compile(r"\A\s*(?:<\?xml[^>]*>|<!DOCTYPE[^>]*>|\s+)*", re.IGNORECASE)
_NUMBER, _LAST_NUMBER = re.compile(r"\bppageno\s+(\d{1,6})(?!\d)"), re.compile(r"(?<!\d)(\d{1,6})\Z")
_LINES = frozenset(["ocr_line", "ocrx_line", "ocr_header", "ocr_caption", "ocr_textfloat", "ocr_footer"])
_BLOCKS = frozenset(["ocr_par", "ocr_carea", "ocrx_block", "ocr_page"])


def claims(beginning: str) -> bool:
    """Whether a page of HTML has the marks of hOCR."""
    return "ocr" in beginning and _MARK.search(beginning) is not None


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article]:
    """Yield the article of each page, nothing for an empty one. Raises ArticleError for too large a file."""
    data = read_bounded(stream, context.limits.page_bytes, "page")
    text = decode_web(data, context.encoding, on_remark=context.remark)
    pages = list(elements_of_class(parse_piece(_PROLOG.sub("", text)), "ocr_page"))
    numbers = _numbers(pages, context)
    for place, (node, number) in enumerate(zip(pages, numbers, strict=True), 1):
        name = node.get("id") or str(place)
        if article := article_of_page(_page(node, number), context, name if len(pages) > 1 else ""):
            yield article


def _numbers(pages: Sequence[HtmlElement], context: ReadContext) -> Sequence[int]:
    """Return the numbers of pages, 0 for one that is not known.

    The first page is that of the number 0, but for programs that number them from 1, as they name them.
    """
    found = []
    for node in pages:
        named = _LAST_NUMBER.search(node.get("id") or "")
        number = _NUMBER.search(node.get("title") or "")
        shift = not named or not number or int(named[1]) != int(number[1])
        found.append(int(number[1]) + shift if number else 0)
    if len(found) == 1:
        return [number_of_only(found[0], context.member or context.path)]
    return in_order([number + (0 in found) for number in found]) if found else ()


def _page(node: HtmlElement, number: int) -> Page:
    page = Page()
    page.sheets.counted = number
    blocks: dict[HtmlElement, int] = {}
    for number, line in enumerate(_elements(node, _LINES)):
        around = next(_around(line, _BLOCKS), node)
        page.language = page.language or around.get("lang") or ""
        text = one_line(line.text_content())
        page.add_line(text, number, blocks.setdefault(around, len(blocks)))
    return page


def _elements(node: HtmlElement, classes: frozenset[str]) -> Iterator[HtmlElement]:
    return (found for found in node.iterfind(".//*[@class]") if not classes.isdisjoint(found.classes))


def _around(node: HtmlElement, classes: frozenset[str]) -> Iterator[HtmlElement]:
    return (found for found in node.iterancestors() if not classes.isdisjoint(found.classes))
