"""Statistics of an index, and its problems: both read all of it, and hold little."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import compress
from pathlib import Path

import numpy as np

from newsgrep.article import encoded_article_of
from newsgrep.engine.embedded.directory import Generation
from newsgrep.engine.embedded.snapshot import State
from newsgrep.engine.segment.checks import segment_faults
from newsgrep.results import EngineStats

#: Authors that are named, those of the most articles.
_TOP_AUTHORS = 10


def stats_of(folder: Path, generation: Generation, state: State, days: tuple[str, str] | None) -> EngineStats:
    """Return the statistics of the index in a folder, whose articles are of some days."""
    authors: Counter[bytes] = Counter()
    for data in encoded_articles(state):
        authors.update(encoded_article_of(data).authors)
    most = sorted(authors.items(), key=lambda pair: (-pair[1], pair[0]))[:_TOP_AUTHORS]
    first, last = days or ("", "")
    return EngineStats(
        folder=str(folder),
        format_version=generation.header.format,
        engine="embedded",
        language=generation.header.language,
        articles=state.live_count,
        size=sum(file.stat().st_size for file in folder.iterdir() if file.is_file()),
        first_day=first,
        last_day=last,
        undated=int(np.count_nonzero(state.column("day")[state.live] == 0)),
        top_authors=[(name.decode("utf-8", "surrogatepass"), number) for name, number in most],
        committed_at=generation.header.committed_at,
    )


def encoded_articles(state: State) -> Iterator[bytes]:
    """Yield every article that is not deleted, as it is encoded."""
    for part in state.parts:
        data = part.reader.articles.each()
        yield from data if part.live is None else compress(data, part.live.tolist())
        part.reader.release()


def problems_of(generation: Generation, state: State) -> Iterator[str]:
    """Yield the problems of an index, a line each."""
    for info, part in zip(generation.segments, state.parts, strict=True):
        for problem in segment_faults(part.reader):
            yield f"{info.name}: {problem}"
        if info.doccount != part.reader.document_count:
            yield f"{info.name}: has {part.reader.document_count} articles, not {info.doccount}"
        part.reader.release()
