"""Paragraphs of lines, and the fields that some of them are: `BYLINE: Jane Doe`.

>>> [paragraph.text for paragraph in paragraphs_of(["Talks", "resume", "", "BYLINE: Doe", "LENGTH: 9 words"])]
['Talks resume', 'BYLINE: Doe', 'LENGTH: 9 words']
>>> split_field("BYLINE: Jane Doe")
('byline', 'Jane Doe')
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from newsgrep.formats.exports.labels import field_of
from newsgrep.formats.text import one_line

_FIELD = re.compile(r"\s*([^\W\d_][^:\n]{1,40}?)\s?:(?=\s|\Z)(.*)", re.S)


class Paragraph(NamedTuple):
    """Some lines without a blank one: the text in one line, and the indexes of its lines.

    field, value: where it is a labelled field
    is_indented:  whether it begins with white space, as what is centred does
    """

    text: str
    start: int
    end: int
    field: str = ""
    value: str = ""
    is_indented: bool = False


def split_field(line: str) -> tuple[str, str]:
    """Return the field that a line begins with, and its value; '' twice for other lines."""
    found = _FIELD.match(line)
    field = field_of(found[1]) if found else ""
    return (field, one_line(found[2])) if found and field else ("", "")


def _split_capital_field(line: str) -> tuple[str, str]:
    """Return the same for a label in capitals."""
    label = line.partition(":")[0]
    return split_field(line) if label.isupper() else ("", "")


def paragraphs_of(lines: Sequence[str]) -> Iterator[Paragraph]:
    """Yield the paragraphs of some lines. One begins at a label in capitals, whatever is above it."""
    start = 0
    while start < len(lines):
        if not lines[start].strip():
            start += 1
            continue
        end = start + 1
        while end < len(lines) and lines[end].strip() and not _split_capital_field(lines[end])[0]:
            end += 1
        field, value = _split_capital_field(" ".join(lines[start:end]))
        text = one_line(" ".join(lines[start:end]))
        yield Paragraph(text, start, end, field, value, lines[start][:1].isspace())
        start = end
