"""Which documents are versions of the same story: re-runs, corrections, an agency's text cut by each paper.

Two articles are versions of a story if they share at least half of the shingles of the shorter one, where a
shingle that is in many articles counts little: 1 / (df - 1) for one that is in df of them. So a text that
was cut to its first paragraphs is found, and two notices of dividends that share a template are not. They
have to share MIN_SHARED shingles, to be dated at most MAX_DAYS apart, and not to be tables of figures. A
story is what is connected by such pairs.

Shingles are sampled (see shingles.py), and so are the numbers here.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from msgspec import Struct

from newsgrep.engine.embedded.snapshot import SegmentView, Snapshot
from newsgrep.engine.segment.reader import Documents
from newsgrep.engine.segment.sections import Array, changes
from newsgrep.engine.segment.shingles import SAMPLING, Shingles, merged_shingles

#: The share of the weighted shingles of the shorter article that both have.
MIN_SHARE = 0.5

#: Shingles that both have, at least.
MIN_SHARED = 15

#: Days between the dates of two versions, at most; not compared where one has no date.
MAX_DAYS = 3

#: Words with a digit in a hundred; an article with more of them is a table.
MAX_DIGIT_PERCENT = 40

_SHARED = MIN_SHARED / SAMPLING

#: Documents with the same hash that are compared with each other: the next ones by date.
_NEXT = 3

#: A hash in more documents than this is a template's, and makes no pair.
_COMMON = 200

#: Hashes that are looked at together.
_PIECE = 1 << 22

_HALF = np.uint64(32)
_SECONDS_A_DAY = 86_400

#: Bits of a hash by which other hashes are sorted out fast.
_TABLE_BITS = 24


def stories_among(snapshot: Snapshot, documents: Documents) -> Array:
    """Return for each of some ascending documents the index of the first one that is of the same story."""
    first = np.arange(len(documents))
    shingles = _shingles_of(snapshot, documents)
    if shingles is None or len(documents) < 2:
        return first
    pairs = _candidates(snapshot, documents, shingles)
    if not len(pairs):
        return first
    return _connected(pairs[_are_versions(snapshot, shingles, pairs)], len(documents))


def story_of(snapshot: Snapshot, document: int) -> Documents:
    """Return all documents of the story of a document, ascending, the document itself among them."""
    known: Documents = np.array([document])
    while True:
        related = np.union1d(known, _related(snapshot, known))
        labels = stories_among(snapshot, related)
        members: Documents = related[labels == labels[np.searchsorted(related, document)]]
        if len(members) <= len(known):
            return members
        known = members


def share_in_common(snapshot: Snapshot, one: int, other: int) -> float:
    """Return the share of the shorter document's shingles that two documents have in common, from 0 to 1."""
    both = np.array(sorted((one, other)))
    shingles = _shingles_of(snapshot, both)
    if shingles is None or one == other:
        return 1.0 if one == other else 0.0
    first, second = shingles.of(0), shingles.of(1)
    shorter = min(len(first), len(second))
    return len(np.intersect1d(first, second)) / shorter if shorter else 0.0


def _shingles_of(snapshot: Snapshot, documents: Documents) -> Shingles | None:
    """Return the shingles of some documents; None if a segment has none, or an index has no segment."""
    found = snapshot.by_segment(documents)
    pieces = [(segment.reader.shingles(), inside) for segment, inside in found if len(inside)]
    return merged_shingles(pieces) if pieces else None


def _candidates(snapshot: Snapshot, documents: Documents, shingles: Shingles) -> Array:
    """Return pairs of indices, of shape (pairs, 2), that share some hashes and are dated near enough."""
    counts: Array = np.diff(shingles.ends, prepend=0)
    eligible = (counts >= _SHARED) & (_digit_percent(snapshot, documents) <= MAX_DIGIT_PERCENT)
    instants = snapshot.instants(documents)
    by_date = np.argsort(instants, kind="stable")
    place = np.empty(len(documents), np.uint64)
    place[by_date] = np.arange(len(documents), dtype=np.uint64)
    keys = shingles.hashes.astype(np.uint64)
    keys <<= _HALF
    keys |= np.repeat(place, counts)
    keys = np.sort(keys if eligible.all() else keys[np.repeat(eligible, counts)])
    # Most hashes are in one document alone.
    is_same = (keys[1:] ^ keys[:-1]) >> _HALF == 0
    if len(keys):
        keys = keys[np.append(is_same, False) | np.append(False, is_same)]
    hashes, places = keys >> _HALF, (keys & np.uint64(0xFFFFFFFF)).astype(np.int64)
    starts = np.flatnonzero(changes(hashes))
    sizes: Array = np.diff(starts, append=len(hashes))
    common = np.repeat(sizes > _COMMON, sizes)
    encoded = [np.zeros(0, np.int64)]
    for step in range(1, _NEXT + 1):
        same = (hashes[step:] == hashes[:-step]) & ~common[step:]
        one, other = by_date[places[:-step][same]], by_date[places[step:][same]]
        near = instants[other] - instants[one] <= MAX_DAYS * _SECONDS_A_DAY
        near |= (instants[one] == snapshot.UNDATED) | (instants[other] == snapshot.UNDATED)
        one, other = one[near], other[near]
        encoded.append(np.minimum(one, other) * len(documents) + np.maximum(one, other))
    pairs, shared = np.unique(np.concatenate(encoded), return_counts=True)
    pairs = pairs[shared >= _SHARED]
    return np.stack(np.divmod(pairs, len(documents)), axis=1)


