"""Queries from a file, one a line: what `newsgrep search -f FILE` reads.

    ganja missile
    # a comment
    oil-1<TAB>"oil price" OR pipeline

A line is a query, named by its number; with a tab, what stands before the first one is its name. Blank lines
and lines that begin with # are passed over. Lines are read as they are needed, and none is kept.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import NamedTuple, TextIO

#: The name of a file that stands for standard input.
STDIN = Path("-")

#: Characters of a line, so that a file without line ends does not fill the memory.
LONGEST_LINE = 1_000_000


class Topic(NamedTuple):
    """A query of a file: its name, its text, and the number of its line, from 1.

    The text of a line that is too long is cut, which `is_cut` tells.
    """

    name: str
    text: str
    line: int
    is_cut: bool = False


def read_topics(file: Path) -> Iterator[Topic]:
    """Yield the queries of a file, as UTF-8; bytes that are none become lone surrogates."""
    opened = (
        nullcontext(sys.stdin) if file == STDIN else file.open(encoding="utf-8", errors="surrogateescape")
    )
    with opened as lines:
        yield from topics(lines)


def topics(lines: TextIO) -> Iterator[Topic]:
    """Yield the queries of an open file."""
    number = 0
    while line := lines.readline(LONGEST_LINE):
        number += 1
        is_cut = len(line) == LONGEST_LINE and not line.endswith("\n") and _skip_line(lines)
        line = line.rstrip("\r\n")
        if number == 1:
            line = line.removeprefix("\ufeff")
        if line.strip() and not line.startswith("#"):
            name, tab, text = line.partition("\t")
            if not tab:
                name, text = "", line
            yield Topic(name.strip() or str(number), text, number, is_cut)


def _skip_line(lines: TextIO) -> bool:
    """Read to the end of the line; return whether there was more of it."""
    skipped = False
    while rest := lines.readline(LONGEST_LINE):
        skipped = skipped or bool(rest.strip("\r\n"))
        if rest.endswith("\n"):
            break
    return skipped
