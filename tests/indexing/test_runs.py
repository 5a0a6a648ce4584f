"""Index runs: what is there against what the index holds."""

from __future__ import annotations

import gzip
import json
import os
import random
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from newsgrep import open_index
from newsgrep.errors import UsageError
from newsgrep.indexing.options import IndexOptions, Input
from newsgrep.indexing.read_options import ReadOptions
from newsgrep.indexing.updating import index_paths
from newsgrep.results import Unreadable
from newsgrep.tuning import DEFAULT_TUNING


def test_files_are_found_again_however_their_names_sort(archive) -> None:
    """The files of a folder do not sort where its name does; walk and catalog have the same order."""
    names = ["a/x.txt", "a.txt", "a-b.txt", "a b/c.txt", "a/y/z.txt", "a/y.txt", "Z.txt", "é.txt"]
    for name in names:
        archive.write(name, f"Text of {name}.")
    assert archive.run() == {"added": 8}
    assert archive.run() == {"same": 8}
    archive.write("a/y.txt", "Another text.")
    archive.write("a/n.txt", "A new text.")
    assert archive.run() == {"same": 7, "changed": 1, "added": 1}
    assert archive.run() == {"same": 9}


def test_new_unchanged_changed_and_gone(archive) -> None:
    """The four things that can be with a file."""
    archive.write("a.txt", "Ganja.")
    archive.write("b.txt", "Barda.")
    assert archive.run() == {"added": 2}
    assert archive.run() == {"same": 2}
    archive.write("a.txt", "Ganja again.")
    (archive.home / "b.txt").unlink()
    archive.write("c.txt", "Shusha.")
    assert archive.run() == {"added": 1, "changed": 1, "removed": 1}
    assert archive.texts() == {"a.txt": "Ganja again.", "c.txt": "Shusha."}


def replace_unnoticed(file: Path, text: str) -> None:
    """Write another text of the same length, and set the time of change back."""
    status = file.stat()
    assert len(text) == status.st_size
    file.write_text(text)
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


def test_an_unchanged_file_is_not_opened(archive) -> None:
    """Nor is there anything to commit."""
    archive.write("a.txt", "Ganja.")
    archive.run()
    before = sorted(archive.index.iterdir())
    report = archive.report()
    assert (report.same, report.read_bytes) == (1, 0)
    assert sorted(archive.index.iterdir()) == before


def test_other_bytes_of_the_same_size_and_time_are_noticed(archive) -> None:
    """By the time of the last change of the file's properties, which nobody can set."""
    file = archive.write("a.txt", "Ganja.")
    archive.run()
    replace_unnoticed(file, "Barda.")
    assert archive.run() == {"changed": 1}


def test_a_time_of_change_of_zero_is_one_like_any_other(archive) -> None:
    """As of files that were unpacked from an archive without times."""
    file = archive.write("a.txt", "Ganja.")
    os.utime(file, (0, 0))
    assert archive.run() == {"added": 1}
    assert archive.report().read_bytes == 0


def test_checksums_are_compared_on_demand(archive) -> None:
    """Every file is read, and nothing is written where none has other bytes."""
    archive.write("a.txt", "Ganja.")
    archive.run()
    before = sorted(archive.index.iterdir())
    report = archive.report(checksum=True)
    assert (report.same, report.read_bytes) == (1, 6)
    assert sorted(archive.index.iterdir()) == before


def test_a_touched_file_is_the_same_and_is_remembered_as_touched(archive) -> None:
    """It is read once more for its digest, and never again."""
    archive.write("a.txt", "Ganja.")
    archive.run()
    file = archive.write("a.txt", "Ganja.")
    assert archive.run() == {"same": 1}
    assert archive.report().read_bytes == 0
    assert file.exists()


def test_a_file_changed_within_a_tick_of_the_clock_is_noticed(archive) -> None:
    """With the same size and the same time as when it was read."""
    file = archive.write("a.txt", "Ganja.", fresh=True)
    archive.run()
    replace_unnoticed(file, "Barda.")
    assert archive.run() == {"changed": 1}
    assert archive.texts() == {"a.txt": "Barda."}


