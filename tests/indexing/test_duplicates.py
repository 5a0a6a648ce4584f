"""Copies of an article: left out, and in its place when it is gone."""

from __future__ import annotations

from contextlib import closing

import pytest

from newsgrep.engine.registry import open_engine
from newsgrep.indexing.inspection import catalog_of, duplicates_of, index_stats, original_of
from newsgrep.indexing.read_options import ReadOptions

STORY = "Missiles fell on Ganja. " * 12
OTHER = "Talks went on in Geneva. " * 12


def copies_of(archive, key: str) -> list[str]:
    """The keys of the copies of an article, as the index knows them."""
    with closing(open_engine(archive.index)) as engine, catalog_of(engine) as catalog:
        return duplicates_of(catalog, key)


def test_the_same_text_is_stored_once(archive):
    """Of the files in their order the first has it; the others are counted, every time."""
    for name in ("b.txt", "a.txt", "n/c.txt"):
        archive.write(name, STORY)
    archive.write("d.txt", "Short.")
    archive.write("e.txt", "Short.")
    assert archive.run() == {"added": 3, "duplicates": 2}
    assert archive.run() == {"same": 3, "duplicates": 2}
    assert sorted(archive.texts()) == ["a.txt", "d.txt", "e.txt"]
    assert copies_of(archive, "a.txt") == ["b.txt", "n/c.txt"]
    assert copies_of(archive, "d.txt") == []


def test_a_short_text_is_stored_once_of_an_address(archive):
    """Within a file too; another text of the address is a version, whose own copies are left out."""
    archive.lines(
        "a.jsonl",
        *(("1", "One.", "https://e.org/a"), ("2", "One.", "http://www.e.org/a/#top")),
        *(("3", "One.", "https://e.org/b"), ("4", "Two.", "https://e.org/a"), ("5", "Two.", "//e.org/a")),
    )
    assert archive.run() == {"added": 3, "duplicates": 2}
    assert archive.texts() == {"a.jsonl#1": "One.", "a.jsonl#3": "One.", "a.jsonl#4": "Two."}
    assert copies_of(archive, "a.jsonl#1") == ["a.jsonl#2"]
    assert copies_of(archive, "a.jsonl#4") == ["a.jsonl#5"]


def test_a_copy_takes_the_place_of_one_that_is_gone(archive):
    """Its file is read again in the same run, though it has not changed, and though it is not asked for."""
    archive.write("a/1.txt", STORY)
    archive.write("b/1.txt", STORY)
    archive.run()
    (archive.home / "a/1.txt").unlink()
    assert archive.run("a") == {"removed": 1, "added": 1}
    assert list(archive.texts()) == ["b/1.txt"]
    assert copies_of(archive, "b/1.txt") == []


def test_a_copy_takes_the_place_of_one_that_changed(archive):
    """And is left out again when it is changed back."""
    archive.write("a.txt", STORY)
    archive.write("b.txt", STORY)
    archive.run()
    archive.write("a.txt", OTHER)
    assert archive.run() == {"changed": 1, "added": 1}
    archive.write("a.txt", STORY)
    assert archive.run() == {"changed": 1, "removed": 1, "duplicates": 1}
    assert list(archive.texts()) == ["a.txt"]


def test_a_file_that_comes_before_takes_the_place_of_its_copy(archive):
    """So that what is stored does not depend on which was indexed first."""
    archive.write("b.txt", STORY)
    archive.run()
    archive.write("a.txt", STORY)
    assert archive.run() == {"added": 1, "removed": 1, "duplicates": 1}
    assert list(archive.texts()) == ["a.txt"]


def test_a_copy_that_is_gone_is_forgotten(archive):
    """Nothing else changes."""
    archive.write("a.txt", STORY)
    archive.write("b.txt", STORY)
    archive.run()
    (archive.home / "b.txt").unlink()
    assert archive.run() == {"same": 1}
    assert copies_of(archive, "a.txt") == []


def test_what_was_renamed_keeps_its_copies(archive):
    """The copy that comes first then is stored."""
    archive.write("a.txt", STORY)
    archive.write("b.txt", STORY)
    archive.run()
    (archive.home / "a.txt").rename(archive.home / "c.txt")
    archive.run()
    assert list(archive.texts()) == ["b.txt"]
    assert copies_of(archive, "b.txt") == ["c.txt"]


def test_copies_can_be_kept(archive):
    """For the files of the run and of those after it; a run that forgets the option takes them out."""
    archive.write("a.txt", STORY)
    archive.write("b.txt", STORY)
    assert archive.run(keep_duplicates=True) == {"added": 2}
    assert archive.run(keep_duplicates=True) == {"same": 2}
    assert archive.run() == {"same": 2}
    assert archive.run(forget=True) == {"same": 1, "removed": 1, "duplicates": 1}
    assert archive.run(keep_duplicates=True) == {"same": 1, "added": 1}
    assert len(archive.texts()) == 2


def test_a_duplicate_whose_file_changed_unseen_is_reported(archive):
    """It is not stored with other bytes than those that were compared, and the next run reads its file."""
    archive.write("a/a.txt", STORY)
    file = archive.write("b.txt", STORY)
    archive.run("a", "b.txt")
    (archive.home / "a/a.txt").unlink()
    file.write_text(STORY.replace("Ganja", "Barda"), "utf-8")
    report = archive.report("a")
    assert [one.reason for one in report.unreadable] == ["it changes while it is read"]
    assert archive.texts() == {}
    assert archive.run("b.txt") == {"added": 1}
    assert list(archive.texts()) == ["b.txt"]


def test_a_copy_is_read_again_as_it_was_read(archive):
    """With the mapping and the format that its file was read with, though this run has others."""
    archive.write("a.txt", STORY)
    archive.write("b.log", f'{{"id": "1", "lead": "{STORY.strip()}"}}\n')
    archive.run()
    strange = ReadOptions(mapping={"body": ("lead",)}, format="jsonl")
    assert archive.run("b.log", reading=strange) == {"duplicates": 1}
    (archive.home / "a.txt").unlink()
    assert archive.run() == {"removed": 1, "added": 1}
    assert archive.texts() == {"b.log#1": STORY.strip()}


def test_of_a_copy_the_original_can_be_found(archive):
    """By its key, and nothing by any other."""
    archive.write("a.txt", STORY)
    archive.write("b.txt", STORY)
    archive.run()
    with closing(open_engine(archive.index)) as engine, catalog_of(engine) as catalog:
        assert index_stats(engine).duplicates == 1
        assert original_of(catalog, "b.txt") == "a.txt"
        assert original_of(catalog, "a.txt") == original_of(catalog, "c.txt") == ""


@pytest.mark.parametrize("first", ["piped", "filed"])
def test_a_file_yields_to_what_was_piped(archive, first):
    """As that cannot be read again, whichever came first."""
    archive.write("a.txt", STORY)
    piped = b'{"id": "x", "body": "%s"}\n' % STORY.strip().encode()
    if first == "piped":
        assert archive.run(piped=piped) == {"added": 1}
        assert archive.run() == {"duplicates": 1}
    else:
        assert archive.run() == {"added": 1}
        assert archive.run(piped=piped) == {"added": 1, "removed": 1}
    assert list(archive.texts()) == ["stdin:#x"]
