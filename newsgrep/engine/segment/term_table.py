"""Writing the tables of a segment's terms and spellings, which are held until the postings are written.

There may be millions of them, of which a Python object each would take hundreds of bytes: they are held as
arrays, in as few bytes as the largest number of each stretch of terms needs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from newsgrep.engine.segment.dictionary import SAMPLED, ascending
from newsgrep.engine.segment.inverter import Postings
from newsgrep.engine.segment.sections import Array, SectionWriter

#: The columns of the table that tell where what is of a term begins, and those that tell something else.
_RUNNING = ("term_postings", "term_places", "term_gaps", "term_forms", "term_words")
_PLAIN = ("term_first", "term_weight", "term_length")


class TermTable:
    """The tables of terms and words, as segment.py has them."""

    def __init__(self) -> None:
        self._columns = {name: _Numbers() for name in _RUNNING + _PLAIN}
        self._terms, self._words = _Texts(), _Texts()
        self._sample: list[bytes] = []

    def add(self, part: Postings, columns: Mapping[str, Array]) -> None:
        """Take further terms in, all greater than those before; a running column is given as sizes."""
        self._sample += part.terms[-self._terms.count % SAMPLED :: SAMPLED]
        self._terms.add(part.terms)
        self._words.add(part.words)
        for name, values in columns.items():
            self._columns[name].add(values)

    def write(self, file: SectionWriter) -> None:
        """Write the sections, and forget what is in them."""
        for name in _RUNNING:
            self._columns.pop(name).write_running(file, name, from_zero=True)
        for name in _PLAIN:
            self._columns.pop(name).write(file, name)
        self._terms.write(file, "term")
        self._words.write(file, "word")
        order, sample = self._words.ascending()
        file.add("words_ascending", order, "<u4")
        file.add("term_sample", b"\0".join(self._sample))
        file.add("word_sample", b"\0".join(sample))


class _Numbers:
    """Whole numbers from 0 on, in parts of which each is as narrow as it can be."""

    def __init__(self) -> None:
        self._parts: list[Array] = []

    def add(self, values: Array) -> None:
        self._parts.append(values.astype(np.min_scalar_type(values.max(initial=0))))

    def write(self, file: SectionWriter, name: str) -> None:
        file.start(name, _type_for(max((int(part.max(initial=0)) for part in self._parts), default=0)))
        for part in self._parts:
            file.append(part)

    def write_running(self, file: SectionWriter, name: str, *, from_zero: bool = False) -> None:
        """Write the sums up to each number, after a 0 if asked for."""
        file.start(name, _type_for(sum(int(part.sum(dtype=np.int64)) for part in self._parts)))
        if from_zero:
            file.append(np.zeros(1, np.int64))
        for part in self.sums():
            file.append(part)

    def sums(self) -> Iterator[Array]:
        """Yield the sums up to each number, a part at a time."""
        before = 0
        for part in self._parts:
            sums = np.cumsum(part, dtype=np.int64)
            sums += before
            yield sums
            before = int(sums[-1]) if len(sums) else before


def _type_for(largest: int) -> str:
    """Return a type of four bytes, or of eight where they are needed."""
    return "<u4" if largest < 1 << 32 else "<u8"


class _Texts:
    """Texts one after the other."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._lengths = _Numbers()
        self.count = 0

    def add(self, texts: Sequence[bytes]) -> None:
        self._parts.append(b"".join(texts))
        self._lengths.add(np.fromiter(map(len, texts), np.int64, len(texts)))
        self.count += len(texts)

    def write(self, file: SectionWriter, name: str) -> None:
        file.start(f"{name}_text", "|u1")
        for part in self._parts:
            file.append(part)
        self._lengths.write_running(file, f"{name}_ends")

    def ascending(self) -> tuple[Array, list[bytes]]:
        """Return the numbers of the texts in their order, and a sample of them."""
        data, bounds = b"".join(self._parts), np.concatenate([np.zeros(1, np.int64), *self._lengths.sums()])
        order = ascending(data, bounds)
        sampled = order[::SAMPLED]
        places = zip(bounds[sampled].tolist(), bounds[sampled + 1].tolist(), strict=True)
        return order, [data[start:end] for start, end in places]
