"""Control characters, which an article or a file name may carry and no line or terminal may get.

>>> one_line("Talks\\n\\tresume \\x1b[31mtoday")
'Talks resume [31mtoday'

Controls are those of Unicode's first two blocks, the line and paragraph separators, and the characters
that open or close a change of writing direction, which reorder what stands around them. The marks
U+200E and U+200F reach no further than their neighbours, belong to Arabic and Hebrew, and stay.
"""

from __future__ import annotations

import re

_DIRECTION = "\u202a-\u202e\u2066-\u2069"
_UNSAFE = rf"\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029{_DIRECTION}"


def _runs_of(controls: str) -> re.Pattern[str]:
    """Match runs of control characters with the spaces around them, in linear time."""
    return re.compile(rf"(?<! ) *+[{controls}][{controls} ]*")


_CONTROLS = _runs_of(rf"\t\n{_UNSAFE}")
_CONTROLS_BUT_TABS_AND_LINES = _runs_of(_UNSAFE)
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPED_IN_JSON = re.compile(rf"[\x7f-\x9f\u2028\u2029{_DIRECTION}\ud800-\udfff]")


def one_line(text: str) -> str:
    """Return text with each run of control characters as one space; spaces alone stay as they are."""
    return _CONTROLS.sub(" ", text)


def many_lines(text: str) -> str:
    """Return text with each run of control characters other than newline and tab as one space."""
    return _CONTROLS_BUT_TABS_AND_LINES.sub(" ", text)


def without_surrogates(text: str) -> str:
    """Return text with U+FFFD for the bytes of file names that are no text: a terminal shows no bytes."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def escaped_in_json(text: str) -> str:
    r"""Return JSON text with `\u` escapes for controls that `json` leaves in it, and for lone surrogates.

    A reader of JSON gets the same strings back; one that splits the text into lines, or shows it on
    a terminal, sees none of these characters.
    """
    return _ESCAPED_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
