"""Pasted text in capitals, such as a headline, where AND, OR and NOT are words, and dashes are dashes.

A short text in capitals may be a query: its operators are read as operators, and a notice says so.

>>> without_operators("TOKYO EXCHANGE WILL NOT SUSPEND TRADING --BROKERS")
'tokyo exchange will not suspend trading   brokers'
>>> without_operators("UNICEF OR UNESCO OR OPEC OR NATO")
'UNICEF OR UNESCO OR OPEC OR NATO'
>>> notices_on_operators("NOT IN MY NAME")
['NOT is read as an operator; to search for the text, write "NOT IN MY NAME"']
"""

from __future__ import annotations

import re
from itertools import pairwise

from newsgrep.analysis.acronyms import quieten
from newsgrep.query.full_width import half_width

NOTICE = (
    "AND, OR, NOT and signs are read as text, as everything is in capitals; "
    "for operators, write the words in small letters"
)

#: An operator, a sign before a word, or a slash that no other slash closes. After a bracket a sign is a dash:
#: (CORRECTED)-BANKERS.
_OPERATOR = r"(?<!\S)(?:AND|OR|NOT)(?!\S)|(?:(?<!\S)|(?<=\)))[-+]+(?=\S)|(?<!\S)/(?=[^\s/]+(?!\S))"
_WORDS = frozenset(["AND", "OR", "NOT"])
#: Syntax that no headline has by chance.
_SYNTAX = r"[*~^=]|\w:\S|\b(?:W|NEAR|PRE)/(?:[0-9]|(?:S|SENT|P|PARA|SEG)\b)|\bATLEAST[0-9]"
#: This syntax, and also AND NOT, brackets, quotes and signs before a word.
_MARKS = rf'{_SYNTAX}|\bAND\s+NOT\b|[("“@]|(?<!\S)[-+/]\S'
_ORDINAL = r"[0-9](?:st|nd|rd|th)\b"
_WORD = r"[^\W_]+"
#: A text is taken for a headline if it has _MANY_WORDS, or _FEWEST_WORDS with two longer than most acronyms.
_MANY_WORDS = 6
_FEWEST_WORDS, _FEWEST_LONG, _LONG = 4, 2, 5
#: A longer text has more words than a query may have, and is refused however it is read.
_LONGEST_TEXT = 20_000
_TO_SEARCH = "to search for the text, "
#: Characters of a text that a message repeats.
_LONGEST = 40


def without_operators(text: str) -> str:
    """Return a pasted text with its operators in small letters, and spaces for its signs.

    Returns a query unchanged, even in capitals: it has other syntax, few words, or an operator between any
    two words. The length stays the same.
    """
    if (
        len(text) > _LONGEST_TEXT
        or not re.sub(_ORDINAL, "", text).isupper()
        or re.search(_SYNTAX, text)
        or not _is_text(text)
    ):
        return text
    whole = text
    if text.count('"') % 2:
        last = text.rindex('"')
        whole = f"{text[:last]} {text[last + 1 :]}"
    elif '"' in text:
        return text
    if whole == text and not re.search(_OPERATOR, text):
        return text
    return re.sub(_OPERATOR, _as_text, quieten(whole))


def notices_on_operators(text: str) -> list[str]:
    """Return a notice on the operators of a query that may be a headline; none for any other query.

    The notice names NOT, which reverses the meaning, and OR only if two other words follow one another
    without an operator, as in a text.
    """
    text = half_width(text)
    named = [
        word for word in ("OR", "NOT") if word in text.split() and (word == "NOT" or _has_neighbours(text))
    ]
    if not named or not _may_be_headline(text):
        return []
    are = "are read as operators" if len(named) > 1 else "is read as an operator"
    return [f"{' and '.join(named)} {are}; {_to_search_for(text)}"]


def with_headline_hint(hint: str, text: str) -> str:
    """Return the hint of an error; if the query may be a headline, add how to search for its text."""
    if not _may_be_headline(text):
        return hint
    return f"{hint.partition(f'; {_TO_SEARCH}')[0]}; {_to_search_for(text)}"


def _may_be_headline(text: str) -> bool:
    """Return whether a query has an operator, no other syntax, and all its words in capitals."""
    if len(text) > _LONGEST_TEXT:
        return False
    words = [word for word in text.split() if any(map(str.isalpha, word))]
    others = [word for word in words if word not in _WORDS]
    return 0 < len(others) < len(words) and all(map(str.isupper, others)) and not re.search(_MARKS, text)


def _to_search_for(text: str) -> str:
    words = " ".join(text.split())
    return f'{_TO_SEARCH}write "{words}"' if len(words) <= _LONGEST else f"{_TO_SEARCH}put it in quotes"


def _has_neighbours(text: str) -> bool:
    """Return whether two words of a text are adjacent, without an operator between them."""
    return any(_WORDS.isdisjoint(pair) for pair in pairwise(text.split()))


def _is_text(text: str) -> bool:
    """Return whether a text is too long for a query; words of a script without capitals do not count."""
    words = [word for word in re.findall(_WORD, text) if word.isupper() or not word.isalpha()]
    words = [word for word in words if word not in _WORDS]
    long = sum(len(word) >= _LONG for word in words)
    if len(words) < _MANY_WORDS and (len(words) < _FEWEST_WORDS or long < _FEWEST_LONG):
        return False
    return _has_neighbours(text)


def _as_text(operator: re.Match[str]) -> str:
    return operator[0].lower() if operator[0] in _WORDS else " " * len(operator[0])
