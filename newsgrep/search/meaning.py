"""Hits by words and by meaning: articles near a query by the vectors of the index's model, among its matches.

A query of plain words also finds articles that have some of them, or none. One with an operator, a phrase, a
field or a pattern is exact: the vectors put its matches in another order, and add none.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from newsgrep.engine.base import Engine
from newsgrep.engine.meaning import MeaningEngine, NearMatch
from newsgrep.errors import UsageError
from newsgrep.query.clauses import combine, match_any_part
from newsgrep.query.nodes import (
    And,
    Cased,
    Exact,
    MatchAll,
    Node,
    Not,
    Or,
    Phrase,
    TermNode,
    Word,
    children,
    conjuncts,
)
from newsgrep.results import Explanation, Hit
from newsgrep.search.close_hits import missing_words
from newsgrep.search.hit_maker import HitMaker, Shown
from newsgrep.search.options import SearchOptions


def find_near(
    engine: Engine,
    query: Node,
    text: str,
    options: SearchOptions,
    shown: Shown,
    *,
    relax: bool,
) -> tuple[int, Iterator[Hit]]:
    """Return how many articles are found by words or by meaning, and the hits that the options ask for.

    query: the prepared query
    text:  the model makes the vector of the query from it
    relax: whether the query has words alone, so that articles may lack some of them, or all

    Raises UsageError for an index without vectors, a model that is gone, and a query without words.
    """
    if not isinstance(engine, MeaningEngine):
        raise UsageError("an index on a server has no vectors of a model", "search it without --meaning")
    if engine.meaning is None:
        raise UsageError(
            "a search by meaning needs vectors of one model, which the index does not have",
            "make them with: newsgrep index --meaning FOLDER",
        )
    if not text.strip():
        raise UsageError(
            "a search by meaning compares words, and the query has none", "add words, or leave it out"
        )
    clauses = conjuncts(query)
    words = [clause for clause in clauses if relax and _has_free_words(clause)]
    filters = [clause for clause in clauses if clause not in words]
    wanted = combine(And, [match_any_part(combine(Or, words)), *filters]) if words else query
    within = combine(And, filters or [MatchAll()]) if words else query
    from newsgrep.meaning.model import model_of  # its library takes a while to load

    vector = model_of(engine.meaning).of_query(text)
    found = engine.search_near(wanted, within, vector, limit=options.limit, offset=options.offset)
    return found.total, _hits(engine, wanted, words, found.articles, options, shown)


def sought_texts(query: Node) -> Iterator[str]:
    """Yield the words and phrases that a query looks for in title and text."""
    if isinstance(query, Word | Phrase | Exact | Cased):
        if query.field != "author":
            yield query.text
    elif not isinstance(query, Not):
        for child in children(query):
            yield from sought_texts(child)


def _has_free_words(node: Node) -> bool:
    if isinstance(node, TermNode):
        return not node.field
    return any(map(_has_free_words, children(node)))


def _hits(
    engine: Engine,
    wanted: Node,
    words: list[Node],
    found: Iterator[NearMatch],
    options: SearchOptions,
    shown: Shown,
) -> Iterator[Hit]:
    maker = HitMaker(wanted, engine.language, options, shown)
    missing_in = missing_words(words, engine.language)
    for rank, match in enumerate(found, options.offset + 1):
        hit = maker.hit(rank, match.score, match.article)
        hit = replace(hit, missing=missing_in(match.article), by_meaning=not match.has_words)
        if options.explain:
            hit = replace(hit, explanation=_explanation(engine, wanted, match))
        yield hit


def _explanation(engine: Engine, wanted: Node, match: NearMatch) -> Explanation | None:
    explained = engine.explain(wanted if match.has_words else MatchAll(), match.article.key)
    return explained and replace(explained, score=match.score, model=match.gain)
