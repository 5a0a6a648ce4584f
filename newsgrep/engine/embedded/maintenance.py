"""Statistics of an index, from its columns, and its verification, which reads all of it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import compress
from pathlib import Path
from stat import S_ISREG

import numpy as np

from newsgrep.encoded_article import EncodedArticle, encoded_article_of
from newsgrep.engine.embedded.directory import Generation
from newsgrep.engine.embedded.snapshot import SegmentView, Snapshot
from newsgrep.engine.embedded.tally import tally
from newsgrep.engine.segment.checks import check_segment
from newsgrep.engine.segment.sections import damaged
from newsgrep.errors import IndexDamagedError
from newsgrep.results import EngineStats

#: How many authors the statistics name: the authors with the most articles.
_TOP_AUTHORS = 10


def stats(folder: Path, generation: Generation, snapshot: Snapshot) -> EngineStats:
    """Return statistics of the index in a folder."""
    counts = tally(snapshot, np.flatnonzero(snapshot.live), ["author"])
    authors = [(name, number) for (name,), number in counts.items() if name]
    top_authors = sorted(authors, key=lambda pair: (-pair[1], pair[0]))[:_TOP_AUTHORS]
    first, last = snapshot.days() or ("", "")
    return EngineStats(
        index=str(folder),
        format_version=generation.header.format,
        engine="embedded",
        language=generation.header.language,
        articles=snapshot.live_count,
        size=sum(map(_size, folder.iterdir())),
        first_day=first,
        last_day=last,
        undated=int(np.count_nonzero(snapshot.column("day")[snapshot.live] == 0)),
        top_authors=top_authors,
        committed_at=generation.header.committed_at,
        model=model.folder if (model := generation.header.meaning) else "",
        vectors=sum(_vectors(segment) for segment in snapshot.segments),
    )


def _size(file: Path) -> int:
    """Return the bytes of a file; 0 for a folder, and for a file that a commit has just deleted."""
    try:
        found = file.stat()
    except FileNotFoundError:
        return 0
    return found.st_size if S_ISREG(found.st_mode) else 0


def _vectors(segment: SegmentView) -> int:
    """Return how many articles of a segment have a vector by a model."""
    if segment.reader.meaning is None:
        return 0
    return int(np.count_nonzero(segment.of_live(segment.reader.meaning.lengths)))


def live_articles(snapshot: Snapshot) -> Iterator[tuple[EncodedArticle, bytes]]:
    """Yield the parts of every live article, and the article as it is encoded. Raises IndexDamagedError."""
    for segment in snapshot.segments:
        records = segment.reader.stored_fields.each()
        for data in records if segment.live is None else compress(records, segment.live.tolist()):
            try:
                article = encoded_article_of(data)
                article.key.decode("utf-8", "surrogatepass")
            except ValueError as error:
                raise damaged(segment.reader.files[".art"].path, f"is damaged: {error}") from error
            yield article, data
        segment.reader.release()


def check(generation: Generation, snapshot: Snapshot) -> Iterator[str]:
    """Yield a line for each problem in an index."""
    for info, segment in zip(generation.header.segments, snapshot.segments, strict=True):
        try:
            for problem in check_segment(segment.reader):
                yield f"{info.name}: {problem}"
        except IndexDamagedError as error:
            yield f"{info.name}: {error.message}"
        segment.reader.release()
