"""The query as tokens: brackets, signs, operators, fields, phrases and words, each with its position.

>>> [(token.kind.name, token.text) for token in tokens('-title:"bank of japan"^2')]
[('NOT', '-'), ('FIELD', 'title'), ('PHRASE', 'bank of japan'), ('WEIGHT', '^2'), ('END', '')]

The lexer makes each token on demand: a query is refused at its first error, and a megabyte of text costs no
more than the part that is read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from enum import Enum

from msgspec import Struct

from newsgrep.errors import QuerySyntaxError
from newsgrep.query.fields import CAPS, DATES, MANNERS, OF_MAIL, example, field_of, is_filter
from newsgrep.query.foreign import foreign_field, slash_hint
from newsgrep.query.shown import has_word, quoted


class TokenKind(Enum):
    """The kind of a token. A sign has the kind of the operator that it stands for."""

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
    MARK = "&"
    WORD = "word"
    SLOP = "~5"
    WEIGHT = "^2"
    END = "end"


#: The operators that are written as words, also in the full-width letters of Japanese and Chinese keyboards.
OPERATORS = {kind.value: kind for kind in (TokenKind.AND, TokenKind.OR, TokenKind.NOT)}
OPERATORS |= {"ＡＮＤ": TokenKind.AND, "ＯＲ": TokenKind.OR, "ＮＯＴ": TokenKind.NOT}
#: An operator with a number, W/5 or ATLEAST3, or for a sentence or a paragraph, W/S or W/P.
_NUMBERED = r"(?i:(?P<near>(?:w|near|pre)/)|atleast/?)[0-9]+|(?i:(?P<within>(?:w|near)/(?:s|sent|p|para)))"

#: The quotes that may close a phrase, by the opening quote. „German“ and „Polish” end differently.
_CLOSING = {'"': '"', "“": "”", "„": "“”", "«": "»", "‹": "›", "「": "」", "『": "』", "《": "》"}
_CLOSING |= {"＂": "＂", "〝": "〟〞"}
#: Closing quotes that open a phrase in some texts, if another one follows: »German«, ”Swedish”, 〞Chinese〞.
_CLOSING_FIRST = {"”": "”", "»": "«", "›": "‹", "〞": "〞〟"}
_QUOTES = "".join(dict.fromkeys("".join((*_CLOSING, *_CLOSING.values()))))
#: Quotes of scripts that have no spaces between words, and so none around a quote.
_UNSPACED = "「」『』《》＂〝〟〞"
_SIGNS = {"-": TokenKind.NOT, "+": TokenKind.PLUS}
#: Punctuation that may end a sentence, and so a word.
_SENTENCE_END = "?!.,;:…"

#: A quote that is typed in place of the gershayim sign in a Hebrew abbreviation, and that sign: צה"ל is צה״ל.
_GERSHAYIM = '(?<=[א-ת])"(?=[א-ת])'
_SIGN_OF_GERSHAYIM = "״"
#: A sign for inches as in 17〞, which only closes a phrase that is open.
_INCHES = "(?<=[0-9０-９])[＂〞]"

# A word runs to the next space, bracket or quote, so that a sign or a field can only begin a term.
_WORD = rf"(?P<word>(?:[^\s(){_QUOTES}]++|{_GERSHAYIM}|{_INCHES})++)"
_COMMON = rf"(?P<space>\s+) | (?P<bracket>[()]) | (?P<quote>[{_QUOTES}]) | (?P<sign>[-+](?=[^\s)]))"
#: Signs without a letter or digit, up to a space or a closing bracket; or up to a quote or an opening
#: bracket, if none of the signs could be an operator.
_MARK = rf"(?:(?:[^\w\s()*{_QUOTES}]|_)++|\*{{3,}}+)(?=[\s)]|\Z)"
_MARK_BEFORE = rf"(?:[^\w\s()*?!&|/=+~^‐‑‒–−{_QUOTES}-]|_)++(?=[({_QUOTES}])"
#: A regular expression of signs alone, such as /../.
_EXPRESSION = r"/[^\s/]+/(?=[\s)]|\Z)"
_NAMED = rf"""(?P<field>(?:[A-Za-z]++(?:_[A-Za-z0-9_]*+)?|_[A-Za-z0-9_]++):(?=[^\s)]))
    | (?P<exact>=(?=[^\s)])|(?i:{CAPS})(?=\()) | (?P<wide>[A-Za-zＡ-Ｚａ-ｚ]++[:：](?=[^\s)]))"""
_LEXEME = rf"""(?x)(?P<mark>(?!{_EXPRESSION})(?:{_MARK} | {_MARK_BEFORE})) | {_COMMON} | {_NAMED}
    | (?P<regex>/(?=\S)) | {_WORD}"""
#: The only lexemes of most queries: compiling the others takes 1 % of a search.
_PLAIN_LEXEME = rf"(?x)(?P<space>\s+) | {_NAMED} | {_WORD}"
#: The lexemes in the value of a filter, without fields and regular expressions: an address has colons and
#: slashes.
_VALUE_LEXEME = rf"(?x){_COMMON} | {_WORD}"
#: In the value of a date also a comparison with a date in quotes, and a range to or from such a date.
_QUOTED = r"""(?:"[^"]*"|“[^”]*”|„[^“”]*[“”]|«[^»]*»)"""
_BARE = rf"[^\s(){_QUOTES}]*?"
_DATES_LEXEME = (
    rf"(?x)(?P<dates>[<>]=?\s*{_QUOTED} | {_QUOTED}\.\.(?:{_QUOTED} | {_BARE}(?=[\s)]|\Z))"
    rf" | {_BARE}\.\.{_QUOTED}) | {_COMMON} | {_WORD}"
)
#: In the value of a key also all text between straight quotes, where a quote within is written twice.
_KEY_LEXEME = rf"""(?x)(?P<key>"(?:[^"]|"")+"(?=[\s)]|\Z)) | {_COMMON} | {_WORD}"""
_REGEX = r"(?s:/((?:[^/\\]|\\.)*+)/)"
#: Brackets within a word: 230(c)(1).
_BRACKETED = rf"(?:\([^\s(){_QUOTES}]*+\)[^\s(){_QUOTES}]*+)++"

