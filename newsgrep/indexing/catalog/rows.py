"""The rows of the catalog, as Python has them, and as SQLite stores them."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from newsgrep.article import STDIN
from newsgrep.results import GuessedEncoding, Unreadable, UnreadDate

#: Where an article comes from: a file that is walked, standard input, or a program that wrote it.
FROM_FILE, FROM_STDIN, FROM_PROGRAM = range(3)

#: Stands for a time of change that cannot be trusted: the file is read again. No file has this time.
UNSETTLED = -(2**63)

#: A problem of a file: line, reason, member of an archive.
Problem = tuple[int, str, str]
#: A date that was not understood: line, text, member, whether it has several readings.
DateNote = tuple[int, str, str, bool]


class FileRow(NamedTuple):
    """A file as it was when it was read.

    id:              of this version of the row; 0 for a row that is not in the catalog yet
    file:            number of the file, the same for all versions; 0 for a new file
    digest:          of its bytes, in hexadecimal; by it a renamed file is recognised
    options:         how it was read, as `ReadOptions.mark` has it: empty for the defaults
    keep_duplicates: whether its articles are stored though they are duplicates
    stored:          how many of its articles are in the index
    duplicates:      how many are left out as duplicates
    problems:        what could not be read
    skipped:         members of kinds that are not read, by suffix
    ctime_ns:        time of the last change of the file or its properties, None where it is not known
    undated:         how many of its articles have a date that was not understood
    dates:           these dates, or the first of very many
    guessed:         how many texts were read in an encoding that was guessed, by encoding
    """

    id: int
    file: int
    path: str
    origin: int = FROM_FILE
    size: int = 0
    mtime_ns: int = 0
    digest: str = ""
    options: str = ""
    keep_duplicates: bool = False
    stored: int = 0
    duplicates: int = 0
    problems: tuple[Problem, ...] = ()
    skipped: Mapping[str, int] = MappingProxyType({})
    ctime_ns: int | None = None
    undated: int = 0
    dates: tuple[DateNote, ...] = ()
    guessed: Mapping[str, int] = MappingProxyType({})

    def unreadable(self) -> list[Unreadable]:
        """Return the problems of the file."""
        return [Unreadable(self.path, reason, line, member) for line, reason, member in self.problems]

    def without(self, row: ArticleRow) -> FileRow:
        """Return the row of the file without one of its articles."""
        if row.duplicate:
            return self._replace(duplicates=self.duplicates - 1)
        return self._replace(stored=self.stored - 1)


def unread_dates_of(row: FileRow) -> list[UnreadDate]:
    """Return the dates of a file that were not understood; only the first, if there are very many."""
    return [UnreadDate(row.path, text, line, member, several) for line, text, member, several in row.dates]


class ArticleRow(NamedTuple):
    """An article of a file.

    id:            of this version of the row
    ordinal:       its place among the articles of the file
    name:          of its record in the file, empty for a file that is one article
    digest:        of the encoded article
    address, text: fingerprints, None where there is none
    duplicate:     whether it is left out, as another article is the same
    added:         when it was first indexed, in seconds since 1970
    changed:       when it was last changed
    """

    id: int
    file: int
    ordinal: int
    name: str
    digest: bytes
    address: int | None
    text: int | None
    duplicate: bool
    added: int
    changed: int

    @property
    def fingerprints(self) -> tuple[int | None, int | None]:
        """The fingerprints of its address and of its text."""
        return self.address, self.text


class SourceRow(NamedTuple):
    """A file or folder that was named to be indexed.

    options: how it was read, as `remembered.to_json` has it
    added:   when it was first indexed, in seconds since 1970
    """

    id: int
    path: str
    options: str
    added: int


def path_bytes(path: str) -> bytes:
    """Return a path in UTF-8, empty for standard input, which comes before all files."""
    return b"" if path == STDIN else path.encode("utf-8", "surrogatepass")


def decoded_path(data: bytes) -> str:
    """Return a path that `path_bytes` encoded. Raises sqlite3.DatabaseError for other bytes."""
    return decoded_name(data) if data else STDIN


def name_bytes(name: str) -> bytes:
    """Return a name in UTF-8. Surrogates in it stand for bytes of a file name that is not UTF-8."""
    return name.encode("utf-8", "surrogatepass")


def decoded_name(data: bytes) -> str:
    """Return a name that `name_bytes` encoded. Raises sqlite3.DatabaseError for other bytes."""
    try:
        return data.decode("utf-8", "surrogatepass")
    except (UnicodeDecodeError, AttributeError) as error:  # bytes that are not UTF-8, or a text
        raise sqlite3.DatabaseError("a name is damaged") from error


def row_checksum(values: tuple[Any, ...]) -> int:
    """Return the CRC-32 of the values of a row as SQLite has them: from `file` to `came`."""
    return zlib.crc32(repr(values).encode())


_FILE_TYPES = {
    (int, int, bytes, int, int, int, bytes, str, int, int, int, notes, ctime_ns, int, int)
    for notes in (str, type(None))
    for ctime_ns in (int, type(None))
}
_ARTICLE_TYPES = {
    (int, int, int, bytes, bytes, address, text, int, int, int, int, int)
    for address in (int, type(None))
    for text in (int, type(None))
}

#: Ids of rows and numbers of files are smaller, so that there is always a next one.
_LARGEST = 1 << 62

#: How many rows are checked together.
_BATCH = 512


def _check(table: str, row: tuple[Any, ...], types: set[tuple[Any, ...]]) -> None:
    """Raise sqlite3.DatabaseError for a row that is not as it was written."""
    is_right = tuple(map(type, row)) in types and 0 < row[0] < _LARGEST and row[-1] == row_checksum(row[1:-1])
    if not is_right or (type(row[1]) is int and not 0 < row[1] < _LARGEST):
        raise sqlite3.DatabaseError(f"a row of {table} is damaged")


def file_row(row: tuple[Any, ...]) -> FileRow:
    """Return a row of FILE_COLUMNS. Raises sqlite3.DatabaseError if it is damaged."""
    _check("files", row, _FILE_TYPES)
    id_, file, path, origin, size, mtime_ns, digest, options, keeps, stored, duplicates, *others = row
    try:
        problems, skipped, undated, dates, guessed = _notes(others[0])
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise sqlite3.DatabaseError("a row of files is damaged") from error
    return FileRow(
        id_, file, decoded_path(path), origin, size, mtime_ns, digest.hex(), options,
        bool(keeps), stored, duplicates, problems, skipped, others[1], undated, dates, guessed,
    )  # fmt: skip


def _notes(
    text: str | None,
) -> tuple[tuple[Problem, ...], dict[str, int], int, tuple[DateNote, ...], dict[str, int]]:
    """Return the notes of a file, in the order of FileRow. Raises what `file_row` translates."""
    if not text:
        return (), {}, 0, (), {}
    known = json.loads(text)
    problems, dates = known.get("problems", ()), known.get("dates", ())
    return (
        tuple((int(line), str(reason), str(member)) for line, reason, member in problems),
        {str(suffix): int(number) for suffix, number in known.get("skipped", {}).items()},
        int(known.get("undated", 0)),
        tuple((int(line), str(date), str(member), bool(several)) for line, date, member, several in dates),
        {str(encoding): int(number) for encoding, number in known.get("guessed", {}).items()},
    )


def notes_text(row: FileRow) -> str | None:
    """Return the notes of a file as JSON, None if there are none."""
    notes = {
        "problems": row.problems,
        "skipped": dict(row.skipped),
        "undated": row.undated,
        "dates": row.dates,
        "guessed": dict(row.guessed),
    }
    return (
        json.dumps({name: value for name, value in notes.items() if value}) if any(notes.values()) else None
    )


def article_row(row: tuple[Any, ...]) -> ArticleRow:
    """Return a row of ARTICLE_COLUMNS. Raises sqlite3.DatabaseError if it is damaged."""
    _check("articles", row, _ARTICLE_TYPES)
    id_, file, ordinal, name, digest, address, text, duplicate, added, changed, *_ = row
    return ArticleRow(
        id_, file, ordinal, decoded_name(name), digest, address, text, bool(duplicate), added, changed
    )


_SOURCE_TYPES = {(int, bytes, str, int, int, int)}


def source_row(row: tuple[Any, ...]) -> SourceRow:
    """Return a row of SOURCE_COLUMNS. Raises sqlite3.DatabaseError if it is damaged."""
    _check("sources", row, _SOURCE_TYPES)
    id_, path, options, added, *_ = row
    return SourceRow(id_, decoded_path(path), options, added)


class FileKeys(NamedTuple):
    """What a scan compares of several files: columns of their rows, in the order of their paths.

    path:    in UTF-8
    options: None where the scan has to read the whole row
    """

    path: tuple[bytes, ...]
    id: tuple[int, ...]
    size: tuple[int, ...]
    mtime_ns: tuple[int, ...]
    ctime_ns: tuple[int | None, ...]
    options: tuple[str | None, ...]
    stored: tuple[int, ...]
    duplicates: tuple[int, ...]


_KEY_TYPES: list[set[type]] = [
    {bytes},
    {int},
    {int},
    {int},
    {int, type(None)},
    {str, type(None)},
    {int},
    {int},
]


def file_keys(rows: sqlite3.Cursor) -> Iterator[FileKeys]:
    """Yield the rows of a query in batches, each as columns.

    Raises sqlite3.DatabaseError for values of other types.
    """
    while batch := rows.fetchmany(_BATCH):
        keys = FileKeys(*zip(*batch, strict=True))
        are_right = all({*map(type, column)} <= types for column, types in zip(keys, _KEY_TYPES, strict=True))
        if not are_right or not 0 < min(keys.id) <= max(keys.id) < _LARGEST:
            raise sqlite3.DatabaseError("a row of files is damaged")
        yield keys


def guessed_encodings_of(row: FileRow) -> list[GuessedEncoding]:
    """Return the encodings that were guessed for texts of a file."""
    return [GuessedEncoding(row.path, encoding, number) for encoding, number in row.guessed.items()]
