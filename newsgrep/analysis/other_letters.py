"""Other ways to write a word with other letters: Mueller is Müller, `gence` is Gəncə, and Vučić is Вучић.

>>> [way.text for way in other_ways("müller", "english")]
['mueller']
>>> [way.text for way in other_ways("вучић", "english")]
['vučić']

Folding joins words that differ in case and accents. This module is about differences that folding leaves:
letters that are typed as two, the two scripts of a language, and letters that a keyboard does not have.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import islice, product

from msgspec import Struct

from newsgrep.analysis.folding import APOSTROPHES, fold
from newsgrep.analysis.languages import ARABIC, CYRILLIC, DEVANAGARI, LATIN, languages_of, script_of

#: Ways to write one word, at most.
_MOST_WAYS = 64


class OtherWay(Struct, frozen=True):
    """Another way to write a word.

    text:      the word, written this way
    written:   an expression for the word in an article, if other words are equal without accents; else empty
    is_guess:  whether a search uses it only if no article has the word as typed
    is_silent: whether it looks the same, so that no notice names it
    """

    text: str
    written: str = ""
    is_guess: bool = False
    is_silent: bool = False


def other_ways(word: str, language: str) -> Iterator[OtherWay]:
    """Yield the ways to write a word, other than its folded form.

    word:     in small letters, with accents
    language: of the index; several are separated by commas
    """
    script = script_of(word) if word else ""
    if script == LATIN:
        yield from _with_umlauts(word)
        yield from _with_apostrophe(word)
        yield from _in_cyrillic(word, language)
        yield from _of_transcription(word)
    elif script == CYRILLIC:
        yield from _in_latin(word)
        if (apart := re.sub("(?<=[бпвмфркгхшщчж])(?=[яюєї])", "'", word)) != word:
            yield OtherWay(apart)
    elif script == ARABIC:
        yield from _of_arabic_letters(word)
    elif script == DEVANAGARI and "hindi" not in languages_of(language):
        yield from _with_nukta(word)
    elif found := re.fullmatch(_HANGUL_PARTICLE, word):
        yield OtherWay(found[1], is_guess=True)


#: Letters that are typed as two letters, in German, Swedish, Danish, Norwegian and Serbian.
_DIGRAPHS = str.maketrans({"ä": "ae", "ö": "oe", "ø": "oe", "ü": "ue", "å": "aa", "đ": "dj"})
_LETTERS = {"ae": ("a", "ä"), "oe": ("o", "[öø]"), "ue": ("u", "ü"), "aa": ("a", "å"), "dj": ("d", "đ")}


def _with_umlauts(word: str) -> Iterator[OtherWay]:
    """Yield Mueller for Müller; and Müller for Mueller, for articles that have it with the umlaut."""
    if (typed := word.translate(_DIGRAPHS)) != word:
        yield OtherWay(typed)
    parts = re.split("(ae|oe|ue|aa|dj)", word)
    if len(parts) > 1 and word.isascii():
        letters = [_LETTERS.get(part, (part, "." * len(part))) for part in parts]
        folded, written = ("".join(some) for some in zip(*letters, strict=True))
        yield OtherWay(folded, written)


def _with_apostrophe(word: str) -> Iterator[OtherWay]:
    """Yield Uzbek words with and without an apostrophe: o‘zbek, oʻzbek; and so O'Neill and Oneill."""
    for found in re.finditer("(?<=[og])([ʻ']?)(?=[^\\W_]{3})", word):
        before, behind = word[: found.start()], word[found.end() :]
        if found[1] == "'":
            yield OtherWay(before + behind, is_silent=True)
        else:
            written = f"{re.escape(before)}[{APOSTROPHES}]{re.escape(behind)}"
            yield OtherWay(f"{before}'{behind}", written, is_silent=True)


#: The Cyrillic and the Latin letters of languages that are written in both scripts.
_CYRILLIC = {
    "serbian": (
        "а a б b в v г g д d ђ đ е e ж ž з z и i ј j к k л l љ lj м m н n њ nj о o п p р r с s т t ћ ć у u "
        "ф f х h ц c ч č џ dž ш š"
    ),
    "azerbaijani": (
        "а a б b в v г q ғ ğ д d е e ә ə ж j з z и i ы ı ј y к k ҝ g л l м m н n о o ө ö п p р r с s т t у u "
        "ү ü ф f х x һ h ч ç ҹ c ш ş"
    ),
    "uzbek": (
        "а a б b в v г g ғ g' д d е e ё yo ж j з z и i й y к k қ q л l м m н n о o п p р r с s т t у u ў o' "
        "ф f х x ҳ h ц ts ч ch ш sh э e ю yu я ya"
    ),
}  # fmt: skip
#: Letters by which the language of a word is recognised: a word without them is not transliterated.
_TELLING = {"serbian": "čćđšžћђљњџј", "azerbaijani": "əәҝҹһөүғ", "uzbek": "'ʻўқғҳ"}


@cache
def _letters(language: str) -> Mapping[str, str]:
    letters = _CYRILLIC[language].split()
    return dict(zip(letters[::2], letters[1::2], strict=True))


