"""Value fields: keyword fields with few distinct values, such as source. A document has the value's number.

    <name>.values   the distinct values, ascending, as a compressed JSON list
    <name>.numbers  (documents) index of each document's value, in the narrowest unsigned type

A field with any number of values for a document, such as authors, has the numbers of all documents one after
the other, and

    <name>.ends     ("<u4", documents) how many of the numbers belong to this document and all before it
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence

import msgspec
import numpy as np
from msgspec import Struct

from newsgrep.engine.segment.sections import Array, SectionReader, SectionWriter, damaged
from newsgrep.zstd import ZstdCompressor, ZstdError, decompress_frame

_LEVEL = 3

#: The most bytes of values for each document; names of sources and addresses are shorter on average.
_BYTES_A_DOCUMENT = 1_000

_decode = msgspec.json.Decoder(list[str]).decode


class ValueColumn(Struct, frozen=True):
    """The values of a field: document d has values[n] for n in numbers[ends[d-1]:ends[d]].

    ends is None where each document has one value.
    """

    values: list[str]
    numbers: Array
    ends: Array | None = None

    def of_documents(self) -> Iterator[tuple[str, ...]]:
        """Yield the values of each document."""
        numbers = self.numbers.tolist()
        ends = range(1, len(numbers) + 1) if self.ends is None else self.ends.tolist()
        start = 0
        for end in ends:
            yield tuple(self.values[number] for number in numbers[start:end])
            start = end

    def among(self, documents: Array) -> ValueColumn:
        """Return the column of only some documents, given as indices or as a bool for each document."""
        if self.ends is None:
            return ValueColumn(self.values, self.numbers[documents])
        counts: Array = np.diff(self.ends.astype(np.int64), prepend=0)
        starts = (self.ends - counts)[documents]
        counts = counts[documents]
        ends = np.cumsum(counts)
        places = np.arange(int(ends[-1]) if len(ends) else 0) + np.repeat(starts - (ends - counts), counts)
        return ValueColumn(self.values, self.numbers[places], ends)


class ValueFieldWriter:
    """Writes a field with one value for each document."""

    def __init__(self) -> None:
        self._number_of: dict[bytes, int] = {}
        self._numbers = array("I")

    def __len__(self) -> int:
        return len(self._numbers)

    def add(self, values: Iterable[bytes]) -> None:
        """Add the values of the next documents."""
        known = self._number_of
        self._numbers.extend([known.setdefault(value, len(known)) for value in values])

    def copy(self, column: ValueColumn) -> None:
        """Add the values of some documents of another segment."""
        used = set(np.unique(column.numbers).tolist())
        renumbered = np.array(
            [
                self._number_of.setdefault(encoded(value), len(self._number_of)) if number in used else 0
                for number, value in enumerate(column.values)
            ],
            np.uint32,
        )
        self._numbers.extend(renumbered[column.numbers].tolist())

    def write(self, file: SectionWriter, name: str) -> None:
        """Write the sections of the field."""
        values = sorted(self._number_of)
        rank = np.zeros(len(values), np.uint32)
        rank[[self._number_of[value] for value in values]] = np.arange(len(values), dtype=np.uint32)
        import json  # takes 1 ms to import, and a search writes nothing

        data = json.dumps([decoded(value) for value in values], separators=(",", ":")).encode()
        file.add(f"{name}.values", frame(data))
        numbers = rank[np.array(self._numbers, np.uint32)]
        file.add(f"{name}.numbers", numbers, np.min_scalar_type(max(0, len(values) - 1)).str)


class MultipleValueFieldWriter:
    """Writes a field with any number of values for each document."""

    def __init__(self) -> None:
        self._field = ValueFieldWriter()
        self._ends = array("I")

    def __len__(self) -> int:
        return len(self._field)

    def add(self, documents: Iterable[Sequence[bytes]]) -> None:
        """Add the values of the next documents."""
        for values in documents:
            self._field.add(values)
            self._ends.append(len(self._field))

    def copy(self, column: ValueColumn) -> None:
        """Add the values of some documents of another segment."""
        ends = np.zeros(0, np.int64) if column.ends is None else column.ends.astype(np.int64)
        self._ends.extend((ends + len(self._field)).tolist())
        self._field.copy(column)

    def write(self, file: SectionWriter, name: str) -> None:
        """Write the sections of the field."""
        self._field.write(file, name)
        file.add(f"{name}.ends", np.array(self._ends, np.uint32), "<u4")


def read_values(file: SectionReader, name: str, count: int) -> ValueColumn:
    """Return a field of a segment of `count` documents. Raises IndexDamagedError if it does not have it."""
    numbers = file.read(f"{name}.numbers", "|u1", "<u2", "<u4")
    ends = file.read(f"{name}.ends", "<u4", count=count) if f"{name}.ends" in file.names() else None
    try:
        data = decompress_frame(file.read(f"{name}.values").tobytes(), most_bytes(count))
        values = _decode(data)
    except (ZstdError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise damaged(file.path, f"is damaged: the values of {name}: {error}") from error
    expected = count if ends is None else int(ends[-1]) if len(ends) else 0
    is_ascending = ends is None or not np.any(np.diff(ends.astype(np.int64)) < 0)
    if len(numbers) != expected or not is_ascending or int(numbers.max(initial=0)) >= max(1, len(values)):
        raise damaged(file.path, f"is damaged: the numbers of {name} do not fit its values")
    return ValueColumn(values, numbers, ends)


def most_bytes(documents: int) -> int:
    """Return how many bytes the values of a field, or the token lines of a block, may take together."""
    return max(1 << 26, _BYTES_A_DOCUMENT * documents)


def frame(data: bytes) -> bytes:
    """Return data compressed as one frame."""
    return ZstdCompressor(_LEVEL).compress(data, ZstdCompressor.FLUSH_FRAME)


def encoded(text: str) -> bytes:
    """Return text as UTF-8, with lone surrogates."""
    return text.encode("utf-8", "surrogatepass")


def decoded(data: bytes) -> str:
    """Return UTF-8 with lone surrogates as text."""
    return data.decode("utf-8", "surrogatepass")
