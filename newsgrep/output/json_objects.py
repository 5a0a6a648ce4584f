"""JSON: hits as one array or as one object a line, articles and index statistics as an object.

Offsets count code points from 0. Those of passages count from the start of the passage's text;
`author_matches` from the start of the authors joined by a comma and a space. An unknown value is null.
Keys are only ever added while `schema_version` stays the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TextIO

from newsgrep.output.control_characters import escape_in_json
from newsgrep.output.hit_fields import field_value, with_query
from newsgrep.output.text_streams import is_utf_8
from newsgrep.results import SCHEMA_VERSION, Hit


def hit_as_object(hit: Hit, query: str, fields: Sequence[str]) -> dict[str, object]:
    """Return these fields of a hit, and the query where there are several."""
    return {name: field_value(name, hit, query) for name in with_query(fields, query)}


def write_object(content: Mapping[str, object], out: TextIO) -> None:
    """Write an object with its schema version on one line, without a line end."""
    import json

    versioned = {"schema_version": SCHEMA_VERSION, **content}
    out.write(escape_in_json(json.dumps(versioned, ensure_ascii=not is_utf_8(out))))


class JsonPrinter:
    """Prints an array with one object a line, which people can read and `diff` can compare."""

    def __init__(self, out: TextIO, fields: Sequence[str]) -> None:
        self._out = out
        self._fields = fields
        self._empty = True

    def hit(self, hit: Hit, query: str = "") -> None:
        """Print an element."""
        self._out.write("[\n" if self._empty else ",\n")
        self._empty = False
        write_object(hit_as_object(hit, query, self._fields), self._out)

    def close(self) -> None:
        """End the array, which is empty if nothing was printed."""
        self._out.write("[]\n" if self._empty else "\n]\n")
        self._out.flush()


class JsonLinesPrinter:
    """Prints one object a line and flushes each, so that the next program gets it at once."""

    def __init__(self, out: TextIO, fields: Sequence[str], end: str) -> None:
        self._out = out
        self._fields = fields
        self._end = end

    def hit(self, hit: Hit, query: str = "") -> None:
        """Print an object."""
        write_object(hit_as_object(hit, query, self._fields), self._out)
        self._out.write(self._end)
        self._out.flush()

    def close(self) -> None:
        """Print nothing: every line is complete."""
