"""Text in capitals that is pasted, such as a headline: AND, OR and NOT are words in it, dashes are dashes.

>>> without_operators("TOKYO WILL NOT SUSPEND TRADING --BROKERS")
'tokyo will not suspend trading   brokers'
"""

from __future__ import annotations

import re

from newsgrep.analysis.acronyms import quieten

NOTICE = (
    "AND, OR, NOT and signs are read as text, as everything is in capitals; "
    "for operators, write the words in small letters"
)

_OPERATOR = re.compile(r"(?<!\S)(?:AND|OR|NOT|[-+]+\b)")
#: What is never in a headline by chance.
_SYNTAX = re.compile(r"""["*~^=]|\w:\S|(?i:\b(?:W|NEAR|PRE)/[0-9])|ATLEAST[0-9]|[a-z]""")
_WORD = re.compile(r"\w{2,}")
#: So many words are a text; fewer with an operator between them are a query.
_FEWEST_WORDS = 4


def without_operators(text: str) -> str:
    """Return a pasted text with its operators in small letters, and spaces for its signs; or the same text.

    A query in capitals has fewer words, or other syntax. The length of the text stays the same.
    """
    if _SYNTAX.search(text) or not _OPERATOR.search(text):
        return text
    words = [word for word in _WORD.findall(text) if word not in ("AND", "OR", "NOT")]
    if len(words) < _FEWEST_WORDS:
        return text
    quiet = quieten(text)
    return _OPERATOR.sub(lambda found: " " * len(found[0]) if found[0][0] in "+-" else found[0], quiet)
