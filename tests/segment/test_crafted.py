"""Segments that were made to harm: their checksums are right, and their numbers are not."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest

import newsgrep
from newsgrep.errors import IndexDamagedError
from newsgrep.zstd import ZstdCompressor

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of one segment; not to be written to."""
    home = tmp_path_factory.mktemp("crafted")
    with newsgrep.open_index(home / "index") as index, index.writer() as writer:
        for number in range(40):
            body = f"Ships wait in port {number}; a ship sank, and other ships sailed to {number} ports."
            url, source = f"https://news.example/{number % 7}", f"Paper {number % 3}"
            writer.add(
                newsgrep.Article(key=f"k{number}", body=body, url=url, source=source, authors=("Ada",))
            )
    return home / "index"


def zeros(size: int) -> bytes:
    """A small frame of so many zeros."""
    compressor, piece = ZstdCompressor(1), bytes(1 << 20)
    parts = [compressor.compress(piece) for _ in range(size >> 20)]
    return b"".join([*parts, compressor.flush(ZstdCompressor.FLUSH_FRAME)])


def use(folder: Path) -> list[str]:
    """Use an index in many ways; return the kinds of the errors."""
    index = newsgrep.open_index(folder)
    errors = []
    for use in (
        lambda: [hit.as_dict() for hit in index.search('ship "other ships" =ships', any=True, limit=None)],
        lambda: index.search("shi* OR s?ip OR shop~1 OR url:news.example/3", limit=None)[:],
        lambda: index.search("source:paper author:ada", limit=None)[:],
        lambda: index["k7"],
        lambda: index.facets("*", by="year"),
        lambda: index.timeline("*"),
        index.stats,
        lambda: errors.extend(index.check()),
        index.optimize,
    ):
        try:
            use()
        except IndexDamagedError as error:
            errors.append(error.message)
    return errors


BOMB = 3 << 30

#: File, section, what is put in its place: numbers at some places, or all of it; and its type.
CASES = [
    *[
        (".trm", name, {5: 2**32 - 1}, "")
        for name in ("term_ends", "form_ends", "forms_sorted", "term_forms")
    ],
    *[(".trm", name, {-1: 2**31}, "") for name in ("term_postings", "term_positions", "term_gaps")],
    (".trm", "term_occurrence_forms", {3: 2**32 - 1, 4: 2**32 - 2}, ""),
    (".trm", "term_postings", {5: 0}, ""),
    (".trm", "term_first_document", dict.fromkeys(range(20), 41), ""),
    (".trm", "term_index", b"x" * 30, "|u1"),
    (".gap", "gaps", {0: 255, 1: 255}, ""),
    (".frq", "frequencies", b"", "|u1"),
    (".frq", "exception_at", np.arange(9) + 2**40, "<u8"),
    (".pos", "positions", np.zeros(3), "<u2"),
    (".pos", "positions.exception_at", np.array([5, 3]), "<u8"),
    (".frm", "occurrence_forms", {0: 200}, ""),
    (".art", "article_offsets", {1: 2**60}, ""),
    (".art", "block_offsets", {-1: BOMB}, ""),
    (".art", "compressed_offsets", {-1: 2**63}, ""),
    (".art", "stored_fields", zeros(1 << 28), "|u1"),
    (".col", "key_documents", {3: 2**32 - 1}, ""),
    (".col", "column.length", np.zeros(3), "<u4"),
    (".col", "column.day", np.zeros(40), "<f8"),
    (".col", "column.day", np.full(40, 4291406818), "<u4"),
    (".trm", "form_text", {3: 0xCA}, ""),
    (".trm", "term_positions", {15: 2**31}, ""),
    (".col", "source.values", zeros(1 << 28), "|u1"),
    (".col", "source.numbers", {3: 200}, ""),
    (".col", "url.lines", zeros(1 << 28), "|u1"),
    (".col", "url.first", {3: 2**32 - 1}, ""),
    (".col", "url.blocks", {2: 2**63}, ""),
    (".col", "authors.ends", {3: 2**32 - 1}, ""),
    (".col", "key_hashes", None, ""),
]


@pytest.mark.parametrize(("suffix", "name", "values", "dtype"), CASES)
def test_wrong_numbers_are_damage_and_nothing_else(
    whole, tmp_path, replace_section, suffix, name, values, dtype
):
    """Whatever is asked of the index: a right answer, or an error that says that it is damaged."""
    from newsgrep.engine.segment.sections import SectionReader

    folder = shutil.copytree(whole, tmp_path / "index")
    (file,) = folder.glob(f"*{suffix}")
    if isinstance(values, dict):
        known = SectionReader(file).read(name).copy()
        for place, value in values.items():
            known[place] = value
        values, dtype = known, known.dtype.str
    elif isinstance(values, bytes):
        values = np.frombuffer(values, np.uint8)
    replace_section(file, name, None if values is None else values.astype(dtype or values.dtype), dtype)
    errors = use(folder)
    assert errors


@pytest.mark.parametrize(
    "entry",
    [
        [8, 1 << 40, "<u4", 0],
        [-8, 8, "<u4", 0],
        [9, 8, "<u4", 0],
        [8, 8, "|O", 0],
        [8, 8, "<U99999999", 0],
        [8, 8, "<u4", 1 << 40],
        [8, 7, "<u4", 0],
        [8, 8, 4, 0],
        "x",
        [],
        {},
    ],
)
def test_a_directory_that_describes_no_sections_is_damage(whole, tmp_path, entry):
    """Places, lengths, types and numbers of checksums outside of the file."""
    folder = shutil.copytree(whole, tmp_path / "index")
    (file,) = folder.glob("*.trm")
    data = file.read_bytes()
    length = int.from_bytes(data[-20:-12], "little")
    directory = json.loads(data[-20 - length : -20])
    directory["term_ends"] = entry
    text = json.dumps(directory).encode()
    tail = len(text).to_bytes(8, "little") + zlib.crc32(text).to_bytes(4, "little") + data[-8:]
    file.write_bytes(data[: -20 - length] + text + tail)
    with pytest.raises(IndexDamagedError):
        newsgrep.open_index(folder).open()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"articles":40', '"articles":41'),
        ('"doccount":40', '"doccount":9007199254740991'),
        ('"doccount":40', '"doccount":-40'),
        ('"deleted":""', '"deleted":"////"'),
        ('"deleted":""', '"deleted":"AAAAAAAAAAA="'),
        ('"language":"english"', '"language":"klingon"'),
        ('"name":"MAIN_', '"name":"../MAIN_'),
        ('"segments":[', '"segments":[[[[['),
        ('"format":6', '"format":6.5'),
        ('"k1":1.5', '"k1":"x"'),
    ],
)
def test_a_header_of_other_values_is_damage(whole, tmp_path, old, new):
    """With a right checksum: other numbers, names that lead elsewhere, deletions that are none."""
    folder = shutil.copytree(whole, tmp_path / "index")
    (file,) = folder.glob("newsgrep_*.json")
    body = file.read_text().rpartition(',"checksum":')[0]
    assert old in body
    body = body.replace(old, new)
    file.write_bytes(body.encode() + b',"checksum":%d}' % zlib.crc32(body.encode()))
    with pytest.raises(IndexDamagedError):
        newsgrep.open_index(folder).open()


def test_a_sample_of_random_edits():
    """benchmarks/crafted.py, which changes any number of any file, finds nothing but damage."""
    command = [sys.executable, ROOT / "benchmarks/crafted.py", "--count", "60", "--seed", "5"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert ": 0 wrong" in ended.stdout
