"""The languages of stemming: one, or several separated by commas, such as `english,russian`.

>>> checked_language("english, russian"), languages_of("english,russian")
('english,russian', ('english', 'russian'))

Of several languages, the first one that is written in the script of a word stems it. So a word has one stem,
and an index is as small and as fast to make as for one language. For the further languages of the script, a
query asks the index for the words with the same stem in them (search/inflections.py).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

from newsgrep.errors import UsageError, nearest_name

#: The default language of an index, and the name for no stemming.
DEFAULT_LANGUAGE = "english"
NO_STEMMING = "none"

LATIN, CYRILLIC, ARABIC, DEVANAGARI, TAMIL = "Latin", "Cyrillic", "Arabic", "Devanagari", "Tamil"
#: The languages without a stemmer whose inflections a query finds by their endings (analysis/endings.py).
BY_ENDINGS = ("azerbaijani", "bulgarian", "ukrainian")

#: The scripts whose vowels are marks at a letter. Folding keeps these marks, as they are a part of the word.
WITH_VOWEL_SIGNS = frozenset([DEVANAGARI, TAMIL])
#: The scripts of languages that are not written only in Latin letters. Serbian has the same stem in both.
_SCRIPTS = {
    "arabic": (ARABIC,),
    "armenian": ("Armenian",),
    "bulgarian": (CYRILLIC,),
    "greek": ("Greek",),
    "hindi": (DEVANAGARI,),
    "nepali": (DEVANAGARI,),
    "persian": (ARABIC,),
    "russian": (CYRILLIC,),
    "serbian": (LATIN, CYRILLIC),
    "tamil": (TAMIL,),
    "ukrainian": (CYRILLIC,),
    "yiddish": ("Hebrew",),
}
#: The first code point of each range of a script, ascending; the empty name stands for all other scripts.
_STARTS = [
    (0x0, LATIN), (0x370, "Greek"), (0x400, CYRILLIC), (0x530, "Armenian"), (0x590, "Hebrew"),
    (0x600, ARABIC), (0x700, ""), (0x750, ARABIC), (0x780, ""), (0x870, ARABIC), (0x900, DEVANAGARI),
    (0x980, ""), (0xB80, TAMIL), (0xC00, ""), (0x1C80, CYRILLIC), (0x1C90, ""), (0x1D00, LATIN),
    (0x1F00, "Greek"), (0x2000, ""), (0x2C60, LATIN), (0x2C80, ""), (0x2DE0, CYRILLIC), (0x2E00, ""),
    (0xA640, CYRILLIC), (0xA6A0, ""), (0xA720, LATIN), (0xA800, ""), (0xA8E0, DEVANAGARI), (0xA900, ""),
    (0xAB30, LATIN), (0xAB70, ""), (0xFB00, LATIN), (0xFB13, "Armenian"), (0xFB18, "Hebrew"),
    (0xFB50, ARABIC), (0xFE00, ""), (0xFE70, ARABIC), (0xFEFF, ""),
]  # fmt: skip
_FIRST_LETTERS = [start for start, _ in _STARTS]
#: Languages without a stemmer, each with the language whose stemmer suits its words best.
_LIKE = {
    "azeri": "azerbaijani", "slovak": "czech", "croatian": "serbian",
    "bosnian": "serbian", "galician": "portuguese",
}  # fmt: skip
#: The least similarity of a misspelt name to the name of a language; azerbaijani is not a misspelt serbian.
_MISSPELT = 0.75
#: More languages would make most searches slow.
_MOST = 8


def known_languages() -> list[str]:
    """Return the languages whose inflections are known, and the name for no stemming."""
    from Stemmer import algorithms

    return sorted({*algorithms(), *BY_ENDINGS, NO_STEMMING})


def checked_language(language: str) -> str:
    """Return one language, or several separated by commas, in the form that an index has.

    Raises UsageError for a name without a stemmer, with the nearest name, and for an impossible list.
    """
    known = known_languages()
    names = [name.strip() for name in language.split(",")]
    for name in names:
        if name not in known:
            raise UsageError(f"there is no stemmer for the language {name!r}", _instead_of(name, known))
    if twice := next((name for name in names if names.count(name) > 1), ""):
        raise UsageError(f"the language {twice} is named twice: {language!r}", "name each language once")
    if NO_STEMMING in names and len(names) > 1:
        raise UsageError(
            f"{NO_STEMMING} means no stemming, and cannot go with a language: {language!r}",
            f"leave {NO_STEMMING} out: words of scripts without a language are not stemmed",
        )
    if len(names) > _MOST:
        raise UsageError(
            f"{len(names)} languages are more than {_MOST}", "name those that most articles are in"
        )
    return ",".join(names)


def _instead_of(name: str, known: Sequence[str]) -> str:
    """Return the hint for a language without a stemmer: the nearest name, or a similar language."""
    hint = f"languages: {', '.join(known)}; words of another are found as they are written: leave it out"
    if like := _LIKE.get(name.lower()):
        return f"--language {like} finds most inflections of it; {hint}"
    near = nearest_name(name[:40].lower(), known, cutoff=_MISSPELT)
    return f"did you mean {near}? {hint}" if near else hint


def languages_of(language: str) -> tuple[str, ...]:
    """Return the languages in the text that an index has for them."""
    return tuple(language.split(","))


def language_of_script(language: str, script: str) -> str:
    """Return the language in which words of a script are stemmed; NO_STEMMING for none.

    >>> language_of_script("russian,english,german", LATIN), language_of_script("english,german", CYRILLIC)
    ('english', 'none')
    """
    names = languages_of(language)
    if len(names) == 1:
        return language
    return next((name for name in names if script in scripts_of(name)), NO_STEMMING)


def scripts_of(name: str) -> tuple[str, ...]:
    """Return the scripts that a language is written in."""
    return _SCRIPTS.get(name, (LATIN,))


def has_vowel_signs(language: str) -> bool:
    """Return whether a language, or one of several, is written with vowel signs, as Hindi is.

    >>> has_vowel_signs("english,hindi"), has_vowel_signs("arabic")
    (True, False)
    """
    return any(not WITH_VOWEL_SIGNS.isdisjoint(scripts_of(name)) for name in languages_of(language))


@cache
def _script_from(letter: str) -> str:
    return _STARTS[bisect_right(_FIRST_LETTERS, ord(letter)) - 1][1]


def script_of(word: str) -> str:
    """Return the script of a word, by its first letter; empty for a script of no language of stemming.

    >>> script_of("Straße"), script_of("мир"), script_of("平和")
    ('Latin', 'Cyrillic', '')
    """
    return LATIN if word.isascii() else _script_from(word[0])
