"""The files of an index folder, and how one generation replaces the last.

A generation g is its commit point (the header `newsgrep_<g>.json` and the table of contents
`_MAIN_<g>.toc`, see commit_point.py) with the files of the segments that the header names. All are written
and synced first; renaming the table of contents into place publishes the generation. Files of no published
generation are left over from a killed run; the next writer deletes them, once it knows that the published
generation is whole.
"""

from __future__ import annotations

import datetime as dt
import errno
import os
import re
import struct
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from newsgrep.analysis.languages import (
    DEFAULT_LANGUAGE,
    NO_STEMMING,
    checked_language,
    has_vowel_signs,
)
from newsgrep.engine.bm25f import DEFAULT_RANKING, RankingParameters, ranking_differences
from newsgrep.engine.embedded import commit_point
from newsgrep.engine.embedded.commit_point import IndexHeader
from newsgrep.engine.meaning import Meaning
from newsgrep.engine.segment.info import FILES, SegmentInfo
from newsgrep.errors import (
    IndexDamagedError,
    IndexIncompatibleError,
    IndexMissingError,
    NewsgrepError,
    UsageError,
    reason_of,
)
from newsgrep.index_files import create_file, open_for_reading
from newsgrep.tuning import DEFAULT_TUNING, SegmentTuning
from newsgrep.zstd import ZstdError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from newsgrep.engine.segment.meanings import MeaningVectors
    from newsgrep.engine.segment.reader import SegmentReader

    OpenSegment = tuple[SegmentReader, npt.NDArray[np.bool_] | None]

FORMAT_VERSION = 6
#: Versions of the analysis: from 2 on, words of some scripts are pairs of letters; from 3 on, words with
#: vowel signs are stemmed.
_WITH_PAIRS, _WITH_STEMMED_SIGNS = 2, 3
ANALYSIS = _WITH_STEMMED_SIGNS

REBUILD_HINT = "rebuild it with: newsgrep index --rebuild PATH"
_OF_GENERATION = re.compile(r"(?:newsgrep_(\d+)\.json|_MAIN_(\d+)\.toc)(?:$|\.)")
_OF_BASIS = r"(?:basis_|MAIN_[0-9a-z]+\.)([0-9a-f]{16})\.vec$"
_OF_MODEL = r"MAIN_[0-9a-z]+\.(.+)\.sem$"
_OF_SEGMENT = rf"({commit_point.NAME}_[0-9a-z]+)\."

#: How often to try to open an index. An attempt fails only if a commit interferes, which is rare.
_OPEN_ATTEMPTS = 50

#: Exceptions that reading damaged bytes can raise.
_DAMAGE = (
    EOFError,
    struct.error,
    ZstdError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    OverflowError,
    AssertionError,
    MemoryError,
)


class Generation(Struct, frozen=True):
    """A published generation of the index: its number and its header."""

    number: int
    header: IndexHeader


#: The first and the last letter, in UTF-8, of scripts that are indexed as pairs of letters.
_PAIRED_SCRIPTS = tuple(
    (first.encode(), last.encode())
    for first, last in ("\u0e01\u0eff", "\u1000\u109f", "\u1780\u17ff", "가힣")
)
#: The same for Devanagari and Tamil.
_SCRIPTS_WITH_SIGNS = tuple(
    (first.encode(), last.encode()) for first, last in ("\u0904\u097f", "\u0b83\u0bd7")
)


@contextmanager
def wrong_numbers_reported(folder: Path, file: Path | None = None) -> Iterator[None]:
    """Translate the exceptions that inconsistent numbers in an index raise into IndexDamagedError."""
    try:
        yield
    except _DAMAGE as error:
        named = f" ({file.name})" if file else ""
        raise IndexDamagedError(
            f"the index in {folder} is damaged: {str(error) or type(error).__name__}{named}", REBUILD_HINT
        ) from error


@contextmanager
def damage_reported(folder: Path, file: Path | None = None) -> Iterator[None]:
    """Translate the exceptions that reading an index raises: damage into IndexDamagedError.

    No permission, or too many open files, is a NewsgrepError. FileNotFoundError is not translated.
    """
    try:
        with wrong_numbers_reported(folder, file):
            yield
    except PermissionError as error:
        raise commit_point.not_allowed(folder, error) from error
    except FileNotFoundError:
        raise  # a commit may have deleted it
    except OSError as error:  # such as an offset beyond the end of a file
        if error.errno in (errno.EMFILE, errno.ENFILE):
            raise NewsgrepError(
                f"the index in {folder} cannot be read: {reason_of(error)}",
                "allow more open files with ulimit -n, or merge its segments with: newsgrep optimize",
            ) from error
        raise IndexDamagedError(
            f"the index in {folder} is damaged: {error.strerror or error}", REBUILD_HINT
        ) from error


