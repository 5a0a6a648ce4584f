"""The query as a tree that knows no engine, and the way back from the tree to text.

>>> And((Prefix("missil"), Not(Phrase("cease fire"))))
And(parts=(Prefix(text='missil', field=''), Not(part=Phrase(text='cease fire', field=''))))
>>> render(And((Word("ganja"), Not(Word("missile")))))
'ganja AND NOT missile'
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import assert_never

#: The fields that hold words, with the names they may be called by. The lead is the title and the first
#: paragraph; the empty field is title, author and body.
FIELDS = {
    "title": ("title", "headline", "intitle"),
    "author": ("author", "byline", "by"),
    "body": ("body", "text"),
    "lead": ("lead", "hlead"),
}

#: The fields that tell of an article what is not its text; they select, and have no part in the ranking.
KEYWORDS = {
    "source": ("source", "site"),
    "url": ("url",),
    "lang": ("lang", "language"),
    "path": ("path",),
}


class TermNode:
    """Base of the term queries, so that a match can take all of them in one case."""

    __slots__ = ()


class FilterNode:
    """Base of the filters, so that a match can take all of them in one case."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Word(TermNode):
    """Articles that have this word, in any inflection. What counts as a word is analysis' affair.

    A compound such as `Nagorno-Karabakh` matches where its words stand together; with any_part, where
    any of them stands (the text of the query has no sign for that: it is how `--any` reads it).
    """

    text: str
    field: str = ""
    any_part: bool = False


@dataclass(frozen=True, slots=True)
class Phrase(TermNode):
    """Articles that have these words one after the other within one field."""

    text: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Exact(TermNode):
    """Articles that have these words one after the other as they are spelt here, case and accents aside."""

    text: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Prefix(TermNode):
    """Articles that have a word beginning with `text`, as it is spelt in the article."""

    text: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Wildcard(TermNode):
    """Articles that have a word of this shape: `?` is one character, `*` any number of them."""

    text: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Fuzzy(TermNode):
    """Articles that have a word at most `edits` (1 or 2) changes away from this one.

    A change puts a letter in, takes one out, replaces one, or swaps two neighbours.
    """

    text: str
    edits: int
    field: str = ""


@dataclass(frozen=True, slots=True)
class Regex(TermNode):
    """Articles that have a word which the regular expression matches from its beginning to its end."""

    text: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Expanded(TermNode):
    """Articles that have any of these words, folded: what a pattern comes to in one index.

    No text of a query reads as this; it takes the place of the `pattern` before an engine answers.
    """

    words: tuple[str, ...]
    pattern: Pattern

    @property
    def text(self) -> str:
        """The text of the pattern."""
        return self.pattern.text

    @property
    def field(self) -> str:
        """The field of the pattern."""
        return self.pattern.field


@dataclass(frozen=True, slots=True)
class Near:
    """Articles where the parts, all of one field, stand close to one another.

    Each begins at most `distance` words after the end of the one before it (1 is the next word) and none
    overlap; in the order given if `ordered`, else in any. A part is a leaf, or an Or of leaves.
    """

    parts: tuple[Node, ...]
    distance: int
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class AtLeast:
    """Articles that mention the part, a leaf or an Or of leaves of one field, so many times or more."""

    count: int
    part: Node


@dataclass(frozen=True, slots=True)
class Keyword(FilterNode):
    """Articles of this source, address, language or path: see TAGS.

    Of a language, `en` is `en` and `en-GB`. Of the others, the words of the text stand in the tag one after
    the other, whole but for the last one if `prefix`: `azernews.az` is in `https://www.azernews.az/nation`.
    """

    text: str
    field: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class LengthRange(FilterNode):
    """Articles with so many words in the body, both numbers included; None leaves that end open."""

    least: int | None
    most: int | None


@dataclass(frozen=True, slots=True)
class DateRange(FilterNode):
    """Articles dated from `since` to `until`, both days included; None leaves that end open."""

    since: dt.date | None
    until: dt.date | None


@dataclass(frozen=True, slots=True)
class MatchAll(FilterNode):
    """All articles: what a search by filters alone begins with."""


