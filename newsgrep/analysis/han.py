"""Variants of Han characters: 湾 in China is 灣 in Taiwan, and 広 in Japan is 廣 and 广.

The tables are from OpenCC, an optional library; without it, no character has variants.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from importlib.util import find_spec

#: The range of characters with variants: the characters of common texts.
_FIRST, _LAST = 0x4E00, 0x9FFF


def is_han(word: str) -> bool:
    """Return whether a word is a single Han character."""
    return len(word) == 1 and _FIRST <= ord(word) <= _LAST


def knows_variants() -> bool:
    """Return whether OpenCC, the library with the variants of characters, is installed."""
    return find_spec("opencc") is not None


def variants_of(character: str) -> tuple[str, ...]:
    """Return the variants of a Han character; none without OpenCC.

    Characters with the same simplified form are variants of one another, and of that form. So are the new and
    the old form of a Japanese character.
    """
    if not knows_variants():
        return ()
    simplified, characters = _tables()
    every = (other for one in simplified.get(character, ()) for other in characters[one])
    return tuple(other for other in dict.fromkeys(every) if other != character)


@cache
def _tables() -> tuple[dict[str, frozenset[str]], dict[str, list[str]]]:
    """Return the simplified forms of each character, and the characters of each simplified form."""
    from opencc import OpenCC

    every = [chr(number) for number in range(_FIRST, _LAST + 1)]
    simplify = OpenCC("t2s").convert
    lines = "\n".join(every)  # on separate lines, so that no two characters are read as a word
    found = zip(
        every, simplify(lines).split("\n"), simplify(OpenCC("jp2t").convert(lines)).split("\n"), strict=True
    )
    simplified = {character: frozenset(forms) for character, *forms in found}
    characters = defaultdict(list)
    for character, forms in simplified.items():
        for form in sorted(forms):
            characters[form].append(character)
    return simplified, characters
