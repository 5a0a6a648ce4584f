"""The line that says that a command is at work."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

PROGRAM = """
from newsgrep.cli.waiting import waiting
with waiting("reading articles"):
    input()
print("the answer")
"""


def test_a_terminal_is_told_what_takes_long_and_the_line_goes_when_it_is_done() -> None:
    """It has what is done and for how long, and nothing of it stays above the answer."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm"},
    ) as process:
        os.close(theirs)
        shown = b""
        while b"s" not in shown.removeprefix(b"\rreading articles"):
            shown += os.read(ours, 1024)
        assert shown.startswith(b"\rreading articles, ")
        assert process.communicate(b"\n")[0] == b"the answer\n"
        assert os.read(ours, 65536).endswith(b"\r\x1b[K")
    os.close(ours)


def test_a_dumb_terminal_and_a_pipe_are_told_nothing() -> None:
    """There a line cannot be taken back."""
    finished = subprocess.run(
        [sys.executable, "-c", PROGRAM.replace("input()", "import time; time.sleep(3.5)")],
        capture_output=True,
        check=True,
    )
    assert (finished.stdout, finished.stderr) == (b"the answer\n", b"")
