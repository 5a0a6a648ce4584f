"""Reading and writing manifests."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby, takewhile
from operator import attrgetter
from pathlib import Path
from typing import Any

from newsgrep.duplicates import NO_PRINTS, PRINTS
from newsgrep.manifest.records import DIGEST, Digests, FileRecord, Manifest

#: Files, and articles, that are written together; a file of more articles has several lines.
_FILES, _ARTICLES = 1_000, 100_000

#: Files, and articles, whose records are held as they are: what is less is packed in the end alone, when
#: others work.
_HELD_FILES, _HELD_ARTICLES = 30_000, 500_000

_OF_EACH_FILE = ("path", "size", "mtime_ns", "digest")
_SELDOM = ("unreadable", "copies", "keeps", "reading", "skipped")

#: The key of the last object, which tells how many others there are.
_END = "objects"

_to_json = json.JSONEncoder(separators=(",", ":")).encode


class Draft:
    """A manifest in the making. Of the records that it is given it keeps compressed lines, 50 bytes each."""

    def __init__(self, records: Iterable[FileRecord] = ()) -> None:
        """Begin with some records."""
        self._lines: list[bytes] = []
        self._pending: list[FileRecord] = []
        self._articles = 0
        self._copies_of: dict[int, list[str]] = {}
        for record in records:
            self.add(record)

    def add(self, record: FileRecord) -> None:
        """Take the record of a file in, which comes after those before it."""
        for name, prints in record.printed() if record.copies else ():
            for one in PRINTS.unpack(prints) if name in record.copies else ():
                self._copies_of.setdefault(one, []).append(record.key(name))
        self._pending.append(record)
        self._articles += len(record.articles)
        if len(self._pending) == _HELD_FILES or self._articles >= _HELD_ARTICLES:
            self._pack()

    def __iter__(self) -> Iterator[FileRecord]:
        """Yield the records; a file of very many articles has several, one after the other."""
        for line in self._lines:
            yield from _records(json.loads(gzip.decompress(line)))
        yield from self._pending

    def write(self, file: Path) -> None:
        """Write the manifest. JSON escapes carry file names that are not valid Unicode."""
        copies = "".join(_to_json([key, copies]) + "\n" for key, copies in self._copies().items())
        self._pack()
        with file.open("wb") as out:
            out.write(_compressed(copies))
            out.writelines(self._lines)
            out.write(_compressed(_to_json({_END: len(self._lines)}) + "\n"))

    def _pack(self) -> None:
        pending, self._pending, self._articles = self._pending, [], 0
        for part in _parts(pending):
            self._lines.append(_compressed(_to_json(_columns(part)) + "\n"))

    def _copies(self) -> dict[str, list[str]]:
        """Return the keys of the copies of each article that has any."""
        copies_of, found = self._copies_of, {}
        copies_of.pop(0, None)
        for record in self if copies_of else ():
            # Most files have nothing to do with copies, and their names need not be looked at.
            if copies_of.keys().isdisjoint(chain.from_iterable(PRINTS.iter_unpack(record.prints))):
                continue
            for name, prints in record.printed():
                copies = [key for one in PRINTS.unpack(prints) for key in copies_of.get(one, ())]
                if copies and name not in record.copies:
                    found[record.key(name)] = list(dict.fromkeys(copies))
        return found


def save(records: Iterable[FileRecord], file: Path) -> None:
    """Write a manifest of records in the order of their paths, or of a draft."""
    (records if isinstance(records, Draft) else Draft(records)).write(file)


def load(file: Path) -> Manifest:
    """Read a manifest, keyed by path. Raises OSError, EOFError, LookupError, TypeError or ValueError."""
    records = (record for columns in _objects(file) for record in _records(columns))
    return {path: _joined(list(parts)) for path, parts in groupby(records, attrgetter("path"))}


def load_copies(file: Path, key: str) -> list[str]:
    """Return the keys of the copies of an article. Raises what `load` raises."""
    start = json.dumps([key])[:-1] + ","
    of_articles = takewhile(lambda line: line.startswith("["), _lines(file))
    return next((json.loads(line)[1] for line in of_articles if line.startswith(start)), [])


def _lines(file: Path) -> Iterator[str]:
    if not file.stat().st_size:
        raise EOFError("the manifest is empty")  # which gzip would read as no files
    try:
        with gzip.open(file, "rt", encoding="ascii") as lines:
            yield from lines
    except gzip.BadGzipFile as error:
        raise ValueError(str(error)) from error


def _objects(file: Path) -> Iterator[dict[str, Any]]:
    """Yield what there is of files. Raises EOFError where the last is missing: each line is by itself."""
    count, end = 0, -1
    for line in _lines(file):
        if line.startswith("["):
            continue
        columns = json.loads(line)
        if _END in columns:
            end = columns[_END]
        else:
            count += 1
            yield columns
    if count != end:
        raise EOFError("the manifest is cut off")


def _compressed(text: str) -> bytes:
    return gzip.compress(text.encode("ascii"), 1, mtime=0)


def _parts(records: Sequence[FileRecord]) -> Iterator[Sequence[FileRecord]]:
    """Yield records that are written together; one of very many articles is parted."""
    start = articles = 0
    for number, record in enumerate(records):
        if number - start == _FILES or articles + len(record.articles) > _ARTICLES:
            if number > start:
                yield records[start:number]
            start, articles = number, 0
        if len(record.articles) > _ARTICLES:
            start = number + 1
            for first in range(0, len(record.articles), _ARTICLES):
                yield [_part(record, first, min(first + _ARTICLES, len(record.articles)))]
        else:
            articles += len(record.articles)
    if start < len(records):
        yield records[start:]


def _part(record: FileRecord, start: int, end: int) -> FileRecord:
    """Return the record of a file with some of its articles; what there is of the file is in the first."""
    articles = _digests_of(record)
    names = articles.names(start, end)
    part = record._replace(
        articles=Digests.of(names, articles.digests(start, end)),
        prints=record.prints[start * PRINTS.size : end * PRINTS.size],
        copies=record.copies.intersection(names),
    )
    return part._replace(unreadable=(), skipped={}) if start else part


def _joined(parts: Sequence[FileRecord]) -> FileRecord:
    """Return the record of a file from those with some of its articles each."""
    if len(parts) == 1:
        return parts[0]
    return parts[0]._replace(
        articles=Digests.joined([_digests_of(part) for part in parts]),
        prints=b"".join(part.prints for part in parts),
        copies=frozenset().union(*(part.copies for part in parts)),
    )


def _digests_of(record: FileRecord) -> Digests:
    articles = record.articles
    return articles if isinstance(articles, Digests) else Digests.of(articles, b"".join(articles.values()))


def _columns(records: Sequence[FileRecord]) -> dict[str, Any]:
    """Return what there is to tell of some files; of most there is nothing in the seldom columns."""
    names: list[str] = []
    digests: list[bytes] = []
    seldom: dict[str, dict[int, Any]] = {}
    for place, record in enumerate(records):
        articles = _digests_of(record)
        names += articles
        digests.append(articles.digests(0, len(articles)))
        for name, value in _seldom(record):
            seldom.setdefault(name, {})[place] = value
    prints = b"".join(record.prints or NO_PRINTS * len(record.articles) for record in records)
    return {
        **{name: [getattr(record, name) for record in records] for name in _OF_EACH_FILE},
        "articles": [len(record.articles) for record in records],
        "names": names,
        "digests": base64.b64encode(b"".join(digests)).decode("ascii"),
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
        yield "skipped", dict(record.skipped)


def _records(columns: dict[str, Any]) -> Iterator[FileRecord]:
    names = columns["names"]
    digests, prints = (base64.b64decode(columns[name], validate=True) for name in ("digests", "prints"))
    if not len(names) == len(digests) / DIGEST == len(prints) / PRINTS.size == sum(columns["articles"]):
        raise ValueError("the manifest has digests or prints of other articles")
    seldom = {name: columns.get(name, {}) for name in _SELDOM}
    end = 0
    files = zip(*(columns[name] for name in (*_OF_EACH_FILE, "articles")), strict=True)
    for place, (path, size, mtime_ns, digest, count) in enumerate(files):
        start, end = end, end + count
        record = FileRecord(
            path, size, mtime_ns, digest,
            Digests.of(names[start:end], digests[start * DIGEST : end * DIGEST]),
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
