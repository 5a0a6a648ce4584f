"""The vocabulary: what analysis makes of every chunk, remembered, and the words of whole texts by it."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

import numpy as np

from newsgrep.analysis import Analyzer
from newsgrep.codec.chunks import END, ChunkTable
from newsgrep.codec.layout import Array

#: What a chunk and a word take beside their own bytes.
_BYTES_A_CHUNK, _BYTES_A_WORD = 60, 300


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
        # By chunk: how many words it has, and the number of the first; where it has more than one, it is told
        # instead where its words begin among those of such chunks.
        self._counts = array("i")
        self._first = array("i")
        self._words_of_several = array("i")
        #: Bytes of memory that it takes, about.
        self.size = 0

    def words_of(self, texts: Sequence[bytes], ends: Sequence[int]) -> tuple[Array, Array]:
        """Return the numbers of all words of some texts in order, and how many words each region has.

        Regions end at `ends`, ascending, in the texts written one after the other with a byte of white space
        between; a chunk lies in the region where it begins.
        """
        chunks, starts = self._table.numbers(b"\n".join(texts) + END, self._learn)
        words, word_ends = self._spelt_out(chunks)
        return words, np.diff(word_ends[np.searchsorted(starts, np.array(ends))], prepend=0)

    def _learn(self, chunks: list[bytes]) -> None:
        """Remember what new chunks are made of; their numbers go on from the last."""
        texts = b"\n".join(chunks).decode("utf-8", "replace").split("\n")
        known = self._word_numbers
        firsts, counts = [], []
        for text, word in zip(texts, self._analyzer.plain_words(texts), strict=True):
            number = known.get(word)
            if number is not None:
                firsts.append(number)
                counts.append(1)
                continue
            words = [*map(self._number_of, [word] if word else self._analyzer.words(text))]
            counts.append(len(words))
            if len(words) == 1:
                firsts += words
            else:
                firsts.append(len(self._words_of_several))
                self._words_of_several.extend(words)
        self._first.extend(firsts)
        self._counts.extend(counts)
        self.size += _BYTES_A_CHUNK * len(chunks) + sum(map(len, chunks))

    def _number_of(self, word: str) -> int:
        """Return the number of a word, which is stemmed only if it is new."""
        number = self._word_numbers.get(word)
        if number is not None:
            return number
        number = self._word_numbers[word] = len(self.words)
        term = self._analyzer.stem(word)
        data = word.encode()
        self.words.append(data)
        self.terms.append(data if term == word else term.encode())
        self.size += _BYTES_A_WORD + 2 * len(data)
        return number

    def _spelt_out(self, chunks: Array) -> tuple[Array, Array]:
        """Return the word numbers of some chunks in order, and how many words there are before each chunk."""
        if not len(chunks):
            return np.zeros(0, np.int32), np.zeros(1, np.int64)
        # Views, which must be gone when the arrays grow.
        counts = np.frombuffer(self._counts, np.int32).take(chunks)
        first = np.frombuffer(self._first, np.int32).take(chunks)
        words = np.repeat(first, counts)
        before = np.zeros(len(chunks) + 1, np.int64)
        np.cumsum(counts, out=before[1:])
        several = np.flatnonzero(counts > 1)
        if len(several):
            lengths = counts[several].astype(np.int64)
            steps = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
            words_of_several = np.frombuffer(self._words_of_several, np.int32)
            places = np.repeat(before[several], lengths) + steps
            words[places] = words_of_several[np.repeat(first[several], lengths) + steps]
        return words, before

    def ascending(self) -> list[int]:
        """Return the numbers of all words, ascending by term, then by word."""
        # What was in order before is found to be so, and merged with what is new. To compare one text for
        # term and word, in neither of which is a NUL, takes half as long as to compare pairs.
        texts = list(map(b"\0".join, zip(self.terms, self.words, strict=True)))
        self._ascending += range(len(self._ascending), len(texts))
        self._ascending.sort(key=texts.__getitem__)
        return self._ascending
