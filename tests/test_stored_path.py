"""The path that an index stores for a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsgrep.article import stored_path


@pytest.mark.parametrize(
    ("file", "stored"),
    [
        ("/home/news/a/b.txt", "a/b.txt"),
        ("/home/news/../news/a.txt", "a.txt"),
        ("/home/newspaper/a.txt", "/home/newspaper/a.txt"),
        ("/home/news", "."),
        ("/elsewhere/./a.txt", "/elsewhere/a.txt"),
    ],
)
def test_stored_path(file, stored):
    """Relative below the home, else absolute."""
    assert stored_path(Path(file), Path("/home/news")) == stored


def test_stored_path_of_relative_paths(tmp_path, monkeypatch):
    """The working folder counts for both."""
    (tmp_path / "a").mkdir()
    monkeypatch.chdir(tmp_path / "a")
    assert stored_path(Path("b.txt"), Path("..")) == "a/b.txt"
    assert stored_path(Path("../b.txt"), Path()) == (tmp_path / "b.txt").as_posix()
