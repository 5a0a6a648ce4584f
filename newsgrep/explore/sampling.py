"""A random sample of the articles that match, for coding by hand; stratified where asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from msgspec import Struct

from newsgrep.arguments import names_of
from newsgrep.article import Article, sections_of
from newsgrep.engine.base import Engine
from newsgrep.engine.facets import Facet, facet_values
from newsgrep.errors import UsageError, choice_hint
from newsgrep.explore.question import Question
from newsgrep.results import Hit
from newsgrep.search.hit_maker import HitMaker, Shown
from newsgrep.search.options import SearchOptions

#: What a sample may be stratified by: of which every article has one value, or is given one of several.
STRATA: tuple[Facet, ...] = ("source", "year", "month", "section", "lang")


class Stratum(Struct, frozen=True):
    """The articles with the same values.

    values:  one for each name that the sample is stratified by
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
    several: articles that match and are in several sections, each in the stratum of one of them
    """

    hits: tuple[Hit, ...]
    total: int
    strata: tuple[Stratum, ...]
    several: int = 0
    notices: tuple[str, ...] = ()


def parse_strata(by: str | Iterable[str]) -> list[Facet]:
    """Return names of STRATA, several or in one text with commas. Raises UsageError for another name."""
    names = [name for name in names_of("by", by) if name]
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
) -> Sample:
    """Draw articles that match a question at random; see `Explorer.sample`.

    Each stratum has its share of the sample, by largest remainders, and one article at least where the sample
    is as large as the number of strata. An article in several sections is in the stratum of the one that
    fewest of the matching articles are in, so that rare ones are not lost.
    """
    totals: dict[tuple[str, ...], int] = {(): engine.count(question.tree)}
    stratum_of: dict[tuple[str, ...], tuple[str, ...]] = {(): ()}
    several = 0
    if by:
        tally = engine.tally(question.tree, by)
        stratum_of = _strata(tally, by)
        totals = Counter()
        for values, number in tally.items():
            totals[stratum_of[values]] += number
            several += number if stratum_of[values] != values else 0
    wanted = allocate(totals, size)
    left = dict(wanted)
    drawn: list[tuple[float, Article]] = []
    if any(left.values()):
        everything = None if by else size
        for scored in engine.search(
            question.tree, sort="random", limit=everything, offset=0, seed=seed
        ).articles:
            stratum = stratum_of[tuple(facet_values(scored[1], name)[0] for name in by)]
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
        strata=tuple(Stratum(values, wanted[values], totals[values]) for values in sorted(totals)),
        several=several,
        notices=(*question.notices, *shown.notices),
    )


def _strata(
    tally: Mapping[tuple[str, ...], int], by: Sequence[Facet]
) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return the stratum of the articles with the same values: of several sections, they have the rarest."""
    if "section" not in by:
        return {values: values for values in tally}
    place, articles_in = by.index("section"), Counter[str]()
    for values, number in tally.items():
        for section in sections_of(values[place]):
            articles_in[section] += number
    return {
        values: tuple(
            min(sections_of(value), key=lambda one: (articles_in[one], one)) if n == place else value
            for n, value in enumerate(values)
        )
        for values in tally
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
