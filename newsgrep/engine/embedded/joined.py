"""Several indexes searched as one: one snapshot of all segments, with common statistics and one ranking."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate, islice
from pathlib import Path

import numpy as np
from msgspec.structs import replace

from newsgrep.article import Article, common_home, key_of, key_with_path, moved_path, split_key
from newsgrep.engine.embedded.directory import IndexDirectory
from newsgrep.engine.embedded.engine import SegmentEngine
from newsgrep.engine.embedded.snapshot import Marks, OpenSegments, SegmentView, Snapshot, marks_of_hashes
from newsgrep.engine.segment.hash_table import key_hash
from newsgrep.engine.segment.keywords import keyword_tokens
from newsgrep.engine.segment.reader import Documents
from newsgrep.engine.segment.sections import Array
from newsgrep.errors import UsageError
from newsgrep.tuning import DEFAULT_TUNING, Tuning

#: The most articles whose index is remembered. Looking the index up by key takes ten times as long.
_MOST_RECENT = 200


class JoinedSnapshot(Snapshot):
    """The segments of several indexes. Paths and keys of articles start from one home."""

    def __init__(self, home: Path, parts: Sequence[tuple[Path, OpenSegments]]) -> None:
        """Take the segments of each index, with the folder that its paths start from."""
        super().__init__([segment for _, segments in parts for segment in segments])
        self._home = home
        views = iter(self.segments)
        self._parts = [
            (own, _below(home, own, number, islice(views, len(segments))))
            for number, (own, segments) in enumerate(parts)
        ]
        self.segments = [segment for _, segments in self._parts for segment in segments]
        sizes = (sum(segment.size for segment in segments) for _, segments in self._parts)
        self._starts = [*accumulate(sizes, initial=0)][:-1]
        #: The articles that were returned last, by `id`, with the number of the index of each. Their keys do
        #: not tell the index, as two indexes may have articles with the same key.
        self._recent: dict[int, tuple[Article, int]] = {}

    def article(self, document: int) -> Article:
        """Return the stored article of a document; its path and key start from the common home."""
        article = super().article(document)
        part = self._part_of(document)
        path = moved_path(article.path, self._parts[part][0], self._home)
        moved = article._replace(path=path, key=key_with_path(article.key, path))
        if len(self._recent) >= _MOST_RECENT:
            self._recent.clear()
        self._recent[id(moved)] = moved, part
        return moved

    def index_of(self, article: Article) -> int:
        """Return the number of the index of an article; if that is forgotten, of the first with its key."""
        known, part = self._recent.get(id(article), (None, 0))
        return part if known is article else self._part_of(self.document_of_key(article.key))

    def _part_of(self, document: int) -> int:
        return bisect_right(self._starts, document) - 1

    def key_hashes(self, documents: Documents) -> Array:
        """Return a hash of the key and the home of each of the given ascending documents.

        Without the home, a random order would show two archives with the same file names in pairs.
        """
        homes = [moved_path("home", home, self._home).encode() for home, _ in self._parts]
        salts = np.array([key_hash(home) for home in homes], np.uint64)
        parts = np.searchsorted(self._starts, documents, side="right") - 1
        return super().key_hashes(documents) ^ salts[parts]

    def documents_attached(self, mails: Iterable[str]) -> list[int]:
        """Return the live documents that are attached to mails with these keys, and perhaps others."""
        own = {self._own_key(key, home) for key in mails for home, _ in self._parts}
        return super().documents_attached(own)

    def document_of_key(self, key: str) -> int:
        """Return the live document of the first index that has a key, -1 if there is none."""
        for home, segments in self._parts:
            own = self._own_key(key, home)
            found = (one.document_of_key(own) for one in segments)
            if (document := max(found, default=-1)) >= 0:
                return document
        found = (one.document_of_key(key) for one in self.segments)
        return next((document for document in found if document >= 0 and self._is_of_no_file(document)), -1)

    def _is_of_no_file(self, document: int) -> bool:
        """Return whether an article came from no file: then its key is the same in every home."""
        return not super().article(document).path

    def marks_of_keys(self, keys: Iterable[str]) -> Marks:
        """Mark the documents with any of these keys, which start from the common home."""
        keys = list(keys)
        found = np.concatenate(
            [
                marks_of_hashes(segments, (self._own_key(key, home) for key in keys))
                for home, segments in self._parts
            ]
        )
        for document in np.flatnonzero(marks_of_hashes(self.segments, keys) & ~found).tolist():
            found[document] = self._is_of_no_file(document)
        return found

    def _own_key(self, key: str, home: Path) -> str:
        """Return the key in the index whose home is `home`, for a key that starts from the common home."""
        path, name = split_key(key)
        return key_of(moved_path(path, self._home, home), name)


def _below(home: Path, own: Path, number: int, segments: Iterable[SegmentView]) -> list[SegmentView]:
    """Return the segments of the index with a number, whose paths start from `own`, a folder below `home`."""
    above = keyword_tokens(own.relative_to(home).as_posix())
    return [replace(segment, above=above, index=number) for segment in segments]


class JoinedEngine(SegmentEngine):
    """Searches the indexes in several folders together, each as it was when it was opened."""

    def __init__(self, paths: Sequence[Path], tuning: Tuning = DEFAULT_TUNING) -> None:
        """Open the indexes.

        Raises UsageError if their languages differ, and the errors of opening an index.
        """
        opened = [IndexDirectory(path).open_segments(tuning.segment) for path in paths]
        headers = [generation.header for generation, _ in opened]
        for path, header in zip(paths, headers, strict=True):
            if header.language != headers[0].language:
                raise UsageError(
                    f"the words of {paths[0]} are {headers[0].language}, and the words of {path} "
                    f"are {header.language}",
                    "search one after the other, or make one anew: "
                    f"newsgrep index --rebuild --language {headers[0].language} PATH",
                )
        parts = [(path.parent, segments) for path, (_, segments) in zip(paths, opened, strict=True)]
        home = common_home(paths)
        generations = [generation for generation, _ in opened]
        self._joined = JoinedSnapshot(home, parts)
        super().__init__(self._joined, generations, home, tuning)

    def index_of(self, article: Article) -> int:
        return self._joined.index_of(article)
