"""Edits of an index that leave all its checksums right; crafted.py opens what they make."""

from __future__ import annotations

import json
import random
import sqlite3
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from newsgrep.indexing.catalog.rows import row_checksum
from newsgrep.indexing.catalog.schema import ARTICLE_COLUMNS, FILE_COLUMNS, SOURCE_COLUMNS

_TAIL = struct.Struct("<QI8s")
_BLOCK = 1 << 14

#: Numbers that are put in the place of others, beside ones near them.
_NUMBERS = (
    0,
    1,
    2,
    255,
    65_535,
    1 << 20,
    (1 << 31) - 1,
    1 << 31,
    (1 << 32) - 1,
    1 << 40,
    (1 << 63) - 1,
    (1 << 64) - 1,
)


class Segment:
    """A file of sections, to be edited and written again with right checksums."""

    def __init__(self, file: Path) -> None:
        data = file.read_bytes()
        length, _, self.magic = _TAIL.unpack_from(data, len(data) - _TAIL.size)
        start = len(data) - _TAIL.size - length
        self.file = file
        self.directory: dict[str, list[Any]] = json.loads(data[start : start + length])
        self.sections = {
            name: bytearray(data[offset : offset + size])
            for name, (offset, size, *_) in self.directory.items()
        }

    def write(self, edit: Callable[[dict[str, list[Any]]], None] | None = None) -> None:
        """Write the file; `edit` may change its directory, whose checksum is right all the same."""
        data, sums = bytearray(self.magic), list[int]()
        for name, section in self.sections.items():
            if not name:
                continue
            data += b"\0" * (-len(data) % 8)
            self.directory[name] = [len(data), len(section), self.directory[name][2], len(sums)]
            sums += [zlib.crc32(section[at : at + _BLOCK]) for at in range(0, len(section), _BLOCK)]
            data += section
        data += b"\0" * (-len(data) % 8)
        checksums = np.array(sums, "<u4").tobytes()
        self.directory[""] = [len(data), len(checksums), "<u4", zlib.crc32(checksums)]
        data += checksums
        if edit:
            edit(self.directory)
        directory = json.dumps(self.directory).encode()
        data += directory + _TAIL.pack(len(directory), zlib.crc32(directory), self.magic)
        self.file.write_bytes(data)


def files_of(index: Path) -> list[Path]:
    """Return the files of segments and of the basis, in an order that is not that of random names."""
    (header,) = index.glob("newsgrep_*.json")
    names = [segment["name"] for segment in json.loads(header.read_bytes())["segments"]]
    return [file for name in (*names, "basis_*") for file in sorted(index.glob(f"{name}.*"))]


