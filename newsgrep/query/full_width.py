"""Operators in full-width characters, as people type them with an input method for Japanese or Chinese.

The lexer reads AND, OR, NOT, quotes and spaces in this width, too. Brackets, signs and numbers are also in
texts that people paste, such as 東京（大阪）: they are text, and a notice says how to write the operator.

>>> notice_on_full_width("ganja＊"), notice_on_full_width("東京＊２０２０＊１")
('"ganja＊" is read as text; write ganja* for the operator', '')
"""

from __future__ import annotations

import re
from functools import lru_cache

from newsgrep.query.fields import field_of
from newsgrep.query.lexer import OPERATORS, QueryToken

_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_LONGEST_OPERATOR = max(map(len, OPERATORS))
_SIGN = "[＝＋＠／～＾＊？]"
#: A word with a sign, and a word with a number, which are operators in half-width characters.
_WITH_SIGN = r"=\w.*|\+[^\W\d].*|@[\w-]+|/[^/]+/|[A-Za-z]+~[12]?|\w+\*|\w*[A-Za-z]\?[A-Za-z]\w*"
_WITH_NUMBER = r"(?i:(?:w|near|pre)/(?:[0-9]+|s|p))|ATLEAST[0-9]+|\w+\^[0-9.]+"


def half_width(text: str) -> str:
    """Return a text with ASCII characters in place of full-width ones; the length stays the same."""
    return text.translate(_HALF_WIDTH)


def notice_on_full_width(word: str) -> str:
    """Return a notice on a word that is an operator in half-width characters; empty for any other word."""
    narrow = half_width(word)
    if narrow == word:
        return ""
    if re.fullmatch(_WITH_NUMBER, narrow) or (re.search(_SIGN, word) and re.fullmatch(_WITH_SIGN, narrow)):
        return f'"{word}" is read as text; write {narrow} for the operator'
    return ""


def notice_on_full_width_field(token: QueryToken) -> str:
    """Return a notice on a FIELD or EXACT token that is not typed in ASCII; empty for any other token."""
    typed = token.query[token.position : token.position + len(token.text) + 1]
    if token.text == "=" or typed.isascii():
        return ""
    return f'"{typed}" is read as {field_of(token.text) or token.text}:; in quotes it is text'


def refuse_full_width_bracket(token: QueryToken, field: str) -> None:
    """Raise QuerySyntaxError for a bracket that can only be meant to group words.

    It stands after a field, or in a query with an operator. It belongs to no word, as the brackets of
    首相（当時） and 首相（当時 元外相） do: an operator within such a pair, or behind one that
    is never closed, shows that it groups words.
    """
    word = token.text
    is_left_open = "（" in word and "）" not in token.query[token.position :] and _has_operator(token.after)
    bracket = "（" if word.startswith("（") or is_left_open else "）"
    is_unclosed = (word.startswith("（") or word.endswith("）")) and not ("（" in word and "）" in word)
    is_wrong = is_unclosed and (field or has_operator(token.query)) and not _is_opened_by_word(token)
    if is_left_open or is_wrong:
        message = f"{bracket} is not a bracket here"
        hint = "write ( and ), in half-width characters; to search for the text, put it in quotes"
        raise token.error(message, hint, offset=word.index(bracket))


def _is_opened_by_word(token: QueryToken) -> bool:
    """Return whether the last bracket before a token is text: no operator is before it, nor after it."""
    opening = token.query.rfind("（", 0, token.position)
    if opening >= 0 and _has_operator(token.query[opening : token.position]):
        return False
    before = token.query[max(0, opening - _LONGEST_OPERATOR - 1) : max(0, opening)]
    return bool(before) and not before[-1].isspace() and before.split()[-1] not in OPERATORS


@lru_cache(maxsize=1)  # else a long query is read again for each of its words
def has_operator(query: str) -> bool:
    """Return whether a query has AND, OR or NOT."""
    return _has_operator(query)


def _has_operator(text: str) -> bool:
    return not OPERATORS.keys().isdisjoint(text.split())
