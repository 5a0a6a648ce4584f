"""A search of the reader: the query, its filters and the order; and the same as a command line.

>>> wanted = Wanted('"cease fire"').toggled("source", "Reuters").within("2020-09", "2020-10")
>>> wanted.command()
'newsgrep search --source Reuters --since 2020-09 --until 2020-10 -- \\'"cease fire"\\''
>>> [chip.text for chip in wanted.chips()]
['source: Reuters', '2020-09 to 2020-10']
"""

from __future__ import annotations

import shlex
from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from newsgrep.engine.base import Sort
from newsgrep.search.request import SearchRequest

#: The facets of the side panel, each with the filter of a request that it sets. A year sets the period.
FACETS = {"source": "source", "author": "author", "section": "section", "lang": "lang"}
FACETS |= {"from": "sender", "to": "recipient", "tag": "tag"}

#: The orders that the reader offers, with their names in the interface.
SORTS: dict[Sort, str] = {"relevance": "best first", "-date": "newest first", "date": "oldest first"}


class Chip(Struct, frozen=True):
    """A filter that can be removed: its text, and a function that returns the search without it."""

    text: str
    without: Callable[[], Wanted]


class Wanted(Struct, frozen=True):
    """A search.

    text:    the query as it is typed
    filters: a request without a query: filters, how the text is read, the folders
    """

    text: str = ""
    filters: SearchRequest = SearchRequest()
    sort: Sort = "relevance"
    fold: bool = False

    @property
    def request(self) -> SearchRequest:
        """The request; it matches every article if no query is typed."""
        if self.text.strip():
            return replace(self.filters, queries=(self.text,))
        return replace(self.filters, queries=("*",), literal=False)

    @property
    def order(self) -> Sort:
        """The order of the hits: newest first if the query is for every article, as none ranks higher."""
        is_ranked = self.text.strip() not in ("", "*")
        return self.sort if is_ranked or self.sort != "relevance" else "-date"

    def values(self, facet: str) -> tuple[str, ...]:
        """Return the values of a facet that are filters."""
        found = getattr(self.filters, FACETS[facet])
        return (found,) if isinstance(found, str) else tuple(found)

    def toggled(self, facet: str, value: str) -> Wanted:
        """Return the search with the value of a facet added as a filter, or removed if it is a filter."""
        if facet == "year":
            is_there = (self.filters.since, self.filters.until) == (value, value)
            return self.within(None, None) if is_there else self.within(value, value)
        values = self.values(facet)
        kept = tuple(one for one in values if one != value)
        chosen = kept if len(kept) < len(values) else (*values, value)
        return replace(self, filters=replace(self.filters, **{FACETS[facet]: chosen}))

    def has(self, facet: str, value: str) -> bool:
        """Whether there is a filter by the value of a facet."""
        if facet == "year":
            return (self.filters.since, self.filters.until) == (value, value)
        return value in self.values(facet)

    def within(self, since: str | None, until: str | None) -> Wanted:
        """Return the search with a period in place of any other."""
        return replace(self, filters=replace(self.filters, since=since, until=until, last=None))

    def chips(self) -> list[Chip]:
        """Return the filters of the search."""
        chips = [
            Chip(f"{facet}: {value}", lambda facet=facet, value=value: self.toggled(facet, value))  # type: ignore[misc]
            for facet in FACETS
            for value in self.values(facet)
        ]
        period = self._period()
        return [*chips, Chip(period, lambda: self.within(None, None))] if period else chips

    def _period(self) -> str:
        since, until, last = self.filters.since, self.filters.until, self.filters.last
        if last:
            return f"the last {last}"
        if since and until:
            return since if since == until else f"{since} to {until}"
        return f"since {since}" if since else f"until {until}" if until else ""

    def command(self) -> str:
        """Return the search as a command line for a shell, which prints the same hits."""
        words = ["newsgrep", "search"]
        for folder in self.filters.folders:
            words += ["--index", str(folder)]
        for facet, name in FACETS.items():
            for value in self.values(facet):
                words += [f"--{name}", value]
        for name in ("since", "until", "last"):
            if value := getattr(self.filters, name):
                words += [f"--{name}", value]
        words += ["--fixed-strings"] if self.request.literal else []
        words += ["--any"] if self.filters.any else []
        words += ["--no-equivalents"] if self.filters.no_equivalents else []
        words += ["--fold"] if self.fold else []
        words += [f"--sort={self.order}"] if self.order != "relevance" else []
        return shlex.join([*words, "--", *self.request.queries])
