"""Records of some files as a line of JSON, compressed, and back."""

from __future__ import annotations

import base64
import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from newsgrep.indexing.dedupe import NO_PRINTS, PRINTS
from newsgrep.indexing.manifest.records import DIGEST, Digests, FileRecord, Gathered, digests_of

#: Files, and articles, that are written together; a file of more articles has several lines.
FILES, ARTICLES = 1_000, 100_000

#: How many files a line has; it begins with that, and with their paths.
COUNT, PATHS = "files", "path"

_OF_EACH_FILE = (PATHS, "size", "mtime_ns", "digest")
_SELDOM = ("unreadable", "copies", "keeps", "reading", "skipped")

to_json = json.JSONEncoder(separators=(",", ":")).encode


def compressed(text: str) -> bytes:
    """Return a text in ASCII as a gzip member."""
    return gzip.compress(text.encode("ascii"), 1, mtime=0)


def lines_of(records: Sequence[FileRecord]) -> Iterator[bytes]:
    """Yield the lines of some records, each compressed by itself."""
    for part in _parts(records):
        yield compressed(to_json(_columns(part)) + "\n")


def _parts(records: Sequence[FileRecord]) -> Iterator[Sequence[FileRecord]]:
    """Yield records that are written together; one of very many articles is parted."""
    start = articles = 0
    for number, record in enumerate(records):
        count = len(record.articles)
        if number - start == FILES or articles + count > ARTICLES:
            if number > start:
                yield records[start:number]
            start, articles = number, 0
        if count > ARTICLES:
            start = number + 1
            for first in range(0, count, ARTICLES):
                yield [_part(record, first, min(first + ARTICLES, count))]
        else:
            articles += count
    if start < len(records):
        yield records[start:]


def _part(record: FileRecord, start: int, end: int) -> FileRecord:
    """Return the record of a file with some of its articles; what was left out of it is in the first."""
    articles = digests_of(record)
    names = articles.names(start, end)
    part = record._replace(
        articles=Digests.of(names, articles.digests(start, end)),
        prints=record.prints[start * PRINTS.size : end * PRINTS.size],
        copies=record.copies.intersection(names),
    )
    return part._replace(unreadable=(), skipped={}) if start else part


def joined(parts: Iterable[FileRecord]) -> FileRecord:
    """Return the record of a file from those with some of its articles each, which are taken one by one."""
    gathered, copies, skipped = Gathered(), set[str](), Counter[str]()
    unreadable: list[tuple[int, str, str]] = []
    for part in parts:
        gathered.extend(digests_of(part), part.prints)
        copies |= part.copies
        unreadable += part.unreadable
        skipped.update(part.skipped)
    return part._replace(
        articles=gathered.articles,
        prints=gathered.prints,
        copies=frozenset(copies),
        unreadable=tuple(unreadable),
        skipped=skipped,
    )


def _columns(records: Sequence[FileRecord]) -> dict[str, Any]:
    """Return what there is to tell of some files; of most there is nothing in the seldom columns."""
    counts: list[int] = []
    names: list[str] = []
    digests, prints = bytearray(), bytearray()
    seldom: dict[str, dict[int, Any]] = {}
    for place, record in enumerate(records):
        articles = digests_of(record)
        count = len(articles)
        counts.append(count)
        names += articles.names(0, count)
        digests += articles.digests(0, count)
        prints += record.prints or NO_PRINTS * count
        for name, value in _seldom(record):
            seldom.setdefault(name, {})[place] = value
    return {
        COUNT: len(records),
        **{name: [getattr(record, name) for record in records] for name in _OF_EACH_FILE},
        "articles": counts,
        "names": names,
        "digests": base64.b64encode(digests).decode("ascii"),
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


def records_in(columns: dict[str, Any]) -> Iterator[FileRecord]:
    """Yield the records that a line has. Raises LookupError, TypeError or ValueError for what is none."""
    names = columns["names"]
    digests, prints = (base64.b64decode(columns[name], validate=True) for name in ("digests", "prints"))
    if not len(names) == len(digests) / DIGEST == len(prints) / PRINTS.size == sum(columns["articles"]):
        raise ValueError("the manifest has digests or prints of other articles")
    if columns[COUNT] != len(columns[PATHS]):
        raise ValueError("the manifest has another number of files")
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
