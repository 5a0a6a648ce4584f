"""Close hits: the best articles that have some of a query's words, when few or no articles have all.

Only a query of plain words is relaxed. One with an operator, a phrase, a field or a pattern is exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from msgspec.structs import replace

from newsgrep.analysis.analyzer import analyzer_for
from newsgrep.article import Article
from newsgrep.engine.base import Engine
from newsgrep.query.clauses import combine, match_any_part
from newsgrep.query.nodes import And, Near, Node, Or, Phrase, TermNode, Word, conjuncts
from newsgrep.results import Hit
from newsgrep.search.highlight import Highlighter
from newsgrep.search.hit_maker import HitMaker, Shown
from newsgrep.search.options import SearchOptions


def close_hits(
    engine: Engine, query: Node, total: int, options: SearchOptions, shown: Shown
) -> Iterator[Hit]:
    """Yield hits that fill the page after the full matches, best first; `missing` has the words they lack.

    query: the prepared query that was searched
    total: how many articles match it
    """
    words, others = _words_and_others(query)
    has_pattern = any(isinstance(other, TermNode) and not other.field for other in others)
    if options.limit is None or len(words) < 2 or has_pattern:
        return
    wanted = options.limit - max(0, total - options.offset)
    if wanted <= 0:
        return
    skipped = max(0, options.offset - total)
    any_word = match_any_part(combine(Or, words))
    found = engine.search(
        combine(And, [any_word, *others]), sort="relevance", limit=total + skipped + wanted, offset=0
    )
    missing_in = missing_words(words, engine.language)
    maker = HitMaker(any_word, engine.language, options, shown)
    lacking = ((one, missing) for one in found.articles if (missing := missing_in(one[1])))
    close = islice(lacking, skipped, skipped + wanted)
    for rank, ((score, article), missing) in enumerate(close, total + skipped + 1):
        yield replace(maker.hit(rank, score, article), missing=missing)


def _words_and_others(query: Node) -> tuple[list[Node], list[Node]]:
    """Return the clauses of a query that are words, and its other clauses, such as filters."""
    clauses = conjuncts(query)
    words = [clause for clause in clauses if typed_word(clause)]
    return words, [clause for clause in clauses if clause not in words]


def missing_words(clauses: Iterable[Node], language: str) -> Callable[[Article], tuple[str, ...]]:
    """Return a function that returns the words, as they were typed, that an article lacks.

    language: of the index
    """
    analyzer = analyzer_for(language)
    words = {word: Highlighter(clause, analyzer) for clause in clauses if (word := typed_word(clause))}
    return lambda article: tuple(word for word, one in words.items() if not one.occurs_in(article))


def typed_word(node: Node) -> str:
    """Return the typed word of a clause, which may have alternatives; empty if the clause is not a word."""
    if isinstance(node, Near) and len(node.parts) == 1 and isinstance(either := node.parts[0], Or):
        return typed_word(either.parts[0])
    return node.text if isinstance(node, Word | Phrase) and not node.field else ""
