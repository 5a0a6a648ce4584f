"""Phrases across a word that is cut at the end of a line: `"international law"` in `inter-⏎national law`.

The index has `international inter national law` there (analysis/cut_words.py). So a word that another one
follows stands for itself with the parts behind it, too, where articles have it so.

>>> from newsgrep.analysis.analyzer import analyzer_for
>>> [*cut_texts("international law", analyzer_for("english"))][3]
('international inter national', 'international inter national law')
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from newsgrep.analysis.analyzer import Analyzer
from newsgrep.engine.base import Engine
from newsgrep.query.clauses import combine
from newsgrep.query.nodes import Cased, Exact, Node, Or, Phrase, TermQuery, Word
from newsgrep.search.alternatives import with_alternatives

#: Letters that are left at the end of a line, and on the next one, at least.
_FEWEST_BEFORE, _FEWEST_AFTER = 2, 3


def with_cut_words(query: Node, engine: Engine, analyzer: Analyzer) -> Node:
    """Return a query in which phrases, and words near others, are found where a word of them is cut."""

    def others_of(term: TermQuery, in_near: bool) -> list[Node]:
        if not isinstance(term, Phrase | Exact | Cased | Word) or isinstance(term, Word) and term.any_part:
            return []
        kind = Phrase if isinstance(term, Word) else type(term)
        texts = _in_use(engine, cut_texts(term.text, analyzer, last=in_near))
        return [kind(text, term.field) for text in texts]

    return with_alternatives(query, others_of)


def _in_use(engine: Engine, texts: Iterable[tuple[str, str]]) -> list[str]:
    """Return the texts whose cut word is in the index. One query asks for all, as most indexes have none."""
    found = {text: Exact(cut) for cut, text in texts}
    if not found or not engine.count(combine(Or, [*found.values()])):
        return []
    return [text for text, cut in found.items() if engine.count(cut)]


def cut_texts(text: str, analyzer: Analyzer, *, last: bool = False) -> Iterator[tuple[str, str]]:
    """Yield each word cut at each place, as the index has it, and the text with it in the place of the word.

    last: whether the last word is cut, too
    """
    tokens = [*analyzer.tokens(text)]
    for _, word, start, end in tokens if last else tokens[:-1]:
        written = text[start:end]
        if written.isalpha() and len(word) == len(written):
            for place in range(_FEWEST_BEFORE, len(word) - _FEWEST_AFTER + 1):
                cut = f"{written} {written[:place]} {written[place:]}"
                yield cut, f"{text[:start]}{cut}{text[end:]}"
