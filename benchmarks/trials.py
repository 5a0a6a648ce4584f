"""Archives for reliability.py: written, indexed in another process, and checked for contradictions."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

import newsgrep  # noqa: E402

#: Articles in a file, and files in the index before a run, each added by a commit of its own.
ARTICLES, FILES = 250, 11

#: Runs the program with small segments, so that a small archive has many of them.
PROGRAM = """
import sys
from newsgrep import tuning
tuning.DEFAULT_TUNING = tuning.Tuning(segment=tuning.SegmentTuning(memory_shares=10_000))
from newsgrep.cli import main
sys.exit(main())
"""


class WrongError(Exception):
    """A trial found an error."""


@dataclass(frozen=True, slots=True)
class Archive:
    """A folder of files of articles, with an index that lacks the changes of the next run."""

    home: Path

    @property
    def index(self) -> Path:
        """The folder of the index."""
        return self.home / ".newsgrep"

    def write(self, number: int, version: str, count: int = ARTICLES) -> None:
        """Write a file of articles, each with the word `version` in it."""
        rng = random.Random(number)
        file = self.home / "articles" / f"{number:02d}.jsonl"
        file.parent.mkdir(exist_ok=True)
        with file.open("w", encoding="utf-8") as out:
            for article in range(count):
                words = " ".join(rng.choices(_WORDS, k=120))
                body = f"{version} story {article}. {words}"
                out.write(json.dumps({"id": f"{article}", "title": f"Story {article}", "body": body}) + "\n")
        changed = 1_600_000_000 + sum(version.encode())  # the time of change depends on the version
        os.utime(file, (changed, changed))

    def run(self, *flags: str) -> subprocess.Popen[bytes]:
        """Start an index run."""
        command = [sys.executable, "-c", PROGRAM, "index", "--index", str(self.index), *flags]
        return subprocess.Popen(
            [*command, str(self.home / "articles")],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )

    def update(self, *flags: str) -> tuple[int, str]:
        """Complete an index run, and return its exit code and messages."""
        with self.run(*flags) as process:
            _, messages = process.communicate()
        return process.returncode, messages.decode()

    def update_here(self) -> None:
        """Complete an index run in this process, which saves the start of another."""
        with newsgrep.open_index(self.index) as index:
            index.update(self.home / "articles", jobs=1, wait=5.0)


_WORDS = [
    f"{a}{b}{c}"
    for a in "bdfgklm"
    for b in ("an", "or", "is", "ul", "et")
    for c in ("ta", "ro", "min", "dek")
]


def state(folder: Path) -> dict[str, int]:
    """Return the number of articles of each version. Raises WrongError for a contradiction."""
    with newsgrep.open_index(folder) as index:
        counts = {word: index.count(word) for word in ("old", "new", "added")}
        if not index.count("*") == index.count("story") == len(index) == sum(counts.values()):
            raise WrongError(f"{len(index)} articles, {index.count('story')} stories, {counts}")
        if problems := index.check():
            raise WrongError(problems[0])
        hits = index.search("story", sort="-date", limit=None, passages=0)
        versions = Counter(hit.body.split()[0] for hit in hits)
        if versions != Counter({word: count for word, count in counts.items() if count}):
            raise WrongError(f"counts {counts}, articles {versions}")
    return counts


BEFORE = {"old": ARTICLES * FILES, "new": 0, "added": 0}
AFTER = {"old": ARTICLES * (FILES - 1), "new": ARTICLES, "added": ARTICLES * 2}


#: What tells other programs to leave the folder of an index alone.
_MARKS = (".gitignore", "CACHEDIR.TAG")


def litter(index: Path) -> list[str]:
    """Return the files of an index that belong to no published generation."""
    from newsgrep.engine.embedded.directory import IndexDirectory

    generation = IndexDirectory(index).read()
    known = re.compile(
        "|".join(
            [
                rf".*_{generation.number}\.\w+",
                ".*LOCK",
                *(re.escape(name) for name in _MARKS),
                rf"basis_{generation.header.basis}\.vec$",
                rf"catalog_{_catalog_number(index)}\.sqlite$",
                *(segment.name for segment in generation.header.segments),
            ]
        )
    )
    return sorted(file.name for file in index.iterdir() if not known.match(file.name))


def _catalog_number(index: Path) -> int:
    """Return the number of the newest catalog, which is kept over generations."""
    return max(int(file.stem.rpartition("_")[2]) for file in index.glob("catalog_*.sqlite"))


@contextmanager
def prepared(home: Path) -> Iterator[Callable[[Path], Archive]]:
    """Make an archive whose next run adds, changes and merges; yield a function that copies it."""
    original = Archive(home / "original")
    original.home.mkdir()
    for number in range(FILES):
        original.write(number, "old")
        original.update_here()
    original.write(0, "new")
    original.write(FILES, "added", ARTICLES * 2)
    if state(original.index) != BEFORE:
        raise WrongError("the preparation failed")

    def copy(to: Path) -> Archive:
        shutil.rmtree(to, ignore_errors=True)
        shutil.copytree(original.home, to)
        return Archive(to)

    yield copy
