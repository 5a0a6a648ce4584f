"""Inversion: articles to postings, with arrays.

1. Texts are collected until there is a window of them, small enough for the caches of a processor. It is cut
   into chunks, and a vocabulary that remembers what analysis made of every chunk gives the numbers of its
   words, all at once. Of the articles nothing is kept but these numbers, four bytes a word.
2. At the end the words are ranked by term and spelling, and the terms are gone through a stretch of the
   alphabet at a time: sorting (term, running number, spelling) brings the words of a term together, in the
   order of articles and places; where term or article change, a posting begins.

Within an article the words stand in the order of places.py.

A lede that stands in for a missing title is not there twice: it would count as a title in the ranking,
which makes it worse. A search in titles looks into such ledes where they are.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from newsgrep.article import LEDE, Article
from newsgrep.codec.chunks import WHITE_SPACE
from newsgrep.codec.layout import Array, changes
from newsgrep.codec.places import AUTHOR_GAP, GAP
from newsgrep.codec.vocabulary import Vocabulary
from newsgrep.ranking import WEIGHTS

#: Bytes of text whose words are numbered together.
_WINDOW = 1 << 17

#: Words that are sorted together, unless those of one term are more.
_STRETCH = 1_000_000

#: Words that are ranked together.
_SLICE = 1 << 20

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


class Inverter:
    """Collects articles and inverts them together.

    An article is made of regions: lede, rest of the body, title, and each author.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._texts: list[bytes] = []
        self._text_regions = array("i")
        self._pending = 0
        self._words: list[Array] = []
        self._region_kinds = array("b")
        self._region_lengths: list[tuple[Array, Array]] = []
        self._article_ends = array("i")
        self._word_count = 0

    def __len__(self) -> int:
        return len(self._article_ends)

    @property
    def size(self) -> int:
        """The bytes of memory that are taken, about: texts that wait to be numbered, words, and regions."""
        return self._pending + 8 * self._word_count + 32 * len(self._region_kinds)

    def add(self, article: Article) -> None:
        """Take in the text of an article; its number is the count of those before it."""
        lede = article.lede
        self._region(_LEDE, lede)
        self._region(_REST, article.body[article.body.find(lede) + len(lede) :])
        if article.title_from != LEDE:
            self._region(_TITLE, article.title)
        for author in article.authors:
            self._region(_AUTHOR, author)
        self._article_ends.append(len(self._region_kinds))
        if self._pending >= _WINDOW:
            self._number()

    def _region(self, kind: int, text: str) -> None:
        data = text.encode()
        if len(data) <= _WINDOW:
            self._text(data)
        else:
            for piece in _pieces(data):
                self._text(piece)
                if self._pending >= _WINDOW:
                    self._number()
        self._region_kinds.append(kind)

    def _text(self, data: bytes) -> None:
        """Take in a region, or a piece of it."""
        self._texts.append(data)
        self._text_regions.append(len(self._region_kinds))
        self._pending += len(data)

    def _number(self) -> None:
        """Number the words of the texts that wait for it."""
        if self._texts:
            words, counts = self._vocabulary.words_of(self._texts)
            self._words.append(words)
            self._word_count += len(words)
            self._region_lengths.append((np.array(self._text_regions, np.int32), counts))
            self._texts, self._text_regions, self._pending = [], array("i"), 0

    def invert(self) -> tuple[Iterator[Postings], Lengths]:
        """Return the postings of the articles, a stretch of terms at a time, and the articles' lengths."""
        self._number()
        kinds = np.array(self._region_kinds, np.int8)
        lengths = np.zeros(len(kinds), np.int64)
        for places, counts in self._region_lengths:
            np.add.at(lengths, places, counts)
        ends = np.array(self._article_ends, np.int64)
        per_article = np.diff(ends, prepend=0)
        article_of = np.repeat(np.arange(len(ends), dtype=np.uint32), per_article)
        weights = _WEIGHT_OF[kinds]
        shifts = _places(lengths, kinds, ends - per_article, per_article) - (np.cumsum(lengths) - lengths)
        regions = _Regions(lengths, article_of, shifts.astype(np.int32), weights)
        words = np.concatenate([np.zeros(0, np.int32), *self._words])
        self._words.clear()
        postings = _sorted_postings(self._vocabulary, words, regions)
        return postings, _lengths(lengths, kinds, weights, article_of, len(ends))


