"""The query as tokens: brackets, signs, operators, fields, phrases and words, each with its position.

>>> [(token.kind.name, token.text) for token in tokens('-title:"bank of japan"^2')]
[('NOT', '-'), ('FIELD', 'title'), ('PHRASE', 'bank of japan'), ('WEIGHT', '^2'), ('END', '')]

Tokens are made one by one, as they are asked for: a query is refused at its first fault, and a megabyte of
text costs no more than the part that is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from newsgrep.errors import QuerySyntaxError
from newsgrep.query.fields import EXACT, is_raw
from newsgrep.query.foreign import slashed


class Kind(Enum):
    """What a token is. A sign is the operator that it stands for."""

    OPEN = "("
    CLOSE = ")"
    AND = "AND"
    OR = "OR"
    NOT = "NOT"
    PLUS = "+"
    NEAR = "W/5"
    ATLEAST = "ATLEAST3"
    FIELD = "field"
    EXACT = "="
    PHRASE = "phrase"
    REGEX = "/…/"
    WORD = "word"
    SLOP = "~5"
    WEIGHT = "^2"
    END = "end"


#: The operators that are written as words.
OPERATORS = {kind.value: kind for kind in (Kind.AND, Kind.OR, Kind.NOT)}

_NUMBERED = (
    (re.compile(r"(?i:w|near|pre)/[0-9]+"), Kind.NEAR),
    (re.compile(r"(?i:atleast)/?[0-9]+"), Kind.ATLEAST),
)

#: What may close a phrase, by what opened it. „German“ and „Polish” end differently.
_CLOSING = {'"': re.compile('"'), "“": re.compile("”"), "„": re.compile("[“”]"), "«": re.compile("»")}
_QUOTES = '"“”„«»'
_SIGNS = {"-": Kind.NOT, "+": Kind.PLUS}
#: What marks may end a sentence, and so a word.
SENTENCE_MARKS = "?!.,;:…"

# A word runs to the next space, bracket or quote, so a sign or a field is met at the start of a term only.
_WORD = rf"(?P<word>[^\s(){_QUOTES}]+)"
_COMMON = rf"(?P<space>\s+) | (?P<bracket>[()]) | (?P<quote>[{_QUOTES}]) | (?P<sign>[-+](?=[^\s)]))"
_LEXEME = re.compile(
    rf"""{_COMMON}
    | (?P<field>[A-Za-z]+:(?=[^\s)]))
    | (?P<exact>=(?=[^\s)]))
    | (?P<regex>/(?=\S))
    | {_WORD}""",
    re.VERBOSE,
)
#: The same where a value is read as it stands: an address has colons and slashes.
_RAW_LEXEME = re.compile(rf"{_COMMON} | {_WORD}", re.VERBOSE)
_REGEX = re.compile(r"/((?:[^/\\]|\\.)*+)/", re.DOTALL)

#: What may stand right after what has an end of its own, and what it is called that ends it.
_SUFFIX = re.compile(rf"(?P<slop>~[^\s()^{_QUOTES}]*)|(?P<weight>\^[^\s(){_QUOTES}]*)")
_ENDINGS = {Kind.CLOSE: "bracket", Kind.PHRASE: "quote", Kind.REGEX: "slash"}

#: Control characters other than white space, and halves of surrogate pairs: no article has them.
UNSEARCHABLE = re.compile("[\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Token:
    """One token: `text` without quotes, slashes or colon, `position` in code points from the start."""

    kind: Kind
    text: str
    position: int


def tokens(text: str) -> Iterator[Token]:
    """Yield a query's tokens, and an END token after them; raises QuerySyntaxError where it meets a fault."""
    if fault := UNSEARCHABLE.search(text):
        message = f"the character U+{ord(fault[0]):04X} cannot be searched for"
        raise QuerySyntaxError(message, text, fault.start(), "leave it out")
    return _Lexer(text).tokens()


