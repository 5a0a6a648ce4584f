"""Plain text: a headline, perhaps a byline and a date line, and paragraphs.

The headline is a short first line without a final full stop, with a blank line, a byline or a date
line below it. Where there is none the lede stands in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader

from newsgrep.article import Article
from newsgrep.errors import ArticleError
from newsgrep.formats.bylines import persons
from newsgrep.formats.dates import written_date
from newsgrep.formats.origin import Origin
from newsgrep.formats.prose.layout import LONGEST_HEADLINE, Header, compose, is_blank, is_short, next_text
from newsgrep.formats.text import read_text

_LONGEST_BYLINE = 100
_BYLINE = re.compile(r"\s*B[Yy]:?\s+(?=\w)(?P<names>[^a-z].*[^\s.!?:,;])\s*")


def claims(beginning: str) -> bool:
    """Whether a file is plain text: any is that nothing else claims."""
    return True


def read(stream: BufferedReader, origin: Origin) -> Iterator[Article]:
    """Yield the article of a plain text file; raises ArticleError."""
    lines = read_text(stream, origin.encoding).split("\n")
    yield compose(origin, lines, _header(lines))


def _header(lines: list[str]) -> Header:
    """Read the headline, the byline and the date line, as far as they are there."""
    first = end = next_text(lines, 0)
    title = ""
    if _is_headline(lines, first):
        title, end = lines[first], first + 1
    authors: tuple[str, ...] = ()
    date = ""
    while (index := next_text(lines, end)) < len(lines):
        if not authors and (names := _byline(lines, index)):
            authors = persons(names)
        elif not date and (written := _date(lines, index)):
            date = written
        else:
            break
        end = index + 1
    return Header(first, end, title, authors, date)


def _is_headline(lines: list[str], index: int) -> bool:
    line = lines[index].strip()
    if not is_short(line) or line.endswith(".") or next_text(lines, index + 1) == len(lines):
        return False
    if _byline(lines, index) or _date(lines, index):
        return False
    below = index + 1
    return is_blank(lines, below) or bool(_byline(lines, below) or _date(lines, below))


def _byline(lines: list[str], index: int) -> str:
    """Return the names of a byline: a short line that begins with `By`, at the edge of a paragraph."""
    line = lines[index]
    if len(line) > _LONGEST_BYLINE or not (match := _BYLINE.fullmatch(line)):
        return ""
    alone = is_blank(lines, index + 1) or bool(_date(lines, index + 1))
    return match["names"] if alone or index > 0 and not is_blank(lines, index - 1) else ""


def _date(lines: list[str], index: int) -> str | None:
    try:
        return written_date(lines[index]) if len(lines[index]) <= LONGEST_HEADLINE else None
    except ArticleError as error:
        raise ArticleError(error.message, index + 1) from None
