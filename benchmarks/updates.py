"""Measure what an update costs: one named new file, and a run over a folder without changes.

    python benchmarks/updates.py                        an index of 100 and one of 100,000 files
    python benchmarks/updates.py --files 100000,1000000

The cost of a named new file should not depend on how many files the index holds. Its ratio is the CPU time
with N files, divided by the CPU time with 100 files.

A run without changes reads the metadata of every file, as find does. The run over 100 files shows what it
costs to start; this is subtracted from the CPU time of the run over N files. The ratio is the rest, divided
by the CPU time of `find -type f -printf '%s %T@ %p\\n'`.

The commands are run in turn, and the medians of their times are compared.
"""

from __future__ import annotations

import argparse
import os
import shlex
import statistics
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import count
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "benchmarks")]

from commands import Cost, in_turn, run_newsgrep, run_shell  # noqa: E402

#: The number of files that a larger index is compared with.
FEW = 100
ROUNDS = 7

#: Files in a folder.
_FOLDER_SIZE = 1_000
#: When the files were changed: long enough ago that their times can be trusted.
_CHANGED = 1_600_000_000

HEADER = ("| update | files | CPU ms | ratio | peak MB |", "| --- | --- | --- | --- | --- |")


class Archive:
    """A folder of short text files and an index of it."""

    def __init__(self, home: Path, files: int) -> None:
        self.files = files
        self.folder, self.index = home / "articles", home / "index"
        for number in range(files):
            self._write(self.folder / f"{number // _FOLDER_SIZE:04}" / f"{number}.txt", number)
        run_newsgrep("index", "-q", "--index", self.index, self.folder)
        self._numbers = count(files)

    def add_file(self) -> Cost:
        """Write one new file, and return the cost of indexing it by its name."""
        number = next(self._numbers)
        file = self.folder / "new" / f"{number}.txt"
        self._write(file, number)
        return run_newsgrep("index", "-q", "--index", self.index, file)

    def update(self) -> Cost:
        """Return the cost of a run over the whole folder."""
        return run_newsgrep("index", "-q", "--index", self.index, self.folder)

    @staticmethod
    def _write(file: Path, number: int) -> None:
        if number % _FOLDER_SIZE == 0 or not file.parent.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(
            f" date 2020-10-30 By Ada News\n\nStory {number}.\n\nIts word is w{number}.\n", "utf-8"
        )
        os.utime(file, (_CHANGED, _CHANGED))


def update_lines(sizes: Sequence[int], work: Path) -> Iterator[str]:
    """Yield rows of HEADER for an index of FEW files and for each of these sizes."""
    with tempfile.TemporaryDirectory(dir=work) as home:
        few = Archive(Path(home) / "few", FEW)
        for size in sizes:
            sys.stderr.write(f"writing and indexing {size:,} files\n")
            yield from _compare(few, Archive(Path(home) / str(size), size))


def _compare(few: Archive, many: Archive) -> Iterator[str]:
    added_few, added_many = in_turn(ROUNDS, few.add_file, many.add_file)
    yield _row("one named new file", few, added_few)
    ratio = _cpu(added_many) / _cpu(added_few)
    yield _row("one named new file", many, added_many, f"{ratio:.2f} × of {FEW} files")
    find = f"find {shlex.quote(str(many.folder))} -type f -printf '%s %T@ %p\\n' | wc -l"
    found, same_few, same_many = in_turn(ROUNDS, partial(run_shell, find), few.update, many.update)
    beyond = (_cpu(same_many) - _cpu(same_few)) / _cpu(found)
    yield _row("find -type f -printf", many, found)
    yield _row("no changes", few, same_few)
    yield _row("no changes", many, same_many, f"{beyond:.2f} × of find, beyond that of {FEW} files")


def _row(name: str, archive: Archive, costs: Iterable[Cost], ratio: str = "") -> str:
    costs = list(costs)
    peak = max(cost.rss_mb for cost in costs)
    return f"| {name} | {archive.files:,} | {_cpu(costs) * 1e3:.0f} | {ratio} | {peak:.0f} |"


def _cpu(costs: Sequence[Cost]) -> float:
    return statistics.median(cost.cpu for cost in costs)


def sizes_in(text: str) -> list[int]:
    """Parse numbers with commas between them; an empty text has none."""
    return [int(size) for size in text.split(",") if size]


def main() -> None:
    """Measure the sizes that the command line names."""
    parser = argparse.ArgumentParser(description="Measure what an update of an index costs.")
    parser.add_argument("--files", default="100000", help="numbers of files, with commas between (100000)")
    parser.add_argument("--work", type=Path, help="the folder for files and indexes (a temporary one)")
    options = parser.parse_args()
    for line in HEADER:
        sys.stdout.write(f"{line}\n")
    for line in update_lines(sizes_in(options.files), options.work or Path(tempfile.gettempdir())):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
