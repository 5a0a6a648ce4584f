"""Filters: queries that select documents by keyword fields, length and date, and do not score."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import assert_never

import numpy as np

from newsgrep.analysis.folding import fold
from newsgrep.article import Article, keyword_parts, number_of
from newsgrep.engine.embedded.snapshot import SegmentView, Snapshot
from newsgrep.engine.segment.keywords import TOKEN_FIELDS, keyword_tokens
from newsgrep.engine.segment.reader import Documents
from newsgrep.engine.segment.sections import Array
from newsgrep.engine.segment.value_fields import encoded
from newsgrep.query.nodes import (
    DateRange,
    Filter,
    Has,
    Keys,
    Keyword,
    LengthRange,
    MatchAll,
    OfMail,
    Recorded,
    Tagged,
)

#: Keyword fields of the query language that `Article` names otherwise. A word may be in any of the fields.
_ARTICLE_FIELDS = {
    "lang": ("language",),
    "site": ("source", "host"),
    "author": ("authors",),
    "from": ("senders",),
    "to": ("recipients",),
    "attachment": ("attachments",),
    "attached": ("attached_as",),
}

_LAST_DAY = 99_999_999

#: The ASCII characters that are neither letters nor digits.
_NOT_ALPHANUMERIC = bytes(code for code in range(128) if not chr(code).isalnum())


def documents_of_filter(snapshot: Snapshot, query: Filter) -> Documents:
    """Return the live documents that a filter selects, ascending.

    Raises TypeError for a filter that `Keys` has to replace.
    """
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
        case Has(field):
            marks &= _has_marks(snapshot, field)
        case Keys(keys, _, excluded):
            found = snapshot.marks_of_keys(keys)
            marks &= ~found if excluded else found
        case MatchAll():
            pass
        case Recorded() | Tagged() | OfMail():
            raise TypeError("the caller has to put Keys in the place of this filter")
        case _:
            assert_never(query)
    return np.flatnonzero(marks)


def _day(day: dt.date | None, default: int) -> int:
    return number_of(day) if day else default


def _keyword_marks(snapshot: Snapshot, query: Keyword) -> Array:
    """Mark the documents that have a keyword, deleted ones included."""
    words = _token_line(query.text, query.field)
    wanted = words.removesuffix(b" ") if query.prefix else words
    return _marks_of(snapshot, query.field, wanted) if words else np.zeros(snapshot.size, np.bool_)


def _has_marks(snapshot: Snapshot, field: str) -> Array:
    """Mark the documents with a word in a field, deleted ones included."""
    if field == "date":
        return np.asarray(snapshot.column("day") > 0)
    if field == "title":
        has_own = snapshot.column("lede_is_title") == 0
        return np.asarray((snapshot.column("title_length") > 0) & has_own)
    if field == "body":
        return np.asarray(snapshot.column("body_length") > 0)
    return _marks_of(snapshot, field, b"")


def _marks_of(snapshot: Snapshot, field: str, wanted: bytes) -> Array:
    """Mark the documents with the wanted tokens in a keyword field; with any token if none is wanted."""
    marks = np.zeros(snapshot.size, np.bool_)
    for name in _ARTICLE_FIELDS.get(field, (field,)):
        for segment in snapshot.segments:
            marks[_documents_with(segment, name, wanted) + segment.base] = True
    return marks


def _documents_with(segment: SegmentView, name: str, wanted: bytes) -> Documents:
    if name in TOKEN_FIELDS:
        above = segment.above if name == "path" else b""
        if wanted and wanted in above:
            return np.arange(segment.size)
        return segment.reader.keywords.documents_with(name, wanted or b" ", _ends_below(above, wanted))
    column = segment.reader.keywords.column(name)
    if column is None:  # the segment is older than the field
        read = (_values_of(segment.reader.article(number), name) for number in range(segment.size))
        return np.array([number for number, values in enumerate(read) if _any_has(values, name, wanted)], int)
    squeezed = [word.translate(None, _NOT_ALPHANUMERIC).decode() for word in wanted.split()]
    matches = np.array(
        [_may_have(value, squeezed) and _any_has([value], name, wanted) for value in column.values], np.bool_
    )
    found = np.flatnonzero(matches[column.numbers])
    return found if column.ends is None else np.unique(np.searchsorted(column.ends, found, side="right"))


def _ends_below(above: bytes, wanted: bytes) -> list[bytes]:
    """Return what is left of the wanted tokens where the folder above the paths ends with the others.

    A path that begins with one of the results has the wanted tokens together with the folder.

    >>> _ends_below(b" home press ", b" press 2020 ")
    [b' 2020 ']
    """
    spaces = (at for at in range(1, len(wanted) - 1) if wanted[at : at + 1] == b" ")
    return [wanted[at:] for at in spaces if above.endswith(wanted[: at + 1])]


def _may_have(value: str, squeezed: Sequence[str]) -> bool:
    """Return whether a value has the letters of each word. Most values have not, and need no analysis.

    squeezed: the words of the query without punctuation
    """
    if not value.isascii():
        return True
    letters = encoded(value).translate(None, _NOT_ALPHANUMERIC).decode().lower()
    return all(word in letters for word in squeezed)


def _token_line(value: str, name: str) -> bytes:
    """Return the tokens of a value. Two spaces separate its parts, so that no tokens match across parts."""
    return b"".join(map(keyword_tokens, keyword_parts(value, name)))


def _values_of(article: Article, name: str) -> Sequence[str]:
    value: str | tuple[str, ...] = getattr(article, name)
    return (value,) if isinstance(value, str) else value


def _any_has(values: Sequence[str], name: str, wanted: bytes) -> bool:
    """Return whether any of the values has the wanted tokens in a row; a language must begin with them."""
    lines = (_token_line(value, name) for value in values)
    wanted = wanted or b" "
    return any(line.startswith(wanted) if name == "language" else wanted in line for line in lines)


def source_ranks(snapshot: Snapshot) -> Array:
    """Return the rank of each document's source among all sources, folded; no source ranks last."""
    keywords = [segment.reader.keywords for segment in snapshot.segments]
    columns = [column for one in keywords if (column := one.column("source"))]
    sources = sorted({fold(value) for column in columns for value in column.values})
    rank_of = {source: rank for rank, source in enumerate(sources)} | {"": len(sources)}
    ranks = [
        np.array([rank_of[fold(value)] for value in column.values], np.int64)[column.numbers]
        for column in columns
    ]
    return np.concatenate(ranks) if ranks else np.zeros(0, np.int64)
