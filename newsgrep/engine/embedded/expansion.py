"""Finds surface forms of the index that match a pattern, or that are spelt like a word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from newsgrep.analysis.folding import fold
from newsgrep.engine.embedded.snapshot import SegmentView, Snapshot
from newsgrep.engine.segment.reader import SegmentReader
from newsgrep.engine.segment.sections import Array, mark_changes
from newsgrep.query.nodes import Pattern
from newsgrep.results import Expansion

if TYPE_CHECKING:
    from newsgrep.patterns import SameStem


def expand(snapshot: Snapshot, pattern: Pattern | SameStem, limit: int) -> Expansion:
    """Return the surface forms that a pattern matches: the `limit` most frequent, ties in ascending order.

    Raises QuerySyntaxError for a regular expression with an error.
    """
    from newsgrep.patterns import beginnings_of, matching_words

    candidates = _Candidates()
    beginnings = beginnings_of(pattern)
    for segment in snapshot.segments:
        for numbers, text, ends in _forms(segment.reader, beginnings):
            candidates.add(segment, numbers, matching_words(pattern, text, ends), text, ends)
    counted = candidates.most_frequent(limit)
    words = tuple(word.decode() for word, articles in counted if articles)
    deleted = len(counted) - len(words)
    return Expansion(words, len(candidates) - deleted)


def nearest(snapshot: Snapshot, word: str, count: int) -> list[str]:
    """Return the surface forms nearest to a word by edit distance, at most `count`; ties by frequency.

    A word of up to four letters may be one edit away, a longer one two. The word itself is left out.
    """
    from newsgrep.patterns.edit_distance import edits_of_suggestion, within_distance

    wanted = fold(word)
    most_edits = edits_of_suggestion(wanted)
    candidates = _Candidates()
    distance_of: dict[bytes, int] = {}
    for segment in snapshot.segments:
        for forms, text, ends in _forms(segment.reader, ()):
            numbers, distances = within_distance(wanted, text.lower(), ends, most_edits)
            others = distances > 0
            words = candidates.add(segment, forms, numbers[others], text, ends)
            distance_of.update(zip(words, distances[others].tolist(), strict=True))
    counted = candidates.most_frequent(len(candidates))
    ranked = sorted((distance_of[text], -articles, text) for text, articles in counted if articles)
    return [text.decode() for _, _, text in ranked[:count]]


def _forms(reader: SegmentReader, beginnings: Sequence[str]) -> Iterator[tuple[Array, bytes, Array]]:
    """Yield in batches the surface forms that begin with any of the given texts, or all if there are none.

    A batch has the numbers of the forms, their joined text, and where each form ends in it.
    """
    if not beginnings:
        for first, text, ends in reader.surface_forms():
            yield np.arange(first, first + len(ends)), text, ends
        return
    with_beginning = [reader.forms_with_prefix(one.encode()) for one in beginnings]
    numbers = np.unique(np.concatenate(with_beginning).astype(np.int64))
    yield numbers, *reader.forms.take(numbers)


class _Candidates:
    """Surface forms from all segments, to be ranked by the number of live articles that have them.

    To count the articles of a form, the postings of its term are read. The number of articles that have the
    term is stored, and is an upper bound. So the forms of the most frequent terms are counted first, and
    counting ends when the bounds of the rest are below the counts of the wanted ones.
    """

    def __init__(self) -> None:
        self._number_of: dict[bytes, int] = {}
        self._segments: list[tuple[SegmentView, Array, Array]] = []

    def __len__(self) -> int:
        return len(self._number_of)

    def add(
        self, segment: SegmentView, forms: Array, indices: Array, text: bytes, ends: Array
    ) -> list[bytes]:
        """Add some of the forms of a batch, and return them.

        forms, text, ends: a batch of the segment, as `_forms` yields it
        indices:           the forms to add, as indices into the batch
        """
        stops = ends[indices].tolist()
        starts = np.where(indices > 0, ends[indices - 1], 0).tolist() if len(indices) else []
        added = [text[start:stop] for start, stop in zip(starts, stops, strict=True)]
        numbers = [self._number_of.setdefault(form, len(self._number_of)) for form in added]
        self._segments.append((segment, forms[indices], np.array(numbers, np.int64)))
        return added

    def most_frequent(self, limit: int) -> list[tuple[bytes, int]]:
        """Return the `limit` forms that the most live articles have, with the number of these articles."""
        bounds = np.zeros(len(self), np.int64)
        for segment, words, numbers in self._segments:
            bounds[numbers] += segment.reader.document_frequencies(segment.reader.terms_of_forms(words))
        order = np.argsort(-bounds, kind="stable")
        counts = np.zeros(len(self), np.int64)
        least_wanted = 0
        for start in range(0, len(order), max(1, limit)):
            batch = order[start : start + limit]
            if start and bounds[batch[0]] < least_wanted:
                break
            self._count(batch, counts)
            counted = counts[order[: start + limit]]
            least_wanted = int(np.partition(counted, -limit)[-limit]) if len(counted) >= limit else 0
        ranked = sorted(zip((-counts).tolist(), self._number_of, strict=True))
        return [(form, -negated) for negated, form in ranked[:limit]]

    def _count(self, batch: Array, counts: Array) -> None:
        """Set the counts of a batch of forms."""
        in_batch = np.zeros(len(self), np.bool_)
        in_batch[batch] = True
        for segment, words, numbers in self._segments:
            wanted = in_batch[numbers]
            # A form stands once in a segment, so that no number is repeated here.
            counts[numbers[wanted]] += np.fromiter(_live_counts(segment, words[wanted]), np.int64)


def _live_counts(segment: SegmentView, words: Array) -> Iterator[int]:
    """Yield for each form how many live articles of a segment have it."""
    reader = segment.reader
    terms: Sequence[int] = reader.terms_of_forms(words).tolist()
    for word, term in zip(words.tolist(), terms, strict=True):
        forms = reader.occurrence_forms(term)
        if forms is None and segment.live is None:
            yield reader.document_frequency(term)
            continue
        documents = reader.documents(term)
        if forms is not None:
            of_form = np.repeat(documents, reader.counts(term))[forms == word - reader.term_forms[term]]
            documents = of_form[mark_changes(of_form)]
        yield len(segment.live_among(documents))
