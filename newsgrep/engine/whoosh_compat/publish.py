"""Publishing a generation: Whoosh writes its table of contents, synced before it is renamed into place."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from newsgrep.engine.embedded.commit_point import NAME
from newsgrep.engine.embedded.directory import sync
from newsgrep.engine.segment.info import SegmentInfo
from newsgrep.engine.whoosh_compat.codec import ArraySegment, make_schema


class _SyncedStorage(FileStorage):  # type: ignore[misc]
    """A folder in which a file is on the disk before it gets its name."""

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Rename a file in one step; this is what publishes a generation."""
        old, new = Path(self._fpath(oldname)), Path(self._fpath(newname))
        with old.open("rb") as file:
            os.fsync(file.fileno())
        old.replace(new)


def publish(folder: Path, generation: int, segments: Sequence[SegmentInfo], language: str) -> None:
    """Make the segments the contents of the index, as this generation."""
    toc = TOC(make_schema(language), [ArraySegment(record) for record in segments], generation)
    toc.write(_SyncedStorage(str(folder)), NAME)
    sync(folder)
