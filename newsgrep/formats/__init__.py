"""Reading articles from files: one module a format, and one row in `FORMATS`.

A format is chosen by the file's suffix, then by a look at its first bytes: where several formats
share a suffix the first to claim the beginning reads the file, and the last takes what is left. A
suffix that no format has, of a file named on the command line, is left to the look alone.

A reader yields articles, and an `Unreadable` for each record that it has to leave out. It raises
ArticleError or OSError where the whole file is lost; `read_articles` makes both an `Unreadable`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from newsgrep.article import Article
from newsgrep.errors import ArticleError
from newsgrep.formats import dateline, jsondocument, jsonlines, plain
from newsgrep.formats.origin import Origin
from newsgrep.formats.text import HEAD, glimpse, trouble
from newsgrep.results import Unreadable


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file.

    suffixes: those it goes by, in lower case
    claims:   whether a file that begins with this text is of the format
    read:     yields what a stream of that origin holds
    """

    name: str
    suffixes: tuple[str, ...]
    claims: Callable[[str], bool]
    read: Callable[[BufferedReader, Origin], Iterator[Article | Unreadable]]


#: Every format that is read, the more particular before the more general.
FORMATS = (
    Format("JSON Lines", (".jsonl", ".ndjson", ".json"), jsonlines.claims, jsonlines.read),
    Format("JSON", (".json",), jsondocument.claims, jsondocument.read),
    Format("dateline text", (".txt", ".text"), dateline.claims, dateline.read),
    Format("plain text", (".txt", ".text"), plain.claims, plain.read),
)

#: The suffixes of the files that a walk over a folder takes.
READABLE_SUFFIXES = frozenset(suffix for row in FORMATS for suffix in row.suffixes)

_BY_SUFFIX = {suffix: tuple(row for row in FORMATS if suffix in row.suffixes) for suffix in READABLE_SUFFIXES}


def read_articles(file: Path, origin: Origin) -> Iterator[Article | Unreadable]:
    """Yield the articles of a file, and what of it cannot be read and why.

    `file` is where to open it; the origin has the name to store, which each key begins with.
    """
    try:
        with file.open("rb") as stream:
            yield from choose(file.suffix, stream.peek(HEAD)[:HEAD]).read(stream, origin)
    except ArticleError as error:
        yield Unreadable(origin.path, error.message, error.line)
    except OSError as error:
        yield Unreadable(origin.path, trouble(error))


def choose(suffix: str, head: bytes) -> Format:
    """Return the format of a file by its suffix and its first bytes."""
    rows = _BY_SUFFIX.get(suffix.lower(), FORMATS)
    if len(rows) == 1:
        return rows[0]
    beginning = glimpse(head)
    return next((row for row in rows if row.claims(beginning)), rows[-1])
