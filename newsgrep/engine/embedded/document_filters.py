"""Filters: queries that select documents by keyword fields, length and date, and do not score."""

from __future__ import annotations

import datetime as dt
from typing import assert_never

import numpy as np

from newsgrep.analysis.folding import fold
from newsgrep.article import number_of
from newsgrep.engine.embedded.snapshot import SegmentView, Snapshot
from newsgrep.engine.segment.keywords import TOKEN_FIELDS, keyword_tokens
from newsgrep.engine.segment.reader import Documents
from newsgrep.engine.segment.sections import Array
from newsgrep.query.nodes import DateRange, Filter, Keyword, LengthRange, MatchAll

#: Keyword fields that the query language and `Article` name differently.
_ARTICLE_FIELDS = {"lang": "language"}

_LAST_DAY = 99_999_999


def documents_of_filter(snapshot: Snapshot, query: Filter) -> Documents:
    """Return the live documents that a filter selects, ascending."""
    marks = snapshot.live.copy()
    match query:
        case DateRange(since, until):
            days = snapshot.column("day")  # 0 for an article without a date
            marks &= (days >= _day(since, 1)) & (days <= _day(until, _LAST_DAY))
        case LengthRange(least, most):
            lengths = snapshot.column("body_length").astype(np.int64)
            marks &= (lengths >= (least or 0)) & (lengths <= (np.inf if most is None else most))
        case Keyword():
            marks &= _keyword_marks(snapshot, query)
        case MatchAll():
            pass
        case _:
            assert_never(query)
    return np.flatnonzero(marks)


def _day(day: dt.date | None, default: int) -> int:
    return number_of(day) if day else default


def _keyword_marks(snapshot: Snapshot, query: Keyword) -> Array:
    """Mark the documents that have a keyword, deleted ones included."""
    marks = np.zeros(snapshot.size, np.bool_)
    words = keyword_tokens(query.text)
    if words:
        for segment in snapshot.segments:
            marks[_documents_with_keyword(segment, query, words) + segment.base] = True
    return marks


def _documents_with_keyword(segment: SegmentView, query: Keyword, words: bytes) -> Documents:
    """Return the documents of a segment with a keyword, given as its words, each followed by a space."""
    name = _ARTICLE_FIELDS.get(query.field, query.field)
    wanted = words.removesuffix(b" ") if query.prefix else words
    if name in TOKEN_FIELDS:
        return segment.reader.keywords.documents_with(name, wanted)
    values, value_of_document = segment.reader.keywords.values(name)
    lines = [keyword_tokens(value) for value in values]
    matches = [line.startswith(wanted) if name == "language" else wanted in line for line in lines]
    return np.flatnonzero(np.array(matches, np.bool_)[value_of_document])


def source_ranks(snapshot: Snapshot) -> Array:
    """Return the rank of each document's source in the order of all sources, folded; no source is last."""
    columns = [segment.reader.keywords.values("source") for segment in snapshot.segments]
    sources = sorted({fold(value) for values, _ in columns for value in values})
    rank_of = {source: rank for rank, source in enumerate(sources)} | {"": len(sources)}
    ranks = [
        np.array([rank_of[fold(value)] for value in values], np.int64)[value_of_document]
        for values, value_of_document in columns
    ]
    return np.concatenate(ranks) if ranks else np.zeros(0, np.int64)
