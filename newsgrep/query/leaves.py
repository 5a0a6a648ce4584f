"""Tokens to the leaves of the tree: words, prefixes, phrases and dates, and the names of fields.

>>> read_leaf(Token(Kind.WORD, "missil*", 0), "title", query="title:missil*", today=None)
Prefix(text='missil', field='title')
"""

from __future__ import annotations

import datetime as dt
import re

from newsgrep import dates
from newsgrep.errors import QuerySyntaxError, UsageError
from newsgrep.query.absent import ABSENT_FIELDS, PHRASE_WILDCARD, absent_in_phrase, absent_word
from newsgrep.query.lexer import Kind, Token
from newsgrep.query.tree import FIELDS, Dates, Everything, Node, Phrase, Prefix, Word

#: The field whose values are times and not words.
DATE = "date"

_FIELD_OF = {alias: field for field, aliases in FIELDS.items() for alias in aliases} | {DATE: DATE}
_FIELD_LIST = ", ".join(f"{field}:" for field in (*FIELDS, DATE))

# Other languages' NOT, and dashes that an editor makes of a hyphen: read as text they would ask the opposite.
_FOREIGN_NOT = re.compile(r"[!‐‑‒–—−](?=\w)")
_WORDLESS_HINTS = {
    "&": "write AND in capitals",
    "&&": "write AND in capitals",
    "|": "write OR in capitals",
    "||": "write OR in capitals",
    "-": "-word, without a space, leaves out the articles that have the word",
}


def read_field(token: Token, query: str) -> str:
    """Return the field that a FIELD token names; raises QuerySyntaxError where there is no such."""
    name = token.text.lower()
    if name in _FIELD_OF:
        return _FIELD_OF[name]
    if form := ABSENT_FIELDS.get(name):
        raise QuerySyntaxError(form.message, query, token.position, form.instead)
    typed = query[token.position :].split(maxsplit=1)[0].rstrip(")")
    hint = f'to search for the text, put it in quotes: "{_shortened(typed)}"'
    if not typed.startswith("://", len(token.text)):
        hint = f"{_nearest(name)}the fields are {_FIELD_LIST}; {hint}"
    raise QuerySyntaxError(f"there is no field {_shortened(token.text)}:", query, token.position, hint)


def read_leaf(token: Token, field: str, *, query: str, today: dt.date | None) -> Node:
    """Return the leaf that a WORD or PHRASE token is within a field; raises QuerySyntaxError if it is none.

    `query` is the whole text, for errors; `today` is what relative dates count from, None for the real one.
    """
    if field == DATE:
        return _read_dates(token, query, today)
    return _read_phrase(token, field, query) if token.kind == Kind.PHRASE else _read_word(token, field, query)


def _read_dates(token: Token, query: str, today: dt.date | None) -> Dates:
    try:
        period = dates.read_period(token.text, today or dt.date.today())
    except UsageError as error:
        raise QuerySyntaxError(error.message, query, token.position, error.hint) from None
    return Dates(period.first, period.last)


def _read_phrase(token: Token, field: str, query: str) -> Phrase:
    if not token.text.strip():
        raise QuerySyntaxError("the phrase is empty", query, token.position, "put words between the quotes")
    _refuse_wordless(token, query)
    offset = absent_in_phrase(token.text)
    if offset is not None:
        form = PHRASE_WILDCARD
        raise QuerySyntaxError(form.message, query, token.position + 1 + offset, form.instead)
    return Phrase(plain_phrase(token.text), field)


def plain_phrase(text: str) -> str:
    """Return a phrase's text with single spaces, and none of the quotes that show() puts around it."""
    return " ".join(text.replace('"', " ").split())


def _read_word(token: Token, field: str, query: str) -> Node:
    word = token.text
    if word == "*":
        if field:
            message, hint = "a star alone takes no field", f"write {field}:word or {field}:pre*"
            raise QuerySyntaxError(message, query, token.position, hint)
        return Everything()
    _refuse_other_forms(token, query)
    _refuse_wordless(token, query)
    return Prefix(word[:-1], field) if word.endswith("*") else Word(word, field)


def _refuse_other_forms(token: Token, query: str) -> None:
    """Refuse a word that says more than a word, in a form that is absent or in another query language."""
    word = token.text
    if absent := absent_word(word):
        offset, form = absent
        raise QuerySyntaxError(form.message, query, token.position + offset, form.instead)
    if _FOREIGN_NOT.match(word):
        hint = f'write -{_shortened(word[1:])} to leave it out, or "{_shortened(word)}" to search for it'
        raise QuerySyntaxError(f"{word[0]} is no operator", query, token.position, hint)
    name = word.lower().removesuffix(":")
    if word.endswith(":") and (name in _FIELD_OF or name in ABSENT_FIELDS):
        hint = f'put its value after it without a space, or write "{name}" to search for the word'
        raise QuerySyntaxError(f"there is nothing after {word}", query, token.position, hint)


def _refuse_wordless(token: Token, query: str) -> None:
    if not any(map(str.isalnum, token.text)):
        message = f"there is no word in '{_shortened(token.text)}'"
        hint = _WORDLESS_HINTS.get(token.text, "a word has at least one letter or digit; leave this out")
        raise QuerySyntaxError(message, query, token.position, hint)


def _nearest(name: str) -> str:
    import difflib  # slow to import, and needed for an error only

    near = difflib.get_close_matches(name[:40], _FIELD_OF, n=1)
    return f"did you mean {near[0]}:? " if near else ""


def _shortened(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
