"""Remove control characters, which an article or a file name may hold and no line or terminal may get.

>>> printable_line("Talks\\n\\tresume \\x1b[31mtoday")
'Talks resume [31mtoday'

Control characters here are those of Unicode's first two blocks, the line and paragraph separators, and the
characters that open or close a change of writing direction, which reorder the text around them. The marks
U+200E and U+200F affect only their neighbours, are needed in Arabic and Hebrew, and are kept.
"""

from __future__ import annotations

import re
from functools import cache

_DIRECTION = "\u202a-\u202e\u2066-\u2069"
_UNSAFE = rf"\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029{_DIRECTION}"


@cache  # compiled when first used: a search in a pipe needs one of the four
def _runs_of(controls: str) -> re.Pattern[str]:
    """Match runs of control characters with the spaces around them, in linear time."""
    return re.compile(rf"(?<! ) *+[{controls}][{controls} ]*")


@cache
def _characters(listed: str) -> re.Pattern[str]:
    """Match one of these characters."""
    return re.compile(f"[{listed}]")


def printable_line(text: str) -> str:
    """Return text with each run of control characters as one space; spaces alone stay as they are."""
    return text if text.isprintable() else _runs_of(rf"\t\n{_UNSAFE}").sub(" ", text)


def many_lines(text: str) -> str:
    """Return text with each run of control characters other than newline and tab as one space."""
    return _runs_of(_UNSAFE).sub(" ", text)


def without_surrogates(text: str) -> str:
    """Return text with U+FFFD for the bytes of file names that are not text: a terminal shows no bytes."""
    return text if text.isascii() else _characters("\ud800-\udfff").sub("\ufffd", text)


def shown_line(text: str) -> str:
    """Return text as a line that a terminal may get, or a program that reads text."""
    return without_surrogates(printable_line(text))


def escape_in_json(text: str) -> str:
    r"""Return JSON text with `\u` escapes for controls that `json` leaves in it, and for lone surrogates.

    A reader of JSON gets the same strings back; a program that splits the text into lines, or a terminal
    that shows it, meets none of these characters.
    """
    unsafe = _characters(rf"\x7f-\x9f\u2028\u2029{_DIRECTION}\ud800-\udfff")
    return unsafe.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
