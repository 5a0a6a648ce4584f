"""The order of search results: by score, date, title, source, key or at random; ties by date, then by key.

An article without a date, title or source comes last in an order by it, ascending or descending.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from newsgrep.analysis.folding import fold
from newsgrep.engine.base import Sort
from newsgrep.engine.embedded.document_filters import source_ranks
from newsgrep.engine.embedded.scoring import Scores
from newsgrep.engine.embedded.snapshot import Snapshot
from newsgrep.engine.random_order import random_ranks
from newsgrep.engine.segment.reader import Documents
from newsgrep.engine.segment.sections import Array, mark_changes
from newsgrep.engine.stories import UNDATED

#: The rank of what comes last.
_LAST = UNDATED


def ordered(
    snapshot: Snapshot,
    documents: Documents,
    scores: Scores,
    sort: Sort,
    wanted: int,
    seed: int = 0,
    *,
    first: int = 0,
) -> list[int]:
    """Return the indices of the given ascending documents in order, from the place `first` to `wanted`.

    Ties go to the newer article, then to the smaller key.
    """
    ranks = _ranks(snapshot, documents, scores, sort, seed)
    chosen = _first_with_ties(ranks, wanted)
    ranks, newest = ranks[chosen], _newest_first(snapshot.instants(documents[chosen]))
    if 0 < wanted < len(chosen):  # more tie than are wanted: filters give all one score
        is_tied = ranks == ranks.max()
        left = wanted - int(np.count_nonzero(~is_tied))
        newest_tied = np.flatnonzero(is_tied)[_first_with_ties(newest[is_tied], left)]
        kept = np.concatenate([np.flatnonzero(~is_tied), newest_tied])
        chosen, ranks, newest = chosen[kept], ranks[kept], newest[kept]
    order = np.lexsort((newest, ranks))
    begins = np.flatnonzero(mark_changes(ranks[order]) | mark_changes(newest[order]))
    return _ties_by_key(snapshot, documents, chosen[order].tolist(), begins, first, wanted)


def most_relevant(snapshot: Snapshot, documents: Documents, scores: Scores, wanted: int) -> Array:
    """Return the indices of the `wanted` most relevant documents, ascending."""
    if len(documents) <= wanted:
        return np.arange(len(documents))
    least = np.partition(scores, len(scores) - wanted)[len(scores) - wanted]
    better, tied = np.flatnonzero(scores > least), np.flatnonzero(scores == least)
    left = wanted - len(better)
    if left < len(tied):
        tied = tied[ordered(snapshot, documents[tied], scores[tied], "relevance", left)]
    return np.sort(np.concatenate([better, tied]))


def _first_with_ties(ranks: Array, wanted: int) -> Array:
    """Return the indices of the smallest numbers, and of all that tie with the last of them, ascending."""
    if not 0 < wanted < len(ranks) // 4:
        return np.arange(len(ranks))
    return np.flatnonzero(ranks <= np.partition(ranks, wanted - 1)[wanted - 1])


def _ranks(snapshot: Snapshot, documents: Documents, scores: Scores, sort: Sort, seed: int) -> Array:
    """Return a number for each document; smaller ones come first."""
    match sort:
        case "relevance":
            return -scores
        case "date":
            return snapshot.instants(documents)
        case "-date":
            return _newest_first(snapshot.instants(documents))
        case "title":
            return _text_ranks([fold(snapshot.article(document).title) for document in documents.tolist()])
        case "source":
            return source_ranks(snapshot)[documents]
        case "key":
            return _text_ranks([snapshot.article(document).key for document in documents.tolist()])
        case "random":
            return random_ranks(snapshot.key_hashes(documents), seed)


def _text_ranks(texts: Sequence[str]) -> Array:
    """Return the rank of each text in the order of code points; empty ones come last."""
    rank_of = {text: rank for rank, text in enumerate(sorted(set(texts)))} | {"": _LAST}
    return np.array([rank_of[text] for text in texts], np.int64)


def _newest_first(instants: Array) -> Array:
    return np.where(instants == _LAST, _LAST, -instants)


def _ties_by_key(
    snapshot: Snapshot, documents: Documents, order: list[int], begins: Array, first: int, wanted: int
) -> list[int]:
    """Return the indices from `first` to `wanted`, with ties sorted by key.

    begins: where in `order` each group of ties begins

    Does not sort groups that end before `first`: reading the keys of all earlier pages would take seconds.
    """
    ends = np.append(begins[1:], len(order))
    is_tie = (ends - begins > 1) & (begins < wanted) & (ends > first)
    ties = [*zip(begins[is_tie].tolist(), ends[is_tie].tolist(), strict=True)]
    # Read in the order of documents, as neighbours are decompressed together.
    tied = sorted(index for start, end in ties for index in order[start:end])
    key_of = {index: snapshot.article(int(documents[index])).key for index in tied}
    for start, end in ties:
        order[start:end] = sorted(order[start:end], key=key_of.__getitem__)
    return order[first:wanted]
