"""The words of an index, as its articles spell them: which fit a pattern, and which are like another word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from newsgrep.analysis.analyzer import fold
from newsgrep.engine.embedded.snapshot import Part, State
from newsgrep.engine.segment.sections import Array, changes
from newsgrep.query.nodes import Pattern
from newsgrep.results import Expansion

#: A search looks up at most this many of the words that a pattern fits: the most frequent ones. Adding up the
#: postings of so many takes about as long as finding them among 70,000.
EXPANSION_LIMIT = 2_000

#: How far a word may be from the one it is suggested for, and from which length on it may be farther.
_NEAR, _FAR, _LONG = 1, 2, 5


def expand(state: State, pattern: Pattern) -> Expansion:
    """Return the words that a pattern fits, those of the most articles first; equals in their order.

    Raises QuerySyntaxError for a regular expression with a fault.
    """
    from newsgrep.patterns import fitting

    found = _Found()
    for part in state.parts:
        for first, text, ends in part.reader.surface_forms():
            found.add(part, first, fitting(pattern, text, ends), text, ends)
    counted = found.most_frequent(EXPANSION_LIMIT)
    living = [word for word, count in counted if count]
    dead = len(counted) - len(living)
    return Expansion(tuple(word.decode() for word in living), len(found) - dead)


def nearest(state: State, word: str, count: int) -> list[str]:
    """Return the words spelt most like a word, at most `count`: the nearest first, then the most frequent.

    A word of up to four letters may be one change away, a longer one two; the word itself is not among them.
    """
    from newsgrep.patterns.edits import within

    wanted = fold(word)
    found = _Found()
    distance: dict[bytes, int] = {}
    for part in state.parts:
        for first, text, ends in part.reader.surface_forms():
            numbers, away = within(wanted, text.lower(), ends, _FAR if len(wanted) >= _LONG else _NEAR)
            texts = found.add(part, first, numbers[away > 0], text, ends)
            distance.update(zip(texts, away[away > 0].tolist(), strict=True))
    there = [
        (distance[text], -articles, text) for text, articles in found.most_frequent(len(found)) if articles
    ]
    return [text.decode() for _, _, text in sorted(there)[:count]]


class _Found:
    """Words that were found in segments, and in how many articles they are.

    Counting the articles of a spelling means reading the postings of its term; the number of articles that
    have the term is at hand, and is never less. So words are counted in the order of that number, until those
    that come cannot be among the wanted ones any more.
    """

    def __init__(self) -> None:
        self._number_of: dict[bytes, int] = {}
        self._parts: list[tuple[Part, Array, Array]] = []

    def __len__(self) -> int:
        return len(self._number_of)

    def add(self, part: Part, first: int, words: Array, text: bytes, ends: Array) -> list[bytes]:
        """Take in words of a segment by their numbers, counted from the first in a text; return them."""
        until = ends[words].tolist()
        since = np.where(words > 0, ends[words - 1], 0).tolist() if len(words) else []
        texts = [text[start:end] for start, end in zip(since, until, strict=True)]
        numbers = [self._number_of.setdefault(word, len(self._number_of)) for word in texts]
        self._parts.append((part, words + first, np.array(numbers, np.int64)))
        return texts

    def most_frequent(self, limit: int) -> list[tuple[bytes, int]]:
        """Return the `limit` words of the most articles, with their number."""
        bounds = np.zeros(len(self), np.int64)
        for part, words, numbers in self._parts:
            terms = part.reader.terms_of_forms(words)
            bounds[numbers] += part.reader.document_frequencies(terms)
        order = np.argsort(-bounds, kind="stable")
        counts = np.zeros(len(self), np.int64)
        least = 0
        for start in range(0, len(order), max(1, limit)):
            chosen = order[start : start + limit]
            if start and bounds[chosen[0]] < least:
                break
            self._count(chosen, counts)
            counted = counts[order[: start + limit]]
            least = int(np.partition(counted, -limit)[-limit]) if len(counted) >= limit else 0
        texts = list(self._number_of)
        best = sorted(((-count, texts[number]) for number, count in enumerate(counts.tolist())))
        return [(text, -count) for count, text in best[:limit]]

    def _count(self, chosen: Array, counts: Array) -> None:
        wanted = np.zeros(len(self), np.bool_)
        wanted[chosen] = True
        for part, words, numbers in self._parts:
            marks = wanted[numbers]
            for number, count in zip(
                numbers[marks].tolist(), _article_counts(part, words[marks]), strict=True
            ):
                counts[number] += count


def _article_counts(part: Part, words: Array) -> Iterator[int]:
    """Yield in how many articles of a segment, deleted ones left out, each of some spellings is."""
    reader = part.reader
    terms: Sequence[int] = reader.terms_of_forms(words).tolist()
    for word, term in zip(words.tolist(), terms, strict=True):
        forms = reader.occurrence_forms(term)
        if forms is None and part.live is None:
            yield reader.document_frequency(term)
            continue
        documents = reader.documents(term)
        if forms is not None:
            owners = np.repeat(documents, reader.counts(term))[forms == word - reader.term_forms[term]]
            documents = owners[changes(owners)]
        yield len(part.kept(documents))
