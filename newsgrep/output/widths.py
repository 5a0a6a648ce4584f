"""How many columns of a terminal a text takes, and texts that are cut or wrapped by their columns.

Vowel signs of Hindi or Burmese have a column where terminals give them one. An emoji of several characters,
such as a family, a flag or a thumb with a skin tone, has two, and is not cut apart.

>>> columns_of("हिन्दी"), columns_of("น้ำ"), columns_of("東京"), columns_of("❤️"), columns_of("👨‍👩‍👧")
(5, 2, 4, 2, 2)
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

#: Stands for the column of a vowel sign while rich lays out a text; as no character, no text has it.
_COLUMN = "\ufdd0"
#: The first vowel sign with a column of its own; no European, Hebrew or Arabic letter stands behind it.
_FIRST_SIGN = "\u0903"
#: The zero-width joiner. It joins emoji into one, and changes the form of letters, which keep their columns.
_JOINER = "\u200d"


def measurable(text: str) -> str:
    """Return a text with a sign for each column that rich does not count.

    rich counts no column for vowel signs, as in Hindi, Tamil and Burmese. Most terminals, such as xterm, that
    of GNOME and tmux, give them one. The sign stands before the vowel sign: so a text that is cut between the
    two loses the vowel sign, and is not wider than its columns. rich also counts no column for what follows a
    joiner. This is right for emoji, but not for letters, as in Śrī Laṅkā: ශ්‍රී ලංකා. What rich made of the
    text is written with `without_signs`.
    """
    if max(text, default="") < _FIRST_SIGN:
        return text
    import unicodedata

    signs = "".join(one for one in set(text) if unicodedata.category(one) == "Mc")
    if signs:
        text = re.sub(f"(?=[{signs}])", _COLUMN, text)
    return re.sub(rf"{_JOINER}(?=[\w{_COLUMN}])", rf"{_JOINER}{_COLUMN}", text) if _JOINER in text else text


def without_signs(text: str) -> str:
    """Return a text without the signs of `measurable`."""
    return text.replace(_COLUMN, "")


def columns_of(text: str) -> int:
    """Return how many columns of a terminal a text takes, with or without the signs of `measurable`."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len  # what is written to a pipe does not need it

    return cell_len(measurable(without_signs(text)))


def beginning(text: str, columns: int) -> str:
    """Return the beginning of a text that takes at most some columns."""
    from rich.cells import set_cell_size

    return without_signs(set_cell_size(measurable(text), columns)).rstrip()


def ending(text: str, columns: int) -> str:
    """Return the end of a text that takes at most some columns."""
    from rich.cells import split_graphemes

    shown = measurable(text)
    graphemes, left = split_graphemes(shown)
    for start, _, width in graphemes:
        if left <= columns:
            return without_signs(shown[start:])
        left -= width
    return ""


def measured(text: Text) -> Text:
    """Return a styled text with the signs of `measurable`."""
    return _with_plain(text, measurable(text.plain))


def shortened_to(columns: int, text: Text, *, pad: bool = False) -> Text:
    """Return a styled text of at most some columns, with an ellipsis where it is cut.

    pad: whether it gets spaces up to the columns
    """
    text = measured(text)
    text.truncate(columns, overflow="ellipsis", pad=pad)
    return _written(text)


def wrapped_to(columns: int, text: Text, console: Console) -> list[Text]:
    """Return a styled text as lines of at most some columns."""
    return [_written(line) for line in measured(text).wrap(console, columns)]


def _written(text: Text) -> Text:
    return _with_plain(text, without_signs(text.plain))


def _with_plain(text: Text, plain: str) -> Text:
    """Return a styled text with another plain text, which has more or fewer signs of `measurable`."""
    if plain == text.plain:
        return text
    from rich.text import Span

    places = [place for place, one in enumerate(plain) if one != _COLUMN]
    places.append(len(plain))
    letters = [0]
    for one in text.plain:
        letters.append(letters[-1] + (one != _COLUMN))
    styled = text.blank_copy(plain)
    styled.spans = [
        Span(places[letters[span.start]], places[letters[span.end]], span.style) for span in text.spans
    ]
    return styled
