"""The names of fields: those with words, those that only select, and what each may be called.

>>> field_of("Headline"), is_raw("site"), is_raw("title")
('title', True, False)
"""

from __future__ import annotations

from newsgrep.query.nodes import FIELDS, KEYWORDS

#: The field whose values are times and not words.
DATE = "date"
#: The field whose values are numbers of words.
LENGTH = "words"
#: What is written like a field, and says how words are compared: the same as a sign of equality.
EXACT = "exact"

#: Every name, with the field that it stands for.
FIELD_OF = {
    alias: field for fields in (FIELDS, KEYWORDS) for field, names in fields.items() for alias in names
} | {
    DATE: DATE,
    LENGTH: LENGTH,
}
#: The fields that select articles, and whose values are read as they stand.
FILTERS = frozenset({*KEYWORDS, DATE, LENGTH})

_FIELD_LIST = ", ".join(f"{field}:" for field in (*FIELDS, DATE, *KEYWORDS, LENGTH, EXACT))


def field_of(name: str) -> str | None:
    """Return the field that a name stands for, in capitals or not; None where there is none."""
    return FIELD_OF.get(name.lower())


def is_raw(name: str) -> bool:
    """Return whether the values of the field with this name are read as they stand."""
    return field_of(name) in FILTERS


def advice(name: str) -> str:
    """Return what to write instead of a field that there is not: the nearest name, and all fields."""
    import difflib  # slow to import, and needed for an error only

    near = difflib.get_close_matches(name[:40].lower(), [*FIELD_OF, EXACT], n=1)
    return f"{f'did you mean {near[0]}:? ' if near else ''}the fields are {_FIELD_LIST}"
