"""Inversion: articles to postings, with arrays.

1. Texts are collected until there is a window of them, small enough for the caches of a processor. It is cut
   into chunks, and a vocabulary that remembers what analysis made of every chunk gives the numbers of its
   words, all at once. Of the articles nothing is kept but these numbers, four bytes a word.
2. At the end the words are ranked by term and spelling. The alphabet is cut into stretches, and the words are
   dealt out to them; within a stretch they are sorted by term. Both are sorts by numbers of one or two bytes
   that leave equals in their order, which takes as many steps as there are bytes, and the words
   come in the order of articles and places. Where term or article change, a posting begins.

Within an article the words stand in the order of places.py.

A lede that stands in for a missing title is not there twice: it would count as a title in the ranking,
which makes it worse. A search in titles looks into such ledes where they are.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress
from operator import ne

import numpy as np
import numpy.typing as npt

from newsgrep.article import LEDE, EncodedArticle
from newsgrep.batching import batched_by_size
from newsgrep.engine.bm25f import WEIGHTS
from newsgrep.engine.segment.positions import AUTHOR_GAP, GAP
from newsgrep.engine.segment.prefetch import prefetch
from newsgrep.engine.segment.sections import Array, changes
from newsgrep.engine.segment.token_table import WHITE_SPACE
from newsgrep.engine.segment.vocabulary import Vocabulary

#: Bytes of text whose words are numbered together.
_WINDOW = 1 << 17

#: Words that are sorted together, unless those of one term are more. With twice as many more memory is
#: freed than is kept to be used again.
_STRETCH = 1 << 18

#: Words that are dealt out together, about.
_SLICE = 1 << 18

_WHITE = re.compile(b"[%b]" % WHITE_SPACE)

#: Whole numbers of any width.
Numbers = Array


@dataclass(frozen=True, slots=True)
class Postings:
    """Postings of many terms, sorted by term, then by article, then by place.

    terms:         the stems in UTF-8, ascending
    words:         the spellings in UTF-8 of each term, ascending within the term
    term_words:    (terms + 1) where the words of a term begin
    term_postings: (terms + 1) where the postings of a term begin
    documents, weights, counts: (postings) article number, frequency weighted by field, occurrences
    places, forms: (occurrences) position in the article, index into `words`
    """

    terms: list[bytes]
    words: list[bytes]
    term_words: Numbers
    term_postings: Numbers
    documents: Array
    weights: Array
    counts: Array
    places: Array
    forms: Array


@dataclass(frozen=True, slots=True)
class Lengths:
    """Lengths of articles in words, an entry an article: weighted by field, of the body, title and lede."""

    weighted: npt.NDArray[np.uint32]
    body: npt.NDArray[np.uint32]
    title: npt.NDArray[np.uint32]
    lede: npt.NDArray[np.uint32]


_LEDE, _REST, _TITLE, _AUTHOR = range(4)
_WEIGHT_OF = np.array([WEIGHTS["body"], WEIGHTS["body"], WEIGHTS["title"], WEIGHTS["author"]])
_GAP_AFTER = np.array([0, GAP, GAP, AUTHOR_GAP])

#: An occurrence in one number: article, place and weight.
_ARTICLE_AT, _PLACE_AT = 32, 4
_PLACE, _WEIGHT = (1 << _ARTICLE_AT - _PLACE_AT) - 1, (1 << _PLACE_AT) - 1


class Inverter:
    """Collects articles and inverts them together.

    An article is made of regions: lede, rest of the body, title, and each author.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._texts: list[bytes] = []
        self._region_ends = array("q")
        self._pending = 0
        self._words: list[Array] = []
        self._kinds = array("b")
        self._lengths: list[Array] = []
        self._article_ends = array("i")
        #: The bytes of memory that are taken, about: texts that wait to be numbered, words, and regions.
        self.size = 0

    def __len__(self) -> int:
        return len(self._article_ends)

    def add(self, article: EncodedArticle) -> None:
        """Take in the text of an article; its number is the count of those before it."""
        is_titled, authors = article.title_from != LEDE, article.authors
        texts = [article.body, article.title, *authors] if is_titled else [article.body, *authors]
        self._kinds += _TITLED if is_titled else _UNTITLED
        if authors:
            self._kinds += array("b", [_AUTHOR]) * len(authors)
        self._article_ends.append(len(self._kinds))
        self.size += _BYTES_A_REGION * (len(texts) + 1)
        lede = article.body.find(b"\n\n")
        if max(map(len, texts)) > _WINDOW:
            self._add_large(texts, lede)
            return
        before, ends = self._pending, self._region_ends
        ends.append(before + (lede if lede >= 0 else len(article.body)))
        pending = before
        for text in texts:
            pending += len(text) + 1
            ends.append(pending)
        self._texts += texts
        self._pending = pending
        self.size += pending - before
        if pending >= _WINDOW:
            self._number()

    def _add_large(self, texts: Sequence[bytes], lede: int) -> None:
        """Take in the texts of an article of which some are large; in the first of them a lede may end."""
        self._number()
        body, *others = texts
        self._large(body if lede < 0 else body[:lede])
        self._large(b"" if lede < 0 else body[lede:])
        for text in others:
            self._large(text)

    def _large(self, data: bytes) -> None:
        """Number the words of a large region, a piece of it at a time."""
        total = 0
        for piece in _pieces(data):
            words, counts = self._vocabulary.words_of([piece], [len(piece)])
            self._words.append(words)
            total += int(counts[0])
        self.size += _BYTES_A_WORD * total
        self._lengths.append(np.array([total]))

    def _number(self) -> None:
        """Number the words of the texts that wait for it."""
        if self._texts:
            words, counts = self._vocabulary.words_of(self._texts, self._region_ends)
            self._words.append(words)
            self._lengths.append(counts)
            self.size += _BYTES_A_WORD * len(words) - self._pending
            self._texts, self._region_ends, self._pending = [], array("q"), 0

    def invert(self) -> tuple[Iterator[Postings], Lengths]:
        """Return the postings of the articles, a stretch of terms at a time, and the articles' lengths."""
        self._number()
        kinds = np.array(self._kinds, np.int8)
        lengths = np.concatenate([np.zeros(0, np.int64), *self._lengths])
        ends = np.array(self._article_ends, np.int64)
        per_article = np.diff(ends, prepend=0)
        article_of = np.repeat(np.arange(len(ends)), per_article)
        weights = _WEIGHT_OF[kinds]
        places = _places(lengths, kinds, ends - per_article, per_article)
        first = (article_of << _ARTICLE_AT) + (places << _PLACE_AT) + weights
        words, self._words = self._words, []
        postings = _sorted_postings(self._vocabulary, words, lengths, first)
        return postings, _lengths(lengths, kinds, weights, article_of, len(ends))


