"""What a web page says of its article, in whatever markup it says it.

>>> Facts(title="Talks resume").or_else(Facts(title="Talks", source="Example News")).source
'Example News'
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields

from newsgrep.errors import ArticleError
from newsgrep.formats.bylines import persons
from newsgrep.formats.dates import read_date
from newsgrep.formats.text import clean, one_line, whole

_NOTHING = frozenset(["", "none", "null", "n/a", "undefined"])
_ADDRESS = re.compile(r"https?:|www\.|[\w.-]+/|@|\S+@\S+\.\w+$", re.I)


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of one article, each empty where nothing is said; `is_article` where it is called one."""

    title: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    url: str = ""
    source: str = ""
    language: str = ""
    section: str = ""
    body: str = ""
    is_article: bool = False

    def or_else(self, other: Facts) -> Facts:
        """Return these facts, and another's for each that is empty."""
        names = (field.name for field in fields(self))
        return Facts(**{name: getattr(self, name) or getattr(other, name) for name in names})


def line_of(value: object) -> str:
    """Return a string as one clean line; '' for anything else, and for what stands for nothing."""
    if not isinstance(value, str):
        return ""
    line = one_line(clean(whole(value)))
    return "" if line.lower() in _NOTHING else line


def names_of(values: Iterable[object]) -> tuple[str, ...]:
    """Return the persons that some bylines name; addresses of pages and mail are no names."""
    lines = filter(None, map(line_of, values))
    names = (name for line in lines if not _ADDRESS.match(line) for name in persons(line))
    return tuple(dict.fromkeys(names))


def date_of(values: Iterable[object]) -> str:
    """Return the first of some dates that can be read, in ISO form; '' for none."""
    for value in values:
        try:
            if line := line_of(value):
                return read_date(line)
        except ArticleError:
            continue  # a page says its date in many places, and in some of them badly
    return ""


def address_of(values: Iterable[object]) -> str:
    """Return the first of some strings that is the whole address of a page; '' for none."""
    lines = map(line_of, values)
    return next((line for line in lines if re.match(r"https?://\w", line, re.I)), "")
