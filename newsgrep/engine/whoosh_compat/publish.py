"""Publish a generation: Whoosh writes the table of contents, which is synced and then renamed into place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.index import TOC

from newsgrep.engine.embedded.commit_point import NAME
from newsgrep.engine.segment.info import SegmentInfo
from newsgrep.engine.whoosh_compat.codec import ArraySegment, make_schema
from newsgrep.index_files import create_file, sync


class _SyncedStorage(FileStorage):  # type: ignore[misc]
    """A folder in which a file is on the disk before it gets its final name.

    before_renaming: called with the file that is going to be renamed
    """

    def __init__(self, folder: Path, before_renaming: Callable[[Path], None]) -> None:
        super().__init__(str(folder))
        self._before_renaming = before_renaming

    def create_file(self, name: str, **_: Any) -> StructFile:
        """Create a file, and follow no link."""
        return StructFile(create_file(Path(self._fpath(name))), name=name)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Sync a file and rename it atomically, which publishes a generation."""
        old = Path(self._fpath(oldname))
        sync(old)
        self._before_renaming(old)
        old.replace(self._fpath(newname))


def publish(
    folder: Path,
    generation: int,
    segments: Sequence[SegmentInfo],
    language: str,
    write_header: Callable[[Path], None],
) -> None:
    """Publish these segments as a generation of the index, durably.

    write_header: writes the header, given the table of contents before it gets its name
    """
    toc = TOC(make_schema(language), [ArraySegment(info) for info in segments], generation)
    toc.write(_SyncedStorage(folder, write_header), NAME)
    sync(folder)
