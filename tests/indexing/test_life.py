"""An archive that changes at random, and what its index has to hold after each run."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from newsgrep.tuning import IndexingTuning, SpillTuning, Tuning

SETTINGS = settings(
    max_examples=8, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
)

paths = st.sampled_from(["a.txt", "b.txt", "n/a.txt", "n/c.txt", "a.jsonl", "n/b.jsonl"])
words = st.sampled_from(["Ganja.", "Barda.", "Shusha. " * 30, "Missile. " * 30, "Missile.\n" * 30])
urls = st.sampled_from(
    ["", "", "https://example.com/a", "http://www.example.com/a/?utm_source=x", "//a.example/b"]
)


class Life(RuleBasedStateMachine):
    """An archive that changes between index runs."""

    archive_at: Any  # makes an archive of a folder

    def __init__(self) -> None:
        super().__init__()
        self.temporary = tempfile.TemporaryDirectory()
        self.archive = self.archive_at(Path(self.temporary.name) / "archive")
        self.archive.home.mkdir()
        self.spoilt: set[str] = set()

    def teardown(self) -> None:
        """Remove the files."""
        self.temporary.cleanup()

    def files(self) -> Iterator[Path]:
        """The files that are there, in order."""
        found = self.archive.home.rglob("*")
        return iter(sorted(f for f in found if f.is_file() and self.archive.index not in f.parents))

    @rule(path=paths, records=st.lists(st.tuples(words, urls), min_size=1, max_size=3), fresh=st.booleans())
    def write(self, path: str, records: list[tuple[str, str]], fresh: bool) -> None:
        """Write a file, new or not, changed or not."""
        self.spoilt.discard(path)
        if path.endswith(".txt"):
            self.archive.write(path, "\n\n".join(body for body, _ in records), fresh=fresh)
        else:
            self.archive.lines(path, *((str(i), body, url) for i, (body, url) in enumerate(records)))

    @rule(path=paths, text=st.sampled_from(["", "\0\0", '{"id": "1", "body": "Ganja."}\n{"id": "2"']))
    def spoil(self, path: str, text: str) -> None:
        """Write what cannot be read, in whole or in part."""
        self.archive.write(path, text)
        self.spoilt.add(path)

    @rule(path=paths)
    def remove(self, path: str) -> None:
        """Take a file away."""
        (self.archive.home / path).unlink(missing_ok=True)

    @rule(path=paths, new=paths, copy=st.booleans())
    def move(self, path: str, new: str, copy: bool) -> None:
        """Rename or copy a file, over another one maybe. A text named as JSON Lines cannot be read."""
        source, target = self.archive.home / path, self.archive.home / new
        if source.is_file() and source != target:
            target.parent.mkdir(exist_ok=True)
            (shutil.copy2 if copy else shutil.move)(source, target)
            self.spoilt.discard(new)
            if path in self.spoilt or (source.suffix, target.suffix) == (".txt", ".jsonl"):
                self.spoilt.add(new)

    @rule(first=paths)
    def index_a_part(self, first: str) -> None:
        """Index one file or folder, if it is there."""
        root = first.split("/")[0]
        if (self.archive.home / root).exists():
            self.archive.report(root)

    @rule(keep_duplicates=st.booleans())
    def index(self, keep_duplicates: bool) -> None:
        """Index everything; the invariant is what follows from it."""
        self.archive.report(keep_duplicates=keep_duplicates, forget=True)

    @rule()
    def compare(self) -> None:
        """An index run leaves what a new index would hold, and counts it; a second run changes nothing.

        Files that cannot be read are taken away before: articles that they had would stay.
        """
        for path in self.spoilt:
            (self.archive.home / path).unlink(missing_ok=True)
        held = len(self.archive.texts()) if self.archive.index.exists() else 0
        told = self.archive.report(dry_run=True, forget=True)
        report = self.archive.report(forget=True)
        texts = self.archive.texts()
        new = Path(self.temporary.name) / "new"
        shutil.rmtree(new, ignore_errors=True)
        rebuilt = self.archive_at(new)
        fresh = rebuilt.report(str(self.archive.home))
        home = f"{self.archive.home.as_posix()}/"
        assert {key.removeprefix(home): text for key, text in rebuilt.texts().items()} == texts
        assert report.total == fresh.total == fresh.added == len(texts)
        assert held + report.added - report.removed == len(texts)
        assert report.added + report.changed + report.same + report.renamed == len(texts)
        assert min(report.added, report.changed, report.same, report.removed, report.renamed) >= 0
        assert len(report.unreadable) == len(fresh.unreadable)
        assert report.duplicates == fresh.duplicates
        told.seconds, told.dry_run = report.seconds, False
        assert told == report
        again = self.archive.report()
        assert (again.same, again.total) == (len(texts), len(texts))
        assert again.added == again.changed == again.removed == again.renamed == 0

    @invariant()
    def an_index_is_sound(self) -> None:
        """Whatever was indexed of the archive."""
        if self.archive.index.exists():
            self.archive.texts()


@pytest.mark.parametrize(
    "tuning",
    [
        Tuning(),
        Tuning(indexing=IndexingTuning(smallest_group=1)),
        Tuning(spill=SpillTuning(2, 2), indexing=IndexingTuning(catalog_batch=1, smallest_group=2)),
    ],
)
def test_an_archive_lives(archive_at, tuning):
    """Whatever is written, spoilt, renamed and removed between runs over all of it or a part.

    As it is of an archive that does not fit the memory: nearly all that a run remembers is on the disk.
    """

    class Here(Life):
        pass

    Here.archive_at = staticmethod(partial(archive_at, tuning=tuning))
    run_state_machine_as_test(Here, settings=SETTINGS)


def test_files_change_anywhere_among_many(archive):
    """New, gone, changed and unread files are found wherever they lie, and all others are as they were.

    There are more files than a scan compares at a time, and the changes put them out of step.
    """
    names = [f"{number // 100:02}/{number:04}.txt" for number in range(1_300)]
    for name in names:
        archive.write(name, f"Report {name}.")
    assert archive.run(keep_duplicates=True) == {"added": 1_300}
    assert archive.run(keep_duplicates=True) == {"same": 1_300}
    gone, changed = {0, 3, 511, 700, 701, 1_299}, {5, 512, 513, 800, 1_298}
    for number in gone:
        (archive.home / names[number]).unlink()
    for number in changed:
        archive.write(names[number], f"Another report, {number}.")
    for name in ("00/.hidden.txt", "00/a.jpg", "05/0511a.jpg"):
        archive.write(name, "Not read.")
    new = ["00/0000a.txt", "05/0511a.txt", "05/0511b.txt", "06/0600/0.txt", "13/0.txt", "zz.txt"]
    for name in new:
        archive.write(name, f"New report {name}.")
    archive.write("07/0702a.txt", b"\0\0")
    expected = {"added": 6, "changed": 5, "same": 1_289, "removed": 6, "unreadable": 1}
    assert archive.run(keep_duplicates=True) == expected
    assert len(archive.texts()) == 1_300
    again = archive.report(keep_duplicates=True)
    assert (again.same, again.read_bytes) == (1_300, 0)
    assert (again.skipped, len(again.unreadable)) == ({".jpg": 2}, 1)
