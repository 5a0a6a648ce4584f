"""Counting matching documents by the values of facets, from columns; no article is read for it.

Every document has a code for each facet, an index into the facet's values. Where a segment is older than the
column of a facet, the values are read from its stored articles.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from newsgrep.article import address_of
from newsgrep.engine.embedded.snapshot import SegmentView, Snapshot
from newsgrep.engine.facets import (
    BY_ADDRESS,
    DATE_LENGTHS,
    DAY_LENGTH,
    MONTH_LENGTH,
    YEAR_LENGTH,
    Facet,
    facet_values,
)
from newsgrep.engine.segment.columns import day_text
from newsgrep.engine.segment.reader import Documents
from newsgrep.engine.segment.sections import Array

#: What a day as yyyymmdd is divided by where only its month or its year is known.
_DIVISORS = {DAY_LENGTH: 1, MONTH_LENGTH: 100, YEAR_LENGTH: 10_000}

#: Facets whose column has another name.
_COLUMN_OF: dict[Facet, str] = {
    "author": "authors",
    "lang": "language",
    "from": "senders",
    "to": "recipients",
}


class _Codes(Struct, frozen=True):
    """The values of a facet that the given documents have: the document at rows[i] has values[codes[i]].

    A document with several values has several rows.
    """

    values: list[str]
    codes: Array
    rows: Array


def tally(snapshot: Snapshot, documents: Documents, facets: Sequence[Facet]) -> dict[tuple[str, ...], int]:
    """Return how many of the given ascending documents have each combination of values of the facets."""
    if not facets:
        return {(): len(documents)} if len(documents) else {}
    counts: dict[tuple[str, ...], int] = {}
    for segment, inside in snapshot.by_segment(documents):
        if len(inside):
            for combination, count in _tally_segment(segment, inside, facets):
                counts[combination] = counts.get(combination, 0) + count
    return counts


def _tally_segment(
    segment: SegmentView, documents: Documents, facets: Sequence[Facet]
) -> list[tuple[tuple[str, ...], int]]:
    columns = [_codes(segment, documents, facet) for facet in facets]
    rows, combined = np.arange(len(documents)), np.zeros(len(documents), np.int64)
    for column in columns:
        # Each row so far is repeated for each value that its document has of this facet.
        counts = np.bincount(column.rows, minlength=len(documents))
        starts = np.cumsum(counts) - counts
        repeats = counts[rows]
        offsets = np.arange(int(repeats.sum())) - np.repeat(np.cumsum(repeats) - repeats, repeats)
        places = np.repeat(starts[rows], repeats) + offsets
        combined = np.repeat(combined, repeats) * len(column.values) + column.codes[places]
        rows = np.repeat(rows, repeats)
    distinct, frequencies = np.unique(combined, return_counts=True)
    names: list[list[str]] = []
    for column in reversed(columns):
        distinct, codes = np.divmod(distinct, len(column.values))
        names.append([column.values[code] for code in codes.tolist()])
    return list(zip(zip(*reversed(names), strict=True), frequencies.tolist(), strict=True))


def _codes(segment: SegmentView, documents: Documents, facet: Facet) -> _Codes:
    if facet == "index":
        return _Codes([str(segment.index)], np.zeros(len(documents), np.int64), np.arange(len(documents)))
    codes_of_column = _date_codes if facet in DATE_LENGTHS else _value_codes
    found = codes_of_column(segment, documents, facet)
    return found or _codes_of_articles(segment, documents, facet)


def _date_codes(segment: SegmentView, documents: Documents, facet: Facet) -> _Codes | None:
    lengths = segment.reader.columns.get("date_length")
    if lengths is None:
        return None
    days = segment.reader.columns["day"].take(documents).astype(np.int64)
    known = np.minimum(lengths.take(documents), DATE_LENGTHS[facet])
    for length, divisor in _DIVISORS.items():
        days[known == length] //= divisor
    distinct, codes = np.unique(days, return_inverse=True)
    texts = [_iso(segment, number) for number in distinct.tolist()]
    return _Codes(texts, codes, np.arange(len(documents)))


def _iso(segment: SegmentView, number: int) -> str:
    """Return yyyy, yyyymm or yyyymmdd as ISO text; the empty text for 0."""
    length = 4 if number < 10_000 else 7 if number < 1_000_000 else 10
    return day_text(segment.reader.files[".col"].path, number, length)


def _value_codes(segment: SegmentView, documents: Documents, facet: Facet) -> _Codes | None:
    column = segment.reader.keywords.column(_COLUMN_OF.get(facet, facet))
    if column is None:
        return None
    chosen = column.among(documents)
    if chosen.ends is None:
        return _Codes(chosen.values, chosen.numbers.astype(np.int64), np.arange(len(documents)))
    # Documents without a value get the empty text, as number len(values).
    counts: Array = np.diff(chosen.ends, prepend=0)
    rows = np.concatenate([np.repeat(np.arange(len(documents)), counts), np.flatnonzero(counts == 0)])
    codes = np.concatenate(
        [chosen.numbers.astype(np.int64), np.full(len(rows) - len(chosen.numbers), len(chosen.values))]
    )
    values = [*chosen.values, ""]
    if facet in BY_ADDRESS:
        addresses = {address: number for number, address in enumerate(sorted(set(map(address_of, values))))}
        codes = np.array([addresses[address_of(value)] for value in values], np.int64)[codes]
        values = [*addresses]
    # An author who is named twice counts once.
    rows, codes = np.divmod(np.unique(rows * len(values) + codes), len(values))
    return _Codes(values, codes, rows)


def _codes_of_articles(segment: SegmentView, documents: Documents, facet: Facet) -> _Codes:
    number_of: dict[str, int] = {}
    rows, codes = [], []
    for row, document in enumerate(documents.tolist()):
        for value in facet_values(segment.reader.article(document), facet):
            rows.append(row)
            codes.append(number_of.setdefault(value, len(number_of)))
    return _Codes(list(number_of), np.array(codes, np.int64), np.array(rows, np.int64))
