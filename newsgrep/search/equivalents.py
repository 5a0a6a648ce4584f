"""Words that stand for one another: the person's own list of names under many spellings.

>>> tree, notices = with_equivalents(Word("Gaddafi"), {"gaddafi": ("qaddafi", "kadhafi")})
>>> render(tree), notices
('Gaddafi OR qaddafi OR kadhafi', ('Gaddafi is searched for as qaddafi, kadhafi too: they are equivalents',))
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice, product

from msgspec.structs import replace

from newsgrep.analysis.analyzer import Analyzer, analyzer_for
from newsgrep.analysis.languages import NO_STEMMING
from newsgrep.config import Place
from newsgrep.query.nodes import Exact, Node, Phrase, TermQuery, Word
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


def with_equivalents(node: Node, table: Mapping[str, Iterable[str]]) -> tuple[Node, tuple[str, ...]]:
    """Return a query in which a word or a phrase stands for its equivalents too, and a notice on each.

    table: the other words of each group by its first; each word of a group stands for all; one after `=` is
           searched for in this spelling alone

    An exact spelling and a pattern in a query stand for themselves.
    """
    if not table:
        return node, ()
    expansion = _Expansion(table)
    return with_alternatives(node, expansion.others_of), tuple(expansion.notices)


def equivalents_of(folders: Iterable[Place]) -> Mapping[str, tuple[str, ...]]:
    """Return the equivalents of some indexes together, or of the usual one. Raises UsageError."""
    from newsgrep.config import equivalents

    table: dict[str, tuple[str, ...]] = {}
    for folder in tuple(folders) or (None,):
        for word, others in equivalents(folder).items():
            table[word] = tuple(dict.fromkeys([*table.get(word, ()), *others]))
    return table


def equivalent_term(text: str) -> Word | Phrase | Exact:
    """Return what an equivalent is searched for as: a word or a phrase, after `=` in this spelling alone."""
    return Exact(text.removeprefix(EXACT).strip()) if text.startswith(EXACT) else literal_term(text)


class _Expansion:
    """Finds what stands for the terms of a query, and takes notes of it for a person."""

    def __init__(self, table: Mapping[str, Iterable[str]]) -> None:
        self._analyzer: Analyzer = analyzer_for(NO_STEMMING)
        self._groups: dict[_Words, dict[_Words, str]] = {}
        self.notices: dict[str, None] = {}
        for first, others in table.items():
            group = {words: text for text in (first, *others) if (words := self._words(text))}
            for words in group:
                self._groups.setdefault(words, {}).update(group)

    def _words(self, text: str) -> _Words:
        return tuple(token.word.lower() for token in self._analyzer.terms(text))

    def others_of(self, term: TermQuery, in_near: bool) -> list[Word | Phrase | Exact]:
        """Return what a word or a phrase stands for beside itself, and note it; nothing for other terms."""
        others = self._others(term) if isinstance(term, Word | Phrase) else []
        if others:
            named = ", ".join(render(replace(other, field="")) for other in others)
            self.notices[f"{render(term)} is searched for as {named} too: they are equivalents"] = None
        return others

    def _others(self, term: Word | Phrase) -> list[Word | Phrase | Exact]:
        if isinstance(term, Word):
            own = self._words(term.text)
            members = (text for words, text in self._groups.get(own, {}).items() if words != own)
            return [replace(equivalent_term(text), field=term.field) for text in members]
        return [replace(term, text=plain_phrase(text)) for text in self._variants(term.text)]

    def _variants(self, text: str) -> list[str]:
        """Return a phrase with other words of the groups that its words have, in all combinations."""
        tokens = list(self._analyzer.tokens(text))
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
