"""The manifest: which files the index was made from, and what each of them gave.

It is what makes indexing incremental. An engine keeps it beside its own files and publishes it in the
same commit, so that the two never disagree; a search never reads it.

On disk it is gzipped JSON Lines: first an array for each article that has copies, its key and theirs, so
that they are found without reading the rest; then an object for some files each, which are in the order of
their paths, with a list of what there is of each file or article. What few files have, the object has by
their places in it.
"""

from __future__ import annotations

import base64
import gzip
import json
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, pairwise, takewhile
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from newsgrep.duplicates import NO_PRINTS, PRINTS
from newsgrep.results import Unreadable


class Digests(Mapping[str, str]):
    """Names of records with a digest each, in their order: some 40 bytes a record where a dict takes 220.

    To look a name up, a dict is made of them after all.
    """

    def __init__(self, names: Iterable[str] = (), digests: Iterable[str] = ()) -> None:
        """Begin with some names and the digest of each."""
        encoded = [_encoded(name) for name in names]
        self._names = bytearray().join(encoded)
        self._ends = array("Q", accumulate(map(len, encoded)))
        self._digests = bytearray("".join(f"{digest} " for digest in digests).encode())
        self._known: dict[str, str] | None = None

    def append(self, name: str, digest: str) -> None:
        """Take a name in that is not there."""
        self._names += _encoded(name)
        self._ends.append(len(self._names))
        self._digests += f"{digest} ".encode()
        self._known = None

    def __len__(self) -> int:
        return len(self._ends)

    def __iter__(self) -> Iterator[str]:
        names = self._names
        bounds = pairwise((0, *self._ends))
        if names.isascii():
            text = names.decode()
            return iter([text[start:end] for start, end in bounds])
        return (names[start:end].decode("utf-8", "surrogatepass") for start, end in bounds)

    def __getitem__(self, name: str) -> str:
        if self._known is None:
            self._known = dict(self.pairs())
        return self._known[name]

    @property
    def digests(self) -> str:
        """All digests in their order, each with a space behind."""
        return self._digests.decode()

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield each name with its digest; what `items` does, without a dict."""
        return zip(self, self.digests.split(" "), strict=False)


def _encoded(name: str) -> bytes:
    return name.encode("utf-8", "surrogatepass")


class FileRecord(NamedTuple):
    """One file as it was when it was read.

    digest:     of its bytes; two files with the same digest are one file renamed
    articles:   record name ("" for a file that is one article) -> digest of the article, in their order
    unreadable: (line, reason, member) of what was left out
    prints:     what the articles are known again by, 16 bytes each, in the order of `articles`
    copies:     names of the articles that are not in the index, as another that is the same is
    keeps:      whether articles are stored though they are copies
    reading:    how it was read, as `Reading.mark` tells it: empty for the usual way
    skipped:    members of kinds that are not read, by suffix
    """

    path: str
    size: int
    mtime_ns: int
    digest: str
    articles: Mapping[str, str] = MappingProxyType({})
    unreadable: tuple[tuple[int, str, str], ...] = ()
    prints: bytes = b""
    copies: frozenset[str] = frozenset()
    keeps: bool = False
    reading: str = ""
    skipped: Mapping[str, int] = MappingProxyType({})

    @property
    def keys(self) -> list[str]:
        """The keys of the articles that are in the index from this file."""
        return [self.key(name) for name in self.articles if name not in self.copies]

    @property
    def stored(self) -> int:
        """How many articles are in the index from this file."""
        return len(self.articles) - len(self.copies)

    def key(self, name: str) -> str:
        """Return the key of an article by the name of its record."""
        return f"{self.path}#{name}" if name else self.path

    def problems(self) -> list[Unreadable]:
        """Return what was left out of this file."""
        return [Unreadable(self.path, reason, line, member) for line, reason, member in self.unreadable]

    def printed(self) -> Iterator[tuple[str, bytes]]:
        """Yield the name and the prints of each article."""
        size = PRINTS.size
        for place, name in enumerate(self.articles):
            yield name, self.prints[place * size : (place + 1) * size] or NO_PRINTS


Manifest = dict[str, FileRecord]

_to_json = json.JSONEncoder(separators=(",", ":")).encode


def load(file: Path) -> Manifest:
    """Read a manifest, keyed by path. Raises OSError, EOFError, LookupError, TypeError or ValueError."""
    of_files = (json.loads(line) for line in _lines(file) if not line.startswith("["))
    return {record.path: record for columns in of_files for record in _records(columns)}


def load_copies(file: Path, key: str) -> list[str]:
    """Return the keys of the copies of an article. Raises what `load` raises."""
    start = json.dumps([key])[:-1] + ","
    of_articles = takewhile(lambda line: line.startswith("["), _lines(file))
    return next((json.loads(line)[1] for line in of_articles if line.startswith(start)), [])


def original_of(manifest: Manifest, copy: str) -> str:
    """Return the key of the article that is stored in place of a copy, empty where the key is of none."""
    wanted = {
        one
        for record in manifest.values()
        if record.copies
        for name, prints in record.printed()
        if name in record.copies and record.key(name) == copy
        for one in PRINTS.unpack(prints)
    } - {0}
    for record in manifest.values() if wanted else ():
        for name, prints in record.printed():
            if name not in record.copies and not wanted.isdisjoint(PRINTS.unpack(prints)):
                return record.key(name)
    return ""


def _lines(file: Path) -> Iterator[str]:
    if not file.stat().st_size:
        raise EOFError("the manifest is empty")  # which gzip would read as no files
    try:
        with gzip.open(file, "rt", encoding="ascii") as lines:
            yield from lines
    except gzip.BadGzipFile as error:
        raise ValueError(str(error)) from error


def _records(columns: dict[str, Any]) -> Iterator[FileRecord]:
    names, digests = columns["names"], columns["digests"].split()
    prints = base64.b64decode(columns["prints"], validate=True)
    if not len(names) == len(digests) == len(prints) / PRINTS.size == sum(columns["articles"]):
        raise ValueError("the manifest has digests or prints of other articles")
    seldom = {name: columns.get(name, {}) for name in ("unreadable", "copies", "keeps", "reading", "skipped")}
    end = 0
    files = zip(*(columns[name] for name in (*_OF_EACH_FILE, "articles")), strict=True)
    for place, (path, size, mtime_ns, digest, count) in enumerate(files):
        start, end = end, end + count
        record = FileRecord(
            path, size, mtime_ns, digest,
            Digests(names[start:end], digests[start:end]),
            prints=prints[start * PRINTS.size : end * PRINTS.size],
        )  # fmt: skip
        known = {name: of_some[str(place)] for name, of_some in seldom.items() if str(place) in of_some}
        yield _with_seldom(record, known) if known else record


def _with_seldom(record: FileRecord, known: dict[str, Any]) -> FileRecord:
    """Return the record of a file with what few files have."""
    names = list(record.articles)
    problems = tuple((line, reason, member) for line, reason, member in known.get("unreadable", ()))
    copies = frozenset(names[place] for place in known.get("copies", ()))
    return record._replace(**known | {"unreadable": problems, "copies": copies})


def save(records: Iterable[FileRecord], file: Path) -> None:
    """Write a manifest. JSON escapes carry file names that are not valid Unicode."""
    records = list(records)
    with gzip.open(file, "wt", compresslevel=1, encoding="ascii") as out:
        for key, copies in _copies(records).items():
            out.write(_to_json([key, copies]) + "\n")
        for start in range(0, len(records), _FILES_A_LINE):
            out.write(_to_json(_columns(records[start : start + _FILES_A_LINE])) + "\n")


#: Files that are written together.
_FILES_A_LINE = 1000

_OF_EACH_FILE = ("path", "size", "mtime_ns", "digest")


def _columns(records: Sequence[FileRecord]) -> dict[str, Any]:
    """Return what there is to tell of some files; of most there is nothing in the seldom columns."""
    names: list[str] = []
    digests: list[str] = []
    seldom: dict[str, dict[int, Any]] = {}
    for place, record in enumerate(records):
        articles = record.articles
        names += articles
        digests.append(articles.digests if isinstance(articles, Digests) else " ".join(articles.values()))
        for name, value in _seldom(record):
            seldom.setdefault(name, {})[place] = value
    prints = b"".join(record.prints or NO_PRINTS * len(record.articles) for record in records)
    return {
        **{name: [getattr(record, name) for record in records] for name in _OF_EACH_FILE},
        "articles": [len(record.articles) for record in records],
        "names": names,
        "digests": " ".join(digests),
        "prints": base64.b64encode(prints).decode("ascii"),
        **seldom,
    }


def _seldom(record: FileRecord) -> Iterator[tuple[str, Any]]:
    if record.unreadable:
        yield "unreadable", record.unreadable
    if record.copies:
        yield "copies", [place for place, name in enumerate(record.articles) if name in record.copies]
    if record.keeps:
        yield "keeps", True
    if record.reading:
        yield "reading", record.reading
    if record.skipped:
        yield "skipped", record.skipped


def _copies(records: Sequence[FileRecord]) -> dict[str, list[str]]:
    """Return the keys of the copies of each article that has any."""
    copies_of: dict[int, list[str]] = {}
    for record in records:
        for name, prints in record.printed() if record.copies else ():
            for one in PRINTS.unpack(prints) if name in record.copies else ():
                copies_of.setdefault(one, []).append(record.key(name))
    copies_of.pop(0, None)
    found: dict[str, list[str]] = {}
    for record in records if copies_of else ():
        # Most files have nothing to do with copies, and their names need not be looked at.
        if copies_of.keys().isdisjoint(chain.from_iterable(PRINTS.iter_unpack(record.prints))):
            continue
        for name, prints in record.printed():
            copies = [key for one in PRINTS.unpack(prints) for key in copies_of.get(one, ())]
            if copies and name not in record.copies:
                found[record.key(name)] = list(dict.fromkeys(copies))
    return found