def _digit_percent(snapshot: Snapshot, documents: Documents) -> Array:
    """Return how many of a hundred words of each document have a digit; 0 where that is not known."""
    found = [np.zeros(0, np.uint8)]
    for segment, inside in snapshot.by_segment(documents):
        column = segment.reader.columns.get("digit_percent")
        found.append(np.zeros(len(inside), np.uint8) if column is None else column.take(inside))
    return np.concatenate(found)


def _are_versions(snapshot: Snapshot, shingles: Shingles, pairs: Array) -> Array:
    """Return for each pair whether both share enough."""
    counts: Array = np.diff(shingles.ends, prepend=0)
    paired = np.unique(pairs)
    distinct, frequencies = _frequencies(snapshot, _distinct(shingles.among(paired).hashes))
    weights = 1 / np.maximum(frequencies - 1, 1)
    shorter_first = counts[pairs[:, 0]] <= counts[pairs[:, 1]]
    shorter = np.where(shorter_first, pairs[:, 0], pairs[:, 1])
    longer = np.where(shorter_first, pairs[:, 1], pairs[:, 0])
    owners = np.repeat(np.arange(len(counts)), counts).astype(np.uint64)
    every = (owners << _HALF) | shingles.hashes
    mine = shingles.among(shorter)
    sizes: Array = np.diff(mine.ends, prepend=0)
    wanted = (np.repeat(longer, sizes).astype(np.uint64) << _HALF) | mine.hashes
    places = np.minimum(np.searchsorted(every, wanted), len(every) - 1)
    is_shared = every[places] == wanted
    weight = weights[np.searchsorted(distinct, mine.hashes)]
    pair = np.repeat(np.arange(len(pairs)), sizes)
    together = np.bincount(pair, weight * is_shared, len(pairs))
    shared = np.bincount(pair[is_shared], minlength=len(pairs))
    return (shared >= _SHARED) & (together >= MIN_SHARE * np.bincount(pair, weight, len(pairs)))


def _distinct(numbers: Array) -> Array:
    """Return the different ones of some numbers, ascending; twice as fast as numpy's unique."""
    ascending = np.sort(numbers)
    return np.asarray(ascending[changes(ascending)])


def _frequencies(snapshot: Snapshot, hashes: Array) -> tuple[Array, Array]:
    """Return ascending hashes, and in how many documents of the snapshot each is, deleted ones included."""
    counts = np.zeros(len(hashes), np.int64)
    for piece in _pieces_like(snapshot, hashes) if len(hashes) else ():
        # Both are sorted, so that a look-up finds the memory of the one before it in the cache.
        found = np.sort(piece.hashes)
        places = np.minimum(np.searchsorted(hashes, found), len(hashes) - 1)
        counts += np.bincount(places[hashes[places] == found], minlength=len(hashes))
    return hashes, counts


class _Piece(Struct, frozen=True):
    """Some hashes of a segment, and their places among all of its shingles."""

    segment: SegmentView
    shingles: Shingles
    hashes: Array
    places: Array


def _pieces_like(snapshot: Snapshot, hashes: Array) -> Iterator[_Piece]:
    """Yield all hashes of the snapshot whose first bits are those of one of these, and few others."""
    shift = np.uint32(32 - _TABLE_BITS)
    table = np.zeros(1 << _TABLE_BITS, np.bool_)
    table[hashes >> shift] = True
    for segment in snapshot.segments:
        shingles = segment.reader.shingles()
        if shingles is None:
            continue
        for start in range(0, len(shingles.hashes), _PIECE):
            piece = shingles.hashes[start : start + _PIECE]
            places = np.flatnonzero(table[piece >> shift])
            yield _Piece(segment, shingles, piece[places], places + start)


def _related(snapshot: Snapshot, documents: Documents) -> Documents:
    """Return the live documents that share enough hashes with any of some documents, ascending."""
    shingles = _shingles_of(snapshot, documents)
    if shingles is None or not len(shingles.hashes):
        return documents
    hashes = _distinct(shingles.hashes)
    owners = [np.zeros(0, np.int64)]
    for piece in _pieces_like(snapshot, hashes):
        places = piece.places[np.isin(piece.hashes, hashes)]
        owners.append(np.searchsorted(piece.shingles.ends, places, "right") + piece.segment.base)
    related, counts = np.unique(np.concatenate(owners), return_counts=True)
    related = related[counts >= _SHARED]
    return np.asarray(related[snapshot.live[related]])


def _connected(pairs: Array, size: int) -> Array:
    """Return for each index the smallest one that it is connected with by pairs."""
    parent = list(range(size))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for one, other in pairs.tolist():
        first, second = sorted((root(one), root(other)))
        parent[second] = first
    return np.array([root(index) for index in range(size)], np.int64)
