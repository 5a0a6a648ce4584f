"""Terms with alternatives: a term and its alternatives are one term, also within a Near or an AtLeast.

>>> from newsgrep.query.nodes import Word
>>> from newsgrep.query.rendering import render
>>> render(with_alternatives(Word("oil"), {Word("oil"): [Word("petroleum")]}))
'oil OR petroleum'
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice, product

from newsgrep.query.clauses import combine
from newsgrep.query.nodes import AtLeast, Near, Node, Or, TermNode, TermQuery, map_children


def with_alternatives(query: Node, others: Mapping[TermQuery, Sequence[Node]]) -> Node:
    """Return a query in which each term also matches where an alternative of it matches.

    others: the alternatives of each term; a term that is not a key has none
    """
    return _with_alternatives(query, others, is_inside=False) if any(others.values()) else query


def _with_alternatives(node: Node, others: Mapping[TermQuery, Sequence[Node]], *, is_inside: bool) -> Node:
    """Do the same for a part of the query; `is_inside` says whether the part is in a Near or an AtLeast."""
    if isinstance(node, TermNode):
        either = Or((node, *others.get(node, ())))
        if len(either.parts) == 1:
            return node
        return either if is_inside else Near((either,), 1)
    is_inside = is_inside or isinstance(node, Near | AtLeast)
    changed = map_children(node, lambda child: _with_alternatives(child, others, is_inside=is_inside))
    return combine(Or, changed.parts) if isinstance(changed, Or) else changed


def other_texts(text: str, choices: Iterable[tuple[int, int, Iterable[str]]], most: int) -> list[str]:
    """Return the variants of a text with words replaced, in all combinations, without the text itself.

    choices: start and end of each word, ascending, and its replacements
    most:    number of combinations at most, including the text itself

    >>> other_texts("red ink", [(0, 3, ["blue"]), (4, 7, ["paint"])], 10)
    ['red paint', 'blue ink', 'blue paint']
    """
    pieces: list[list[str]] = []
    done = 0
    for start, end, others in choices:
        pieces += [[text[done:start]], [text[start:end], *others]]
        done = end
    return [*islice(map("".join, product(*pieces, [text[done:]])), 1, most)]
