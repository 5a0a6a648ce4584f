"""Parts of a query on OpenSearch whose score is a number of occurrences: terms, phrases, nearness.

A place holds the alternatives for one position: stems, surface forms, both, or beginnings of forms.
Stems are looked up in the field NAME, forms in NAME_x, at the same positions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import permutations
from math import factorial, prod
from typing import Any

from msgspec import Struct

from newsgrep.batching import slices_of
from newsgrep.engine.bm25f import DEFAULT_RANKING
from newsgrep.engine.opensearch.mapping import TRACE

ServerQuery = dict[str, Any]

#: The most words of one `match` query; the server takes 1,024.
_MOST_ALTERNATIVES = 1_000
#: The most words of an `intervals` query in one field, counted once for each order and choice of parts. So
#: three fields fit in the 1,024 clauses that the server takes.
_MOST_INTERVALS = 300

NOTHING: ServerQuery = {"match_none": {}}


class PositionTerms(Struct, frozen=True):
    """The alternatives for one position. `words` are all stems, all surface forms, or all beginnings.

    words:   any of them may stand there
    is_form: whether they are surface forms
    begins:  whether they are beginnings of surface forms, not whole ones
    forms:   surface forms of other stems, which are alternatives to the stems
    """

    words: tuple[str, ...]
    is_form: bool = False
    begins: bool = False
    forms: tuple[str, ...] = ()

    def kinds(self) -> list[PositionTerms]:
        """Return this place, or, if it has both stems and forms, a place for each of the two kinds."""
        if not self.forms:
            return [self]
        return [PositionTerms(self.words), PositionTerms(self.forms, is_form=True)]

    def field(self, name: str) -> str:
        """Return the field in which the words are looked up."""
        return f"{name}_x" if self.is_form else name


#: The traces in a score show how many of the terms the shard has. Floats up to 2^14 keep a trace.
_OCCURRENCES = (
    "double whole = Math.floor(_score); double terms = Math.rint((_score - whole) / params.trace);"
    "return terms < 2 ? whole : Math.rint(whole / terms)"
)


def occurrences(query: ServerQuery) -> ServerQuery:
    """Return a phrase query or a span query with the number of occurrences as its score.

    The server adds the number once for each term that a shard has, which differs from shard to shard. So a
    script divides the score by the number of these terms.
    """
    if query == NOTHING:
        return query
    script = {"source": _OCCURRENCES, "params": {"trace": TRACE}}
    return {"script_score": {"query": query, "script": script}}


#: The terms of a part of a Near, each as the places that follow one another.
Part = Sequence[Sequence[PositionTerms]]


def any_of(queries: Iterable[ServerQuery]) -> ServerQuery:
    """Return a query that matches where any of the given ones does; the scores of these add up."""
    some = [query for query in queries if query != NOTHING]
    if not some:
        return NOTHING
    return some[0] if len(some) == 1 else {"bool": {"should": some, "minimum_should_match": 1}}


def without_score(query: ServerQuery) -> ServerQuery:
    """Return a query that matches the same and scores 0."""
    return {"constant_score": {"filter": query, "boost": 0}}


def with_field_weight(query: ServerQuery, name: str) -> ServerQuery:
    """Return a query in a field with its score multiplied by the weight of the field."""
    weight = DEFAULT_RANKING.field_weights.get(name.removeprefix("t_"), 1)
    return query if weight == 1 or query == NOTHING else {"bool": {"must": [query], "boost": weight}}


def at_place(place: PositionTerms, name: str) -> ServerQuery:
    """Return a query for any word of a place, whose score is the number of their occurrences.

    The words must be whole ones: `place.begins` is false.
    """
    if place.forms:
        return any_of([at_place(one, name) for one in place.kinds()])
    field = place.field(name)
    if len(place.words) == 1:
        return {"term": {field: {"value": place.words[0]}}}
    alternatives = [
        {"match": {field: {"query": "|".join(some), "analyzer": "alternatives"}}}
        for some in slices_of(place.words, _MOST_ALTERNATIVES)
    ]
    return {"bool": {"filter": [{"terms": {field: list(place.words)}}], "should": alternatives}}


def phrase(places: Sequence[PositionTerms], name: str) -> ServerQuery:
    """Return a query for places one after the other."""
    if not is_mixed(places):
        text = " ".join("|".join(place.words) for place in places)
        return {"match_phrase": {places[0].field(name): {"query": text, "analyzer": "alternatives"}}}
    return in_row(places, name)


def is_mixed(places: Sequence[PositionTerms]) -> bool:
    """Return whether the places have both stems and forms, which are indexed in two fields; see `in_row`."""
    return len({one.is_form for place in places for one in place.kinds()}) > 1


def in_row(places: Sequence[PositionTerms], name: str) -> ServerQuery:
    """Return a span query for places one after the other."""
    spans = [
        span_or([_span_term(word, one, name) for one in place.kinds() for word in one.words])
        for place in places
    ]
    if len(spans) == 1:
        return spans[0]
    return {"span_near": {"clauses": spans, "slop": 0, "in_order": True}}


def span_or(spans: Sequence[ServerQuery]) -> ServerQuery:
    """Return a span query for the spans of all the given ones."""
    return spans[0] if len(spans) == 1 else {"span_or": {"clauses": list(spans)}}


def ends_of_chains(parts: Sequence[ServerQuery], distance: int, *, ordered: bool) -> ServerQuery:
    """Return a span query for the last spans of chains, as an article matches a Near where it has a chain.

    A chain has a span of each part, in the given order if `ordered`, else in any order. Each span begins at
    most `distance` words after the end of the one before it. The query finds the last span of each
    chain. No span of a part may overlap with one of another part; see overlaps.py.
    """
    if ordered:
        reached = parts[0]
        for following in parts[1:]:
            reached = _soon_after(following, reached, distance)
        return reached

    def ends(last: int, others: frozenset[int]) -> ServerQuery:
        if not others:
            return parts[last]
        before = span_or([ends(one, others - {one}) for one in sorted(others)])
        return _soon_after(parts[last], before, distance)

    every = frozenset(range(len(parts)))
    return span_or([ends(last, every - {last}) for last in sorted(every)])


def number_of_clauses(parts: Sequence[Part], *, ordered: bool) -> int:
    """Return about how many terms `ends_of_chains` has for the given parts."""
    words = _number_of_words(parts)
    clauses = words
    for number in range(1, len(parts)):
        clauses = 2 * words + clauses * (1 if ordered else number)
    return clauses


def _number_of_words(parts: Sequence[Part]) -> int:
    return sum(len(place.words) + len(place.forms) for part in parts for places in part for place in places)


def may_be_near(parts: Sequence[Part], name: str, distance: int, *, ordered: bool) -> ServerQuery:
    """Return a query for all parts near one another in a field, which may match a little more.

    If one occurrence contains another, the server takes the shorter one, so the gaps may be larger by the
    difference in length. If there are too many parts, the query only requires their words.
    """
    orders = 1 if ordered else factorial(len(parts))
    # The server tries each choice of one alternative for every part; the single words of a part are one.
    choices = prod(
        sum(len(places) > 1 for places in part) + any(len(one) == 1 for one in part) for part in parts
    )
    if _number_of_words(parts) * orders * choices > _MOST_INTERVALS:
        return {"bool": {"filter": [any_of([_has_words(places, name) for places in part]) for part in parts]}}
    lengths = [[len(places) for places in part] for part in parts]
    slack = sum(max(one) - min(one) for one in lengths)
    gaps = (len(parts) - 1) * (distance - 1) + slack
    found = [
        _one_after_the_other([_occurrences_of(part, name) for part in order], gaps)
        for order in ([parts] if ordered else permutations(parts))
    ]
    return {"intervals": {name: _any_interval(found)}}


def _occurrences_of(part: Part, name: str) -> ServerQuery:
    def at(place: PositionTerms, word: str) -> ServerQuery:
        own = {"use_field": place.field(name)} if place.is_form else {}
        return {"match": {"query": word, **own}}

    return _any_interval(
        [
            _one_after_the_other(
                [
                    _any_interval([at(one, word) for one in place.kinds() for word in one.words])
                    for place in places
                ],
                0,
            )
            for places in part
        ]
    )


def _any_interval(rules: Sequence[ServerQuery]) -> ServerQuery:
    return rules[0] if len(rules) == 1 else {"any_of": {"intervals": list(rules)}}


def _one_after_the_other(rules: Sequence[ServerQuery], gaps: int) -> ServerQuery:
    if len(rules) == 1:
        return rules[0]
    return {"all_of": {"intervals": list(rules), "mode": "ordered", "max_gaps": gaps}}


def _has_words(places: Sequence[PositionTerms], name: str) -> ServerQuery:
    words = [
        any_of([{"terms": {one.field(name): list(one.words)}} for one in place.kinds()]) for place in places
    ]
    return {"bool": {"filter": words}}


def _soon_after(spans: ServerQuery, before: ServerQuery, distance: int) -> ServerQuery:
    """Return the spans that have a span of `before` at most `distance` words before them.

    Lucene can only exclude spans that are near to others. So this excludes the spans without one before them.
    """
    lonely = {"span_not": {"include": spans, "exclude": before, "pre": distance, "post": 0}}
    return {"span_not": {"include": spans, "exclude": lonely}}


def _span_term(word: str, place: PositionTerms, name: str) -> ServerQuery:
    term: ServerQuery = {"span_term": {place.field(name): {"value": word}}}
    return {"field_masking_span": {"query": term, "field": name}} if place.is_form else term
