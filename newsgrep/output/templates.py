r"""Output templates: `{path}:{title}`.

A name in braces stands for a field; a width may follow it: `{rank:>4} {title:<60}`. A literal brace is
doubled; `\t`, `\n` and `\\` stand for tab, newline and backslash, which are hard to type in a shell.
"""

from __future__ import annotations

import re
from string import Formatter
from typing import TYPE_CHECKING, NamedTuple, TextIO

from newsgrep.article import STDIN
from newsgrep.errors import UsageError
from newsgrep.output.control_characters import printable_line
from newsgrep.output.hit_fields import DESCRIPTIONS, FIELDS, field_text
from newsgrep.output.styles import Printer
from newsgrep.results import Hit, unknown_field

if TYPE_CHECKING:
    from newsgrep.output.styles import Output

_HINT = "a template looks like '{path}:{title}' or '{rank:>4} {title}'; double a brace to print it"

#: Alignment and width: three digits at most, as a wider field could take gigabytes of padding.
_WIDTH = re.compile(r"(?:[<>^]?[1-9][0-9]{0,2})?")
_ESCAPE = re.compile(r"\\([tn\\])")
_ESCAPED = {"t": "\t", "n": "\n", "\\": "\\"}


class TemplatePart(NamedTuple):
    """A part of a template: a literal text, and the name and width of the field after it, if there is one."""

    literal: str
    name: str
    width: str


def read_template(template: str) -> list[TemplatePart]:
    """Parse a template. Raises UsageError for unmatched braces, unknown fields and invalid widths."""
    if not template:
        raise UsageError("the template is empty", _HINT)
    unescaped = _ESCAPE.sub(lambda match: _ESCAPED[match[1]], template)
    try:
        parts = list(Formatter().parse(unescaped))
    except ValueError:
        raise UsageError(f"the braces do not match in the template {template!r}", _HINT) from None
    return [_read_part(*part) for part in parts]


def _read_part(literal: str, name: str | None, width: str | None, conversion: str | None) -> TemplatePart:
    if name is None:
        return TemplatePart(literal, "", "")
    if not name:
        raise UsageError("a pair of braces holds no field name", _HINT)
    if name not in DESCRIPTIONS:
        raise unknown_field(name, FIELDS)
    if conversion or not _WIDTH.fullmatch(width or ""):
        raise UsageError(f"the field {name!r} is followed by something other than a width", _HINT)
    return TemplatePart(literal, name, width or "")


class TemplatePrinter(Printer):
    """Prints the template for each hit, with its fields filled in. A field adds no line break."""

    def __init__(self, out: TextIO, output: Output) -> None:
        self._out = out
        self._parts = read_template(output.template)
        self._end = output.end

    def hit(self, hit: Hit, query: str = "") -> None:
        """Print the template with a hit's fields."""
        text = ""
        for literal, name, width in self._parts:
            # The path of standard input ends in a colon, so `{path}:{line}` would have two.
            self._out.write(literal[1:] if text == STDIN and literal.startswith(":") else literal)
            text = printable_line(field_text(name, hit, query)) if name else ""
            self._out.write(format(text, width))
        self._out.write(self._end)


def template_fields(template: str) -> set[str]:
    """Return the names of the fields in a template. Raises UsageError as read_template does."""
    return {part.name for part in read_template(template) if part.name}
