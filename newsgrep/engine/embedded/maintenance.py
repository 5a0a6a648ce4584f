"""Statistics and verification of an index. Both read all of it, in little memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import compress
from pathlib import Path

import numpy as np

from newsgrep.article import encoded
from newsgrep.engine.embedded.directory import Generation
from newsgrep.engine.embedded.snapshot import Snapshot
from newsgrep.engine.segment.checks import segment_faults
from newsgrep.indexing.manifest import Manifest
from newsgrep.outofcore.sorter import Sorter
from newsgrep.results import IndexStats, Unreadable

#: Authors with the most articles that the statistics name.
_TOP_AUTHORS = 10

_64_BITS = (1 << 64) - 1


def stats(
    folder: Path,
    generation: Generation,
    snapshot: Snapshot,
    days: tuple[str, str] | None,
    manifest: Manifest,
) -> IndexStats:
    """Return statistics of the index in a folder; `days` are the first and the last one of its articles."""
    authors: Counter[bytes] = Counter()
    for data in _live_articles(snapshot):
        authors.update(encoded(data).authors)
    top_authors = sorted(authors.items(), key=lambda pair: (-pair[1], pair[0]))[:_TOP_AUTHORS]
    unreadable: list[Unreadable] = []
    duplicates = 0
    for record in manifest.values():
        unreadable += record.problems()
        duplicates += len(record.copies)
    first, last = days or ("", "")
    return IndexStats(
        folder=str(folder),
        format_version=generation.header.format,
        engine="whoosh3",
        language=generation.header.language,
        articles=snapshot.live_count,
        files=len(manifest),
        size=sum(file.stat().st_size for file in folder.iterdir() if file.is_file()),
        first_day=first,
        last_day=last,
        undated=int(np.count_nonzero(snapshot.column("day")[snapshot.live] == 0)),
        top_authors=[(name.decode("utf-8", "surrogatepass"), number) for name, number in top_authors],
        unreadable=unreadable,
        committed_at=generation.header.committed_at,
        duplicates=duplicates,
    )


def _live_articles(snapshot: Snapshot) -> Iterator[bytes]:
    """Yield the encoded record of every live article."""
    for segment in snapshot.segments:
        records = segment.reader.articles.each()
        yield from records if segment.live is None else compress(records, segment.live.tolist())
        segment.reader.release()


def check(generation: Generation, snapshot: Snapshot, manifest: Callable[[], Manifest]) -> Iterator[str]:
    """Yield a line for each problem in an index; the manifest is read only if the segments are intact."""
    intact = True
    for info, segment in zip(generation.segments, snapshot.segments, strict=True):
        for problem in segment_faults(segment.reader):
            intact = False
            yield f"{info.name}: {problem}"
        if info.doccount != segment.size:
            yield f"{info.name}: has {segment.size} articles, not {info.doccount}"
        segment.reader.release()
    if intact:
        files = manifest()
        if _checksum(_stored_keys(snapshot)) != _checksum(_listed_keys(files)):
            yield from _differing_keys(snapshot, files)


def _stored_keys(snapshot: Snapshot) -> Iterator[str]:
    """Yield the keys of all live articles."""
    for data in _live_articles(snapshot):
        yield encoded(data).key.decode("utf-8", "surrogatepass")


def _listed_keys(manifest: Manifest) -> Iterator[str]:
    """Yield the keys of the articles that the manifest lists as stored."""
    for record in manifest.values():
        yield from record.keys


def _checksum(keys: Iterator[str]) -> tuple[int, int, int]:
    """Return the number of keys and two sums over them, which do not depend on their order."""
    number = first = second = 0
    for key in keys:
        value = hash(key)
        number, first, second = number + 1, first + value & _64_BITS, second + value * value & _64_BITS
    return number, first, second


def _differing_keys(snapshot: Snapshot, manifest: Manifest) -> Iterator[str]:
    """Yield a line for each key that is listed and not stored, or stored and not listed, or stored twice."""
    rows = Sorter()
    for key in _listed_keys(manifest):
        rows.add((key, 0))
    for key in _stored_keys(snapshot):
        rows.add((key, 1))
    expected = ""
    for key, is_stored in rows.drain():
        if not is_stored:
            if expected:
                yield f"the article {expected} is missing"
            expected = key
        elif key == expected:
            expected = ""
        else:
            yield f"the article {key} belongs to no file, or is stored twice"
    if expected:
        yield f"the article {expected} is missing"
