"""Search results grouped by story; a story has the place of its best version."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from newsgrep.article import Article, earliest_first
from newsgrep.engine.base import Rerank, Sort, StoryMatches
from newsgrep.engine.embedded.evaluator import Evaluator
from newsgrep.engine.embedded.ordering import ordered
from newsgrep.engine.embedded.snapshot import Snapshot
from newsgrep.engine.embedded.stories import share_of_documents, stories_of_documents, story_of
from newsgrep.engine.segment.reader import Documents
from newsgrep.engine.segment.sections import Array
from newsgrep.engine.stories import first_of_each, same_story
from newsgrep.query.nodes import Node

#: Hits to sort for each wanted story at first, and the factor if they belong to too few stories.
_ORDERED = 2


def search_stories(
    evaluator: Evaluator,
    query: Node,
    how: Rerank | None,
    *,
    sort: Sort,
    limit: int | None,
    offset: int,
    seed: int,
) -> StoryMatches:
    """Return the stories of the matches of a query; see Engine.search_stories."""
    snapshot = evaluator.snapshot
    documents = evaluator.match(query)
    labels = stories_of_documents(snapshot, documents)
    stories = len(np.unique(labels))
    last = stories if limit is None else min(stories, offset + limit)
    scores = evaluator.ranked(query, documents, how)
    wanted = min(len(documents), _ORDERED * last)
    while True:
        order = ordered(snapshot, documents, scores, sort, wanted, seed)
        best = first_of_each(labels[order])
        if len(best) >= last or wanted == len(documents):
            break
        wanted = min(len(documents), _ORDERED * wanted)
    chosen = [order[place] for place in best[offset:last]]
    return StoryMatches(len(documents), stories, _hits(snapshot, documents, labels, scores, chosen))


def _hits(
    snapshot: Snapshot, documents: Documents, labels: Array, scores: Array, chosen: Sequence[int]
) -> Iterator[tuple[float, Article, tuple[Article, ...]]]:
    for index, others in zip(chosen, same_story(labels, chosen), strict=True):
        versions = earliest_first(map(snapshot.article, documents[others].tolist()))
        yield float(scores[index]), snapshot.article(int(documents[index])), tuple(versions)


def first_versions(snapshot: Snapshot, documents: Documents) -> Documents:
    """Return the earliest document of each story among the given ascending documents, ascending."""
    labels = stories_of_documents(snapshot, documents)
    several = np.flatnonzero(np.bincount(labels, minlength=len(documents))[labels] > 1)
    # Sorting reads the keys of articles that tie. So it leaves out documents that are alone in their story.
    order = ordered(snapshot, documents[several], np.zeros(len(several)), "date", len(several))
    by_date = several[order]
    first = np.setdiff1d(np.arange(len(documents)), several)
    return documents[np.sort(np.append(first, by_date[first_of_each(labels[by_date])]))]


def versions(snapshot: Snapshot, key: str) -> list[tuple[Article, float]]:
    """Return the versions of the story of an article; see Engine.versions."""
    document = snapshot.document_of_key(key)
    if document < 0:
        return []
    found = {snapshot.article(one): one for one in story_of(snapshot, document).tolist()}
    return [(one, share_of_documents(snapshot, found[one], document)) for one in earliest_first(found)]
