"""What a manifest keeps of the articles of a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.manifest import Digests, FileRecord, load, save

names = st.text(max_size=5) | st.sampled_from(["", "\0", "a\nb", "caf\udce9", "北"])
several = st.dictionaries(names, st.text("0123456789abcdef", min_size=1, max_size=16), max_size=20)


@given(several, names)
def test_digests_are_those_of_a_dict(known: dict[str, str], other: str) -> None:
    """In the order they came in, found by name."""
    digests = Digests(known.items())
    assert list(digests.pairs()) == list(known.items()) == list(digests.items())
    assert (len(digests), digests.get(other)) == (len(known), known.get(other))
    assert digests == known


def test_a_name_that_comes_later_is_found() -> None:
    """Also when others were looked up before."""
    digests = Digests([("a", "1")])
    assert "b" not in digests
    digests.append("b", "2")
    assert dict(digests) == {"a": "1", "b": "2"}


@given(st.lists(several, max_size=3))
def test_a_manifest_is_read_as_it_was_written(tmp_path_factory: pytest.TempPathFactory, files: list) -> None:
    """Whatever the names of the records are."""
    file: Path = tmp_path_factory.mktemp("manifest") / "m.gz"
    records = {f"f{n}": FileRecord(f"f{n}", 1, 2, "d", known) for n, known in enumerate(files)}
    save(records.values(), file)
    assert load(file) == records
