"""Words that stand for one another: the user's own list of names under many spellings.

>>> tree, notices = with_equivalents(Word("Gaddafi"), {"gaddafi": ("qaddafi", "kadhafi")})
>>> render(tree), notices
('Gaddafi OR qaddafi OR kadhafi', ('Gaddafi is searched for as qaddafi, kadhafi too: they are equivalents',))
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice, product

from msgspec.structs import replace

from newsgrep.analysis.analyzer import analyzer_for
from newsgrep.analysis.languages import NO_STEMMING
from newsgrep.config import Place
from newsgrep.query.clauses import combine
from newsgrep.query.nodes import (
    And,
    Exact,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    TermQuery,
    Weighted,
    Word,
    map_children,
)
from newsgrep.query.parser import literal_term
from newsgrep.query.rendering import render
from newsgrep.query.terms import plain_phrase
from newsgrep.search.alternatives import with_alternatives

#: Before an equivalent that stands for its spelling alone, as in a query: `=France`, which is no franc.
EXACT = "="
#: Ways in which the words of a phrase may be replaced, at most.
_MOST_VARIANTS = 200

#: The words of a text as they are looked up, without accents.
_Words = tuple[str, ...]
#: What each stands for: all equivalents of its groups, itself among them.
_Groups = Mapping[_Words, Mapping[_Words, str]]


def with_equivalents(node: Node, table: Mapping[str, Iterable[str]]) -> tuple[Node, tuple[str, ...]]:
    """Return a query in which a word or a phrase stands for its equivalents too, and a notice on each.

    table: the other words of each group by its first; each word of a group stands for all; one after `=` is
           searched for in this spelling alone

    An exact spelling and a pattern in a query stand for themselves.
    """
    if not table:
        return node, ()
    expansion = _Expansion(_groups_of(tuple((first, tuple(others)) for first, others in table.items())))
    return expansion.expanded(node), tuple(expansion.notices)


def equivalents_of(folders: Iterable[Place]) -> Mapping[str, tuple[str, ...]]:
    """Return the equivalents of some indexes together, or of the usual one. Raises UsageError."""
    from newsgrep.config import equivalents

    table: dict[str, tuple[str, ...]] = {}
    for folder in tuple(folders) or (None,):
        for word, others in equivalents(folder).items():
            table[word] = tuple(dict.fromkeys([*table.get(word, ()), *others]))
    return table


@lru_cache(maxsize=4)
def _groups_of(lines: tuple[tuple[str, tuple[str, ...]], ...]) -> _Groups:
    """Return what the words of each equivalent stand for; it takes 10 ms for the names of 350 places."""
    groups: dict[_Words, dict[_Words, str]] = {}
    for first, others in lines:
        group = {words: text for text in (first, *others) if (words := _words(text))}
        for words in group:
            groups.setdefault(words, {}).update(group)
    return groups


def _words(text: str) -> _Words:
    return tuple(token.word.lower() for token in analyzer_for(NO_STEMMING).terms(text))


def _term(text: str) -> Word | Phrase | Exact:
    return Exact(text.removeprefix(EXACT).strip()) if text.startswith(EXACT) else literal_term(text)


class _Expansion:
    """Finds what stands for the terms of a query, and takes notes of it for the user."""

    def __init__(self, groups: _Groups) -> None:
        self._groups = groups
        self._longest = max(map(len, groups), default=1)
        self.notices: dict[str, None] = {}

    def expanded(self, node: Node) -> Node:
        """Return a query in which each term, and each name of several words, stands for its equivalents."""
        if isinstance(node, And):
            return combine(And, [*self._parts(node.parts)])
        if isinstance(node, Or):
            return combine(Or, [self.expanded(part) for part in node.parts])
        if isinstance(node, Not | Weighted):
            return map_children(node, self.expanded)
        return with_alternatives(node, self.others_of)

    def _parts(self, parts: Sequence[Node]) -> Iterator[Node]:
        """Yield the parts of an And, the words in a row that are one name as one: united states."""
        start = 0
        while start < len(parts):
            ends = range(min(len(parts), start + self._longest), start + 1, -1)
            end = next((end for end in ends if self._is_name(parts[start:end])), start + 1)
            yield self._name(parts[start:end]) if end > start + 1 else self.expanded(parts[start])
            start = end

    def _is_name(self, parts: Sequence[Node]) -> bool:
        fields = {part.field if isinstance(part, Word) else None for part in parts}
        text = " ".join(part.text for part in parts if isinstance(part, Word))
        return fields != {None} and len(fields) == 1 and len(self._groups.get(_words(text), ())) > 1

    def _name(self, parts: Sequence[Node]) -> Node:
        """Return what stands for words in a row that are one name."""
        words = [part for part in parts if isinstance(part, Word)]
        text = " ".join(word.text for word in words)
        others = self._members(_words(text), words[0].field)
        self._note(text, others)
        either = combine(Or, others)
        return Or((And(tuple(parts)), Near((either,), 1) if isinstance(either, Or) else either))

    def others_of(self, term: TermQuery, in_near: bool) -> list[Word | Phrase | Exact]:
        """Return what a word or a phrase stands for beside itself, and note it; nothing for other terms."""
        others = self._others(term) if isinstance(term, Word | Phrase) else []
        self._note(render(term), others)
        return others

    def _note(self, term: str, others: Sequence[Word | Phrase | Exact]) -> None:
        if others:
            named = ", ".join(render(replace(other, field="")) for other in others)
            self.notices[f"{term} is searched for as {named} too: they are equivalents"] = None

    def _others(self, term: Word | Phrase) -> list[Word | Phrase | Exact]:
        if isinstance(term, Word):
            return self._members(_words(term.text), term.field)
        return [replace(term, text=plain_phrase(text)) for text in self._variants(term.text)]

    def _members(self, own: _Words, field: str) -> list[Word | Phrase | Exact]:
        members = (text for words, text in self._groups.get(own, {}).items() if words != own)
        return [replace(_term(text), field=field) for text in members]

    def _variants(self, text: str) -> list[str]:
        """Return a phrase with other words of the groups that its words have, in all combinations."""
        tokens = list(analyzer_for(NO_STEMMING).tokens(text))
        words = tuple(token.word.lower() for token in tokens)
        choices: list[list[str]] = []
        start = done = 0
        while start < len(words):
            ends = (end for end in range(len(words), start, -1) if words[start:end] in self._groups)
            if end := next(ends, 0):
                own, first, last = words[start:end], tokens[start].start, tokens[end - 1].end
                others = [other.removeprefix(EXACT) for key, other in self._groups[own].items() if key != own]
                choices += [[text[done:first]], [text[first:last], *others]]
                done = last
            start = end or start + 1
        variants = map("".join, product(*choices, [text[done:]]))
        return list(islice(variants, 1, _MOST_VARIANTS))  # the first is the text itself
