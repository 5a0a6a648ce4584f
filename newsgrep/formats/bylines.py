"""Bylines: one line of text to the persons it names.

>>> persons("By Jane Doe in Baku and John Roe, Reuters")
('Jane Doe', 'John Roe')

Besides the names a byline has a leading `By`, addresses, handles, places (`in Baku`), and, after a person,
agencies, duties (`Staff Writer`), `Special to The Post` and a publication behind a bar: none of them is an
author. An agency alone is one. What else there is stays: a comma parts two persons only if what follows it
looks like a person, so `Smith, John` and `Jane Doe, London` are one author each, as they are written.
"""

from __future__ import annotations

import re
from functools import lru_cache

from newsgrep.formats.text import one_line

_AGENCIES = (
    *(
        "reuter",
        "reuters",
        "ap",
        "associated press",
        "the associated press",
        "afp",
        "agence france-presse",
        "upi",
    ),
    *(
        "dpa",
        "efe",
        "ansa",
        "tass",
        "itar-tass",
        "interfax",
        "xinhua",
        "bloomberg",
        "bloomberg news",
        "azernews",
    ),
)
_AGENCY = "|".join(map(re.escape, _AGENCIES))
_BY = re.compile(r"\A(?:by\b:?\s*)+", re.I)
_BETWEEN = re.compile(r"\s*;\s*|,?\s+(?:and|&)\s+", re.I)
_ADDRESSES = re.compile(r"[(\[<]?(?<![^\s(\[<,;/])(?:[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)++|@\w++)[)\]>]?")
#: What stands behind the persons, up to the end: a publication after a bar, or for whom it was written.
_BEHIND = re.compile(r"(?<=\S)(?: ?\||,? \(?special (?:to|for) ).*\Z", re.I)
_PLACE = re.compile(r"(?<=\S) in (?=[^\W\d_a-z]).*\Z")
_ATTACHED = re.compile(rf"(?<=\S)(?: ?\((?:{_AGENCY})\)| ?/ ?(?:{_AGENCY})| [-–—] (?:{_AGENCY}))\.?\Z", re.I)
_DUTY = re.compile(
    r"(?:[\w'’-]+ ){0,3}(?:staff|writer|reporter|correspondent|editor|columnist|journalist|contributor)s?"
    r"|(?:news )?agencies|wires|wire services",
    re.I,
)
_PARTICLES = frozenset(
    ["al", "bin", "da", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "el", "la", "le"]
    + ["ten", "ter", "van", "von", "y"]
)


def persons(byline: str) -> tuple[str, ...]:
    """Return the authors of a byline in their order, each once, without its leading `By`."""
    return _remembered(byline) if len(byline) <= _USUAL else _persons(byline)


def _persons(byline: str) -> tuple[str, ...]:
    names = [name for piece in _BETWEEN.split(_without_extras(byline)) for name in _names(piece)]
    while len(names) > 1 and _is_duty(names[-1]):
        names.pop()
    return tuple(dict.fromkeys(names))


#: A paper has few writers, and they write much. Bylines of no more characters than this are remembered.
_USUAL = 200
_remembered = lru_cache(maxsize=8192)(_persons)


def person(name: str) -> str:
    """Return one of a list of authors without what is no part of the name, which may leave nothing."""
    return ", ".join(_names(_without_extras(name)))


def strip_by(name: str) -> str:
    """Return a name on one line, without a leading `By`."""
    return _BY.sub("", one_line(name))


def _without_extras(line: str) -> str:
    """Return a byline on one line without `By`, addresses, handles and what stands behind the persons."""
    line = strip_by(line)
    if "@" in line:
        line = one_line(_ADDRESSES.sub("", line))
    return _BEHIND.sub("", line)


def _names(piece: str) -> list[str]:
    """Split at the commas before a person or an agency; drop agencies and duties after a person."""
    groups: list[list[str]] = []
    for part in filter(None, (_bare(part) for part in piece.split(","))):
        if groups and not _is_agency(part) and not _is_duty(part) and not _is_person(part):
            groups[-1].append(part)
        else:
            groups.append([part])
    names = [", ".join(group) for group in groups]
    while len(names) > 1 and (_is_duty(names[-1]) or (_is_agency(names[-1]) and not _is_agency(names[0]))):
        names.pop()
    return names


def _bare(part: str) -> str:
    """Return a name without the place that it writes from and without an agency at its end."""
    return _ATTACHED.sub("", _PLACE.sub("", part.strip()))


def _is_agency(part: str) -> bool:
    return part.lower().rstrip(".") in _AGENCIES


def _is_duty(part: str) -> bool:
    return _DUTY.fullmatch(part) is not None


def _is_person(part: str) -> bool:
    """Whether a part is two to five words that begin with capitals, particles aside."""
    words = part.split()
    return (
        2 <= len(words) <= 5
        and not any(letter.isdigit() for letter in part)
        and all(not word[0].islower() or word.lower() in _PARTICLES for word in words)
    )
