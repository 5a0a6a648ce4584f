"""Bylines: one line of text to the persons it names.

>>> persons("By Jane Doe and John Roe, Reuters")
('Jane Doe', 'John Roe')

What is split is never lost but for an agency after a person. A comma parts two persons only if what
follows it looks like a person, so `Smith, John` and `Jane Doe, London` stay one author as they are.
"""

from __future__ import annotations

import re

from newsgrep.formats.text import one_line

_BY = re.compile(r"\Aby\b:?\s*", re.I)
_BETWEEN = re.compile(r"\s*;\s*|,?\s+(?:and|&)\s+", re.I)
_AGENCIES = frozenset(
    ["reuter", "reuters", "ap", "associated press", "the associated press", "afp", "agence france-presse"]
    + ["xinhua", "tass", "azernews", "staff", "staff writer"]
)
_PARTICLES = frozenset(
    ["al", "bin", "da", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "el", "la", "le"]
    + ["ten", "ter", "van", "von", "y"]
)


def persons(byline: str) -> tuple[str, ...]:
    """Return the authors of a byline in their order, each once, without its leading `By`."""
    pieces = _BETWEEN.split(strip_by(byline))
    return tuple(dict.fromkeys(name for piece in pieces for name in _names(piece)))


def strip_by(name: str) -> str:
    """Return a name on one line, without a leading `By`."""
    return _BY.sub("", one_line(name))


def _names(piece: str) -> list[str]:
    """Split at the commas before a person or an agency; drop the agencies after a person."""
    groups: list[list[str]] = []
    for part in filter(None, (part.strip() for part in piece.split(","))):
        if groups and not _is_agency(part) and not _is_person(part):
            groups[-1].append(part)
        else:
            groups.append([part])
    names = [", ".join(group) for group in groups]
    while len(names) > 1 and _is_agency(names[-1]) and not _is_agency(names[0]):
        names.pop()
    return names


def _is_agency(part: str) -> bool:
    return part.lower().rstrip(".") in _AGENCIES


def _is_person(part: str) -> bool:
    """Whether a part is two to five words that begin with capitals, particles aside."""
    words = part.split()
    return (
        2 <= len(words) <= 5
        and not any(letter.isdigit() for letter in part)
        and all(not word[0].islower() or word.lower() in _PARTICLES for word in words)
    )
