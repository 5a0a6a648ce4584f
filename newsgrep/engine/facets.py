"""Facets: what articles are counted by, such as their source, their authors or the month of their date.

Senders and recipients of mails are counted by address: a person has one, and is named in many ways.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from newsgrep.article import Article, address_of

Facet = Literal[
    "date",
    "month",
    "year",
    "source",
    "author",
    "section",
    "lang",
    "from",
    "to",
    "title_from",
    "format",
    "index",
]

#: Length of an ISO date that is known to the day, the month or the year.
DAY_LENGTH, MONTH_LENGTH, YEAR_LENGTH = 10, 7, 4

#: The facets that are the beginning of the date, and its length.
DATE_LENGTHS: dict[Facet, int] = {"date": DAY_LENGTH, "month": MONTH_LENGTH, "year": YEAR_LENGTH}

#: The facets whose values are addresses of persons, as `address_of` has them.
BY_ADDRESS = frozenset[Facet](["from", "to"])


def _addresses(persons: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(address_of, persons))) or ("",)


_VALUES: dict[Facet, Callable[[Article], tuple[str, ...]]] = {
    "date": lambda article: (article.date[:DAY_LENGTH],),
    "month": lambda article: (article.date[:MONTH_LENGTH],),
    "year": lambda article: (article.date[:YEAR_LENGTH],),
    "source": lambda article: (article.source,),
    "author": lambda article: tuple(dict.fromkeys(article.authors)) or ("",),
    "section": lambda article: (article.section,),
    "lang": lambda article: (article.language,),
    "from": lambda article: _addresses(article.senders),
    "to": lambda article: _addresses(article.recipients),
    "title_from": lambda article: (article.title_from,),
    "format": lambda article: (article.format,),
    "index": lambda _: ("0",),  # an engine of several indexes knows the number
}

#: The names of all facets, in the order of the documentation.
FACETS = tuple(_VALUES)


def facet_values(article: Article, facet: Facet) -> tuple[str, ...]:
    """Return the values of an article, one for each different author, sender or recipient; empty for none.

    A date has no time of day, and is as precise as the article has it: the month of `2020` is `2020`.

    >>> facet_values(Article("a", date="2020-10-30T12:00"), "month")
    ('2020-10',)
    >>> facet_values(Article("a"), "author")
    ('',)
    """
    return _VALUES[facet](article)
