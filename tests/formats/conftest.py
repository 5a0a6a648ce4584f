"""Fixtures that write a file and read its articles, and that forbid the network."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import newsgrep
from newsgrep.article import Article
from newsgrep.dates.date_reader import DateReader
from newsgrep.read_context import ReadContext
from newsgrep.results import Skipped, Unreadable
from newsgrep.sources.no_articles import read_beside
from newsgrep.tuning import DEFAULT_TUNING, SourceLimits
from tests.reading import read_file

Read = Callable[..., list[Article | Unreadable]]
ReadMails = Callable[..., tuple[dict[str, Article], list[str]]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return a function that writes text or bytes to a file of a suffix and reads it as `n/story`.

    The articles lack the name of their format, which is that of the row: test_table.py.
    """

    def write_and_read(
        content: str | bytes,
        suffix: str = ".txt",
        limits: SourceLimits = DEFAULT_TUNING.sources,
        dates: str = "",
    ) -> list[Article | Unreadable]:
        file = tmp_path / f"story{suffix}"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        found = read_file(file, ReadContext(f"n/story{suffix}", limits=limits, dates=DateReader(dates)))
        return [item._replace(format="") if isinstance(item, Article) else item for item in found]

    return write_and_read


@pytest.fixture
def with_remarks(
    tmp_path: Path,
) -> Callable[..., tuple[list[Article | Unreadable], list[tuple[str, str, int]]]]:
    """Return a function that reads a file of a suffix, and returns what is read and what is remarked."""

    def write_and_read(
        content: bytes, suffix: str = ".txt", encoding: str = ""
    ) -> tuple[list[Article | Unreadable], list[tuple[str, str, int]]]:
        (file := tmp_path / f"a{suffix}").write_bytes(content)
        remarks: list[tuple[str, str, int]] = []
        context = ReadContext(file.name, encoding=encoding, on_remark=lambda *one: remarks.append(one))
        return list(read_file(file, context)), remarks

    return write_and_read


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make any use of the network fail."""

    def refuse(*arguments: object) -> None:
        pytest.fail(f"the network was asked for {arguments}")

    monkeypatch.setattr("socket.getaddrinfo", refuse)
    monkeypatch.setattr("socket.socket.connect", refuse)


@pytest.fixture
def article(read):
    """Return a function that reads the one article of a page."""

    def read_one(content: str | bytes) -> Article:
        (found,) = read(content, ".html")
        assert isinstance(found, Article), found
        return found

    return read_one


@pytest.fixture
def issue(tmp_path: Path) -> Callable[..., list[Article | Unreadable]]:
    """Write a METS file and pages, and return what is read of them."""

    def written(content: str, folder: str = "1824", **pages: str) -> list[Article | Unreadable]:
        (tmp_path / folder).mkdir(exist_ok=True)
        file = tmp_path / folder / "x_mets.xml"
        file.write_text(content)
        for name, text in pages.items():
            (tmp_path / folder / f"{name}.xml").write_text(text)
        context = ReadContext(f"{folder}/x_mets.xml", beside=partial(read_beside, str(file)))
        return list(read_file(file, context))

    return written


@pytest.fixture
def read_mails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ReadMails:
    """Write a file and return its articles by key, and what could not be read."""
    monkeypatch.chdir(tmp_path)

    def write_and_read(content: EmailMessage | bytes, name: str = "a.eml", **how: Any) -> Any:
        Path(name).write_bytes(content if isinstance(content, bytes) else content.as_bytes())
        problems: list[Unreadable | Skipped] = []
        found = list(newsgrep.read_articles(name, on_problem=problems.append, **how))
        assert len({article.key for article in found}) == len(found)
        return {article.key: article for article in found}, [told(one) for one in problems]

    return write_and_read


def told(problem: Unreadable | Skipped) -> str:
    """Where something is and why it is not read; its suffix if it is of another kind."""
    if isinstance(problem, Skipped):
        return f"{problem.path}: {problem.suffix}"
    return f"{problem.path}#{problem.member}: {problem.reason}"
