"""What a diagnosis finds, as data: why a search found nothing."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from newsgrep.query.nodes import Unit


class EmptyIndex(Struct, frozen=True):
    """The index holds no articles."""


class UnknownWord(Struct, frozen=True):
    """No article has this word in its text.

    nearest: words of the index that are spelt like it, best first
    named:   clauses with it in a field with names, such as the source, or as a year, and how many articles
             each finds
    longer:  words of the index that it is a part of, such as its compounds, the most frequent first
    """

    word: str
    nearest: tuple[str, ...]
    named: tuple[tuple[str, int], ...] = ()
    longer: tuple[str, ...] = ()


class NoSuchName(Struct, frozen=True):
    """No author has this word in the name; `nearest` are words of authors' names that are spelt like it."""

    clause: str
    word: str
    nearest: tuple[str, ...]


class OneWayOfWriting(Struct, frozen=True):
    """A clause in Han characters, which are found only as they are typed, because OpenCC is not installed."""

    clause: str


class MoreUnknownWords(Struct, frozen=True):
    """No article has these words either; no similar words were looked up for them."""

    words: tuple[str, ...]


class DateRangeMissed(Struct, frozen=True):
    """The articles are dated from `first` to `last` (ISO days); both are empty where none has a date."""

    first: str
    last: str


class NoSuchKeyword(Struct, frozen=True):
    """No article has this value in a keyword field, such as source, lang or attachment.

    examples: values of the newest articles with one, empty if none has one; None if they were not looked up
    nearest:  a value of articles that is spelt nearly like this one, empty if none is known
    """

    clause: str
    field: str
    value: str
    examples: tuple[str, ...] | None
    nearest: str = ""


class TooFarApart(Struct, frozen=True):
    """How many articles have all parts of a proximity clause, but farther apart."""

    clause: str
    articles: int


class FewerMentions(Struct, frozen=True):
    """How many articles have what an ATLEAST clause counts, but less often."""

    clause: str
    articles: int


#: How a clause was weakened: compared by stem, words near one another, all words anywhere, all words of a
#: phrase that is too long to look for its words near one another, in any field.
Weakening = Literal["any inflection", "near", "anywhere", "all words", "any field"]


class NotInText(Struct, frozen=True):
    """How many articles have the words of a clause, but not in the spelling or the unit that it asks for."""

    clause: str
    lack: Unit | Literal["spelling"]
    articles: int


class WeakerForm(Struct, frozen=True):
    """A weaker form of a clause, and how many articles it finds."""

    clause: str
    weakening: Weakening
    weaker: str
    articles: int


class WithoutClause(Struct, frozen=True):
    """A clause, and how many articles the query finds without it."""

    clause: str
    articles: int


class ClauseCounts(Struct, frozen=True):
    """The number of articles that match each clause by itself; `complete` if these are all clauses."""

    counts: tuple[tuple[str, int], ...]
    complete: bool


Finding = (
    EmptyIndex
    | UnknownWord
    | NoSuchName
    | OneWayOfWriting
    | MoreUnknownWords
    | DateRangeMissed
    | NoSuchKeyword
    | TooFarApart
    | FewerMentions
    | NotInText
    | WeakerForm
    | WithoutClause
    | ClauseCounts
)


class Diagnosis(Struct, frozen=True):
    """Why a search found nothing: the most useful findings first. Clauses are in the query language."""

    findings: tuple[Finding, ...]
