"""A TREC run, which information retrieval toolkits read: `qid Q0 key rank score newsgrep`.

Spaces separate the fields. White space, control characters and percent signs in an id or a key are written
as %XX, byte by byte in UTF-8, as in a URL; everything else stays as it is.

Toolkits sort by score, break ties in their own ways, and some keep only 24 bits. So if a score is not lower
than the one before it, a slightly lower score is printed: the order of the run is the order of the hits.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TextIO

from newsgrep.output.styles import Printer

if TYPE_CHECKING:
    from newsgrep.output.styles import Output
    from newsgrep.results import Hit

#: The id of a single query, which has no name.
_ONLY_QUERY = "1"
_RUN_NAME = "newsgrep"

_UNSAFE = re.compile("[%\\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")

#: The least relative difference between two scores: twice the precision of 24 bits.
_STEP = 2.0**-22


def percent_encoded(text: str) -> str:
    """Return text with its white space, control characters and percent signs as %XX.

    >>> percent_encoded("news/a b.txt")
    'news/a%20b.txt'
    """
    return _UNSAFE.sub(lambda match: _as_bytes(match[0]), text)


def _as_bytes(character: str) -> str:
    # A lone surrogate is a byte of a file name that is not UTF-8, or it came as such from JSON.
    lone = "surrogateescape" if "\udc80" <= character <= "\udcff" else "surrogatepass"
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", lone))


class RunPrinter(Printer):
    """Prints one line per hit."""

    def __init__(self, out: TextIO, _: Output) -> None:
        self._out = out
        self._query = ""
        self._rank = 0
        self._score = 0.0

    def hit(self, hit: Hit, query: str = "") -> None:
        """Print a line. A query begins where its name changes or the ranks start again."""
        score = hit.score
        if query == self._query and hit.rank > self._rank > 0:
            score = min(score, self._score - max(abs(self._score), 1.0) * _STEP)
        self._query, self._rank, self._score = query, hit.rank, score
        fields = (
            percent_encoded(query) or _ONLY_QUERY,
            "Q0",
            percent_encoded(hit.key),
            hit.rank,
            f"{score:.7f}",
            _RUN_NAME,
        )
        self._out.write(" ".join(map(str, fields)) + "\n")
