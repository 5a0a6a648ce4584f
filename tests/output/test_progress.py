"""The progress of an index run."""

from __future__ import annotations

import io
from unittest.mock import Mock

import pytest
from rich.progress import Task

from newsgrep.output.progress import ProgressDisplay, _Rates


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_nothing_is_shown_in_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    """A log gets no bars, FORCE_COLOR or not."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    out = io.StringIO()
    with ProgressDisplay(out) as progress:
        progress(10, 500, 1000)
    assert out.getvalue() == ""


def test_terminal_shows_articles_and_rates(monkeypatch: pytest.MonkeyPatch) -> None:
    """How many articles are read, how fast, and what is being done."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    out = Terminal()
    with ProgressDisplay(out, color=False) as progress:
        progress(1234, 500, 1000)
    assert "reading" in out.getvalue()
    assert "1,234 articles, " in out.getvalue()


def test_after_the_last_byte_the_index_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """The display does not stand at its end without a word while the index is committed."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    out = Terminal()
    with ProgressDisplay(out, color=False) as progress:
        progress(1, 1000, 1000)
    assert "writing" in out.getvalue()


@pytest.mark.parametrize(
    ("done", "elapsed", "remaining", "text"),
    [
        (0, 1.0, None, ""),
        (1, 2.0, None, "1 article, 0.5/s, 1.0 kB/s"),
        (5000, 2.0, 75.4, "5,000 articles, 2,500/s, 5.0 MB/s, 1:15 left"),
    ],
)
def test_rates(done: int, elapsed: float, remaining: float | None, text: str) -> None:
    """Rates are of the whole run so far, and the time left is told once it is known."""
    task = Mock(
        spec=Task,
        fields={"articles": done},
        completed=done * 2000,
        elapsed=elapsed,
        finished_time=None,
        time_remaining=remaining,
    )
    assert _Rates().render(task).plain == text


def test_empty_run_is_no_error() -> None:
    """A run without a byte to read divides by nothing."""
    with ProgressDisplay(Terminal()) as progress:
        progress(0, 0, 0)
