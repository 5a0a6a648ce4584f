"""Parts of a reference of any file, for a record with the names of fields in aliases.py.

>>> best_date(["2020", "2020/10/30/", "2020/10//"])
'2020-10-30'
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import takewhile

from newsgrep.clean_text import one_line
from newsgrep.dates.reading import iso_date

#: A date with slashes, whose parts may be empty; words may follow.
_SLASHES = re.compile(r"\s*(\d{4})/(\d{0,2})(?:/(\d{0,2})(?:/.*)?)?\s*", re.S)
#: A range of days or years, in which the first counts, with the mark of a doubtful date.
_RANGE = re.compile(r"\s*(\d{4}(?:-\d\d){0,2}|[^\W\d_]* ?\d{4})[~?%]?(?:\s*[/\u2013]\s*[\d.~?-]*)?\s*")
_YEAR_IN = re.compile(r"(?<!\d)\d{4}(?!\d)")
#: How notes begin that databases add to a reference. Other notes may be the text of an article.
_NOTE_OF_DATABASE = re.compile(
    r"\s*(?:copyright\b|accession n|export(?:ed)? (?:date|on)|last updated|name - |date (?:re|cre)|cited by"
    r"|id: |doi:|source: |publication (?:type|date)|import date|corresponding author|number of pages|©)",
    re.I,
)
_ADDRESS = re.compile(r"https?://", re.I)
_MOST_GIVEN_NAMES = 4
#: A shorter note is a remark of a reader, such as a number of pages.
_FEWEST_WORDS = 30


def best_date(written: Iterable[str]) -> str:
    """Return the most precise of the dates; the first as it is written if none is understood."""
    texts = [text for text in map(str.strip, written) if text]
    years = [text for text in texts if re.fullmatch(r"\d{4}", text)]
    forms = [_plain_date(text) for text in texts]
    if years:  # EndNote has the day as `Oct 30`, and the year by itself
        forms += [f"{form} {years[0]}" for form in forms if not _YEAR_IN.search(form)]
    found = [form for form in forms if iso_date(form)]
    return max(found, key=lambda form: len(iso_date(form)[:10]), default=next(iter(forms), ""))


def authors_of(names: Iterable[str]) -> list[str]:
    """Return the authors of a reference, given names first.

    >>> authors_of(["Doe,Jane A.", "King, Martin, Jr.", "The Example Agency"])
    ['Jane A. Doe', 'Martin King, Jr.', 'The Example Agency']
    """
    return [_given_name_first(one) for name in names for one in name.split(";") if one.strip()]


def reference_address(addresses: Iterable[str], doi: str) -> str:
    """Return the first web address in the given texts, else the address of the DOI."""
    texts = [re.sub(r"\s", "", text) for text in (*addresses, doi)]
    return next(filter(_ADDRESS.match, texts), f"https://doi.org/{texts[-1]}" if texts[-1] else "")


def text_of_notes(notes: Sequence[str]) -> str:
    """Return the notes that may be the text of an article: long ones that no database added."""
    texts = [note for note in notes if not _NOTE_OF_DATABASE.match(note)]
    return "\n\n".join(text for text in texts if len(text.split()) >= _FEWEST_WORDS)


def _given_name_first(name: str) -> str:
    family, *others = (part.strip() for part in name.split(","))
    if not others or len(others) > 2 or len(others[0].split()) > _MOST_GIVEN_NAMES:
        return one_line(name)
    return one_line(", ".join([f"{others[0]} {family}", *others[1:]]))


def _plain_date(text: str) -> str:
    """Return a date with dashes for slashes, the first of a range."""
    if match := _SLASHES.fullmatch(text):
        year, *others = match.groups()
        return "-".join([year, *(part.zfill(2) for part in takewhile(bool, others))])
    match = _RANGE.fullmatch(text)
    return match[1] if match else text
