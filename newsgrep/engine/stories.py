"""Which articles are versions of the same story: re-runs, corrections, an agency's text cut by each paper.

Two articles are versions of a story if they share at least half of the shingles of the shorter one, where a
shingle that is in many articles counts little: 1 / (df - 1) for one that is in df of them. So a text that
was cut to its first paragraphs is found, and two notices of dividends that share a template are not. They
have to share MIN_SHARED shingles, to be dated at most MAX_DAYS apart, and not to be tables of figures. A
story is what is connected by such pairs.

Shingles are sampled (see segment/shingles.py), and so are the numbers here. Each engine stores them in its
own way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from msgspec import Struct

from newsgrep.engine.segment.sections import Array, mark_changes
from newsgrep.engine.segment.shingles import SAMPLING, Shingles

#: The share of the weighted shingles of the shorter article that both have.
MIN_SHARE = 0.5

#: Shingles that both have, at least.
MIN_SHARED = 15

#: The most days between the dates of two versions; not compared if one has no date.
MAX_DAYS = 3

#: Words with a digit in a hundred; an article with more of them is a table.
MAX_DIGIT_PERCENT = 40

#: Kept shingles that both have, at least.
LEAST_SHARED = MIN_SHARED / SAMPLING

#: The instant of an article without a date, later than any date.
UNDATED = np.iinfo(np.int64).max

#: With how many articles an article is compared that have the same hash: the next ones by date.
_NEXT = 3

#: A hash in more articles than this is a template's, and makes no pair.
_COMMON = 200

#: How many hashes are processed at a time.
PIECE = 1 << 22

#: How many low bits of a hash the fast comparison ignores.
_SHIFT = np.uint32(8)

_HALF = np.uint64(32)
_SECONDS_A_DAY = 86_400

#: Returns how many articles of the index have each of the given ascending hashes.
Frequencies = Callable[[Array], Array]


class Traits(Struct, frozen=True):
    """What decides which of the given articles are versions of one story. Articles are numbered from 0.

    digit_percent: how many of a hundred words of each article have a digit; 0 if that is not known
    instants:      when the date of each article begins, in seconds since 1970; UNDATED without a date
    """

    shingles: Shingles
    digit_percent: Array
    instants: Array


def stories_among(traits: Traits, frequencies: Frequencies) -> Array:
    """Return for each article the number of the first article of the same story."""
    size = len(traits.instants)
    pairs = _candidates(traits) if size > 1 else np.zeros((0, 2), np.int64)
    if not len(pairs):
        return np.arange(size)
    return _connected(pairs[_are_versions(traits.shingles, pairs, frequencies)], size)


def whole_story(
    article: int, related: Callable[[Array], Array], labels_of: Callable[[Array], Array]
) -> Array:
    """Return the numbers of all articles of the story of an article, ascending, itself among them.

    related:   returns, ascending, the articles that share enough hashes with the given ones, and these
    labels_of: returns for each of the given ascending articles the index of the first of the same story
    """
    known = np.array([article])
    while True:
        found = np.union1d(known, related(known))
        labels = labels_of(found)
        members = found[labels == labels[np.searchsorted(found, article)]]
        if len(members) <= len(known):
            return np.asarray(members)
        known = members


def share_in_common(first: Array, second: Array) -> float:
    """Return the share of the shorter article's hashes that two articles have in common, from 0 to 1."""
    shorter = min(len(first), len(second))
    return len(np.intersect1d(first, second)) / shorter if shorter else 0.0


def first_of_each(labels: Array) -> list[int]:
    """Return where each label comes first, ascending."""
    _, first = np.unique(labels, return_index=True)
    return sorted(first.tolist())


def same_story(labels: Array, chosen: Sequence[int]) -> Iterator[list[int]]:
    """Yield for each chosen index the other indices with the same label, ascending."""
    by_label = np.argsort(labels, kind="stable")
    ascending = labels[by_label]
    starts, ends = (np.searchsorted(ascending, labels[chosen], side) for side in ("left", "right"))
    for index, start, end in zip(chosen, starts, ends, strict=True):
        yield [other for other in by_label[start:end].tolist() if other != index]


