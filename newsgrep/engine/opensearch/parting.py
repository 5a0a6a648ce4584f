"""Splits queries with more clauses than a server takes. It answers parts of them by themselves.

The keys and scores of the articles that a part finds then take the place of the part in the query.
A server counts each term, phrase and span of a query in each field, and takes 1,024 of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from newsgrep.engine.opensearch.spans import NOTHING, ServerQuery, any_of

#: The most clauses of a query; the filter for the articles of a generation adds two.
MOST_CLAUSES = 1_000

#: The parts of a bool query.
_KINDS = ("should", "must", "filter", "must_not")
#: Where each kind of query holds its inner queries.
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


def clauses_of(query: ServerQuery) -> int:
    """Return how many clauses a server counts in a query, or a few more."""
    ((name, body),) = query.items()
    if name in _INNER:
        inner = [body[place] for place in _INNER[name] if place in body]
        return sum(clauses_of(one) for some in inner for one in (some if isinstance(some, list) else [some]))
    if name == "match_phrase":  # with alternatives, each position is a clause
        ((_, phrase),) = body.items()
        return len(phrase["query"].split()) if "|" in phrase["query"] else 1
    return 1


def fitting(query: ServerQuery, answered: Callable[[ServerQuery], ServerQuery]) -> ServerQuery:
    """Return a query that matches and scores the same, and that the server takes.

    A query that ranks as one term is never split; the server refuses it if it is too large by itself.

    answered: sends a part to the server, and returns the articles found as `scored_keys` does
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


def _groups(queries: Sequence[ServerQuery]) -> Iterator[list[ServerQuery]]:
    """Yield queries in their order, in lists of as many as the server takes."""
    some: list[ServerQuery] = []
    clauses = 0
    for query in queries:
        more = clauses_of(query)
        if some and clauses + more > MOST_CLAUSES:
            yield some
            some, clauses = [], 0
        some.append(query)
        clauses += more
    yield some


def _joined(kind: str, queries: Sequence[ServerQuery]) -> ServerQuery:
    """Return queries from one part of a bool query as a single query."""
    return {"bool": {kind: list(queries)}} if kind in ("must", "filter") else any_of(queries)


def scored_keys(scores: Mapping[str, float]) -> ServerQuery:
    """Return the query of articles by their keys, each with a score."""
    if not scores:
        return NOTHING
    script = {"source": "params.scores[doc['key'].value]", "params": {"scores": dict(scores)}}
    return {"script_score": {"query": {"terms": {"key": list(scores)}}, "script": script}}
