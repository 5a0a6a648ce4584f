"""Checking a segment: all checksums, and the rules that its numbers keep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from newsgrep.article import Article, instant
from newsgrep.encoded_article import encoded_article_of
from newsgrep.engine.segment.dictionary import INDEX_INTERVAL, TermIndex
from newsgrep.engine.segment.hash_table import key_hash
from newsgrep.engine.segment.keywords import (
    MULTIPLE_VALUE_FIELDS,
    OPTIONAL_VALUE_FIELDS,
    RARE_VALUE_FIELDS,
    TOKEN_FIELDS,
    VALUE_FIELDS,
    keyword_tokens,
)
from newsgrep.engine.segment.reader import SegmentReader, term_ranges
from newsgrep.engine.segment.sections import Array
from newsgrep.engine.segment.value_fields import ValueColumn
from newsgrep.errors import IndexDamagedError

#: The most terms and the most occurrences of a term range; a single term may have more occurrences.
_RANGE_TERMS, _RANGE_OCCURRENCES = 4_096, 1_000_000


def check_segment(reader: SegmentReader) -> Iterator[str]:
    """Yield the problems of a segment, a line each. Contents are checked only if all checksums are right."""
    damaged = list(_damaged_sections(reader))
    yield from damaged
    if not damaged:
        yield from _check_dictionaries(reader)
        yield from _check_columns(reader)
        for start, end in term_ranges(reader.term_positions, _RANGE_OCCURRENCES, _RANGE_TERMS):
            yield from _check_postings(reader, start, end)
            reader.release()
        yield from _check_articles(reader)
        yield from _check_message_ids(reader)


def _damaged_sections(reader: SegmentReader) -> Iterator[str]:
    files = dict(reader.files)
    if reader.vectors is not None:
        files |= {".vec": reader.vectors.file, "basis": reader.vectors.basis.file}
    if reader.meaning is not None:
        files[".sem"] = reader.meaning.file
    for suffix, file in files.items():
        for name in file.names():
            if count := file.section(name).count_damaged_blocks():
                yield f"{suffix} {name}: {count} damaged {'block' if count == 1 else 'blocks'}"
            file.release()


def _check_dictionaries(reader: SegmentReader) -> Iterator[str]:
    terms = map(reader.terms.__getitem__, range(len(reader.terms)))
    forms = map(reader.forms.__getitem__, reader.forms_from(b""))
    yield from _check_dictionary("terms", terms, reader.term_index)
    yield from _check_dictionary("surface forms", forms, reader.form_index)


def _check_dictionary(name: str, strings: Iterable[bytes], index: TermIndex) -> Iterator[str]:
    """Check the order and the index of strings, of which there may be millions, one by one."""
    previous, indexed, is_ascending = b"", [], True
    for number, text in enumerate(strings):
        is_ascending &= previous < text or not number
        previous = text
        if number % INDEX_INTERVAL == 0:
            indexed.append(text)
    if not is_ascending:
        yield f"the {name} are not in ascending order"
    if indexed != index.strings:
        yield f"the index of the {name} does not agree with them"


def _check_columns(reader: SegmentReader) -> Iterator[str]:
    for name in reader.columns:
        try:
            reader.columns[name]
        except IndexDamagedError as error:
            yield error.message


def _check_postings(reader: SegmentReader, start: int, end: int) -> Iterator[str]:
    documents, weights, counts, positions, forms = reader.decode_terms(start, end)
    ends: Array = np.cumsum(np.diff(reader.term_postings[start : end + 1].astype(np.int64)))
    rises = np.diff(documents) > 0
    rises[ends[:-1] - 1] = True
    form_count = reader.term_forms[end] - reader.term_forms[start]
    rules = {
        "documents are not in ascending order": bool(np.all(rises)),
        "documents are out of range": documents.min() >= 0 and documents.max() < reader.document_count,
        "a frequency is zero": bool(np.all(counts)) and bool(np.all(weights >= counts)),
        "counts and positions do not agree": int(counts.sum(dtype=np.int64)) == len(positions),
        "a surface form is out of range": forms.min() >= 0 and forms.max() < form_count,
    }
    for problem, is_kept in rules.items():
        if not is_kept:
            first, last = reader.terms[start], reader.terms[end - 1]
            yield f"{problem}, between the terms {first!r} and {last!r}"


def _check_articles(reader: SegmentReader) -> Iterator[str]:
    hashes = reader.keys.hashes()
    values = {name: column.of_documents() for name, column in _value_columns(reader)}
    lines = {name: _token_lines(reader, name) for name in TOKEN_FIELDS}
    for document in range(reader.document_count):
        article = reader.article(document)
        if key_hash(article.key.encode("utf-8", "surrogatepass")) != hashes[document]:
            yield f"the key of the article {article.key} is not found"
        yield from _check_dates(reader, document, article)
        for name, known in values.items():
            value = getattr(article, name)
            has_none = name in RARE_VALUE_FIELDS and not value
            if next(known, None) != (value if isinstance(value, tuple) else (value,) * (not has_none)):
                yield f"the keyword field {name} of the article {article.key} does not agree with it"
        for name, line in lines.items():
            if next(line, None) != keyword_tokens(getattr(article, name)):
                yield f"the keyword field {name} of the article {article.key} does not agree with it"


def _check_dates(reader: SegmentReader, document: int, article: Article) -> Iterator[str]:
    wanted = {
        "day": article.day,
        "date_length": min(len(article.date), len("2020-10-30")),
        "instant": instant(article.date),
    }
    for name, number in wanted.items():
        column = reader.columns.get(name)
        if column is not None and column[document] != number:
            yield f"the column {name} of the article {article.key} does not agree with it"


def _check_message_ids(reader: SegmentReader) -> Iterator[str]:
    if (ids := reader.message_ids()) is None:
        return
    count = 0
    for document in range(reader.document_count):
        article = encoded_article_of(reader.stored_fields.data(document))
        count += len(article.relations)
        for one in article.relations:
            if document not in ids.with_hash(key_hash(one)):
                yield f"the Message-IDs of the article {article.key.decode(errors='replace')} are not found"
                break
    if count != len(ids):
        yield "there are Message-IDs that no article has"


def _value_columns(reader: SegmentReader) -> Iterator[tuple[str, ValueColumn]]:
    """Yield the value fields that the segment has."""
    for name in VALUE_FIELDS + OPTIONAL_VALUE_FIELDS + MULTIPLE_VALUE_FIELDS + RARE_VALUE_FIELDS:
        column = reader.keywords.column(name)
        if column is not None:
            yield name, column


def _token_lines(reader: SegmentReader, name: str) -> Iterator[bytes]:
    """Yield the token line of each document."""
    for line, first, end in reader.keywords.token_lines(name):
        yield from [line] * (end - first)
