"""Notices about words that are read as words, though they may have been meant as an operator.

>>> from newsgrep.query import parse_query
>>> parse_query("ganja or missile").notices
('"or" is read as a word; write OR in capitals for the operator',)
"""

from __future__ import annotations

import re

from newsgrep.query.lexer import OPERATORS, QueryToken

_LONGEST_WORD = 40
_ADVICE = {
    r"NEAR|WITHIN": "write NEAR/5 for within five words",
    r"AROUND": "write W/5 for within five words",
    r"ADJ|BEFORE": "write PRE/1 for the next word, in this order",
    r"(?i:near|adj|pre)[0-9]+": "write NEAR/5 or PRE/5 for within five words",
    r"XOR|ANDNOT": "write NOT in capitals, in front of what is left out",
    r"TO": "write a range of days as date:2020-10-01..2020-11-01",
}
_TRUNCATED = r"([^\W_]+)!"


def notice_on(token: QueryToken, query: str) -> str:
    """Return a notice about a WORD token that no field precedes; mostly an empty one."""
    word = token.text
    if len(word) > _LONGEST_WORD:
        return ""
    if word.upper() in OPERATORS:
        return f'"{word}" is read as a word; write {word.upper()} in capitals for the operator'
    if word.endswith("?") and word[:-1].isalnum() and not _ends_question(token, query):
        return f'"{word}" is read as the word {word[:-1]}; /{word[:-1]}./ finds it with one more character'
    for pattern, advice in _ADVICE.items() if word.isupper() or word[-1].isdigit() else ():
        if re.fullmatch(pattern, word):
            return f'"{word}" is read as a word; {advice}'
    if truncated := re.fullmatch(_TRUNCATED, word):
        stem = truncated[1]
        return f'"{word}" is read as the word {stem}; {stem}* finds words that begin with it'
    return ""


def _ends_question(token: QueryToken, query: str) -> bool:
    """Return whether a word ends a longer text; elsewhere its question mark may be meant as a wildcard."""
    return query.strip() != token.text and not query[token.position + len(token.text) :].strip()
