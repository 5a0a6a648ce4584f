"""Patterns over words: which words a wildcard, a fuzzy word or a regular expression fits.

>>> words = ["ganja", "ganda", "baku"]
>>> [words[number] for number in fitting(Regex("gan.a"), *joined(words))]
['ganja', 'ganda']
>>> regex_fault("gan(ja")
'missing ): gan(ja'

Words are folded as the index has them, and so is the text of a pattern; case makes no difference. Wildcards
and regular expressions are RE2's, whose time grows with the length of what is read, whatever the expression.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from newsgrep.analysis import LONGEST_WORD, fold
from newsgrep.errors import QuerySyntaxError
from newsgrep.query.tree import Fuzzy, Pattern, Regex, Wildcard

if TYPE_CHECKING:
    import numpy.typing as npt

#: The longest regular expression, in code points, and the largest program it may come to, in RE2's
#: instructions: one of this size takes half a second to go through 70,000 words.
LONGEST_REGEX = 1_000
_LARGEST_PROGRAM = 10_000

#: Bytes for a program and the states it runs through: room enough that it need not forget them.
_MEMORY = 1 << 25

#: The parts of a regular expression whose letters do not stand for themselves, or not one by one: quoted
#: text, escapes, sets; and letters outside of ASCII.
_PIECE = re.compile(
    r"""
    \\Q (?P<quoted> .*?) (?:\\E | \Z)
  | (?P<escape> \\.)
  | (?P<lines> \(\?[a-zA-Z-]*m)
  | (?P<set> \[ \^? \]? (?: \\. | \[:\^?\w+:\] | [^\]\\] )*+ \])
  | (?P<letter> [^\x00-\x7f])
    """,
    re.VERBOSE | re.DOTALL,
)
#: A letter in a set that is no end of a range.
_ALONE_IN_SET = re.compile(r"\\.|(?<!-)[^\x00-\x7f](?!-)", re.DOTALL)
_ANCHORS = {r"\A": "^", r"\z": "$"}


def regex_fault(text: str) -> str:
    """Return what is wrong with a regular expression, in a few words; nothing if nothing is."""
    if not text:
        return "it is empty"
    if len(text) > LONGEST_REGEX:
        return f"it is longer than {LONGEST_REGEX:,} characters"
    for piece in _PIECE.finditer(text):
        if piece.lastgroup == "lines":
            return "the flag m has no use within a word"
        if piece.group() == r"\C":
            return r"\C is half of a letter"
    import re2

    try:
        program = re2.compile(_folded(text), _options())
        whole = re2.compile(_whole_word(_folded(text)), _options())
    except re2.error as error:
        message = error.args[0]
        return (message.decode("utf-8", "replace") if isinstance(message, bytes) else str(message))[:80]
    except UnicodeEncodeError:
        return "it has half of a character"
    largest = max(program.programsize, whole.programsize, whole.reverseprogramsize)
    return "it is too large" if largest > _LARGEST_PROGRAM else ""


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
    found = [match.start() for match in _compiled(expression).finditer(lines)]
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
        return _folded(pattern.text)
    # Pieces are folded one by one: a full-width question mark would become one that stands for a letter.
    pieces = [p if p in ("?", "*") else fold(p) for p in re.split(r"([?*])", pattern.text)]
    if sum(len(piece) for piece in pieces if piece != "*") > LONGEST_WORD:
        return None
    shape = "".join({"?": ".", "*": ".*"}.get(piece, re.escape(piece)) for piece in pieces)
    return re.sub(r"(?:\.\*){2,}", ".*", shape)


def _compiled(expression: str) -> Any:
    """Return what finds the lines that an expression fits whole."""
    import re2

    return re2.compile(_whole_word(expression), _options())


def _whole_word(expression: str) -> str:
    return f"(?m)^(?:{expression})$"


def _options() -> Any:
    import re2

    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = False
    options.never_capture = True
    options.never_nl = True
    options.max_mem = _MEMORY
    return options


def _folded(expression: str) -> str:
    """Return a regular expression with its letters folded that stand for themselves."""
    return _PIECE.sub(_folded_piece, unicodedata.normalize("NFC", expression))


def _folded_piece(match: re.Match[str]) -> str:
    text = match.group()
    match match.lastgroup:
        case "quoted":
            return re.escape(fold(match["quoted"]))
        case "escape":
            return _ANCHORS.get(text, text)
        case "lines":
            return text
        case "set":
            return _ALONE_IN_SET.sub(lambda letter: _plain(letter.group()), text)
        case _:
            letters = re.escape(fold(text))
            return letters if len(letters) < 2 else f"(?:{letters})"


def _plain(letter: str) -> str:
    """Return what is in a set as it is folded; escapes stay."""
    return letter if letter.startswith("\\") else re.escape(fold(letter))
