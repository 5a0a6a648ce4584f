"""The vocabulary: what analysis makes of every chunk, remembered, and the words of whole texts by it."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import chain, count

import numpy as np

from newsgrep.analysis.analyzer import Analyzer
from newsgrep.engine.segment.sections import Array
from newsgrep.engine.segment.token_table import END, ChunkTable

#: What a chunk and a word take beside their own bytes.
_BYTES_A_CHUNK, _BYTES_A_WORD = 70, 300


#: In the place of an array without an entry, of which numpy makes no view.
_NONE = array("i", [0])


class Vocabulary:
    """Numbers the words of texts, and remembers which words each chunk is made of."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._table = ChunkTable()
        self._word_numbers: dict[str, int] = {}
        self._ascending: list[int] = []
        #: In UTF-8, by word number: the word, and its stem.
        self.words: list[bytes] = []
        self.terms: list[bytes] = []
        # The value of a chunk is the number of its one word. Where it has none or several, it is less than 0,
        # and its complement tells where to find how many, and where they begin among those of such chunks.
        self._counts = array("i")
        self._starts = array("i")
        self._words_of_several = array("i")
        #: Bytes of memory that it takes, about.
        self.size = 0

    def words_of(self, texts: Sequence[bytes], ends: Sequence[int]) -> tuple[Array, Array]:
        """Return the numbers of all words of some texts in order, and how many words each region has.

        Regions end at `ends`, ascending, in the texts written one after the other with a byte of white space
        between; a chunk lies in the region where it begins.
        """
        values, starts = self._table.values(b"\n".join(texts) + END, self._learn)
        chunks = np.searchsorted(starts, np.array(ends))
        several = np.flatnonzero(values < 0)
        if not len(several):
            return values, np.diff(chunks, prepend=0)
        words, before = self._spelt_out(values, several)
        return words, np.diff(chunks + before.take(np.searchsorted(several, chunks)), prepend=0)

    def _learn(self, chunks: list[bytes]) -> list[int]:
        """Remember what new chunks are made of, and return their values."""
        texts = b"\n".join(chunks).decode("utf-8", "replace").split("\n")
        plain = self._analyzer.plain_words(texts)
        others = {
            text: self._analyzer.words(text) for text, word in zip(texts, plain, strict=True) if not word
        }
        self._number(chain(plain, *others.values()))
        number_of = self._word_numbers.__getitem__
        self.size += _BYTES_A_CHUNK * len(chunks) + sum(map(len, chunks))
        return [
            number_of(word) if word else self._value_of([*map(number_of, others[text])])
            for text, word in zip(texts, plain, strict=True)
        ]

    def _value_of(self, words: Sequence[int]) -> int:
        """Return the value of a chunk of these words, which are remembered if they are several, or none."""
        if len(words) == 1:
            return words[0]
        self._counts.append(len(words))
        self._starts.append(len(self._words_of_several))
        self._words_of_several.extend(words)
        return -len(self._counts)

    def _number(self, words: Iterable[str]) -> None:
        """Number those of some words that are new, and stem them."""
        known = self._word_numbers
        new = [word for word in dict.fromkeys(words) if word and word not in known]
        known.update(zip(new, count(len(self.words)), strict=False))
        encoded = [word.encode() for word in new]
        stems = zip(new, encoded, self._analyzer.stems(new), strict=True)
        self.terms += [data if stem == word else stem.encode() for word, data, stem in stems]
        self.words += encoded
        self.size += _BYTES_A_WORD * len(new) + 2 * sum(map(len, encoded))

    def _spelt_out(self, values: Array, several: Array) -> tuple[Array, Array]:
        """Return the word numbers of some chunks in order, of which `several` are the places of those < 0.

        Also returned is how many words more than chunks there are before each of these, and after the last.
        """
        which = ~values.take(several)
        # Views, which must be gone when the arrays grow.
        counts = np.frombuffer(self._counts, np.int32).take(which).astype(np.int64)
        begins = np.frombuffer(self._starts, np.int32).take(which)
        before = np.zeros(len(several) + 1, np.int64)
        np.cumsum(counts - 1, out=before[1:])
        times = np.ones(len(values), np.int64)
        times[several] = counts
        words = np.repeat(values, times)
        steps = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        words_of_several = np.frombuffer(self._words_of_several or _NONE, np.int32)
        places = np.repeat(several + before[:-1], counts) + steps
        words[places] = words_of_several.take(np.repeat(begins, counts) + steps)
        return words, before

    def ascending(self) -> list[int]:
        """Return the numbers of all words, ascending by term, then by word."""
        # What was in order before is found to be so, and merged with what is new. To compare one text for
        # term and word, in neither of which is a NUL, takes half as long as to compare pairs.
        texts = list(map(b"\0".join, zip(self.terms, self.words, strict=True)))
        self._ascending += range(len(self._ascending), len(texts))
        self._ascending.sort(key=texts.__getitem__)
        return self._ascending
