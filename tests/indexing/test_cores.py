"""How many processes an index run has, where nobody says."""

from __future__ import annotations

import os

import pytest

from newsgrep.indexing.change import usual_jobs

PLENTY = 10**12


def test_a_process_a_core(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that this process may use, or, where the system does not say, those there are; never none."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 3, 5}, raising=False)
    assert usual_jobs(PLENTY) == 3
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: 7)
    assert usual_jobs(PLENTY) == 7
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert usual_jobs(PLENTY) == 1


def test_no_more_processes_than_memory_is_enough_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each takes some for itself alone; one is there in any case."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(64)), raising=False)
    assert [usual_jobs(memory) for memory in (900, 350, 100, 50)] == [9, 3, 1, 1]
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    assert usual_jobs(900) == 2
