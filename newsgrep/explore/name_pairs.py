"""Pairs of names that stand in the same articles, as the edges of a network.

Which names an article has is known once all articles are read. Until then, what each article mentions is kept
in a temporary file; in memory are a number for each name, and one for each pair of the most frequent names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Container, Iterable
from itertools import combinations, islice
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from newsgrep.analysis.folding import fold
from newsgrep.engine.base import Engine
from newsgrep.errors import nearest_name
from newsgrep.explore.collocates import association
from newsgrep.explore.names import Mentioned, Name, NameCounts, count_names
from newsgrep.explore.question import Question
from newsgrep.explore.short_names import initials, letters_alone, without_company_form
from newsgrep.results.tabular import Tabular
from newsgrep.spill import Queue

#: The most names that are paired with one another: more pairs might not fit in memory.
MOST_PAIRED = 1_000
#: How many articles must have both names of a pair.
LEAST_TOGETHER = 2
#: How many names are compared with an unknown one, to suggest the most similar: comparing all takes seconds.
_MOST_COMPARED = 10_000


class NamePair(Struct, frozen=True):
    """Two names that stand in the same articles.

    name, other:    the two names; `name` is the one that was asked for, or that more articles have
    articles:       articles that have both
    by_chance:      how many would have both by chance, by the articles that have each
    log_likelihood: how sure it is that they stand together more often than by chance (Dunning 1993)
    """

    name: str
    other: str
    articles: int
    by_chance: float
    log_likelihood: float


class NamePairs(Tabular, Struct, frozen=True):
    """The names that stand together more often than by chance, the surest pair first.

    names:    the names in these pairs, the most frequent first
    articles: articles that match
    read:     how many of these were read
    others:   number of names that stand in an article with the wanted one, and are in no pair
    has_name: whether there is a name with the words that were asked for, or none were
    """

    pairs: tuple[NamePair, ...]
    names: tuple[Name, ...]
    articles: int
    read: int
    notices: tuple[str, ...] = ()
    others: int = 0
    has_name: bool = True

    def as_dicts(self) -> list[dict[str, Any]]:
        """Return the pairs as dicts, as for a data frame, or the edges of a network."""
        return [*map(asdict, self.pairs)]


def name_pairs(
    engine: Engine, question: Question, name: str, *, top: int | None, sample: int | None, seed: int
) -> NamePairs:
    """Return the pairs of names in the articles that match a question; see `Explorer.name_pairs`."""
    with Queue[Mentioned]() as kept:
        return _pairs_of(kept, count_names(engine, question, sample, seed, kept), name, top)


def _pairs_of(
    kept: Iterable[Mentioned], counted: tuple[NameCounts, int, tuple[str, ...]], name: str, top: int | None
) -> NamePairs:
    counts, articles, notices = counted
    names = {one.name: one for one in counts.names()}
    spellings = counts.spellings() if name else {}
    wanted = (
        {one for one in names if any(_has_words(each, name) for each in spellings[one])} if name else None
    )
    paired = names.keys() if wanted else {*list(names)[:MOST_PAIRED]}
    found = (counts.names_in(mentioned) & paired for mentioned in kept)
    together = _together(found, wanted)
    pairs = _pairs(together, names, wanted or (), counts.read)
    ends = _ends((pair.name, pair.other) for pair in pairs[:top])
    others = _ends(together).difference(wanted, *((pair.other,) for pair in pairs)) if wanted else ()
    if name and counts.read and not wanted:
        notices = (*notices, _no_such_name(name, names))
    return NamePairs(
        tuple(pairs[:top]),
        tuple(one for one in names.values() if one.name in ends),
        articles,
        counts.read,
        notices,
        len(others),
        has_name=wanted is None or bool(wanted),
    )


def _ends(pairs: Iterable[tuple[str, str]]) -> set[str]:
    """Return the names in the given pairs, without pairs of two names for the same."""
    return {end for pair in pairs if not _are_one(*pair) for end in pair}


def _no_such_name(name: str, names: Iterable[str]) -> str:
    """Return a notice that no name has the given words, with the name that is spelt most like them."""
    by_word: dict[str, str] = {}
    for one in islice(names, _MOST_COMPARED):
        for word in (one, *one.split()):
            by_word.setdefault(fold(word), one)
    near = by_word.get(nearest_name(fold(name), by_word, 0.7))
    return f"no name has {name} in it" + (f"; did you mean {near}?" if near else "")


def _has_words(name: str, wanted: str) -> bool:
    """Return whether the words of one name are in another, in their order: `Doe` is in `Jane Doe`."""
    return f" {fold(wanted).strip()} " in f" {fold(name)} "


def _together(found: Iterable[set[str]], wanted: Collection[str] | None) -> Counter[tuple[str, str]]:
    """Return how many sets have both names of each pair that has a wanted name; None wants all names."""
    together = Counter[tuple[str, str]]()
    for names in found:
        if wanted is None:
            together.update(combinations(sorted(names), 2))
        else:
            own = names.intersection(wanted)
            together.update({(min(one, other), max(one, other)) for one in own for other in names - {one}})
    return together


def _pairs(
    together: Counter[tuple[str, str]], names: dict[str, Name], wanted: Collection[str], read: int
) -> list[NamePair]:
    pairs = []
    for ends, articles in together.items():
        if articles < LEAST_TOGETHER or _are_one(*ends) or _are_parts(*ends, names):
            continue
        name, other = sorted(ends, key=lambda one: (one not in wanted, -names[one].articles, one))
        first, second = names[name].articles, names[other].articles
        by_chance = first * second / read
        if articles > by_chance:
            likelihood, _ = association(articles, first, second, read)
            pairs.append(NamePair(name, other, articles, by_chance, likelihood))
    return sorted(pairs, key=lambda pair: (-pair.log_likelihood, pair.name, pair.other))


def _are_parts(name: str, other: str, names: Container[str]) -> bool:
    """Return whether two names in a row are another one: `Oslo` and `Bank`, where `Oslo Bank` stands."""
    return f"{name} {other}" in names or f"{other} {name}" in names


def _are_one(name: str, other: str) -> bool:
    """Return whether two names stand for the same: `Acme Corp` and `Acme`, `World Bank` and `WB`.

    >>> _are_one("Acme Corp", "Acme"), _are_one("EC", "European Community"), _are_one("Jane Doe", "John Doe")
    (True, True, False)
    """
    words, others = set(fold(name).split()), set(fold(other).split())
    if words <= others or others <= words:
        return True
    return letters_alone(other) in _initials(name) or letters_alone(name) in _initials(other)


def _initials(name: str) -> set[str]:
    return {initials(name), initials(without_company_form(name))}
