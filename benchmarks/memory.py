"""Watch the resident memory of a process and its children, from another process.

    python benchmarks/memory.py PROCESS

It runs until standard input ends, then prints two numbers of bytes: the peaks of all resident memory, and of
anonymous memory alone, without the pages of mapped files.

A thread in the measured process would compete for its interpreter lock.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from select import select

#: Seconds between two readings.
_INTERVAL = 0.05

_FIELDS = re.compile(r"^(?:VmRSS|RssAnon):\s+(\d+) kB$", re.MULTILINE)


class MemoryWatch:
    """Watches this process and its children from a process of its own."""

    def __init__(self) -> None:
        command = [sys.executable, __file__, str(os.getpid())]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def stop(self) -> tuple[int, int]:
        """Return the peaks in bytes of all resident memory and of anonymous memory."""
        output, _ = self._process.communicate()
        total, anonymous = map(int, output.split())
        return total, anonymous


def _resident(process: int) -> tuple[int, int]:
    total = anonymous = 0
    with suppress(OSError):  # the process has ended, or the system has no /proc
        fields = [int(value) * 1024 for value in _FIELDS.findall(Path(f"/proc/{process}/status").read_text())]
        total, anonymous = fields if len(fields) == 2 else (0, 0)
        for task in Path(f"/proc/{process}/task").iterdir():
            for child in map(int, (task / "children").read_text().split()):
                if child != os.getpid():
                    of_child = _resident(child)
                    total, anonymous = total + of_child[0], anonymous + of_child[1]
    return total, anonymous


def main() -> None:
    """Watch until standard input ends."""
    total = anonymous = 0
    while not select([sys.stdin], [], [], _INTERVAL)[0]:
        now = _resident(int(sys.argv[1]))
        total, anonymous = max(total, now[0]), max(anonymous, now[1])
    sys.stdout.write(f"{total} {anonymous}\n")


if __name__ == "__main__":
    main()
