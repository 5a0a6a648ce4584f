"""Persian words with a half-space, a joiner of no width: رئیس‌جمهور is written رئیس جمهور as well.

An index has the first as one word, and the second as two.
"""

from __future__ import annotations

from msgspec.structs import replace

from newsgrep.analysis.languages import ARABIC, script_of
from newsgrep.engine.base import Engine
from newsgrep.query.clauses import combine
from newsgrep.query.nodes import And, Node, Or, Phrase, TermQuery, Word, map_children, walk
from newsgrep.search.alternatives import with_alternatives

_HALF_SPACE = "\u200c"


def with_half_spaces(query: Node, engine: Engine) -> tuple[Node, list[str]]:
    """Return a query in which a half-space also matches a space, and a space a half-space.

    An alternative belongs to one term. So a second walk joins two words of an And that may be one word.
    """
    others: dict[TermQuery, list[Node]] = {
        node: [Phrase(text, node.field) for text in _other_texts(node.text, engine)]
        for node in walk(query)
        if isinstance(node, Word | Phrase)
    }
    return _with_joined(with_alternatives(query, others), engine), []


def _other_texts(text: str, engine: Engine) -> list[str]:
    """Return a text with spaces for its half-spaces, or with a half-space for each space, if in the index."""
    if _HALF_SPACE in text:
        return [text.replace(_HALF_SPACE, " ")]
    words = text.split()
    places = range(1, len(words)) if script_of(text) == ARABIC else ()
    return [
        " ".join((*words[: place - 1], whole, *words[place + 1 :]))
        for place in places
        if engine.count(Word(whole := words[place - 1] + _HALF_SPACE + words[place]))
    ]


def _with_joined(node: Node, engine: Engine) -> Node:
    """Return a tree in which two neighbours in any And may be one word with a half-space."""
    inner = map_children(node, lambda child: _with_joined(child, engine))
    return _with_pairs(inner, engine) if isinstance(inner, And) else inner


def _with_pairs(node: And, engine: Engine) -> Node:
    """Return an And in which two neighbours may be one word with a half-space."""
    parts: list[Node] = []
    for part in node.parts:
        before = parts[-1] if parts else None
        if isinstance(part, Word) and isinstance(before, Word) and before.field == part.field:
            for whole in _other_texts(f"{before.text} {part.text}", engine):
                part = Or((And((before, part)), replace(part, text=whole)))
                parts.pop()
        parts.append(part)
    return combine(And, parts)
