"""From a query as it was read to one that an engine answers, with a line for each thing that this changes.

Stopwords that stand free among other words are left out, and patterns are replaced by the words of the
index that they fit. Nothing else is touched, and nothing is changed in silence.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from newsgrep.analysis.analyzer import Analyzer, analyzer_for
from newsgrep.analysis.stopwords import STOPWORDS
from newsgrep.engine.base import Engine
from newsgrep.query.nodes import (
    And,
    AtLeast,
    Expanded,
    FilterNode,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    TermNode,
    Weighted,
    Word,
    map_children,
    positive_terms,
    render,
)
from newsgrep.results import Expansion

#: Words of a pattern that are told by name.
_MOST_NAMED = 5
#: Characters of a pattern that are told.
_LONGEST_SHOWN = 60


def prepare(query: Node, engine: Engine) -> tuple[Node, list[str]]:
    """Return the query as an engine answers it, and the lines that tell what was changed."""
    analyzer = analyzer_for(engine.language)
    kept, left_out = without_stopwords(query, analyzer)
    expanded, fitting = with_spellings(kept, engine)
    return expanded, [*left_out, *fitting, *_wordless(expanded, analyzer)]


def without_stopwords(query: Node, analyzer: Analyzer) -> tuple[Node, list[str]]:
    """Leave out the stopwords that stand free among other words, and say so.

    They weigh next to nothing in the ranking and cost the most to look up. Phrases, fields and all that
    counts, weighs or measures keep theirs, and a query of nothing but stopwords is searched as it is.
    """
    kept, left_out = _kept(query, analyzer)
    if kept is None or not left_out or not any(positive_terms(kept)):
        return query, []
    words = ", ".join(dict.fromkeys(left_out))
    return kept, [f"left out as too common: {words} (put a word in quotes to keep it)"]


def with_spellings(query: Node, engine: Engine) -> tuple[Node, list[str]]:
    """Put the words of the index that they fit in the place of patterns, and say which.

    A pattern that stands at several places is looked up and told once.
    """
    known: dict[Pattern, Expanded] = {}
    told: list[str] = []

    def spellings(pattern: Pattern) -> Expanded:
        if pattern not in known:
            expansion = engine.expand(pattern)
            known[pattern] = Expanded(expansion.words, pattern)
            told.append(_fitting(pattern, expansion))
        return known[pattern]

    return _replaced(query, spellings), told


def shortened(node: Node) -> str:
    """Return a part of a query in the language, with an ellipsis where it is long."""
    shown = render(node)
    return shown if len(shown) <= _LONGEST_SHOWN else f"{shown[: _LONGEST_SHOWN - 1]}…"


def _kept(node: Node, analyzer: Analyzer) -> tuple[Node | None, list[str]]:
    """Return the tree without its free stopwords, None if nothing is left, and what was left out."""
    match node:
        case Word(text, ""):
            return (None, [text]) if _is_stopword(text, analyzer) else (node, [])
        case Weighted(And() | Or() as part, weight):
            rest, left_out = _kept(part, analyzer)
            return (None if rest is None else Weighted(rest, weight)), left_out
        case And(parts) | Or(parts):
            return _kept_of(node, parts, analyzer)
        case Not() | Near() | AtLeast() | Weighted() | TermNode() | FilterNode():
            return node, []
        case _:
            assert_never(node)


def _kept_of(node: And | Or, parts: tuple[Node, ...], analyzer: Analyzer) -> tuple[Node | None, list[str]]:
    pairs = [_kept(part, analyzer) for part in parts]
    rest = tuple(part for part, _ in pairs if part is not None)
    left_out = [word for _, words in pairs for word in words]
    if isinstance(node, Or) and not all(any(positive_terms(part)) for part in rest):
        return node, []  # `of OR -missile` is not `-missile`
    if len(rest) < 2:
        return (rest[0] if rest else None), left_out
    return type(node)(rest), left_out


def _is_stopword(text: str, analyzer: Analyzer) -> bool:
    words = [token.word for token in analyzer.terms(text)]
    return analyzer.language == "english" and len(words) == 1 and words[0] in STOPWORDS


def _replaced(node: Node, spellings: Callable[[Pattern], Expanded]) -> Node:
    """Return the tree with every pattern replaced, wherever it stands."""
    if isinstance(node, Pattern):
        return spellings(node)
    return map_children(node, lambda child: _replaced(child, spellings))


def _fitting(pattern: Pattern, expansion: Expansion) -> str:
    """Return a line on what a pattern stands for, with its most frequent words."""
    shown, number = shortened(pattern), len(expansion.words)
    if not number:
        return f"{shown} fits no word"
    named = ", ".join(expansion.words[:_MOST_NAMED]) + (", …" if number > _MOST_NAMED else "")
    if expansion.total > number:
        return f"{shown} fits {expansion.total:,} words; the {number:,} most frequent are searched: {named}"
    many = f" {number:,} words" if number > _MOST_NAMED else ""
    return f"{shown} stands for{many}: {named}"


def _wordless(query: Node, analyzer: Analyzer) -> list[str]:
    """Return a line for each wanted leaf that analysis leaves nothing of."""
    leaves = (leaf for leaf in positive_terms(query) if not isinstance(leaf, Expanded))
    return [f"no word to look up in: {leaf.text}" for leaf in leaves if not analyzer.terms(leaf.text)]
