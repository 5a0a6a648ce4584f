"""A random sample of the articles that match, for coding by hand; stratified where asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from msgspec import Struct

from newsgrep.arguments import names_argument
from newsgrep.article import Article, sections_of
from newsgrep.engine.base import Engine
from newsgrep.engine.facets import Facet, facet_values
from newsgrep.errors import UsageError, choice_hint
from newsgrep.explore.question import Question
from newsgrep.query.nodes import Node
from newsgrep.results import Hit
from newsgrep.search.hit_maker import HitMaker, Shown
from newsgrep.search.options import SearchOptions

#: The facets that a sample may be stratified by. An article with several values counts for one of them.
STRATA: tuple[Facet, ...] = (
    *("source", "author", "year", "month", "section", "lang", "from", "to", "format", "title_from", "index"),
)

#: Facets of which an article may have several values: an engine counts each of these apart.
_COUNTED_APART = frozenset[Facet](["author", "from", "to"])

#: For each facet that a sample is stratified by, all values that an article has.
_Values = tuple[tuple[str, ...], ...]


class Stratum(Struct, frozen=True):
    """The articles with the same values.

    values:  one for each facet that the sample is stratified by
    sampled: articles of the sample
    total:   articles that match
    """

    values: tuple[str, ...]
    sampled: int
    total: int


class Sample(Struct, frozen=True):
    """Articles that were drawn, in random order.

    total:   articles that match
    strata:  the strata, in the order of their values; one, without values, where there are none
    several: matching articles with several values of a facet; each is in the stratum of one of them
    """

    hits: tuple[Hit, ...]
    total: int
    strata: tuple[Stratum, ...]
    several: int = 0
    notices: tuple[str, ...] = ()


def parse_strata(by: str | Iterable[str]) -> list[Facet]:
    """Parse names of STRATA, in a list or in a text with commas. Raises UsageError for another name."""
    names = [name for name in names_argument("by", by) if name]
    for name in names:
        if name not in STRATA:
            raise UsageError(f"a sample cannot be stratified by {name!r}", choice_hint(name, STRATA))
    return cast("list[Facet]", names)


def draw(
    engine: Engine,
    question: Question,
    shown: Shown,
    *,
    size: int,
    seed: int,
    by: Sequence[Facet],
    indexes: Sequence[str],
) -> Sample:
    """Draw articles that match a question at random; see `Explorer.sample`.

    Each stratum has its share of the sample, by largest remainders, and one article at least where the sample
    is as large as the number of strata. An article with several values, such as sections, is in the stratum
    of the one that fewest of the matching articles have, so that rare ones are not lost.
    """
    tally = _tally(engine, question.tree, by)
    stratum_of = _strata(tally)
    totals = Counter[tuple[str, ...]]()
    for held, number in tally.items():
        totals[stratum_of[held]] += number
    several = sum(number for held, number in tally.items() if any(len(values) > 1 for values in held))
    wanted = allocate(totals, size)
    left = dict(wanted)
    drawn: list[tuple[float, Article]] = []
    if any(left.values()):
        limit = None if by else size
        found = engine.search(question.tree, sort="random", limit=limit, offset=0, seed=seed)
        for scored in found.articles:
            stratum = stratum_of[_values_of(engine, scored[1], by)]
            if left[stratum]:
                left[stratum] -= 1
                drawn.append(scored)
                if not any(left.values()):
                    break
    maker = HitMaker(question.tree, engine.language, SearchOptions(), shown)
    hits = [maker.hit(rank, score, article) for rank, (score, article) in enumerate(drawn, 1)]
    return Sample(
        hits=tuple(hits),
        total=sum(totals.values()),
        strata=tuple(
            Stratum(_with_name(values, by, indexes), wanted[values], totals[values])
            for values in sorted(totals)
        ),
        several=several,
        notices=(*question.notices, *shown.notices),
    )


def _tally(engine: Engine, query: Node, by: Sequence[Facet]) -> Mapping[_Values, int]:
    """Return how many articles that match a query have each combination of values."""
    if not by:
        return {(): engine.count(query)}
    if _COUNTED_APART.isdisjoint(by):
        counts = engine.tally(query, by)
        return {tuple(map(_single_values, by, values)): number for values, number in counts.items()}
    found = engine.search(query, sort="random", limit=None, offset=0).articles
    return Counter(_values_of(engine, article, by) for _, article in found)


def _values_of(engine: Engine, article: Article, by: Sequence[Facet]) -> _Values:
    def values(name: Facet) -> tuple[str, ...]:
        if name == "index":
            return (str(engine.index_of(article)),)
        found = facet_values(article, name)
        return found if name in _COUNTED_APART else _single_values(name, *found)

    return tuple(map(values, by))


def _with_name(values: tuple[str, ...], by: Sequence[Facet], indexes: Sequence[str]) -> tuple[str, ...]:
    """Return the values of a stratum with the name of an index in place of its number."""
    pairs = zip(by, values, strict=False)  # without strata there are no values
    return tuple(indexes[int(value)] if name == "index" else value for name, value in pairs)


def _single_values(name: Facet, value: str) -> tuple[str, ...]:
    """Return the single values in a value of an engine: it counts the sections of an article as one."""
    return tuple(sections_of(value)) if name == "section" else (value,)


def _strata(tally: Mapping[_Values, int]) -> dict[_Values, tuple[str, ...]]:
    """Return the stratum of articles by the values that they have: of several, the one that fewest have."""
    articles_with = Counter[tuple[int, str]]()
    for held, number in tally.items():
        for place, values in enumerate(held):
            for value in values:
                articles_with[place, value] += number
    return {
        held: tuple(
            min(values, key=lambda one: (articles_with[place, one], one)) for place, values in enumerate(held)
        )
        for held in tally
    }


def allocate(totals: Mapping[tuple[str, ...], int], size: int) -> dict[tuple[str, ...], int]:
    """Divide a sample among strata in proportion to their sizes, by largest remainders.

    Where the sample has room for it, every stratum gets one article at least.

    >>> allocate({("a",): 90, ("b",): 9, ("c",): 1}, 10)
    {('a',): 8, ('b',): 1, ('c',): 1}
    """
    whole = sum(totals.values())
    size = min(size, whole)
    shares = {name: size * total / max(1, whole) for name, total in totals.items()}
    given = {name: int(share) for name, share in shares.items()}
    order = sorted(totals, key=lambda name: (given[name] - shares[name], name))
    for name in order[: size - sum(given.values())]:
        given[name] += 1
    if len(totals) <= size:
        for name in sorted(totals):
            if not given[name]:
                given[name] = 1
                given[max(sorted(given), key=given.__getitem__)] -= 1
    return given
