"""Remove control characters, which articles and file names may contain, and no line or terminal may get.

>>> printable_line("Talks\\n\\tresume \\x1b[31mtoday")
'Talks resume [31mtoday'

Control characters here are those of the first two blocks of Unicode, the line and paragraph separators, and
the characters that begin or end a change of the writing direction, as they reorder the text around them. The
marks U+200E and U+200F are kept: they affect only their neighbours, and Arabic and Hebrew need them.
"""

from __future__ import annotations

import re
from functools import cache

_DIRECTION = "\u202a-\u202e\u2066-\u2069"
_UNSAFE = rf"\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029{_DIRECTION}"


@cache  # compiled when first used: a search in a pipe needs one of the four
def _runs_of(controls: str) -> re.Pattern[str]:
    """Return a pattern for runs of control characters and the spaces around them; it takes linear time."""
    return re.compile(rf"(?<! ) *+[{controls}][{controls} ]*")


@cache
def _characters(listed: str) -> re.Pattern[str]:
    """Return a pattern for one of these characters."""
    return re.compile(f"[{listed}]")


def printable_line(text: str) -> str:
    """Return text with a space for each run of control characters; spaces alone stay as they are."""
    return text if text.isprintable() else _runs_of(rf"\t\n{_UNSAFE}").sub(" ", text)


def many_lines(text: str) -> str:
    """Return text with a space for each run of control characters except newline and tab."""
    return _runs_of(_UNSAFE).sub(" ", text)


def without_surrogates(text: str) -> str:
    """Return text with U+FFFD for each undecodable byte of a file name, as a terminal cannot show it."""
    return text if text.isascii() else _characters("\ud800-\udfff").sub("\ufffd", text)


def shown_line(text: str) -> str:
    """Return text as one line that is safe for a terminal, and for a program that reads Unicode."""
    return without_surrogates(printable_line(text))


def escape_in_json(text: str) -> str:
    r"""Return JSON text with `\u` escapes for controls that `json` does not escape, and for lone surrogates.

    A reader of JSON gets the same strings back. A terminal, and a program that splits the text into lines,
    get none of these characters.
    """
    unsafe = _characters(rf"\x7f-\x9f\u2028\u2029{_DIRECTION}\ud800-\udfff")
    return unsafe.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
