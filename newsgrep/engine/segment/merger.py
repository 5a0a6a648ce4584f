"""Merging: several segments become one, without their deleted documents, in bounded memory.

Terms are merged a term range at a time. A range ends at the same term in all segments, and is small enough
that the postings of all segments fit the memory. Within a range the index of every posting in the result
follows from counting: the postings of a term in the first segment come first, then those in the second.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np
from msgspec import Struct

from newsgrep.engine.segment.columns import merged_columns
from newsgrep.engine.segment.inverter import PostingsBatch
from newsgrep.engine.segment.reader import SegmentReader
from newsgrep.engine.segment.sections import Array
from newsgrep.engine.segment.shingles import joined_shingles
from newsgrep.engine.segment.writer import SegmentWriter
from newsgrep.tuning import DEFAULT_TUNING, SegmentTuning

#: A surface form takes as much memory as this many occurrences.
_FORM_OCCURRENCES = 6


class MergeInput(Struct, frozen=True):
    """A segment to merge; `live` marks its live documents, None if all are live."""

    reader: SegmentReader
    live: Array | None = None

    @property
    def live_count(self) -> int:
        """The number of live documents."""
        return self.reader.document_count if self.live is None else int(np.count_nonzero(self.live))

    def renumbered(self, base: int) -> Array:
        """Return the new number of each document, counted from `base`; -1 for a deleted one."""
        if self.live is None:
            return np.arange(base, base + self.reader.document_count)
        return np.where(self.live, np.cumsum(self.live) - 1 + base, -1)


def merge_segments(
    inputs: Sequence[MergeInput],
    stem: Path,
    max_occurrences: int = DEFAULT_TUNING.segment.merge_occurrences,
    tuning: SegmentTuning = DEFAULT_TUNING.segment,
) -> None:
    """Write the live documents of the given segments as one segment, in their order.

    About `max_occurrences` occurrences are merged together; each takes some 100 bytes of memory. An optional
    column is kept only if all inputs have it: see columns.py.
    """
    writer = SegmentWriter(stem, tuning)
    try:
        bases = np.cumsum([0, *(one.live_count for one in inputs)])
        numbers = [one.renumbered(int(base)) for one, base in zip(inputs, bases[:-1], strict=True)]
        _write_documents(inputs, numbers, writer)
        for batch in _merged_ranges(inputs, numbers, max_occurrences):
            writer.write_postings(batch)
            for one in inputs:
                one.reader.release()
        writer.close()
    except BaseException:
        writer.abandon()
        raise


def _write_documents(inputs: Sequence[MergeInput], numbers: Sequence[Array], writer: SegmentWriter) -> None:
    hashes, shingles = [], []
    ids: list[tuple[Array, Array]] = [(np.zeros(0, np.uint64), np.zeros(0, np.uint32))]
    for one, new in zip(inputs, numbers, strict=True):
        reader, live = one.reader, one.live
        writer.keywords.copy(reader.keywords, live)
        if live is None:
            writer.stored_fields.copy(reader.stored_fields)
            hashes.append(reader.keys.hashes())
        else:
            for document in np.flatnonzero(live).tolist():
                writer.stored_fields.add(reader.stored_fields.data(document))
            hashes.append(reader.keys.hashes()[live])
        stored = reader.shingles()
        if stored is not None:
            documents = np.arange(reader.document_count) if live is None else np.flatnonzero(live)
            shingles.append(stored.among(documents))
        if table := reader.message_ids():
            of_mails, mails = table.pairs()
            ids.append((of_mails[new[mails] >= 0], new[mails][new[mails] >= 0]))
        reader.release()
    if len(shingles) == len(inputs):
        writer.write_shingles(joined_shingles(shingles))
    if all(one.reader.keeps_message_ids() for one in inputs):
        writer.write_message_ids(*(np.concatenate(parts) for parts in zip(*ids, strict=True)))
    columns = merged_columns([(one.reader.columns, one.live) for one in inputs])
    writer.write_columns(columns, np.concatenate(hashes))


def _merged_ranges(
    inputs: Sequence[MergeInput], numbers: Sequence[Array], max_occurrences: int
) -> Iterator[PostingsBatch]:
    """Yield the merged postings, a term range at a time."""
    starts = [0] * len(inputs)
    while any(start < len(one.reader.terms) for start, one in zip(starts, inputs, strict=True)):
        ends = _range_ends(inputs, starts, max_occurrences)
        if any(end < start for start, end in zip(starts, ends, strict=True)) or ends == starts:
            raise ValueError("the terms of a segment are not in ascending order")
        pieces = [
            _decode(one.reader, start, end, number)
            for one, start, end, number in zip(inputs, starts, ends, numbers, strict=True)
            if start < end
        ]
        yield _merge_postings(pieces)
        starts = ends


def _range_ends(inputs: Sequence[MergeInput], starts: list[int], max_occurrences: int) -> list[int]:
    """Return where the next term range ends in each segment, after about `max_occurrences` in all."""
    share = max_occurrences // len(inputs)
    limits = []
    for one, start in zip(inputs, starts, strict=True):
        reader = one.reader
        if start < len(reader.terms):
            limit = _cost_before(reader, start) + share
            cost = partial(_cost_before, reader)
            end = max(start + 1, bisect_left(range(len(reader.terms) + 1), limit + 1, start, key=cost) - 1)
            if end < len(reader.terms):
                limits.append(reader.terms[end])
    if not limits:
        return [len(one.reader.terms) for one in inputs]
    first = min(limits)
    return [one.reader.first_term_from(first) for one in inputs]


def _cost_before(reader: SegmentReader, term: int) -> int:
    """Return the memory that all terms before one take, counted in occurrences."""
    return reader.term_positions[term] + _FORM_OCCURRENCES * reader.term_forms[term]


def _decode(reader: SegmentReader, start: int, end: int, numbers: Array) -> PostingsBatch:
    """Return the postings of a range of a segment's terms, renumbered, without the deleted documents."""
    term_postings = reader.term_postings[start : end + 1].astype(np.int64)
    first_form = reader.term_forms[start]
    term_forms = reader.term_forms[start : end + 1].astype(np.int64) - first_form
    documents, weights, counts, positions, occurrence_forms = reader.decode_terms(start, end)
    postings = PostingsBatch(
        terms=[reader.terms[term] for term in range(start, end)],
        forms=[reader.forms[form] for form in range(first_form, first_form + int(term_forms[-1]))],
        term_forms=term_forms,
        term_postings=term_postings - term_postings[0],
        documents=numbers[documents],
        weights=weights,
        counts=counts,
        positions=positions,
        occurrence_forms=occurrence_forms,
    )
    nothing_deleted = numbers[0] >= 0 and numbers[-1] == numbers[0] + len(numbers) - 1
    return postings if nothing_deleted else _without_deleted(postings)


