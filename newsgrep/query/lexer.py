"""The query as tokens: brackets, signs, operators, fields, phrases and words, each with its position.

>>> [(token.kind.name, token.text) for token in tokens('-title:"bank of japan"')]
[('NOT', '-'), ('FIELD', 'title'), ('PHRASE', 'bank of japan'), ('END', '')]

Tokens are made one by one, as they are asked for: a query is refused at its first fault, and a megabyte of
text costs no more than the part that is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from newsgrep.errors import QuerySyntaxError
from newsgrep.query.absent import absent_suffix


class Kind(Enum):
    """What a token is. A sign is the operator that it stands for."""

    OPEN = "("
    CLOSE = ")"
    AND = "AND"
    OR = "OR"
    NOT = "NOT"
    PLUS = "+"
    FIELD = "field"
    PHRASE = "phrase"
    WORD = "word"
    END = "end"


#: The operators that are written as words.
OPERATORS = {kind.value: kind for kind in (Kind.AND, Kind.OR, Kind.NOT)}

#: What may close a phrase, by what opened it. „German“ and „Polish” end differently.
_CLOSING = {'"': re.compile('"'), "“": re.compile("”"), "„": re.compile("[“”]"), "«": re.compile("»")}
_QUOTES = '"“”„«»'
_SIGNS = {"-": Kind.NOT, "+": Kind.PLUS}

# A word runs to the next space, bracket or quote, so a sign or a field is met at the start of a term only.
_LEXEME = re.compile(
    rf"""(?P<space>\s+)
    | (?P<bracket>[()])
    | (?P<quote>[{_QUOTES}])
    | (?P<sign>[-+](?=[^\s)]))
    | (?P<field>[A-Za-z]+:(?=[^\s)]))
    | (?P<word>[^\s(){_QUOTES}]+)""",
    re.VERBOSE,
)

#: Control characters other than white space, and halves of surrogate pairs: no article has them.
UNSEARCHABLE = re.compile("[\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Token:
    """One token: `text` without quotes or colon, `position` in code points from the query's start."""

    kind: Kind
    text: str
    position: int


def tokens(text: str) -> Iterator[Token]:
    """Yield a query's tokens, and an END token after them; raises QuerySyntaxError where it meets a fault."""
    if fault := UNSEARCHABLE.search(text):
        message = f"the character U+{ord(fault[0]):04X} cannot be searched for"
        raise QuerySyntaxError(message, text, fault.start(), "leave it out")
    position = 0
    while found := _LEXEME.match(text, position):
        position = found.end()
        if found.lastgroup != "space":
            token, position = _read(text, found)
            yield token
            _refuse_touching(text, token, position)
    yield Token(Kind.END, "", len(text))


def _read(text: str, found: re.Match[str]) -> tuple[Token, int]:
    """Return the token that begins here and the position after it."""
    typed, start, end = found[0], found.start(), found.end()
    match found.lastgroup:
        case "quote":
            return _read_phrase(text, start)
        case "sign":
            kind = _SIGNS[typed]
        case "field":
            kind, typed = Kind.FIELD, typed[:-1]
        case "bracket":
            kind = Kind(typed)
        case _:
            kind = OPERATORS.get(typed, Kind.WORD)
    return Token(kind, typed, start), end


def _read_phrase(text: str, start: int) -> tuple[Token, int]:
    closing = _CLOSING.get(text[start])
    if closing is None:
        hint = 'a phrase is written "…", “…”, „…“ or «…»'
        raise QuerySyntaxError("this quote closes nothing", text, start, hint)
    end = closing.search(text, start + 1)
    if end is None:
        hint = f"close the phrase with {closing.pattern.strip('[]')[0]}"
        raise QuerySyntaxError("the quote is not closed", text, start, hint)
    return Token(Kind.PHRASE, text[start + 1 : end.start()], start), end.end()


def _refuse_touching(text: str, token: Token, position: int) -> None:
    """Refuse what may not stand right after a token: there it would be read as less than it says."""
    following = text[position : position + 1]
    if not following or following.isspace():
        return
    if token.kind in (Kind.CLOSE, Kind.PHRASE) and following not in "()":
        if form := absent_suffix(following):
            raise QuerySyntaxError(form.message, text, position, form.instead)
        after = "bracket" if token.kind == Kind.CLOSE else "quote"
        hint = f"put a space before {following}, or take it out"
        raise QuerySyntaxError(f"a space is missing after the closing {after}", text, position, hint)
    if token.kind == Kind.WORD and following in _QUOTES:
        hint = "put a space before a quote that opens a phrase, and leave out any other"
        raise QuerySyntaxError("a quote stands inside a word", text, position, hint)
    if following in _SIGNS:
        _refuse_sign(text, token, position)


def _refuse_sign(text: str, token: Token, position: int) -> None:
    if token.kind == Kind.FIELD:
        message, hint = "a sign stands after the field", f"put it in front: {text[position]}{token.text}:word"
        raise QuerySyntaxError(message, text, position, hint)
    if token.text in _SIGNS:
        hint = "-word leaves out the articles that have the word"
        raise QuerySyntaxError("there are two signs in a row", text, position, hint)
