"""Collocates: the words that stand near the matches of a query more often than elsewhere."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from itertools import islice

from msgspec import Struct

from newsgrep.analysis.analyzer import Analyzer, Token, analyzer_for, as_read
from newsgrep.analysis.stopwords import stopwords_of
from newsgrep.analysis.tokenizer import RAW_TOKEN
from newsgrep.engine.base import Engine
from newsgrep.explore.concordance import Concordance, concordance
from newsgrep.explore.question import Question
from newsgrep.query.nodes import MatchAll, Or, Word

#: Characters that a word has, at most: as many are read for each place beside a match.
_LONGEST_WORD = 40

#: A word counts from so many times on.
LEAST = 3


class Collocate(Struct, frozen=True):
    """A word near the matches, as it is mostly spelt there.

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


class Collocates(Struct, frozen=True):
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


class _Neighbours:
    """Counts of the words on both sides of the matches, by term."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self.left: Counter[str] = Counter()
        self.right: Counter[str] = Counter()
        self.spellings: dict[str, Counter[str]] = {}
        self.size = 0

    def add(self, lines: Concordance, span: int) -> None:
        """Count the `span` words on each side of each line."""
        for line in lines.lines:
            before = self._last(line.left, span)
            after = list(islice(self._analyzer.tokens(line.right), span))
            self.size += len(before) + len(after)
            self._count(self.left, before, line.left)
            self._count(self.right, after, line.right)

    def _last(self, text: str, number: int) -> list[Token]:
        """Return the last tokens of a text, most of whose beginning is not analysed."""
        text = as_read(text)
        starts = [match.start() for match in RAW_TOKEN.finditer(text)]
        found: list[Token] = []
        for first in (max(0, len(starts) - number - 1), 0):  # a raw token has mostly one token
            found = list(self._analyzer.tokens_from(text, starts[first] if starts else 0, 0))
            if len(found) >= number:
                break
        return found[-number:]

    def _count(self, side: Counter[str], tokens: Iterable[Token], text: str) -> None:
        for token in tokens:
            side[token.term] += 1
            self.spellings.setdefault(token.term, Counter())[text[token.start : token.end]] += 1

    def spelling(self, term: str) -> str:
        """Return how a term is mostly spelt near the matches."""
        counts = self.spellings[term]
        return max(counts, key=lambda spelling: (counts[spelling], spelling))


def collocates(engine: Engine, question: Question, *, span: int, top: int, stopwords: bool) -> Collocates:
    """Return the words that stand within `span` places of a match more often than by chance."""
    analyzer = analyzer_for(engine.language)
    lines = concordance(engine, question, str, width=span * _LONGEST_WORD)
    near = _Neighbours(analyzer)
    near.add(lines, span)
    candidates = [
        term
        for term, number in (near.left + near.right).items()
        if number >= LEAST and (stopwords or _is_content_word(near.spelling(term), analyzer))
    ]
    nodes = [
        Or((Word(near.spelling(term), "title"), Word(near.spelling(term), "body"))) for term in candidates
    ]
    everywhere = engine.count_occurrences(nodes, MatchAll())
    total = engine.count_words(MatchAll())
    found = []
    for term, (occurrences, _) in zip(candidates, everywhere, strict=True):
        together = near.left[term] + near.right[term]
        likelihood, mi = association(together, near.size, max(occurrences, together), total)
        if mi > 0:
            word = near.spelling(term)
            found.append(Collocate(word, near.left[term], near.right[term], occurrences, likelihood, mi))
    found.sort(key=lambda one: (-one.log_likelihood, one.word))
    return Collocates(tuple(found[:top]), span, lines.matches, lines.articles, lines.notices)


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
