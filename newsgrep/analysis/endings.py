"""Stems by endings, for languages without a Snowball stemmer: Зеленського and Зеленський share a stem.

>>> stem_by_endings("києву", "ukrainian") & stem_by_endings("киів", "ukrainian")
frozenset({'киов'})

An index has words of these languages without stemming. A query asks the index for the words that share a stem
with its own word (search/inflections.py), so these rules can be improved without a new index. Words are
folded: й is и, ї is і, and ə is a.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

#: Letters of a word that remain without an ending, at least.
_SHORTEST = 3

_UKRAINIAN = """
а я о е є у ю и і ь ом ем єм ею єю ою ам ям ами ями ах ях ові еві єві ів ев єв іи ію ія ієм іі ією іям
іями іях ого ього ому ьому им ім оі ьоі ьою их іх ими іми ии еи еє оє ати яти ити іти ути ав яв ив ала
яла ила іла ула ало яло ило іло уло али яли или іли ули ає яє ує ює аєш уєш еш єш иш ить ять уть ють ать
іть ите іте аєте уєте ете аємо уємо емо имо аю яю ую юю ають яють ують юють аи атиме атимуть итиме
итимуть увати ювати увала ували ував увало ювала ювали ював
"""
#: Bulgarian nouns and adjectives, with their articles; and verbs.
_BULGARIAN = """
ът ят а я та то те о е и у ю ия ият ото ата ите ията иите ии ие ието иета ове овете ища ищата еи еите аи
ета етата
"""
_BULGARIAN_VERBS = """
ам ям аш яш ат ят еш ем им иш ете ите ахме яхме ихме ах ях аха яха иха хме ал ала ало али ял яла яло яли
ил ила ило или ел ела ело ели ан ана ано ани ен ена ено ени ян яна яно яни аи аите а я е и еше аше ещ ещи
ащ ащи яит ете
"""
#: Azerbaijani endings: plural, possessive, case, and "is".
_AZERBAIJANI = (
    "(?:lar)?(?:[iu]m[iu]z|[iu]n[iu]z|s[iu]|[iu]m|[iu]n|[iu]|m|n)?"
    "(?:n?[iu]n|[yn]?a|[yn]?[iu]|n?dan?|y?la|nca)?(?:d[iu]r(?:lar)?)?"
)


def stem_by_endings(word: str, language: str) -> frozenset[str]:
    """Return the stems that a folded word may have in one of the languages of `BY_ENDINGS`."""
    return frozenset(_STEMS[language](word))


def _ukrainian(word: str) -> list[str]:
    stem = _without_ending(re.sub("(?<=....)с[яь]$", "", word), _UKRAINIAN).rstrip("ь")
    stem = re.sub("іст$", "ост", stem)
    stem = re.sub(r"([бвгджзклмнпрстфхцчш])\1$", r"\1", stem)
    # Київ, Києва; кінець, кінця: vowels change or are lost before an ending.
    stem = re.sub("(?<=.)[іоеє](?=[бвгґджзклмнпрстфхцчшщ]$)", "о", stem)
    stem = re.sub("о(?=[кц]$)", "", stem)
    # рука, руці; нога, нозі: consonants change before і.
    return [stem[:-1] + {"ц": "к", "ж": "г", "з": "г"}.get(stem[-1], stem[-1])]


def _bulgarian(word: str) -> list[str]:
    stems = []
    for endings in (_BULGARIAN, _BULGARIAN_VERBS):
        stem = _without_ending(word, endings)
        stem = re.sub("(?<=..)[ъе](?=[рлнмкцт]$)", "", stem)  # министър, министри
        stem = re.sub("[цч]$", "к", stem)
        stems.append(re.sub("я(?=[^аеиоуъюя]$)", "е", stem))  # бял, бели
    return stems


def _azerbaijani(word: str) -> list[str]:
    ends = (end for end in range(_SHORTEST, len(word)) if re.fullmatch(_AZERBAIJANI, word[end:]))
    stems = (word, word[: next(ends, len(word))])
    # çörək, çörəyi; qonaq, qonağı
    return [stem[:-1] + {"y": "k", "g": "q"}.get(stem[-1], stem[-1]) for stem in stems]


def _without_ending(word: str, endings: str) -> str:
    """Return a word without the longest ending that leaves at least _SHORTEST letters."""
    longest = min(len(word) - _SHORTEST, max(map(len, _endings(endings))))
    sizes = (size for size in range(longest, 0, -1) if word[-size:] in _endings(endings))
    return word[: len(word) - next(sizes, 0)]


@cache
def _endings(endings: str) -> frozenset[str]:
    return frozenset(endings.split())


_STEMS: dict[str, Callable[[str], list[str]]] = {
    "azerbaijani": _azerbaijani,
    "bulgarian": _bulgarian,
    "ukrainian": _ukrainian,
}
