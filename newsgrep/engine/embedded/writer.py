"""Writing: one locked, atomic change of an index."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from newsgrep.analysis.languages import DEFAULT_LANGUAGE
from newsgrep.article import Article
from newsgrep.engine.base import (
    WorkerPool,
    Writer,
    WriterOptions,
    check_same_language,
    refuse_disagreement,
)
from newsgrep.engine.embedded.builders import SegmentBuilders
from newsgrep.engine.embedded.commit_point import NAME
from newsgrep.engine.embedded.directory import ANALYSIS, IndexDirectory
from newsgrep.engine.embedded.lock import locked
from newsgrep.engine.embedded.merge_policy import to_merge, to_optimize
from newsgrep.engine.meaning import Meaning
from newsgrep.engine.segment.info import SegmentInfo
from newsgrep.errors import IndexUnusableError, NewsgrepError, hint_on_unwritten, reason_of
from newsgrep.tasks import uninterrupted

#: How many merges fit the memory at the same time. To optimize, one merge may take all of it.
_MERGED_AT_ONCE = 2

#: Bytes of memory that a document takes while it is merged. Terms and keywords take as much as on the disk.
_BYTES_A_DOCUMENT = 100

#: How many keys to delete are looked up together, in one segment after the other.
_KEYS_AT_ONCE = 100_000


class EmbeddedWriter(Writer):
    """A change of the index in a folder. It holds the write lock until it is closed."""

    def __init__(self, path: Path, options: WriterOptions, pool: WorkerPool) -> None:
        """Take the lock and read the published generation; see `open_writer` for the errors."""
        self._directory = IndexDirectory(path)
        self._path = self.catalog_folder = path
        self.home = path.parent
        self._options = options
        self._batch: list[bytes] = []
        self._batch_size = 0
        self._deleted: list[str] = []
        self._segments: list[SegmentInfo] = []
        self._basis = ""
        self._merges: list[tuple[Sequence[SegmentInfo], SegmentInfo]] = []
        self._builders: SegmentBuilders | None = None
        self._is_prepared = False
        self._closing = ExitStack()
        try:
            with _disk_errors_translated(path):
                is_new = _make_folder(path, options.share)
                self._closing.enter_context(locked(path, options.wait))
                if is_new:
                    self._closing.callback(self._remove_unpublished)
                self._begin(pool)
        except BaseException:
            self._closing.close()
            raise

    def _begin(self, pool: WorkerPool) -> None:
        options, directory = self._options, self._directory
        self._published = directory.generation()
        self.generation = self._published + 1
        if options.rebuild:
            language, self.meaning = _last_settings(directory)
            language = options.language or language
        else:
            directory.refuse_lost()
            language = options.language or DEFAULT_LANGUAGE
        if self._published >= 0 and not options.rebuild:
            # msgspec loses a KeyboardInterrupt that comes while it looks up the types of the header.
            with uninterrupted():
                before = directory.read()
            if before.header.analysis < ANALYSIS:
                directory.open_segments()  # refuses words of another analysis
            language = before.header.language
            check_same_language(self._path, language, options.language)
            directory.refuse_missing_files(before.header.segments, before.header.basis)
            self._segments = list(before.header.segments)
            self._basis = before.header.basis
            self.meaning = before.header.meaning
            self.articles = before.header.articles
        stem = self._path / f"{NAME}_{os.urandom(8).hex()}"
        self._builders = SegmentBuilders(stem, language, options, pool)

    @property
    def _build(self) -> SegmentBuilders:
        assert self._builders is not None, "the writer is closed"
        return self._builders

    def sweep(self) -> None:
        """Delete what killed runs left. A rebuild leaves all of the old index until it is published."""
        if self._options.rebuild:
            return
        with _disk_errors_translated(self._path):
            self._directory.sweep(self._segments, self._basis, self.meaning)

    def add_encoded(self, data: bytes) -> None:
        self._batch.append(data)
        self._batch_size += len(data)
        if self._batch_size >= self._build.batch:
            with _disk_errors_translated(self._path):
                self._build.add(self._batch)
            self._batch, self._batch_size = [], 0

    def delete(self, key: str) -> None:
        self._deleted.append(key)
        if len(self._deleted) >= _KEYS_AT_ONCE:
            self._delete_pending()

    def _delete_pending(self) -> None:
        """Mark the documents with the pending keys as deleted, in the published segments."""
        from newsgrep.engine.segment.opening import open_segment

        keys, self._deleted = self._deleted, []
        for place, info in enumerate(self._segments):
            reader, live = open_segment(self._path, info)
            found = reader.documents_of_keys(keys)
            gone = [document for document in found if live is None or live[document]]
            if gone:
                self._segments[place] = info.without(gone)

    def prepare(self) -> None:
        """Begin to build the last articles into segments, while the caller does something else."""
        with _disk_errors_translated(self._path):
            self._build.add_last(self._batch)
        self._batch = []
        self._is_prepared = True

    def commit(self, *, articles: int | None = None, optimize: bool = False) -> None:
        """Publish the change; with `optimize`, in as few segments as memory allows."""
        if not self._is_prepared:
            self.prepare()
        import newsgrep.engine.whoosh_compat.publish  # noqa: F401  slow, and the workers build meanwhile
        from newsgrep.engine.embedded.shared_keys import shared_key

        with _disk_errors_translated(self._path):
            if self._deleted:
                self._delete_pending()
            new = self._build.finished()
            held = sum(info.live_count for info in (*self._segments, *new))
            refuse_disagreement(self._path, shared_key(self._path, self._segments, new), held, articles)
            segments = self._merged([*self._segments, *new], optimize)
            basis = self._with_vectors(segments, optimize)
            self._directory.publish(self.generation, segments, self._build.language, basis, self.meaning)
            self._directory.sweep(segments, basis, self.meaning)
            self._segments = segments

    def choose_meaning(self, meaning: Meaning | None) -> None:
        self.meaning = meaning

    def make_vectors(
        self, vectors_of: Callable[[Sequence[Article]], Any], progress: Callable[[int, int], None]
    ) -> int:
        """Make the vectors that the published articles lack. Vectors already written stay if it is killed."""
        from newsgrep.engine.embedded.meanings import make_vectors

        assert self.meaning is not None, "no model is chosen"
        with _disk_errors_translated(self._path):
            seconds = self._options.tuning.vectors_seconds
            return make_vectors(self._directory, self._segments, self.meaning, vectors_of, progress, seconds)

    def count_without_vector(self) -> int:
        from newsgrep.engine.embedded.meanings import count_lacking

        return count_lacking(self._directory, self._segments, self.meaning) if self.meaning else 0

    def _merged(self, segments: list[SegmentInfo], optimize: bool) -> list[SegmentInfo]:
        """Merge segments that are too many or mostly deleted, or all to optimize. Returns all segments."""
        segments = [info for info in segments if info.live_count]
        weights = {info.name: self._weight(info) for info in segments}
        most = self._build.merges
        groups = (
            to_optimize(segments, weights, most)
            if optimize
            else to_merge(segments, weights, most // _MERGED_AT_ONCE)
        )
        for number, group in enumerate(groups):
            name = f"{self._build.name}m{number:04x}"
            merged = SegmentInfo(name, sum(info.live_count for info in group))
            is_small = sum(info.doccount for info in group) <= self._options.tuning.worker_documents
            here = is_small or number == len(groups) - 1  # as this process has nothing else to do
            size = sum(weights[info.name] for info in group)
            self._build.merge(name, group, size, here=here)
            place = segments.index(group[0])
            self._merges.append((group, merged))
            segments = [info for info in segments if info not in group]
            segments.insert(place, merged)
        self._build.wait()
        return segments

    def _with_vectors(self, segments: list[SegmentInfo], optimize: bool) -> str:
        """Give each segment vectors of the basis of the generation, and return the name of the basis."""
        from newsgrep.engine.embedded.latent import chosen_basis, write_segment_vectors

        if self.meaning:
            from newsgrep.engine.embedded.meanings import keep_vectors

            for group, merged in self._merges:
                keep_vectors(self._directory, self.meaning, group, merged)
        directory, tuning = self._directory, self._options.tuning
        basis = chosen_basis(directory, segments, self._basis, tuning, renew=optimize)
        if basis:
            lacking = [info for info in segments if not directory.vectors_file(info, basis).exists()]
            for number, info in enumerate(lacking, 1):
                is_last = number == len(lacking)
                self._build.run(
                    write_segment_vectors, self._path, info, basis, size=self._weight(info), here=is_last
                )
            self._build.wait()
        return basis

    def _weight(self, info: SegmentInfo) -> int:
        """Return the bytes of memory that a segment takes to be merged, beside its postings."""
        held = (self._directory.segment_file(info, suffix).stat().st_size for suffix in (".trm", ".col"))
        return _BYTES_A_DOCUMENT * info.live_count + sum(held)

    def close(self) -> None:
        """Delete what was written and not published, and release the lock.

        If an error or Ctrl-C comes after the renaming that publishes, there is a newer generation: it stays.
        The workers that build segments have ended.
        """
        builders, self._builders = self._builders, None
        try:
            if builders is not None:
                builders.abandon()
                if self._directory.generation() == self._published:
                    for file in self._path.glob(f"{builders.name}*"):
                        file.unlink(missing_ok=True)
                    self._directory.sweep(None)
        finally:
            self._closing.close()

    def _remove_unpublished(self) -> None:
        """Remove the folder that was made for this change, where it published nothing. The lock is held."""
        if self._directory.generation() < 0:
            import shutil  # takes time to import

            shutil.rmtree(self._path)


def _make_folder(path: Path, share: bool) -> bool:
    """Make the folder of an index, or share the existing one if `share`; return whether it is new.

    Without `share`, only the owner can enter the folder; with it, the umask says who can.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.mkdir(mode=0o777 if share else 0o700)
    except FileExistsError:
        if share:
            umask = os.umask(0o077)
            os.umask(umask)
            path.chmod(0o777 & ~umask)
        return False
    return True


def _last_settings(directory: IndexDirectory) -> tuple[str, Meaning | None]:
    """Return the language and the model of the index that is replaced; the defaults if it cannot be read."""
    try:
        header = directory.read().header
    except IndexUnusableError:
        return DEFAULT_LANGUAGE, None
    return header.language, header.meaning


@contextmanager
def _disk_errors_translated(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        hint = hint_on_unwritten(error)
        if not path.is_dir():
            hint = "nothing was changed; name another folder for the index"
        raise NewsgrepError(f"the index in {path} cannot be written: {reason_of(error)}", hint) from error
