"""Building segments: articles come one after the other, and a segment is written when there are enough.

Articles are stored at once, and only the numbers of their words stay in memory, so that a segment can hold
far more text than the memory does.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from newsgrep.analysis.analyzer import Analyzer
from newsgrep.batching import batched_by_size
from newsgrep.engine.segment.info import SegmentInfo
from newsgrep.engine.segment.inverter import Inverter
from newsgrep.engine.segment.memory import raise_mmap_threshold, trim_heap
from newsgrep.engine.segment.vocabulary import Vocabulary
from newsgrep.engine.segment.writer import SegmentWriter
from newsgrep.tuning import DEFAULT_TUNING, SegmentTuning


class SegmentBuilder:
    """Builds segments from articles, with one vocabulary for all of them."""

    def __init__(self, stem: Path, language: str, tuning: SegmentTuning = DEFAULT_TUNING.segment) -> None:
        """Begin. Segments are named `stem` followed by a number."""
        self._stem = stem
        self._language = language
        self._tuning = tuning
        self._count = 0
        self._vocabulary = Vocabulary(Analyzer(language))
        self._writer: SegmentWriter | None = None
        self._inverter = Inverter(self._vocabulary, tuning)

    def add(self, articles: Iterable[bytes], size: int) -> list[SegmentInfo]:
        """Add articles, given as bytes, and return the segments that this completed.

        A segment is complete when it takes `size` bytes of memory. The vocabulary may take four fifths as
        much, within the bounds that the tuning sets.
        """
        completed: list[SegmentInfo] = []
        bounds = self._tuning
        vocabulary_limit = min(bounds.max_vocabulary_bytes, max(bounds.min_vocabulary_bytes, size * 4 // 5))
        for some in batched_by_size(articles, len, min(bounds.window_bytes, size // 8)):
            if self._writer is None:
                raise_mmap_threshold(size // 8)
                self._writer = SegmentWriter(self._next_stem(), self._tuning)
            for article in self._writer.add(some):
                self._inverter.add(article)
            if self._inverter.size >= size or self._vocabulary.size > vocabulary_limit:
                completed += self.finish()
                if self._vocabulary.size > vocabulary_limit:
                    self.clear_vocabulary()
                trim_heap()
        return completed

    def finish(self) -> list[SegmentInfo]:
        """Write the segment that was begun, and return it; return nothing if there is none."""
        if self._writer is None:
            return []
        info = SegmentInfo(self._next_stem().name, len(self._inverter))
        self._writer.finish(*self._inverter.invert())
        self._count += 1
        self._writer = None
        self._inverter = Inverter(self._vocabulary, self._tuning)
        return [info]

    def clear_vocabulary(self) -> None:
        """Free the memory of the vocabulary. Call it if that is too large, or no articles come soon."""
        self._vocabulary = Vocabulary(Analyzer(self._language))
        self._inverter = Inverter(self._vocabulary, self._tuning)

    def abandon(self) -> None:
        """Delete the segment that was begun."""
        if self._writer is not None:
            self._writer.abandon()

    def _next_stem(self) -> Path:
        return self._stem.with_name(f"{self._stem.name}{self._count:04x}")
