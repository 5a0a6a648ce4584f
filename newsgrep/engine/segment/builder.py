"""Building segments: articles come one after the other, and a segment is written when there are enough.

Articles are stored as they come and of their text only the numbers of its words are kept, so that a segment
may be of far more text than there is memory.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from newsgrep.analysis.analyzer import Analyzer
from newsgrep.article import encoded_article_of
from newsgrep.engine.segment.info import SegmentInfo
from newsgrep.engine.segment.inverter import Inverter
from newsgrep.engine.segment.memory import raise_mmap_threshold, trim_heap
from newsgrep.engine.segment.vocabulary import Vocabulary
from newsgrep.engine.segment.writer import SegmentWriter

#: Bytes that a vocabulary may take, about, before it begins anew: at least, and at most.
_SMALLEST_VOCABULARY, _LARGEST_VOCABULARY = 4_000_000, 120_000_000

#: The part of a segment's memory that is kept for arrays when they are let go of.
_KEPT = 8


class SegmentBuilder:
    """Makes segments of articles, with one vocabulary for all of them."""

    def __init__(self, stem: Path, language: str) -> None:
        """Begin. Segments are named `stem` with a number."""
        self._stem = stem
        self._language = language
        self._count = 0
        self._vocabulary = Vocabulary(Analyzer(language))
        self._writer: SegmentWriter | None = None
        self._inverter = Inverter(self._vocabulary)

    def add(self, articles: Iterable[bytes], size: int) -> list[SegmentInfo]:
        """Take articles in, given by their data, and return the segments that this filled.

        A segment is full when it takes so many bytes of memory. The vocabulary may take most of as many.
        """
        filled: list[SegmentInfo] = []
        most_known = min(_LARGEST_VOCABULARY, max(_SMALLEST_VOCABULARY, size * 4 // 5))
        for data in articles:
            if self._writer is None:
                raise_mmap_threshold(size // _KEPT)
                self._writer = SegmentWriter(self._next_stem())
            article = encoded_article_of(data)
            self._writer.add(article, data)
            self._inverter.add(article)
            if self._inverter.size >= size or self._vocabulary.size > most_known:
                filled += self.finish()
                if self._vocabulary.size > most_known:
                    self.forget()
                trim_heap()
        return filled

    def finish(self) -> list[SegmentInfo]:
        """Write the segment that was begun, if there is one, and return it."""
        if self._writer is None:
            return []
        record = SegmentInfo(self._next_stem().name, len(self._inverter))
        postings, lengths = self._inverter.invert()
        self._writer.finish(postings, lengths)
        self._count += 1
        self._writer = None
        self._inverter = Inverter(self._vocabulary)
        return [record]

    def forget(self) -> None:
        """Let go of the vocabulary, when it is too large, or no more articles are going to come soon."""
        self._vocabulary = Vocabulary(Analyzer(self._language))
        self._inverter = Inverter(self._vocabulary)

    def abandon(self) -> None:
        """Close and delete the unfinished segment."""
        if self._writer is not None:
            self._writer.abandon()

    def _next_stem(self) -> Path:
        return self._stem.with_name(f"{self._stem.name}{self._count:04x}")
