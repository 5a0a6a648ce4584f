"""`read`: write a file and read its articles."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from newsgrep.article import Article
from newsgrep.formats import read_articles
from newsgrep.formats.origin import Origin
from newsgrep.results import Unreadable

Read = Callable[..., list[Article | Unreadable]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return a function that writes text or bytes to a file of a suffix and reads it as `n/story`."""

    def write_and_read(content: str | bytes, suffix: str = ".txt") -> list[Article | Unreadable]:
        file = tmp_path / f"story{suffix}"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return list(read_articles(file, Origin(f"n/story{suffix}")))

    return write_and_read


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make whoever asks for a network address fail."""

    def refuse(*arguments: object) -> None:
        pytest.fail(f"the network was asked for {arguments}")

    monkeypatch.setattr("socket.getaddrinfo", refuse)
    monkeypatch.setattr("socket.socket.connect", refuse)
