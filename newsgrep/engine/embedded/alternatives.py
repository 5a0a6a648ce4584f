"""What each place of a leaf may hold in a segment: terms, and which of their spellings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from newsgrep.analysis.analyzer import Analyzer, fold
from newsgrep.engine.segment.reader import SegmentReader
from newsgrep.engine.segment.sections import Array, changes
from newsgrep.query.nodes import Exact, Expanded, Phrase, Prefix, TermQuery, Word

#: Looking a spelling up costs about as much as reading this many of them one after the other.
_LOOK_UP = 64


@dataclass(frozen=True, slots=True)
class Alternative:
    """A term to look up, and which of its spellings; all where `forms` is None."""

    term: int
    forms: tuple[int, ...] | None = None


#: What one place of a phrase may hold.
Alternatives = tuple[Alternative, ...]


def slots_of(reader: SegmentReader, leaf: TermQuery, analyzer: Analyzer) -> list[Alternatives]:
    """Return what each place of a leaf may hold in a segment; none where the leaf has no word."""
    if isinstance(leaf, Expanded):
        return [_spelt(reader, _find_words(reader, [word.encode() for word in leaf.words]))]
    tokens = analyzer.terms(leaf.text)
    match leaf:
        case Prefix() if tokens:
            *first, last = tokens
            begun = _spelt(reader, reader.forms_with_prefix(fold(last.word).encode()))
            return [*(_term_slot(reader, token.term) for token in first), begun]
        case Exact():
            return [_spelt(reader, _find_words(reader, [token.word.encode()])) for token in tokens]
        case Word() | Phrase():
            return [_term_slot(reader, token.term) for token in tokens]
        case _:
            return []


def _term_slot(reader: SegmentReader, text: str) -> Alternatives:
    term = reader.find_term(text.encode())
    return () if term < 0 else (Alternative(term),)


def _find_words(reader: SegmentReader, words: Sequence[bytes]) -> Array:
    """Return the numbers of those of some words that a segment has."""
    if len(words) * _LOOK_UP < reader.form_count:
        numbers = [reader.find_form(word) for word in words]
        return np.array([number for number in numbers if number >= 0], np.int64)
    wanted, found = set(words), []
    for first, text, ends in reader.surface_forms():
        start = 0
        for number, end in enumerate(ends.tolist(), first):
            if text[start:end] in wanted:
                found.append(number)
            start = end
    return np.array(found, np.int64)


def _spelt(reader: SegmentReader, words: Array) -> Alternatives:
    """Return the terms that some spellings are of, ascending, and which of theirs those spellings are."""
    if not len(words):
        return ()
    words = np.sort(words.astype(np.int64))
    terms = reader.terms_of_forms(words)
    begins = np.flatnonzero(changes(terms))
    ends = np.append(begins[1:], len(words))
    first_words = reader.term_forms[:]
    chosen = terms[begins]
    forms = words - first_words[terms].astype(np.int64)
    whole = ends - begins == first_words[chosen + 1].astype(np.int64) - first_words[chosen]
    return tuple(
        Alternative(term, None if every else tuple(forms[begin:end].tolist()))
        for term, every, begin, end in zip(
            chosen.tolist(), whole.tolist(), begins.tolist(), ends.tolist(), strict=True
        )
    )
