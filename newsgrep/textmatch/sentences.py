"""Where a text may be cut: at sentences and words.

>>> [match.end() for match in SENTENCE_END.finditer("Talks failed. Mr J. Doe left.")]
[14]
"""

from __future__ import annotations

import re

from newsgrep.paragraphs import paragraph_gaps
from newsgrep.query.nodes import Unit

#: An initial of a name, in capitals of Latin, Greek, Cyrillic and Armenian letters; not the T of AT&T.
_INITIAL = r"(?<!&)\b[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŴŶŸŹŻŽƏȘȚΑ-ΩЀ-ЯԱ-Ֆ]"

#: The end of a sentence or a paragraph, after which a passage may begin. No space follows one of Chinese.
#: The expression starts with a set of characters, to which its search skips. No other set
#: has more than two runs of characters: to compile six of those takes 1 % of a search.
SENTENCE_END = re.compile(
    rf"""[.!?\n。！？।؟۔](?:(?<![\n。])(?<![！？])(?<!{_INITIAL}.)(?:['"»«)]++|[”“’]++)*+\s++(?=\S)
    |(?:(?<=。)|(?<=[！？]))(?:[」』]++|[”’]++|）++)*+\s*+(?=\S)|(?<=\n)[^\S\n]*+\n\s*+(?=\S))""",
    re.VERBOSE,
)


def unit_starts(text: str, unit: Unit) -> list[int]:
    """Return where the sentences, or the paragraphs, of a text begin, except the first."""
    ends = SENTENCE_END.finditer(text) if unit == "sentence" else paragraph_gaps(text)
    return [match.end() for match in ends]


def word_start(body: str, offset: int, limit: int) -> int:
    """Return the first start of a word from `offset` on, `limit` at the latest."""
    while offset < limit and not _is_edge(body, offset):
        offset += 1
    while offset < limit and body[offset].isspace():
        offset += 1
    return offset


def word_end(body: str, offset: int, limit: int) -> int:
    """Return the last end of a word up to `offset`, `limit` at the earliest."""
    while offset > limit and not _is_edge(body, offset):
        offset -= 1
    while offset > limit and body[offset - 1].isspace():
        offset -= 1
    return offset


def _is_edge(body: str, offset: int) -> bool:
    """Return whether text may be cut here: at its ends, beside white space, anywhere in Chinese and Japanese.

    An expression of these ranges takes 2 ms to compile, which is 1 % of a search.
    """
    beside = body[max(0, offset - 1) : offset + 1]
    return len(beside) < 2 or any(character.isspace() or "々" <= character <= "鿿" for character in beside)
