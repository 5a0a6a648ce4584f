"""The languages that words can be stemmed in: one, or several with a comma between, as `english,russian`.

>>> checked_language("english, russian"), languages_of("english,russian")
('english,russian', ('english', 'russian'))

Of several languages, each word has the stem of the first one that is written in its script. So a word has
one stem, and an index is as large and as fast to make as one of one language. For the others of the script,
a query asks for the words of the index with the same stem in them (search/inflections.py).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

from newsgrep.errors import UsageError, nearest_name

#: The language of an index where none is chosen, and the name for no stemming at all.
DEFAULT_LANGUAGE = "english"
NO_STEMMING = "none"

LATIN, CYRILLIC, ARABIC, DEVANAGARI, TAMIL = "Latin", "Cyrillic", "Arabic", "Devanagari", "Tamil"
#: The languages without a stemmer whose inflections a query finds by their endings (analysis/endings.py).
BY_ENDINGS = ("azerbaijani", "bulgarian", "ukrainian")

#: The scripts whose vowels are marks beside a letter. Folding keeps those, as they are a part of the word.
WITH_VOWEL_SIGNS = frozenset([DEVANAGARI, TAMIL])
#: The scripts of the languages that are not written in Latin letters alone. Serbian has one stem for both.
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
#: Where letters of a script begin, ascending; the empty name is that of all others.
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
#: Languages without a stemmer, and the one that stems their words nearly as well as its own.
_LIKE = {
    "azeri": "azerbaijani", "slovak": "czech", "croatian": "serbian",
    "bosnian": "serbian", "galician": "portuguese",
}  # fmt: skip
#: How like the name of a language a misspelt one is; azerbaijani is no misspelt serbian.
_MISSPELT = 0.75
#: More languages would make most searches slow.
_MOST = 8


def known_languages() -> list[str]:
    """Return the languages whose inflections are known, and the name for no stemming."""
    from Stemmer import algorithms

    return sorted({*algorithms(), *BY_ENDINGS, NO_STEMMING})


def checked_language(language: str) -> str:
    """Return one language, or several with a comma between, as an index has it.

    Raises UsageError for a name without a stemmer, with the nearest one, and for a list that cannot be meant.
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
            f"{NO_STEMMING} is no stemming at all, and stands alone: {language!r}",
            f"leave {NO_STEMMING} out: words of scripts without a language are not stemmed",
        )
    if len(names) > _MOST:
        raise UsageError(
            f"{len(names)} languages are more than {_MOST}", "name those that most articles are in"
        )
    return ",".join(names)


def _instead_of(name: str, known: Sequence[str]) -> str:
    """Return the hint on a language without a stemmer: the one that is meant, or that will do."""
    hint = f"languages: {', '.join(known)}; words of another are found as they are written: leave it out"
    if like := _LIKE.get(name.lower()):
        return f"--language {like} finds most inflections of it; {hint}"
    near = nearest_name(name[:40].lower(), known, cutoff=_MISSPELT)
    return f"did you mean {near}? {hint}" if near else hint


def languages_of(language: str) -> tuple[str, ...]:
    """Return the languages of an index: one, or those with a comma between."""
    return tuple(language.split(","))


def language_of_script(language: str, script: str) -> str:
    """Return the language that the words of a script are stemmed in; NO_STEMMING where there is none.

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
    """Return the script of a word, by its first letter; empty for one that no language here is written in.

    >>> script_of("Straße"), script_of("мир"), script_of("平和")
    ('Latin', 'Cyrillic', '')
    """
    return LATIN if word.isascii() else _script_from(word[0])
