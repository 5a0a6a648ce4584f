"""Matching wildcards, fuzzy words and regular expressions against the words of a dictionary.

>>> words = ["ganja", "ganda", "baku"]
>>> [words[number] for number in matching_words(Regex("gan.a"), *concatenate(words))]
['ganja', 'ganda']

Words are folded, as in the index, and so is the text of a pattern; case makes no difference. RE2 runs
wildcards and regular expressions in time linear in the length of the words. If it is not installed, Python's
`re` runs wildcards, in a form that does not backtrack.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from newsgrep.analysis.folding import fold
from newsgrep.analysis.tokenizer import LONGEST_WORD
from newsgrep.errors import QuerySyntaxError
from newsgrep.patterns.same_stem import SameStem
from newsgrep.query.nodes import Fuzzy, Pattern, Regex, Sounds, Wildcard
from newsgrep.query.regex import compile_lines, fold_expression, load_re2, regex_error

if TYPE_CHECKING:
    import numpy.typing as npt


def concatenate(words: Sequence[str]) -> tuple[bytes, npt.NDArray[Any]]:
    """Return words, one after the other, in UTF-8, and the offset where each word ends."""
    import numpy as np

    encoded = [word.encode() for word in words]
    return b"".join(encoded), np.cumsum([len(word) for word in encoded], dtype=np.int64)


def matching_words(pattern: Pattern | SameStem, text: bytes, ends: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return the numbers of the words that a pattern matches, ascending.

    text: the words, one after the other, in UTF-8; no word is empty or contains a line end
    ends: the offset where each word ends

    Raises QuerySyntaxError for a wrong regular expression, and UsageError for `sounds:` if its library is not
    installed.
    """
    import numpy as np

    if isinstance(pattern, Fuzzy):
        from newsgrep.patterns.edit_distance import within_distance

        return within_distance(fold(pattern.text), text.lower(), ends, pattern.edits)[0]
    if isinstance(pattern, SameStem):
        return np.array(pattern.numbers(text, ends), np.int64)
    if isinstance(pattern, Sounds):
        from newsgrep.patterns.sounds import words_of_sound

        return np.array(words_of_sound(fold(pattern.text), text, ends), np.int64)
    expression = _expression(pattern)
    if expression is None or not len(ends):
        return np.zeros(0, np.int64)
    lines = np.insert(np.frombuffer(text, np.uint8), ends[:-1].astype(np.int64), ord("\n")).tobytes()
    if isinstance(expression, re.Pattern):
        found = [bool(expression.fullmatch(line)) for line in lines.decode().split("\n")]
        return np.flatnonzero(found)
    starts = np.concatenate(([0], ends[:-1].astype(np.int64) + np.arange(1, len(ends))))
    return np.searchsorted(
        starts, np.array([match.start() for match in expression.finditer(lines)], np.int64)
    )


def beginnings_of(pattern: Pattern | SameStem) -> tuple[str, ...]:
    """Return texts such that every word that a pattern matches begins with one of them; none if unknown.

    >>> beginnings_of(Wildcard("us*")), beginnings_of(Wildcard("*us"))
    (('us', 'US'), ())
    """
    if isinstance(pattern, SameStem):
        return pattern.beginnings()
    if not isinstance(pattern, Wildcard):
        return ()
    beginning = fold(re.split("[?*]", pattern.text)[0])
    return tuple(dict.fromkeys((beginning, beginning.upper()))) if beginning else ()


@lru_cache(maxsize=65_536)
def matches(pattern: Pattern | SameStem, word: str) -> bool:
    """Return whether a pattern matches a folded word."""
    return len(matching_words(pattern, *concatenate([word]))) > 0


def _expression(pattern: Wildcard | Regex) -> Any:
    """Return a pattern as an RE2 expression for lines, or as an `re` expression for words.

    None for a wildcard that is longer than any word.
    """
    if isinstance(pattern, Regex):
        if error := regex_error(pattern.text):
            raise QuerySyntaxError(f"the regular expression cannot be read: {error}", pattern.text, 0)
        return compile_lines(fold_expression(pattern.text))
    # Pieces are folded separately: a folded full-width question mark must not become a wildcard.
    pieces = [p if p in ("?", "*") else fold(p) for p in re.split(r"([?*])", pattern.text)]
    if sum(len(piece) for piece in pieces if piece != "*") > LONGEST_WORD:
        return None
    expression = "".join({"?": ".", "*": ".*"}.get(piece, re.escape(piece)) for piece in pieces)
    expression = re.sub(r"(?:\.\*){2,}", ".*", expression)
    return compile_lines(expression) if load_re2() else _without_backtracking(expression)


def _without_backtracking(wildcard: str) -> re.Pattern[str]:
    """Return the expression of a wildcard in which each part between stars matches at its first place.

    A later place would leave less text to the parts after it, so it need not be tried.
    """
    first, *parts = wildcard.split(".*")
    *inner, last = parts or [""]
    rest = "".join(f"(?>.*?{part})" for part in inner) + f".*{last}" if parts else ""
    return re.compile(first + rest, re.IGNORECASE)