_UNTITLED, _TITLED = array("b", [_LEDE, _REST]), array("b", [_LEDE, _REST, _TITLE])

#: What they take until they are sorted.
_BYTES_A_WORD, _BYTES_A_REGION = 8, 32


def _pieces(data: bytes) -> Iterator[bytes]:
    """Cut a long text at white space, into pieces of about a window."""
    start = 0
    while space := _WHITE.search(data, start + _WINDOW):
        yield data[start : space.start()]
        start = space.end()
    yield data[start:]


def _places(lengths: Numbers, kinds: npt.NDArray[np.int8], first: Numbers, per_article: Numbers) -> Numbers:
    """Return the position of each region's first word in its article."""
    reach = lengths + _GAP_AFTER[kinds]
    before = np.cumsum(reach) - reach
    return np.asarray(before - np.repeat(before[first], per_article) if len(first) else before)


def _lengths(
    lengths: Numbers, kinds: npt.NDArray[np.int8], weights: Numbers, article_of: Numbers, articles: int
) -> Lengths:
    def total(values: Numbers, chosen: npt.NDArray[np.bool_]) -> npt.NDArray[np.uint32]:
        return np.bincount(article_of, values * chosen, articles).astype(np.uint32)

    everything = np.ones(len(kinds), np.bool_)
    return Lengths(
        weighted=total(lengths * weights, everything),
        body=total(lengths, kinds <= _REST),
        title=total(lengths, kinds == _TITLE),
        lede=total(lengths, kinds == _LEDE),
    )


def _sorted_postings(
    vocabulary: Vocabulary, words: list[Array], lengths: Numbers, first: Numbers
) -> Iterator[Postings]:
    """Sort the words of some regions by term, and yield them as postings; the list of words is emptied.

    `lengths` has the number of words of each region, and `first` the occurrence of each region's first word.
    """
    ranking = _Ranking(vocabulary, words)
    slices = prefetch(_slices(words, lengths, first))
    hands = [_Hand(ranking, numbers, occurrences) for numbers, occurrences in slices]
    for number in range(len(ranking.first_terms) - 1):
        dealt = [hand.of_stretch(number) for hand in hands]
        yield _postings(
            ranking,
            number,
            np.concatenate([ranks for ranks, _ in dealt]),
            np.concatenate([occurrences for _, occurrences in dealt]),
        )


