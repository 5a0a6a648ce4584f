"""Search by words and by the vectors of a model: both kinds of matches in one order.

    score = BM25F + best BM25F of the query · (cosine − mean cosine) / (greatest cosine − mean cosine)

for the best matches by words and for the nearest articles, where the second term is more than 0. All other
articles have their score by words alone. A cosine of 0.8 means more in one model than in another. So the mean
cosine adds nothing, and the greatest adds the score of the best match by words. A match without a vector,
such as a new article, gains as much as these articles do on average.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import Struct

from newsgrep.article import Article
from newsgrep.engine.base import Rerank
from newsgrep.engine.embedded.evaluator import Evaluator
from newsgrep.engine.embedded.ordering import ordered
from newsgrep.engine.embedded.scoring import Scores
from newsgrep.engine.embedded.snapshot import Marks, Snapshot
from newsgrep.engine.meaning import NearMatch, NearMatches
from newsgrep.engine.segment.reader import Documents
from newsgrep.engine.segment.sections import Array
from newsgrep.errors import UsageError
from newsgrep.query.nodes import Node

#: How many of the best matches by words gain, and how many of the nearest articles are added to them.
_BEST = 50


class _Fused(Struct, frozen=True):
    """Ascending documents that were found, with their scores, their gains, and which match by words."""

    documents: Documents
    scores: Scores
    gains: Scores
    has_words: Marks


def search_near(
    evaluator: Evaluator,
    query: Node,
    within: Node,
    vector: Array,
    how: Rerank | None,
    *,
    limit: int | None,
    offset: int,
) -> NearMatches:
    """Return the matches of a query, and the nearest articles to a vector; see MeaningEngine.search_near."""
    found = _fuse(evaluator, query, within, vector, how)
    total = len(found.documents)
    last = total if limit is None else min(total, offset + limit)
    order = ordered(evaluator.snapshot, found.documents, found.scores, "relevance", last, first=offset)

    def articles() -> Iterator[NearMatch]:
        for place in order:
            article = evaluator.snapshot.article(int(found.documents[place]))
            score, gain = float(found.scores[place]), float(found.gains[place])
            yield NearMatch(score, article, bool(found.has_words[place]), gain)

    return NearMatches(total, articles())


def vectors_of(snapshot: Snapshot, dimensions: int, articles: Sequence[Article]) -> Array:
    """Return the vector of each article, a row each; NaN for an article without a vector."""
    found = np.full((len(articles), dimensions), np.nan, np.float32)
    for place, article in enumerate(articles):
        if (document := snapshot.document_of_key(article.key)) >= 0:
            segment, number = snapshot.place_of(document)
            vectors = segment.reader.meaning
            if vectors is not None and (vector := vectors.of(number)) is not None:
                found[place] = vector
    return found


def _fuse(evaluator: Evaluator, query: Node, within: Node, vector: Array, how: Rerank | None) -> _Fused:
    matching = evaluator.match(query)
    scores = evaluator.ranked(query, matching, how)
    nearness = _nearness(evaluator.snapshot, vector)
    allowed = evaluator.match(within)
    known = allowed[~np.isnan(nearness[allowed])]
    nearest = known[np.argsort(-nearness[known], kind="stable")[:_BEST]]
    best = matching[ordered(evaluator.snapshot, matching, scores, "relevance", _BEST)]
    documents = np.union1d(matching, nearest).astype(np.int64)
    all_scores, gains = np.zeros(len(documents)), np.zeros(len(documents))
    all_scores[np.searchsorted(documents, matching)] = scores
    chosen = np.searchsorted(documents, np.union1d(best, nearest))
    largest = float(scores.max(initial=0)) or 1.0
    if len(known):
        gains[chosen] = largest * _scaled(nearness[documents[chosen]], nearness[known])
    return _Fused(documents, all_scores + gains, gains, np.isin(documents, matching))


def _scaled(near: Array, all_known: Array) -> Array:
    """Scale cosines: the greatest of all known ones is 1, and their mean or less is 0.

    NaN, for a document without a vector, becomes the mean of the others.
    """
    mean, greatest = float(all_known.mean()), float(all_known.max())
    part = np.clip((near - mean) / (greatest - mean), 0, 1) if greatest > mean else np.where(near < 0, 0, 1.0)
    lacks = np.isnan(near)
    return np.asarray(np.where(lacks, part[~lacks].mean() if not lacks.all() else 0, part))


def _nearness(snapshot: Snapshot, vector: Array) -> Array:
    """Return the cosine of each document and a vector, NaN for a document without a vector."""
    found = [np.zeros(0, np.float32)]
    for segment in snapshot.segments:
        vectors = segment.reader.meaning
        found.append(np.full(segment.size, np.nan) if vectors is None else vectors.nearness(vector))
    nearness = np.concatenate(found)
    if snapshot.live_count and np.isnan(nearness[snapshot.live]).all():
        raise UsageError("no article has a vector yet", "make them with: newsgrep index")
    return nearness
