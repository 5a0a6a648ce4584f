"""Plain text: a headline, perhaps a byline and a date line, then paragraphs.

The headline is a short first line without a full stop at its end, with a blank line, a byline or a date line
below it. Without a headline the lede is the title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader

from newsgrep.article import Article
from newsgrep.errors import ArticleError
from newsgrep.formats.bylines import names_after_by, persons
from newsgrep.formats.context import ReadContext
from newsgrep.formats.datefields import text_of_date
from newsgrep.formats.dates import parse_date_line
from newsgrep.formats.prose.layout import (
    LONGEST_HEADLINE,
    TextHeader,
    compose_article,
    has_headline_length,
    is_blank,
    next_text,
)
from newsgrep.formats.text import read_text

_LONGEST_BYLINE = 100
_BYLINE = re.compile(r"B[Yy]:?\s+(?=\w)(?P<names>[^a-z].*[^\s.!?:,;])")
_SENTENCE_ENDS = tuple(".!?:,;")


def claims(beginning: str) -> bool:
    """Return True: any file that no other format claims is plain text."""
    return True


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article]:
    """Yield the article of a plain text file. Raises ArticleError."""
    lines = read_text(stream, context).split("\n")
    yield compose_article(context, lines, find_header(lines))


def find_header(lines: list[str]) -> TextHeader:
    """Return the header: headline, byline and date line, as far as they are there."""
    first = end = next_text(lines, 0)
    title = ""
    if first < len(lines) and _is_headline(lines, first):
        title, end = lines[first], first + 1
    authors: tuple[str, ...] = ()
    date, date_text = "", ""
    while (index := next_text(lines, end)) < len(lines):
        if not authors and (names := _byline(lines, index)):
            authors = persons(names)
        elif not date and not date_text and (written := _date(lines, index)):
            date, date_text = written
        else:
            break
        end = index + 1
    return TextHeader(first, end, title, authors, date, date_text)


def _is_headline(lines: list[str], index: int) -> bool:
    line = lines[index].strip()
    if not has_headline_length(line) or line.endswith(".") or next_text(lines, index + 1) == len(lines):
        return False
    if _byline(lines, index) or _date(lines, index):
        return False
    below = index + 1
    return is_blank(lines, below) or bool(_byline(lines, below) or _date(lines, below))


def _byline(lines: list[str], index: int) -> str:
    """Return the names of a byline: a short line that begins with `By`, first or last in its paragraph.

    Words of other languages, such as `Von`, begin headlines as well: persons alone have to follow.
    """
    line = lines[index].strip()
    if len(line) > _LONGEST_BYLINE:
        return ""
    match = _BYLINE.fullmatch(line)
    names = match["names"] if match else "" if line.endswith(_SENTENCE_ENDS) else names_after_by(line)
    if not names:
        return ""
    alone = is_blank(lines, index + 1) or bool(_date(lines, index + 1))
    return names if alone or index > 0 and not is_blank(lines, index - 1) else ""


def _date(lines: list[str], index: int) -> tuple[str, str] | None:
    """Return the date of a date line, and the line if there is no such day; None for another line."""
    try:
        date = parse_date_line(lines[index]) if len(lines[index]) <= LONGEST_HEADLINE else None
    except ArticleError:
        return "", text_of_date(lines[index])
    return (date, "") if date else None
