"""The layout of a text file: a header, and the body verbatim below it."""

from __future__ import annotations

from typing import NamedTuple

from newsgrep.article import Article
from newsgrep.errors import ArticleError
from newsgrep.formats.context import ReadContext
from newsgrep.formats.prose.agencyline import with_agency_line
from newsgrep.formats.text import one_line

#: The most characters of a line that is a headline.
LONGEST_HEADLINE = 200


class TextHeader(NamedTuple):
    """What is above the body.

    first: index of the line where the article begins
    end:   index of the line after the header
    """

    first: int
    end: int
    title: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    date_text: str = ""


def next_text(lines: list[str], start: int) -> int:
    """Return the index of the first line from `start` on that is not blank, else the number of lines."""
    while start < len(lines) and not lines[start].strip():
        start += 1
    return start


def is_blank(lines: list[str], index: int) -> bool:
    """Whether a line is blank, or does not exist."""
    return index >= len(lines) or not lines[index].strip()


def has_headline_length(line: str) -> bool:
    """Whether a line is short enough for a headline, and has a letter or a digit in it."""
    return len(line) <= LONGEST_HEADLINE and any(map(str.isalnum, line))


def compose_article(context: ReadContext, lines: list[str], header: TextHeader) -> Article:
    """Return the article of a header and the lines below it. Raises ArticleError where there is no text."""
    start = next_text(lines, header.end)
    body = "\n".join(lines[start:]).rstrip()
    if not body and not header.title:
        raise ArticleError("no text")
    article = Article(
        key=context.key(),
        path=context.path,
        body=body,
        title=one_line(header.title),
        authors=header.authors,
        date=header.date,
        date_text=header.date_text,
        line=header.first + 1,
        body_line=start + 1 if body else 0,
    )
    return with_agency_line(article)
