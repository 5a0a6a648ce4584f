"""Tables in JSON, as pandas and data sets write them: as columns, or as rows below the names of columns.

>>> [row for _, row in table_records({"title": {"0": "A"}, "text": {"0": "One."}}, {})]
[{'title': 'A', 'text': 'One.'}]

The records and the index of `DataFrame.to_json` are no tables here: each row is an object of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from newsgrep.formats.fields.aliases import TEXT_KEYS
from newsgrep.formats.fields.keypaths import find_key_paths

_Mapping = Mapping[str, tuple[str, ...]]
_Rows = Iterator[tuple[str, dict[str, object]]]
#: The fields that show a table of articles, if at least two of them have a column.
_TELLING = ("title", "body", "date", "author", "url")


def table_records(value: object, mapping: _Mapping) -> _Rows | None:
    """Return the names and the records of the rows if a value is a table, else None.

    Tables are the forms orient="columns" (the default) and "split" of `to_json`, rows below a header as in
    Google Sheets, and objects of lists.
    """
    if not isinstance(value, dict) or not value:
        return None
    if isinstance(names := value.get("columns"), list) and isinstance(rows := value.get("data"), list):
        return _split(names, rows, value.get("index")) if column_names(names, mapping) else None
    for key in ("values", "rows"):  # as Google Sheets has them
        if isinstance(rows := value.get(key), list) and rows and (names := column_names(rows[0], mapping)):
            return _split(names, rows[1:], None)
    first = next(iter(value.values()))
    if not first or not isinstance(first, dict | list) or not _are_columns(list(value), mapping):
        return None
    columns = list(value.values())
    if isinstance(first, dict):
        is_table = first.keys().isdisjoint(TEXT_KEYS) and all(
            isinstance(column, dict) and column.keys() == first.keys() for column in columns
        )
        return _by_index(value, list(first)) if is_table else None
    is_table = len(first) > 1 and all(
        isinstance(column, list) and len(column) == len(first) for column in columns
    )
    return _split(list(value), list(zip(*columns, strict=True)), None) if is_table else None


def column_names(row: object, mapping: _Mapping) -> list[str]:
    """Return a row that is a header, as the names of its columns; an empty list for another row."""
    if isinstance(row, list) and all(isinstance(name, str) for name in row) and _are_columns(row, mapping):
        return row
    return []


def _are_columns(names: list[str], mapping: _Mapping) -> bool:
    """Whether the given names are known as columns of a table of articles."""
    paths = find_key_paths(names, mapping)
    return bool(paths["title"] or paths["body"]) and sum(bool(paths[name]) for name in _TELLING) > 1


def _split(names: list[object] | list[str], rows: list[object], index: object) -> _Rows:
    labels = index if isinstance(index, list) else []
    for number, row in enumerate(rows):
        cells = row if isinstance(row, list | tuple) else ()
        label = str(labels[number]) if number < len(labels) else ""
        yield label, dict(zip(map(str, names), cells, strict=False))


def _by_index(columns: Mapping[str, dict[str, object]], labels: list[str]) -> _Rows:
    for label in labels:
        yield label, {name: column[label] for name, column in columns.items()}
