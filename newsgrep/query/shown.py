"""Parts of a query as a message shows them, and whether a text has a word.

>>> quoted("“Ganja” missil*"), short_line("Nagorno-Karabakh " * 3)
('"Ganja missil"', 'Nagorno-Karabakh Nagorno-Karabakh Nagor…')
"""

from __future__ import annotations

import re

_LONGEST_SHOWN = 40


def has_word(text: str) -> bool:
    """Return whether a text has a letter or a digit."""
    return any(map(str.isalnum, text))


def short_line(text: str) -> str:
    """Return a text in one line of at most 40 characters."""
    start = " ".join(text[: _LONGEST_SHOWN + 1].split())
    return start if len(text) <= _LONGEST_SHOWN else f"{start[: _LONGEST_SHOWN - 1]}…"


def quoted(text: str) -> str:
    """Return a text, shortened, as a phrase that the parser can read: without its quotes and wildcards."""
    plain = re.sub(r'["“”„«»*?]', " ", text)
    return f'"{short_line(plain).strip()}"'