def test_a_renamed_file(archive) -> None:
    """It is neither added nor removed, and its articles have the new path."""
    archive.write("a.txt", "Ganja.")
    archive.lines("b.jsonl", ("1", "Barda."), ("2", "Shusha."))
    archive.run()
    (archive.home / "a.txt").rename(archive.home / "c.txt")
    (archive.home / "new").mkdir()
    (archive.home / "b.jsonl").rename(archive.home / "new/b.jsonl")
    assert archive.run() == {"renamed": 3}
    assert archive.texts() == {"c.txt": "Ganja.", "new/b.jsonl#1": "Barda.", "new/b.jsonl#2": "Shusha."}


def test_a_second_file_of_the_same_bytes_is_not_renamed(archive) -> None:
    """As long as the file it was made from is there; then one of two that are alike is gone, and no more."""
    archive.write("a.txt", "Ganja.")
    archive.run()
    archive.write("b.txt", "Ganja.")
    assert archive.run() == {"added": 1, "same": 1}
    (archive.home / "a.txt").unlink()
    assert archive.run() == {"same": 1, "removed": 1}
    (archive.home / "b.txt").rename(archive.home / "c.txt")
    archive.write("d.txt", "Ganja.")
    assert archive.run() == {"renamed": 1, "added": 1}
    assert archive.texts() == {"c.txt": "Ganja.", "d.txt": "Ganja."}


def test_renamed_to_what_cannot_be_read(archive) -> None:
    """The article is removed, and reported as that."""
    archive.write("a.txt", "Ganja.")
    archive.run()
    (archive.home / "a.txt").rename(archive.home / "a.json")
    assert archive.run() == {"removed": 1, "unreadable": 1}
    assert archive.texts() == {}


def test_a_file_that_grew_by_ten_lines_costs_ten(archive) -> None:
    """The rest of it is not indexed again."""
    records = [(str(number), f"Story {number}.") for number in range(50)]
    archive.lines("a.jsonl", *records[:40])
    assert archive.run() == {"added": 40}
    archive.lines("a.jsonl", *records)
    assert archive.run() == {"added": 10, "same": 40}
    assert archive.texts() == {f"a.jsonl#{number}": body for number, body in records}


def test_records_changed_and_removed(archive) -> None:
    """Those in the line where they were are the same; one in another line is changed, by its line."""
    archive.lines("a.jsonl", ("1", "One."), ("2", "Two."), ("3", "Three."), ("4", "Four."))
    archive.run()
    archive.lines("a.jsonl", ("1", "One."), ("2", "Zwei."), ("3", "Three."))
    assert archive.run() == {"same": 2, "changed": 1, "removed": 1}
    archive.lines("a.jsonl", ("1", "One."), ("3", "Three."))
    assert archive.run() == {"same": 1, "changed": 1, "removed": 1}
    assert archive.texts() == {"a.jsonl#1": "One.", "a.jsonl#3": "Three."}


def test_what_is_unreadable_is_reported_every_time(archive) -> None:
    """Though the file is not opened again; when it is repaired it is read."""
    archive.write("a.jsonl", '{"id": "1", "body": "One."}\nnonsense\n')
    archive.write("b.txt", "")
    for did in ({"added": 1}, {"same": 1}):
        assert archive.run() == did | {"unreadable": 2}
    archive.lines("a.jsonl", ("1", "One."), ("2", "Two."))
    assert archive.run() == {"same": 1, "added": 1, "unreadable": 1}


@pytest.fixture
def shut(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], pytest.MonkeyPatch]:
    """Return what makes the system refuse to open files of a name, until the patch is undone."""
    real = os.open

    def refuse(name: str) -> pytest.MonkeyPatch:
        def refused(path, *arguments, **options) -> int:
            if os.fspath(path).endswith(name):
                raise PermissionError(13, "Permission denied")
            return real(path, *arguments, **options)

        monkeypatch.setattr(os, "open", refused)
        return monkeypatch

    return refuse


def test_a_file_that_the_system_does_not_let_us_read(archive, shut) -> None:
    """Its articles stay, the rest is indexed, and when it can be read again it is."""
    archive.write("a.txt", "Ganja.")
    archive.run()
    archive.write("a.txt", "Barda.")
    archive.write("b.txt", "Shusha.")
    refusal = shut("a.txt")
    report = archive.report()
    assert (report.added, report.removed) == (1, 0)
    assert report.unreadable == [Unreadable("a.txt", "permission denied; its article stays as it was")]
    assert archive.texts() == {"a.txt": "Ganja.", "b.txt": "Shusha."}
    refusal.undo()
    assert archive.run() == {"changed": 1, "same": 1}


