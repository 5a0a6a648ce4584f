"""Make docs/search.svg, the README's picture of a terminal, from a real run: `python scripts/pictures.py`.

The sample articles are indexed in a temporary folder. The search runs in a pseudo-terminal, as for a person.
"""

from __future__ import annotations

import io
import os
import pty
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs/search.svg"
COLUMNS = 96
QUERY = ("search", "-n", "3", "Ganja missile")


def terminal_output(arguments: tuple[str, ...], folder: Path) -> str:
    """Run newsgrep in a folder, on a terminal of COLUMNS columns, and return what it prints there."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "COLUMNS": str(COLUMNS), "TERM": "xterm-256color", "PYTHONPATH": str(ROOT)}
    environment["PAGER"] = ""  # nobody is there to leave it
    environment["NEWSGREP_INDEX"] = ".newsgrep"  # and none in a folder above
    environment.pop("NO_COLOR", None)
    command = [sys.executable, "-m", "newsgrep", *arguments]
    with subprocess.Popen(command, cwd=folder, stdout=theirs, stderr=theirs, env=environment) as process:
        os.close(theirs)
        printed = b"".join(iter(lambda: _read(ours), b""))
    os.close(ours)
    if process.returncode:
        raise RuntimeError(printed.decode())
    return printed.decode().replace("\r\n", "\n")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux ends a terminal with an error
        return b""


def picture() -> str:
    """Return the picture as SVG."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "corpus", Path(folder, "corpus"))
        terminal_output(("index", "-q", "corpus"), Path(folder))
        printed = terminal_output(QUERY, Path(folder))
    console = Console(record=True, width=COLUMNS, file=io.StringIO())
    console.print(Text.from_ansi(printed.rstrip("\n")))
    return console.export_svg(title='newsgrep search "Ganja missile"', unique_id="newsgrep")


if __name__ == "__main__":
    PICTURE.write_text(picture(), "utf-8")
