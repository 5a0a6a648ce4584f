"""Fixtures that write a file and read its articles, and that forbid the network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from newsgrep.article import Article
from newsgrep.formats import read_file
from newsgrep.formats.context import ReadContext
from newsgrep.results import Unreadable
from newsgrep.tuning import DEFAULT_TUNING, SourceLimits

Read = Callable[..., list[Article | Unreadable]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return a function that writes text or bytes to a file of a suffix and reads it as `n/story`."""

    def write_and_read(
        content: str | bytes, suffix: str = ".txt", limits: SourceLimits = DEFAULT_TUNING.sources
    ) -> list[Article | Unreadable]:
        file = tmp_path / f"story{suffix}"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return list(read_file(file, ReadContext(f"n/story{suffix}", limits=limits)))

    return write_and_read


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make any use of the network fail."""

    def refuse(*arguments: object) -> None:
        pytest.fail(f"the network was asked for {arguments}")

    monkeypatch.setattr("socket.getaddrinfo", refuse)
    monkeypatch.setattr("socket.socket.connect", refuse)
