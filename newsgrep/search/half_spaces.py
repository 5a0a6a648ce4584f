"""Persian words with a half-space, a joiner of no width: رئیس‌جمهور is written رئیس جمهور as well.

An index has the first as one word, and the second as two.
"""

from __future__ import annotations

from msgspec.structs import replace

from newsgrep.analysis.languages import ARABIC, script_of
from newsgrep.engine.base import Engine
from newsgrep.query.clauses import combine
from newsgrep.query.nodes import And, Node, Or, Phrase, TermQuery, Word, map_children
from newsgrep.search.alternatives import with_alternatives

_HALF_SPACE = "\u200c"


def with_half_spaces(query: Node, engine: Engine) -> Node:
    """Return a query in which a half-space may be a space, and one between two words a half-space."""

    def others_of(term: TermQuery, in_near: bool) -> list[Node]:
        if not isinstance(term, Word | Phrase):
            return []
        if _HALF_SPACE in term.text:
            return [Phrase(term.text.replace(_HALF_SPACE, " "), term.field)]
        return [Phrase(text, term.field) for text in _joined_texts(term.text, engine)]

    def joined(node: Node) -> Node:
        inner = map_children(node, joined)
        return _with_pairs(inner, engine) if isinstance(inner, And) else inner

    return joined(with_alternatives(query, others_of))


def _joined_texts(text: str, engine: Engine) -> list[str]:
    """Return a phrase with a half-space in the place of each space, where the index has such a word."""
    words = text.split()
    places = range(1, len(words)) if script_of(text) == ARABIC else ()
    return [
        " ".join((*words[: place - 1], whole, *words[place + 1 :]))
        for place in places
        if engine.count(Word(whole := words[place - 1] + _HALF_SPACE + words[place]))
    ]


def _with_pairs(node: And, engine: Engine) -> Node:
    """Return an And in which two neighbours may be one word with a half-space."""
    parts: list[Node] = []
    for part in node.parts:
        before = parts[-1] if parts else None
        if isinstance(part, Word) and isinstance(before, Word) and before.field == part.field:
            for whole in _joined_texts(f"{before.text} {part.text}", engine):
                part = Or((And((before, part)), replace(part, text=whole)))
                parts.pop()
        parts.append(part)
    return combine(And, parts)
