"""The progress of an index run."""

from __future__ import annotations

import io
import re
import time

import pytest

from newsgrep.output.progress import ProgressDisplay, rates


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
    ("articles", "done", "total", "seconds", "text"),
    [
        (1, 0, 0, 0.0, ""),
        (0, 0, 9_000, 1.0, "9.0 kB to read"),
        (9, 1_000, 9_001_000, 1.0, "9 articles, 9.0/s, 1.0 kB/s, 2:30 h left"),
        (1, 2_000, 2_000, 2.0, "1 article, 0.5/s, 1.0 kB/s"),
        (5_000, 10_000_000, 387_000_000, 2.0, "5,000 articles, 2,500/s, 5.0 MB/s, 1:15 left"),
    ],
)
def test_rates(articles: int, done: int, total: int, seconds: float, text: str) -> None:
    """Rates are those of the whole run so far, and the time left goes by the bytes that are left."""
    assert rates(articles, done, total, seconds) == text


def test_progress_of_a_long_run_is_one_line_of_80_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """With many articles, fast rates and the time left."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    out = Terminal()
    with ProgressDisplay(out, color=False) as progress:
        progress(123_456, 10**6, 10**9)
        time.sleep(0.2)
    shown = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", out.getvalue())
    assert any("left" in line and "123,456 articles" in line for line in re.split("[\r\n]", shown))


def test_empty_run_is_no_error() -> None:
    """A run without a byte to read divides by nothing."""
    with ProgressDisplay(Terminal()) as progress:
        progress(0, 0, 0)
