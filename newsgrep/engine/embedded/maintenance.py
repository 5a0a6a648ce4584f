"""What state an index is in, and what is broken in it: both read all of it, and hold little."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import compress
from pathlib import Path

import numpy as np

from newsgrep.article import encoded_article_of
from newsgrep.engine.embedded.directory import Generation
from newsgrep.engine.embedded.snapshot import State
from newsgrep.engine.segment.checks import segment_faults
from newsgrep.indexing.manifest import Manifest
from newsgrep.outofcore.sorter import Sorter
from newsgrep.results import IndexStats, Unreadable

#: Authors that are told, those of the most articles.
_TOP_AUTHORS = 10

_64_BITS = (1 << 64) - 1


def status_of(
    folder: Path, generation: Generation, state: State, days: tuple[str, str] | None, manifest: Manifest
) -> IndexStats:
    """Return the state of the index in a folder, whose articles are of some days."""
    authors: Counter[bytes] = Counter()
    for data in _each(state):
        authors.update(encoded_article_of(data).authors)
    most = sorted(authors.items(), key=lambda pair: (-pair[1], pair[0]))[:_TOP_AUTHORS]
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
        articles=state.live_count,
        files=len(manifest),
        size=sum(file.stat().st_size for file in folder.iterdir() if file.is_file()),
        first_day=first,
        last_day=last,
        undated=int(np.count_nonzero(state.column("day")[state.live] == 0)),
        top_authors=[(name.decode("utf-8", "surrogatepass"), number) for name, number in most],
        unreadable=unreadable,
        committed_at=generation.header.committed_at,
        duplicates=duplicates,
    )


def _each(state: State) -> Iterator[bytes]:
    """Yield the data of every article that is not deleted."""
    for part in state.parts:
        data = part.reader.articles.each()
        yield from data if part.live is None else compress(data, part.live.tolist())
        part.reader.release()


def faults_of(generation: Generation, state: State, manifest: Callable[[], Manifest]) -> Iterator[str]:
    """Yield what is broken in an index; its manifest is asked for where its segments are whole."""
    whole = True
    for record, part in zip(generation.segments, state.parts, strict=True):
        for fault in segment_faults(part.reader):
            whole = False
            yield f"{record.name}: {fault}"
        if record.doccount != part.reader.document_count:
            yield f"{record.name}: has {part.reader.document_count} articles, not {record.doccount}"
        part.reader.release()
    if whole:
        files = manifest()
        if _sum(_keys_of(state)) != _sum(_keys_in(files)):
            yield from _strangers(state, files)


def _keys_of(state: State) -> Iterator[str]:
    """Yield the keys of all articles."""
    for data in _each(state):
        yield encoded_article_of(data).key.decode("utf-8", "surrogatepass")


def _keys_in(manifest: Manifest) -> Iterator[str]:
    """Yield the keys of the articles that a manifest says are stored."""
    for record in manifest.values():
        yield from record.keys


def _sum(keys: Iterator[str]) -> tuple[int, int, int]:
    """Return how many keys there are, and two sums, which are the same for the same keys in any order."""
    number = first = second = 0
    for key in keys:
        value = hash(key)
        number, first, second = number + 1, first + value & _64_BITS, second + value * value & _64_BITS
    return number, first, second


def _strangers(state: State, manifest: Manifest) -> Iterator[str]:
    """Yield which articles are of no file, or there more than once, or missing."""
    rows = Sorter()
    for key in _keys_in(manifest):
        rows.add((key, 0))
    for key in _keys_of(state):
        rows.add((key, 1))
    wanted = ""
    for key, is_there in rows.drain():
        if not is_there:
            if wanted:
                yield f"the article {wanted} is missing"
            wanted = key
        elif key == wanted:
            wanted = ""
        else:
            yield f"the article {key} is of no file, or is there twice"
    if wanted:
        yield f"the article {wanted} is missing"