def _in_latin(word: str) -> Iterator[OtherWay]:
    for language, telling in _TELLING.items():
        if set(telling) & set(word):
            yield OtherWay("".join(_letters(language).get(letter, letter) for letter in word))


def _in_cyrillic(word: str, language: str) -> Iterator[OtherWay]:
    """Yield a word in Cyrillic letters; in an index of Serbian, also for letters without their accents."""
    for name, telling in _TELLING.items():
        is_plain = name == "serbian" and name in languages_of(language)
        if is_plain or set(telling) & set(word):
            for text in _product(_cyrillic_letters(word.replace("ʻ", "'"), name, is_plain)):
                yield OtherWay(text)


def _cyrillic_letters(word: str, language: str, is_plain: bool) -> Iterator[Iterable[str]]:
    """Yield the Cyrillic letters that each Latin letter of a word, or a pair of letters, may stand for."""
    of_latin: dict[str, list[str]] = {}
    for cyrillic, latin in _letters(language).items():
        of_latin.setdefault(latin, []).append(cyrillic)
    if is_plain:
        for latin, cyrillic in (("c", "чћ"), ("d", "ђ"), ("s", "ш"), ("z", "ж"), ("dj", "ђ"), ("dz", "џ")):
            of_latin[latin] = [*of_latin.get(latin, ()), *cyrillic]
    either = "|".join(sorted(map(re.escape, of_latin), key=len, reverse=True))
    for letter in re.findall(f"{either}|.", word):
        yield of_latin.get(letter, letter)


#: ASCII letters that are typed for letters of Azerbaijani and Turkish, or written for them in English: each
#: with the letters that an index has, and the letters that an article has.
_TRANSCRIBED = {
    "ch": [("c", "ç"), ("ch", "ch")], "e": [("e", "e"), ("a", "ə")], "g": [("g", "."), ("q", "q")],
    "gh": [("g", "ğ"), ("q", "q"), ("gh", "gh")], "j": [("c", "c"), ("j", "j")],
    "kh": [("x", "x"), ("kh", "kh")], "sh": [("s", "ş"), ("sh", "sh")],
}  # fmt: skip
#: The i of Azerbaijan stands for a y.
_I_OF_DIPHTHONG = [("i", "."), ("y", "y")]
_ONE_LETTER = re.compile("[cgks]h|(?<=[ae])i|.")
#: The word in an article must have one of these letters; else it is another word.
_OWN_LETTERS = "(?=.*[əğışçöü])"


def _of_transcription(word: str) -> Iterator[OtherWay]:
    """Yield the Azerbaijani and Turkish words for a word of ASCII letters: Gəncə for gence or ganja."""
    if not (word.isascii() and word.isalpha() and len(word) > 2):
        return
    letters = [
        _I_OF_DIPHTHONG if found[0] == "i" and found.start() and word[found.start() - 1] in "ae"
        else _TRANSCRIBED.get(found[0], [(found[0], ".")])
        for found in _ONE_LETTER.finditer(word)
    ]  # fmt: skip
    for way in islice(product(*letters), _MOST_WAYS):
        text, written = ("".join(some) for some in zip(*way, strict=True))
        if text != word:
            yield OtherWay(text, _OWN_LETTERS + written, is_guess=True)


#: Arabic and Persian letters that look alike.
_TO_ARABIC = str.maketrans("یکہے", "يكهي")
_TO_PERSIAN = str.maketrans("يىكہ", "ییکه")
#: Letters that are confused with one another at the end of an Arabic word, and in it.
_ARABIC_PAIRS = [("ة$", "ه"), ("ه$", "ة"), ("ي$", "ى"), ("ى$", "ي"), ("ئو", "ؤو"), ("ؤو", "ئو")]


def _of_arabic_letters(word: str) -> Iterator[OtherWay]:
    """Yield a word with the letters of Arabic, with the letters of Persian, and with confused letters."""
    arabic = word.translate(_TO_ARABIC)
    others = (re.sub(letter, other, arabic) for letter, other in _ARABIC_PAIRS)
    for text in dict.fromkeys([arabic, word.translate(_TO_PERSIAN), *others]):
        if text != word:
            yield OtherWay(text, is_silent=True)


_NUKTA = "\u093c"


def _with_nukta(word: str) -> Iterator[OtherWay]:
    """Yield a Hindi word without the dots of borrowed consonants; if it has none, with such dots."""
    folded = fold(word)
    if _NUKTA in folded:
        yield OtherWay(folded.replace(_NUKTA, ""), is_silent=True)
        return
    for text in _product([letter, letter + _NUKTA] if letter in "कखगजडढफ" else [letter] for letter in folded):
        if text != folded:
            yield OtherWay(text, is_silent=True)


#: A Korean word, and a particle after it without a space.
_HANGUL_PARTICLE = "([가-힣]{2,}?)(?:에서|으로|은|는|이|가|을|를|의|에|로|와|과|도|만)"


def _product(letters: Iterable[Iterable[str]]) -> Iterator[str]:
    return islice(map("".join, product(*letters)), _MOST_WAYS)