#: A proximity or a weight right after a token.
_SUFFIX = rf"(?P<slop>~[^\s()^{_QUOTES}]*)|(?P<weight>\^[^\s(){_QUOTES}]*)"
#: The tokens that end with a closing character, and the name of this character.
_ENDINGS = {TokenKind.CLOSE: "bracket", TokenKind.PHRASE: "quote", TokenKind.REGEX: "slash"}

#: Control characters other than white space, and halves of surrogate pairs: no article has one. A text that
#: `isprintable` has none.
UNSEARCHABLE = "[\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]"


class QueryToken(Struct, frozen=True):
    """A token: its text without quotes, slashes or colon, and its position, in code points, in the query."""

    kind: TokenKind
    text: str
    position: int
    query: str

    @property
    def before(self) -> str:
        """The text of the query before the token."""
        return self.query[: self.position]

    @property
    def after(self) -> str:
        """The text of the query after the token; right only if the token's `text` is as in the query."""
        return self.query[self.position + len(self.text) :]

    def error(self, message: str, hint: str, *, offset: int = 0) -> QuerySyntaxError:
        """Return an error that points at the start of the token, or `offset` characters after it."""
        return QuerySyntaxError(message, self.query, self.position + offset, hint)


def tokens(text: str) -> Iterator[QueryToken]:
    """Yield a query's tokens, and an END token after them; raises QuerySyntaxError at the first error."""
    if not text.isprintable() and (found := re.search(UNSEARCHABLE, text)):
        code = ord(found[0])
        if 0xDC80 <= code <= 0xDCFF:  # as Python reads a byte of an argument that is not UTF-8
            what, hint = f"the byte {code - 0xDC00:02X}, which is not UTF-8", "write it anew, in UTF-8"
        else:
            what, hint = f"an invisible or invalid character, U+{code:04X}", "remove it; no article has it"
        raise QuerySyntaxError(f"the query contains {what}", text, found.start(), hint)
    return _Lexer(text).tokens()


