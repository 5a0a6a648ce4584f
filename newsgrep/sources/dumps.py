"""Articles that newsgrep printed, in a file near their originals: copies, which no run takes in.

The articles of `newsgrep show --jsonl` and `search --csv --fields key,title,body` say where they are from.
Without their originals, as those of another index, they are articles as any. Those that were piped in have no
file: what was printed of them may be their only copy.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

from newsgrep.article import split_key
from newsgrep.results import OUTPUT_FIELDS

#: What the columns of a table of hits are called.
_COLUMNS = OUTPUT_FIELDS | {"query"}
_OBJECT = re.compile(r'\s*(?:\[\s*)?\{"schema_version": ?\d+, ?')
#: A field that says where an article is from. Within a text, its quotes are escaped.
_PLACE = re.compile(r'[ ,{]"(?P<field>key|path)": ?(?P<value>"(?:[^"\\]|\\.)*")')


def is_dump(head: bytes, location: str, root: str) -> bool:
    """Whether a file that begins so has articles that newsgrep printed of files below a folder.

    location: of the file
    root:     the folder
    """
    text = head.decode("utf-8-sig", "replace")
    try:
        place = _place_in_object(text) if _OBJECT.match(text) else _place_in_row(text)
    except (ValueError, csv.Error):  # newsgrep prints neither broken JSON nor such a table
        return False
    return bool(place) and any(_is_original(file, location, root) for file in _places(place, location))


def _place_in_object(text: str) -> str:
    """Return the path of the first article of JSON; empty if the beginning of the file does not have it."""
    if found := _PLACE.search(text):
        return _path_of(found["field"], json.loads(found["value"]))
    return ""


def _place_in_row(text: str) -> str:
    """Return the path of the first article of a table of hits; empty for any other table."""
    header, _, _ = text.partition("\n")
    if not _COLUMNS.issuperset(re.split(r"[,\t]", header.strip())):
        return ""
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in header else ",")
    row = next(rows, {})
    return next((_path_of(name, row[name]) for name in ("path", "key") if row.get(name)), "")


def _path_of(field: str, value: str) -> str:
    return split_key(value)[0] if field == "key" else value


def _places(path: str, location: str) -> Iterator[str]:
    """Yield what a path may be: it begins in the folder where newsgrep ran, any above the file."""
    for folder in Path(os.path.abspath(location)).parents:  # noqa: PTH100  # resolve() would follow links
        yield os.path.normpath(folder / path)


def _is_original(file: str, location: str, root: str) -> bool:
    top = os.path.join(os.path.abspath(root), "")  # noqa: PTH100, PTH118
    is_file = file.startswith(top) and os.path.isfile(file)  # noqa: PTH113  # of any name, also too long a one
    return is_file and not Path(file).samefile(location)
