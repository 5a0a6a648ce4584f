"""Patterns over words: which words a wildcard, a fuzzy word or a regular expression fits.

>>> words = ["ganja", "ganda", "baku"]
>>> [words[number] for number in fitting(Regex("gan.a"), *joined(words))]
['ganja', 'ganda']

Words are folded as the index has them, and so is the text of a pattern; case makes no difference. Wildcards
and regular expressions are RE2's, whose time grows with the length of what is read, whatever the expression.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from newsgrep.analysis.folding import fold
from newsgrep.analysis.tokenizer import LONGEST_WORD
from newsgrep.errors import QuerySyntaxError
from newsgrep.query.nodes import Fuzzy, Pattern, Regex, Wildcard
from newsgrep.query.regex import compiled, folded, regex_fault

if TYPE_CHECKING:
    import numpy.typing as npt


def joined(words: Sequence[str]) -> tuple[bytes, npt.NDArray[Any]]:
    """Return words one after the other in UTF-8, and where each ends: what `fitting` takes."""
    import numpy as np

    encoded = [word.encode() for word in words]
    return b"".join(encoded), np.cumsum([len(word) for word in encoded], dtype=np.int64)


def fitting(pattern: Pattern, text: bytes, ends: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return the numbers of the words that a pattern fits, ascending.

    text has the words one after the other in UTF-8, and ends where each ends; none is empty or has a line
    end in it. Raises QuerySyntaxError for a regular expression with a fault.
    """
    import numpy as np

    if isinstance(pattern, Fuzzy):
        from newsgrep.patterns.edits import within

        return within(fold(pattern.text), text.lower(), ends, pattern.edits)[0]
    expression = _expression(pattern)
    if expression is None or not len(ends):
        return np.zeros(0, np.int64)
    lines = np.insert(np.frombuffer(text, np.uint8), ends[:-1].astype(np.int64), ord("\n")).tobytes()
    found = [match.start() for match in compiled(expression).finditer(lines)]
    starts = np.concatenate(([0], ends[:-1].astype(np.int64) + np.arange(1, len(ends))))
    return np.searchsorted(starts, np.array(found, np.int64))


@lru_cache(maxsize=65_536)
def fits(pattern: Pattern, word: str) -> bool:
    """Return whether a pattern fits a folded word."""
    return len(fitting(pattern, *joined([word]))) > 0


def _expression(pattern: Wildcard | Regex) -> str | None:
    """Return a pattern as a regular expression, None where no word is long enough for it."""
    if isinstance(pattern, Regex):
        fault = regex_fault(pattern.text)
        if fault:
            raise QuerySyntaxError(f"the regular expression cannot be read: {fault}", pattern.text, 0)
        return folded(pattern.text)
    # Pieces are folded one by one: a full-width question mark would become one that stands for a letter.
    pieces = [p if p in ("?", "*") else fold(p) for p in re.split(r"([?*])", pattern.text)]
    if sum(len(piece) for piece in pieces if piece != "*") > LONGEST_WORD:
        return None
    shape = "".join({"?": ".", "*": ".*"}.get(piece, re.escape(piece)) for piece in pieces)
    return re.sub(r"(?:\.\*){2,}", ".*", shape)
