"""The vocabulary: what analysis makes of every chunk, remembered, and the words of whole texts by it."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

import numpy as np

from newsgrep.analysis import Analyzer
from newsgrep.codec.chunks import END, ChunkTable
from newsgrep.codec.layout import Array

#: So many bytes may be remembered, about, before the vocabulary begins anew.
_MOST_BYTES = 120_000_000

#: What a chunk and a word take beside their own bytes.
_BYTES_A_CHUNK, _BYTES_A_WORD = 60, 300


class Vocabulary:
    """Numbers the words of texts, and remembers which words each chunk is made of."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._table = ChunkTable(self._analysed)
        self._word_numbers: dict[str, int] = {}
        self._ascending: list[int] = []
        #: (term, word) in UTF-8 by word number.
        self.words: list[tuple[bytes, bytes]] = []
        self._chunk_starts = array("i", [0])
        self._chunk_words = array("i")
        self.size = 0

    @property
    def is_full(self) -> bool:
        """Whether it is time to begin anew, for memory's sake."""
        return self.size > _MOST_BYTES

    def words_of(self, texts: Sequence[bytes], ends: Sequence[int]) -> tuple[Array, Array]:
        """Return the numbers of all words of some texts in order, and how many words each region has.

        Regions end at `ends`, ascending, in the texts written one after the other with a byte of white space
        between; a chunk lies in the region where it begins.
        """
        chunks, starts = self._table.numbers(b"\n".join(texts) + END)
        words, counts = self._spelt_out(chunks)
        word_ends = np.concatenate(([0], np.cumsum(counts)))
        return words, np.diff(word_ends[np.searchsorted(starts, np.array(ends))], prepend=0)

    def _analysed(self, chunk: bytes) -> int:
        """Remember what a new chunk is made of, and return its number."""
        for token in self._analyzer.analyse(chunk.decode("utf-8", "replace")):
            number = self._word_numbers.setdefault(token.word, len(self.words))
            if number == len(self.words):
                word = token.word.encode()
                term = word if token.term == token.word else token.term.encode()
                self.words.append((term, word))
                self.size += _BYTES_A_WORD + 2 * len(word)
            self._chunk_words.append(number)
        self._chunk_starts.append(len(self._chunk_words))
        self.size += _BYTES_A_CHUNK + len(chunk)
        return len(self._chunk_starts) - 2

    def _spelt_out(self, chunks: Array) -> tuple[Array, Array]:
        """Return the word numbers of some chunks in order, and how many words each chunk has."""
        # Views, which must be gone when the arrays grow.
        starts = np.frombuffer(self._chunk_starts, np.int32)
        words = np.frombuffer(self._chunk_words, np.int32)
        first = starts.take(chunks)
        counts = starts.take(chunks + 1) - first
        places = np.repeat(first - (np.cumsum(counts) - counts), counts)
        places += np.arange(len(places))
        return words.take(places), counts

    def ascending(self) -> list[int]:
        """Return the numbers of all words, ascending by term, then by word."""
        # What was in order before is found to be so, and merged with what is new.
        self._ascending += range(len(self._ascending), len(self.words))
        self._ascending.sort(key=self.words.__getitem__)
        return self._ascending
