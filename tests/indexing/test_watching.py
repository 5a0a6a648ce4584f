"""Waiting for changes of files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from newsgrep.indexing.watching import changes


def ended_after(times: int) -> Callable[[], bool]:
    """Return a function that says False some times, and then True."""
    answers = iter([False] * times)
    return lambda: next(answers, True)


@pytest.mark.parametrize("poll", [0.01, None])
def test_watching_ends_without_an_interrupt(tmp_path: Path, poll: float | None) -> None:
    """As an interrupt may be lost, where Python passes over exceptions. The first yield comes at once."""
    if poll is None:
        pytest.importorskip("watchfiles")
    assert [*changes([tmp_path], leave_out=None, poll=poll, is_ended=ended_after(1))] == [None]
