"""The nodes of a query tree, which do not depend on an engine.

>>> And((Prefix("missil"), Not(Exact("cease fire"))))
And(parts=(Prefix(text='missil', field=''), Not(part=Exact(text='cease fire', field=''))))
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Literal, assert_never

from msgspec import Struct
from msgspec.structs import replace

#: The unit that the parts of a Near must share; for "word", the distance counts.
Unit = Literal["word", "sentence", "paragraph"]


class TermNode(Struct, frozen=True):
    """Base of the term queries, so that a match can take all of them in one case."""


class FilterNode(Struct, frozen=True):
    """Base of the filters, so that a match can take all of them in one case."""


class Word(TermNode, frozen=True):
    """Articles that have this word, in any inflection. Analysis decides what a word is.

    A compound such as `Nagorno-Karabakh` matches where its words follow one another; with any_part, where
    any of them occurs. The query language cannot write any_part: `--any` sets it.

    forms: other surface forms that match, for each word of the text (search/inflections.py)
    """

    text: str
    field: str = ""
    any_part: bool = False
    forms: tuple[tuple[str, ...], ...] = ()


class Phrase(TermNode, frozen=True):
    """Articles that have these words one after the other in one field; `forms` is as for a Word."""

    text: str
    field: str = ""
    forms: tuple[tuple[str, ...], ...] = ()


class Exact(TermNode, frozen=True):
    """Articles that have these words one after the other, spelt as here except for case.

    Accents count where the text has any: `=Král` does not find Kral, and `=Kral` finds both.
    """

    text: str
    field: str = ""


class Cased(TermNode, frozen=True):
    """Articles that have these words one after the other, with the capitals and accents of this text."""

    text: str
    field: str = ""


class Prefix(TermNode, frozen=True):
    """Articles that have a word whose surface form begins with `text`."""

    text: str
    field: str = ""


class Wildcard(TermNode, frozen=True):
    """Articles that have a word that matches: `?` is one character, `*` any number of them."""

    text: str
    field: str = ""


class Fuzzy(TermNode, frozen=True):
    """Articles that have a word within `edits` (1 or 2) edits of this one.

    An edit inserts, deletes or replaces a letter, or swaps two neighbours.
    """

    text: str
    edits: int
    field: str = ""


class Regex(TermNode, frozen=True):
    """Articles that have a word that the regular expression matches as a whole."""

    text: str
    field: str = ""


class Sounds(TermNode, frozen=True):
    """Articles that have a word that sounds like this one, as an English speaker would say it."""

    text: str
    field: str = ""


class Expanded(TermNode, frozen=True):
    """Articles that have any of these surface forms, which a pattern matches in one index.

    The query language cannot write it: it replaces the pattern before an engine answers.
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


class Near(Struct, frozen=True):
    """Articles where the parts, all of one field, occur close to one another.

    Each match of a part begins at most `distance` words after the end of the match before it (1 is the next
    word), and none overlap; they are in the given order if `ordered`, else in any order. With the unit
    sentence or paragraph, all are in one sentence or paragraph, and distance is 0. A part is a term query, or
    an Or of term queries. A Near of a single part matches like this part, and is ranked as one term.
    """

    parts: tuple[Node, ...]
    distance: int
    ordered: bool = False
    unit: Unit = "word"


class AtLeast(Struct, frozen=True):
    """Articles that mention the part `count` times or more: a term query, or an Or of these in one field."""

    count: int
    part: Node


class Keyword(FilterNode, frozen=True):
    """Articles of this source, address, section, language, path or format: see fields.KEYWORDS.

    The language `en` matches `en` and `en-GB`. In the other fields the words of the text follow one another,
    the last one as a prefix if `prefix`: `azernews.az` matches `https://www.azernews.az/nation`.
    """

    text: str
    field: str
    prefix: bool = False


class LengthRange(FilterNode, frozen=True):
    """Articles with `least` to `most` words in the body, both included; None leaves that end open."""

    least: int | None
    most: int | None


class Has(FilterNode, frozen=True):
    """Articles with a word in this field, one of fields.PRESENT; a lede does not count as a title."""

    field: str


class DateRange(FilterNode, frozen=True):
    """Articles dated from `since` to `until`, both days included; None leaves that end open."""

    since: dt.date | None
    until: dt.date | None


class Recorded(FilterNode, frozen=True):
    """Articles that were first indexed (`added`), or whose text was changed (`changed`), within given days.

    The days are from `since` to `until`, both included; None leaves that end open. No engine knows them: Keys
    replaces this node before an engine answers.
    """

    field: str
    since: dt.date | None
    until: dt.date | None


