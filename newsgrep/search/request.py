"""Requests: queries as text and filters, parsed into one query tree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, TypedDict

from msgspec import Struct

from newsgrep.arguments import several
from newsgrep.clean_text import clean_query
from newsgrep.config import IndexPlace
from newsgrep.errors import QuerySyntaxError, UsageError
from newsgrep.query import ParsedQuery, parse_literal, parse_query
from newsgrep.query.clauses import combine
from newsgrep.query.lexer import QueryToken, TokenKind, tokens
from newsgrep.query.nodes import And, DateRange, MatchAll, Node, Or
from newsgrep.query.pasted import without_operators
from newsgrep.query.saved import Saved
from newsgrep.query.terms import read_term
from newsgrep.search.equivalents import equivalents_of, language_of, with_equivalents

if TYPE_CHECKING:
    from newsgrep.query.dates import Period

#: The filters whose values are names, each with its field of the query language.
NAMES = {name: name for name in ("author", "source", "section", "lang", "tag")}
NAMES |= {"sender": "from", "recipient": "to"}

#: A value, or several, any of which has to match.
Values = str | Sequence[str]


class SearchRequest(Struct, frozen=True):
    """Which articles are wanted: any of the queries must match, and all of the filters.

    queries: texts in the query language; none if the filters alone select
    literal: read the queries as plain words, without operators
    any:     find articles with any of the words; words without an operator between them are alternatives
    no_equivalents: search for what is typed, and not for its equivalents
    since:   the first day, month or year, as text
    until:   the last one, included
    last:    a period that ends today, such as 7d, 2w, 3m, 1y; excludes since and until
    author, source, section, lang, tag, sender, recipient: names, any of which has to match
    folders: the indexes whose saved searches a query may name; none for the usual index
    """

    queries: tuple[str, ...] = ()
    literal: bool = False
    any: bool = False
    no_equivalents: bool = False
    since: str | None = None
    until: str | None = None
    last: str | None = None
    author: Values = ()
    source: Values = ()
    section: Values = ()
    lang: Values = ()
    tag: Values = ()
    sender: Values = ()
    recipient: Values = ()
    folders: tuple[IndexPlace, ...] = ()


class Filters(TypedDict, total=False):
    """Keyword arguments of a search, in addition to its query; see SearchRequest."""

    literal: bool
    any: bool
    no_equivalents: bool
    since: str | dt.date | None
    until: str | dt.date | None
    last: str | None
    author: Values
    source: Values
    section: Values
    lang: Values
    tag: Values
    sender: Values
    recipient: Values


class ParsedRequest(Struct, frozen=True):
    """A request to search for: the text of its queries, its tree and the notices of its parser.

    name: the name of a query that comes from a file of queries, else empty
    only_words: whether the query has words alone, so that it may be relaxed if few articles have them all
    """

    text: str
    tree: Node
    notices: tuple[str, ...] = ()
    name: str = ""
    only_words: bool = False


#: The kinds of tokens of a query without an operator or a phrase.
_PLAIN = frozenset([TokenKind.WORD, TokenKind.MARK, TokenKind.END])

#: The notice for an empty request that selects every article.
_EVERY = "no query is given, so all articles match"

#: What a search takes as its query: a text, a parsed query, or a parsed query with its filters.
Query = str | ParsedQuery | ParsedRequest


def parse_text(text: str, request: SearchRequest, saved: Saved | None = None) -> ParsedQuery:
    """Parse a query as a request says: in the query language or as plain words. Raises QuerySyntaxError.

    saved: returns the tree of a saved search; by default from the folders of the request
    """
    if request.literal:
        return parse_literal(text, any_word=request.any)
    return parse_query(text, any_word=request.any, saved=saved or partial(_saved_tree, request.folders))


def _saved_tree(folders: Sequence[IndexPlace], name: str) -> Node:
    from newsgrep.search.saved import SavedSearches, saved_files

    return SavedSearches.read(saved_files(folders), folders).tree(name)


def parse_request(
    request: SearchRequest, saved: Saved | None = None, *, every: bool = False
) -> ParsedRequest:
    """Parse the queries and the filters of a request into one tree.

    saved: returns the tree of a saved search; by default from the folders of the request
    every: whether a request without queries and filters selects every article, with a notice that says so

    Raises QuerySyntaxError for a query, UsageError for filters, and for a request without either unless
    `every` is given.
    """
    filters = parse_filters(request)
    if not request.queries and not filters:
        if every:
            return ParsedRequest("*", MatchAll(), (_EVERY,))
        raise UsageError(
            "no query is given", "add the words to find, for example: Ganja missile; '*' is every article"
        )
    return parse_queries(request.queries, request, filters, saved)


def parse_queries(
    texts: Sequence[str], request: SearchRequest, filters: Sequence[Node], saved: Saved | None = None
) -> ParsedRequest:
    """Parse queries, any of which must match, and combine them with filters; `request` says how to parse.

    saved: returns the tree of a saved search; by default from the folders of the request

    Raises QuerySyntaxError.
    """
    return joined_queries([parse_text(text, request, saved) for text in texts], request, filters)


def joined_queries(
    queries: Sequence[ParsedQuery], request: SearchRequest, filters: Sequence[Node]
) -> ParsedRequest:
    """Combine parsed queries, any of which must match, with filters; `request` says how they are read."""
    wanted, expansions = combine(Or, [one.tree for one in queries] or [MatchAll()]), tuple[str, ...]()
    if queries and not request.literal and not request.no_equivalents:
        language = partial(language_of, request.folders)
        wanted, expansions = with_equivalents(wanted, equivalents_of(request.folders), language)
    is_one = len(queries) == 1
    return ParsedRequest(
        text=" ".join(one.text for one in queries),
        tree=combine(And, [wanted, *filters]),
        notices=(*(notice for one in queries for notice in one.notices), *expansions),
        only_words=is_one and (request.literal or _has_only_words(queries[0].text)),
    )


def _has_only_words(text: str) -> bool:
    """Return whether a query consists of words and stray signs, without an operator or a phrase."""
    try:
        found = list(tokens(without_operators(clean_query(text))))
    except QuerySyntaxError:
        return False
    return all(token.kind in _PLAIN and not token.text.startswith("@") for token in found)


def parse_filters(request: SearchRequest) -> list[Node]:
    """Return the filters of a request, which must all match. Raises UsageError and QuerySyntaxError."""
    filters = [
        combine(Or, [_parse_value(value, field) for value in values])
        for name, field in NAMES.items()
        if (values := tuple(several(getattr(request, name))))
    ]
    if any(date is not None for date in (request.since, request.until, request.last)):
        period = _period(request, dt.date.today())
        filters.append(DateRange(period.first, period.last))
    return filters


def _parse_value(text: str, field: str) -> Node:
    """Parse the value of a filter: a word, a prefix or a phrase."""
    kind = TokenKind.PHRASE if len(text.split()) > 1 else TokenKind.WORD
    return read_term(QueryToken(kind, text, 0, text), field)


def _period(request: SearchRequest, today: dt.date) -> Period:
    from newsgrep.query import dates

    since, until, last = request.since, request.until, request.last
    if last is None:
        return dates.between(
            None if since is None else dates.read_since(since, today),
            None if until is None else dates.read_until(until, today),
            swapped=f"since {until}, until {since}",
        )
    if since is not None or until is not None:
        raise UsageError("last cannot be combined with since or until", "leave one of them out")
    return dates.read_last(last, today)
