"""Short forms of names: companies without `Inc`, initials, and first or last words.

>>> without_company_form("J. P. Roe and Co Inc"), initials("Food and Drug Agency")
('J. P. Roe', 'FDA')
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

#: Legal forms of companies, which are no names by themselves.
_FORMS = "co corp inc ltd plc llc llp gmbh ag sa spa nv bv oy oyj ab as asa kg se pty bhd company corporation"
COMPANY_FORMS = frozenset(_FORMS.split())
#: How many words the name of a person has, if the last one is the family name.
_WORDS_OF_A_PERSON = (2, 3)
_AL = "al-"
_KEPT = 100_000


@lru_cache(maxsize=_KEPT)
def without_company_form(name: str) -> str:
    """Return the name of a company without its legal form; any other name as it is."""
    words = name.split()
    end = len(words)
    while end > 1 and words[end - 1].lower().strip(".") in COMPANY_FORMS:
        end -= 1
    if 1 < end < len(words) and words[end - 1] in ("and", "&"):
        end -= 1
    return " ".join(words[:end])


@lru_cache(maxsize=_KEPT)
def initials(name: str) -> str:
    """Return the first letters of the words with a capital."""
    words = name.replace("-", " ").split()
    return "".join(word[0] for word in words if word[0].isupper())


@lru_cache(maxsize=_KEPT)
def letters_alone(name: str) -> str:
    """Return the letters of a name that has no more than initials: `IMF`, `S and P`; else nothing.

    >>> letters_alone("S and P"), letters_alone("U.S."), letters_alone("IMF"), letters_alone("IMF Board")
    ('SP', 'US', 'IMF', '')
    """
    words = [word for word in name.replace(".", "").split() if not word.islower()]
    if len(words) == 1 or all(len(word) == 1 for word in words):
        return "".join(words) if "".join(words).isupper() else ""
    return ""


def family_names(found: Iterable[str]) -> dict[str, str]:
    """Return the last words of names of two or three words, each with the first name that ends with it."""
    longer: dict[str, str] = {}
    for name in found:
        words = name.split()
        if len(words) in _WORDS_OF_A_PERSON:
            longer.setdefault(words[-1], name)
            longer.setdefault(words[-1].removeprefix(_AL), name)
    return longer


def company_names(found: Iterable[str], companies: set[str]) -> dict[str, str]:
    """Return the beginnings of the names of companies, each with the first name that begins with it.

    found:     names in the order of a text, in which a company has its whole name before a short one
    companies: those of them that have a legal form somewhere in the text
    """
    longer: dict[str, str] = {}
    earlier = set[str]()
    for name in found:
        earlier.add(name)
        words = name.split() if name in companies else []
        for size in range(1, len(words)):
            short = " ".join(words[:size])
            if short not in earlier:
                longer.setdefault(short, name)
    return longer
