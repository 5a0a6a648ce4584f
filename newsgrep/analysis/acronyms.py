"""Acronyms that are spelt like a stopword: the country US is not the pronoun us, and the WHO is not who.

>>> sorted(acronyms_of("english") & {"IT", "US", "NATO"}), quieten("STOCKS FALL IN TOKYO, US SAYS")
(['IT', 'US'], 'stocks fall in tokyo, US says')

Capitals distinguish the two, or full stops as in `W.H.O.` and `w.h.o.`. Every other acronym is found in any
spelling: Nato, NATO and N.A.T.O. are one word.

In a headline that is all in capitals, capitals mean nothing: there `IN` is the stopword. Only `US` stays the
country, which is more frequent in headlines.
"""

from __future__ import annotations

import re
from functools import cache
from typing import overload

from newsgrep.analysis.languages import LATIN, language_of_script, languages_of
from newsgrep.analysis.stopwords import stopwords_of

#: The acronym of every language, which is an acronym in a headline in capitals, too.
COUNTRY = "US"

_NOT_ACRONYMS = frozenset(["IE", "EG"])

#: The kind of each byte: a capital, a small letter, or anything else.
_KINDS = b" " * ord("A") + b"A" * 26 + b" " * 6 + b"a" * 26 + b" " * 133
#: A text of at least three words in capitals, without small letters, as the kinds of its bytes.
_LOUD = rb"AA++ ++A++ ++A[A ]*+"
#: One of the words has to be this long: three shorter words may be acronyms in a list.
_LONG_WORD = b"A" * 5
_COUNTRY = b"(?<![A-Z])US(?![A-Z])"


@cache
def acronyms_of(language: str) -> frozenset[str]:
    """Return the acronyms, in capitals, that an index of a language distinguishes from stopwords.

    For several languages, they are the acronyms of English, or else of the first language in Latin letters:
    in capitals, the German WAR is the English word.
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
    """Return a text, or a text in UTF-8, with small letters where capitals mean nothing. The length stays.

    Capitals mean nothing in three or more words in a row without a small letter, if one of the words has five
    letters or more. Only ASCII letters count.
    """
    if isinstance(text, str):
        quiet = _quiet(text.encode("ascii", "replace"))
        return text if quiet is None else _merged(text, quiet)
    quiet = _quiet(text)
    return text if quiet is None else quiet


def _quiet(text: bytes) -> bytes | None:
    """Return the text with small letters where capitals mean nothing; None if nothing is changed."""
    kinds = text.translate(_KINDS)
    if _LONG_WORD not in kinds:  # true of most texts; a search for runs takes longer
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
    """Return a text in capitals in small letters, except the name of the country."""
    if b"US" not in capitals:
        return capitals.lower()
    names = (match.start() for match in re.finditer(_COUNTRY, capitals))
    small = bytearray(capitals.lower())
    for start in names:
        small[start : start + 2] = b"US"
    return bytes(small)


def _merged(text: str, ascii_text: bytes) -> str:
    """Return a text with its ASCII characters replaced by those of `ascii_text`, which is as long."""
    if text.isascii():
        return ascii_text.decode()
    pairs = zip(text, ascii_text.decode(), strict=True)
    return "".join(small if own.isascii() else own for own, small in pairs)