def _without_deleted(postings: PostingsBatch) -> PostingsBatch:
    """Drop the documents numbered -1, and the terms and surface forms that then have no postings."""
    is_live = postings.documents >= 0
    live_occurrences = np.repeat(is_live, postings.counts)
    per_term = np.diff(np.concatenate(([0], np.cumsum(is_live)))[postings.term_postings])
    occurrence_forms = postings.occurrence_forms[live_occurrences]
    used_forms = np.zeros(len(postings.forms), np.bool_)
    used_forms[occurrence_forms] = True
    forms_before = np.concatenate(([0], np.cumsum(used_forms)))
    has_any = per_term > 0
    return PostingsBatch(
        terms=[term for term, used in zip(postings.terms, has_any.tolist(), strict=True) if used],
        forms=[form for form, used in zip(postings.forms, used_forms.tolist(), strict=True) if used],
        term_forms=np.append(forms_before[postings.term_forms[:-1]][has_any], forms_before[-1]),
        term_postings=np.concatenate(([0], np.cumsum(per_term[has_any]))),
        documents=postings.documents[is_live],
        weights=postings.weights[is_live],
        counts=postings.counts[is_live],
        positions=postings.positions[live_occurrences],
        occurrence_forms=forms_before[occurrence_forms],
    )


def _merge_postings(pieces: Sequence[PostingsBatch]) -> PostingsBatch:
    """Merge postings term by term; the documents of each piece follow the documents of the one before."""
    if len(pieces) == 1:
        return pieces[0]
    terms = sorted(set().union(*(piece.terms for piece in pieces)))
    number_of = {term: number for number, term in enumerate(terms)}
    term_maps = [np.array([number_of[term] for term in piece.terms], np.int64) for piece in pieces]
    forms, term_forms, form_maps = _merge_forms(pieces, term_maps, len(terms))
    if len(terms) == 1:
        return _merge_one_term(pieces, terms, forms, form_maps)
    frequencies = [np.diff(piece.term_postings) for piece in pieces]
    occurrences = [_occurrences_per_term(piece) for piece in pieces]
    term_postings, posting_indices = _interleave(term_maps, frequencies, len(terms))
    _, occurrence_indices = _interleave(term_maps, occurrences, len(terms))

    def scattered(name: str, indices: list[Array]) -> Array:
        merged = np.empty(sum(map(len, indices)), np.int64)
        for piece, at in zip(pieces, indices, strict=True):
            merged[at] = getattr(piece, name)
        return merged

    occurrence_forms = np.empty(sum(map(len, occurrence_indices)), np.int64)
    for piece, at, form_map in zip(pieces, occurrence_indices, form_maps, strict=True):
        occurrence_forms[at] = form_map[piece.occurrence_forms]
    return PostingsBatch(
        terms=terms,
        forms=forms,
        term_forms=term_forms,
        term_postings=term_postings,
        documents=scattered("documents", posting_indices),
        weights=scattered("weights", posting_indices),
        counts=scattered("counts", posting_indices),
        positions=scattered("positions", occurrence_indices),
        occurrence_forms=occurrence_forms,
    )


