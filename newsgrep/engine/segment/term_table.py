"""Writing the `.trm` file: the tables of terms and of surface forms, held until all postings are written.

There may be millions of terms, and a Python object for each would take hundreds of bytes. They are held as
arrays instead, a batch of terms each, in the narrowest type that the largest number of the batch needs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from newsgrep.engine.segment.dictionary import INDEX_INTERVAL, sorted_order
from newsgrep.engine.segment.inverter import PostingsBatch
from newsgrep.engine.segment.reader import NUMBER_TABLES, OFFSET_TABLES
from newsgrep.engine.segment.sections import Array, SectionWriter


class TermTableWriter:
    """Collects the terms and surface forms of a segment, and writes their tables (see reader.py)."""

    def __init__(self) -> None:
        self._columns = {name: _NumberList() for name in OFFSET_TABLES + NUMBER_TABLES}
        self._terms, self._forms = _StringList(), _StringList()
        self._term_index: list[bytes] = []

    def add(self, postings: PostingsBatch, columns: Mapping[str, Array]) -> None:
        """Add further terms, all greater than the terms before. In columns of offsets, give sizes instead."""
        self._term_index += postings.terms[-self._terms.count % INDEX_INTERVAL :: INDEX_INTERVAL]
        self._terms.add(postings.terms)
        self._forms.add(postings.forms)
        for name, values in columns.items():
            self._columns[name].add(values)

    def write(self, file: SectionWriter, sort_batch: int) -> None:
        """Write the sections and free their memory; sort `sort_batch` surface forms at a time."""
        for name in OFFSET_TABLES:
            self._columns.pop(name).write_offsets(file, name, from_zero=True)
        for name in NUMBER_TABLES:
            self._columns.pop(name).write(file, name)
        self._terms.write(file, "term")
        self._forms.write(file, "form")
        order, form_index = self._forms.sorted_order(sort_batch)
        file.add("forms_sorted", order, "<u4")
        file.add("term_index", b"\0".join(self._term_index))
        file.add("form_index", b"\0".join(form_index))


class _NumberList:
    """Whole numbers >= 0, as a list of arrays of the narrowest type that fits each."""

    def __init__(self) -> None:
        self._batches: list[Array] = []

    def add(self, values: Array) -> None:
        self._batches.append(values.astype(np.min_scalar_type(values.max(initial=0))))

    def write(self, file: SectionWriter, name: str) -> None:
        file.start(name, _dtype_for(max((int(batch.max(initial=0)) for batch in self._batches), default=0)))
        for batch in self._batches:
            file.append(batch)

    def write_offsets(self, file: SectionWriter, name: str, *, from_zero: bool = False) -> None:
        """Write the running sums, after a 0 if `from_zero`."""
        file.start(name, _dtype_for(sum(int(batch.sum(dtype=np.int64)) for batch in self._batches)))
        if from_zero:
            file.append(np.zeros(1, np.int64))
        for sums in self.running_sums():
            file.append(sums)

    def running_sums(self) -> Iterator[Array]:
        """Yield the sum of all numbers up to each, a batch at a time."""
        total = 0
        for batch in self._batches:
            sums = np.cumsum(batch, dtype=np.int64)
            sums += total
            yield sums
            total = int(sums[-1]) if len(sums) else total


def _dtype_for(largest: int) -> str:
    return "<u4" if largest < 1 << 32 else "<u8"


class _StringList:
    """Strings one after the other, with their lengths."""

    def __init__(self) -> None:
        self._batches: list[bytes] = []
        self._lengths = _NumberList()
        self.count = 0

    def add(self, strings: Sequence[bytes]) -> None:
        self._batches.append(b"".join(strings))
        self._lengths.add(np.fromiter(map(len, strings), np.int64, len(strings)))
        self.count += len(strings)

    def write(self, file: SectionWriter, name: str) -> None:
        file.start(f"{name}_text", "|u1")
        for batch in self._batches:
            file.append(batch)
        self._lengths.write_offsets(file, f"{name}_ends")

    def sorted_order(self, batch: int) -> tuple[Array, list[bytes]]:
        """Return the numbers of the strings in ascending order, and the entries of their index."""
        data = b"".join(self._batches)
        bounds = np.concatenate([np.zeros(1, np.int64), *self._lengths.running_sums()])
        order = sorted_order(data, bounds, batch)
        indexed = order[::INDEX_INTERVAL]
        spans = zip(bounds[indexed].tolist(), bounds[indexed + 1].tolist(), strict=True)
        return order, [data[start:end] for start, end in spans]
