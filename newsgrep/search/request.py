"""From the words, files and filters of the command line to query trees."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from newsgrep.errors import NewsgrepError, QuerySyntaxError, UsageError
from newsgrep.query import ParsedQuery, dates, parse_literal, parse_query
from newsgrep.query.clauses import combine
from newsgrep.query.lexer import Kind, Token
from newsgrep.query.nodes import And, DateRange, MatchAll, Node, Or
from newsgrep.query.terms import read_term


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed to say which articles are wanted.

    words:     the arguments, parts of one query; a lone `-` stands for standard input
    queries:   those given with -e: any of them may match
    file:      holds a query a line, each to be answered by itself; `-` stands for standard input
    literal:   no character is read as the query language
    any_word:  words without an operator between them are alternatives
    authors:   any of these wrote it
    sources:   any of these published it
    languages: it is in any of these
    """

    words: tuple[str, ...] = ()
    queries: tuple[str, ...] = ()
    file: Path | None = None
    literal: bool = False
    any_word: bool = False
    since: str | None = None
    until: str | None = None
    last: str | None = None
    authors: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A query to answer, as text and as a tree, and lines to tell the person.

    name tells it from the others of a file; it is empty for a single one.
    """

    text: str
    tree: Node
    notices: list[str]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Misread:
    """A line of a file that cannot be read as a query: where it is, and why."""

    where: str
    error: NewsgrepError


def read_questions(asked: Asked) -> Iterator[Question | Misread]:
    """Return the queries: the single one is read already, those of a file are as they are asked for.

    Raises UsageError, and QuerySyntaxError for a single query; OSError while a file is being read.
    """
    filters = _filters(asked)
    if asked.file is not None:
        return _of_file(asked, asked.file, filters)
    return iter([_single(asked, filters)])


def _single(asked: Asked, filters: Sequence[Node]) -> Question:
    texts = _texts(asked)
    if not texts and not filters:
        raise UsageError("no query is given", "for example: newsgrep search Ganja missile")
    parsed = [_read(text, asked) for text in texts]
    tree = combine(And, [combine(Or, [one.tree for one in parsed] or [MatchAll()]), *filters])
    return Question(" ".join(texts), tree, [notice for one in parsed for notice in one.notices])


def _of_file(asked: Asked, file: Path, filters: Sequence[Node]) -> Iterator[Question | Misread]:
    if beside := [*asked.words, *asked.queries]:
        raise UsageError(f"a query stands beside -f: {' '.join(beside)}", "put it into the file")
    return _questions(asked, file, filters)


def _questions(asked: Asked, file: Path, filters: Sequence[Node]) -> Iterator[Question | Misread]:
    from newsgrep.search.topics import LONGEST_LINE, read_topics

    for topic in read_topics(file):
        where = f"{file}:{topic.line}"
        if topic.is_cut:
            yield Misread(where, UsageError(f"the line is longer than {LONGEST_LINE:,} characters"))
            continue
        try:
            parsed = _read(topic.text, asked)
        except QuerySyntaxError as error:
            yield Misread(where, error)
        else:
            tree = combine(And, [parsed.tree, *filters])
            yield Question(topic.text, tree, list(parsed.notices), topic.name)


def _read(text: str, asked: Asked) -> ParsedQuery:
    return (parse_literal if asked.literal else parse_query)(text, any_word=asked.any_word)


def _texts(asked: Asked) -> list[str]:
    """Return the queries as text, one at most where -e is not used."""
    if asked.words and asked.queries:
        raise UsageError(
            f"a query stands beside -e: {' '.join(asked.words)}", "give each query an -e of its own"
        )
    if asked.words == ("-",):
        return [sys.stdin.read().strip()]
    return [" ".join(asked.words)] if asked.words else list(asked.queries)


def _filters(asked: Asked) -> list[Node]:
    found = [
        combine(Or, [_value(name, field) for name in names])
        for field, names in (("author", asked.authors), ("source", asked.sources), ("lang", asked.languages))
        if names
    ]
    if asked.since is not None or asked.until is not None or asked.last is not None:
        period = _period(asked, dt.date.today())
        found.append(DateRange(period.first, period.last))
    return found


def _value(text: str, field: str) -> Node:
    """Read the value of a filter: one word or a prefix, or words that follow one another."""
    kind = Kind.PHRASE if len(text.split()) > 1 else Kind.WORD
    return read_term(Token(kind, text, 0), field, query=text, today=None)


def _period(asked: Asked, today: dt.date) -> dates.Period:
    if asked.last is None:
        return dates.between(
            None if asked.since is None else dates.read_since(asked.since, today),
            None if asked.until is None else dates.read_until(asked.until, today),
        )
    if asked.since is not None or asked.until is not None:
        raise UsageError("--last is a period of its own", "leave it out, or --since and --until")
    return dates.read_last(asked.last, today)
