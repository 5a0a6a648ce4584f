"""German compounds: Verfassungsgericht is in Bundesverfassungsgericht, and is found there.

newsgrep has no word list. A word of the index is a compound of another word if the parts before and after
that word are words of the index too, apart from letters that join words, and an ending.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from newsgrep.analysis.analyzer import analyzer_for
from newsgrep.analysis.languages import languages_of
from newsgrep.analysis.stopwords import stopwords_of
from newsgrep.engine.announcing import announce_patterns, matched
from newsgrep.engine.base import Engine
from newsgrep.query.nodes import Exact, Expanded, Node, TermQuery, Wildcard, Word, walk
from newsgrep.search.alternatives import with_alternatives

#: The languages of the indexes in which compounds are looked for.
_LANGUAGES = ("german", "german2")
#: Fewest letters of a word whose compounds are found, and of the words beside it: Rat must not find Beratung.
_SHORTEST, _SHORTEST_PART = 5, 3
#: Letters that join a word to the next one, and endings of a word.
_JOINTS = ("", "s", "es", "n", "en", "er", "e")
_ENDINGS = frozenset(["", "e", "en", "er", "ern", "es", "s", "n", "in", "innen"])
#: Words that a notice names, at most.
_MOST_NAMED = 5


def with_compounds(query: Node, engine: Engine) -> tuple[Node, list[str]]:
    """Return a query in which a German word also finds its compounds, and a notice on each such word.

    Phrases, patterns and exact spellings stay as they are.
    """
    analyzer = analyzer_for(engine.language)
    german = next((name for name in languages_of(engine.language) if name in _LANGUAGES), "")
    if not german:
        return query, []
    stem = analyzer_for(german).stem
    words = {node: analyzer.terms(node.text) for node in walk(query) if isinstance(node, Word)}
    patterns = {
        node: Wildcard(f"*{_beginning(word, stem(word))}*", node.field)
        for node, tokens in words.items()
        if len(tokens) == 1 and len(word := tokens[0].word) >= _SHORTEST
    }
    announce_patterns(engine, patterns.values())
    compounds = _Compounds(engine, stopwords_of(german))
    others: dict[TermQuery, list[Node]] = {}
    notices: dict[str, None] = {}
    for node, pattern in patterns.items():
        if found := compounds.of(pattern.text.strip("*"), engine.expand(pattern).words):
            others[node] = [Expanded(found, pattern)]
            more = f", … ({len(found):,} in all)" if len(found) > _MOST_NAMED else ""
            named = f"{', '.join(found[:_MOST_NAMED])}{more}"
            notices[f"{words[node][0].word} is found in compounds too: {named}"] = None
    return with_alternatives(query, others), [*notices]


def _beginning(word: str, stem: str) -> str:
    """Return the stem of a word if the word begins with it and it is long enough, else the word."""
    return stem if len(stem) >= _SHORTEST and word.startswith(stem) else word


class _Compounds:
    """Finds the compounds of a word among words of an index. Asks the index which other parts are words."""

    def __init__(self, engine: Engine, stopwords: frozenset[str]) -> None:
        self._engine = engine
        self._stopwords = stopwords
        self._known: dict[str, bool] = {}

    def of(self, inner: str, words: tuple[str, ...]) -> tuple[str, ...]:
        """Return the words that are compounds of `inner`, or of another compound of it."""
        found: dict[str, None] = {}
        new = [inner]
        while new:
            left = [word for word in words if word not in found]
            beside = {word: [pair for part in new for pair in _beside(word, part)] for word in left}
            self._look_up([pair for pairs in beside.values() for pair in pairs])
            new = [word for word in left if any(self._is_compound(*pair) for pair in beside[word])]
            found |= dict.fromkeys(new)
        return tuple(word for word in words if word in found)

    def _look_up(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Ask the index, in one request, which of the texts beside a word are words of it."""
        texts = {text for before, behind in pairs for text in (*_ends(before), *_starts(behind))}
        unknown = [Exact(text) for text in sorted(texts - self._known.keys()) if self._may_be_word(text)]
        self._known |= dict.fromkeys(texts - self._known.keys(), False)
        self._known |= dict.fromkeys([word.text for word in matched(self._engine, unknown)], True)

    def _may_be_word(self, text: str) -> bool:
        return len(text) >= _SHORTEST_PART and text.isalpha() and text not in self._stopwords

    def _is_compound(self, before: str, behind: str) -> bool:
        has_end = behind in _ENDINGS
        if not before:
            return not has_end and self._has_word(_starts(behind))
        return self._has_word(_ends(before)) and (has_end or self._has_word(_starts(behind)))

    def _has_word(self, texts: Iterable[str]) -> bool:
        return any(self._known[text] for text in texts)


def _beside(word: str, inner: str) -> Iterator[tuple[str, str]]:
    """Yield the texts before and after `inner`, for each place where `word` has it."""
    for match in re.finditer(f"(?={re.escape(inner)})", word):
        yield word[: match.start()], word[match.start() + len(inner) :]


def _ends(before: str) -> list[str]:
    """Return the candidates for the word before: the text without each joint that it ends with."""
    return [before.removesuffix(joint) for joint in _JOINTS if before.endswith(joint)]


def _starts(behind: str) -> list[str]:
    """Return the candidates for the word behind: the text without each joint that it begins with."""
    return [behind.removeprefix(joint) for joint in _JOINTS if behind.startswith(joint)]
