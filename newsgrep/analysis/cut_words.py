"""Words that are cut at the end of a line: `inter-⏎national` is international, and also inter and national.

A hyphen at the end of a line may be part of a word, as in well-known. So both readings are indexed: the whole
word, and after it its parts, as for any word with a hyphen. The next line has to begin with a small letter.
"""

from __future__ import annotations

import re
from typing import overload

from newsgrep.analysis.folding import fold

#: The character that replaces white space in a cut word, so that it is one raw token. No text contains it.
CUT = "\x1f"

_HYPHENS = "-\u2010"
#: A hyphen at the end of a line, between letters. The expressions begin with fixed characters, so that a
#: search is fast. They exclude what is not a letter, as compiling a range of a million letters takes 15 ms.
_NO_LETTER, _NO_SMALL_LETTER = "\\x00-@\\[-`{-\\x7f", "\\x00-`{-\\x7f"
_PLACES = {
    f"{sign}\n": f"{sign}\n(?<=[^{_NO_LETTER}]{sign}\n)[ \t]*+(?=[^{_NO_SMALL_LETTER}])" for sign in _HYPHENS
}
_PLACES_IN_BYTES = {
    b"%b\n" % sign: b"%b\n(?<=[A-Za-z\x80-\xff]%b\n)[ \t]*+(?=[a-z\x80-\xff])" % (sign, sign)
    for sign in (hyphen.encode() for hyphen in _HYPHENS)
}
_CUT_WORD = f"[^\\W\\d_]++(?:[{_HYPHENS}]{CUT}++[^\\W\\d_]++)++"
_BETWEEN = f"[{_HYPHENS}]{CUT}+"


@overload
def with_cuts(text: str) -> str: ...
@overload
def with_cuts(text: bytes) -> bytes: ...
def with_cuts(text: str | bytes) -> str | bytes:
    """Return a text, or a text in UTF-8, with CUT for the white space in cut words. The length stays."""
    if isinstance(text, str):
        for end, place in _PLACES.items():
            if end in text:  # faster than a search for the expression
                text = re.sub(place, _cut, text)
        return text
    for end_in_bytes, place_in_bytes in _PLACES_IN_BYTES.items():
        if end_in_bytes in text:
            text = re.sub(place_in_bytes, _cut_in_bytes, text)
    return text


def _cut(found: re.Match[str]) -> str:
    hyphen, end, indent = found[0].partition("\n")
    return hyphen + CUT * len(end + indent)


def _cut_in_bytes(found: re.Match[bytes]) -> bytes:
    hyphen, end, indent = found[0].partition(b"\n")
    return hyphen + CUT.encode() * len(end + indent)


def whole_words(raw_token: str) -> list[tuple[str, int, int]]:
    """Return the cut words of a raw token as whole, folded words, each with its start and end."""
    found = re.finditer(_CUT_WORD, raw_token)
    return [(fold(re.sub(_BETWEEN, "", match[0])), match.start(), match.end()) for match in found]
