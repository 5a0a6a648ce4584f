"""Folding: a word in lower case, in compatibility form and without accents, so that spellings compare equal.

>>> fold("Erdoğan"), fold("ﬁrst"), fold("Straße")
('erdogan', 'first', 'strasse')
"""

from __future__ import annotations

import re
import unicodedata

#: Characters that people type for an apostrophe.
APOSTROPHES = "'’‘`´ʼ＇"

#: Letters that Unicode does not decompose, and their common spelling without the mark; the forms of an
#: apostrophe; and signs of transcriptions that most people leave out.
_FOLDED_LETTERS = str.maketrans(
    {"ı": "i", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "æ": "ae", "œ": "oe", "ə": "a", "ħ": "h"}
    | dict.fromkeys(APOSTROPHES, "'")
    | dict.fromkeys("ʻʿʾ")
)

#: Characters that are dropped: accents, Hebrew and Arabic vowel points, the Arabic tatweel, soft hyphens,
#: joiners, and variation selectors.
_DROPPED = (
    "[\u00ad\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc"
    "\u180b-\u180f\u200c\u200d\u2060\u20d0-\u20f0\ufe00-\ufe0f]+"
)


#: What is not part of a spelling: the signs in U.S. and 20,000, soft hyphens, joiners, and the end of a line
#: within a cut word.
_NO_LETTERS = "[-\u2010]\\s+|[.,\u00ad\u200c\u200d\u2060\ufe00-\ufe0f]+"
_APOSTROPHE = f"[{APOSTROPHES}]"


def spelling(word: str, *, case: bool = False) -> str:
    """Return the spelling of a word: with accents, without the possessive, and with capitals only if `case`.

    >>> spelling("Král’s"), spelling("U.S.", case=True)
    ('král', 'US')
    """
    if word.isascii() and word.isalnum():
        return word if case else word.lower()
    letters = re.sub(_NO_LETTERS, "", unicodedata.normalize("NFKC", re.sub(_APOSTROPHE, "'", word)))
    if letters[-2:] in ("'s", "'S"):
        letters = letters[:-2]
    return letters if case else letters.lower()


def fold(word: str) -> str:
    """Return a word in lower case, in compatibility form (NFKC) and without accents.

    Folding a folded word changes nothing.
    """
    if word.isascii():
        return word.lower().replace("`", "'")
    # People type a spacing acute for an apostrophe; NFKC would make a space with an accent of it.
    lowered = unicodedata.normalize("NFKC", word.replace("´", "'")).casefold()
    letters = re.sub(_DROPPED, "", unicodedata.normalize("NFKD", lowered)).translate(_FOLDED_LETTERS)
    return unicodedata.normalize("NFC", letters)
