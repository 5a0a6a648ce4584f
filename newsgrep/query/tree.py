"""The query as a tree that knows no engine, and the way back from the tree to text.

>>> And((Prefix("missil"), Not(Phrase("cease fire"))))
And(parts=(Prefix(text='missil', field=''), Not(part=Phrase(text='cease fire', field=''))))
>>> show(And((Word("ganja"), Not(Word("missile")))))
'ganja AND NOT missile'
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

#: The fields that hold words, with the names they may be called by. The empty field is all three of them.
FIELDS = {
    "title": ("title", "headline", "intitle"),
    "author": ("author", "byline", "by"),
    "body": ("body", "text"),
}


@dataclass(frozen=True, slots=True)
class Word:
    """Articles that have this word, in any inflection. What counts as a word is analysis' affair.

    A compound such as `Nagorno-Karabakh` matches where its words stand together; with any_part, where
    any of them stands (the text of the query has no sign for that: it is how `--any` reads it).
    """

    text: str
    field: str = ""
    any_part: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Articles that have these words one after the other within one field."""

    text: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Prefix:
    """Articles that have a word beginning with `text`, as it is spelt in the article."""

    text: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Dates:
    """Articles dated from `since` to `until`, both days included; None leaves that end open."""

    since: dt.date | None
    until: dt.date | None


@dataclass(frozen=True, slots=True)
class Everything:
    """All articles: what a search by filters alone begins with."""


@dataclass(frozen=True, slots=True)
class And:
    """Articles that every part matches."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Articles that at least one part matches."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Articles that the part does not match."""

    part: Node


Leaf = Word | Phrase | Prefix
Node = Word | Phrase | Prefix | Dates | Everything | And | Or | Not


def wanted_leaves(node: Node) -> Iterator[Leaf]:
    """Yield the words, phrases and prefixes that a match may contain: none of those below a Not."""
    match node:
        case Word() | Phrase() | Prefix():
            yield node
        case And(parts) | Or(parts):
            for part in parts:
                yield from wanted_leaves(part)


def show(node: Node) -> str:
    """Write the tree in the query language, with every bracket that another reading would need."""
    match node:
        case And(parts):
            return " AND ".join(_bracketed(part) for part in parts)
        case Or(parts):
            return " OR ".join(_bracketed(part) for part in parts)
        case Not(part):
            return f"NOT {_bracketed(part)}"
        case Dates(since, until):
            return f"date:{since or ''}..{until or ''}"
        case Everything():
            return "*"
        case _:
            return _show_leaf(node)


def _bracketed(node: Node) -> str:
    return f"({show(node)})" if isinstance(node, And | Or) else show(node)


def _show_leaf(leaf: Leaf) -> str:
    prefix = f"{leaf.field}:" if leaf.field else ""
    match leaf:
        case Phrase(text):
            return f'{prefix}"{text}"'
        case Prefix(text):
            return f"{prefix}{text}*"
        case Word(text):
            return prefix + text
