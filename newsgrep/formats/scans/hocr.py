"""hOCR: scanned pages as Tesseract and other programs write them into HTML, one article per page.

http://kba.github.io/hocr-spec/1.2/ defines it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader
from itertools import pairwise
from typing import TYPE_CHECKING

from newsgrep.article import Article
from newsgrep.bounded_bytes import too_large
from newsgrep.clean_text import one_line
from newsgrep.encodings.declared import decode_web
from newsgrep.formats.scans.alto import article_of_page
from newsgrep.formats.scans.pagenumbers import in_order, number_of_only
from newsgrep.formats.scans.pagetext import PageText
from newsgrep.markup.html_tree import elements_of_class, parse_piece
from newsgrep.read_context import ReadContext

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_MARK = re.compile(r"""name\s*=\s*["']ocr-(?:system|capabilities)|class\s*=\s*["']ocr_page["']""")
_PROLOG = re.compile(r"\A\s*(?:<\?xml[^>]*>|<!DOCTYPE[^>]*>|\s+)*", re.IGNORECASE)
_NUMBER, _LAST_NUMBER = re.compile(r"\bppageno\s+(\d{1,6})(?!\d)"), re.compile(r"(?<!\d)(\d{1,6})\Z")
#: The tag of a page, and the number of bytes that are read at once.
_PAGE, _CHUNK = re.compile(rb"""<\w+\s[^<>]*?class\s*=\s*(?:"[^"<>]*|'[^'<>]*)\bocr_page\b"""), 1 << 20
_LINES = frozenset(["ocr_line", "ocrx_line", "ocr_header", "ocr_caption", "ocr_textfloat", "ocr_footer"])
_BLOCKS = frozenset(["ocr_par", "ocr_carea", "ocrx_block", "ocr_page"])


def claims(beginning: str) -> bool:
    """Whether a page of HTML has the marks of hOCR."""
    return "ocr" in beginning and _MARK.search(beginning) is not None


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article]:
    """Yield the article of each page, nothing for an empty one. Raises ArticleError for too large a page."""
    found: list[tuple[str, PageText]] = []
    numbers = []
    for piece in _pieces(stream, context.limits.page_bytes):
        text = decode_web(piece, context.encoding, on_remark=context.remark)
        for node in elements_of_class(parse_piece(_PROLOG.sub("", text)), "ocr_page"):
            found.append((node.get("id") or str(len(found) + 1), _page(node)))
            numbers.append(_number(node))
    if len(found) == 1:
        numbers = [number_of_only(numbers[0], context.member or context.path)]
    elif found:
        numbers = list(in_order([number + (0 in numbers) for number in numbers]))
    for (name, page), number in zip(found, numbers, strict=True):
        page.sheets.counted = number
        if article := article_of_page(page, context, name if len(found) > 1 else ""):
            yield article


def _pieces(stream: BufferedReader, largest: int) -> Iterator[bytes]:
    """Yield the head of the file, which names the encoding, with each page; or the file if it has no pages.

    Raises ArticleError if a page is larger than `largest` bytes.
    """
    head, held = None, b""
    while chunk := stream.read(_CHUNK):
        held += chunk
        begins = [found.start() for found in _PAGE.finditer(held)]
        if head is None and begins:
            head = held[: begins[0]]
        *whole, held = [held[begin:end] for begin, end in pairwise([*(begins or [0]), len(held)])]
        if max(map(len, [*whole, held])) > largest:
            raise too_large("page", largest)
        yield from ((head or b"") + page for page in whole)
    yield (head or b"") + held


def _number(node: HtmlElement) -> int:
    """Return the number of a page, 0 if it has none.

    Programs count pages from 0. If the `id` of a page ends with its number, they count from 1.
    """
    named = _LAST_NUMBER.search(node.get("id") or "")
    number = _NUMBER.search(node.get("title") or "")
    if not number:
        return 0
    return int(number[1]) + (not named or int(named[1]) != int(number[1]))


def _page(node: HtmlElement) -> PageText:
    page = PageText()
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
