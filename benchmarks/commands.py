"""Run commands in processes of their own, and measure their time, CPU time and memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of one command.

    seconds: wall time
    cpu:     user and system time in seconds, that of its child processes included
    rss_mb:  peak of its resident memory in megabytes, without that of its child processes
    """

    seconds: float
    cpu: float
    rss_mb: float


def run_python(*arguments: str | Path, expected: Sequence[int] = (0, 1)) -> Cost:
    """Run `python ARGUMENTS`, read its output from a pipe, and return the cost.

    Ends the program if the exit code is not one of the expected ones.
    """
    return _run([sys.executable, *map(str, arguments)], expected)


def run_newsgrep(*arguments: str | Path, expected: Sequence[int] = (0, 1)) -> Cost:
    """Run `newsgrep ARGUMENTS` as run_python does, the way the installed script starts it."""
    start = "import sys; from newsgrep.cli import main; sys.exit(main())"
    return run_python("-c", start, *arguments, expected=expected)


def run_shell(line: str) -> Cost:
    """Run a line of shell as run_python does."""
    return _run(["sh", "-c", line], (0,))


def _run(command: Sequence[str], expected: Sequence[int]) -> Cost:
    started = time.perf_counter()
    process = subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    with process:
        assert process.stdout is not None
        process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in expected:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return Cost(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1e3)


def environment() -> dict[str, str]:
    """Return the environment of measured commands: this checkout, no index named, bytecode kept."""
    variables = {**os.environ, "PYTHONPATH": str(ROOT), "NEWSGREP_INDEX": ""}
    variables.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its bytecode
    return variables


def fastest(costs: Iterable[Cost]) -> Cost:
    """Return the cost with the least wall time."""
    return min(costs, key=lambda cost: cost.seconds)


def in_turn(rounds: int, *commands: Callable[[], Cost]) -> list[list[Cost]]:
    """Run commands alternately, so that a load of the machine meets all of them; return the costs of each."""
    costs = [[command() for command in commands] for _ in range(rounds)]
    return [list(of_one) for of_one in zip(*costs, strict=True)]
