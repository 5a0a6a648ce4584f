"""Clean text: Unicode in NFC with LF line ends, without what nobody would search for.

>>> clean("Ba\\u0301ku\\r\\n"), one_line(" Talks\\n resume ")
('Báku\\n', 'Talks resume')
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

#: Soft hyphen, zero-width space, non-joiner and joiner, marks of direction, word joiner, byte order mark.
_INVISIBLE = "\xad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
#: A zero-width space separates words where no space is printed (Thai, Lao, Khmer …), marks of direction order
#: text from right to left, and joiners are part of the spelling beyond the alphabets of Europe.
_INVISIBLE_MARKS = (
    "[\xad\u2060\ufeff]|(?<![\u0e00-\u109f\u1780-\u17ff])\u200b|\u200b(?![\u0e00-\u109f\u1780-\u17ff])"
    "|(?<![\u0590-\u08ff])[\u200e\u200f](?![\u0590-\u08ff])|(?<=[\0-\u058f])[\u200c\u200d](?=[\0-\u058f])"
)
#: Marks of direction, which order text in print.
_DIRECTION = "[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+"
_DIRECTION_AT_EDGES = rf"(?<!\w){_DIRECTION}|{_DIRECTION}(?!\w)"
_LONE_SURROGATE = "[\ud800-\udfff]"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def clean(text: str) -> str:
    """Return text in NFC with LF line ends, without NUL and the invisible marks within words.

    Soft hyphens and zero-width marks go, as nobody would find the word; a joiner stays where it is part of
    the spelling, as in Persian, in the scripts of India and in emoji. Other control characters stay.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    return text if text.isascii() else _searchable(text)


def clean_query(text: str) -> str:
    """Return a query as `clean` returns an article, so that its words are found and its signs are seen.

    Marks of direction, which come with pasted text, go but where they stand between two letters. Control
    characters stay, as a query with them is refused.
    """
    return text if text.isascii() else re.sub(_DIRECTION_AT_EDGES, "", _searchable(text))


def _searchable(text: str) -> str:
    if any(mark in text for mark in _INVISIBLE):
        text = re.sub(_INVISIBLE_MARKS, "", text)
    return unicodedata.normalize("NFC", text)


def without_controls(text: str) -> str:
    """Return text without control characters but tabs and line ends; other white space is a space.

    They are marks of typesetting, or left by a wrong encoding, and one costs a parser of pages all of them.
    """
    return _CONTROL.sub(lambda match: " " if match[0].isspace() else "", text)


def replace_surrogates(text: str) -> str:
    """Return text with U+FFFD for each lone surrogate, which JSON can express and UTF-8 cannot."""
    try:
        text.encode()  # four times as fast as a search
    except UnicodeEncodeError:
        return re.sub(_LONE_SURROGATE, "\ufffd", text)
    return text


def clean_any(text: str) -> str:
    """Return text of any origin clean, lone surrogates as U+FFFD."""
    return clean(text if text.isascii() else replace_surrogates(text))


def one_line(text: str) -> str:
    """Return text with each run of white space, line ends included, as one space."""
    return " ".join(text.split())


def one_clean_line(text: str) -> str:
    """Return text of any origin as one clean line, lone surrogates as U+FFFD."""
    return one_line(clean_any(text))


def with_lines(matches: Iterable[re.Match[str]]) -> Iterator[tuple[re.Match[str], int]]:
    """Yield matches within a text, in their order, each with the number of the line where it begins."""
    line, counted = 1, 0
    for match in matches:
        line += match.string.count("\n", counted, match.start())
        counted = match.start()
        yield match, line


def letters_of(text: str) -> str:
    """Return the letters and digits of a text without their case, to compare it with another."""
    return re.sub(r"\W+", "", text).casefold()
