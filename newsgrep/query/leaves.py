"""Tokens to the leaves of the tree: what has words; filters.py and shapes.py read the rest.

>>> read_leaf(Token(Kind.WORD, "missil*", 0), "title", query="title:missil*", today=None)
Prefix(text='missil', field='title')
"""

from __future__ import annotations

import datetime as dt
import re

from newsgrep.errors import QuerySyntaxError
from newsgrep.query.fields import DATE, EXACT, FILTERS, LENGTH, advice, field_of
from newsgrep.query.filters import read_filter
from newsgrep.query.foreign import foreign_not, foreign_word, shortened, wordless_hint
from newsgrep.query.lexer import Kind, Token
from newsgrep.query.nodes import Exact, MatchAll, Node, Phrase, Word
from newsgrep.query.patterns import has_shape, read_regex, read_shape

_PHRASE_WILDCARD = re.compile(r"\*|(?<=\w)\?(?=\w)")
_TAG_WILDCARD = re.compile(r"\*")


def read_field(token: Token, query: str) -> str:
    """Return the field that a FIELD token names; raises QuerySyntaxError where there is no such."""
    field = field_of(token.text)
    if field is not None:
        return field
    typed = query[token.position :].split(maxsplit=1)[0].rstrip(")").replace('"', "")
    hint = f'to search for the text, put it in quotes: "{shortened(typed)}"'
    if not typed.startswith("://", len(token.text)):
        hint = f"{advice(token.text)}; {hint}"
    raise QuerySyntaxError(f"there is no field {shortened(token.text)}:", query, token.position, hint)


def read_leaf(token: Token, field: str, *, query: str, today: dt.date | None, exact: bool = False) -> Node:
    """Return the leaf that a WORD, PHRASE or REGEX token is within a field; raises QuerySyntaxError if none.

    `query` is the whole text, for errors; `today` is what relative dates count from, None for the real one;
    `exact` asks for words as they are spelt.
    """
    if token.kind == Kind.WORD:
        return _read_word(token, field, query=query, today=today, exact=exact)
    if token.kind == Kind.REGEX:
        if field in FILTERS or exact:
            message = f"a regular expression stands after {f'{field}:' if field in FILTERS else '='}"
            hint = "it is for the words of the text: /gan.a/, title:/gan.a/"
            raise QuerySyntaxError(message, query, token.position, hint)
        return read_regex(token, field, query)
    if not token.text.strip():
        raise QuerySyntaxError("the phrase is empty", query, token.position, "put words between the quotes")
    if field in (DATE, LENGTH):
        return read_filter(token, field, query, today)
    _refuse_wordless(token, query)
    if wildcard := (_TAG_WILDCARD if field in FILTERS else _PHRASE_WILDCARD).search(token.text):
        message, hint = "a wildcard stands inside a phrase", 'write "bank of" PRE/1 jap*'
        if field in FILTERS:
            hint = f"a star works at the end of a value without quotes: {field}:reut*"
        raise QuerySyntaxError(message, query, token.position + 1 + wildcard.start(), hint)
    if field in FILTERS:
        return read_filter(token, field, query, today)
    return (Exact if exact else Phrase)(plain_phrase(token.text), field)


def plain_phrase(text: str) -> str:
    """Return a phrase's text with single spaces, and none of the quotes that show() puts around it."""
    return " ".join(text.replace('"', " ").split())


def _read_word(token: Token, field: str, *, query: str, today: dt.date | None, exact: bool) -> Node:
    word = token.text
    if field in (DATE, LENGTH):
        return read_filter(token, field, query, today)
    if word == "*":
        return _read_star(token, field, query, exact=exact)
    _refuse_other_forms(token, field, query)
    if has_shape(word) and field not in FILTERS:
        if exact:
            message = f"{shortened(word)} after = asks for one spelling and for many"
            hint = f"without = it compares spellings anyway; for the text itself, write {_quoted(word)}"
            raise QuerySyntaxError(message, query, token.position, hint)
        return read_shape(token, field, query)
    _refuse_wordless(token, query)
    if field in FILTERS:
        return read_filter(token, field, query, today)
    return Exact(word, field) if exact else Word(word, field)


def _quoted(word: str) -> str:
    text = "".join(character for character in word if character not in '*?"').rstrip("~")
    return f'="{shortened(text)}"'


def _read_star(token: Token, field: str, query: str, *, exact: bool) -> MatchAll:
    if field or exact:
        name = f"{field}:" if field else "="
        hint = f"write {name}word or {name}pre*" if field else "write =word, or the star alone"
        raise QuerySyntaxError("a star alone takes no field", query, token.position, hint)
    return MatchAll()


def _refuse_other_forms(token: Token, field: str, query: str) -> None:
    """Refuse a word that says more than a word, in a form of another query language."""
    word = token.text
    if foreign := (foreign_not if field in FILTERS else foreign_word)(word):
        raise QuerySyntaxError(foreign.message, query, token.position, foreign.hint)
    name = word.lower().removesuffix(":")
    if word.endswith(":") and (field_of(name) is not None or name == EXACT):
        hint = f'put its value after it without a space, or write "{name}" to search for the word'
        raise QuerySyntaxError(f"there is nothing after {word}", query, token.position, hint)


def _refuse_wordless(token: Token, query: str) -> None:
    if not any(map(str.isalnum, token.text)):
        message = f"there is no word in '{shortened(token.text)}'"
        raise QuerySyntaxError(message, query, token.position, wordless_hint(token.text))
