"""Regular expressions over words: RE2's, folded as the index folds words, and checked before they run.

>>> regex_fault("gan(ja")
'missing ): gan(ja'

RE2 takes a time that grows with the length of what is read, whatever the expression.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from newsgrep.analysis.folding import fold

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
        program = re2.compile(folded(text), _options())
        whole = re2.compile(_whole_word(folded(text)), _options())
    except re2.error as error:
        message = error.args[0]
        return (message.decode("utf-8", "replace") if isinstance(message, bytes) else str(message))[:80]
    except UnicodeEncodeError:
        return "it has half of a character"
    largest = max(program.programsize, whole.programsize, whole.reverseprogramsize)
    return "it is too large" if largest > _LARGEST_PROGRAM else ""


def compiled(expression: str) -> Any:
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


def folded(expression: str) -> str:
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
