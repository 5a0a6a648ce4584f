"""Collocates: the words that stand near the matches of a query more often than elsewhere."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain, islice
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from newsgrep.analysis.acronyms import acronyms_of, quieten
from newsgrep.analysis.analyzer import Analyzer, analyzer_for
from newsgrep.analysis.stopwords import stopwords_of
from newsgrep.engine.base import Engine
from newsgrep.explore.concordance import matches_in
from newsgrep.explore.question import Question
from newsgrep.query.nodes import MatchAll, Or, Word
from newsgrep.results import Span
from newsgrep.results.tabular import Tabular
from newsgrep.search.highlight import Highlighter

#: The most characters of a word: this many are read for each place beside a match.
_LONGEST_WORD = 40

#: How often a word must stand near matches to count.
LEAST = 3

#: For how many raw tokens the words are kept, as texts repeat them.
_WORDS_KEPT = 131_072


class Collocate(Struct, frozen=True):
    """A word near the matches, in its most frequent spelling there.

    left, right:    how often it stands before and after a match
    occurrences:    in titles and bodies of the whole index
    log_likelihood: how sure it is that it stands there more often than by chance (Dunning 1993)
    mi:             how much more often, as a power of 2 (mutual information; Church and Hanks 1990)
    """

    word: str
    left: int
    right: int
    occurrences: int
    log_likelihood: float
    mi: float


class Collocates(Tabular, Struct, frozen=True):
    """The words near the matches of a query, the surest first.

    span:     places on each side of a match that were looked at
    matches:  matches of the query
    articles: articles that match
    """

    words: tuple[Collocate, ...]
    span: int
    matches: int
    articles: int
    notices: tuple[str, ...] = ()

    def as_dicts(self) -> list[dict[str, Any]]:
        """Return the words as dicts, as for a data frame."""
        return [*map(asdict, self.words)]


#: A term, and how it is spelt.
_Spelt = tuple[str, str]


class _Neighbours:
    """Counts of the words on both sides of the matches, by term.

    matches: how many there are
    """

    def __init__(self, analyzer: Analyzer, span: int) -> None:
        self._span = span
        self._width = span * _LONGEST_WORD
        self._analyse = analyzer.analyse_cached
        self._acronyms = acronyms_of(analyzer.language)
        self._words = lru_cache(maxsize=_WORDS_KEPT)(self._spelt_words)
        self._left: Counter[_Spelt] = Counter()
        self._right: Counter[_Spelt] = Counter()
        self.matches = 0

    def add(self, text: str, matches: Sequence[Span]) -> None:
        """Count the words on each side of the matches in a text, at most `span` of them."""
        read = quieten(text)
        left: list[_Spelt] = []
        right: list[_Spelt] = []
        for start, end in matches:
            begin, stop = max(0, start - self._width), min(len(text), end + self._width)
            # The first word, or the last one, may be cut there.
            before = [one[begin:start].split()[begin > 0 :] for one in (read, text)]
            after = [one[end:stop].split()[: None if stop == len(text) else -1] for one in (read, text)]
            backwards = map(reversed, map(self._words, *map(reversed, before)))
            left += islice(chain.from_iterable(backwards), self._span)
            right += islice(chain.from_iterable(map(self._words, *after)), self._span)
        self._left.update(left)
        self._right.update(right)
        self.matches += len(matches)

    def _spelt_words(self, read: str, written: str) -> list[_Spelt]:
        """Return the words of a raw token, given as the index reads it and as it is written.

        In a line in capitals, a word that would be an acronym elsewhere is spelt as the index reads it.
        """
        spans = [(token.term, token.start, token.end) for token in self._analyse(read)]
        return [
            (term, (read if written[start:end] in self._acronyms else written)[start:end])
            for term, start, end in spans
        ]

    def by_term(self) -> dict[str, _Neighbour]:
        """Return how often each term stands on each side, and how it is mostly spelt there."""
        found: dict[str, _Neighbour] = {}
        for (term, spelling), number in (self._left + self._right).items():
            one = found.setdefault(term, _Neighbour())
            one.left += self._left[term, spelling]
            one.right += self._right[term, spelling]
            one.spelling = max(one.spelling, (number, spelling))
        return found


class _Neighbour:
    """A term beside matches.

    spelling: how often it has its most frequent spelling, and this spelling
    """

    left = right = 0
    spelling = (0, "")


def collocates(engine: Engine, question: Question, *, span: int, top: int, stopwords: bool) -> Collocates:
    """Return the words that stand within `span` words of a match more often than by chance.

    top:       how many words, at most
    stopwords: whether stopwords and numbers are among them
    """
    analyzer = analyzer_for(engine.language)
    highlighter = Highlighter(question.tree, analyzer)
    near = _Neighbours(analyzer, span)
    matching = engine.search(question.tree, sort="date", limit=None, offset=0)
    for _, article in matching.articles:
        for text, matches in matches_in(article, highlighter):
            near.add(text, matches)
    neighbours = near.by_term().values()
    places = sum(one.left + one.right for one in neighbours)
    candidates = [
        one
        for one in neighbours
        if one.left + one.right >= LEAST and (stopwords or _is_content_word(one.spelling[1], analyzer))
    ]
    words = [one.spelling[1] for one in candidates]
    nodes = [Or((Word(word, "title"), Word(word, "body"))) for word in words]
    everywhere = engine.count_occurrences(nodes, MatchAll())
    total = engine.count_words(MatchAll())
    found = []
    for one, word, (occurrences, _) in zip(candidates, words, everywhere, strict=True):
        together = one.left + one.right
        likelihood, mi = association(together, places, max(occurrences, together), total)
        if mi > 0:
            found.append(Collocate(word, one.left, one.right, occurrences, likelihood, mi))
    found.sort(key=lambda one: (-one.log_likelihood, one.word))
    return Collocates(tuple(found[:top]), span, near.matches, matching.total, question.notices)


def association(together: int, places: int, occurrences: int, total: int) -> tuple[float, float]:
    """Return Dunning's log-likelihood and the mutual information of a word and the places near matches.

    together:    how often the word is in these places
    places:      how many places there are
    occurrences: how often the word is anywhere
    total:       words of the whole index

    >>> [round(number, 2) for number in association(10, 100, 20, 10_000)]
    [65.58, 5.64]
    """
    # A place that is near two matches counts twice, so there may be more places than words.
    total = max(total, places + occurrences - together)
    table = (
        (together, places * occurrences),
        (places - together, places * (total - occurrences)),
        (occurrences - together, (total - places) * occurrences),
        (total - places - occurrences + together, (total - places) * (total - occurrences)),
    )
    likelihood = 2 * sum(seen * math.log(seen * total / margins) for seen, margins in table if seen > 0)
    return likelihood, math.log2(together * total / (places * occurrences))


def _is_content_word(word: str, analyzer: Analyzer) -> bool:
    """Return whether a word is neither a number nor a stopword, nor has one in it, as `on-line`."""
    small = stopwords_of(analyzer.language)
    return any(letter.isalpha() for letter in word) and not any(
        token.word in small for token in analyzer.terms(word)
    )
