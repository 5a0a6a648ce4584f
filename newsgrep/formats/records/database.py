"""SQLite databases: an article per row of the tables with a text; aliases.py lists the names of columns.

Of several tables, those with a known column for the text are read; if there is none, those with a title and a
summary, else those with one long column. If a column refers to a row of another table, such as `source_id` to
`sources`, the article gets the name in that row. A foreign key states the reference, or the names imply it.
The name of an article has its table and the primary key of its row: `articles/17`. Views, and the inner
tables of a full-text index, are not read.

SQLite reads a copy in a temporary file: a database may be compressed, and a program that has it open may have
left its last changes in a file beside it, which SQLite applies only to a database that it may write.
"""

from __future__ import annotations

import itertools
import re
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from io import BufferedReader
from pathlib import Path
from typing import NamedTuple

from newsgrep.article import Article
from newsgrep.bounded_bytes import too_large
from newsgrep.clean_text import one_clean_line
from newsgrep.encodings.text_streams import bytes_as_text, mend_record
from newsgrep.errors import ArticleError
from newsgrep.formats.fields.article_builder import ArticleBuilder
from newsgrep.formats.fields.keypaths import normalised
from newsgrep.formats.fields.longtext import long_column
from newsgrep.formats.fields.table_columns import TableColumns, known_fields
from newsgrep.read_context import ReadContext
from newsgrep.remarks import TABLE_PASSED_OVER
from newsgrep.results import Unreadable
from newsgrep.spill import temporary_file_errors, temporary_folder

_MARK = "SQLite format 3"
#: The ends of the names of the tables in which full-text and spatial indexes keep their data.
_SHADOWS = (
    *("content", "data", "idx", "docsize", "config", "segments", "segdir", "stat"),
    *("node", "parent", "rowid"),
)
#: The columns with the name of what a row stands for, the best first.
_LABELS = ("name", "title", "label", "display_name")
#: How many rows of a table without a known column are searched for a long text.
_SAMPLE = 100
_MOST_SHOWN = 10
#: The errors that damage causes: SQLite may also quote bytes that are no text, or give a number out of range.
_DAMAGES = (sqlite3.Error, UnicodeDecodeError, OverflowError)
#: The part of the name of a column that makes it a reference: `feed_id`, `id_feed`, `feedurl`.
_ID = re.compile(r"\Aid_(?=.)|(?<=[^_])_?(?:id|url)\Z", re.I)


class _Table(NamedTuple):
    """A table.

    name, columns: as in the database
    key:           the columns of its primary key
    place:         the columns that find a row: the rowid of SQLite, else the key
    references:    the columns that refer to rows of other tables
    """

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    place: tuple[str, ...]
    references: tuple[_Reference, ...]


class _Reference(NamedTuple):
    """A column that refers to the key of another table.

    label:       the column of the other table with the name of what a row stands for
    is_inferred: whether only the names imply the reference, and no foreign key states it
    """

    column: str
    table: str
    key: str
    label: str
    is_inferred: bool = False

    @property
    def name(self) -> str:
        """The name of the column without its mark of a reference: `source` for `source_id`."""
        return _name_of_reference(self.column)


def claims(beginning: str) -> bool:
    """Whether a file begins with the mark of the format."""
    return beginning.startswith(_MARK)


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the article of each row. Raises ArticleError for a damaged database and one without texts."""
    if not stream.peek(len(_MARK)).startswith(_MARK.encode()):
        raise ArticleError("not a database of SQLite")
    with tempfile.TemporaryDirectory(dir=temporary_folder() or None, ignore_cleanup_errors=True) as folder:
        copy = Path(folder, "copy")
        _copy(stream, copy)
        _copy_log(context, copy)
        try:
            with closing(_open(copy, context)) as connection:
                yield from _articles(connection, context)
        except _DAMAGES as error:
            raise _damaged("database", error) from None


def _damaged(what: str, error: Exception) -> ArticleError:
    return ArticleError(f"damaged {what}: {one_clean_line(str(error))[:80]}")


def _copy(stream: BufferedReader, copy: Path) -> None:
    """Write a stream to a file. Raises NewsgrepError if there is no space for it."""
    with temporary_file_errors():
        file = copy.open("wb")
    with file:
        while data := stream.read(2**20):
            with temporary_file_errors():
                file.write(data)


def _copy_log(context: ReadContext, copy: Path) -> None:
    """Copy the write-ahead log, with changes that are not yet in the database. Raises ArticleError."""
    name, largest = Path(context.member or context.path).name, context.limits.record_bytes
    data = context.beside(f"{name}-wal", largest) if context.beside else None
    if data and len(data) > largest:
        raise too_large("write-ahead log of the database", largest)
    if data:
        with temporary_file_errors():
            copy.with_name(f"{copy.name}-wal").write_bytes(data)


class _Texts:
    """Decodes texts, even with broken bytes, and sets `has_broken` if there was such a text."""

    has_broken = False

    def __call__(self, data: bytes) -> str:
        try:
            return data.decode()
        except UnicodeDecodeError:
            self.has_broken = True
            return data.decode("utf-8", "surrogateescape")


def _open(copy: Path, context: ReadContext) -> sqlite3.Connection:
    """Open the copy of an untrusted database, so that no code that its schema defines is run."""
    connection = sqlite3.connect(copy, isolation_level=None)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, context.limits.record_bytes)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "query_only = ON", "mmap_size = 0"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _articles(connection: sqlite3.Connection, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the articles of all tables with a text. Raises ArticleError if there is none."""
    tables = _tables(connection)
    readable = _readable(connection, tables, context)
    if not readable:
        raise ArticleError(_why_no_text(tables))
    named = {table.name for table in readable} | {one.table for table in readable for one in table.references}
    for table in tables:
        if table.name not in named and _has_rows(connection, table):
            context.remark(TABLE_PASSED_OVER, table.name)
    builder = ArticleBuilder(context)
    for table in readable:
        yield from _rows_of(connection, table, builder, context)


