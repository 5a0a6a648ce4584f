"""Operators of other search languages, which would be read as text here, or would mean something else.

>>> foreign_operator("pre/s")
Refusal(message='pre/s is not an operator here', hint='for the same sentence, write a W/S b')

A word that can only be meant as an operator is refused. notices.py handles words that may be text.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from msgspec import Struct

from newsgrep.query.fields import CODES, ELSEWHERE, NUMERIC, example, field_of
from newsgrep.query.shown import has_word, quoted, short_line

if TYPE_CHECKING:  # its module imports this one
    from newsgrep.errors import QuerySyntaxError
    from newsgrep.query.lexer import QueryToken

_SENTENCE = "for the same sentence, write a W/S b"
_PARAGRAPH = "for the same paragraph, write a W/P b"
#: Units that are not W/S or W/P, which the lexer knows.
_UNITS = {"s": _SENTENCE, "sent": _SENTENCE, "p": _PARAGRAPH, "para": _PARAGRAPH, "seg": _PARAGRAPH}
_UNIT = rf"(?i:w|near|pre)/(?i:({'|'.join(_UNITS)}))"
_NO_WHOLE_NUMBER = r"(?:W|NEAR|PRE)/|(?i:w|near|pre)/(?i:-[0-9]+|n|[0-9]+\.[0-9]+)"

#: Signs for NOT in other languages, and the dashes that keyboards and editors make of a hyphen. If they were
#: read as text, the query would ask for the word that it means to exclude.
_NEGATIONS = "!¬！‐‑‒–—−－﹣"
_NEGATED_GROUP = rf"[{_NEGATIONS}]+[(\"“„«]"
_DOUBLED = r"(?:&&|\|\|)\w"
_SLASHED = r"/([0-9]{1,3}|[sp])"

#: A field as others write it, `hd=talks`, `wc>500`, `headline(talks`, or with the colon or the letters of a
#: Chinese or Japanese keyboard; but `title(s)` is a word.
_FIELD = r"([A-Za-z]+(?!:)|[Ａ-Ｚａ-ｚ]+)(=|:|：|[<>]=?|\((?!e?s\)))(.*)"

_WORDLESS_HINTS = {
    "&": "write a AND b",
    "&&": "write a AND b",
    "|": "write a OR b",
    "||": "write a OR b",
    "-": "to leave out the articles with a word, write -word",
    "=": "for one spelling only, write =word",
    "~": 'for similar spellings, write missle~1; for words near each other, write "a b"~5',
}


class Refusal(Struct, frozen=True):
    """Why a word is refused, and what to write instead."""

    message: str
    hint: str


def foreign_operator(word: str) -> Refusal | None:
    """Return why a word is refused that is an operator elsewhere; None for any other word."""
    if word in ("ATLEAST", "ATLEAST/"):
        hint = 'write ATLEAST3 missile; to search for the word, write "atleast"'
        return Refusal("ATLEAST has no number", hint)
    if word.isalnum():
        return None
    if escaped := escaped_sign(word):
        return refused_backslash(escaped[1])
    if refusal := foreign_negation(word) or foreign_field(word):
        return refusal
    if unit := re.fullmatch(_UNIT, word):
        return Refusal(f"{word} is not an operator here", _UNITS[unit[1].lower()])
    if re.fullmatch(_NO_WHOLE_NUMBER, word):
        return Refusal(f"{word} has no whole number", "write a W/5 b, with a number from 1 to 500")
    if re.match(_DOUBLED, word):
        hint = f"write a {'AND' if word[0] == '&' else 'OR'} b; to search for the text, write {quoted(word)}"
        return Refusal(f"{word[:2]} is not an operator here", hint)
    return None


def escaped_sign(text: str) -> re.Match[str] | None:
    """Match a sign after a word and a backslash, as other languages write the sign itself."""
    return re.search(r"(?<=\w)\\+([*?~])", text)


def refused_backslash(sign: str) -> Refusal:
    """Return why a backslash before a sign is refused: without it, the sign is passed over."""
    hint = f"remove it; an index has words alone, and no {sign} to search for"
    return Refusal(f"a backslash before {sign} has no meaning", hint)


def foreign_negation(word: str) -> Refusal | None:
    """Return why a word is refused that begins with another language's NOT; None for any other word."""
    if not word or word[0] not in _NEGATIONS or not has_word(word.partition("~")[0]):
        return None
    rest = word.lstrip(f"{_NEGATIONS}-+")
    sign = short_line(word.removesuffix(rest))
    instead = f"to leave out a word, write -{short_line(rest)}"
    if rest in ("AND", "OR", "NOT"):
        instead = "remove it"
    elif rest.startswith(("(", "ATLEAST")) or rest.endswith(":"):  # more than this word is excluded
        instead = f"to leave that out, put - in place of {sign}"
    hint = f"{instead}; to search for the text, write {quoted(word)}"
    return Refusal(f"{sign} is not an operator here", hint)


def foreign_field(word: str) -> Refusal | None:
    """Return why a word is refused that begins with a field as others write it; None for another word."""
    found = re.fullmatch(_FIELD, word)
    typed = unicodedata.normalize("NFKC", found[1]) if found else ""
    is_colon = found and found[2] in ":："  # then only our fields count: ＩＤ：12345 is text
    field = found and (field_of(typed) or (not is_colon and ELSEWHERE.get(typed.lower())))
    if found and not field and found[1].lower() in CODES and found[2] == "=":
        return Refusal(f"{found[1]}= is not a field here", f"to search for the text, write {quoted(word)}")
    if not found or not field:
        return None
    name, sign, value = found.groups()
    instead = f"{field}:{'' if sign in '=:：' else sign}" if sign == "(" or field in NUMERIC else f"{field}:"
    hint = f"put {instead} in place of {name}{sign}"
    if field in NUMERIC and sign == "(":
        hint = f"write {example(field)}"
    elif re.fullmatch(r"[\w./-]+", value) and sign != "(":
        hint = f"write {instead}{short_line(value)}; to search for the text, write {quoted(word)}"
    return Refusal(f"{name}{sign} is not a field here", hint)


def slash_hint(text: str) -> str:
    """Return a hint for `/5` or `/s`, operators elsewhere; "" for any other text."""
    found = re.fullmatch(_SLASHED, text)
    if found is None:
        return ""
    within = found[1].upper()
    return f"for words near each other, write a W/{within} b"


def wordless(token: QueryToken) -> QuerySyntaxError:
    """Return the error for a token with neither a letter nor a digit."""
    hint = _WORDLESS_HINTS.get(token.text, "remove it; a word has at least one letter or digit")
    if token.text.strip("*?") == "":
        hint = "add a letter or a digit; * alone finds every article"
    elif re.compile(_NEGATED_GROUP).match(token.query, token.position):
        hint = f"to leave out what follows, put - in place of {short_line(token.text)}"
    return token.error(f"there is no word in '{short_line(token.text)}'", hint)
