"""Short forms of names: companies without `Inc`, initials, and first or last words.

>>> without_company_form("J. P. Roe and Co Inc"), initials("Food and Drug Agency")
('J. P. Roe', 'FDA')
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache

from newsgrep.explore.nationalities import is_nationality

#: Legal forms of companies, which are no names by themselves.
_FORMS = "co corp inc ltd plc llc llp gmbh ag sa spa nv bv oy oyj ab as asa kg se pty bhd company corporation"
COMPANY_FORMS = frozenset(_FORMS.split())
#: How many words the name of a person has, if the last one is the family name.
_WORDS_OF_A_PERSON = (2, 3)
_AL = "al-"
#: How many letters a word has that another one is cut to, and how many are cut off at least.
_LETTERS_OF_A_CUT = (3, 4, 5)
_LEAST_CUT_OFF = 3
#: Abbreviations of states, which stand behind a town and for no other name.
_STATE = (
    "ala ariz ark calif colo conn del fla ill ind kan mass mich minn miss neb okla penn tenn tex wash wis"
)
_STATES = frozenset(_STATE.split())
_KEPT = 100_000


@lru_cache(maxsize=_KEPT)
def without_company_form(name: str) -> str:
    """Return the name of a company without its legal form and without commas; any other name as it is."""
    words = name.replace(",", "").split()
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
    """Return family names, each with a full name: the first of those found that ends with it.

    A family name is the last word of a name of two or three words.
    """
    longer: dict[str, str] = {}
    for name in found:
        words = name.split()
        if len(words) in _WORDS_OF_A_PERSON:
            longer.setdefault(words[-1], name)
            longer.setdefault(words[-1].removeprefix(_AL), name)
    return longer


def cut_names(found: Iterable[str]) -> list[tuple[str, str]]:
    """Return the words to which the first word of a longer name may be cut, each with the longer name.

    >>> cut_names(["fed", "federal reserve", "calif", "california oil", "iran", "iranian oil"])
    [('fed', 'federal reserve')]
    """
    cuts, longer = set[str](), list[str]()
    for name in found:
        if " " in name:
            longer.append(name)
        elif len(name) in _LETTERS_OF_A_CUT:
            cuts.add(name)
    return [
        (name[:size], name)
        for name in (longer if cuts else ())
        for size in _LETTERS_OF_A_CUT
        if name[:size] in cuts and _is_cut(name[:size], name.split(" ", 1)[0])
    ]


def _is_cut(word: str, whole: str) -> bool:
    return len(whole) >= len(word) + _LEAST_CUT_OFF and word not in _STATES and not is_nationality(whole)


def company_names(found: Iterable[str], companies: Collection[str]) -> dict[str, str]:
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