class _Lexer:
    """Reads a text from left to right, and keeps track of whether it is in the value of a filter."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._position = 0
        self._depth = 0
        # The depth of the bracket that holds values of a filter, 0 outside of any.
        self._filter_depth = 0
        # Whether the last token is a field or a manner such as =, and whether it is the field of a filter.
        self._after_field = False
        self._after_filter = False
        # The expression for the value of the last filter.
        self._value_lexeme = _VALUE_LEXEME

    def tokens(self) -> Iterator[QueryToken]:
        """Yield all tokens."""
        while found := self._match_lexeme():
            if found.lastgroup == "space":
                self._position = found.end()
                continue
            token = self._read(found)
            yield token
            yield from self._suffixes(token)
            yield from self._mark_after(token)
            self._refuse_touching(token)
            self._follow_filters(token)
        yield QueryToken(TokenKind.END, "", len(self._text), self._text)

    @property
    def _in_value(self) -> bool:
        return self._after_filter or self._filter_depth > 0

    def _match_lexeme(self) -> re.Match[str] | None:
        first = self._text[self._position : self._position + 1]
        is_sign = first and not first.isalnum() and not first.isspace()
        outside = _LEXEME if is_sign else _PLAIN_LEXEME
        lexeme = re.compile(self._value_lexeme if self._in_value else outside)
        return lexeme.match(self._text, self._position)

    def _match_after(self, beginnings: str, expression: str) -> re.Match[str] | None:
        """Match an expression at the position, if the text there begins with one of `beginnings`."""
        if not self._text.startswith((*beginnings,), self._position):
            return None
        return re.compile(expression).match(self._text, self._position)

    def _follow_filters(self, token: QueryToken) -> None:
        """Keep track of whether the next token is in the value of a filter."""
        if token.kind == TokenKind.OPEN:
            self._depth += 1
            if self._after_filter and not self._filter_depth:
                self._filter_depth = self._depth
        elif token.kind == TokenKind.CLOSE:
            if self._depth == self._filter_depth:
                self._filter_depth = 0
            self._depth -= 1
        self._after_field = token.kind in (TokenKind.FIELD, TokenKind.EXACT)
        self._after_filter = token.kind == TokenKind.FIELD and is_filter(token.text)
        if token.kind == TokenKind.FIELD:
            field = field_of(token.text)
            others = _KEY_LEXEME if field in OF_MAIL else _VALUE_LEXEME
            self._value_lexeme = _DATES_LEXEME if field in DATES else others

    def _read(self, found: re.Match[str]) -> QueryToken:
        """Return the token that begins here, and move to its end."""
        typed, start, self._position = found[0], found.start(), found.end()
        match found.lastgroup:
            case "quote":
                return self._read_phrase(start)
            case "dates":
                return QueryToken(TokenKind.PHRASE, re.sub(f"[{_QUOTES}]", "", typed), start, self._text)
            case "key":
                return QueryToken(TokenKind.PHRASE, typed[1:-1].replace('""', '"'), start, self._text)
            case "regex":
                return self._read_regex(start)
            case "mark" if not self._after_field:
                return QueryToken(TokenKind.MARK, typed, start, self._text)
            case "sign":
                return QueryToken(_SIGNS[typed], typed, start, self._text)
            case "field" | "wide":
                return self._read_field(typed, start)
            case "exact":
                return QueryToken(TokenKind.EXACT, typed, start, self._text)
            case "bracket":
                return QueryToken(TokenKind(typed), typed, start, self._text)
            case _:
                return self._read_word(typed, start)

    def _read_field(self, typed: str, start: int) -> QueryToken:
        """Read a name with a colon. In full-width characters it is a field if there is one of this name."""
        name = unicodedata.normalize("NFKC", typed[:-1])
        is_manner = name.lower() in MANNERS
        if typed.isascii() or is_manner or field_of(name):
            return QueryToken(TokenKind.EXACT if is_manner else TokenKind.FIELD, name, start, self._text)
        word = re.compile(_WORD).match(self._text, start)
        assert word is not None
        self._position = word.end()
        return self._read_word(word[0], start)

    def _read_word(self, typed: str, start: int) -> QueryToken:
        if not self._in_value and typed not in OPERATORS and not _numbered(typed):
            if bracketed := self._match_after("(", _BRACKETED):
                self._position = bracketed.end()
            typed = self._text[start : self._position]
        if not self._in_value and (weight := _weight_in(typed)) >= 0:
            if not weight:
                hint = "write ganja^2; to search for the text, put it in quotes"
                raise self._error("there is a space before the weight", hint, start)
            self._position = start + weight
            typed = typed[:weight]
        if not self._after_filter and (numbered := _numbered(typed)):
            is_near = numbered["near"] or numbered["within"]
            return QueryToken(TokenKind.NEAR if is_near else TokenKind.ATLEAST, typed, start, self._text)
        word = _with_gershayim(typed)
        return QueryToken(OPERATORS.get(word, TokenKind.WORD), word, start, self._text)

    def _read_phrase(self, start: int) -> QueryToken:
        opening = self._text[start]
        closing = _CLOSING.get(opening) or _CLOSING_FIRST.get(opening)
        end = re.compile(f"(?!{_GERSHAYIM})[{closing}]").search(self._text, start + 1) if closing else None
        if end is None and opening not in _CLOSING:
            hint = 'remove it, or open the phrase before it: "…", “…”, „…“, «…»'
            raise self._error("there is no opening quote before this closing quote", hint, start)
        if end is None:
            assert closing is not None
            hint = f"add {closing[0]} at the end of the phrase"
            raise self._error("the phrase has no closing quote", hint, start)
        self._position = end.end()
        text = _with_gershayim(self._text[start + 1 : end.start()])
        return QueryToken(TokenKind.PHRASE, text, start, self._text)

    def _read_regex(self, start: int) -> QueryToken:
        found = re.compile(_REGEX).match(self._text, start)
        if found is None:
            raise self._error("the regular expression has no closing slash", self._regex_hint(start), start)
        if not found[1]:
            raise self._error("the regular expression is empty", self._regex_hint(start), start)
        if space := re.search(r"\s", found[1]):
            message = "a regular expression matches a single word and cannot contain a space"
            raise self._error(message, self._regex_hint(start), start + 1 + space.start())
        self._position = found.end()
        return QueryToken(TokenKind.REGEX, found[1], start, self._text)

    def _regex_hint(self, start: int) -> str:
        typed = self._text[start : start + 60].split(maxsplit=1)[0]
        if instead := slash_hint(typed):
            return instead
        text = typed.rstrip("()“”„«»")
        literal = f"; to search for the text, write {quoted(text)}" if has_word(text) else ""
        return f"an expression for one word has a slash on each side: /gan.a/{literal}"

    def _suffixes(self, token: QueryToken) -> Iterator[QueryToken]:
        """Yield the proximity and the weight right after a token."""
        while token.kind in (TokenKind.WORD, TokenKind.SLOP, *_ENDINGS):
            found = self._match_after("~^", _SUFFIX)
            if found is None:
                return
            kind = TokenKind.SLOP if found.lastgroup == "slop" else TokenKind.WEIGHT
            if kind == TokenKind.SLOP and token.kind not in (TokenKind.PHRASE, TokenKind.CLOSE):
                return
            self._position = found.end()
            token = QueryToken(kind, found[0], found.start(), self._text)
            yield token

    def _mark_after(self, token: QueryToken) -> Iterator[QueryToken]:
        """Yield the signs right after a phrase or a bracket, such as the comma in `"air raid", ganja`."""
        if token.kind not in (TokenKind.PHRASE, TokenKind.CLOSE):
            return
        if found := re.compile(_MARK).match(self._text, self._position):
            self._position = found.end()
            yield QueryToken(TokenKind.MARK, found[0], found.start(), self._text)

    def _refuse_touching(self, token: QueryToken) -> None:
        """Refuse a character right after a token if the query would be read as less than the user typed."""
        following = self._text[self._position : self._position + 1]
        if not following or following.isspace() or following == ")" or following in _UNSPACED:
            return
        if token.kind == TokenKind.PHRASE and self._text[self._position - 1] in _UNSPACED:
            return
        if token.kind in _ENDINGS and (following != "(" or token.kind == TokenKind.REGEX):
            self._refuse_after_ending(token, following)
        touched = token.kind == TokenKind.WORD and following in f"({_QUOTES}"
        if touched and (refusal := foreign_field(token.text + following.strip(_QUOTES))):
            raise token.error(refusal.message, refusal.hint)
        if token.kind == TokenKind.WORD and following in _QUOTES:
            hint = "put a space before a quote that opens a phrase, and remove any other"
            raise self._error("there is a quote inside a word", hint, self._position)
        if self._in_value and token.kind == TokenKind.WORD:
            hint = f'put a value with brackets in quotes: "{token.text[:40]}(…"'
            raise self._error("there is a bracket inside the value", hint, self._position)
        if following in _SIGNS:
            self._refuse_sign(token, following)

    def _refuse_after_ending(self, token: QueryToken, following: str) -> None:
        if following == "*":
            hint = 'a star ends a word; write "bank of" PRE/1 jap*'
            raise self._error("a star cannot follow a phrase or a bracket", hint, self._position)
        hint = f"put a space before {following}, or remove it"
        if token.kind == TokenKind.REGEX:
            hint = self._regex_hint(token.position)
        elif self._in_value and self._value_lexeme == _KEY_LEXEME:
            hint = f'a quote in a key is written twice: ""; or {hint}'
        message = f"there is no space after the closing {_ENDINGS[token.kind]}"
        raise self._error(message, hint, self._position)

    def _refuse_sign(self, token: QueryToken, sign: str) -> None:
        if token.kind in (TokenKind.FIELD, TokenKind.EXACT):
            name = token.text if token.text == "=" else f"{token.text}:"
            is_exact = token.kind == TokenKind.EXACT
            instead = f"{name}word" if is_exact else example(field_of(token.text) or "title")
            raise self._error(f"{sign} cannot follow {name}", f"write {sign}{instead}", self._position)
        if token.text in _SIGNS:
            hint = "write -word to leave out the articles with a word"
            raise self._error("there are two signs in a row", hint, self._position)

    def _error(self, message: str, hint: str, position: int) -> QuerySyntaxError:
        return QuerySyntaxError(message, self._text, position, hint)


def _numbered(word: str) -> re.Match[str] | None:
    """Match an operator with a number, or with the letter of a unit."""
    return re.fullmatch(_NUMBERED, word) if "/" in word or word[-1:].isdigit() else None


def _with_gershayim(text: str) -> str:
    """Return a text with gershayim in place of the quotes in Hebrew abbreviations."""
    return re.sub(_GERSHAYIM, _SIGN_OF_GERSHAYIM, text) if '"' in text else text


def _weight_in(word: str) -> int:
    """Return where the weight at the end of a word begins, before any punctuation; -1 for no weight."""
    stem = word.rstrip(_SENTENCE_END).rstrip("^0123456789.+-")
    return word.find("^", len(stem))