def _readable(connection: sqlite3.Connection, tables: Sequence[_Table], context: ReadContext) -> list[_Table]:
    """Return the tables of articles: those with a known text, else a summary, else a long text."""
    known = {table: known_fields(table.columns, context.mapping) for table in tables}
    if "body" in context.mapping:
        return [table for table in tables if "body" in known[table]]
    return (
        [table for table in tables if TableColumns(table.columns, 0, context.mapping).has_known_text]
        or [table for table in tables if {"title", "body"} <= known[table]]
        or [table for table in tables if long_column(_sample(connection, table, context), known[table])]
    )


def _sample(connection: sqlite3.Connection, table: _Table, context: ReadContext) -> list[dict[str, object]]:
    """Return those of the first rows of a table that can be read. Reading the table reports errors later."""
    rows = itertools.islice(_records(connection, table, context._replace(on_remark=None)), _SAMPLE)
    return [record for _, record in rows if not isinstance(record, ArticleError)]


def _rows_of(
    connection: sqlite3.Connection, table: _Table, builder: ArticleBuilder, context: ReadContext
) -> Iterator[Article | Unreadable]:
    """Yield the article of each row of a table."""
    builder.learn_text(_sample(connection, table, context))
    for number, (name, record) in enumerate(_records(connection, table, context), 1):
        yield builder.build_or_report(record, number, f"{table.name}/{name}")


def _records(
    connection: sqlite3.Connection, table: _Table, context: ReadContext
) -> Iterator[tuple[str, dict[str, object] | ArticleError]]:
    """Yield for each row its primary key as a text, and its columns, or the error why they cannot be read.

    A query of its own reads each row, as SQLite ends a query at a row that is damaged or beyond the limit.
    """
    texts = connection.text_factory = _Texts()
    every, one = _queries(table)
    for number, place in enumerate(connection.execute(every), 1):
        name = "/".join(map(str, place))
        try:
            row = connection.execute(one, place).fetchone()
            if row is None:
                raise ArticleError("damaged row")
            name, record = _record(row, table)
            if texts.has_broken:
                texts.has_broken = False
                record = mend_record(record, context, number)
        except sqlite3.DataError:
            yield name, too_large("row", context.limits.record_bytes)
        except _DAMAGES as error:
            yield name, _damaged("row", error)
        except ArticleError as error:
            yield name, error
        else:
            yield name, record


def _record(row: Sequence[object], table: _Table) -> tuple[str, dict[str, object]]:
    """Return the primary key of a row as a text, and its columns with the names from the referenced rows."""
    first = max(1, len(table.key))
    last = first + len(table.columns)
    record = dict(zip(table.columns, map(bytes_as_text, row[first:last]), strict=True))
    for reference, label in zip(table.references, row[last:], strict=True):
        is_free = record.setdefault(reference.name, None) is None or reference.name == reference.column
        if is_free and (label is not None or not reference.is_inferred):
            record[reference.name] = bytes_as_text(label)
    return "/".join(map(str, row[:first])), record


def _queries(table: _Table) -> tuple[str, str]:
    """Return two queries: for the places of all rows of a table, and for the row at a place.

    The second gives the primary key of the row, its columns, and the names from the rows that it refers to.
    """
    places = [f"t.{_quoted(name)}" for name in table.place]
    keys = [f"t.{_quoted(name)}" for name in table.key] or places
    names = [f"t.{_quoted(name)}" for name in table.columns]
    labels = [f"r{at}.{_quoted(one.label)}" for at, one in enumerate(table.references)]
    joins = [
        f" LEFT JOIN {_quoted(one.table)} AS r{at} ON r{at}.{_quoted(one.key)} = t.{_quoted(one.column)}"
        for at, one in enumerate(table.references)
    ]
    source = f"FROM {_quoted(table.name)} AS t"
    where = " AND ".join(f"{place} = ?" for place in places)
    return (
        f"SELECT {', '.join(places)} {source}",
        f"SELECT {', '.join(keys + names + labels)} {source}{''.join(joins)} WHERE {where}",
    )


