"""What a query asks an index: each term as it is looked up, and the number of articles that have it.

Each clause is counted alone. A clause below a NOT is counted too, and is marked as excluded.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, assert_never

from msgspec import Struct

from newsgrep.analysis.analyzer import Analyzer, analyzer_for
from newsgrep.engine.announcing import announce_counts
from newsgrep.engine.base import Engine, Sort
from newsgrep.query.nodes import (
    And,
    AtLeast,
    Cased,
    Exact,
    Expanded,
    FilterNode,
    Fuzzy,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Regex,
    Sounds,
    TermNode,
    TermQuery,
    Verified,
    Weighted,
    Wildcard,
    Word,
    children,
)
from newsgrep.query.rendering import render
from newsgrep.query.words import tokens_with_forms
from newsgrep.search.rewrite import prepare
from newsgrep.search.stopwords import stopwords_in

#: How a clause is looked up: by stem, by spelling, by the beginning of a word, by the words that a pattern
#: matches, by words near one another, by a number of mentions, by any of several equivalents, as a filter,
#: or in the stored text of candidates.
Way = Literal["stem", "spelling", "beginning", "expansion", "near", "mentions", "any", "filter", "text"]


class ClauseAccount(Struct, frozen=True):
    """A clause of a query.

    clause:    in the query language
    way:       how it is looked up
    looked_up: the words of a phrase in order, or the words of an expansion, any of which matches; else empty
    articles:  the number of articles that match the clause alone
    excluded:  whether it is below a NOT
    """

    clause: str
    way: Way
    looked_up: tuple[str, ...]
    articles: int
    excluded: bool = False


class QueryAccount(Struct, frozen=True):
    """The query that is answered.

    query:    as it was typed
    read:     as it was parsed, with filters, in the query language
    answered: the query after rewriting, as the engine answers it
    left_out: the stopwords that were left out
    sort:     the order of the hits
    articles: the number of articles that match
    clauses:  each clause once, in the order of the query
    notices:  on how the query was read and changed
    """

    query: str
    read: str
    answered: str
    left_out: tuple[str, ...]
    sort: str
    articles: int
    clauses: tuple[ClauseAccount, ...]
    notices: tuple[str, ...]


def account_for(
    engine: Engine, text: str, tree: Node, notices: tuple[str, ...] = (), sort: Sort = "relevance"
) -> QueryAccount:
    """Return how an engine answers a query; `notices` are from the parser."""
    analyzer = analyzer_for(engine.language)
    prepared, rewriting = prepare(tree, engine)
    clauses = dict.fromkeys(_clauses(prepared, excluded=False))
    announce_counts(engine, [prepared, *(clause for clause, _ in clauses)])
    return QueryAccount(
        query=text,
        read=render(tree),
        answered=render(prepared),
        left_out=tuple(stopwords_in(tree, engine)),
        sort=sort,
        articles=engine.count(prepared),
        clauses=tuple(_account(engine, analyzer, clause, excluded) for clause, excluded in clauses),
        notices=(*notices, *rewriting),
    )


def _clauses(node: Node, *, excluded: bool) -> Iterator[tuple[Node, bool]]:
    """Yield each clause of a tree, and whether a Not excludes it. The clauses of a Near follow the Near."""
    if isinstance(node, TermNode | FilterNode | Near | AtLeast | Verified):
        yield node, excluded
    for child in children(node):
        yield from _clauses(child, excluded=excluded != isinstance(node, Not))


def _account(engine: Engine, analyzer: Analyzer, clause: Node, excluded: bool) -> ClauseAccount:
    way, looked_up = _look_up(clause, analyzer)
    return ClauseAccount(render(clause), way, looked_up, engine.count(clause), excluded)


def _look_up(clause: Node, analyzer: Analyzer) -> tuple[Way, tuple[str, ...]]:
    match clause:
        case TermNode():
            return _look_up_term(clause, analyzer)
        case Near(parts):
            return "near" if len(parts) > 1 else "any", ()
        case Verified():
            return "text", ()
        case AtLeast():
            return "mentions", ()
        case FilterNode():
            return "filter", ()
        case And() | Or() | Not() | Weighted():
            raise TypeError(f"not a clause that is looked up: {clause}")
        case _:
            assert_never(clause)


def _look_up_term(term: TermQuery, analyzer: Analyzer) -> tuple[Way, tuple[str, ...]]:
    tokens = analyzer.terms(term.text)
    match term:
        case Expanded(words):
            return "expansion", words
        case Wildcard() | Fuzzy() | Regex() | Sounds():
            return "expansion", ()
        case Exact() | Cased():
            return "spelling", tuple(token.word for token in tokens)
        case Prefix():
            stems = [token.term for token in tokens[:-1]]
            return "beginning", (*stems, *(f"{token.word}*" for token in tokens[-1:]))
        case Word() | Phrase():
            found = tokens_with_forms(term, analyzer)
            return "stem", tuple("|".join((token.term, *forms)) for token, forms in found)
        case _:
            assert_never(term)
