"""The layout of a text file: a header, and the body verbatim below it."""

from __future__ import annotations

import re
from typing import NamedTuple

from newsgrep.article import FIELD, Article
from newsgrep.bylines.persons import is_agency
from newsgrep.dates.reading import is_day, iso_date
from newsgrep.errors import ArticleError

#: The most characters of a line that is a headline.
LONGEST_HEADLINE = 200
#: The line with which an agency begins a story: `LONDON, March 9, 2021 (Reuters) - Shares fell …`.
_AGENCY_LINE = re.compile(
    r"\s*(?P<place>[^\W\d_][^\d_,()\n]{1,40}), (?P<day>[^()\n–—]{6,40}?)(?: \((?P<source>[^()\n]{2,40})\))?"
    r"(?: ?[–—]| --? )\s*\S"
)


class TextHeader(NamedTuple):
    """The lines above the body.

    first:   index of the line where the article begins
    end:     index of the line after the header
    article: without a body, with the fields that the header has
    """

    first: int
    end: int
    article: Article


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


def compose_article(lines: list[str], header: TextHeader) -> Article:
    """Return the article of a header and the lines below it. Raises ArticleError if there is no text."""
    start = next_text(lines, header.end)
    body = "\n".join(lines[start:]).rstrip()
    if not body and not header.article.title:
        raise ArticleError("no text")
    body_line = start + 1 if body else 0
    return with_agency_line(header.article._replace(body=body, line=header.first + 1, body_line=body_line))


def with_agency_line(article: Article) -> Article:
    """Return an article with the day and the source in the first line of its text, if it has none.

    The line has to be unmistakable: a place in capitals, a day with its month as a word and its year, a dash.
    """
    match = _AGENCY_LINE.match(article.body)
    if match is None or not match["place"].isupper() or not is_day(match["day"]):
        return article
    date, source = iso_date(match["day"]), match["source"] or ""
    if not date or not any(map(str.isalpha, match["day"])):
        return article
    if not (is_agency(source) or source[:1].isupper()):
        source = ""
    article = article._replace(source=article.source or source)
    return article if article.date or article.date_text else article._replace(date=date, date_from=FIELD)
