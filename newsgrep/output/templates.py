r"""Templates of a person's own: `{path}:{title}`.

A name in braces stands for a field, and may be followed by a width: `{rank:>4} {title:<60}`. Braces
that are meant as such are doubled; `\t`, `\n` and `\\` stand for tab, newline and backslash, which are
hard to type in a shell.
"""

from __future__ import annotations

import re
from string import Formatter
from typing import NamedTuple, TextIO

from newsgrep.errors import UsageError
from newsgrep.output.control_characters import one_line
from newsgrep.output.fields import DESCRIPTIONS, text_of, unknown_field
from newsgrep.results import Hit

_HINT = (
    "a template looks like '{path}:{title}' or '{rank:>4} {title}'; double the braces that are to be printed"
)

#: How to align and to what width: short, for Python's own formats can ask for gigabytes of padding.
_WIDTH = re.compile(r"(?:[<>^]?[1-9][0-9]{0,2})?")
_ESCAPE = re.compile(r"\\([tn\\])")
_ESCAPED = {"t": "\t", "n": "\n", "\\": "\\"}


class Part(NamedTuple):
    """A stretch of a template: literal text, then the field of this name, if any, to this width."""

    literal: str
    name: str
    width: str


def read_template(template: str) -> list[Part]:
    """Read a template; raises UsageError for broken braces and for what is not a field's name or a width."""
    if not template:
        raise UsageError("the template is empty", _HINT)
    unescaped = _ESCAPE.sub(lambda found: _ESCAPED[found[1]], template)
    try:
        parts = list(Formatter().parse(unescaped))
    except ValueError:
        raise UsageError(f"the braces do not match in the template {template!r}", _HINT) from None
    return [_read_part(*part) for part in parts]


def _read_part(literal: str, name: str | None, width: str | None, conversion: str | None) -> Part:
    if name is None:
        return Part(literal, "", "")
    if not name:
        raise UsageError("there is no field's name between the braces", _HINT)
    if name not in DESCRIPTIONS:
        raise unknown_field(name)
    if conversion or not _WIDTH.fullmatch(width or ""):
        raise UsageError(f"only a width may follow the field {name!r}", _HINT)
    return Part(literal, name, width or "")


class TemplatePrinter:
    """Prints a template filled in for each hit; no field brings a line break into it."""

    def __init__(self, out: TextIO, template: str, end: str) -> None:
        self._out = out
        self._parts = read_template(template)
        self._end = end

    def hit(self, hit: Hit, query: str = "") -> None:
        """Print the template with a hit's fields."""
        for literal, name, width in self._parts:
            self._out.write(literal)
            if name:
                self._out.write(format(one_line(text_of(name, hit, query)), width))
        self._out.write(self._end)

    def close(self) -> None:
        """Let go of what is still held back."""
        self._out.flush()
