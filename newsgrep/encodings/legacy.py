"""Detect the legacy encoding of bytes, which are not in Unicode.

>>> encoding_of("Wójt złożył wniosek, a radni go przyjęli.".encode("cp1250"))
'cp1250'
>>> encoding_of("Le maire a été réélu à Nîmes.".encode("cp1252"))
'cp1252'

If most bytes beyond ASCII stand in rows (Cyrillic, Greek, Chinese …), charset-normalizer decides. Latin
letters with accents stand alone or in pairs. For these, each encoding has a cost: letters of other languages
cost, and so do signs and capitals where none can stand, as in `œrodê` and `£odzi`, which are Polish decoded
as Windows-1252. Windows-1252 is chosen unless its cost is high and the cost of another encoding is low.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from operator import itemgetter

#: The letters beyond ASCII of a language, one language a word. A letter is left out if it is rare, or if its
#: byte is a letter of another language: `ý` and `õ` have the bytes of the Turkish `ı` and the Hungarian `ő`.
_WEST = "àâçèéêîôùûœ äöüßé áéíñóúü¿¡ áâãçéêíóúà àèéìòù åäöé åæøé áæéíðóöúþ ëç"
_CENTRE = "óąćęłńśźż áéíóúýčďěňřšťůž áäčéíľňóôšťúýž áéíóöúüőű âîăşţ ćčđšž"
_TURKISH, _BALTIC = "âçîöûüğışİ", "ąčęėįšųūž āčēģīķļņšūž"
#: The encodings of Latin letters in the order of preference, each with the letters of its languages.
_LATIN = {
    "cp1252": f"{_WEST} æëïÿàâçèéêîôùûœ ôòóåæøéêü áæíðóøú áèéëêïóöü äõöü àçèéíïòóúü âêîôûïö äéëèêüöôûâß",
    "cp1250": _CENTRE,
    "iso8859-2": _CENTRE,
    "cp1254": _TURKISH,
    "cp1257": _BALTIC,
    "cp850": _WEST,
    "mac-roman": _WEST,
    "cp852": _CENTRE,
    "mac-latin2": _CENTRE,
    "cp857": _TURKISH,
}
#: The encodings of other scripts that charset-normalizer may choose. Among more, it would choose wrong ones.
_OTHER_SCRIPTS = [
    *("cp1251", "koi8_r", "koi8_u", "cp866", "iso8859_5", "cp1253", "cp1255", "cp1256", "cp874", "cp932"),
    *("euc_jp", "cp949", "big5hkscs", "gb18030"),
]
_ASCII, _BEYOND_ASCII = bytes(range(0x80)), bytes(range(0x80, 0x100))
_WORD_BEYOND_ASCII = re.compile(rb"[\x80-\xff]{3,}")
#: The most bytes that are examined, and the fewest of them beyond ASCII by which another script is detected.
_SAMPLE, _FEWEST = 2**15, 6
#: The cost of a letter of another language, and of a sign or a capital where none can stand.
_FOREIGN, _WRONG = 1, 2
#: Windows-1252 is chosen below this cost, or below this cost for each byte beyond ASCII; another encoding
#: only below this part of its cost.
_LEAST_COST, _LEAST_RATE, _LARGEST_SHARE = 3, 0.04, 0.34

#: A byte beyond ASCII, with the bytes beside it.
_SIGN = re.compile(rb"(?s)(.?)([\x80-\xff])(?=(.?))")
#: Signs that may stand beside letters, and those that may stand between them.
_BESIDE = frozenset("“”„‘‚«»‹›©®™€§•†‡¿¡")
_BETWEEN = frozenset("’´–—…·°\xa0\xad")


def encoding_of(data: bytes) -> str:
    """Return the legacy encoding of the bytes, `cp1252` unless there is evidence for another one."""
    start = max(0, len(data) - len(data.lstrip(_ASCII)) - 1)
    sample = data[start : start + _SAMPLE]
    beyond = len(sample) - len(sample.translate(None, _BEYOND_ASCII))
    signs = Counter(_SIGN.findall(sample))
    cost = _cost(signs, "cp1252")
    if cost < max(_LEAST_COST, _LEAST_RATE * beyond):
        return "cp1252"
    in_words = sum(map(len, _WORD_BEYOND_ASCII.findall(sample)))
    if beyond < _FEWEST or 2 * in_words < beyond:
        best, name = min(((_cost(signs, name), name) for name in _LATIN), key=itemgetter(0))
        return name if best < _LARGEST_SHARE * cost else "cp1252"
    if len(sample) == _SAMPLE:  # so that it does not end within a character
        sample = sample[: max(sample.rfind(b" "), sample.rfind(b"\n")) + 1 or _SAMPLE]
    from charset_normalizer import from_bytes  # slow to import, and few files need it

    found = from_bytes(sample, cp_isolation=_OTHER_SCRIPTS).best()
    return found.encoding if found else "cp1252"


def _cost(signs: Mapping[tuple[bytes, bytes, bytes], int], encoding: str) -> int:
    """Return the cost of decoding bytes by an encoding, for the language that has the lowest cost."""
    wrong = 0
    letters: dict[str, int] = {}
    table = bytes(range(0x100)).decode(encoding, "replace")
    for parts, count in signs.items():
        before, sign, after = [table[part[0]] if part else "" for part in parts]
        if _is_wrong(before, sign, after):
            wrong += count
        elif sign.isalpha():
            letters[sign] = letters.get(sign, 0) + count
    total = sum(letters.values())
    known = max(sum(letters.get(sign, 0) for sign in language) for language in _languages(encoding))
    return _WRONG * wrong + _FOREIGN * (total - known)


@cache
def _languages(encoding: str) -> tuple[frozenset[str], ...]:
    """Return the letters of each language of an encoding, with their capitals."""
    return tuple(frozenset(letters + letters.upper()) for letters in _LATIN[encoding].split())


def _is_wrong(before: str, sign: str, after: str) -> bool:
    """Whether a sign, or a letter in its case, cannot stand between the characters before and after it."""
    if sign.isalpha() and sign not in "ªº":
        if sign.isupper():
            return before.islower()
        return before.isupper() and after.isupper() and sign not in "ßı"
    if sign in _BETWEEN:
        return False
    if sign in _BESIDE:
        return before.isalpha() and after.islower()
    if sign < "\xa0" or sign == "\ufffd" or sign >= "\u2200":
        return True
    if sign in "ªº":
        return before.isalpha() and before not in "nN"
    return after.isalpha() or (before.isalpha() and before not in "mM")
