"""The manifest: which files the index was made from, and what each of them gave.

It is what makes indexing incremental. An engine keeps it beside its own files and publishes it in the
same commit, so that the two never disagree; a search never reads it.

On disk it is gzipped JSON Lines: first an array for each article that has copies, its key and theirs, so
that they are found without reading the rest; then an object for each file, in the order of their paths.
"""

from __future__ import annotations

import base64
import gzip
import json
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path
from typing import Any

from newsgrep.duplicates import NO_PRINTS, PRINTS
from newsgrep.results import Unreadable


class Digests(Mapping[str, str]):
    """Names of records with a digest each, in their order: some 40 bytes a record where a dict takes 220.

    To look a name up, a dict is made of them after all.
    """

    def __init__(self, items: Iterable[tuple[str, str]] = ()) -> None:
        self._names, self._digests = bytearray(), bytearray()
        self._ends = array("Q")
        self._known: dict[str, str] | None = None
        for name, digest in items:
            self.append(name, digest)

    def append(self, name: str, digest: str) -> None:
        """Take a name in that is not there."""
        self._names += name.encode("utf-8", "surrogatepass")
        self._ends.append(len(self._names))
        self._digests += f"{digest} ".encode()
        self._known = None

    def __len__(self) -> int:
        return len(self._ends)

    def __iter__(self) -> Iterator[str]:
        start = 0
        for end in self._ends:
            yield self._names[start:end].decode("utf-8", "surrogatepass")
            start = end

    def __getitem__(self, name: str) -> str:
        if self._known is None:
            self._known = dict(self.pairs())
        return self._known[name]

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield each name with its digest; what `items` does, without a dict."""
        return zip(self, self._digests.decode().split(" "), strict=False)


@dataclass(frozen=True, slots=True)
class FileRecord:
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
    articles: Mapping[str, str] = field(default_factory=dict)
    unreadable: tuple[tuple[int, str, str], ...] = ()
    prints: bytes = b""
    copies: frozenset[str] = frozenset()
    keeps: bool = False
    reading: str = ""
    skipped: dict[str, int] = field(default_factory=dict)

    @property
    def keys(self) -> list[str]:
        """The keys of the articles that are in the index from this file."""
        return [self.key(name) for name in self.articles if name not in self.copies]

    @property
    def stored(self) -> int:
        """How many articles are in the index from this file."""
        return len(self.articles) - len(self.copies)

    @property
    def is_complete(self) -> bool:
        """Whether all that a record tells is known; an index of before there were prints has none."""
        return bool(self.prints or not self.articles)

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
    records = (_record(json.loads(line)) for line in _lines(file) if not line.startswith("["))
    return {record.path: record for record in records}


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


def _record(values: dict[str, Any]) -> FileRecord:
    names, digests = values.pop("names"), values.pop("digests").split(" ")
    if len(names) != len(digests) and names:
        raise ValueError("the manifest has digests of other articles")
    articles = Digests(zip(names, digests, strict=False))
    prints = base64.b64decode(values.get("prints", ""), validate=True)
    if prints and len(prints) != PRINTS.size * len(names):
        raise ValueError("the manifest has prints of other articles")
    problems = tuple((line, reason, member) for line, reason, member in values.get("unreadable", ()))
    copies = frozenset(names[place] for place in values.get("copies", ()))
    known = {"articles": articles, "unreadable": problems, "prints": prints, "copies": copies}
    return FileRecord(**values | known)


def save(records: Iterable[FileRecord], file: Path) -> None:
    """Write a manifest. JSON escapes carry file names that are not valid Unicode."""
    records = list(records)
    with gzip.open(file, "wt", compresslevel=1, encoding="ascii") as out:
        for key, copies in _copies(records).items():
            out.write(_to_json([key, copies]) + "\n")
        for record in records:
            out.write(_to_json(_values(record)) + "\n")


def _values(record: FileRecord) -> dict[str, Any]:
    """Return what there is to tell of a file; most fields have nothing."""
    articles = record.articles
    pairs = articles.pairs() if isinstance(articles, Digests) else articles.items()
    names, digests = zip(*pairs, strict=True) if articles else ((), ())
    copies = [place for place, name in enumerate(names) if name in record.copies] if record.copies else []
    prints = base64.b64encode(record.prints).decode("ascii")
    values = {
        **{"path": record.path, "size": record.size, "mtime_ns": record.mtime_ns, "digest": record.digest},
        **{"names": names, "digests": " ".join(digests), "prints": prints},
    }
    seldom = {
        **{"unreadable": record.unreadable, "copies": copies, "keeps": record.keeps},
        **{"reading": record.reading, "skipped": record.skipped},
    }
    return values | {name: value for name, value in seldom.items() if value}


def _copies(records: Sequence[FileRecord]) -> dict[str, list[str]]:
    """Return the keys of the copies of each article that has any."""
    copies_of: dict[int, list[str]] = {}
    for record in records:
        for name, prints in record.printed() if record.copies else ():
            for one in PRINTS.unpack(prints) if name in record.copies else ():
                copies_of.setdefault(one, []).append(record.key(name))
    found: dict[str, list[str]] = {}
    copies_of.pop(0, None)
    for record in records if copies_of else ():
        for name, prints in record.printed():
            if name in record.copies:
                continue
            copies = [key for one in PRINTS.unpack(prints) for key in copies_of.get(one, ())]
            if copies:
                found[record.key(name)] = list(dict.fromkeys(copies))
    return found
