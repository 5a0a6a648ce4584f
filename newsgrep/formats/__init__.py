"""Reading articles from streams: one module a format, and one row in `FORMATS`.

A module of a format has two functions:

    claims(beginning: str) -> bool                   whether text that begins so is of the format
    read(stream: BufferedReader, origin: Origin)     yields its articles, and an Unreadable for each
        -> Iterator[Article | Unreadable]            record that has to be left out

`read` raises ArticleError or OSError where the rest of the stream is lost. A module is loaded when a file
may be of its format, and imports what is heavy only where it needs it.

A format is chosen by the file's suffix, then by a look at its first bytes. A suffix belongs to one format
at most, and others may share it: the first of those to claim the beginning reads the file, else its owner
does; where none owns it (`.xml`) the file is of no format that is read. A suffix that no format has, of a
file named on the command line, is left to the look alone: the first row of all to claim it, else text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from io import BufferedReader
from pathlib import Path
from typing import Protocol, cast

from newsgrep.article import Article
from newsgrep.errors import ArticleError
from newsgrep.formats.origin import Origin
from newsgrep.formats.text import HEAD, glimpse, trouble
from newsgrep.results import Unreadable


class Reader(Protocol):
    """What a module of a format has."""

    def claims(self, beginning: str) -> bool:
        """Whether text that begins so is of the format; `beginning` is clean, and may be cut anywhere."""

    def read(self, stream: BufferedReader, origin: Origin) -> Iterator[Article | Unreadable]:
        """Yield what a stream of that origin holds."""


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file.

    name:     the short one, of `--format`
    label:    the one for people
    module:   its reader, within this package
    suffixes: those it owns, in lower case: a file of one is of the format unless another claims it
    shared:   those of which it has only what it claims
    """

    name: str
    label: str
    module: str
    suffixes: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()

    @property
    def reader(self) -> Reader:
        """The module that reads the format."""
        return _module(self.module)


@cache
def _module(name: str) -> Reader:
    return cast(Reader, import_module(f"{__name__}.{name}"))


#: Every format that is read. The more particular come before the more general, as the first to claim a
#: file has it; plain text claims everything and is last.
FORMATS = (
    Format("jsonl", "JSON Lines", "records.jsonlines", (".jsonl", ".ndjson"), shared=(".json",)),
    Format("json", "JSON", "records.jsondocument", (".json",)),
    Format("warc", "WARC", "web.warc", (".warc", ".wet")),
    Format("html", "HTML", "web.webpage", (".html", ".htm", ".xhtml")),
    Format("feed", "RSS, Atom", "web.feed", (".rss", ".atom", ".rdf"), shared=(".xml",)),
    Format("reuters", "Reuters-21578 SGML", "wire.reuters", shared=(".sgm", ".sgml")),
    Format("trec", "TREC SGML", "wire.trec", (".sgm", ".sgml", ".trec")),
    Format("nitf", "NITF", "wire.nitf", (".nitf",), shared=(".xml",)),
    Format("newsml", "NewsML-G2", "wire.newsml", shared=(".xml",)),
    Format("xml", "other XML", "wire.otherxml", (".xml",)),  # below all that have a root of their own
    Format("csv", "CSV, TSV", "records.delimited", (".csv", ".tsv", ".tab")),
    Format("markdown", "Markdown", "prose.markdown", (".md", ".markdown")),
    Format("mbox", "mbox", "mail.mbox", (".mbox", ".mbx"), shared=(".txt",)),  # Mailman's archives are .txt
    Format("eml", "EML", "mail.eml", (".eml",)),
    Format("dateline", "dateline text", "prose.dateline", shared=(".txt", ".text")),
    Format("text", "plain text", "prose.plain", (".txt", ".text")),
)

_BY_NAME = {row.name: row for row in FORMATS}
_BY_SUFFIX = {
    suffix: tuple(row for row in FORMATS if suffix in row.suffixes + row.shared)
    for suffix in {suffix for row in FORMATS for suffix in row.suffixes + row.shared}
}

#: The suffixes of the files that a walk over a folder takes, those of archives aside.
READABLE_SUFFIXES = frozenset(_BY_SUFFIX)


def read_articles(file: Path, origin: Origin) -> Iterator[Article | Unreadable]:
    """Yield the articles of a file that is of one format, and what of it cannot be read and why.

    `file` is where to open it; the origin has the name to store, which each key begins with.
    """
    try:
        with file.open("rb") as stream:
            yield from choose(file.suffix, stream.peek(HEAD)[:HEAD], origin).reader.read(stream, origin)
    except ArticleError as error:
        yield Unreadable(origin.path, error.message, error.line)
    except OSError as error:
        yield Unreadable(origin.path, trouble(error))


def choose(suffix: str, head: bytes, origin: Origin | None = None) -> Format:
    """Return the format of a stream: what its origin says, else by the suffix and the first bytes.

    Raises ArticleError where there is none.
    """
    if origin and origin.format:
        return format_named(origin.format)
    rows = _BY_SUFFIX.get(suffix.lower(), FORMATS)
    if len(rows) == 1 and rows[0].suffixes:
        return rows[0]
    beginning = head.decode(origin.encoding, "replace") if origin and origin.encoding else glimpse(head)
    for row in rows:
        if row.reader.claims(beginning):
            return row
    owner = next((row for row in rows if suffix.lower() in row.suffixes), None)
    if owner is None:
        raise ArticleError(f"of no {suffix} format that is read")
    return owner


def format_named(name: str) -> Format:
    """Return the format of a short name. Raises LookupError where there is none."""
    return _BY_NAME[name]