def distinct(numbers: Array) -> Array:
    """Return the distinct numbers, ascending; twice as fast as numpy's unique."""
    ascending = np.sort(numbers)
    return np.asarray(ascending[mark_changes(ascending)])


def table_of(hashes: Array) -> Array:
    """Return a table for `places_like`: which first bits the given hashes have."""
    table = np.zeros(1 << 24, np.bool_)
    table[hashes >> _SHIFT] = True
    return table


def places_like(hashes: Array, table: Array) -> Array:
    """Return the indices, ascending, of the hashes that share their first bits with one in a table."""
    pieces = range(0, len(hashes), PIECE)
    found = [np.flatnonzero(table[hashes[start : start + PIECE] >> _SHIFT]) + start for start in pieces]
    return np.concatenate([np.zeros(0, np.int64), *found])


def _candidates(traits: Traits) -> Array:
    """Return pairs of articles, of shape (pairs, 2), that share enough hashes and have near dates."""
    shingles, instants = traits.shingles, traits.instants
    counts: Array = np.diff(shingles.ends, prepend=0)
    eligible = (counts >= LEAST_SHARED) & (traits.digit_percent <= MAX_DIGIT_PERCENT)
    by_date = np.argsort(instants, kind="stable")
    place = np.empty(len(instants), np.uint64)
    place[by_date] = np.arange(len(instants), dtype=np.uint64)
    # Most hashes are in one article alone, or in many: only the others are put in order with their articles.
    ascending = np.sort(shingles.hashes)
    starts = np.flatnonzero(mark_changes(ascending))
    sizes = np.diff(starts, append=len(ascending))
    shared_at = places_like(shingles.hashes, table_of(ascending[starts[(sizes > 1) & (sizes <= _COMMON)]]))
    owners = np.searchsorted(shingles.ends, shared_at, "right")
    keys = shingles.hashes[shared_at].astype(np.uint64) << _HALF | place[owners]
    keys = np.sort(keys[eligible[owners]])
    hashes, places = keys >> _HALF, (keys & np.uint64(0xFFFFFFFF)).astype(np.int64)
    starts = np.flatnonzero(mark_changes(hashes))
    sizes = np.diff(starts, append=len(hashes))
    common = np.repeat(sizes > _COMMON, sizes)
    encoded = [np.zeros(0, np.int64)]
    for step in range(1, _NEXT + 1):
        same = (hashes[step:] == hashes[:-step]) & ~common[step:]
        one, other = by_date[places[:-step][same]], by_date[places[step:][same]]
        near = instants[other] - instants[one] <= MAX_DAYS * _SECONDS_A_DAY
        near |= (instants[one] == UNDATED) | (instants[other] == UNDATED)
        one, other = one[near], other[near]
        encoded.append(np.minimum(one, other) * len(instants) + np.maximum(one, other))
    pairs, shared = np.unique(np.concatenate(encoded), return_counts=True)
    pairs = pairs[shared >= LEAST_SHARED]
    return np.stack(np.divmod(pairs, len(instants)), axis=1)


def _are_versions(shingles: Shingles, pairs: Array, frequencies: Frequencies) -> Array:
    """Return for each pair whether its articles share enough shingles to be versions."""
    counts: Array = np.diff(shingles.ends, prepend=0)
    paired = np.unique(pairs)
    known = distinct(shingles.among(paired).hashes)
    weights = 1 / np.maximum(frequencies(known) - 1, 1)
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
    weight = weights[np.searchsorted(known, mine.hashes)]
    pair = np.repeat(np.arange(len(pairs)), sizes)
    together = np.bincount(pair, weight * is_shared, len(pairs))
    shared = np.bincount(pair[is_shared], minlength=len(pairs))
    return (shared >= LEAST_SHARED) & (together >= MIN_SHARE * np.bincount(pair, weight, len(pairs)))


def _connected(pairs: Array, size: int) -> Array:
    """Return for each index the smallest index that pairs connect it with, directly or not."""
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