class _Lexer:
    """Reads one text from left to right, and knows where values are read as they stand."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._position = 0
        self._depth = 0
        # The depth of the bracket that holds such values, 0 outside of any.
        self._raw_depth = 0
        # Whether the field of such a value has just been read.
        self._raw_next = False

    def tokens(self) -> Iterator[Token]:
        """Yield all tokens."""
        while found := (_RAW_LEXEME if self._raw else _LEXEME).match(self._text, self._position):
            if found.lastgroup == "space":
                self._position = found.end()
                continue
            token = self._read(found)
            yield token
            yield from self._suffixes(token)
            self._refuse_touching(token)
            self._follow(token)
        yield Token(Kind.END, "", len(self._text))

    @property
    def _raw(self) -> bool:
        return self._raw_next or self._raw_depth > 0

    def _follow(self, token: Token) -> None:
        """Keep track of where values are read as they stand."""
        if token.kind == Kind.OPEN:
            self._depth += 1
            if self._raw_next and not self._raw_depth:
                self._raw_depth = self._depth
        elif token.kind == Kind.CLOSE:
            if self._depth == self._raw_depth:
                self._raw_depth = 0
            self._depth -= 1
        self._raw_next = token.kind == Kind.FIELD and is_raw(token.text)

    def _read(self, found: re.Match[str]) -> Token:
        """Return the token that begins here, and go on to its end."""
        typed, start, self._position = found[0], found.start(), found.end()
        match found.lastgroup:
            case "quote":
                return self._read_phrase(start)
            case "regex":
                return self._read_regex(start)
            case "sign":
                return Token(_SIGNS[typed], typed, start)
            case "field":
                kind = Kind.EXACT if typed[:-1].lower() == EXACT else Kind.FIELD
                return Token(kind, typed[:-1], start)
            case "exact":
                return Token(Kind.EXACT, typed, start)
            case "bracket":
                return Token(Kind(typed), typed, start)
            case _:
                return self._read_word(typed, start)

    def _read_word(self, typed: str, start: int) -> Token:
        if not self._raw and (weight := _weight_in(typed)) >= 0:
            if not weight:
                hint = f"write ganja{typed[:9]}; to search for the text, put it in quotes"
                raise self._error("a weight stands right after a term, without a space", start, hint)
            self._position = start + weight
            typed = typed[:weight]
        if not self._raw_next:
            for pattern, kind in _NUMBERED:
                if pattern.fullmatch(typed):
                    return Token(kind, typed, start)
        return Token(OPERATORS.get(typed, Kind.WORD), typed, start)

    def _read_phrase(self, start: int) -> Token:
        closing = _CLOSING.get(self._text[start])
        if closing is None:
            hint = 'a phrase is written "…", “…”, „…“ or «…»'
            raise self._error("this quote closes nothing", start, hint)
        end = closing.search(self._text, start + 1)
        if end is None:
            hint = f"close the phrase with {closing.pattern.strip('[]')[0]}"
            raise self._error("the quote is not closed", start, hint)
        self._position = end.end()
        return Token(Kind.PHRASE, self._text[start + 1 : end.start()], start)

    def _read_regex(self, start: int) -> Token:
        found = _REGEX.match(self._text, start)
        if found is None:
            raise self._error("the regular expression is not closed", start, self._regex_hint(start))
        if not found[1]:
            raise self._error("the regular expression is empty", start, self._regex_hint(start))
        if space := re.search(r"\s", found[1]):
            message = "a regular expression is for a single word, and has no space"
            raise self._error(message, start + 1 + space.start(), self._regex_hint(start))
        self._position = found.end()
        return Token(Kind.REGEX, found[1], start)

    def _regex_hint(self, start: int) -> str:
        typed = self._text[start : start + 60].split(maxsplit=1)[0]
        if instead := slashed(typed):
            return instead
        text = typed.replace('"', "").rstrip("()“”„«»")
        quoted = f'; to search for the text, put it in quotes: "{text}"' if re.search(r"[^\W_]", text) else ""
        return f"one word stands between slashes: /gan.a/{quoted}"

    def _suffixes(self, token: Token) -> Iterator[Token]:
        """Yield what hangs on the end of a token: how far apart its words may be, and its weight."""
        while token.kind in (Kind.WORD, Kind.SLOP, *_ENDINGS):
            found = _SUFFIX.match(self._text, self._position)
            if found is None or (found.lastgroup == "slop" and token.kind not in (Kind.PHRASE, Kind.CLOSE)):
                return
            self._position = found.end()
            token = Token(Kind.SLOP if found.lastgroup == "slop" else Kind.WEIGHT, found[0], found.start())
            yield token

    def _refuse_touching(self, token: Token) -> None:
        """Refuse what may not stand right after a token: there it would be read as less than it says."""
        following = self._text[self._position : self._position + 1]
        if not following or following.isspace() or following == ")":
            return
        if token.kind in _ENDINGS and (following != "(" or token.kind == Kind.REGEX):
            if following == "*":
                hint = 'a star goes after a word: "bank of" PRE/1 jap*'
                raise self._error("a star stands after a phrase or a bracket", self._position, hint)
            hint = f"put a space before {following}, or take it out"
            if token.kind == Kind.REGEX:
                hint = self._regex_hint(token.position)
            message = f"a space is missing after the closing {_ENDINGS[token.kind]}"
            raise self._error(message, self._position, hint)
        if token.kind == Kind.WORD and following in _QUOTES:
            hint = "put a space before a quote that opens a phrase, and leave out any other"
            raise self._error("a quote stands inside a word", self._position, hint)
        if self._raw and token.kind == Kind.WORD:
            hint = f'a value with brackets goes in quotes: "{token.text[:40]}(…"'
            raise self._error("a bracket stands inside a value", self._position, hint)
        if following in _SIGNS:
            self._refuse_sign(token, following)

    def _refuse_sign(self, token: Token, sign: str) -> None:
        if token.kind in (Kind.FIELD, Kind.EXACT):
            name = token.text if token.text == "=" else f"{token.text}:"
            message = (
                "a sign stands after the equals sign" if name == "=" else "a sign stands after the field"
            )
            raise self._error(message, self._position, f"put it in front: {sign}{name}word")
        if token.text in _SIGNS:
            hint = "-word leaves out the articles that have the word"
            raise self._error("there are two signs in a row", self._position, hint)

    def _error(self, message: str, position: int, hint: str) -> QuerySyntaxError:
        return QuerySyntaxError(message, self._text, position, hint)


def _weight_in(word: str) -> int:
    """Return where the weight begins that ends a word, with the marks after it; -1 where there is none."""
    stem = word.rstrip(SENTENCE_MARKS).rstrip("^0123456789.")
    return word.find("^", len(stem))
