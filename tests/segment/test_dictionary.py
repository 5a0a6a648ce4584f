"""Dictionaries of strings: sorting them, and reading all of them in batches."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.article import Article
from newsgrep.engine.segment.builder import SegmentBuilder
from newsgrep.engine.segment.dictionary import sorted_order
from newsgrep.engine.segment.reader import SegmentReader
from newsgrep.tuning import SegmentTuning

strings = st.lists(st.binary(max_size=4).map(lambda text: text.replace(b"\0", b"a")), max_size=40)


@given(strings, st.sampled_from([1, 2, 5, 1000]))
def test_strings_are_sorted_as_python_sorts_them(several: list[bytes], batch: int) -> None:
    """However few are sorted together; equal strings keep their order."""
    bounds = np.cumsum([0, *map(len, several)], dtype=np.int64)
    order = sorted_order(b"".join(several), bounds, batch)
    assert order.tolist() == sorted(range(len(several)), key=several.__getitem__)


@pytest.mark.parametrize("batch", [1, 3, 1000])
def test_all_surface_forms_are_read_in_batches(tmp_path: Path, batch: int) -> None:
    """Each form comes once, with its number, and no batch is larger than asked for."""
    tuning = SegmentTuning(dictionary_batch=batch)
    builder = SegmentBuilder(tmp_path / "MAIN_a", "english", tuning)
    builder.add([Article("k", "p", "talk Talks talked é ganja baku and Baku's").encode()], 10**9)
    builder.finish()
    reader = SegmentReader(tmp_path / "MAIN_a0000", tuning)
    read = {}
    for first, text, ends in reader.surface_forms():
        assert len(ends) <= batch
        bounds = pairwise([0, *ends.tolist()])
        read |= {number: text[start:end] for number, (start, end) in enumerate(bounds, first)}
    assert read == {number: reader.forms[number] for number in range(len(reader.forms))}
    assert len(read) > 5


@given(st.sets(st.integers(0, 5)))
def test_some_surface_forms_are_read_by_their_numbers(chosen: set[int]) -> None:
    """Whether they stand together or apart."""
    with TemporaryDirectory() as folder:
        builder = SegmentBuilder(Path(folder) / "MAIN_a", "english", SegmentTuning())
        builder.add([Article("k", "p", "talk Talks talked é ganja baku and Baku's").encode()], 10**9)
        builder.finish()
        forms = SegmentReader(Path(folder) / "MAIN_a0000", SegmentTuning()).forms
        text, ends = forms.take(np.array(sorted(chosen), np.int64))
        bounds = pairwise([0, *ends.tolist()])
        assert [text[start:end] for start, end in bounds] == [forms[number] for number in sorted(chosen)]
