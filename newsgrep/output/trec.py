"""A run as TREC has it, which toolkits of information retrieval read: `qid Q0 key rank score newsgrep`.

Spaces part the fields. White space, control characters and percent signs in an id or a key are written as
%XX, byte by byte in UTF-8, as in a URL; everything else stays as it is.

Toolkits sort by the score and break ties in ways of their own, and some keep 24 bits of it. So each score is
printed a little below the one before it where it is not by itself: the order of the run is that of the hits.
"""

from __future__ import annotations

import re
from typing import TextIO

from newsgrep.results import Hit

#: The id of a query that has none.
ONLY_QUERY = "1"
RUN_NAME = "newsgrep"

_UNSAFE = re.compile("[%\\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")

#: The part of a score, at least, that it falls by; half of it is lost on 24 bits.
_STEP = 2.0**-22


def escaped(text: str) -> str:
    """Return text without white space.

    >>> escaped("news/a b.txt")
    'news/a%20b.txt'
    """
    return _UNSAFE.sub(lambda found: _as_bytes(found[0]), text)


def _as_bytes(character: str) -> str:
    # A lone surrogate is a byte of a file name that is no UTF-8, or came as such out of JSON.
    lone = "surrogateescape" if "\udc80" <= character <= "\udcff" else "surrogatepass"
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", lone))


class RunPrinter:
    """Prints a line a hit."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._query = ""
        self._rank = 0
        self._score = 0.0

    def hit(self, hit: Hit, query: str = "") -> None:
        """Print a line; a query begins where its name is another one, or the ranks begin anew."""
        score = hit.score
        if query == self._query and hit.rank > self._rank > 0:
            score = min(score, self._score - max(abs(self._score), 1.0) * _STEP)
        self._query, self._rank, self._score = query, hit.rank, score
        fields = (escaped(query) or ONLY_QUERY, "Q0", escaped(hit.key), hit.rank, f"{score:.7f}", RUN_NAME)
        self._out.write(" ".join(map(str, fields)) + "\n")

    def close(self) -> None:
        """Let go of what is still held back."""
        self._out.flush()
