"""Sections of numbers: what is written is read, and what is broken is told where it is used."""

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
def test_escaped_numbers_come_back(tmp_path_factory, values, data):
    """Numbers that do not fit a byte, written in any pieces, and read in any slice."""
    file = tmp_path_factory.mktemp("escaped") / "file"
    cuts = sorted(data.draw(st.lists(st.integers(0, len(values)), max_size=4)))
    writer = SectionWriter(file)
    escaped = PatchedWriter("n", "<u1")
    writer.start("n", "<u1")
    for start, end in pairwise([0, *cuts, len(values)]):
        writer.append(escaped.narrow(np.array(values[start:end], np.int64)))
    escaped.finish(writer)
    writer.close()
    reader = PatchedReader(SectionReader(file), "n")
    assert len(reader) == len(values)
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(values))] * 2)))
    assert reader.slice(start, end).tolist() == values[start:end]


@pytest.mark.parametrize("size", [0, 300, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK])
def test_a_section_is_checked_where_it_is_used(tmp_path, size):
    """Every way to a number of a broken block raises; what lies in whole blocks reads as it was."""
    file, values = tmp_path / "file", np.arange(size, dtype=np.uint8)
    writer = SectionWriter(file)
    writer.add("before", b"abc")
    writer.add("other", values.tobytes()[: size // 2])
    writer.start("n", "<u1")
    for start in range(0, size, 1000):
        writer.append(values[start : start + 1000])
    writer.close()
    assert SectionReader(file).whole("n").tolist() == values.tolist()
    whole = file.read_bytes()
    start = whole.rindex(values[-200:].tobytes()) - max(0, size - 200) if size else 0
    for broken in {0, size // 2, size - 1} if size else ():
        data = bytearray(whole)
        data[start + broken] ^= 0x40
        file.write_bytes(data)
        for place in {0, size // 2, size - 1}:
            for use in (
                lambda section, place: section[place],
                lambda section, place: section[place : place + 1][0],
                lambda section, place: section.data(place, place + 1)[0],
                lambda section, place: section.take(np.array([place]))[0],
            ):
                section = SectionReader(file).section("n")
                if place // BLOCK == broken // BLOCK:
                    with pytest.raises(IndexDamagedError):
                        use(section, place)
                else:
                    assert use(section, place) == values[place]
        with pytest.raises(IndexDamagedError):
            SectionReader(file).whole("n")
        with pytest.raises(IndexDamagedError):
            SectionReader(file).section("n").take(np.arange(size))
        assert SectionReader(file).section("n").broken_blocks() == 1


def test_a_place_among_ascending_numbers_is_right_or_damage_is_told(tmp_path):
    """Whatever was broken on the way to it."""
    file, values = tmp_path / "file", np.arange(0, 30_000, 3, dtype=np.uint64)
    writer = SectionWriter(file)
    writer.add("n", values, "<u8")
    writer.close()
    whole, told = file.read_bytes(), 0
    for broken in (None, 7, 5_000, 5_001, 9_999):
        data = bytearray(whole)
        if broken is not None:
            data[whole.index(values.tobytes()) + 8 * broken + 3] ^= 0x40
        file.write_bytes(data)
        for value in (0, 1, 14_999, 15_003, 15_004, 29_997, 50_000):
            section = SectionReader(file).section("n")
            try:
                assert section.first_above(value) == np.searchsorted(values, value, "right")
                assert section.first_from(value) == np.searchsorted(values, value)
            except IndexDamagedError:
                told += 1
                assert broken is not None
    assert told