def _check_language(language: str) -> None:
    """Raise ValueError for a language without a stemmer."""
    if language not in (DEFAULT_LANGUAGE, NO_STEMMING):
        try:
            checked_language(language)
        except UsageError as error:
            raise ValueError(error.message) from error


class IndexDirectory:
    """The folder of an index."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def generation(self) -> int:
        """Return the number of the published generation, -1 if there is none."""
        return commit_point.latest_generation(self.path)

    def header_file(self, generation: int) -> Path:
        """Return the path of a generation's header."""
        return self.path / f"newsgrep_{generation}.json"

    def contents_file(self, generation: int) -> Path:
        """Return the path of a generation's table of contents."""
        return self.path / f"_{commit_point.NAME}_{generation}.toc"

    def segment_file(self, segment: SegmentInfo, suffix: str) -> Path:
        """Return the path of one of a segment's files."""
        return self.path / f"{segment.name}{suffix}"

    def basis_file(self, basis: str) -> Path:
        """Return the path of a basis; see vectors.py."""
        return self.path / f"basis_{basis}.vec"

    def vectors_file(self, segment: SegmentInfo, basis: str) -> Path:
        """Return the path of the vectors of a segment, by a basis."""
        return self.path / f"{segment.name}.{basis}.vec"

    def meaning_file(self, segment: SegmentInfo, model: str) -> Path:
        """Return the path of the vectors of a segment by a model that the user chose; see meanings.py."""
        return self.path / f"{segment.name}.{model}.sem"

    def open_meanings(self, segment: SegmentInfo, meaning: Meaning) -> MeaningVectors | None:
        """Open the vectors of a segment by a model, None if there are none yet."""
        from newsgrep.engine.segment.meanings import MeaningVectors

        try:
            file = self.meaning_file(segment, meaning.name)
            return MeaningVectors(file, segment.doccount, meaning.dimensions)
        except FileNotFoundError:
            return None

    def read(self) -> Generation:
        """Return the published generation.

        Raises IndexMissingError, IndexIncompatibleError or IndexDamagedError.
        """
        number = self.generation()
        if number < 0:
            self.refuse_lost()
            raise IndexMissingError(f"there is no index in {self.path}", "make one with: newsgrep index PATH")
        try:
            header = self._read_header(number)
            self._check_contents(number, header)
        except FileNotFoundError as error:
            if self.generation() != number:
                return self.read()
            raise IndexIncompatibleError(
                f"the index in {self.path} was made by another program or an earlier format, "
                "or copied during a run",
                REBUILD_HINT,
            ) from error
        return Generation(number, header)

    def refuse_lost(self) -> None:
        """Raise IndexDamagedError if the table of contents of the newest generation was deleted.

        A new index in its place would delete the segments that the old one has.
        """
        lost = commit_point.lost_generation(self.path)
        if lost >= 0 and self.generation() < lost:  # not published while the files were listed
            name = self.contents_file(lost).name
            raise IndexDamagedError(f"the index in {self.path} has lost its file {name}", REBUILD_HINT)

    def open_segments(
        self, tuning: SegmentTuning = DEFAULT_TUNING.segment
    ) -> tuple[Generation, list[OpenSegment]]:
        """Open the published generation for searching: each segment, with its live documents.

        A commit may replace a generation while it is being opened; the newer one is opened then.
        Raises IndexMissingError, IndexIncompatibleError or IndexDamagedError.
        """
        from newsgrep.engine.segment.opening import allow_segments, open_segment  # an update needs no numpy

        for _ in range(_OPEN_ATTEMPTS):
            generation = self.read()
            try:
                with damage_reported(self.path):
                    allow_segments(len(generation.header.segments))
                    segments = [open_segment(self.path, info, tuning) for info in generation.header.segments]
                    self._refuse_other_words(generation.header, segments)
                    self._open_vectors(generation, segments)
                    return generation, segments
            except FileNotFoundError as error:
                if self.generation() == generation.number:
                    raise self._gone(error.filename) from error
        raise IndexDamagedError(f"the index in {self.path} changes faster than it can be read", "try again")

    def _refuse_other_words(self, header: IndexHeader, segments: Iterable[OpenSegment]) -> None:
        """Raise IndexIncompatibleError if an earlier version split or stemmed the words differently."""
        others = {}
        if header.analysis < _WITH_PAIRS:
            others["Thai, Lao, Khmer, Burmese or Korean"] = _PAIRED_SCRIPTS
        if header.analysis < _WITH_STEMMED_SIGNS and has_vowel_signs(header.language):
            others["Hindi, Nepali or Tamil"] = _SCRIPTS_WITH_SIGNS
        for words, scripts in others.items():
            if any(reader.has_form_between(*ends) for reader, _ in segments for ends in scripts):
                raise IndexIncompatibleError(
                    f"the index in {self.path} has words of {words} as an earlier version read them",
                    REBUILD_HINT,
                )

    def _open_vectors(self, generation: Generation, segments: Sequence[OpenSegment]) -> None:
        """Open the vectors of the segments, if the index has any."""
        if name := generation.header.basis:
            from newsgrep.engine.segment.vectors import Basis, SegmentVectors

            basis = Basis(self.basis_file(name))
            for info, (reader, _) in zip(generation.header.segments, segments, strict=True):
                file = self.vectors_file(info, name)
                reader.vectors = SegmentVectors(file, basis, reader.document_count)
        if meaning := generation.header.meaning:
            for info, (reader, _) in zip(generation.header.segments, segments, strict=True):
                reader.meaning = self.open_meanings(info, meaning)

    def refuse_missing_files(self, segments: Iterable[SegmentInfo], basis: str = "") -> None:
        """Raise IndexDamagedError if a file of these segments, or of their basis, is gone."""
        if basis and not (file := self.basis_file(basis)).is_file():
            raise self._gone(file)
        for info in segments:
            for suffix in FILES:
                if not (file := self.segment_file(info, suffix)).is_file():
                    raise self._gone(file)

    def _gone(self, file: object) -> IndexDamagedError:
        return IndexDamagedError(f"{file} is gone from the index", REBUILD_HINT)

    def _read_header(self, generation: int) -> IndexHeader:
        path = self.header_file(generation)
        with damage_reported(self.path, path):
            with open_for_reading(path) as file:
                data = commit_point.read_header(file)
            version = commit_point.format_of(data)
            if version == FORMAT_VERSION:
                header = commit_point.decoded_index_header(data)
                _check_language(header.language)
                self._check_ranking(header.ranking)
                return header
        newer = "use the newer newsgrep that made it, or " if version > FORMAT_VERSION else ""
        raise IndexIncompatibleError(
            f"the index in {self.path} has format {version}, this newsgrep reads format {FORMAT_VERSION}",
            f"{newer}{REBUILD_HINT}",
        )

    def _check_contents(self, generation: int, header: IndexHeader) -> None:
        """Raise IndexDamagedError if the table of contents is not the one that belongs to a header."""
        path = self.contents_file(generation)
        with damage_reported(self.path, path), open_for_reading(path) as file:
            if commit_point.size_and_checksum(file) != (header.contents_size, header.contents_checksum):
                raise ValueError("the table of contents has a broken checksum")

    def _check_ranking(self, stored: RankingParameters) -> None:
        """Raise IndexIncompatibleError if an index was made with other ranking parameters."""
        if differences := ranking_differences(stored):
            raise IndexIncompatibleError(
                f"the index in {self.path} was made with other ranking parameters: {differences}",
                REBUILD_HINT,
            )

    def publish(
        self,
        generation: int,
        segments: Sequence[SegmentInfo],
        language: str,
        basis: str = "",
        meaning: Meaning | None = None,
    ) -> None:
        """Publish these segments as a generation of the index, durably."""
        from newsgrep.engine.whoosh_compat.publish import publish

        def write_header(contents: Path) -> None:
            with open_for_reading(contents) as file:
                size, checksum = commit_point.size_and_checksum(file)
            header = IndexHeader(
                format=FORMAT_VERSION,
                language=language,
                committed_at=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
                ranking=DEFAULT_RANKING,
                articles=sum(info.live_count for info in segments),
                segments=tuple(segments),
                contents_size=size,
                contents_checksum=checksum,
                analysis=ANALYSIS,
                basis=basis,
                meaning=meaning,
            )
            self.write_header(generation, header)

        publish(self.path, generation, segments, language, write_header)

    def write_header(self, generation: int, header: IndexHeader) -> None:
        """Write and sync the header of a generation."""
        with create_file(self.header_file(generation)) as file:
            file.write(header.encoded())
            file.flush()
            os.fsync(file.fileno())

    def sweep(
        self, segments: Iterable[SegmentInfo] | None, basis: str = "", meaning: Meaning | None = None
    ) -> None:
        """Delete the files of other generations than the published one, and of other segments than these.

        If `segments` is None, keeps the files of all segments, bases and models.
        """
        generation = self.generation()
        names = None if segments is None else {info.name for info in segments}
        # Headers first: if this is killed in between, no header may be left without its table of contents. It
        # would look as if the table of a published generation were lost.
        for file in sorted(self.path.iterdir(), key=lambda file: not file.name.startswith("newsgrep_")):
            of_generation, of_segment = _OF_GENERATION.match(file.name), re.match(_OF_SEGMENT, file.name)
            of_basis, of_model = re.match(_OF_BASIS, file.name), re.match(_OF_MODEL, file.name)
            if of_generation:
                number = next(int(group) for group in of_generation.groups() if group)
                gone = number != generation or not file.name.endswith((".json", ".toc"))
            else:
                gone = names is not None and (
                    (of_segment is not None and of_segment[1] not in names)
                    or (of_basis is not None and of_basis[1] != basis)
                    or (of_model is not None and (meaning is None or of_model[1] != meaning.name))
                )
            if gone:
                file.unlink(missing_ok=True)
