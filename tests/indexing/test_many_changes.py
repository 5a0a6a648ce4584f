"""Many articles that go or come back in one run, in batches."""

from __future__ import annotations

import pytest

from newsgrep.index import Index
from newsgrep.tuning import IndexingTuning, Tuning

TEXT = "The council of the harbour voted on the ferry. " * 10
NAMES = [f"{name}.txt" for name in "abcdefg"]


@pytest.fixture(params=[1, 2, 3, 100])
def copies(request, archive_at, tmp_path):
    """Seven copies of a text, of which the first is stored, and batches of some articles."""
    archive = archive_at(tmp_path, Tuning(indexing=IndexingTuning(catalog_batch=request.param)))
    for name in NAMES:
        archive.write(name, TEXT)
    assert archive.run() == {"added": 1, "duplicates": 6}
    return archive


def test_the_first_copy_that_is_left_comes_in(copies) -> None:
    """However many files before it are gone; those after it stay duplicates."""
    for name in NAMES[:5]:
        (copies.home / name).unlink()
    assert copies.run() == {"added": 1, "removed": 1, "duplicates": 1}
    assert list(copies.texts()) == ["f.txt"]


def test_nothing_comes_in_if_all_copies_are_gone(copies) -> None:
    """The removed duplicates do not stay in the queue of the articles to decide again."""
    for name in NAMES:
        (copies.home / name).unlink()
    assert copies.run() == {"removed": 1}
    assert copies.texts() == {}


def test_copies_of_a_deleted_article_stay_out_until_it_is_taken_in_again(copies) -> None:
    """Then they are duplicates, of which the first takes its place when its file is gone."""
    with Index(copies.index) as index:
        assert index.delete(str(copies.home / "a.txt")).removed == 1
    assert copies.run() == {}
    with Index(copies.index) as index:
        assert index.undelete(str(copies.home / "a.txt")).added == 1
    assert copies.run() == {"same": 1, "duplicates": 6}
    (copies.home / "a.txt").unlink()
    assert copies.run()["added"] == 1
    assert list(copies.texts()) == ["b.txt"]


def test_a_text_stays_out_until_no_deleted_article_has_it(copies) -> None:
    """Copies that were kept, and then deleted, come back with the last of them."""
    copies.run(keep_duplicates=True)
    keys = [str(copies.home / name) for name in NAMES]
    with Index(copies.index) as index:
        assert index.delete(keys).removed == 7
    assert copies.run() == {}
    with Index(copies.index) as index:
        assert index.undelete(keys[2:4]).added == 0
        assert [key for key, _ in index.deleted()] == [*keys[:2], *keys[4:]]
        assert index.undelete([*keys[:2], *keys[4:]]).added == 7
    assert sorted(copies.texts()) == NAMES


def test_a_file_that_is_gone_is_not_counted_after_its_article_was_restored(copies) -> None:
    """It leaves the catalog in the same run."""
    with Index(copies.index) as index:
        assert index.delete(str(copies.home / "a.txt")).removed == 1
    (copies.home / "a.txt").unlink()
    with Index(copies.index) as index:
        assert index.undelete(str(copies.home / "a.txt")).added == 1
        assert [one.files for one in index.sources()] == [6]
    assert list(copies.texts()) == ["b.txt"]