class Tagged(FilterNode, frozen=True):
    """Articles that have the tag with this name, or with `prefix`, a tag that begins with it.

    No engine knows tags: Keys replaces this node before an engine answers.
    """

    name: str
    prefix: bool = False


class OfMail(FilterNode, frozen=True):
    """A mail with its attachments, or all mails of its conversation with their attachments.

    field: `mail` for the mail alone, `thread` for its conversation
    key:   the key of the mail or of an attachment of it; or a Message-ID
    saved: the name of the saved search that has this filter, empty for none

    No engine knows it: Keys replaces this node before an engine answers.
    """

    field: str
    key: str
    saved: str = ""


class Keys(FilterNode, frozen=True):
    """Articles that have one of these keys, or with `excluded`, none of them.

    The query language cannot write it. `shown` is the filter that it replaces, in the query language.
    """

    keys: frozenset[str]
    shown: str
    excluded: bool = False


class MatchAll(FilterNode, frozen=True):
    """All articles."""


class Verified(Struct, frozen=True):
    """Articles that match `candidates`, and whose stored text matches `exact`: see textmatch/verifier.py.

    The query language cannot write it. `exact` asks for what an index does not know, such as capitals. Every
    article that `exact` matches must match `candidates`, too, which alone gives the score.
    """

    candidates: Node
    exact: Node


class Weighted(Struct, frozen=True):
    """Articles that the part matches; its score is multiplied by `weight`.

    The query language allows weights over 0 and up to 100, with three decimals at most.
    """

    part: Node
    weight: float


class And(Struct, frozen=True):
    """Articles that every part matches."""

    parts: tuple[Node, ...]


class Or(Struct, frozen=True):
    """Articles that at least one part matches."""

    parts: tuple[Node, ...]


class Not(Struct, frozen=True):
    """Articles that the part does not match."""

    part: Node


#: Matches any of several words of an index; Expanded replaces it before an engine answers.
Pattern = Wildcard | Fuzzy | Regex | Sounds
#: Has positions in a text: can be near another, be counted, and be highlighted.
TermQuery = Word | Phrase | Exact | Cased | Prefix | Wildcard | Fuzzy | Regex | Sounds | Expanded
#: Selects articles and has no part in the ranking.
Filter = Keyword | LengthRange | DateRange | Has | Recorded | Tagged | OfMail | Keys | MatchAll
#: The filters that Keys replaces before an engine answers.
Unresolved = Recorded | Tagged | OfMail
#: Every node. The union is sealed: a `match` over nodes ends in `assert_never`, so that mypy names each place
#: that forgets a new node.
Node = TermQuery | Filter | Near | AtLeast | Verified | Weighted | And | Or | Not


def children(node: Node) -> tuple[Node, ...]:
    """Return the nodes directly below a node; term queries and filters have none."""
    match node:
        case And(parts) | Or(parts) | Near(parts):
            return parts
        case Not(part) | Weighted(part) | AtLeast(_, part):
            return (part,)
        case Verified(candidates):
            return (candidates,)
        case TermNode() | FilterNode():
            return ()
        case _:
            assert_never(node)


def map_children(node: Node, function: Callable[[Node], Node]) -> Node:
    """Return a copy of a node, with the function applied to each of its children."""
    match node:
        case And() | Or() | Near():
            return replace(node, parts=tuple(map(function, node.parts)))
        case Not() | Weighted() | AtLeast():
            return replace(node, part=function(node.part))
        case Verified():
            return replace(node, candidates=function(node.candidates))
        case TermNode() | FilterNode():
            return node
        case _:
            assert_never(node)


def replace_leaves(node: Node, others: Mapping[Node, Node]) -> Node:
    """Return a tree with term queries and filters replaced; the same tree if `others` is empty."""
    if not others:
        return node
    if isinstance(node, TermNode | FilterNode):
        return others.get(node, node)
    return map_children(node, lambda child: replace_leaves(child, others))


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and all nodes below it, each before its children."""
    yield node
    for child in children(node):
        yield from walk(child)


def depth(node: Node) -> int:
    """Return the number of levels below a node."""
    return max((1 + depth(child) for child in children(node)), default=0)


def conjuncts(node: Node) -> tuple[Node, ...]:
    """Return the clauses that must all match; none of them is an And."""
    if not isinstance(node, And):
        return (node,)
    return tuple(clause for part in node.parts for clause in conjuncts(part))


def positive_terms(node: Node) -> Iterator[TermQuery]:
    """Yield the term queries that can occur in a match: all but those below a Not."""
    if isinstance(node, TermNode):
        yield node
    elif not isinstance(node, Not):
        for child in children(node):
            yield from positive_terms(child)
