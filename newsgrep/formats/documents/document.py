"""The readers of documents, which make an article of the text first, and then of the properties.

A byline and a date in the text belong to the article. The properties belong to the file: they say who created
the file, and when. So `title_from` and `date_from` say if a property was used.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from io import BufferedReader
from itertools import accumulate
from typing import NamedTuple

from newsgrep.article import HEADLINE, LEDE, PROPERTIES, Article
from newsgrep.bounded_bytes import read_bounded
from newsgrep.bylines.persons import persons
from newsgrep.clean_text import clean_any, one_clean_line, one_line
from newsgrep.dates.reading import iso_date
from newsgrep.errors import ArticleError
from newsgrep.formats import exports
from newsgrep.formats.documents import first_bytes as marks
from newsgrep.formats.documents.extracted import Extracted, plain_line
from newsgrep.formats.documents.first_bytes import begins_as
from newsgrep.formats.documents.isolated import extract
from newsgrep.formats.exports.export_lines import no_pdf, with_space
from newsgrep.formats.prose.header import find_header
from newsgrep.formats.prose.layout import with_agency_line
from newsgrep.paragraphs import lede_of
from newsgrep.read_context import ReadContext
from newsgrep.results import Unreadable

#: The media type of ODT, which may be zipped, or one file of XML.
_ODT = "application/vnd.oasis.opendocument.text"
#: Titles that programs give a file: the name of the file, or a word for a document without a title.
_NO_TITLE = re.compile(
    r"(?:microsoft word - .*|.*\.(?:docx?|rtf|pdf|odt|indd|pages)|(?=\S*\d)[^\s_]+_[^\s_]+_\S+"
    r"|(?:untitled|unbenannt|sans titre|document|dokument)"
    r"[ -]*\d*|title|titel|word document|powerpoint presentation)?",
    re.I,
)
#: Authors that are no persons, besides NOBODY (bylines/words.py).
_NO_AUTHOR = re.compile(
    r"microsoft(?: office)?(?: user)?|windows[- ]user|user\d*|owner|pc|hp|dell|acer|asus|lenovo|python-docx"
    r"|un-named",
    re.I,
)

#: Marks the first line of a page. No line has this character, as control characters are removed.
_PAGE_MARK = "\0"


class DocumentKind(NamedTuple):
    """A kind of document, which is read as a format of its own.

    kind:   its name in worker.py
    claims: whether a file begins as the format does
    """

    kind: str
    claims: Callable[[str], bool]

    def read(self, stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
        """Yield the articles of a document, one unless it is an export of news. Raises ArticleError."""
        data = read_bounded(stream, context.limits.record_bytes, "document")
        found = extract(self.kind, data, context.limits)
        lines = [clean_any(line) for line in found.lines]
        is_pdf = self.kind == "pdf"
        if (reader := exports.reader_of_lines(lines)) is None:
            yield document_article(found, lines if is_pdf else with_space(lines), context)
        elif is_pdf:
            raise ArticleError(no_pdf())
        else:
            yield from reader(with_space(lines), context)


def _begins_as_odt(beginning: str) -> bool:
    if begins_as(beginning, marks.ZIP):
        return f"mimetype{_ODT}" in beginning[:120]
    return "<office:document " in beginning and f'office:mimetype="{_ODT}' in beginning


DOCX = DocumentKind("docx", lambda text: begins_as(text, marks.ZIP) and "word/" in text)
ODT = DocumentKind("odt", _begins_as_odt)
RTF = DocumentKind("rtf", lambda text: begins_as(text, marks.RTF))
PDF = DocumentKind("pdf", lambda text: begins_as(text, marks.PDF))


def document_article(found: Extracted, lines: list[str], context: ReadContext) -> Article:
    """Return the article of a document that has one article. Raises ArticleError if there is no text."""
    lines = [one_line(plain_line(line)) for line in lines]
    header = find_header(lines, context)
    title, title_from = one_line(plain_line(found.headline)), HEADLINE
    above = header.article.title
    if not title and (named := _property_title(found)):
        title, title_from = named, HEADLINE if named == above else PROPERTIES
    title = title or above
    start = header.end if above in ("", title) else header.first
    body, pages = _body(lines, start, title, found.pages)
    if not body and not title:
        raise ArticleError("no text")
    article = header.article._replace(
        body=body,
        title=title or lede_of(body),
        title_from=title_from if title else LEDE,
        authors=header.article.authors or _property_authors(found),
        pages=pages,
    )
    article = with_agency_line(article)
    if article.date or article.date_text or not (created := iso_date(found.created)):
        return article
    return article._replace(date=created, date_from=PROPERTIES)


def _body(
    lines: list[str], start: int, title: str, pages: Sequence[tuple[int, int]]
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return the body below the header, without the title if it begins with it, and where its pages begin.

    pages: for each page the index of its first line, and its number
    """
    further = [(line, number) for line, number in pages if line > start]
    below = list(lines)
    for line, _ in further:
        below[line] = _PAGE_MARK + below[line]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(below[start:])).strip()
    if title:
        text = text.removeprefix(f"{title}\n").strip()
    pieces = text.split(_PAGE_MARK)
    begins = accumulate(map(len, pieces[:-1]), initial=0)
    numbers = [number for _, number in pages[-len(pieces) :]]
    return "".join(pieces), tuple(dict(zip(begins, numbers, strict=True)).items()) if pages else ()


def _property_title(found: Extracted) -> str:
    title = one_clean_line(found.title)
    return "" if _NO_TITLE.fullmatch(title) else title


def _property_authors(found: Extracted) -> tuple[str, ...]:
    author = one_clean_line(found.author)
    return () if _NO_AUTHOR.fullmatch(author) else persons(author)
