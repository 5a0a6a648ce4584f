"""Tables of texts, of which some are looked at together."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.article import Article
from newsgrep.engine.segment import dictionary as texts
from newsgrep.engine.segment.builder import SegmentBuilder
from newsgrep.engine.segment.reader import SegmentReader

some_texts = st.lists(st.binary(max_size=4).map(lambda text: text.replace(b"\0", b"a")), max_size=40)


@given(some_texts, st.sampled_from([1, 2, 5, 1000]))
def test_texts_are_put_in_their_order(several: list[bytes], together: int) -> None:
    """As Python sorts them, however few are sorted together; equals stay as they were."""
    bounds = np.cumsum([0, *map(len, several)], dtype=np.int64)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(texts, "_TOGETHER", together)
        order = texts.ascending(b"".join(several), bounds)
    assert order.tolist() == sorted(range(len(several)), key=several.__getitem__)


@pytest.mark.parametrize("together", [1, 3, 1000])
def test_all_spellings_come_some_at_a_time(tmp_path: Path, monkeypatch, together: int) -> None:
    """Each with its number, and each once."""
    builder = SegmentBuilder(tmp_path / "MAIN_a", "english")
    builder.add([Article("k", "p", "talk Talks talked é ganja baku and Baku's").encode()], 10**9)
    builder.finish()
    monkeypatch.setattr(texts, "_TOGETHER", together)
    reader = SegmentReader(tmp_path / "MAIN_a0000")
    found = {}
    for first, text, ends in reader.spellings():
        assert len(ends) <= together
        bounds = pairwise([0, *ends.tolist()])
        found |= {number: text[start:end] for number, (start, end) in enumerate(bounds, first)}
    assert found == {number: reader.word_text(number) for number in range(reader.word_count)}
    assert len(found) > 5
