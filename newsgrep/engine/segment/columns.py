"""Columns: numbers of every document, by name; the sections `column.<name>` of the `.col` file.

A column has the same number of values for each document: one, or several, as a vector has. The REQUIRED
columns are in every segment. Any other column is optional, so that a later version can add one without a new
index format: a segment without it still answers every query that does not need it. Whoever reads an optional
column asks for it with `columns.get(name)`, and handles None.

A merged segment has an optional column only if all of its inputs have it, with the same type and width. A
column for some of the documents would answer wrongly for the others: no filler value means "not known" for
every type. To get a column into documents that lack it, they are indexed again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from newsgrep.article import iso_day
from newsgrep.engine.segment.sections import Array, Section, SectionReader, SectionWriter, damaged

#: Columns of one "<u4" for each document: length weighted by field; length of body, title and lede; 1 if the
#: lede stands in for a missing title, else 0; and the date as yyyymmdd, 0 if there is none.
REQUIRED = ("length", "body_length", "title_length", "lede_length", "lede_is_title", "day")

#: Columns that a new segment has and an older one may lack: how precise the date is, as the length of 2020,
#: 2020-10 or 2020-10-30 ("|u1", 0 if there is none); when it begins, in seconds since 1970, UTC ("<i8");
#: and how many of a hundred words of the body have a digit ("|u1").
_OPTIONAL_TYPES = {"date_length": "|u1", "instant": "<i8", "digit_percent": "|u1"}
OPTIONAL = tuple(_OPTIONAL_TYPES)

_PREFIX = "column."


class Columns(Mapping[str, Section]):
    """The columns of a segment, by name. If a document has several values, they stand side by side."""

    def __init__(self, reader: SectionReader, document_count: int) -> None:
        """Find the columns. Raises IndexDamagedError if a required one is missing."""
        self._reader = reader
        self._document_count = document_count
        self._names = [name.removeprefix(_PREFIX) for name in reader.names() if name.startswith(_PREFIX)]
        self._sections: dict[str, Section] = {}
        self._known = {**dict.fromkeys(REQUIRED, "<u4"), **_OPTIONAL_TYPES}
        if missing := sorted({*REQUIRED}.difference(self._names)):
            raise damaged(reader.path, f"has no column {missing[0]}")

    def __getitem__(self, name: str) -> Section:
        """Return a column. Raises KeyError if the segment does not have it."""
        if name not in self._sections:
            if name not in self._names:
                raise KeyError(name)
            known = name in self._known
            section = self._reader.section(
                _PREFIX + name,
                *((self._known[name],) if known else ()),
                count=self._document_count if known else -1,
            )
            if len(section) % max(1, self._document_count) or len(section) < self._document_count:
                count = self._document_count
                raise damaged(
                    self._reader.path,
                    f"has a column {name} of {len(section):,} values for {count:,} documents",
                )
            self._sections[name] = section
        return self._sections[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def rows(self, name: str) -> Array:
        """Return a column as an array of shape (documents,), or (documents, values) if it has several."""
        values = self[name][:]
        return values if len(values) <= self._document_count else values.reshape(self._document_count, -1)


def day_text(path: Path, number: int, length: int = 10) -> str:
    """Return a number as the ISO text of a day, a month or a year; empty for 0.

    number: yyyymmdd, as in the column `day`, or yyyymm or yyyy
    length: of the text: 10, 7 or 4

    Raises IndexDamagedError, which names `path`, if the number is no date.
    """
    if not number:
        return ""
    try:
        return iso_day(number * {10: 1, 7: 100, 4: 10_000}[length] + {10: 0, 7: 1, 4: 101}[length])[:length]
    except ValueError as error:
        raise damaged(path, f"is damaged: {number} is no date") from error


def write_columns(file: SectionWriter, columns: Mapping[str, Array]) -> None:
    """Write columns, each an array of shape (documents,) or (documents, values).

    Raises ValueError if a required column is missing, or if columns are of different numbers of documents.
    """
    if missing := sorted({*REQUIRED}.difference(columns)):
        raise ValueError(f"the column {missing[0]} is missing")
    if len({len(values) for values in columns.values()}) > 1:
        raise ValueError("the columns are of different numbers of documents")
    for name, values in columns.items():
        dtype = "<u4" if name in REQUIRED else values.dtype.newbyteorder("<").str
        file.add(_PREFIX + name, values, dtype)


def merged_columns(inputs: Sequence[tuple[Columns, Array | None]]) -> dict[str, Array]:
    """Return the joined columns of several segments, each with all documents or only the marked ones.

    Columns that some of the segments lack, or have with another type or width, are left out.
    """
    merged = {}
    for name in inputs[0][0]:
        if not all(name in columns for columns, _ in inputs):
            continue
        pieces = [
            columns.rows(name) if live is None else columns.rows(name)[live] for columns, live in inputs
        ]
        if name in REQUIRED or len({(piece.dtype, piece.shape[1:]) for piece in pieces}) == 1:
            merged[name] = np.concatenate(pieces)
    return merged
