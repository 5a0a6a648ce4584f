"""Acronyms that are spelt like a small word: the country US is not the pronoun us, nor the WHO who.

>>> sorted(acronyms_of("english") & {"IT", "US", "NATO"}), quieten("STOCKS FALL IN TOKYO, US SAYS")
(['IT', 'US'], 'stocks fall in tokyo, US says')

Capitals tell one from the other, or the full stops of `W.H.O.`, in capitals or not. Any other acronym is
found however it is spelt: Nato, NATO and N.A.T.O. are one word.

In a headline in capitals, capitals tell nothing: there `IN` is the small word. Only `US` stays the country,
which headlines speak of more often.
"""

from __future__ import annotations

import re
from functools import cache
from typing import overload

from newsgrep.analysis.languages import LATIN, language_of_script, languages_of
from newsgrep.analysis.stopwords import stopwords_of

#: The one acronym of every language, which stays one in a headline in capitals.
COUNTRY = "US"

_NOT_ACRONYMS = frozenset(["IE", "EG"])

#: The kind of each byte: a capital, a small letter, or anything else.
_KINDS = b" " * ord("A") + b"A" * 26 + b" " * 6 + b"a" * 26 + b" " * 133
#: Text without small letters, of three words in capitals at least, in the kinds of its bytes.
_LOUD = rb"AA++ ++A++ ++A[A ]*+"
#: One of the words is as long as this; three shorter ones may be acronyms in a list.
_LONG_WORD = b"A" * 5
_COUNTRY = b"(?<![A-Z])US(?![A-Z])"


@cache
def acronyms_of(language: str) -> frozenset[str]:
    """Return the acronyms, in capitals, that the index of a language keeps apart from a small word.

    Of several languages they are those of English, else of the first in Latin letters: in capitals, the
    German WAR is the English word.
    """
    if len(names := languages_of(language)) > 1:
        return acronyms_of("english" if "english" in names else language_of_script(language, LATIN))
    small = stopwords_of(language) or stopwords_of("english")
    apart = {word.upper() for word in small if len(word) > 1 and word.isascii() and word.isalpha()}
    return frozenset(apart | {COUNTRY}) - _NOT_ACRONYMS


@overload
def quieten(text: str) -> str: ...


@overload
def quieten(text: bytes) -> bytes: ...


def quieten(text: str | bytes) -> str | bytes:
    """Return a text, or one in UTF-8, with small letters where capitals tell nothing; its length is the same.

    That is where three words or more follow one another without a small letter, one of them of five letters
    or more. Only ASCII letters count.
    """
    if isinstance(text, str):
        quiet = _quiet(text.encode("ascii", "replace"))
        return text if quiet is None else _merged(text, quiet)
    quiet = _quiet(text)
    return text if quiet is None else quiet


def _quiet(text: bytes) -> bytes | None:
    """Return the text with small letters where capitals tell nothing; None if that is nowhere."""
    kinds = text.translate(_KINDS)
    if _LONG_WORD not in kinds:  # most texts; to search for runs takes longer
        return None
    loud = [match.span() for match in re.finditer(_LOUD, kinds) if _LONG_WORD in match.group()]
    if not loud:
        return None
    pieces, end = [], 0
    for start, stop in loud:
        pieces += [text[end:start], _small(text[start:stop])]
        end = stop
    return b"".join((*pieces, text[end:]))


def _small(capitals: bytes) -> bytes:
    """Return a text without small letters in small letters, except the name of the country."""
    if b"US" not in capitals:
        return capitals.lower()
    names = (match.start() for match in re.finditer(_COUNTRY, capitals))
    small = bytearray(capitals.lower())
    for start in names:
        small[start : start + 2] = b"US"
    return bytes(small)


def _merged(text: str, ascii_text: bytes) -> str:
    """Return the ASCII version of a text, with the text's own characters where it has none of ASCII."""
    if text.isascii():
        return ascii_text.decode()
    pairs = zip(text, ascii_text.decode(), strict=True)
    return "".join(small if own.isascii() else own for own, small in pairs)
