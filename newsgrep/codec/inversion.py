"""Inversion: a batch of articles to postings, with arrays.

The text of a batch is one long array of bytes. What is done for each of its words is done for all of them at
once:

1. A table of the white space marks where chunks begin and end; each chunk is hashed from its 8-byte pieces;
   sorting (hash, running number) brings equal chunks together.
2. Each *distinct* chunk is looked up in a vocabulary that remembers what analysis made of it, so that a
   chunk is analysed once, however often it comes.
3. Chunks become words; a word's place in its article follows from the lengths before it.
4. Sorting (rank of the stem, running number) brings the words of a stem together, in the order of articles
   and places; where stem or article change, a posting begins.

Within an article the words stand in the order of places.py.

A lede that stands in for a missing title is not there twice: it would count as a title in the ranking,
which makes it worse. A search in titles looks into such ledes where they are.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from newsgrep.analysis import Analyzer
from newsgrep.article import LEDE, Article
from newsgrep.codec.chunks import numbered_chunks
from newsgrep.codec.layout import Array
from newsgrep.codec.places import AUTHOR_GAP, GAP
from newsgrep.ranking import WEIGHTS

#: Words are counted in this many bits of a sort key; in Chinese every character of a batch is a word.
_RUNNING_BITS = 32
_RUNNING = (1 << _RUNNING_BITS) - 1

#: Whole numbers of any width.
Numbers = Array

#: So many chunks may be remembered before the vocabulary begins anew.
_MOST_CHUNKS = 1_000_000


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


class Vocabulary(dict[bytes, int]):
    """Numbers the chunks of texts, and remembers which words each is made of."""

    def __init__(self, analyzer: Analyzer) -> None:
        super().__init__()
        self._analyzer = analyzer
        self._word_numbers: dict[str, int] = {}
        #: (term, word) in UTF-8 by word number.
        self.words: list[tuple[bytes, bytes]] = []
        self._chunk_starts = array("i", [0])
        self._chunk_words = array("i")

    def __missing__(self, chunk: bytes) -> int:
        for token in self._analyzer.analyse(chunk.decode("utf-8", "replace")):
            number = self._word_numbers.setdefault(token.word, len(self.words))
            if number == len(self.words):
                self.words.append((token.term.encode(), token.word.encode()))
            self._chunk_words.append(number)
        self._chunk_starts.append(len(self._chunk_words))
        number = self[chunk] = len(self)
        return number

    @property
    def is_full(self) -> bool:
        """Whether it is time to begin anew, for memory's sake."""
        return len(self) > _MOST_CHUNKS

    def spell_out(self, chunks: Array) -> tuple[Array, Array]:
        """Return the word numbers of some chunks in order, and how many words each chunk has."""
        starts = np.array(self._chunk_starts, np.int32)
        words = np.array(self._chunk_words, np.int32)
        first = starts[chunks]
        counts = starts[chunks + 1] - first
        skipped = np.repeat(first - (np.cumsum(counts, dtype=np.int32) - counts), counts)
        skipped += np.arange(len(skipped), dtype=np.int32)
        return words[skipped], counts


class Inverter:
    """Collects articles and inverts them together."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._texts: list[bytes] = []
        self._region_kinds = array("b")
        self._article_ends = array("i")
        self.size = 0

    def __len__(self) -> int:
        return len(self._article_ends)

    def add(self, article: Article) -> None:
        """Take in the text of an article; its number is the count of those before it."""
        lede = article.lede
        self._region(_LEDE, lede)
        self._region(_REST, article.body[article.body.find(lede) + len(lede) :])
        if article.title_from != LEDE:
            self._region(_TITLE, article.title)
        for author in article.authors:
            self._region(_AUTHOR, author)
        self._article_ends.append(len(self._texts))

    def _region(self, kind: int, text: str) -> None:
        data = text.encode()
        self._texts.append(data)
        self._region_kinds.append(kind)
        self.size += len(data) + 1

    def invert(self) -> tuple[Postings, Lengths]:
        """Return the postings of the articles, and their lengths."""
        chunks, chunk_counts = numbered_chunks(self._texts, self._vocabulary)
        words, counts = self._vocabulary.spell_out(chunks)
        word_ends = np.concatenate(([0], np.cumsum(counts, dtype=np.int64)))
        ends = word_ends[np.cumsum(chunk_counts)]
        kinds = np.array(self._region_kinds, np.int8)
        lengths = np.diff(ends, prepend=0)
        article_ends = np.array(self._article_ends, np.int64)
        per_article = np.diff(article_ends, prepend=0)
        article_of_region = np.repeat(np.arange(len(article_ends), dtype=np.uint32), per_article)
        places = _places(lengths, kinds, article_ends - per_article, per_article) - (ends - lengths)
        weights = _WEIGHT_OF[kinds]
        word_places = np.repeat(places.astype(np.int32), lengths)
        word_places += np.arange(len(words), dtype=np.int32)
        postings = _sorted_postings(
            self._vocabulary.words, words, np.repeat(article_of_region, lengths), word_places,
            np.repeat(weights.astype(np.uint8), lengths),
        )  # fmt: skip
        return postings, _lengths(lengths, kinds, weights, article_of_region, len(article_ends))


_LEDE, _REST, _TITLE, _AUTHOR = range(4)
_WEIGHT_OF = np.array([WEIGHTS["body"], WEIGHTS["body"], WEIGHTS["title"], WEIGHTS["author"]])
_GAP_AFTER = np.array([0, GAP, GAP, AUTHOR_GAP])


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
    vocabulary: Sequence[tuple[bytes, bytes]], words: Array, documents: Array, places: Array, weights: Array
) -> Postings:
    """Sort the words of a text by term and return them as postings."""
    used = np.zeros(len(vocabulary), np.bool_)
    used[words] = True
    numbers = sorted(np.flatnonzero(used).tolist(), key=vocabulary.__getitem__)
    spelt = [vocabulary[number] for number in numbers]
    rank = np.zeros(len(vocabulary), np.int64)
    rank[numbers] = np.arange(len(spelt))
    new_term = np.array([i == 0 or spelt[i - 1][0] != term for i, (term, _) in enumerate(spelt)], np.bool_)
    term_of_rank = np.cumsum(new_term) - 1
    term_words = np.append(np.flatnonzero(new_term), len(spelt))

    keys = (np.append(term_of_rank, 0)[rank] << _RUNNING_BITS)[words]  # a batch may have no words
    keys |= np.arange(len(words))
    keys.sort()
    order = keys & _RUNNING
    terms = keys >> _RUNNING_BITS
    documents = documents[order]
    begins = np.flatnonzero(_changes(terms) | _changes(documents))
    return Postings(
        terms=[spelt[i][0] for i in term_words[:-1].tolist()],
        words=[word for _, word in spelt],
        term_words=term_words,
        term_postings=np.append(np.flatnonzero(_changes(terms[begins])), len(begins)),
        documents=documents[begins],
        weights=np.add.reduceat(weights[order], begins, dtype=np.uint32) if len(begins) else begins,
        counts=np.diff(begins, append=len(words)),
        places=places[order],
        forms=rank[words[order]],
    )


def _changes(values: Array) -> npt.NDArray[np.bool_]:
    """Mark the entries that differ from the one before; the first always does."""
    changed = np.ones(len(values), np.bool_)
    np.not_equal(values[1:], values[:-1], out=changed[1:])
    return changed
