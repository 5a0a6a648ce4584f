"""Article: the record that every other room speaks of.

>>> article = Article(key="a.txt", path="a.txt", body="Talks resumed.\\n\\nThey ended.")
>>> article.lede
'Talks resumed.'
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import attrgetter

#: The path of articles that came from standard input; no file that a walk comes upon has it.
STDIN = "stdin:"

#: Where a title came from. A lede that stands in for a missing headline is never shown as one.
HEADLINE = "headline"
LEDE = "lede"

#: Where a date came from: a place of its own in the file, or something that only tells about when.
FIELD = "field"
URL = "url"
CRAWL = "crawl"


@dataclass(frozen=True, init=False)
class Article:
    """One news article, in Unicode NFC, with nothing guessed that is not marked as such.

    key:        stable name: the path, or `path#record` where one file holds many articles
    path:       file it came from, as the index stores it (relative to the index's home below it)
    line:       1-based line of the file where the article begins
    body_line:  1-based line of the file where `body` begins, 0 when the body is not verbatim there
    title:      headline, or the lede where there is none; `title_from` says which
    authors:    persons in the order of the byline
    date:       ISO 8601 as precise as the source was: 2020, 2020-10, 2020-10-30, 2020-10-30T12:00+04:00
    date_from:  what gave the date: FIELD where the format has a place for it, or one of the others below
    section:    part of the paper, as the source names it
    body:       paragraphs parted by blank lines, without the footer's rule
    """

    key: str
    path: str
    body: str
    title: str = ""
    title_from: str = HEADLINE
    authors: tuple[str, ...] = ()
    date: str = ""
    url: str = ""
    source: str = ""
    language: str = ""
    line: int = 1
    body_line: int = 0
    section: str = ""
    date_from: str = FIELD

    def __init__(
        self, key: str, path: str, body: str, title: str = "", title_from: str = HEADLINE,
        authors: tuple[str, ...] = (), date: str = "", url: str = "", source: str = "", language: str = "",
        line: int = 1, body_line: int = 0, section: str = "", date_from: str = FIELD,
    ) -> None:  # fmt: skip
        # A frozen object's own way is to set one field after the other, which takes three times as long.
        self.__dict__.update(
            key=key, path=path, body=body, title=title, title_from=title_from, authors=authors, date=date,
            url=url, source=source, language=language, line=line, body_line=body_line, section=section,
            date_from=date_from,
        )  # fmt: skip

    @property
    def lede(self) -> str:
        """The first paragraph of the body."""
        return self.body.split("\n\n", 1)[0].strip()

    @cached_property
    def data(self) -> bytes:
        """The article as bytes, from which `article_of` makes it again; what stores and digests take.

        The texts of _TEXTS, the authors and the two numbers, each with a NUL behind, and the body. In the
        rare case that one of them would be torn apart so, a NUL and a line of JSON stand before the body.
        """
        authors = self.authors
        head = "\0".join((*_texts(self), "\1".join(authors), str(self.line), str(self.body_line), ""))
        if (
            head.count("\0") != len(_TEXTS) + 3
            or head.count("\1") != (len(authors) - 1 if authors else 0)
            or "" in authors
            or not self.key
        ):
            head = _as_json([*_texts(self), authors, self.line, self.body_line])
        return (head + self.body).encode("utf-8", "surrogatepass")

    @property
    def byline(self) -> str:
        """The authors as one line of text."""
        return ", ".join(self.authors)

    @property
    def day(self) -> int:
        """The date as the number yyyymmdd for ranges and sorting, 0 where there is none.

        A date known to the month or the year only counts as that period's first day.
        """
        return day_number(self.date)


#: The fields of an article's data, in their order: texts first, then authors, line and body_line.
_TEXTS = ("key", "path", "title", "title_from", "date", "url", "source", "language", "section", "date_from")
_texts = attrgetter(*_TEXTS)


def _as_json(values: list[object]) -> str:
    import json  # which takes 4 ms

    return f"\0{json.dumps(values)}\n"


def article_of(data: bytes) -> Article:
    """Return the article that some data is of. Raises ValueError for what is no article's data."""
    text = data.decode("utf-8", "surrogatepass")
    if text.startswith("\0"):
        import json

        line, _, body = text[1:].partition("\n")
        *texts, authors, first, body_first = json.loads(line)
    else:
        *texts, persons, first, body_first, body = text.split("\0", len(_TEXTS) + 3)
        authors = persons.split("\1") if persons else ()
    key, path, title, title_from, date, url, source, language, section, date_from = texts
    article = Article(
        key, path, body, title, title_from, tuple(authors), date, url, source, language, int(first),
        int(body_first), section, date_from,
    )  # fmt: skip
    article.__dict__["data"] = data  # it need not be made again
    return article


@lru_cache(maxsize=32_768)
def day_number(date: str) -> int:
    """Return an ISO date, month or year as yyyymmdd: 20201001 for `2020-10`; 0 for the empty string."""
    if not date:
        return 0
    year, month, day = (*date[:10].split("-"), "1", "1")[:3]
    return int(year) * 10_000 + int(month) * 100 + int(day)


def number_of(day: dt.date) -> int:
    """Return a calendar day as yyyymmdd."""
    return day.year * 10_000 + day.month * 100 + day.day
