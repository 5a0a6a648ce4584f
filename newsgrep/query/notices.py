"""Notices about words that are read as words, though they may have been meant as an operator.

>>> notice_on(Token(Kind.WORD, "or", 6), "ganja or missile")
'"or" is read as a word; write OR in capitals for the operator'
"""

from __future__ import annotations

import re

from newsgrep.query.lexer import OPERATORS, Token

_LONGEST_WORD = 40
_ADVICE = (
    (re.compile(r"NEAR|WITHIN"), "write NEAR/5 for within five words"),
    (re.compile(r"AROUND"), "write W/5 for within five words"),
    (re.compile(r"ADJ|BEFORE"), "write PRE/1 for the next word, in this order"),
    (re.compile(r"(?i:near|adj|pre)[0-9]+"), "write NEAR/5 or PRE/5 for within five words"),
    (re.compile(r"XOR|ANDNOT"), "write NOT in capitals, in front of what is left out"),
    (re.compile(r"TO"), "write a range of days as date:2020-10-01..2020-11-01"),
)
_TRUNCATED = re.compile(r"([^\W_]+)!")


def notice_on(token: Token, query: str) -> str:
    """Return a notice about a WORD token that no field precedes; mostly an empty one."""
    word = token.text
    if len(word) > _LONGEST_WORD:
        return ""
    if word.upper() in OPERATORS:
        return f'"{word}" is read as a word; write {word.upper()} in capitals for the operator'
    # At the very end of a longer text a question mark ends a question; elsewhere it may be a wildcard.
    ends_question = query.strip() != word and not query[token.position + len(word) :].strip()
    if word.endswith("?") and word[:-1].isalnum() and not ends_question:
        return f'"{word}" is read as the word {word[:-1]}; /{word[:-1]}./ finds it with one more character'
    for pattern, advice in _ADVICE:
        if pattern.fullmatch(word):
            return f'"{word}" is read as a word; {advice}'
    if truncated := _TRUNCATED.fullmatch(word):
        stem = truncated[1]
        return f'"{word}" is read as the word {stem}; {stem}* finds words that begin with it'
    return ""
