"""Copies of indexes: the same articles and the same catalog, and nothing is parsed again."""

from pathlib import Path

import pytest

from newsgrep import UsageError, open_index
from tests.meaning.tiny_model import make_model


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with an index of three files, one of which came later."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "news").mkdir()
    text = "A harbour was opened in Tuva. " + "Many came to see what was built there. " * 20
    for name in "ab":
        (tmp_path / f"news/{name}.txt").write_text(f"The harbour opens\n\n{text}\n")
    with open_index() as index:
        index.update(["news"])
        (tmp_path / "news/c.txt").write_text("The railway opens\n\nIt leads to the harbour.\n")
        index.update()
    return tmp_path


def test_a_copy_is_continued_as_the_original(home: Path) -> None:
    """It has the duplicates, the sources and the generation; a run finds nothing to read."""
    with open_index() as index, open_index("copy") as copy:
        assert index.copy_to(copy) == 2
        assert list(copy.check()) == []
        assert copy.duplicates("news/a.txt") == ["news/b.txt"]
        assert [hit.article.key for hit in copy.search("harbour", sort="date")] == [
            "news/a.txt",
            "news/c.txt",
        ]
        report = copy.update()
        assert (report.added, report.changed, report.removed) == (0, 0, 0)
        (home / "news/a.txt").unlink()
        assert copy.update().removed == 1
        assert list(copy.check()) == []


def test_a_copy_needs_a_place_of_its_own(home: Path) -> None:
    """It does not replace an index, and lies where the paths start from."""
    with open_index() as index:
        with open_index(home / "deep/copy") as other, pytest.raises(UsageError, match="start from"):
            index.copy_to(other)
        with open_index("copy") as copy:
            index.copy_to(copy)
            with pytest.raises(UsageError, match="there is an index at"):
                index.copy_to(copy)


def test_a_copy_has_the_vectors_of_the_model(home: Path) -> None:
    """They are not made again, though the model is gone."""
    with open_index() as index:
        index.update(meaning=make_model(home / "model"))
        with open_index("copy") as copy:
            index.copy_to(copy)
            (home / "model").rename(home / "moved")
            report = copy.update()
            assert (report.vectors, report.without_vector) == (0, 0)
            assert list(copy.check()) == []
            assert copy.update(meaning=home / "moved").vectors == 0
            assert len(copy.search("harbour", meaning=True)) == 2
