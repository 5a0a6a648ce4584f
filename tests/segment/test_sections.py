"""Sections of numbers are read as they were written, and damage is reported where it is read."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.engine.segment.patched import PatchedReader, PatchedWriter
from newsgrep.engine.segment.sections import BLOCK, SectionReader, SectionWriter
from newsgrep.errors import IndexDamagedError


@given(st.lists(st.integers(0, 700), max_size=60), st.data())
def test_patched_numbers_come_back(tmp_path_factory, values, data):
    """Numbers that do not fit a byte, written in any pieces, and read in any slice."""
    file = tmp_path_factory.mktemp("patched") / "file"
    cuts = sorted(data.draw(st.lists(st.integers(0, len(values)), max_size=4)))
    writer = SectionWriter(file)
    patched = PatchedWriter(writer, "n", "|u1")
    for start, end in pairwise([0, *cuts, len(values)]):
        patched.append(np.array(values[start:end], np.int64))
    patched.finish()
    writer.close()
    reader = PatchedReader(SectionReader(file), "n")
    assert len(reader) == len(values)
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(values))] * 2)))
    assert reader.slice(start, end).tolist() == values[start:end]


@pytest.mark.parametrize("size", [0, 300, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK])
def test_a_section_is_verified_where_it_is_read(tmp_path, size):
    """Every way of reading a damaged block raises; other blocks read as they were written."""
    file, values = tmp_path / "file", np.arange(size, dtype=np.uint8)
    writer = SectionWriter(file)
    writer.add("before", b"abc")
    writer.add("other", values.tobytes()[: size // 2])
    writer.start("n", "|u1")
    for start in range(0, size, 1000):
        writer.append(values[start : start + 1000])
    writer.close()
    assert SectionReader(file).read("n").tolist() == values.tolist()
    whole = file.read_bytes()
    start = whole.rindex(values[-200:].tobytes()) - max(0, size - 200) if size else 0
    for damaged in {0, size // 2, size - 1} if size else ():
        data = bytearray(whole)
        data[start + damaged] ^= 0x40
        file.write_bytes(data)
        for index in {0, size // 2, size - 1}:
            for read in (
                lambda section, index: section[index],
                lambda section, index: section[index : index + 1][0],
                lambda section, index: section.data(index, index + 1)[0],
                lambda section, index: section.take(np.array([index]))[0],
                lambda section, index: section.take_rows(np.array([index]), 1)[0, 0],
            ):
                section = SectionReader(file).section("n")
                if index // BLOCK == damaged // BLOCK:
                    with pytest.raises(IndexDamagedError):
                        read(section, index)
                else:
                    assert read(section, index) == values[index]
        with pytest.raises(IndexDamagedError):
            SectionReader(file).read("n")
        with pytest.raises(IndexDamagedError):
            SectionReader(file).section("n").take(np.arange(size))
        assert SectionReader(file).section("n").count_damaged_blocks() == 1


def test_a_row_is_verified_to_its_end(tmp_path):
    """A row that ends in a damaged block, or beyond the section, raises; others read as they were written."""
    file, values = tmp_path / "file", (np.arange(2 * BLOCK) // 7 % 256).astype(np.uint8)
    writer = SectionWriter(file)
    writer.add("n", values)
    writer.close()
    whole, across = file.read_bytes(), BLOCK // 3  # of three numbers, the last is in the second block
    rows = SectionReader(file).section("n").take_rows(np.array([0, across]), 3)
    assert rows.tolist() == [values[:3].tolist(), values[3 * across : 3 * across + 3].tolist()]
    with pytest.raises(IndexDamagedError):
        SectionReader(file).section("n").take_rows(np.array([2 * BLOCK // 3]), 3)
    file.write_bytes(whole.replace(values.tobytes(), values[:-1].tobytes() + b"?"))
    section = SectionReader(file).section("n")
    assert section.take_rows(np.array([across - 1]), 3).tolist() == [
        values[3 * across - 3 : 3 * across].tolist()
    ]
    with pytest.raises(IndexDamagedError):
        section.take_rows(np.array([across]), 3)


def test_a_binary_search_is_right_or_reports_damage(tmp_path):
    """Wherever the damage is on the way to the result."""
    file, values = tmp_path / "file", np.arange(0, 30_000, 3, dtype=np.uint64)
    writer = SectionWriter(file)
    writer.add("n", values, "<u8")
    writer.close()
    whole, reported = file.read_bytes(), 0
    for damaged in (None, 7, 5_000, 5_001, 9_999):
        data = bytearray(whole)
        if damaged is not None:
            data[whole.index(values.tobytes()) + 8 * damaged + 3] ^= 0x40
        file.write_bytes(data)
        for value in (0, 1, 14_999, 15_003, 15_004, 29_997, 50_000):
            section = SectionReader(file).section("n")
            try:
                assert section.bisect_right(value) == np.searchsorted(values, value, "right")
                assert section.bisect_left(value) == np.searchsorted(values, value)
            except IndexDamagedError:
                reported += 1
                assert damaged is not None
    assert reported