@dataclass(frozen=True, slots=True)
class Weighted:
    """The articles of the part, which earn from it `weight` times what they would.

    A query has weights over 0 and up to 100, with three decimals at most.
    """

    part: Node
    weight: float


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


#: Matches any of several words of an index; Expanded takes its place before an engine answers.
Pattern = Wildcard | Fuzzy | Regex
#: Has positions in a text: can be near another, be counted, and be highlighted.
TermQuery = Word | Phrase | Exact | Prefix | Wildcard | Fuzzy | Regex | Expanded
#: Selects articles and has no part in the ranking.
Filter = Keyword | LengthRange | DateRange | MatchAll
#: Every node. The union is sealed: a `match` over nodes ends in `assert_never`, so that mypy names each place
#: that a new node is forgotten in.
Node = TermQuery | Filter | Near | AtLeast | Weighted | And | Or | Not


def children(node: Node) -> tuple[Node, ...]:
    """Return the nodes directly below a node; term queries and filters have none."""
    match node:
        case And(parts) | Or(parts) | Near(parts):
            return parts
        case Not(part) | Weighted(part) | AtLeast(_, part):
            return (part,)
        case TermNode() | FilterNode():
            return ()
        case _:
            assert_never(node)


def map_children(node: Node, function: Callable[[Node], Node]) -> Node:
    """Return a node of the same kind whose children are what the function makes of them."""
    match node:
        case And() | Or() | Near():
            return replace(node, parts=tuple(map(function, node.parts)))
        case Not() | Weighted() | AtLeast():
            return replace(node, part=function(node.part))
        case TermNode() | FilterNode():
            return node
        case _:
            assert_never(node)


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and all nodes below it, each before its children."""
    yield node
    for child in children(node):
        yield from walk(child)


def positive_terms(node: Node) -> Iterator[TermQuery]:
    """Yield the term queries that can occur in a match: all but those below a Not."""
    if isinstance(node, TermNode):
        yield node
    elif not isinstance(node, Not):
        for child in children(node):
            yield from positive_terms(child)


def render(node: Node) -> str:
    """Write the tree in the query language, with the brackets that another reading would need.

    A Near is bracketed among other clauses too, though it binds closest, to show what belongs together.
    """
    match node:
        case And(parts):
            return " AND ".join(map(_bracketed, parts))
        case Or(parts):
            return " OR ".join(map(_bracketed, parts))
        case Not(part):
            return f"NOT {_bracketed(part)}"
        case Near(parts, distance, ordered):
            return f" {'PRE' if ordered else 'W'}/{distance} ".join(map(_bracketed, parts))
        case AtLeast(count, part):
            return f"ATLEAST{count} {_bracketed(part)}"
        case Weighted(part, weight):
            weighted = f"({render(part)})" if isinstance(part, Not | Weighted) else _bracketed(part)
            return f"{weighted}^{weight:g}"
        case FilterNode():
            return _render_filter(node)
        case TermNode():
            return _render_term(node)
        case _:
            assert_never(node)


def _bracketed(node: Node) -> str:
    return f"({render(node)})" if isinstance(node, And | Or | Near) else render(node)


def _render_filter(node: Filter) -> str:
    match node:
        case Keyword(text, field, prefix):
            return f"{field}:{text}*" if prefix else f'{field}:"{text}"'
        case LengthRange(least, most):
            return f"words:{'' if least is None else least}..{'' if most is None else most}"
        case DateRange(since, until):
            return f"date:{since or ''}..{until or ''}"
        case MatchAll():
            return "*"
        case _:
            assert_never(node)


def _render_term(node: TermQuery) -> str:
    prefix = f"{node.field}:" if node.field else ""
    match node:
        case Phrase(text):
            return f'{prefix}"{text}"'
        case Exact(text):
            return f'{prefix}="{text}"'
        case Prefix(text):
            return f"{prefix}{text}*"
        case Fuzzy(text, edits):
            return f"{prefix}{text}~{edits}"
        case Regex(text):
            return f"{prefix}/{text}/"
        case Expanded(_, pattern):
            return _render_term(pattern)
        case Word(text) | Wildcard(text):
            return prefix + text
        case _:
            assert_never(node)