def test_a_folder_that_the_system_does_not_let_us_list(archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the index has from it stays: that we do not see a file does not mean that it is gone."""
    archive.write("shut/a.txt", "Ganja.")
    archive.write("open/b.txt", "Barda.")
    archive.run()
    (archive.home / "open/b.txt").unlink()
    scandir, lstat = os.scandir, os.lstat

    def refuse(function: Callable[..., object]) -> Callable[..., object]:
        def refused(path: str) -> object:
            if "shut" in str(path):
                raise PermissionError(13, "Permission denied")
            return function(path)

        return refused

    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", refuse(scandir))
        patch.setattr(os, "lstat", refuse(lstat))
        assert archive.run() == {"removed": 1, "unreadable": 1}
    assert archive.texts() == {"shut/a.txt": "Ganja."}
    assert archive.run() == {"same": 1}


def test_a_link_that_broke(archive) -> None:
    """It is unreadable, and what it led to stays, as it may come back."""
    target = archive.write(".away/a.md", "Ganja.")
    (archive.home / "a.txt").symlink_to(target)
    assert archive.run() == {"added": 1}
    target.unlink()
    assert archive.report().unreadable == [Unreadable("a.txt", "broken link; its article stays as it was")]
    assert archive.run() == {"same": 1, "unreadable": 1}
    assert archive.texts() == {"a.txt": "Ganja."}


def test_a_folder_in_the_place_of_a_file(archive) -> None:
    """The file is gone."""
    archive.write("a.txt", "Ganja.").unlink()
    archive.write("a.txt", "Ganja.")
    archive.run()
    (archive.home / "a.txt").unlink()
    archive.write("a.txt/b.txt", "Barda.")
    assert archive.run() == {"added": 1, "removed": 1}
    assert archive.texts() == {"a.txt/b.txt": "Barda."}


def test_a_folder_in_the_place_of_a_file_that_was_named(archive) -> None:
    """The file is gone there, too: what is named again is the folder."""
    archive.write("a.txt", "Ganja.")
    archive.run("a.txt")
    (archive.home / "a.txt").unlink()
    archive.write("a.txt/b.txt", "Barda.")
    assert archive.run("a.txt") == {"added": 1, "removed": 1}
    assert archive.texts() == {"a.txt/b.txt": "Barda."}


def test_only_what_vanished_below_the_roots_is_removed(archive) -> None:
    """`news` is not above `newspaper`."""
    for path in ("news/a.txt", "newspaper/b.txt", "other/c.txt"):
        archive.write(path, path)
    archive.run()
    for path in ("news/a.txt", "newspaper/b.txt", "other/c.txt"):
        (archive.home / path).unlink()
    assert archive.run("news") == {"removed": 1}
    assert sorted(archive.texts()) == ["newspaper/b.txt", "other/c.txt"]
    assert archive.run("other", "newspaper") == {"removed": 2}


def test_what_is_not_below_the_roots_is_left_alone(archive) -> None:
    """Neither read nor counted, but in the total."""
    archive.write("news/a.txt", "Ganja.")
    archive.write("other/b.txt", "Barda.")
    archive.run()
    archive.write("other/b.txt", "Barda again.")
    report = archive.report("news")
    assert (report.same, report.changed, report.total) == (1, 0, 2)
    assert archive.texts()["other/b.txt"] == "Barda."


def test_a_folder_given_twice(archive) -> None:
    """And once more by a file in it: nothing is indexed twice."""
    archive.write("news/a.txt", "Ganja.")
    assert archive.run("news", "news/", "news/a.txt", ".", "news/../news") == {"added": 1}
    assert archive.run("news", "news") == {"same": 1}


def test_what_is_excluded_later_stays(archive) -> None:
    """A glob says what to read; what is in the index is told, and goes when that is asked for."""
    archive.write("a.txt", "Ganja.")
    archive.write("drafts/b.txt", "Barda.")
    archive.run()
    report = archive.report(reading=ReadOptions(exclude=("drafts",)))
    assert (report.same, report.excluded, report.excluded_articles) == (1, 1, 1)
    assert report.excluded_example == "drafts/b.txt"
    assert len(archive.texts()) == 2
    assert archive.run(delete_excluded=True) == {"same": 1, "removed": 1}
    assert archive.texts() == {"a.txt": "Ganja."}


def test_a_file_without_articles_that_is_excluded_later_is_forgotten(archive) -> None:
    """It could not be read, so nothing is lost: neither the run nor the status names it any more."""
    archive.write("a.txt", "Ganja.")
    archive.write("b.json", "{")
    archive.run()
    report = archive.report(reading=ReadOptions(exclude=("*.json",)))
    assert (report.same, report.excluded, report.removed) == (1, 0, 0)
    assert open_index(archive.index).stats().unreadable == []


def test_a_dry_run_reports_and_writes_nothing(archive) -> None:
    """Whether there is an index or not."""
    archive.write("a.txt", "Ganja.")
    report = archive.report(dry_run=True)
    assert (report.added, report.total, report.dry_run) == (1, 1, True)
    assert not archive.index.exists()
    archive.run()
    before = {file: file.read_bytes() for file in archive.index.iterdir()}
    archive.write("a.txt", "Ganja again.")
    archive.write("b.txt", "Barda.")
    assert archive.run(dry_run=True) == {"added": 1, "changed": 1}
    assert archive.run(dry_run=True, rebuild=True) == {"added": 2}
    (archive.home / "a.txt").unlink()
    assert archive.run(dry_run=True) == {"added": 1, "removed": 1}
    assert {file: file.read_bytes() for file in archive.index.iterdir()} == before


def test_an_empty_folder_makes_an_empty_index(archive) -> None:
    """A search of it finds nothing, and is no error."""
    assert archive.run() == {}
    assert archive.texts() == {}


def test_a_root_that_does_not_exist_makes_no_index(archive) -> None:
    """It is a mistake of the call."""
    with pytest.raises(UsageError):
        archive.run("nowhere")
    assert not archive.index.exists()


def test_progress_is_reported_in_articles_and_bytes(archive) -> None:
    """At the end of each file."""
    archive.lines("a.jsonl", *((str(number), "Story.") for number in range(250)))
    size = archive.write("b.txt", "Ganja.").stat().st_size + (archive.home / "a.jsonl").stat().st_size
    reported: list[tuple[int, int, int]] = []
    index_paths(
        archive.index, Input([archive.home]), IndexOptions(jobs=1), lambda *numbers: reported.append(numbers)
    )
    assert [articles for articles, done, _ in reported if done][-2:] == [250, 251]
    assert reported[-1][1:] == (size, size)


@pytest.mark.parametrize("compress", [bytes, gzip.compress])
def test_progress_within_a_file_is_that_of_its_bytes(tmp_path, archive_at, compress) -> None:
    """Of those on the disk, where it is compressed; they never become fewer, nor more than the file has."""
    indexing = replace(DEFAULT_TUNING.indexing, progress_seconds=0.0)
    archive = archive_at(tmp_path, replace(DEFAULT_TUNING, indexing=indexing))
    words = random.Random(1)
    lines = (
        json.dumps({"id": str(number), "body": " ".join(str(words.random()) for _ in range(50))})
        for number in range(3_000)
    )
    file = archive.home / "a.jsonl.gz" if compress is gzip.compress else archive.home / "a.jsonl"
    file.write_bytes(compress("\n".join(lines).encode()))
    reported: list[tuple[int, int, int]] = []
    index_paths(
        archive.index,
        Input([file]),
        IndexOptions(jobs=1),
        lambda *numbers: reported.append(numbers),
        archive.tuning,
    )
    done = [bytes_read for articles, bytes_read, _ in reported if articles]
    assert done == sorted(done)
    assert done[-1] == file.stat().st_size
    assert len(set(done)) > 5


@pytest.mark.parametrize("fresh", [False, True])
def test_a_file_is_read_again_once_its_library_is_installed(archive, monkeypatch, fresh) -> None:
    """Though its bytes are the same; while the library is not there, only one just written is opened."""
    feed = "<rss version='2.0'><channel><item><title>Talks in Baku</title></item></channel></rss>"
    archive.write("a.rss", feed, fresh=fresh)
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "feedparser", None)
        report = archive.report()
    assert [one.reason.partition(":")[0] for one in report.unreadable] == ["needs feedparser"]
    pytest.importorskip("feedparser")
    assert archive.run() == {"added": 1}
    assert fresh or archive.report().read_bytes == 0
