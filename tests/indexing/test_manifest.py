"""What a manifest keeps of the articles of a file."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.errors import IndexDamagedError
from newsgrep.indexing.manifest import Digests, Draft, FileRecord, Manifest, columns, load_copies, save
from newsgrep.indexing.manifest import draft as drafts
from newsgrep.indexing.manifest.records import Gathered

names = st.text(max_size=5) | st.sampled_from(["", "\0", "a\nb", "caf\udce9", "北"])
several = st.dictionaries(names, st.binary(min_size=8, max_size=8), max_size=20)


@given(several, names, st.lists(names))
def test_digests_are_those_of_a_dict(known: dict[str, bytes], other: str, asked: list[str]) -> None:
    """In the order they came in, found by name in any order."""
    digests = Digests.of(known, b"".join(known.values()))
    for name in [*asked, *reversed(known), *asked]:
        assert digests.get(name) == known.get(name)
    assert list(digests.items()) == list(known.items())
    assert (len(digests), digests.get(other)) == (len(known), known.get(other))
    assert digests == known


@given(several, st.data())
def test_digests_are_parted_and_joined(known: dict[str, bytes], data: st.DataObject) -> None:
    """Wherever they are cut, the parts are those of a list, and together they are the whole."""
    digests = Digests.of(known, b"".join(known.values()))
    start = data.draw(st.integers(0, len(known)))
    end = data.draw(st.integers(start, len(known)))
    cuts = [(0, start), (start, end), (end, len(known))]
    parts = [Digests.of(digests.names(*cut), digests.digests(*cut)) for cut in cuts]
    assert list(parts[1].items()) == list(known.items())[start:end]
    gathered = Gathered()
    for place, part in enumerate(parts):
        gathered.extend(part, bytes([place]) * 16 * len(part))
    assert list(gathered.articles.items()) == list(known.items())
    assert gathered.prints == b"".join(bytes([place]) * 16 * len(part) for place, part in enumerate(parts))


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
        patch.setattr(columns, "FILES", data.draw(st.integers(1, 4)))
        patch.setattr(columns, "ARTICLES", data.draw(st.integers(1, 8)))
        patch.setattr(drafts, "_HELD_FILES", data.draw(st.integers(1, 4)))
        save(known.values(), file)
        draft = Draft(file.with_name("other.gz"))
        for path in sorted(known):
            draft.add(known[path])
        assert list(dict.fromkeys(record.path for record in draft)) == sorted(known)
        draft.write(file.with_name("other.gz"))
    assert Manifest(file) == known
    assert list(Manifest(file)) == sorted(known)
    assert [row for row, _ in Manifest(file).rows()] == list(range(len(known)))
    assert (len(Manifest(file)), Manifest(file).get("no such file")) == (len(known), None)
    assert {one.name for one in file.parent.iterdir()} == {"m.gz", "other.gz"}
    assert gzip.decompress(file.with_name("other.gz").read_bytes()) == gzip.decompress(file.read_bytes())


def test_a_copy_of_a_manifest_is_the_same(tmp_path: Path) -> None:
    """It is written as it is, whatever became of the file that it was read from."""
    known = {path: FileRecord(path, 1, 2, "d", {"": b"1" * 8}, prints=bytes(16)) for path in "abc"}
    save(known.values(), tmp_path / "m.gz")
    manifest = Manifest(tmp_path / "m.gz")
    (tmp_path / "m.gz").unlink()
    save(manifest, tmp_path / "copy.gz")
    assert Manifest(tmp_path / "copy.gz") == manifest == known
    save(Manifest(), tmp_path / "none.gz")
    assert not Manifest(tmp_path / "none.gz")


def test_digests_of_other_articles_are_found_out(tmp_path: Path) -> None:
    """A manifest whose lists are of different lengths is refused, not read as something else."""
    file = tmp_path / "m.gz"
    save([FileRecord("f", 1, 2, "d", {"a": b"1" * 8, "b": b"2" * 8}, prints=bytes(32))], file)
    whole = gzip.decompress(file.read_bytes())
    for before, after in (
        (b'"MTExMTExMTEyMjIyMjIyMg=="', b'"MTExMTExMTE="'),
        (b'["a","b"]', b'["a"]'),
        (b'"articles":[2]', b'"articles":[1]'),
    ):
        assert before in whole
        lines = whole.replace(before, after).splitlines(keepends=True)
        file.write_bytes(b"".join(map(gzip.compress, lines)))
        with pytest.raises(IndexDamagedError, match="other articles"):
            dict(Manifest(file))


@given(st.integers(0, 10_000))
def test_a_manifest_that_is_cut_off_is_found_out(tmp_path_factory: pytest.TempPathFactory, cut: int) -> None:
    """Wherever it ends, between two lines, too."""
    file: Path = tmp_path_factory.mktemp("manifest") / "m.gz"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(columns, "FILES", 1)
        save([FileRecord(f"f{n}", 1, 2, "d", {"": b"1" * 8}, prints=bytes(16)) for n in range(3)], file)
    whole = file.read_bytes()
    starts = [n for n in range(len(whole)) if whole.startswith(gzip.compress(b"")[:4], n)]
    assert len(starts) == 4
    for length in {cut % len(whole), *starts}:
        file.write_bytes(whole[:length])
        with pytest.raises((EOFError, ValueError)):
            dict(Manifest(file))


@pytest.mark.parametrize("held", [1, 2, 10])
def test_copies_are_found_whatever_is_packed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: int
) -> None:
    """The article that stands for others is found among packed lines and among what is still held."""
    monkeypatch.setattr(drafts, "_HELD_FILES", held)
    known = {
        path: FileRecord(path, 1, 2, "d", {"": b"1" * 8}, prints=prints.to_bytes(16, "little"), copies=copies)
        for path, prints, copies in (
            ("a", 7, frozenset()),
            ("b", 7, frozenset([""])),
            ("c", 9, frozenset()),
            ("d", 7, frozenset([""])),
        )
    }
    save(known.values(), tmp_path / "m.gz")
    assert [load_copies(tmp_path / "m.gz", key) for key in "abcd"] == [["b", "d"], [], [], []]
    assert Manifest(tmp_path / "m.gz") == known
