"""Files of settings in folders of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder of the project."""
    (tmp_path / "project").mkdir()
    monkeypatch.chdir(tmp_path / "project")
    return tmp_path / "project"


@pytest.fixture
def person(home: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Write the person's file."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home.parent / "settings"))
    file = home.parent / "settings/newsgrep/config.toml"
    file.parent.mkdir(parents=True)

    def write(text: str) -> Path:
        file.write_text(text, "utf-8")
        return file

    return write


@pytest.fixture
def project(home: Path) -> Callable[[str], Path]:
    """Write the project's file."""

    def write(text: str) -> Path:
        (home / "newsgrep.toml").write_text(text, "utf-8")
        return home / "newsgrep.toml"

    return write