@dataclass(frozen=True, slots=True)
class _Regions:
    """What is known of the words of a region, an entry a region.

    lengths:    how many words
    articles:   the article they are in
    shifts:     what added to a word's running number gives its place in the article
    weights:    their weight
    """

    lengths: Numbers
    articles: Array
    shifts: Array
    weights: Array


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


def _sorted_postings(vocabulary: Vocabulary, words: Array, regions: _Regions) -> Iterator[Postings]:
    """Sort the words of a text by term, and yield them as postings; their numbers are overwritten."""
    spelt, occurrences = _rank(vocabulary, words)
    new_term = [rank == 0 or spelt[rank - 1][0] != term for rank, (term, _) in enumerate(spelt)]
    term_words = np.append(np.flatnonzero(np.array(new_term, np.bool_)), len(spelt))
    region_of = np.repeat(np.arange(len(regions.lengths), dtype=np.int32), regions.lengths)
    stretches = list(_stretches(occurrences, term_words))
    starts = term_words[[first for first, _ in stretches]]
    stretch_of = np.repeat(np.arange(len(starts), dtype=np.uint16), np.diff(starts, append=len(spelt)))
    stretch = np.empty(len(words), np.uint16)
    for one in _slices(words):
        stretch[one] = stretch_of.take(words[one].astype(np.int64))
    for number, (first, last) in enumerate(stretches):
        start, end = term_words[first], term_words[last]
        chosen = np.flatnonzero(stretch == number)
        yield _postings(
            spelt[start:end],
            term_words[first : last + 1] - start,
            words.take(chosen).astype(np.int64) - start,
            chosen,
            region_of,
            regions,
        )


def _slices(words: Array) -> list[slice]:
    return [slice(start, start + _SLICE) for start in range(0, len(words), _SLICE)]


def _rank(vocabulary: Vocabulary, words: Array) -> tuple[list[tuple[bytes, bytes]], Array]:
    """Replace the numbers of words by their ranks among those that occur, ascending by term, then by word.

    Returns term and word by rank, and how often each occurs.
    """
    known = vocabulary.words
    occurrences = np.zeros(len(known), np.int64)
    for one in _slices(words):
        occurrences += np.bincount(words[one], minlength=len(known))
    ascending = np.array(vocabulary.ascending(), np.int64)
    ascending = ascending[occurrences[ascending] > 0]
    rank = np.zeros(len(known), np.int32)
    rank[ascending] = np.arange(len(ascending))
    for one in _slices(words):
        words[one] = rank.take(words[one].astype(np.int64))
    return [known[number] for number in ascending.tolist()], occurrences[ascending]


def _stretches(occurrences: Array, term_words: Array) -> Iterator[tuple[int, int]]:
    """Yield stretches of terms, of at most _STRETCH words in all or of one term."""
    ends = np.append(0, np.cumsum(occurrences))[term_words]
    first, terms = 0, len(term_words) - 1
    while first < terms:
        last = max(first + 1, int(np.searchsorted(ends, ends[first] + _STRETCH, "right")) - 1)
        yield first, last
        first = last


def _postings(
    spelt: list[tuple[bytes, bytes]],
    term_words: Array,
    ranks: Array,
    running: Array,
    region_of: Array,
    regions: _Regions,
) -> Postings:
    """Return the postings of some words, given by rank and by running number, which ascends."""
    places_at = int(np.diff(term_words).max() - 1).bit_length()
    terms_at = places_at + len(ranks).bit_length()
    spellings = np.diff(term_words)
    form_of = np.arange(len(spelt)) - np.repeat(term_words[:-1], spellings)
    keys = (np.repeat(np.arange(len(spellings)), spellings) << terms_at | form_of).take(ranks)
    keys += np.arange(len(ranks)) << places_at
    keys.sort()
    running = running.take((keys >> places_at) & ((1 << terms_at - places_at) - 1))
    terms = keys >> terms_at
    forms = term_words.take(terms) + (keys & ((1 << places_at) - 1))
    region = region_of.take(running).astype(np.int64)  # which numpy is fastest with
    documents = regions.articles.take(region)
    begins = np.flatnonzero(changes(terms) | changes(documents))
    first_words = term_words[:-1].tolist()
    return Postings(
        terms=[spelt[first][0] for first in first_words],
        words=[word for _, word in spelt],
        term_words=term_words,
        term_postings=np.append(np.flatnonzero(changes(terms.take(begins))), len(begins)),
        documents=documents.take(begins),
        weights=np.add.reduceat(regions.weights.take(region), begins, dtype=np.uint32),
        counts=np.diff(begins, append=len(ranks)),
        places=running + regions.shifts.take(region),
        forms=forms,
    )
