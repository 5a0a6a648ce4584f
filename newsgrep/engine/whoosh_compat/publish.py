"""Publish a generation: Whoosh writes the table of contents, which is synced and then renamed into place."""

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
    """A folder in which a file is on the disk before it gets its final name."""

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Sync a file and rename it atomically, which publishes a generation."""
        old, new = Path(self._fpath(oldname)), Path(self._fpath(newname))
        with old.open("rb") as file:
            os.fsync(file.fileno())
        old.replace(new)


def publish(folder: Path, generation: int, segments: Sequence[SegmentInfo], language: str) -> None:
    """Publish these segments as a generation of the index, durably."""
    toc = TOC(make_schema(language), [ArraySegment(info) for info in segments], generation)
    toc.write(_SyncedStorage(str(folder)), NAME)
    sync(folder)
