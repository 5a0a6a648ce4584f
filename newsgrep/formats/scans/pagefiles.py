"""The files of a scanned issue: the files beside the one that describes it, and the days in their names."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import NamedTuple

from newsgrep.bounded_bytes import too_large
from newsgrep.errors import ArticleError
from newsgrep.read_context import ReadContext

#: The section of advertisements, in any library.
ADVERTISEMENT = "advertisement"
#: What separates paragraphs.
_GAP = "\n\n"
_DAY = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)[-_./]?(0[1-9]|1[0-2])[-_./]?(0[1-9]|[12]\d|3[01])(?!\d)")


class PageParagraph(NamedTuple):
    """A paragraph, and the number of the page in the issue that it is on."""

    text: str
    page: int


def joined_paragraphs(paragraphs: Iterable[PageParagraph]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return the body of an article, and where pages begin in it, in the form of `Article.pages`.

    >>> joined_paragraphs([PageParagraph("It rose.", 2), PageParagraph("Oil, too.", 3)])
    ('It rose.\\n\\nOil, too.', ((0, 2), (10, 3)))
    """
    texts, pages = [], []
    offset = page = 0
    for paragraph in paragraphs:
        if paragraph.page != page:
            page = paragraph.page
            pages.append((offset, page))
        texts.append(paragraph.text)
        offset += len(paragraph.text) + len(_GAP)
    return _GAP.join(texts), tuple(pages)


def read_page_file(name: str, context: ReadContext) -> bytes:
    """Return the bytes of a file by its name relative to the file that is being read.

    Raises ArticleError if it is missing or too large, or if no other file can be opened here.
    """
    largest = context.limits.record_bytes
    data = context.file_beside(name, largest)
    if data is None:
        raise ArticleError("no such file")
    if len(data) > largest:
        raise too_large("file", largest)
    return data


def day_in_path(path: str) -> str:
    """Return the last day in a path, in the forms that libraries use, in ISO form; '' for none.

    >>> day_in_path("sn83030214/1905-01-02/ed-1/ocr.xml"), day_in_path("0002647_18240217_0001.xml")
    ('1905-01-02', '1824-02-17')
    >>> day_in_path("1824/0217/page-3.xml"), day_in_path("page-18241399.xml")
    ('1824-02-17', '')
    """
    for year, month, day in reversed(_DAY.findall(path)):
        try:
            return dt.date(int(year), int(month), int(day)).isoformat()
        except ValueError:
            continue
    return ""
