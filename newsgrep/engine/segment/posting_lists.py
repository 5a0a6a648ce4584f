"""Posting lists as Python lists, for a term or for one of its surface forms.

Only whoosh_compat reads postings like this; newsgrep's own searches use the arrays of SegmentReader.
"""

from __future__ import annotations

import numpy as np

from newsgrep.engine.segment.reader import SegmentReader


def term_postings(reader: SegmentReader, term: int) -> tuple[list[int], list[float], list[bytes]]:
    """Return the documents of a term, and for each its weight and positions, as little-endian uint32."""
    documents = reader.documents(term)
    ends = np.cumsum(reader.counts(term), dtype=np.int64)[:-1]
    values = [value.tobytes() for value in np.split(reader.positions(term).astype("<u4"), ends)]
    return documents.tolist(), reader.weights(term).astype(float).tolist(), values


def form_postings(reader: SegmentReader, form: int) -> tuple[list[int], list[float], list[bytes]]:
    """Return the same for a surface form."""
    term = int(reader.terms_of_forms(np.array([form]))[0])
    forms = reader.occurrence_forms(term)
    if forms is None:
        return term_postings(reader, term)
    chosen = forms == form - reader.term_forms[term]
    owners = np.repeat(reader.documents(term), reader.counts(term))[chosen]
    positions = reader.positions(term).astype("<u4")[chosen]
    documents, starts = np.unique(owners, return_index=True)
    weights = np.add.reduceat(reader.fields.weights(owners, positions), starts)
    values = [value.tobytes() for value in np.split(positions, starts[1:])]
    return documents.tolist(), weights.astype(float).tolist(), values