def _has_rows(connection: sqlite3.Connection, table: _Table) -> bool:
    return connection.execute(f"SELECT 1 FROM {_quoted(table.name)} LIMIT 1").fetchone() is not None


def _tables(connection: sqlite3.Connection) -> list[_Table]:
    """Return the tables of the user, without those of SQLite and of its virtual tables.

    A table is left out if it has no primary key and its columns hide all names of the rowid: then no query
    can find one of its rows.
    """
    found = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name")
    made = {str(name): str(sql) for name, sql in found if not str(name).startswith("sqlite_")}
    virtual = {name for name, sql in made.items() if re.match(r"\s*create\s+virtual\b", sql, re.I)}
    passed_over = virtual | {f"{name}_{end}" for name in virtual for end in _SHADOWS}
    columns = {name: _columns(connection, name) for name in made if name not in passed_over}
    tables = [_table(connection, name, columns) for name in columns]
    return [table for table in tables if table.place]


def _table(connection: sqlite3.Connection, name: str, tables: Mapping[str, Mapping[str, int]]) -> _Table:
    """Return a table by its name.

    tables: the columns of all tables, and the place of each column in the primary key, as `_columns` returns
    """
    columns = tables[name]
    key = tuple(sorted((one for one, place in columns.items() if place), key=columns.__getitem__))
    number = next(one for one in ("rowid", "_rowid_", "oid", "") if one not in map(str.lower, columns))
    try:
        connection.execute(f"SELECT {number} FROM {_quoted(name)} LIMIT 0")
        place: tuple[str, ...] = (number,)
    except sqlite3.OperationalError:  # a table that was made WITHOUT ROWID
        place = key
    return _Table(name, tuple(columns), key, place, tuple(_references(connection, name, tables)))


def _columns(connection: sqlite3.Connection, table: str) -> dict[str, int]:
    """Return the columns of a table, each with its place in the primary key, from 1; 0 for others."""
    rows = connection.execute(f"PRAGMA table_info({_quoted(table)})")
    return {str(name): int(place) for _, name, _, _, _, place in rows}


def _references(
    connection: sqlite3.Connection, table: str, tables: Mapping[str, Mapping[str, int]]
) -> Iterator[_Reference]:
    """Yield the references of a table to the primary key of another table whose rows have names."""
    rows = list(connection.execute(f"PRAGMA foreign_key_list({_quoted(table)})"))
    columns = [number for number, *_ in rows]
    stated = {column: other for number, _, other, column, *_ in rows if columns.count(number) == 1}
    inferred = {column: _table_by_name(column, table, tables) for column in tables[table]}
    for column, other in {**inferred, **stated}.items():
        key = [name for name, place in tables.get(other, {}).items() if place]
        if len(key) == 1 and column in tables[table] and (label := _label(tables[other])):
            yield _Reference(column, other, key[0], label, column not in stated)


def _table_by_name(column: str, table: str, tables: Iterable[str]) -> str:
    """Return the only other table that a column names, such as `rss_feed` for `feed_id`; '' for none."""
    name = normalised(_name_of_reference(column))
    names = (name, f"{name.removesuffix('y')}ies" if name.endswith("y") else f"{name}s")
    others = [other for other in tables if other != table]
    found = [other for other in others if normalised(other) in names]
    if not found and name != normalised(column):
        found = [other for other in others if normalised(other).endswith(names)]
    return found[0] if len(found) == 1 else ""


def _name_of_reference(column: str) -> str:
    return _ID.sub("", column, count=1) or column


def _label(columns: Mapping[str, int]) -> str:
    """Return the column with the name of what a row stands for, '' for none."""
    others = [name for name, place in columns.items() if not place]
    known = (name for wanted in _LABELS for name in others if name.lower() == wanted)
    return next(known, others[0] if len(others) == 1 else "")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _why_no_text(tables: Sequence[_Table]) -> str:
    """Return the reason why no table of a database has a text."""
    if not tables:
        return "no tables"
    shown = "; ".join(f"{table.name} ({', '.join(table.columns)})" for table in tables[:_MOST_SHOWN])
    more = "; …" if len(tables) > _MOST_SHOWN else ""
    return f"no text: the tables are {one_clean_line(shown)}{more}; --map body=COLUMN names it"
