"""Three articles, the file of their tags, and what a query finds of them."""

from __future__ import annotations

from pathlib import Path

import pytest

import newsgrep

NAMES = {"a.txt": "Sheep graze.", "b.txt": "Goats graze.", "c.txt": "Sheep and goats sleep."}


def archive(home: Path) -> newsgrep.Index:
    """Make an index of three articles."""
    home.mkdir(exist_ok=True)
    for name, text in NAMES.items():
        (home / name).write_text(f"{text} This is in {home.name}.")
    index = newsgrep.Index(home / ".newsgrep")
    index.update(home, jobs=1)
    return index


@pytest.fixture
def index(tmp_path, monkeypatch):
    """The index of three articles, seen from its home."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.chdir(home)
    return archive(home)


@pytest.fixture
def file(index):
    """The file of its tags."""
    return index.home / "newsgrep-tags.tsv"


def found(index: newsgrep.Index | newsgrep.IndexGroup, query: str) -> list[str]:
    """The paths that a query finds."""
    return sorted(hit.path for hit in index.search(query, limit=None))
