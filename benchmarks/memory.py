"""Watch how much memory a process and its children have resident together, from a process beside them.

    python benchmarks/memory.py PROCESS

It looks until standard input ends, and prints two numbers of bytes: the peaks of all memory, and of what is
not pages of files.

A thread of the process itself would take its interpreter's lock twenty times a second.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from select import select

#: Seconds between two looks.
_PAUSE = 0.05

_FIELDS = re.compile(r"^(?:VmRSS|RssAnon):\s+(\d+) kB$", re.MULTILINE)


class MemoryWatch:
    """Has a process beside this one watch this one and its children."""

    def __init__(self) -> None:
        command = [sys.executable, __file__, str(os.getpid())]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def stop(self) -> tuple[int, int]:
        """Return the peaks in bytes: of all memory, and of what is not pages of files."""
        output, _ = self._process.communicate()
        whole, own = map(int, output.split())
        return whole, own


def _resident(process: int) -> tuple[int, int]:
    whole = own = 0
    with suppress(OSError):  # it has ended, or this system has no /proc
        fields = [int(value) * 1024 for value in _FIELDS.findall(Path(f"/proc/{process}/status").read_text())]
        whole, own = fields if len(fields) == 2 else (0, 0)
        for task in Path(f"/proc/{process}/task").iterdir():
            for child in map(int, (task / "children").read_text().split()):
                if child != os.getpid():
                    of_child = _resident(child)
                    whole, own = whole + of_child[0], own + of_child[1]
    return whole, own


def main() -> None:
    """Watch until standard input ends."""
    whole = own = 0
    while not select([sys.stdin], [], [], _PAUSE)[0]:
        now = _resident(int(sys.argv[1]))
        whole, own = max(whole, now[0]), max(own, now[1])
    sys.stdout.write(f"{whole} {own}\n")


if __name__ == "__main__":
    main()
