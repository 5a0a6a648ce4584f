"""The alternative terms that may stand at each position of a term query, in one segment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

import numpy as np
from msgspec import Struct

from newsgrep.analysis.analyzer import Analyzer
from newsgrep.analysis.folding import fold
from newsgrep.engine.segment.reader import SegmentReader
from newsgrep.engine.segment.sections import Array, mark_changes
from newsgrep.query.nodes import (
    Cased,
    Exact,
    Expanded,
    Fuzzy,
    Phrase,
    Prefix,
    Regex,
    Sounds,
    TermQuery,
    Wildcard,
    Word,
)
from newsgrep.query.words import tokens_with_forms


class Alternative(Struct, frozen=True):
    """A term by its number, restricted to some of its surface forms; `forms` is None for all of them."""

    term: int
    forms: tuple[int, ...] | None = None


#: Any of these may stand at a position.
Alternatives = tuple[Alternative, ...]


def alternatives_of(reader: SegmentReader, query: TermQuery, analyzer: Analyzer) -> list[Alternatives]:
    """Return the alternatives for each position of a term query, in the order of its words.

    The list is empty if the text has no words. An entry is empty if the segment has none of its terms.
    Raises TypeError for a pattern: patterns are expanded before an engine gets a query.
    """
    match query:
        case Expanded(words):
            return [_of_forms(reader, _find_words(reader, words))]
        case Wildcard() | Fuzzy() | Regex() | Sounds():
            raise TypeError(f"a pattern must be expanded before an engine searches for it: {query}")
        case Word() | Phrase():
            return [
                (*_of_term(reader, token.term), *_of_forms(reader, _find_words(reader, forms)))
                for token, forms in tokens_with_forms(query, analyzer)
            ]
        case Cased():
            raise TypeError(f"capitals are verified in the stored text, and not in the index: {query}")
        case Exact(text):
            return _of_exact_words(reader, [token.word for token in analyzer.terms(text)])
        case Prefix(text):
            tokens = analyzer.terms(text)
            complete = [_of_term(reader, token.term) for token in tokens[:-1]]
            prefixes = [fold(token.word) for token in tokens[-1:]]
            return complete + [_of_forms(reader, _with_prefix(reader, prefix)) for prefix in prefixes]
        case _:
            assert_never(query)


def _with_prefix(reader: SegmentReader, prefix: str) -> Array:
    """Return the numbers of the surface forms with a prefix, including acronyms in capitals."""
    spellings = dict.fromkeys((prefix, prefix.upper()))
    return np.concatenate([reader.forms_with_prefix(one.encode()) for one in spellings])


def _of_term(reader: SegmentReader, text: str) -> Alternatives:
    term = reader.find_term(text.encode())
    return () if term < 0 else (Alternative(term),)


def _of_exact_words(reader: SegmentReader, words: Sequence[str]) -> list[Alternatives]:
    """Return the alternatives for each word as it is spelt.

    Looks the words up from the last to the first, and stops at a word that the segment does not have: the
    phrase cannot match, so the words before it get no alternatives. When a query tries to cut a word at every
    place, it is the last part that is usually missing.
    """
    found: list[Alternatives] = [()] * len(words)
    for place in reversed(range(len(words))):
        found[place] = _of_forms(reader, _find_words(reader, [words[place]]))
        if not found[place]:
            break
    return found


def _find_words(reader: SegmentReader, words: Sequence[str]) -> Array:
    """Return the numbers of the given surface forms, without the forms that the segment does not have."""
    numbers = np.array([reader.find_form(word.encode()) for word in words], np.int64)
    return numbers[numbers >= 0]


def _of_forms(reader: SegmentReader, words: Array) -> Alternatives:
    """Group surface forms by term, ascending. If all forms of a term are given, its `forms` is None."""
    if not len(words):
        return ()
    words = np.sort(words.astype(np.int64))
    terms = reader.terms_of_forms(words)
    begins = np.flatnonzero(mark_changes(terms))
    ends = np.append(begins[1:], len(words))
    first_words = reader.term_forms[:]
    distinct = terms[begins]
    forms = words - first_words[terms].astype(np.int64)
    complete = ends - begins == first_words[distinct + 1].astype(np.int64) - first_words[distinct]
    return tuple(
        Alternative(term, None if is_complete else tuple(forms[begin:end].tolist()))
        for term, is_complete, begin, end in zip(
            distinct.tolist(), complete.tolist(), begins.tolist(), ends.tolist(), strict=True
        )
    )
