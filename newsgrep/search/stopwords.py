"""Stopwords of a query: they add next to nothing to a score, and cost the most to look up."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO
from typing import TypeGuard, assert_never

from msgspec.structs import replace

from newsgrep.analysis.acronyms import quieten
from newsgrep.analysis.analyzer import Analyzer, analyzer_for
from newsgrep.analysis.stopwords import stopwords_of
from newsgrep.engine.base import Engine
from newsgrep.query.nodes import (
    And,
    AtLeast,
    FilterNode,
    MatchAll,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    TermNode,
    Verified,
    Weighted,
    Word,
    map_children,
)


def without_stopwords(query: Node, engine: Engine) -> tuple[Node, list[str]]:
    """Leave out the stopwords beside other words; return the rest and a notice, if there were any.

    They are left out only among words that must all occur, or that `--any` made alternatives, and only if
    another of these words is left. They are kept where they mean more: in a written OR, below NOT, in
    phrases, in a field, and where they are counted, weighted or near something.
    """
    left_out: dict[str, None] = {}
    rest = _without_stopwords(query, analyzer_for(engine.language), left_out)
    if not left_out:
        return rest, []
    shown = dict.fromkeys(word.rstrip(",;:?!") for word in left_out)
    return rest, [f"left out as too common: {', '.join(shown)} (put a word in quotes to keep it)"]


def stopwords_in(query: Node, engine: Engine) -> list[str]:
    """Return the words that `without_stopwords` leaves out, each once."""
    left_out: dict[str, None] = {}
    _without_stopwords(query, analyzer_for(engine.language), left_out)
    return [*left_out]


def _without_stopwords(node: Node, analyzer: Analyzer, left_out: dict[str, None]) -> Node:
    """Return the tree without its stopwords, and add these to `left_out`."""
    match node:
        case Weighted(And() | Or()):
            return map_children(node, lambda part: _without_stopwords(part, analyzer, left_out))
        case And() | Or():
            node = map_children(node, lambda part: _without_stopwords(part, analyzer, left_out))
            return _shortened(node, analyzer, left_out)
        case Not() | Near() | AtLeast() | Verified() | Weighted() | TermNode() | FilterNode():
            return node
        case _:
            assert_never(node)


def _shortened(node: Node, analyzer: Analyzer, left_out: dict[str, None]) -> Node:
    """Return an And or Or without the stopwords among its parts, where it has other words too.

    A written Or keeps them. Beside `*`, all are left out, as they would only rank. Words that are all in
    capitals, as in a pasted headline, are read in small letters, as in an article.
    """
    assert isinstance(node, And | Or)
    typed = {number: part for number, part in enumerate(node.parts) if _is_plain(part, node)}
    read = dict(zip(typed, _quietened([*typed.values()], analyzer), strict=True))
    words = [number for number, part in read.items() if isinstance(part, Word)]
    common = {number: typed[number].text for number in words if _is_stopword(read[number].text, analyzer)}
    if len(common) == len(words) and MatchAll() not in node.parts:
        common = {}
    left_out.update(dict.fromkeys(common.values()))
    rest = tuple(read.get(number, part) for number, part in enumerate(node.parts) if number not in common)
    return rest[0] if len(rest) == 1 else type(node)(rest)


def _is_plain(part: Node, node: And | Or) -> TypeGuard[Word | Phrase]:
    """Return whether a part is a word without a field, outside a written Or, or a phrase of several words."""
    if isinstance(part, Word):
        return not part.field and (isinstance(node, And) or part.any_part)
    return isinstance(part, Phrase) and not part.field and " " in part.text


def _quietened(parts: Sequence[Word | Phrase], analyzer: Analyzer) -> list[Word | Phrase]:
    """Return the parts, in small letters where their capitals mean nothing and that changes their terms."""
    quiet = StringIO(quieten("".join(f"{part.text}\n" for part in parts)))  # keeps the length of each
    pairs = [(part, replace(part, text=quiet.read(len(part.text) + 1)[:-1])) for part in parts]
    return [one if _terms(one, analyzer) == _terms(other, analyzer) else other for one, other in pairs]


def _terms(part: Word | Phrase, analyzer: Analyzer) -> list[str]:
    return [token.term for token in analyzer.terms(part.text)]


def _is_stopword(text: str, analyzer: Analyzer) -> bool:
    words = [token.word for token in analyzer.terms(text)]
    return len(words) == 1 and words[0] in stopwords_of(analyzer.language)
