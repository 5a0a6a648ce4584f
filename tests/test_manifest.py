"""What a manifest keeps of the articles of a file."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep import manifest
from newsgrep.manifest import Digests, FileRecord, load, save

names = st.text(max_size=5) | st.sampled_from(["", "\0", "a\nb", "caf\udce9", "北"])
several = st.dictionaries(names, st.text("0123456789abcdef", min_size=1, max_size=16), max_size=20)


@given(several, names)
def test_digests_are_those_of_a_dict(known: dict[str, str], other: str) -> None:
    """In the order they came in, found by name."""
    digests = Digests(known, known.values())
    assert list(digests.pairs()) == list(known.items()) == list(digests.items())
    assert (len(digests), digests.get(other)) == (len(known), known.get(other))
    assert digests == known


def test_a_name_that_comes_later_is_found() -> None:
    """Also when others were looked up before."""
    digests = Digests(["a"], ["1"])
    assert "b" not in digests
    digests.append("b", "2")
    assert dict(digests) == {"a": "1", "b": "2"}


@st.composite
def records(draw: st.DrawFn, path: str) -> FileRecord:
    """What a manifest may keep of a file."""
    articles = draw(several)
    some = draw(st.sets(st.sampled_from(sorted(articles)))) if articles else ()
    return FileRecord(
        path,
        draw(st.integers(0, 2**50)),
        draw(st.integers(0, 2**62)),
        "d" * 32,
        articles,
        unreadable=draw(st.just(()) | st.tuples(st.tuples(st.integers(0, 9), names, names))),
        prints=draw(st.binary(min_size=16 * len(articles), max_size=16 * len(articles))),
        copies=frozenset(some),
        keeps=draw(st.booleans()),
        reading=draw(names),
        skipped=draw(st.dictionaries(names, st.integers(1, 9), max_size=2)),
    )


@given(st.data(), st.lists(names.filter(bool), max_size=7, unique=True))
def test_a_manifest_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, paths: list[str]
) -> None:
    """Whatever there is of files, however they are called, and however many are in a line."""
    file: Path = tmp_path_factory.mktemp("manifest") / "m.gz"
    known = {path: data.draw(records(path)) for path in paths}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest, "_FILES_A_LINE", data.draw(st.integers(1, 4)))
        save(known.values(), file)
    assert load(file) == known


def test_digests_of_other_articles_are_found_out(tmp_path: Path) -> None:
    """A manifest whose lists are of different lengths is refused, not read as something else."""
    file = tmp_path / "m.gz"
    save([FileRecord("f", 1, 2, "d", {"a": "1", "b": "2"}, prints=bytes(32))], file)
    whole = gzip.decompress(file.read_bytes())
    for before, after in (
        (b'"1 2"', b'"1"'),
        (b'["a","b"]', b'["a"]'),
        (b'"articles":[2]', b'"articles":[1]'),
    ):
        assert before in whole
        file.write_bytes(gzip.compress(whole.replace(before, after)))
        with pytest.raises(ValueError, match="other articles"):
            load(file)
