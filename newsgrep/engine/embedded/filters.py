"""What selects documents without their text: tags, lengths and dates."""

from __future__ import annotations

import datetime as dt

import numpy as np

from newsgrep.article import number_of
from newsgrep.engine.embedded.snapshot import Part, State
from newsgrep.engine.segment.keywords import TOKEN_FIELDS, keyword_tokens
from newsgrep.engine.segment.reader import Documents
from newsgrep.query.nodes import DateRange, Filter, Keyword, LengthRange, MatchAll

#: What an article calls it that the query language calls `lang`.
_NAMES = {"lang": "language"}


def filtered(state: State, node: Filter) -> Documents:
    """Return the documents that a filter lets through, ascending."""
    marks = state.live.copy()
    match node:
        case DateRange(since, until):
            days = state.column("day")
            marks &= (days >= (number_of(since) if since else 1)) & (days <= _last(until))
        case LengthRange(least, most):
            lengths = state.column("body_length").astype(np.int64)
            marks &= (lengths >= (least or 0)) & (lengths <= (np.inf if most is None else most))
        case Keyword():
            tagged = np.zeros(state.size, np.bool_)
            tagged[_tagged(state, node)] = True
            marks &= tagged
        case MatchAll():
            pass
    return np.flatnonzero(marks)


def _last(until: dt.date | None) -> int:
    return number_of(until) if until else 99_999_999


def _tagged(state: State, tag: Keyword) -> Documents:
    """Return the documents that have a tag, deleted ones too, ascending."""
    words = keyword_tokens(tag.text)
    if not words:
        return np.zeros(0, np.int64)
    sought = words.removesuffix(b" ") if tag.prefix else words
    name = _NAMES.get(tag.field, tag.field)
    found = [_tagged_in(part, name, sought) + part.base for part in state.parts]
    return np.concatenate(found) if found else np.zeros(0, np.int64)


def _tagged_in(part: Part, name: str, sought: bytes) -> Documents:
    if name in TOKEN_FIELDS:
        return part.reader.keywords.documents_with(name, sought)
    values, numbers = part.reader.keywords.values(name)
    lines = [keyword_tokens(value) for value in values]
    if name == "language":
        fit = [line.startswith(sought) for line in lines]
    else:
        fit = [sought in line for line in lines]
    return np.flatnonzero(np.array(fit, np.bool_)[numbers])


def source_ranks(state: State) -> Documents:
    """Return the rank of each document's source, regardless of case; the same for the same source."""
    several = [part.reader.keywords.values("source") for part in state.parts]
    known = sorted({value.casefold() for values, _ in several for value in values})
    rank_of = {value: rank for rank, value in enumerate(known)}
    ranks = [
        np.array([rank_of[v.casefold()] for v in values], np.int64)[numbers] for values, numbers in several
    ]
    return np.concatenate(ranks) if ranks else np.zeros(0, np.int64)
