"""Open indexes that were made to harm: fields are edited, and all checksums are made right again.

    python benchmarks/crafted.py                  1,000 variants
    python benchmarks/crafted.py --count 10000 --seed 7

A checksum shows damage; whoever means harm computes it, too. Each variant is a small index in which something
was changed: a number, a length or a block of a section of a segment, its directory, a value of the header, or
a row of the catalog. A child process searches it in several ways, prints and counts articles, checks it,
updates it and merges its segments. Nothing may be raised but IndexUnusableError and its kin, and none may
take more than MEMORY or SECONDS. The program prints the variants that do, and ends with 1.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import resource
import shutil
import signal
import sqlite3
import struct
import sys
import tempfile
import time
import traceback
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

import numpy as np  # noqa: E402

import newsgrep  # noqa: E402
from newsgrep.indexing.catalog.rows import row_checksum  # noqa: E402
from newsgrep.indexing.catalog.schema import ARTICLE_COLUMNS, FILE_COLUMNS, SOURCE_COLUMNS  # noqa: E402

#: Bytes of memory that a variant may take, and seconds.
MEMORY, SECONDS = 500_000_000, 20

#: Other errors that say clearly what is wrong.
_CLEAR = ("cannot be used", "cannot be read", "was indexed with options that this newsgrep does not know")

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

_QUERIES = (
    *(
        "missile",
        "missiles attack",
        '"the old town"',
        "vess*",
        "m?ssile",
        "misile~1",
        "/miss.*/",
        "=Ships",
        "ATLEAST2 town",
    ),
    *(
        "storm W/5 port",
        "title:storm",
        "lead:ships",
        "author:ayla",
        "date:2020-10",
        "source:news.example lang:en",
    ),
    *("url:news.example/2020", "words:>5", "path:wire", "(wheat OR storm OR town) NOT rain", "*"),
)


def make(home: Path) -> None:
    """Make an index of several segments, with deletions, in a folder."""
    articles = home / "news"
    articles.mkdir(parents=True)
    os.chdir(home)
    rng = random.Random(1)
    words = "storm port ships ship wheat missile missiles town old the attack rain vessel harvest talks"
    vocabulary = words.split()
    records = [
        {
            "id": str(number), "title": " ".join(rng.choices(vocabulary, k=4)),
            "date": f"2020-{number % 12 + 1:02}-05",
            "author": rng.choice(["Nino Example", "Ayla Example"]), "url": f"https://news.example/2020/{number}",
            "source": rng.choice(["news.example", "Daily Example"]), "language": "en",
            "body": " ".join(rng.choices(vocabulary, k=80)),
        }
        for number in range(60)
    ]  # fmt: skip
    with newsgrep.open_index(home / ".newsgrep") as index:
        for part in range(3):
            lines = (json.dumps(one) + "\n" for one in records[part::3])
            (articles / f"wire{part}.jsonl").write_text("".join(lines))
            (articles / "note.txt").write_text(f"A missile attack on the old town, part {part}.")
            index.update("news", jobs=1)


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
        data, sums = bytearray(self.magic), []
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


def edit_section(index: Path, rng: random.Random) -> str:
    """Change some numbers of a section."""
    segment = Segment(rng.choice(sorted(index.glob("MAIN_*.???"))))
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
    segment = Segment(rng.choice(sorted(index.glob("MAIN_*.???"))))
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
    segment = Segment(rng.choice(sorted(index.glob("MAIN_*.???"))))
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
    segment = Segment(sorted(index.glob("*.art" if name == "stored_fields" else "*.col"))[0])
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


_BOMBS: dict[int, bytes] = {}


def bomb(size: int) -> bytes:
    """Return a frame of so many zeros."""
    if size not in _BOMBS:
        from newsgrep.zstd import ZstdCompressor

        compressor = ZstdCompressor(1)
        piece = bytes(1 << 20)
        parts = [compressor.compress(piece) for _ in range(size >> 20)]
        _BOMBS[size] = b"".join([*parts, compressor.flush(ZstdCompressor.FLUSH_FRAME)])
    return _BOMBS[size]


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
    new = rng.choice((old + 1, old - 1, rng.choice(_NUMBERS), -5)) if isinstance(old, int) else None
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


def use(index: Path) -> str:
    """Use an index in many ways. Return what was raised that nobody may raise, else an empty text."""
    found: list[str] = []

    def attempt(what: str, action: Callable[[], object]) -> None:
        try:
            action()
        except (newsgrep.IndexUnusableError, newsgrep.ArticleNotFoundError):
            pass
        except newsgrep.NewsgrepError as error:
            if not any(text in error.message for text in _CLEAR):
                found.append(f"{what}: {type(error).__name__}: {error}")
        except BaseException as error:
            *_, last = traceback.extract_tb(error.__traceback__)
            place = f"{Path(last.filename).name}:{last.lineno}"
            found.append(f"{what}: {place}: {type(error).__name__}: {str(error)[:200]}")

    with newsgrep.open_index(index) as opened:
        for query in _QUERIES:
            attempt(
                query,
                lambda query=query: [hit.as_dict() for hit in opened.search(query, limit=5, explain=True)],
            )
        for sort in ("date", "-date", "title", "source", "random"):
            attempt(sort, lambda sort=sort: [hit.line for hit in opened.search("*", sort=sort, limit=3)])
        attempt("nothing", lambda: opened.search("missle zzz").diagnosis)
        attempt("get", lambda: opened["news/wire1.jsonl#4"])
        attempt("unknown", lambda: opened["news/wire1.jsonl#none"])
        attempt("stats", opened.stats)
        attempt("facets", lambda: opened.facets("storm"))
        attempt("timeline", lambda: opened.timeline("storm"))
        attempt("terms", lambda: list(opened.terms("storm"))) if hasattr(opened, "terms") else None
        attempt("check", opened.check)
        (index.parent / "news/note.txt").write_text("Another note.")
        attempt("update", lambda: opened.update("news", jobs=1))
        attempt("optimize", opened.optimize)
    return "\n".join(found)


def _child(index: str, pipe: Any) -> None:
    os.chdir(Path(index).parent)
    signal.alarm(SECONDS)
    resource.setrlimit(resource.RLIMIT_AS, (3_000_000_000, 3_000_000_000))
    text = use(Path(index))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    pipe.send((text, peak))


def outcome(index: Path) -> tuple[str, int]:
    """Use an index in a child process; return what is wrong, and the most memory it took."""
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_child, args=(str(index), sender))
    process.start()
    sender.close()
    try:
        text, peak = receiver.recv()
    except EOFError:
        text, peak = "the process was killed: too much time or memory", 0
    process.join()
    return text or (f"{peak:,} bytes of memory" if peak > MEMORY else ""), peak


def main() -> int:
    """Try variants, and print what is wrong with them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=1_000, help="variants to try")
    parser.add_argument("--seed", type=int, default=0, help="seed of the random edits")
    parser.add_argument("--wrong", type=int, default=5, help="wrong variants after which to stop")
    arguments = parser.parse_args()
    counts: Counter[str] = Counter()
    wrong, largest, begun = 0, 0, time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "whole"
        make(home)
        work = Path(folder) / "work"
        for number in range(arguments.count):
            rng = random.Random(f"{arguments.seed} {number}")
            shutil.rmtree(work, ignore_errors=True)
            shutil.copytree(home, work)
            edit = rng.choice(EDITS)
            what = edit(work / ".newsgrep", rng)
            if not what:
                continue
            text, peak = outcome(work / ".newsgrep")
            largest = max(largest, peak)
            counts[edit.__name__] += 1
            if text:
                wrong += 1
                sys.stdout.write(f"variant {number}: {what}\n{text}\n\n")
                if wrong == arguments.wrong:
                    break
    listed = ", ".join(f"{count:,} {name}" for name, count in sorted(counts.items()))
    sys.stdout.write(
        f"{counts.total():,} variants in {time.monotonic() - begun:.0f} s ({listed}): {wrong} wrong, "
        f"{largest / 1e6:.0f} MB at most\n"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