def edit_section(index: Path, rng: random.Random) -> str:
    """Change some numbers of a section."""
    segment = Segment(rng.choice(files_of(index)))
    name = rng.choice([name for name, data in segment.sections.items() if name and data])
    data, dtype = segment.sections[name], segment.directory[name][2]
    size = int(dtype[2:])
    done = []
    for _ in range(rng.choice((1, 1, 1, 2, 5))):
        at = rng.randrange(len(data) // size) * size if len(data) >= size else 0
        old = int.from_bytes(data[at : at + size], "little")
        new = rng.choice((old + 1, old - 1, old * 2, rng.choice(_NUMBERS), rng.randrange(1 << 8 * size)))
        data[at : at + size] = (new % (1 << 8 * size)).to_bytes(size, "little")
        done.append(f"[{at // size}] = {new}, was {old}")
    segment.write()
    return f"{segment.file.name} {name} {'; '.join(done)}"


def resize_section(index: Path, rng: random.Random) -> str:
    """Cut a section, drop it, or make it longer."""
    segment = Segment(rng.choice(files_of(index)))
    name = rng.choice([name for name in segment.sections if name])
    data = segment.sections[name]
    size = int(segment.directory[name][2][2:])
    what = rng.choice(("cut", "empty", "longer", "gone"))
    if what == "cut":
        del data[rng.randrange(len(data) // size + 1) * size :]
    elif what == "empty":
        data.clear()
    elif what == "longer":
        data += bytes(rng.randrange(256) for _ in range(size * rng.choice((1, 2, 70))))
    else:
        del segment.sections[name], segment.directory[name]
    segment.write()
    return f"{segment.file.name} {name} {what}"


def edit_directory(index: Path, rng: random.Random) -> str:
    """Change a place, a length, a type or a number of a checksum in the directory."""
    segment = Segment(rng.choice(files_of(index)))
    name = rng.choice(list(segment.directory))
    field = rng.randrange(4)
    number = rng.choice((*_NUMBERS, -1, -8, 8, 16))
    types = ("<u4", "<u8", "|u1", "<f8", "O", "<U9999999", "|V9", "<m8", "", 7, None, "<u2", "|b1")
    value = rng.choice(types) if field == 2 else rng.choice((number, number, "x", None, [1], 1.5))

    def edit(directory: dict[str, list[Any]]) -> None:
        directory[name][field] = value

    segment.write(edit)
    return f"{segment.file.name} directory {name}[{field}] = {value}"


def plant_bomb(index: Path, rng: random.Random) -> str:
    """Put a small frame of many bytes in the place of a compressed block."""
    name = rng.choice(("stored_fields", "source.values", "url.lines", "path.lines", "language.values"))
    suffix = ".art" if name == "stored_fields" else ".col"
    segment = Segment(next(file for file in files_of(index) if file.suffix == suffix))
    size = rng.choice((1 << 20, 1 << 26, 1 << 30, 3 << 30))
    frame = bomb(size)
    segment.sections[name] = bytearray(frame)
    if name == "stored_fields":
        count = len(segment.sections["article_offsets"]) // 8
        segment.sections["compressed_offsets"] = bytearray(np.array([0, len(frame)], "<u8").tobytes())
        segment.sections["block_offsets"] = bytearray(np.array([0, size], "<u8").tobytes())
        offsets = np.linspace(0, size, count).astype("<u8")
        segment.sections["article_offsets"] = bytearray(offsets.tobytes())
    elif name.endswith("lines"):
        blocks = segment.sections[name.replace("lines", "blocks")]
        blocks[:] = np.array(
            [0, 0, len(frame), len(segment.sections[name.replace("lines", "first")]) // 4], "<u8"
        ).tobytes()
    segment.write()
    return f"{segment.file.name} {name} of {size:,} bytes"


@cache
def bomb(size: int) -> bytes:
    """Return a frame of so many zeros."""
    from newsgrep.zstd import ZstdCompressor

    compressor = ZstdCompressor(1)
    piece = bytes(1 << 20)
    parts = [compressor.compress(piece) for _ in range(size >> 20)]
    return b"".join([*parts, compressor.flush(ZstdCompressor.FLUSH_FRAME)])


def edit_header(index: Path, rng: random.Random) -> str:
    """Change a value of the header."""
    (file,) = index.glob("newsgrep_*.json")
    header = json.loads(file.read_bytes())
    header.pop("checksum")
    places = list(_places(header))
    *path, last = rng.choice(places)
    holder = header
    for step in path:
        holder = holder[step]
    old = holder[last]
    new: object = None
    if isinstance(old, int):
        new = rng.choice((old + 1, old - 1, rng.choice(_NUMBERS), -5))
    if new is None or rng.random() < 0.2:
        texts = ("", "x", "../../etc/passwd", "AAAA", "////", "english" * 9, "2020-99-99")
        new = rng.choice((*texts, None, 7, [], {}, "A" * 400_000, 1.5))
    holder[last] = new
    body = json.dumps(header, separators=(",", ":")).encode()[:-1]
    file.write_bytes(body + b',"checksum":%d}' % zlib.crc32(body))
    return f"header {[*path, last]} = {str(new)[:40]}"


def _places(value: Any) -> Iterator[tuple[Any, ...]]:
    """Yield the path to every value within another."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in pairs:
        yield (name,)
        yield from ((name, *path) for path in _places(inner))


def edit_catalog(index: Path, rng: random.Random) -> str:
    """Change a value of a row of the catalog."""
    (file,) = index.glob("catalog_*.sqlite")
    table, columns = rng.choice(
        [
            ("files", FILE_COLUMNS),
            ("articles", ARTICLE_COLUMNS),
            ("sources", SOURCE_COLUMNS),
            ("meta", "name, value"),
        ]
    )
    column = rng.choice([*columns.split(", "), *(["gone"] if table != "meta" else [])])
    values = (
        *_NUMBERS[:-1],
        -1,
        None,
        b"",
        b"\xff\xfe",
        "text",
        "\0",
        1.5,
        b"news/wire1.jsonl",
        b"../../x",
        "[" * 5000,
    )
    value = rng.choice(values)
    with closing(sqlite3.connect(file)) as database:
        rows = [row for (row,) in database.execute(f"SELECT rowid FROM {table}")] if table != "meta" else [0]
        row = rng.choice(rows)
        where = "name = 'generation'" if table == "meta" else f"rowid = {row}"
        try:
            database.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", (value,))
            database.create_function("sum_of", -1, lambda *row: row_checksum(row))
            if table != "meta" and column != "checksum":
                covered = columns.removeprefix("id, ").removesuffix(", checksum")
                database.execute(f"UPDATE {table} SET checksum = sum_of({covered})")
            database.commit()
        except (sqlite3.Error, OverflowError):
            return ""
    return f"catalog {table}.{column} = {value!r:.40} in row {row}"


EDITS = (
    edit_section,
    edit_section,
    edit_section,
    resize_section,
    edit_directory,
    edit_header,
    edit_catalog,
    plant_bomb,
)
