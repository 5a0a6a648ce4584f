"""Forms of other search languages, which would be read here as less than they say, or as something else.

>>> foreign_word("w/s")
Foreign(message='w/s has no number', hint='for the same sentence, about, write W/15')

A form that cannot be meant as text is refused; of one that may be, notices.py tells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Foreign:
    """What is wrong with a word of another language, and what to write instead."""

    message: str
    hint: str


_SENTENCE = "for the same sentence, about, write W/15"
_PARAGRAPH = "for the same paragraph, about, write W/75"
_UNITS = {"s": _SENTENCE, "sent": _SENTENCE, "p": _PARAGRAPH, "para": _PARAGRAPH, "seg": _PARAGRAPH}
_UNIT = re.compile(rf"(?:w|near|pre)/({'|'.join(_UNITS)})", re.IGNORECASE)
_NEGATED = re.compile(r"(?:w|near|pre)/(?:-[0-9]+|n|[0-9]+\.[0-9]+)", re.IGNORECASE)

# Other languages' NOT, and dashes that an editor makes of a hyphen: read as text they would ask the opposite.
_NOT = re.compile(r"[!‐‑‒–—−](?=\w)")
_JOINED = re.compile(r"(?:&&|\|\|)(?=\w)")
_SLASHED = re.compile(r"/([0-9]{1,3}|[sp])")

_WORDLESS_HINTS = {
    "&": "write AND in capitals",
    "&&": "write AND in capitals",
    "|": "write OR in capitals",
    "||": "write OR in capitals",
    "-": "-word, without a space, leaves out the articles that have the word",
    "=": "=word, without a space, finds this spelling only",
    "~": 'missle~1 finds words spelt like this one, "a b"~5 finds words near one another',
}
_SIGNS_ALONE = "put a letter or a digit among them; * alone is every article"


def foreign_word(word: str) -> Foreign | None:
    """Return what is wrong with a word that is an operator elsewhere; None where nothing is."""
    if negation := foreign_not(word):
        return negation
    if unit := _UNIT.fullmatch(word):
        return Foreign(f"{word} has no number", _UNITS[unit[1].lower()])
    if _NEGATED.fullmatch(word):
        return Foreign(f"{word} has no whole number", "write W/5, with a number from 1 to 500")
    if word in ("ATLEAST", "ATLEAST/"):
        return Foreign(
            "ATLEAST has no number", 'write ATLEAST3 missile; to search for the word, write "atleast"'
        )
    if _JOINED.match(word):
        operator = "AND" if word[0] == "&" else "OR"
        hint = f'write {operator} in capitals, with spaces; to search for the text, write "{shortened(word)}"'
        return Foreign(f"{word[:2]} is no operator", hint)
    return None


def foreign_not(word: str) -> Foreign | None:
    """Return what is wrong with a word that begins with another language's NOT; None where it does not."""
    if _NOT.match(word) is None:
        return None
    hint = f'write -{shortened(word[1:])} to leave it out, or "{shortened(word)}" to search for it'
    return Foreign(f"{word[0]} is no operator", hint)


def slashed(text: str) -> str:
    """Return what to write instead of `/5` or `/s`, an operator elsewhere; nothing for any other text."""
    found = _SLASHED.fullmatch(text)
    if found is None:
        return ""
    number = {"s": "15", "p": "75"}.get(found[1], found[1])
    return f"for words that stand so near, write a W/{number} b"


def wordless_hint(text: str) -> str:
    """Return what to do about a text that has neither a letter nor a digit."""
    if text.strip("*?") == "":
        return _SIGNS_ALONE
    return _WORDLESS_HINTS.get(text, "a word has at least one letter or digit; leave this out")


def shortened(text: str) -> str:
    """Return a text as it has room in a line, without line ends."""
    start = " ".join(text[:41].split())
    return start if len(text) <= 40 else f"{start[:39]}…"
