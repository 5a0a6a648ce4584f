"""Article: the record that every other room speaks of.

>>> article = Article(key="a.txt", path="a.txt", body="Talks resumed.\\n\\nThey ended.")
>>> article.lede
'Talks resumed.'
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

#: The path of articles that came from standard input; no file that a walk comes upon has it.
STDIN = "stdin:"

#: Where a title came from. A lede that stands in for a missing headline is never shown as one.
HEADLINE = "headline"
LEDE = "lede"

#: Where a date came from: a place of its own in the file, or something that only tells about when.
FIELD = "field"
URL = "url"
CRAWL = "crawl"


class Article(NamedTuple):  # made ten thousand times a second, which a frozen dataclass is slow at
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

    @property
    def lede(self) -> str:
        """The first paragraph of the body."""
        return self.body.split("\n\n", 1)[0].strip()

    @property
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


class Encoded(NamedTuple):
    """An article as it is in its data: every text in UTF-8, the numbers in digits."""

    key: bytes
    path: bytes
    title: bytes
    title_from: bytes
    date: bytes
    url: bytes
    source: bytes
    language: bytes
    section: bytes
    date_from: bytes
    authors: Sequence[bytes]
    line: bytes
    body_line: bytes
    body: bytes


#: The texts that an article's data begins with, in their order.
_TEXTS = Encoded._fields[: Encoded._fields.index("authors")]
_texts = attrgetter(*_TEXTS)


def _as_json(values: list[object]) -> str:
    import json  # which takes 4 ms

    return f"\0{json.dumps(values)}\n"


def encoded(data: bytes) -> Encoded:
    """Return the parts of an article's data. Raises ValueError for what is none."""
    if data[:1] != b"\0":
        *texts, authors, line, body_line, body = data.split(b"\0", len(_TEXTS) + 3)
        if len(texts) != len(_TEXTS):
            raise ValueError("this is no article's data")
        return Encoded._make([*texts, authors.split(b"\1") if authors else (), line, body_line, body])
    import json

    head, _, body = data[1:].partition(b"\n")
    *known, persons, first, body_first = json.loads(head)
    in_utf_8 = [text.encode("utf-8", "surrogatepass") for text in known]
    names = [name.encode("utf-8", "surrogatepass") for name in persons]
    return Encoded._make([*in_utf_8, names, b"%d" % first, b"%d" % body_first, body])


def article_of(data: bytes) -> Article:
    """Return the article that some data is of. Raises ValueError for what is no article's data."""
    if data[:1] == b"\0":
        *texts, authors, line, body_line, body = encoded(data)
        known, names = [*map(_decoded, texts)], tuple(map(_decoded, authors))
        return _article(known, names, int(line), int(body_line), _decoded(body))
    # To decode all of it at once takes a third of the time that the parts take, one by one.
    *known, persons, first, body_first, text = _decoded(data).split("\0", len(_TEXTS) + 3)
    return _article(known, tuple(persons.split("\1")) if persons else (), int(first), int(body_first), text)


def _article(known: Sequence[str], authors: tuple[str, ...], line: int, body_line: int, body: str) -> Article:
    """Return an article, given its _TEXTS and the rest. Raises ValueError where there are not as many."""
    key, path, title, title_from, date, url, source, language, section, date_from = known
    return Article(
        key,
        path,
        body,
        title,
        title_from,
        authors,
        date,
        url,
        source,
        language,
        line,
        body_line,
        section,
        date_from,
    )


def _decoded(text: bytes) -> str:
    return text.decode("utf-8", "surrogatepass")


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