class _Ranking:
    """The words that occur, in the order of terms and then of spellings, in stretches of the alphabet.

    terms:       the stems, ascending
    words:       the spellings by rank
    term_words:  (terms + 1) where the words of a term begin
    first_terms: (stretches + 1) where the terms of a stretch begin
    rank_of:     the rank of each word by its number in the vocabulary, counted from its stretch's first
    stretch_of:  its stretch, likewise
    """

    def __init__(self, vocabulary: Vocabulary, words: list[Array]) -> None:
        known = vocabulary.words
        counts = np.zeros(len(known), np.int64)
        for some in batched_by_size(words, len, max(_SLICE, len(known))):
            counts += np.bincount(np.concatenate(some), minlength=len(known))
        ascending = np.array(vocabulary.ascending(), np.int64)
        ascending = ascending[counts[ascending] > 0]
        numbers = ascending.tolist()
        self.words = [*map(known.__getitem__, numbers)]
        stems = [*map(vocabulary.terms.__getitem__, numbers)]
        is_new = [True, *map(ne, stems[1:], stems)][: len(stems)]
        self.terms = [*compress(stems, is_new)]
        self.term_words = np.append(np.flatnonzero(np.array(is_new, np.bool_)), len(stems))
        before = np.append(0, np.cumsum(counts[ascending]))[self.term_words]
        self.first_terms = _stretches(before, self.term_words)
        first_words = self.term_words[self.first_terms]
        sizes = np.diff(first_words)
        widest = int(sizes.max(initial=0))
        self.rank_of = np.zeros(len(known), np.min_scalar_type(widest))
        self.rank_of[ascending] = np.arange(len(ascending)) - np.repeat(first_words[:-1], sizes)
        self.stretch_of = np.zeros(len(known), np.min_scalar_type(len(sizes)))
        self.stretch_of[ascending] = np.repeat(np.arange(len(sizes)), sizes)


def _stretches(before: Numbers, term_words: Numbers) -> Numbers:
    """Return the first term of each stretch, and after the last the number of terms.

    `before` says how many words occur before each term. A stretch has at most _STRETCH of them, and so many
    spellings and terms that two bytes tell them apart; or it is one term.
    """
    first_terms, terms = [0], len(term_words) - 1
    while (first := first_terms[-1]) < terms:
        last = min(
            int(np.searchsorted(before, before[first] + _STRETCH, "right")),
            int(np.searchsorted(term_words, term_words[first] + _TOLD_APART, "right")),
        )
        first_terms.append(max(first + 1, last - 1))
    return np.array(first_terms)


#: What numbers of two bytes tell apart.
_TOLD_APART = 1 << 16


def _slices(words: list[Array], lengths: Numbers, first: Numbers) -> Iterator[tuple[Array, Array]]:
    """Yield the words of some regions, about _SLICE at a time, each with its occurrence; empties the list."""
    ends = np.cumsum(lengths)
    steps = first - ((ends - lengths) << _PLACE_AT)
    words.reverse()
    start = 0
    for some in batched_by_size((words.pop() for _ in range(len(words))), len, _SLICE):
        numbers = np.concatenate(some)
        size = len(numbers)
        since, until = np.searchsorted(ends, start, "right"), np.searchsorted(ends, start + size, "left") + 1
        inside = np.diff(np.clip(ends[since:until], start, start + size), prepend=start)
        occurrences = np.repeat(steps[since:until], inside)
        occurrences += np.arange(start, start + size) << _PLACE_AT
        yield numbers, occurrences
        start += size


class _Hand:
    """Some words, dealt out to the stretches of the alphabet."""

    def __init__(self, ranking: _Ranking, words: Array, occurrences: Array) -> None:
        stretches = ranking.stretch_of.take(words)
        order = np.argsort(stretches, kind="stable")
        self._ranks = ranking.rank_of.take(words).take(order)
        self._occurrences = occurrences.take(order)
        self._starts = np.append(0, np.cumsum(np.bincount(stretches, minlength=len(ranking.first_terms))))

    def of_stretch(self, number: int) -> tuple[Array, Array]:
        """Return the ranks and the occurrences of the words of a stretch."""
        chosen = slice(self._starts[number], self._starts[number + 1])
        return self._ranks[chosen], self._occurrences[chosen]


def _postings(ranking: _Ranking, stretch: int, ranks: Array, occurrences: Array) -> Postings:
    """Return the postings of a stretch, given the ranks and occurrences of its words, which ascend."""
    first, last = ranking.first_terms[stretch : stretch + 2].tolist()
    term_words = ranking.term_words[first : last + 1] - ranking.term_words[first]
    term_of = np.repeat(np.arange(last - first, dtype=np.uint16), np.diff(term_words))
    terms = term_of.take(ranks)
    order = np.argsort(terms, kind="stable")
    terms, ranks, occurrences = terms.take(order), ranks.take(order), occurrences.take(order)
    documents = occurrences >> _ARTICLE_AT
    begins = np.flatnonzero(changes(terms) | changes(documents))
    ends = np.append(begins[1:], len(ranks))
    sums = np.cumsum(occurrences & _WEIGHT)  # in half the time that `np.add.reduceat` takes
    return Postings(
        terms=ranking.terms[first:last],
        words=ranking.words[ranking.term_words[first] : ranking.term_words[last]],
        term_words=term_words,
        term_postings=np.append(np.flatnonzero(changes(terms.take(begins))), len(begins)),
        documents=documents.take(begins),
        weights=np.diff(sums.take(ends - 1), prepend=0),
        counts=ends - begins,
        places=(occurrences >> _PLACE_AT) & _PLACE,
        forms=ranks,
    )
