"""The results of a search: its hits as a sequence, and answers that are computed on demand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NoReturn, overload

from msgspec import Struct

from newsgrep.arguments import streamed, texts_argument
from newsgrep.query.nodes import Node
from newsgrep.results import HIT_FIELDS, Hit

if TYPE_CHECKING:
    from newsgrep.search.findings import Diagnosis
    from newsgrep.search.spelling import Spelling


class OnDemand(Struct, frozen=True):
    """Functions for answers on demand: why nothing matches, close hits, better spellings."""

    diagnosis: Callable[[], Diagnosis]
    close: Callable[[], Iterator[Hit]]
    spellings: Callable[[], Iterator[Spelling]]


class SearchResults(Sequence[Hit]):
    """The hits of one search, in order. A hit is made when it is first reached, and kept.

    With `meaning` there are hits that do not match the query, too: `missing` and `by_meaning` say so.

    query:   the query tree that was searched, with stopwords left out and patterns replaced by words
    total:   number of articles that match, whatever the limit
    stories: number of stories that they belong to, if they are folded, else None
    others:  number of further articles that `meaning` adds: they have some of the words, or a similar meaning
    notices: what the user should know: words left out, words that a pattern matches, articles without a date
    """

    def __init__(
        self,
        query: Node,
        total: int,
        size: int,
        hits: Iterator[Hit],
        notices: Sequence[str],
        on_demand: OnDemand,
        stories: int | None = None,
        others: int = 0,
    ) -> None:
        """Take an iterator of `size` hits, and the functions for answers on demand."""
        self.query = query
        self.total = total
        self.stories = stories
        self.others = others
        self.notices = tuple(notices)
        self._size = size
        self._hits = hits
        self._made: list[Hit] = []
        self._taken = 0
        self._on_demand = on_demand

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self._size:,} of {self.total:,}>"

    def _repr_html_(self) -> str:
        """Return the first hits as a table of HTML, which a notebook shows."""
        from newsgrep.results.html_table import MOST_ROWS, table_of_hits

        hits = self._made if self._taken > len(self._made) else self[:MOST_ROWS]
        return table_of_hits(hits, self._size)

    def __reduce__(self) -> NoReturn:
        raise TypeError("SearchResults make hits as they are read, and cannot be pickled: take list(results)")

    @property
    def found(self) -> int:
        """How many articles match, or stories that they belong to, where they are folded."""
        return self.total if self.stories is None else self.stories

    @cached_property
    def diagnosis(self) -> Diagnosis | None:
        """Why no article matches; None where one does. Computed when it is first read."""
        return None if self.total else self._on_demand.diagnosis()

    @cached_property
    def close_hits(self) -> list[Hit]:
        """The best articles that have some of the words, as many as the limit leaves room for.

        They follow the articles that have all words, by relevance; `missing` of each hit is what it lacks.
        There are none if the query has more than words in it, or the search another order, folded stories
        or `meaning`. They are looked for when this is first read.
        """
        return list(self._on_demand.close())

    @cached_property
    def spellings(self) -> list[Spelling]:
        """Words that few articles have, each with a similar word that far more articles have."""
        return list(self._on_demand.spellings())

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, index: int) -> Hit: ...

    @overload
    def __getitem__(self, index: slice) -> list[Hit]: ...

    def __getitem__(self, index: int | slice) -> Hit | list[Hit]:
        try:
            wanted = range(self._size)[index]
        except IndexError:
            raise IndexError(f"there is no hit {index}: the search returned {self._size:,}") from None
        except TypeError:
            raise TypeError(f"hits have whole numbers, or slices, as indices, and not {index!r}") from None
        if isinstance(wanted, range):
            return [self[number] for number in wanted]
        while len(self._made) <= wanted:
            hit = self._hit(len(self._made))
            if hit is None:
                raise streamed("hits")
            self._made.append(hit)
        return self._made[wanted]

    def _hit(self, number: int) -> Hit | None:
        """Return the hit with a number, which is made already or next to make; None after the last hit."""
        if number < len(self._made):
            return self._made[number]
        if number != self._taken:
            raise streamed("hits")
        hit = next(self._hits, None)
        self._taken += hit is not None
        return hit

    def as_dicts(self, fields: str | Iterable[str] = HIT_FIELDS) -> list[dict[str, object]]:
        """Return the hits as `Hit.as_dict` returns each, for example for a data frame.

        fields: names as for `newsgrep search --fields`

        Raises UsageError for an unknown name.
        """
        names = tuple(texts_argument("fields", fields))
        return [hit.as_dict(names) for hit in self]

    def stream(self) -> Iterator[Hit]:
        """Yield the hits without keeping them, for more hits than fit in memory.

        Reading one of them again raises UsageError.
        """
        number = 0
        while (hit := self._hit(number)) is not None:
            yield hit
            number += 1
