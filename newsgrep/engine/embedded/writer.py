"""Writing: one locked, atomic change of an index."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from newsgrep.analysis.languages import DEFAULT_LANGUAGE
from newsgrep.article import encoded_article_of
from newsgrep.engine.base import check_same_language
from newsgrep.engine.embedded.builders import Effort, Workers
from newsgrep.engine.embedded.commit_point import NAME
from newsgrep.engine.embedded.directory import Folder, Generation, sync
from newsgrep.engine.embedded.merge_policy import to_merge, to_optimize
from newsgrep.engine.segment.info import SegmentInfo
from newsgrep.errors import IndexLockedError, IndexUnusableError, NewsgrepError
from newsgrep.indexing import manifest
from newsgrep.indexing.manifest import Draft, FileRecord, Manifest

#: Documents that are worth starting a worker for.
WORTH_A_WORKER = 20_000

#: Merges that there is memory for at the same time, unless it is to optimize.
_MERGED_AT_ONCE = 2

#: Bytes of memory that a document takes while it is merged. Terms and tags take as many as on the disk.
_A_DOCUMENT = 100

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")

LOCK = f"{NAME}_WRITELOCK"


class EmbeddedWriter:
    """A change under way. Made by `update_index`, which holds the lock."""

    def __init__(self, folder: Folder, before: Generation | None, known: Manifest, workers: Workers) -> None:
        self._folder = folder
        self._segments = list(before.segments) if before else []
        self._generation = folder.generation()
        self._workers = workers
        self._parcel: list[bytes] = []
        self._parcel_size = 0
        self._drafts: list[Draft] = []
        self.manifest = known

    def draft(self) -> Draft:
        """Return a manifest in the making, which has its file in the folder as soon as it needs one."""
        draft = Draft(self._folder.manifest_file(self._generation + 1))
        self._drafts.append(draft)
        return draft

    def expect(self, size: int) -> None:
        """Get ready for so many bytes of text."""
        self._workers.expect(size)

    def hold(self, size: int) -> None:
        """Leave so many bytes of memory to others."""
        self._workers.hold(size)

    def map(self, work: Callable[[_Task], _Result], tasks: Iterable[_Task]) -> Iterator[_Result]:
        """Yield the results of some work in the order of its tasks; workers may do some ahead."""
        return self._workers.map(work, tasks)

    def add(self, article: bytes) -> None:
        """Take an article in, given by its data."""
        if article[:1] == b"\0" and not encoded_article_of(article).key:
            raise ValueError("an article needs a key")
        self._parcel.append(article)
        self._parcel_size += len(article)
        if self._parcel_size >= self._workers.effort.parcel:
            self._workers.add(self._parcel)
            self._parcel, self._parcel_size = [], 0

    def remove(self, keys: Iterable[str]) -> None:
        """Take out the articles with these keys, as they were when the update began."""
        from newsgrep.engine.segment.reader import SegmentReader

        keys = list(keys)
        for place, record in enumerate(self._segments):
            reader, live = SegmentReader(self._folder.path / record.name), record.live()
            found = (reader.document_of_key(key) for key in keys)
            gone = [document for document in found if document >= 0 and (live is None or live[document])]
            if gone:
                self._segments[place] = record.without(gone)

    def commit(self, records: Manifest | Draft | Iterable[FileRecord], *, optimize: bool = False) -> None:
        """Publish the change with its manifest; with `optimize`, in as few segments as memory allows."""
        self._workers.last(self._parcel)
        from newsgrep.engine.whoosh_compat.publish import publish  # while they work

        folder = self._folder
        generation = folder.generation() + 1
        folder.write_header(generation, self._workers.language)
        manifest.save(records, folder.manifest_file(generation))
        sync(folder.manifest_file(generation))
        segments = self._merged([*self._segments, *self._workers.finished()], optimize)
        publish(folder.path, generation, segments, self._workers.language)
        folder.sweep(segments)

    def _merged(self, segments: list[SegmentInfo], optimize: bool) -> list[SegmentInfo]:
        """Merge what has become too many segments, or hollow ones; as many as can be, to optimize."""
        segments = [record for record in segments if record.live_count]
        weights = {record.name: self._weight(record) for record in segments}
        most = self._workers.effort.merging
        groups = (
            to_optimize(segments, weights, most)
            if optimize
            else to_merge(segments, weights, most // _MERGED_AT_ONCE)
        )
        for number, group in enumerate(groups):
            name = f"{self._workers.name}m{number:04x}"
            merged = SegmentInfo(name, sum(record.live_count for record in group))
            is_small = sum(record.doccount for record in group) <= WORTH_A_WORKER
            here = is_small or number == len(groups) - 1  # as this process has nothing else to do
            size = sum(weights[record.name] for record in group)
            self._workers.merge(name, group, size, here=here)
            place = segments.index(group[0])
            segments = [record for record in segments if record not in group]
            segments.insert(place, merged)
        self._workers.wait()
        return segments

    def _weight(self, record: SegmentInfo) -> int:
        """Return the bytes of memory that a segment takes to be merged, beside its postings."""
        held = (self._folder.segment_file(record, suffix).stat().st_size for suffix in (".trm", ".num"))
        return _A_DOCUMENT * record.live_count + sum(held)

    def clean_up(self) -> None:
        """Stop the workers, and delete what this update wrote and did not publish.

        An error, or Ctrl-C, may come after the renaming that publishes; then there is a newer generation.
        """
        self._workers.close()
        for draft in self._drafts:
            draft.close()
        if self._folder.generation() != self._generation:
            return
        for file in self._folder.path.glob(f"{self._workers.name}*"):
            file.unlink(missing_ok=True)
        self._folder.sweep(None)


@contextmanager
def update_index(
    path: Path, *, wait: float, rebuild: bool, effort: Effort, language: str = ""
) -> Iterator[EmbeddedWriter]:
    """Begin a change of the index in a folder, or of a new one; with `rebuild`, of nothing that was there.

    `language` is the one to stem words in; an empty one is that of the index, or English for a new one.
    Leaving the block without a commit leaves the index as it was. Raises IndexLockedError when another
    process still writes after `wait` seconds, and without `rebuild` IndexIncompatibleError or
    IndexDamagedError.
    """
    folder = Folder(path)
    with _disk_errors_translated(path):
        path.mkdir(parents=True, exist_ok=True)
        with _locked(path / LOCK, wait):
            update = _begin(folder, rebuild, language, effort)
            try:
                yield update
            finally:
                update.clean_up()


def _begin(folder: Folder, rebuild: bool, language: str, effort: Effort) -> EmbeddedWriter:
    stem = folder.path / f"{NAME}_{os.urandom(8).hex()}"
    if rebuild or folder.generation() < 0:
        return EmbeddedWriter(
            folder, None, Manifest(), Workers(stem, language or _last_language(folder), effort)
        )
    before = folder.read()
    check_same_language(before.header.language, language)
    folder.sweep(before.segments)
    known = folder.read_manifest(before.number)
    return EmbeddedWriter(folder, before, known, Workers(stem, before.header.language, effort))


def _last_language(folder: Folder) -> str:
    """Return the language of what is to be replaced, where there is something that can be read."""
    try:
        return folder.read().header.language
    except IndexUnusableError:
        return DEFAULT_LANGUAGE


@contextmanager
def _locked(file: Path, wait: float) -> Iterator[None]:
    """Hold the write lock; its file says which process does."""
    deadline = time.monotonic() + wait
    with file.open("a+", encoding="ascii", errors="replace") as lock:
        while not _try_lock(lock.fileno()):
            if time.monotonic() >= deadline:
                lock.seek(0)
                owner = lock.read().strip()
                process = f"process {owner}" if owner else "another process"
                raise IndexLockedError(
                    f"{process} is writing to the index: {file} is locked", "wait for it with --wait SECONDS"
                )
            time.sleep(0.1)
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        yield


def _try_lock(descriptor: int) -> bool:
    """Take the lock that Whoosh's writers take too; the system frees it when the process ends."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _disk_errors_translated(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        what = error.strerror or str(error)
        raise NewsgrepError(
            f"the index in {path} cannot be written: {what}", "it is as it was before"
        ) from error
