"""Counts how often words occur in given documents: all words at once, or a single term query."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from newsgrep.engine.base import TermCount
from newsgrep.engine.embedded.intervals import IntervalFinder
from newsgrep.engine.embedded.snapshot import Marks, SegmentView, Snapshot, mark
from newsgrep.engine.segment.reader import Documents, term_ranges
from newsgrep.engine.segment.sections import Array, mark_changes
from newsgrep.query.nodes import Node

#: About how many postings are decoded together; each takes some 50 bytes of memory.
_POSTINGS = 2_000_000

#: Counts of a term: occurrences and documents among the given documents, then among all live documents.
_Counts = tuple[int, int, int, int]


def count_terms(snapshot: Snapshot, documents: Documents, least: int) -> list[TermCount]:
    """Count the terms that occur in at least `least` of the given ascending documents, in any field."""
    found: dict[bytes, list[int]] = {}
    words: dict[bytes, str] = {}
    tables = []
    for segment, inside in snapshot.by_segment(documents):
        table = np.concatenate([np.zeros((0, 4), np.int64), *_ranges(segment, inside)])
        tables.append(table)
        for term in np.flatnonzero(table[:, 1]).tolist():
            text = segment.reader.terms[term]
            found.setdefault(text, [0, 0, 0, 0])
            found[text] = [a + b for a, b in zip(found[text], table[term].tolist(), strict=True)]
            words.setdefault(
                text, segment.reader.forms[segment.reader.term_forms[term]].decode(errors="replace")
            )
    frequent = {text: counts for text, counts in found.items() if counts[1] >= least}
    for segment, table in zip(snapshot.segments, tables, strict=True):
        for text, counts in frequent.items():
            term = segment.reader.find_term(text)
            if term >= 0 and not table[term, 1]:  # else it is counted already
                counts[2] += int(table[term, 2])
                counts[3] += int(table[term, 3])
    return [TermCount(words[text], *counts) for text, counts in frequent.items()]


def _ranges(segment: SegmentView, documents: Documents) -> Iterator[Array]:
    """Yield the _Counts of each term, a range of terms at a time."""
    wanted = segment.mark(documents)
    for start, end in term_ranges(segment.reader.term_postings, _POSTINGS):
        frequencies, found, counts = segment.reader.decode_counts(start, end)
        starts = np.cumsum(frequencies) - frequencies
        inside = wanted[found]
        live = np.ones(len(found), np.bool_) if segment.live is None else segment.live[found]
        pieces = (counts * inside, inside, counts * live, live)
        yield np.stack([np.add.reduceat(piece.astype(np.int64), starts) for piece in pieces], axis=1)
        segment.reader.release()


def count_occurrences(
    snapshot: Snapshot, finder: IntervalFinder, terms: Sequence[Node], documents: Documents
) -> list[tuple[int, int]]:
    """Return how often each term query, or Or of them, matches in the documents, and in how many of them."""
    wanted = mark(documents, snapshot.size)
    return [_occurrences(snapshot, finder, term, wanted) for term in terms]


def _occurrences(snapshot: Snapshot, finder: IntervalFinder, term: Node, wanted: Marks) -> tuple[int, int]:
    occurrences, articles = 0, 0
    for segment in snapshot.segments:
        found = finder.find(segment, term).documents
        found = found[wanted[segment.base : segment.base + segment.size][found]]
        occurrences += len(found)
        articles += int(np.count_nonzero(mark_changes(found)))
    return occurrences, articles
