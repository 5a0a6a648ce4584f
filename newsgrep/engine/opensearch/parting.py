"""Queries of more clauses than a server takes: it answers parts of them alone, which become keys with scores.

A server counts each term, phrase and span of a query in each field, and takes 1,024 of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from newsgrep.engine.opensearch.spans import NOTHING, Query, any_of

#: Clauses of a query; what limits it to the articles of a generation has two more.
MOST_CLAUSES = 1_000

#: The parts of a bool query.
_KINDS = ("should", "must", "filter", "must_not")
#: Where other queries have the queries within them.
_INNER = {
    "script_score": ("query",),
    "function_score": ("query",),
    "constant_score": ("filter",),
    "field_masking_span": ("query",),
    "span_or": ("clauses",),
    "span_near": ("clauses",),
    "span_not": ("include", "exclude"),
    "bool": _KINDS,
}


def clauses_of(query: Query) -> int:
    """Return how many clauses a server counts in a query, or a few more."""
    ((name, body),) = query.items()
    if name in _INNER:
        inner = [body[place] for place in _INNER[name] if place in body]
        return sum(clauses_of(one) for some in inner for one in (some if isinstance(some, list) else [some]))
    if name == "match_phrase":  # of alternatives, each place is a clause
        ((_, phrase),) = body.items()
        return len(phrase["query"].split()) if "|" in phrase["query"] else 1
    return 1


def fitting(query: Query, answered: Callable[[Query], Query]) -> Query:
    """Return a query that matches and scores the same, and that the server takes.

    What ranks as one term is never parted; the server refuses one that is too large alone.

    answered: has the server answer a part alone, and returns the articles as `scored_keys` does
    """
    if clauses_of(query) <= MOST_CLAUSES:
        return query
    if "constant_score" in query:
        inner = query["constant_score"]
        return {"constant_score": {**inner, "filter": fitting(inner["filter"], answered)}}
    if "bool" not in query:
        return query
    parts = dict(query["bool"])
    for kind in _KINDS:
        if clauses_of({"bool": parts}) > MOST_CLAUSES and kind in parts:
            smaller = [fitting(one, answered) for one in parts[kind]]
            parts[kind] = [answered(_joined(kind, group)) for group in _groups(smaller)]
    return {"bool": parts}


def _groups(queries: Sequence[Query]) -> Iterator[list[Query]]:
    """Yield queries in their order, in lists of as many as the server takes."""
    some: list[Query] = []
    clauses = 0
    for query in queries:
        more = clauses_of(query)
        if some and clauses + more > MOST_CLAUSES:
            yield some
            some, clauses = [], 0
        some.append(query)
        clauses += more
    yield some


def _joined(kind: str, queries: Sequence[Query]) -> Query:
    """Return as one query what stands side by side in a part of a bool query."""
    return {"bool": {kind: list(queries)}} if kind in ("must", "filter") else any_of(queries)


def scored_keys(scores: Mapping[str, float]) -> Query:
    """Return the query of articles by their keys, each with a score."""
    if not scores:
        return NOTHING
    script = {"source": "params.scores[doc['key'].value]", "params": {"scores": dict(scores)}}
    return {"script_score": {"query": {"terms": {"key": list(scores)}}, "script": script}}
