"""Bylines: the names of the persons in a line of text.

>>> persons("By Jane Doe in Baku and John Roe, Reuters")
('Jane Doe', 'John Roe')

Besides names a byline has a leading `By`, mail addresses, handles, places (`in Baku`), and after a person
agencies, job titles (`Staff Writer`), `Special to The Post` and a publication after a bar: these are no
authors. An agency alone is one. All else is kept: a comma separates two persons only if a person follows, so
that `Smith, John` and `Jane Doe, London` are one author each, as they are written.
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
_SEPARATOR = re.compile(r"\s*;\s*|,?\s+(?:and|&)\s+", re.I)
_ADDRESSES = re.compile(r"[(\[<]?(?<![^\s(\[<,;/])(?:[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)++|@\w++)[)\]>]?")
#: The end of a byline that names no person: a publication after a bar, or for whom the text was written.
_TAIL = re.compile(r"(?<=\S)(?: ?\||,? \(?special (?:to|for) ).*\Z", re.I)
_PLACE = re.compile(r"(?<=\S) in (?=[^\W\d_a-z]).*\Z")
_TRAILING_AGENCY = re.compile(
    rf"(?<=\S)(?: ?\((?:{_AGENCY})\)| ?/ ?(?:{_AGENCY})| [-–—] (?:{_AGENCY}))\.?\Z", re.I
)
_JOB_TITLE = re.compile(
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
    return _cached_persons(byline) if len(byline) <= _LONGEST_CACHED else _find_persons(byline)


def _find_persons(byline: str) -> tuple[str, ...]:
    names = [name for piece in _SEPARATOR.split(_without_extras(byline)) for name in _names(piece)]
    while len(names) > 1 and _is_job_title(names[-1]):
        names.pop()
    return tuple(dict.fromkeys(names))


#: A paper has few writers, who write much. Longer bylines are not cached.
_LONGEST_CACHED = 200
_cached_persons = lru_cache(maxsize=8192)(_find_persons)


def person(name: str) -> str:
    """Return one entry of a list of authors reduced to the name; '' where there is none in it."""
    return ", ".join(_names(_without_extras(name)))


def strip_by(name: str) -> str:
    """Return a name on one line, without a leading `By`."""
    return _BY.sub("", one_line(name))


def _without_extras(line: str) -> str:
    """Return a byline on one line without `By`, mail addresses, handles and its tail."""
    line = strip_by(line)
    if "@" in line:
        line = one_line(_ADDRESSES.sub("", line))
    return _TAIL.sub("", line)


def _names(piece: str) -> list[str]:
    """Split at the commas before a person or an agency; drop agencies and job titles after a person."""
    groups: list[list[str]] = []
    for part in filter(None, (_without_place(part) for part in piece.split(","))):
        if groups and not _is_agency(part) and not _is_job_title(part) and not _is_person(part):
            groups[-1].append(part)
        else:
            groups.append([part])
    names = [", ".join(group) for group in groups]
    while len(names) > 1 and (
        _is_job_title(names[-1]) or (_is_agency(names[-1]) and not _is_agency(names[0]))
    ):
        names.pop()
    return names


def _without_place(part: str) -> str:
    """Return a name without a place and an agency at its end."""
    return _TRAILING_AGENCY.sub("", _PLACE.sub("", part.strip()))


def _is_agency(part: str) -> bool:
    return part.lower().rstrip(".") in _AGENCIES


def _is_job_title(part: str) -> bool:
    return _JOB_TITLE.fullmatch(part) is not None


def _is_person(part: str) -> bool:
    """Whether a part is two to five words with initial capitals, except for particles."""
    words = part.split()
    return (
        2 <= len(words) <= 5
        and not any(letter.isdigit() for letter in part)
        and all(not word[0].islower() or word.lower() in _PARTICLES for word in words)
    )
