"""The order of search results: by score, date, title or source; ties by date, then by key."""

from __future__ import annotations

import numpy as np

from newsgrep.engine.base import Sort
from newsgrep.engine.embedded.document_filters import source_ranks
from newsgrep.engine.embedded.scoring import Scores
from newsgrep.engine.embedded.snapshot import Snapshot
from newsgrep.engine.segment.reader import Documents
from newsgrep.engine.segment.sections import Array


def ordered(snapshot: Snapshot, documents: Documents, scores: Scores, sort: Sort, wanted: int) -> list[int]:
    """Return the indices of the first `wanted` of some ascending documents, in order.

    Ties go to the newer article, then to the smaller key.
    """
    ranks = _ranks(snapshot, documents, scores, sort)
    chosen = np.arange(len(documents))
    if 0 < wanted < len(documents) // 4:
        # All that tie with the last one wanted are kept, so that the tie is broken below.
        chosen = np.flatnonzero(ranks <= np.partition(ranks, wanted - 1)[wanted - 1])
    ranks, days = ranks[chosen], -snapshot.column_at("day", documents[chosen]).astype(np.int64)
    if sort == "date":
        days = np.zeros_like(days)
    order = np.lexsort((days, ranks))
    values = list(zip(ranks[order].tolist(), days[order].tolist(), strict=True))
    return _ties_by_key(snapshot, documents, chosen[order].tolist(), values, wanted)


def _ranks(snapshot: Snapshot, documents: Documents, scores: Scores, sort: Sort) -> Array:
    """Return a number for each document; smaller ones come first."""
    match sort:
        case "relevance":
            return -scores
        case "date":
            return snapshot.column_at("day", documents).astype(np.int64)
        case "-date":
            return -snapshot.column_at("day", documents).astype(np.int64)
        case "title":
            titles = [snapshot.article(document).title.casefold() for document in documents.tolist()]
            rank_of = {title: rank for rank, title in enumerate(sorted(set(titles)))}
            return np.array([rank_of[title] for title in titles], np.int64)
        case "source":
            return source_ranks(snapshot)[documents]


def _ties_by_key(
    snapshot: Snapshot,
    documents: Documents,
    order: list[int],
    values: list[tuple[float, int]],
    wanted: int,
) -> list[int]:
    """Return the first `wanted` indices, those with equal values in the order of the articles' keys."""
    start = 0
    while start < min(wanted, len(order)):
        end = start + 1
        while end < len(order) and values[end] == values[start]:
            end += 1
        if end - start > 1:
            order[start:end] = sorted(
                order[start:end], key=lambda index: snapshot.article(int(documents[index])).key
            )
        start = end
    return order[:wanted]
