"""How many columns of a terminal a text takes, vowel signs included.

>>> columns_of("हिन्दी"), columns_of("น้ำ"), columns_of("東京")
(5, 2, 4)
"""

from __future__ import annotations

#: Stands for the column of a vowel sign while rich lays out a text; as no character, no text has it.
_COLUMN = "\ufdd0"
#: The first vowel sign with a column of its own; no European, Hebrew or Arabic letter stands behind it.
_FIRST_SIGN = "\u0903"


def measurable(text: str) -> str:
    """Return a text with a sign behind each vowel sign that takes a column, as in Hindi, Tamil and Burmese.

    rich counts no column for them. Most terminals, such as xterm, that of GNOME and tmux, give them one. What
    rich made of the text is written with `as_written`.
    """
    if max(text, default="") < _FIRST_SIGN:
        return text
    import unicodedata

    return "".join(f"{one}{_COLUMN}" if unicodedata.category(one) == "Mc" else one for one in text)


def as_written(text: str) -> str:
    """Return a text without the signs of `measurable`."""
    return text.replace(_COLUMN, "")


def columns_of(text: str) -> int:
    """Return how many columns of a terminal a text takes, with or without the signs of `measurable`."""
    from rich.cells import cell_len  # what is written to a pipe does not need it

    return cell_len(measurable(as_written(text)))
