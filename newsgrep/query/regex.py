"""Regular expressions over words: in RE2's syntax, folded like the words of an index, checked before use.

>>> regex_error("gan(ja")
'missing ): gan(ja'

RE2 takes time linear in the length of the text, whatever the expression. It is an optional library, as it
has no wheel for musl, and is loaded at first use.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

from newsgrep.analysis.folding import fold
from newsgrep.extras import library_needed

#: The longest regular expression, in code points.
LONGEST_REGEX = 1_000
#: The largest program of an expression, in RE2's instructions. It takes half a second to match 70,000 words.
_LARGEST_PROGRAM = 10_000
#: Bytes for a program and the states it runs through: enough that RE2 need not drop states.
_MEMORY = 1 << 25

#: The parts of a regular expression that folding treats differently: quoted text, escapes, sets, and letters
#: outside of ASCII.
_PIECE = r"""
    \\Q (?P<quoted> .*?) (?:\\E | \Z)
  | (?P<escape> \\.)
  | (?P<multiline> \(\?[a-zA-Z-]*m)
  | (?P<set> \[ \^? \]? (?: \\. | \[:\^?\w+:\] | [^\]\\] )*+ \])
  | (?P<letter> [^\x00-\x7f])
"""
#: A letter in a set that neither begins nor ends a range; escapes match, too, so that they are skipped.
_LETTER_IN_SET = r"(?s:\\.|(?<!-)[^\x00-\x7f](?!-))"
_ANCHORS = {r"\A": "^", r"\z": "$"}


@cache
def _piece() -> re.Pattern[str]:
    return re.compile(_PIECE, re.VERBOSE | re.DOTALL)


def regex_error(text: str) -> str:
    """Return why a regular expression cannot be used, in a few words; "" if it can.

    Raises UsageError where RE2 is not installed.
    """
    if not text:
        return "it is empty"
    if len(text) > LONGEST_REGEX:
        return f"it is longer than {LONGEST_REGEX:,} characters"
    for piece in _piece().finditer(text):
        if piece.lastgroup == "multiline":
            return "the flag m has no use within a word"
        if piece.group() == r"\C":
            return r"\C matches a byte, which may be a part of a letter"
    re2 = load_re2()
    if re2 is None:
        raise library_needed("a regular expression", "google-re2", "regex")
    try:
        program = re2.compile(fold_expression(text), _options())
        whole = compile_lines(fold_expression(text))
    except re2.error as error:
        message = error.args[0]
        return (message.decode("utf-8", "replace") if isinstance(message, bytes) else str(message))[:80]
    except UnicodeEncodeError:
        return "it has half of a surrogate pair"
    largest = max(program.programsize, whole.programsize, whole.reverseprogramsize)
    return "it is too large" if largest > _LARGEST_PROGRAM else ""


def compile_lines(expression: str) -> Any:
    """Compile a folded expression with RE2, so that it matches whole lines of a text."""
    return load_re2().compile(f"(?m)^(?:{expression})$", _options())


def load_re2() -> Any:
    """Return the module of RE2, None where it is not installed."""
    try:
        import re2
    except ImportError:
        return None
    return re2


def _options() -> Any:
    options = load_re2().Options()
    options.log_errors = False
    options.case_sensitive = False
    options.never_capture = True
    options.never_nl = True
    options.max_mem = _MEMORY
    return options


def fold_expression(expression: str) -> str:
    """Return a regular expression with its literal letters folded, but not its escapes."""
    return _piece().sub(_fold_piece, unicodedata.normalize("NFC", expression))


def _fold_piece(match: re.Match[str]) -> str:
    text = match.group()
    match match.lastgroup:
        case "quoted":
            return re.escape(fold(match["quoted"]))
        case "escape":
            return _ANCHORS.get(text, text)
        case "multiline":
            return text
        case "set":
            return re.sub(_LETTER_IN_SET, lambda letter: _fold_in_set(letter.group()), text)
        case _:
            letters = re.escape(fold(text))
            return letters if len(letters) < 2 else f"(?:{letters})"


def _fold_in_set(letter: str) -> str:
    return letter if letter.startswith("\\") else re.escape(fold(letter))
