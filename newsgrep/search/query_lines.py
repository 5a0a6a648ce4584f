"""Many queries, one a line of a text: what `newsgrep search -f FILE` reads.

    ganja missile
    # a comment
    oil-1<TAB>"oil price" OR pipeline

A line is a query, named by its number. If it has a tab, the text before the first tab is its name. Blank
lines and lines that begin with # are skipped. Lines are read as they are needed, and none is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TextIO

from msgspec import Struct
from msgspec.structs import replace

from newsgrep.errors import NewsgrepError, QuerySyntaxError, UsageError
from newsgrep.query.nodes import Node
from newsgrep.search.request import ParsedRequest, SearchRequest, parse_filters, parse_queries

#: Characters of a line, at most, so that a text without line ends does not fill the memory.
LONGEST_LINE = 1_000_000
#: A longer line is refused as endless: it comes from a disk, or from /dev/zero.
_ENDLESS = 100 * LONGEST_LINE


class FileQuery(NamedTuple):
    """A query of a file: its name, its text and its line number, from 1.

    is_cut: whether the line is longer than LONGEST_LINE, and the text is only its beginning
    """

    name: str
    text: str
    line: int
    is_cut: bool = False


class UnreadableQuery(Struct, frozen=True):
    """A line that cannot be parsed: `where` is file:line."""

    where: str
    error: NewsgrepError


def parse_lines(
    lines: TextIO, file: str, request: SearchRequest
) -> Iterator[ParsedRequest | UnreadableQuery]:
    """Parse each query of an open file; `request` has the filters and how to parse, and no query.

    file: the file's name, for error messages

    Raises UsageError and QuerySyntaxError for the filters, before anything is read, and UsageError for a line
    without an end.
    """
    return _parsed_lines(lines, file, request, parse_filters(request))


def _parsed_lines(
    lines: TextIO, file: str, request: SearchRequest, filters: Sequence[Node]
) -> Iterator[ParsedRequest | UnreadableQuery]:
    for one in read_queries(lines):
        where = f"{file}:{one.line}"
        if one.is_cut:
            yield UnreadableQuery(where, UsageError(f"the line is longer than {LONGEST_LINE:,} characters"))
            continue
        try:
            parsed = parse_queries((one.text,), request, filters)
        except QuerySyntaxError as error:
            yield UnreadableQuery(where, error)
        else:
            yield replace(parsed, name=one.name)


def read_queries(lines: TextIO) -> Iterator[FileQuery]:
    """Yield the queries of an open file as text. Raises UsageError for a line without an end."""
    number = 0
    while line := lines.readline(LONGEST_LINE):
        number += 1
        is_cut = len(line) == LONGEST_LINE and not line.endswith("\n") and _skip_line(lines, number)
        line = line.rstrip("\r\n")
        if number == 1:
            line = line.removeprefix("\ufeff")
        if line.strip() and not line.startswith("#"):
            name, tab, text = line.partition("\t")
            if not tab:
                name, text = "", line
            yield FileQuery(name.strip() or str(number), text, number, is_cut)


def _skip_line(lines: TextIO, number: int) -> bool:
    """Read to the end of the line; return whether there was more of it than a line end."""
    skipped = False
    for _ in range(0, _ENDLESS, LONGEST_LINE):
        rest = lines.readline(LONGEST_LINE)
        skipped = skipped or bool(rest.strip("\r\n"))
        if not rest or rest.endswith("\n"):
            return skipped
    raise UsageError(f"line {number} of the queries does not end", "give a file with a query on each line")
