"""Phrases across a word that is cut at the end of a line: `"international law"` in `inter-⏎national law`.

The index has `international inter national law` there (analysis/cut_words.py). So a word that
another one follows also matches with its parts after it, if an article has that.

>>> from newsgrep.analysis.analyzer import analyzer_for
>>> [*cut_texts("international law", analyzer_for("english"))][3]
('international inter national', 'international inter national law')
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from newsgrep.analysis.analyzer import Analyzer, analyzer_for
from newsgrep.engine.announcing import matched
from newsgrep.engine.base import Engine
from newsgrep.query.clauses import combine
from newsgrep.query.nodes import Cased, Exact, Near, Node, Or, Phrase, TermQuery, Word, walk
from newsgrep.search.alternatives import with_alternatives

#: Fewest letters of a cut word at the end of a line, and on the next line.
_FEWEST_BEFORE, _FEWEST_AFTER = 2, 3


def with_cut_words(query: Node, engine: Engine) -> tuple[Node, list[str]]:
    """Return a query whose phrases, and words in a Near, also match where one of their words is cut."""
    analyzer = analyzer_for(engine.language)
    chains = (node for node in walk(query) if isinstance(node, Near) and node.unit == "word")
    in_near = {term for chain in chains if len(chain.parts) > 1 for term in walk(chain)}
    cuts: dict[TermQuery, dict[Node, Exact]] = {}
    for term in walk(query):
        if isinstance(term, Phrase | Exact | Cased | Word) and not (isinstance(term, Word) and term.any_part):
            kind = Phrase if isinstance(term, Word) else type(term)
            texts = cut_texts(term.text, analyzer, last=term in in_near)
            cuts[term] = {kind(text, term.field): Exact(cut) for cut, text in texts}
    in_use = _in_use(engine, [list(some.values()) for some in cuts.values() if some])
    others = {term: [other for other, cut in some.items() if cut in in_use] for term, some in cuts.items()}
    return with_alternatives(query, others), []


def _in_use(engine: Engine, groups: Sequence[Sequence[Exact]]) -> set[Exact]:
    """Return the cut words that are in the index. Asks for each group as one first, as most have none."""
    alternatives = {combine(Or, group): group for group in groups}
    found = [cut for either in matched(engine, alternatives) for cut in alternatives[either]]
    return set(matched(engine, found))


def cut_texts(text: str, analyzer: Analyzer, *, last: bool = False) -> Iterator[tuple[str, str]]:
    """Yield each cut word, as the index has it, and the text with it in place of the word; cut at each place.

    last: whether the last word is cut, too
    """
    tokens = [*analyzer.tokens(text)]
    for _, word, start, end in tokens if last else tokens[:-1]:
        written = text[start:end]
        if written.isalpha() and len(word) == len(written):
            for place in range(_FEWEST_BEFORE, len(word) - _FEWEST_AFTER + 1):
                cut = f"{written} {written[:place]} {written[place:]}"
                yield cut, f"{text[:start]}{cut}{text[end:]}"
