"""Completion of a query: names of fields, their values in the index, and saved searches.

>>> names = KnownNames({"source": [("the daily", "The Daily")]}, ("karabakh",))
>>> complete("ganja source:da", 15, names)
Completion(start=6, candidates=('source:"The Daily"',))
>>> complete("@k", 2, names), complete("ti", 2, names).candidates
(Completion(start=0, candidates=('@karabakh',)), ('title:',))
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

from newsgrep.analysis.folding import fold
from newsgrep.browse.wanted import FACETS
from newsgrep.explore.explorer import Explorer
from newsgrep.query.fields import DATES, EXACT, FIELDS, KEYWORDS, LENGTH, field_of
from newsgrep.search.saved import SavedSearches, saved_files

#: Candidates that are offered at once.
MOST = 8

_FIELD_NAMES = (*FIELDS, *KEYWORDS, *DATES, LENGTH, EXACT)
#: The word before the cursor, after white space, a bracket or a sign; or a value in quotes that are open.
_TYPED = re.compile(r'(?:^|(?<=[\s(+-]))(?:(?P<field>\w+):"(?P<quoted>[^"]*)|(?P<word>[^\s()"+-][^\s()"]*))$')
_PLAIN = re.compile(r"\w+")


class KnownNames(Struct, frozen=True):
    """The names that can complete a query.

    values: by field, the folded text of each value and the value itself
    saved:  the names of saved searches
    """

    values: Mapping[str, Sequence[tuple[str, str]]] = {}
    saved: tuple[str, ...] = ()


class Completion(Struct, frozen=True):
    """Candidates for the text from `start` to the cursor."""

    start: int
    candidates: tuple[str, ...]


def read_names(index: Explorer) -> KnownNames:
    """Return the names of an index, the most frequent first, and the saved searches."""
    tables = index.facets("*", by=FACETS, top=None).tables
    values: dict[str, list[tuple[str, str]]] = {
        table.facets[0]: [(fold(row.values[0]), row.values[0]) for row in table.rows if row.values[0]]
        for table in tables
    }
    return KnownNames(values, tuple(SavedSearches.read(saved_files(index.folders)).searches))


def complete(text: str, cursor: int, names: KnownNames) -> Completion:
    """Return the candidates for the word that ends at the cursor."""
    found = _TYPED.search(text[:cursor])
    if found is None:
        return Completion(cursor, ())
    word = found["word"]
    if word is None:
        return Completion(found.start(), _values(found["field"], found["quoted"], names))
    if word.startswith("@"):
        wanted = (f"@{name}" for name in names.saved if name.startswith(word[1:]))
        return Completion(found.start(), tuple(wanted)[:MOST])
    field, colon, value = word.partition(":")
    if colon:
        return Completion(found.start(), _values(field, value, names))
    fields = (f"{name}:" for name in _FIELD_NAMES if len(word) > 1 and name.startswith(word.lower()))
    return Completion(found.start(), tuple(fields)[:MOST])


def _values(typed_field: str, typed: str, names: KnownNames) -> tuple[str, ...]:
    """Return the values of a field that begin with a text, or have a word that begins with it."""
    field = field_of(typed_field)
    start = fold(typed)
    found: list[str] = []
    for folded, value in names.values.get(field or "", ()):
        if folded.startswith(start) or f" {start}" in folded:
            plain = _PLAIN.fullmatch(value)
            found.append(
                f"{typed_field}:{value}" if plain else f'{typed_field}:"{value.replace(chr(34), " ")}"'
            )
            if len(found) == MOST:
                break
    return tuple(found)
