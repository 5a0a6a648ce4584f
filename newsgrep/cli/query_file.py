"""Queries from the command line, or from a file with one query per line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TextIO

from msgspec.structs import replace

from newsgrep.batching import batched_by_size
from newsgrep.cli.standard_streams import standard_input
from newsgrep.search.request import ParsedRequest, SearchRequest, parse_request

#: The file name that means standard input.
_DASH = Path("-")

#: The queries to answer; None for a query that cannot be parsed, after its error is printed.
Queries = Iterable[ParsedRequest | None]

#: Takes the next queries before they are answered, so that a server can be asked for them together.
Announce = Callable[[Sequence[ParsedRequest]], None]

#: How many queries are announced together.
_ANNOUNCED = 100


def parsed_queries(request: SearchRequest, file: Path | None, announce: Announce | None = None) -> Queries:
    """Return the queries of a request, joined as alternatives of one query, or each query of a file.

    The file is opened now, and its lines are parsed as they are needed.

    announce: called with the next queries of a regular file, 100 at a time; never for a pipe

    Raises QuerySyntaxError, UsageError and OSError.
    """
    return [parse_request(request)] if file is None else _from_file(file, request, announce)


def separate_queries(request: SearchRequest, file: Path | None, *, every: bool = False) -> Queries:
    """Return each query of a request by itself, or each query of a file. Raises what parsed_queries raises.

    every: whether a request without a query and filters matches every article
    """
    if file is not None:
        return parsed_queries(request, file)
    if not request.queries:
        return [parse_request(request, every=every)]
    return [parse_request(replace(request, queries=(text,))) for text in request.queries]


def _from_file(file: Path, request: SearchRequest, announce: Announce | None) -> Queries:
    if file == _DASH:
        return _parse_lines(nullcontext(standard_input()), file, request, None)
    opened = file.open(encoding="utf-8", errors="surrogateescape")
    return _parse_lines(opened, file, request, announce if file.is_file() else None)


def _parse_lines(
    opened: AbstractContextManager[TextIO], file: Path, request: SearchRequest, announce: Announce | None
) -> Iterator[ParsedRequest | None]:
    from newsgrep.cli.error_report import report_error
    from newsgrep.search.query_lines import UnreadableQuery, parse_lines

    with opened as lines:
        queries = parse_lines(lines, str(file), request)
        for some in batched_by_size(queries, lambda _: 1, _ANNOUNCED if announce else 1):
            if announce:
                announce([query for query in some if not isinstance(query, UnreadableQuery)])
            for query in some:
                if isinstance(query, UnreadableQuery):
                    report_error(query.error, where=query.where)
                    yield None
                else:
                    yield query
