"""Check the arguments that a program passes to a search. The error for a wrong argument names it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast

from newsgrep.arguments import (
    check_choice,
    check_flags,
    check_names,
    check_number,
    several,
    texts_argument,
    wrong,
)
from newsgrep.config import IndexPlace
from newsgrep.engine.base import SORTS
from newsgrep.errors import UsageError
from newsgrep.query import ParsedQuery
from newsgrep.query.nodes import Node
from newsgrep.results import Hit
from newsgrep.search.options import RANKS, SearchOptions
from newsgrep.search.request import (
    Filters,
    ParsedRequest,
    Query,
    SearchRequest,
    joined_queries,
    parse_filters,
    parse_request,
)

_HOW = ("literal", "any", "no_equivalents")
_DATES = ("since", "until", "last")


def keys_argument(value: str | Hit | Iterable[str | Hit]) -> Iterator[str]:
    """Yield the keys of articles that are given as one or several keys or hits."""
    return (one.key if isinstance(one, Hit) else one for one in several(value))


def parsed_request(
    query: Query, filters: Filters, folders: tuple[IndexPlace, ...], method: Callable[..., object]
) -> ParsedRequest:
    """Combine a query, as text or parsed, with filters into one request. Without filters, a request stays.

    folders: the indexes whose saved searches the query may name
    method:  the one that was called with them

    Raises QuerySyntaxError for the text of a query, UsageError for other arguments, and TypeError for a name
    that is none of the arguments of the method.
    """
    if isinstance(query, ParsedRequest) and not filters:
        return query
    checked = _checked(filters, method)
    if isinstance(query, ParsedQuery):
        if checked.get("literal") or checked.get("any"):
            raise UsageError(
                "literal and any say how a text is read, and this query is parsed already",
                "pass the query as text, or leave them out",
            )
        request = SearchRequest(folders=folders, **checked)
        return joined_queries([query], request, parse_filters(request))
    if not isinstance(query, str):
        raise wrong("query", query, "a text, or what parse_query returns")
    return parse_request(SearchRequest((query,) if query else (), folders=folders, **checked))


def how_to_read(filters: Filters) -> Filters:
    """Return the filters that say how the text of a query is read."""
    return cast("Filters", {name: value for name, value in filters.items() if name in _HOW})


def parsed_filters(filters: Filters, method: Callable[..., object]) -> list[Node]:
    """Return the filters of a call of a method as nodes, which must all match; see parsed_request."""
    return parse_filters(SearchRequest(**_checked(filters, method)))


def checked_options(options: SearchOptions) -> SearchOptions:
    """Return the options if they are valid. Raises UsageError if they are not."""
    check_choice("sort", options.sort, SORTS)
    check_flags({name: getattr(options, name) for name in ("fold", "explain", "meaning")})
    if options.rank is not None:
        check_choice("rank", options.rank, RANKS)
    if options.meaning and (options.sort != "relevance" or options.fold):
        other = "fold" if options.fold else f"sort={options.sort}"
        raise UsageError(f"meaning and {other} contradict each other", "leave one of them out")
    nothing = {"limit": "all", "sentences": "passages of a width"}
    for name in ("limit", "offset", "passages", "width", "sentences"):
        least = int(name == "width")  # no passage has no characters; passages=0 prints none
        check_number(name, getattr(options, name), least=least, none=nothing.get(name, ""))
    check_number("seed", options.seed, least=None)
    return options


def _checked(filters: Filters, method: Callable[..., object]) -> dict[str, Any]:
    """Return filters in the form that SearchRequest has. Raises TypeError for an unknown name."""
    check_names(filters, Filters.__annotations__, method)
    return {name: _filter(name, value) for name, value in filters.items()}


def _filter(name: str, value: Any) -> Any:
    """Return the value of a filter in the form that SearchRequest has. Raises UsageError for a wrong type."""
    if name in _HOW:
        check_flags({name: value})
        return value
    if name in _DATES:
        if name != "last" and isinstance(value, dt.date):
            return (value.date() if isinstance(value, dt.datetime) else value).isoformat()
        if value is not None and not isinstance(value, str):
            wanted = "a text such as 7d" if name == "last" else "a text such as 2020-10, or a datetime.date"
            raise wrong(name, value, wanted)
        return value
    return () if value is None else texts_argument(name, value)
