"""Forms of the language that are not there yet. Each is refused by name and never read as something else.

>>> absent_word("missle~1")
(6, Form(name='fuzzy search (word~1)', instead='write a prefix such as missil*, or the spellings with OR'))

A form that arrives takes its row out of here and gets a token, a node and a reader.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Form:
    """A form that cannot be searched with: its name for people, and what to write instead."""

    name: str
    instead: str

    @property
    def message(self) -> str:
        """One line that says what is missing."""
        return f"{self.name} is not supported yet"


_TOGETHER = 'write AND between the two, or a "phrase"'
_PROXIMITY = Form('proximity ("…"~5, W/5, PRE/5, NEAR/5)', _TOGETHER)
_WEIGHT = Form("the weight of a clause (^2)", "leave it out; rarer words weigh more by themselves")
_EXACT = Form(
    "the search for one spelling (=word, exact:)", "write the word alone; its inflections are found too"
)
_LEAD = Form("the field lead:", "write title:word OR body:word")
_FILTERED = 'leave it out, or search its text, in quotes where it has a colon: "example.org"'

#: The wildcards inside words, and the prefix inside a phrase.
WILDCARD = Form("a wildcard inside a word", "a star at the end of a word works: missil*")
PHRASE_WILDCARD = Form("a wildcard inside a phrase", 'write "bank of" AND jap*')

#: Fields by the names they may be called by.
ABSENT_FIELDS = {
    "exact": _EXACT,
    "lead": _LEAD,
    "hlead": _LEAD,
    "words": Form("the length of an article (words:)", "leave it out"),
} | {name: Form(f"the field {name}:", _FILTERED) for name in ("source", "site", "url", "lang", "path")}

_WORDS = (
    (re.compile(r"^(?i:w|pre|near)/[0-9]+$|^~"), _PROXIMITY),
    (
        re.compile(r"~[0-9.]*$"),
        Form("fuzzy search (word~1)", "write a prefix such as missil*, or the spellings with OR"),
    ),
    (re.compile(r"\^[0-9.]*$"), _WEIGHT),
    (
        re.compile(r"^/."),
        Form(
            "search by regular expression (/…/)",
            'write a prefix such as missil*, or put the text in quotes: "/a"',
        ),
    ),
    (
        re.compile(r"^(?:ATLEAST|(?i:atleast)/?[0-9]+)$"),
        Form("the number of mentions (ATLEAST3)", "write the word alone; more mentions rank higher"),
    ),
    (re.compile(r"^="), _EXACT),
)
_SUFFIXES = {"~": _PROXIMITY, "^": _WEIGHT, "*": PHRASE_WILDCARD}
_WILDCARD = re.compile(r"[*?]")
_PHRASE_WILDCARD = re.compile(r"\*|(?<=\w)\?(?=\w)")


def absent_word(word: str) -> tuple[int, Form] | None:
    """Return the form that the word has and the offset where it shows, None for a word that can be read."""
    for pattern, form in _WORDS:
        if found := pattern.search(word):
            return found.start(), form
    # One star at the end makes a prefix; a question mark there is the end of a question.
    stem = word[:-1] if word.endswith("*") else word.rstrip("?!.,;:…")
    if found := _WILDCARD.search(stem):
        return found.start(), WILDCARD
    return None


def absent_in_phrase(phrase: str) -> int | None:
    """Return the offset of a wildcard in the words of a phrase, None where there is none."""
    found = _PHRASE_WILDCARD.search(phrase)
    return found.start() if found else None


def absent_suffix(character: str) -> Form | None:
    """Return the form that this character right after a phrase or a bracket begins."""
    return _SUFFIXES.get(character)
