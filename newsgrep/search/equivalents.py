"""Words that stand for one another: the user's own list of names under many spellings.

>>> tree, notices = with_equivalents(Word("Gaddafi"), {"gaddafi": ("qaddafi", "kadhafi")})
>>> render(tree), notices
('Gaddafi OR qaddafi OR kadhafi', ('Gaddafi is searched for as qaddafi, kadhafi too: they are equivalents',))
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import assert_never

from msgspec.structs import replace

from newsgrep.analysis.analyzer import analyzer_for
from newsgrep.analysis.languages import NO_STEMMING
from newsgrep.config import IndexPlace
from newsgrep.errors import IndexUnusableError
from newsgrep.query.clauses import combine
from newsgrep.query.nodes import (
    And,
    AtLeast,
    Exact,
    FilterNode,
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
    walk,
)
from newsgrep.query.parser import literal_term
from newsgrep.query.rendering import render
from newsgrep.query.terms import plain_phrase
from newsgrep.search.alternatives import other_texts, with_alternatives
from newsgrep.search.same_word import are_forms

#: Sign before an equivalent that matches only in its spelling, as in a query: `=France` does not find franc.
EXACT = "="
#: Variants of a phrase with equivalents, at most.
_MOST_VARIANTS = 200
#: Number of first letters that a word and its inflections share.
_FIRST_LETTERS = 2

#: The words of a text as they are looked up, without accents.
_Words = tuple[str, ...]
#: By each word or name, the members of its groups, including itself: their texts by their words.
_Groups = Mapping[_Words, Mapping[_Words, str]]


def with_equivalents(
    node: Node, table: Mapping[str, Iterable[str]], language: Callable[[], str] = lambda: NO_STEMMING
) -> tuple[Node, tuple[str, ...]]:
    """Return a query in which a word or a phrase also finds its equivalents, and a notice on each.

    table:    the first word of each group, with the others; each word of a group stands for all, and so do
              its inflections; a word after `=` is searched for in this spelling alone
    language: returns the language of the index, or several, in which inflections of these words are found

    Exact spellings and patterns in a query stay as they are.

    This is not a step of `prepare`, because it depends on settings, not on an index, and because adjacent
    words of an And may be one name.
    """
    if not table:
        return node, ()
    groups = _groups_of(tuple((first, tuple(others)) for first, others in table.items()))
    equivalents = _Equivalents(groups, language)
    return equivalents.added_to(node), tuple(equivalents.notices)


def equivalents_of(folders: Iterable[IndexPlace]) -> Mapping[str, tuple[str, ...]]:
    """Return the equivalents of all given indexes together; of the usual one for none. Raises UsageError."""
    from newsgrep.config import equivalents

    table: dict[str, tuple[str, ...]] = {}
    for folder in tuple(folders) or (None,):
        for word, others in equivalents(folder).items():
            table[word] = tuple(dict.fromkeys([*table.get(word, ()), *others]))
    return table


def language_of(folders: Sequence[IndexPlace]) -> str:
    """Return the language of the first given index, or of the usual one; NO_STEMMING if there is none."""
    from newsgrep.config import index_place
    from newsgrep.engine.registry import language_at

    try:
        return language_at(index_place(*folders[:1]))
    except IndexUnusableError:  # a search says why; a query can be read without an index
        return NO_STEMMING


@lru_cache(maxsize=4)
def _groups_of(lines: tuple[tuple[str, tuple[str, ...]], ...]) -> _Groups:
    """Return the groups by the words of each equivalent; it takes 10 ms for the names of 350 places."""
    groups: dict[_Words, dict[_Words, str]] = {}
    for first, others in lines:
        group = {words: text for text in (first, *others) if (words := _words(text))}
        for words in group:
            groups.setdefault(words, {}).update(group)
    return groups


def _beginning(words: _Words) -> tuple[str, ...]:
    return tuple(word[:_FIRST_LETTERS] for word in words)


def _words(text: str) -> _Words:
    """Return the words of a text as they are looked up: `US` in capitals is another word than the pronoun."""
    return tuple(token.word for token in analyzer_for(NO_STEMMING).terms(text))


def _term(text: str) -> Word | Phrase | Exact:
    return Exact(text.removeprefix(EXACT).strip()) if text.startswith(EXACT) else literal_term(text)


class _Equivalents:
    """Finds the equivalents of the terms of a query, and collects notices on them for the user."""

    def __init__(self, groups: _Groups, language: Callable[[], str]) -> None:
        self._groups = groups
        self._language = language
        self._longest = max(map(len, groups), default=1)
        self._found: dict[_Words, Sequence[str]] = {}
        self.notices: dict[str, None] = {}

    def added_to(self, node: Node) -> Node:
        """Return a query in which each term, and each name of several words, also finds its equivalents."""
        match node:
            case And(parts):
                return combine(And, [*self._parts(parts)])
            case Or(parts):
                return combine(Or, [self.added_to(part) for part in parts])
            case Not() | Weighted():
                return map_children(node, self.added_to)
            case TermNode() | FilterNode() | Near() | AtLeast() | Verified():
                terms = (term for term in walk(node) if isinstance(term, Word | Phrase))
                return with_alternatives(node, {term: self._noted_others(term) for term in terms})
            case _:
                assert_never(node)

    def _parts(self, parts: Sequence[Node]) -> Iterator[Node]:
        """Yield the parts of an And; adjacent words that are one name, as united states, become one part."""
        for place, part in enumerate(parts):
            if isinstance(part, Near):
                self._note_cut_names(parts[:place], part, parts[place + 1 :])
        start = 0
        while start < len(parts):
            ends = range(min(len(parts), start + self._longest), start + 1, -1)
            end = next((end for end in ends if self._is_name(parts[start:end])), start + 1)
            yield self._name(parts[start:end]) if end > start + 1 else self.added_to(parts[start])
            start = end

    def _note_cut_names(self, before: Sequence[Node], near: Near, after: Sequence[Node]) -> None:
        """Add a notice if a Near takes only one word of a name of several: united states W/5 drone."""
        first, last = (*before, near.parts[0]), (near.parts[-1], *after)
        lengths = range(2, self._longest + 1)
        for name in (*(first[-length:] for length in lengths), *(last[:length] for length in lengths)):
            if len(name) > 1 and self._is_name(name):
                text = " ".join(map(render, name))
                alone = render(near.parts[0] if name[-1] is near.parts[0] else near.parts[-1])
                self.notices[f'{alone} alone is near the other words; for the name, write "{text}"'] = None

    def _is_name(self, parts: Sequence[Node]) -> bool:
        fields = {part.field if isinstance(part, Word) else None for part in parts}
        text = " ".join(part.text for part in parts if isinstance(part, Word))
        return fields != {None} and len(fields) == 1 and bool(self._others_of(_words(text)))

    def _name(self, parts: Sequence[Node]) -> Node:
        """Return a node for adjacent words that are one name, and for its equivalents."""
        words = [part for part in parts if isinstance(part, Word)]
        text = " ".join(word.text for word in words)
        others = self._members(_words(text), words[0].field)
        self._note(text, others)
        either = combine(Or, others)
        return Or((And(tuple(parts)), Near((either,), 1) if isinstance(either, Or) else either))

    def _noted_others(self, term: Word | Phrase) -> list[Word | Phrase | Exact]:
        """Return the equivalents of a word or a phrase, and add a notice on them."""
        others = self._others(term)
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
        return [replace(_term(text), field=field) for text in self._others_of(own)]

    def _others_of(self, own: _Words) -> Sequence[str]:
        """Return the other members of the groups of a word or name, or of the groups of its other forms."""
        if own not in self._found:
            forms = (own,) if own in self._groups else self._forms(own)
            groups = (self._groups[form] for form in forms)
            others = {words: text for group in groups for words, text in group.items() if words not in forms}
            self._found[own] = tuple(others.values())
        return self._found[own]

    @cached_property
    def _by_beginning(self) -> Mapping[tuple[str, ...], Sequence[_Words]]:
        """The words of the groups by their first letters, which inflections have in common."""
        found = defaultdict(list)
        for words in self._groups:
            found[_beginning(words)].append(words)
        return found

    def _forms(self, own: _Words) -> Sequence[_Words]:
        """Return the members of groups that `own` is an inflection of, except those after `=`."""
        return [
            words
            for words in self._by_beginning.get(_beginning(own), ())
            if not self._groups[words][words].startswith(EXACT)
            and all(are_forms(one, other, self._language()) for one, other in zip(own, words, strict=True))
        ]

    def _variants(self, text: str) -> list[str]:
        """Return the variants of a phrase with equivalents of its words, in all combinations."""
        tokens = list(analyzer_for(NO_STEMMING).tokens(text))
        words = tuple(token.word for token in tokens)
        choices: list[tuple[int, int, list[str]]] = []
        start = 0
        while start < len(words):
            longest = min(len(words), start + self._longest)
            ends = (end for end in range(longest, start, -1) if self._others_of(words[start:end]))
            if end := next(ends, 0):
                own, first, last = words[start:end], tokens[start].start, tokens[end - 1].end
                others = [other.removeprefix(EXACT) for other in self._others_of(own)]
                choices.append((first, last, others))
            start = end or start + 1
        return other_texts(text, choices, _MOST_VARIANTS)