def _merge_one_term(
    pieces: Sequence[PostingsBatch], terms: list[bytes], forms: list[bytes], form_maps: list[Array]
) -> PostingsBatch:
    """Merge the postings of one term. As there may be very many, the types of arrays stay narrow."""
    narrow = np.min_scalar_type(len(forms))
    return PostingsBatch(
        terms=terms,
        forms=forms,
        term_forms=np.array([0, len(forms)]),
        term_postings=np.array([0, sum(len(piece.documents) for piece in pieces)]),
        documents=np.concatenate([piece.documents for piece in pieces]),
        weights=np.concatenate([piece.weights for piece in pieces]),
        counts=np.concatenate([piece.counts for piece in pieces]),
        positions=np.concatenate([piece.positions for piece in pieces]),
        occurrence_forms=np.concatenate(
            [
                form_map.astype(narrow)[piece.occurrence_forms]
                for piece, form_map in zip(pieces, form_maps, strict=True)
            ]
        ),
    )


def _occurrences_per_term(piece: PostingsBatch) -> Array:
    return np.diff(np.concatenate(([0], np.cumsum(piece.counts, dtype=np.int64)))[piece.term_postings])


def _interleave(term_maps: list[Array], sizes: list[Array], terms: int) -> tuple[Array, list[Array]]:
    """Return where each term begins in the result, and for each piece the index there of its entries.

    `sizes` has the number of entries of each term in each piece, and `term_maps` the terms in the result.
    """
    total = np.zeros(terms, np.int64)
    for term_map, size in zip(term_maps, sizes, strict=True):
        total[term_map] += size
    starts = np.concatenate(([0], np.cumsum(total)))
    filled = starts[:-1].copy()
    indices = []
    for term_map, size in zip(term_maps, sizes, strict=True):
        ends = np.cumsum(size)
        indices.append(
            np.arange(ends[-1] if len(ends) else 0) + np.repeat(filled[term_map] - (ends - size), size)
        )
        filled[term_map] += size
    return starts, indices


def _merge_forms(
    pieces: Sequence[PostingsBatch], term_maps: list[Array], terms: int
) -> tuple[list[bytes], Array, list[Array]]:
    """Return the forms of all pieces, where the forms of each term begin, and each piece's renumbering."""
    pairs = [
        list(zip(np.repeat(term_map, np.diff(piece.term_forms)).tolist(), piece.forms, strict=True))
        for piece, term_map in zip(pieces, term_maps, strict=True)
    ]
    united = sorted(set().union(*pairs))
    number_of = {pair: number for number, pair in enumerate(united)}
    form_maps = [np.array([number_of[pair] for pair in piece], np.int64) for piece in pairs]
    per_term = np.bincount([term for term, _ in united], minlength=terms)
    return [form for _, form in united], np.concatenate(([0], np.cumsum(per_term))), form_maps
