"""Files that newsgrep itself wrote: indexes, exports, tables and articles that it printed.

A run does not index them. The output of `newsgrep show --jsonl` and of `search --csv --fields key,title,body`
names the file of each article. If that file is there, the output has copies, and is passed over. If not, the
output is read like any other file: it may be of another index, or the only copy of what was piped in.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from newsgrep.article import split_key
from newsgrep.config.place import TAGS_FILE, holds_index
from newsgrep.results import EXPORT, INDEX, OUTPUT_FIELDS
from newsgrep.sources.no_articles import read_beside

#: What `newsgrep export` writes beside the originals: a line for each article, and the sums of the files.
MANIFEST = "manifest.jsonl"
SUMS = "SHA256SUMS"
#: Bytes of a manifest that are looked at: more than its first line has.
_HEAD = 1 << 16

#: The columns of the tables that newsgrep writes: hits without texts, figures, stories, matches, samples. A
#: sample has texts, and is passed over all the same: else its articles would take the place of the originals.
_TABLES = (
    "rank score path line date author title passage",
    "date source share key title",
    "depth date senders recipients title key attachments message_id parent",
    "key date left match right(?: page)?",
    "key date quote context page(?: speaker_in)?",
    "facet value articles(?: index_articles per_1000)?",
    "name articles mentions",
    "name other articles by_chance log_likelihood",
    "term score occurrences articles other_occurrences other_articles",
    "term score weight articles",
    "word left right together occurrences log_likelihood mi",
    "key stored_as",
    "key seen title text",
    "key path date source author section language title title_from url words body",
)
_PERIOD = "(?:year|quarter|month|week|day)"
_CROSS_TABLES = (r"[a-z_]+\*[a-z_]+ [^\r\n]+", rf"{_PERIOD} [^\r\n]+\r?\n\d{{4}}[\dQW-]*(?: [\d.]+)+")
_STRING = rb'"(?:[^"\\]|\\.)*+"'
_VALUE = r'(?:"(?:[^"\\]|\\.)*+"|\[[^\]]*\]|[^\s",{}\[\]]+)'


def _object(columns: str) -> str:
    """Return the pattern of a row as a JSON object. It ends before a text, which may be of any length."""
    named = re.sub(r"\w+", lambda name: f'"{name[0]}": ?{_VALUE}', columns.replace(" ", ", ?"))
    return named.removesuffix(_VALUE) if columns.endswith(("text", "body")) else rf"{named}\}}"


#: How a file of citations begins. An entry is known by its key: see `citation_key` of output/citations.py.
_KEY = "[a-z0-9]+-[0-9a-f]{10}"
_CITATIONS = (
    rf"TY  - (?:NEWS|ELEC)\nID  - {_KEY}\n",
    rf"@(?:article|misc)\{{{_KEY},\n  \w",
    rf'\[\n\{{"id": "{_KEY}", "type": "(?:webpage|article-newspaper)"',
)
#: The names of the columns of a table of hits.
_COLUMNS = OUTPUT_FIELDS | {"query"}
_OBJECT = re.compile(r'\s*(?:\[\s*)?\{"schema_version": ?\d+, ?')
#: A field that says where an article is from. Within a text, its quotes are escaped.
_PLACE = re.compile(r'[ ,{]"(?P<field>key|path)": ?(?P<value>"(?:[^"\\]|\\.)*")')


@cache  # compiled when needed: a run without new files would take a seventh longer
def _own() -> re.Pattern[bytes]:
    """Return the expression that matches the beginning of every file that newsgrep writes."""
    # As objects: rows of tables, figures of an index, and rows of a timeline.
    objects = (
        *map(_object, _TABLES[1:]),
        r'"index": ?"[^"]*", ?"format_version": ?\d',
        rf'"{_PERIOD}": ?"\d{{4}}[\dQW-]*"(?:, ?{_STRING.decode()}: ?[\d.]+)+\}}',
    )
    return re.compile(
        rb'\{"path": ?%(s)b, ?(?:"member": ?%(s)b, ?)?"line": ?(?:\d+|null), ?"reason": ?%(s)b\}'
        rb'|\{"key": ?%(s)b, ?"path": ?%(s)b, ?"file": ?%(s)b, ?"kind": ?"[a-z]+", ?"bytes": ?\d+'
        rb', ?"sha256": ?"'
        rb'|\{\s*"receipt": ?\d+,\s*"newsgrep": ?"'
        rb'|(?:\[\s*)?\{"schema_version": ?\d+, ?(?:"rank": ?\d+, ?"score": ?(?!.*"body": ?")|%(objects)b)'
        rb"|(?:\xef\xbb\xbf)?(?:%(tables)b)\r?\n|%(citations)b"
        rb"|(?:<\?xml[^>]*>\s*)?<!-- newsgrep -->"
        rb'|<!DOCTYPE html>\s*<html>\s*<head>\s*<meta charset="utf-8">\s*'
        rb'<meta name="generator" content="newsgrep">'
        % {
            b"s": _STRING,
            b"objects": "|".join(objects).encode(),
            b"citations": "|".join(_CITATIONS).encode(),
            b"tables": "|".join((*_TABLES, *_CROSS_TABLES)).replace(" ", "[,\t]").encode(),
        },
        re.S,
    )


def is_own_file(head: bytes) -> bool:
    """Whether newsgrep wrote a file that begins with `head`, and every article in it is elsewhere, too."""
    return _own().match(head) is not None


def own_folder(folder: str) -> str:
    """Return INDEX or EXPORT for a folder in which newsgrep keeps one; empty for any other.

    An export is left out: its copies would take the place of the originals.
    """
    if holds_index(folder):
        return INDEX
    if not os.path.lexists(os.path.join(folder, SUMS)):  # noqa: PTH118
        return ""
    manifest = read_beside(os.path.join(folder, SUMS), MANIFEST, _HEAD) or b""  # noqa: PTH118
    return EXPORT if is_own_file(manifest) else ""


def is_file_of_tags(location: str) -> bool:
    """Whether a file holds the tags that newsgrep keeps. Its lines are no articles."""
    return location.rpartition("/")[2] == TAGS_FILE


def is_dump(head: bytes, location: str, root: str) -> bool:
    """Whether newsgrep printed a file that begins with `head`, from articles of files below a folder.

    location: where the file lies
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
    """Yield where a path may lead. It starts from where newsgrep ran: any folder above the file."""
    for folder in Path(os.path.abspath(location)).parents:  # noqa: PTH100  # resolve() would follow links
        yield os.path.normpath(folder / path)


def _is_original(file: str, location: str, root: str) -> bool:
    top = os.path.join(os.path.abspath(root), "")  # noqa: PTH100, PTH118
    is_file = file.startswith(top) and os.path.isfile(file)  # noqa: PTH113  # unlike Path.is_file(), of any length
    return is_file and not Path(file).samefile(location)
