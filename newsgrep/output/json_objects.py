"""JSON: hits as one array or as one object per line; articles and index statistics as an object.

Offsets count code points from 0. Offsets of matches in passages count from the start of the passage;
`author_matches` from the start of the authors joined by a comma and a space. An unknown value is null.
While `schema_version` stays the same, keys may be added, and none is removed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TextIO

from newsgrep.output.control_characters import escape_in_json
from newsgrep.output.hit_fields import field_value, with_query
from newsgrep.output.styles import Printer
from newsgrep.results import SCHEMA_VERSION, Hit

if TYPE_CHECKING:
    from newsgrep.output.styles import Output


def hit_as_object(hit: Hit, query: str, fields: Sequence[str]) -> dict[str, object]:
    """Return some fields of a hit, and the name of its query if it has one."""
    return {name: field_value(name, hit, query) for name in with_query(fields, query)}


def write_object(content: Mapping[str, object], out: TextIO) -> None:
    """Write an object with its schema version on one line, without a line end."""
    import json

    versioned = {"schema_version": SCHEMA_VERSION, **content}
    out.write(escape_in_json(json.dumps(versioned, ensure_ascii=False)))


class ObjectWriter:
    """Writes objects, one per line: as an array, or as JSON Lines, each flushed for the next program."""

    def __init__(self, out: TextIO, *, is_array: bool, end: str = "\n") -> None:
        """Take the stream, whether to write an array, and what ends each line of JSON Lines."""
        self._out = out
        self._is_array = is_array
        self._end = end
        self._is_empty = True

    def write(self, content: Mapping[str, object]) -> None:
        """Write an object."""
        if self._is_array:
            self._out.write("[\n" if self._is_empty else ",\n")
        self._is_empty = False
        write_object(content, self._out)
        if not self._is_array:
            self._out.write(self._end)
            self._out.flush()

    def close(self) -> None:
        """End the array, which is empty if nothing was written."""
        if self._is_array:
            self._out.write("[]\n" if self._is_empty else "\n]\n")
        self._out.flush()


class JsonPrinter(Printer):
    """Prints hits as objects."""

    def __init__(self, out: TextIO, output: Output) -> None:
        self._writer = ObjectWriter(out, is_array=output.style == "json", end=output.end)
        self._fields = output.columns

    def hit(self, hit: Hit, query: str = "") -> None:
        """Print an object."""
        self._writer.write(hit_as_object(hit, query, self._fields))

    def close(self) -> None:
        """End the output."""
        self._writer.close()
