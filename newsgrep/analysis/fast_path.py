"""The fast path: simpler expressions for the most frequent kinds of raw tokens.

If a function here returns words, the tokenizer would find the same words. A property test compares the two on
raw tokens of every kind.

>>> plain_words(["“Talks”", "(Talks),", "20,000", "well-known"], acronyms=frozenset())
['', 'talks', '20000', '']
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsgrep.analysis.tokenizer import LONGEST_WORD

#: ASCII characters that may surround a word and are not part of it.
SURROUNDING = ".,;:!?()[]\"'<>{}$%*=/|~@_-"

_AROUND = f"[{re.escape(SURROUNDING)}]*+"
_WORD, _POSSESSIVE = "[A-Za-z0-9]++", "'[sS]"
_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+\.[0-9]+)"
#: A raw token on a line of its own: an ASCII word or number with surrounding characters, or any other text.
_PLAIN = re.compile(
    rf"^{_AROUND}({_WORD}|{_NUMBER}(?!{_POSSESSIVE}))(?:{_POSSESSIVE})?{_AROUND}$|^.*$", re.MULTILINE
)
#: Several ASCII words, separated by hyphens or slashes: well-known, 3-1/2.
_HYPHENATED = re.compile(rf"{_AROUND}({_WORD}(?:[/-]++{_WORD})++)(?:{_POSSESSIVE})?{_AROUND}")
_HYPHENS = re.compile("[/-]+")


def plain_words(raw_tokens: Sequence[str], acronyms: frozenset[str]) -> list[str]:
    """Return the folded word of each raw token that is one ASCII word or number; "" for the others."""
    found = _PLAIN.findall("\n".join(raw_tokens))
    folded = "\n".join(found).replace(",", "").lower().split("\n")
    pairs = zip(found, folded, strict=True)
    return [word if word in acronyms else lower[:LONGEST_WORD] for word, lower in pairs]


def plain_span(raw_token: str) -> tuple[int, int]:
    """Return the start and the end of the word in a raw token for which `plain_words` returns a word."""
    plain = raw_token.strip(SURROUNDING)
    start = raw_token.index(plain)
    return start, start + len(plain)


def hyphenated_words(raw_token: str, acronyms: frozenset[str]) -> list[str]:
    """Return the folded words of a raw token of ASCII words with hyphens or slashes; [] for others."""
    hyphenated = _HYPHENATED.fullmatch(raw_token)
    parts = _HYPHENS.split(hyphenated[1]) if hyphenated else []
    return [part if part in acronyms else part.lower()[:LONGEST_WORD] for part in parts]
