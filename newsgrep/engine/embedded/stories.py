"""Which documents of a snapshot are versions of a story, from stored shingles; see engine/stories.py."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from msgspec import Struct

from newsgrep.engine.embedded.snapshot import SegmentView, Snapshot
from newsgrep.engine.segment.reader import Documents
from newsgrep.engine.segment.sections import Array
from newsgrep.engine.segment.shingles import Shingles, StoredShingles, joined_shingles
from newsgrep.engine.stories import (
    LEAST_SHARED,
    PIECE,
    Traits,
    distinct,
    places_like,
    share_in_common,
    stories_among,
    table_of,
    whole_story,
)


def stories_of_documents(snapshot: Snapshot, documents: Documents) -> Array:
    """Return for each of the given ascending documents the index of the first one of the same story."""
    shingles = _shingles_of(snapshot, documents)
    if shingles is None:
        return np.arange(len(documents))
    traits = Traits(shingles, _digit_percent(snapshot, documents), snapshot.instants(documents))
    return stories_among(traits, lambda hashes: _frequencies(snapshot, hashes))


def story_of(snapshot: Snapshot, document: int) -> Documents:
    """Return all documents of the story of a document, ascending, the document itself among them."""
    return whole_story(
        document, lambda known: _related(snapshot, known), lambda some: stories_of_documents(snapshot, some)
    )


def share_of_documents(snapshot: Snapshot, one: int, other: int) -> float:
    """Return the share of the shorter document's shingles that two documents have in common, from 0 to 1."""
    if one == other:
        return 1.0
    shingles = _shingles_of(snapshot, np.array(sorted((one, other))))
    return 0.0 if shingles is None else share_in_common(shingles.of(0), shingles.of(1))


def _shingles_of(snapshot: Snapshot, documents: Documents) -> Shingles | None:
    """Return the shingles of the documents; None if a segment of them stores none, or for no documents."""
    pieces = []
    for segment, inside in snapshot.by_segment(documents):
        if len(inside):
            stored = segment.reader.shingles()
            if stored is None:
                return None
            pieces.append(stored.among(inside))
            segment.reader.release()
    return joined_shingles(pieces) if pieces else None


def _digit_percent(snapshot: Snapshot, documents: Documents) -> Array:
    """Return how many of a hundred words of each document have a digit; 0 where that is not known."""
    found = [np.zeros(0, np.uint8)]
    for segment, inside in snapshot.by_segment(documents):
        column = segment.reader.columns.get("digit_percent")
        found.append(np.zeros(len(inside), np.uint8) if column is None else column.take(inside))
    return np.concatenate(found)


def _frequencies(snapshot: Snapshot, hashes: Array) -> Array:
    """Return how many documents, deleted ones included, have each of the given ascending hashes."""
    counts = np.zeros(len(hashes), np.int64)
    for piece in _pieces_like(snapshot, hashes) if len(hashes) else ():
        # Both are sorted, so that a look-up finds the memory of the one before it in the cache.
        found = np.sort(piece.hashes)
        places = np.minimum(np.searchsorted(hashes, found), len(hashes) - 1)
        counts += np.bincount(places[hashes[places] == found], minlength=len(hashes))
    return counts


class _Piece(Struct, frozen=True):
    """Some hashes of a segment, and their places among all of its shingles."""

    segment: SegmentView
    shingles: StoredShingles
    hashes: Array
    places: Array


def _pieces_like(snapshot: Snapshot, hashes: Array) -> Iterator[_Piece]:
    """Yield the hashes of the snapshot that share their first bits with a given hash: few are not equal."""
    table = table_of(hashes)
    for segment in snapshot.segments:
        shingles = segment.reader.shingles()
        if shingles is None:
            continue
        size = len(shingles.hashes)
        for start in range(0, size, PIECE):
            piece = shingles.hashes[start : min(start + PIECE, size)]
            places = places_like(piece, table)
            yield _Piece(segment, shingles, piece[places], places + start)
        segment.reader.release()


def _related(snapshot: Snapshot, documents: Documents) -> Documents:
    """Return the live documents that have enough of the hashes of the given documents, ascending."""
    shingles = _shingles_of(snapshot, documents)
    if shingles is None or not len(shingles.hashes):
        return documents
    hashes = distinct(shingles.hashes)
    owners = [np.zeros(0, np.int64)]
    for piece in _pieces_like(snapshot, hashes):
        places = piece.places[np.isin(piece.hashes, hashes)]
        owners.append(np.searchsorted(piece.shingles.ends, places, "right") + piece.segment.base)
    related, counts = np.unique(np.concatenate(owners), return_counts=True)
    related = related[counts >= LEAST_SHARED]
    return np.asarray(related[snapshot.live[related]])
