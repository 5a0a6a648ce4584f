"""What goes wrong while writing leaves the index as it was, or as it was to be; damage is reported."""

from __future__ import annotations

import errno
import gc
import os
import random
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from newsgrep.article import Article
from newsgrep.engine.base import Update, open_engine, update_index
from newsgrep.errors import IndexDamagedError, NewsgrepError
from newsgrep.indexing.manifest import FileRecord
from newsgrep.query.nodes import MatchAll, Phrase, Word

#: The articles of the state before a change that goes wrong, and of the state after it.
BEFORE = {
    f"k{i}": Article(f"k{i}", "p", f"old words number {i} city cities", date="2020-10-30") for i in range(30)
}
AFTER = {key: one for key, one in BEFORE.items() if key > "k2"} | {
    f"n{i}": Article(f"n{i}", "p", f"new words number {i} city") for i in range(20)
}


def begin(folder: Path) -> None:
    """Make an index of the state before, in so many segments that the change merges them."""
    for part in range(11):
        with update_index(folder, jobs=1) as update:
            records = dict(update.manifest)
            for key in list(BEFORE)[part::11]:
                update.add(BEFORE[key].encode())
                records[key] = FileRecord(key, 1, 2, "d", {"": b"d" * 8})
            update.commit(records.values())


def change(folder: Path) -> None:
    """Bring the index to the state after: articles go, articles come, in many batches, and all is merged."""
    with update_index(folder, jobs=1, memory=8_000) as update:
        update.remove(BEFORE.keys() - AFTER.keys())
        for key in AFTER.keys() - BEFORE.keys():
            update.add(AFTER[key].encode())
        update.commit(FileRecord(key, 1, 2, "d", {"": b"d" * 8}) for key in AFTER)


def state(folder: Path) -> dict[str, Article]:
    """Return the articles of an index, checking that it is whole and answers from all its parts."""
    with closing(open_engine(folder)) as engine:
        found = engine.search(MatchAll(), sort="relevance", limit=None, offset=0)
        articles = {article.key: article for _, article in found.articles}
        assert engine.count(Word("city")) == len(articles)
        assert engine.count(Phrase("words number")) == len(articles)
        assert engine.manifest().keys() == articles.keys()
        assert list(engine.faults()) == []
    return articles


def assert_recovers(folder: Path, *, changed: bool | None = None) -> None:
    """Check that the index has one of the two states, and that the next update works and tidies up."""
    now = state(folder)
    assert now in (BEFORE, AFTER)
    if changed is not None:
        assert now == (AFTER if changed else BEFORE)
    if now == BEFORE:
        change(folder)
    else:
        with update_index(folder, jobs=1):
            pass
    assert state(folder) == AFTER
    names = {file.name.split(".")[0] for file in folder.iterdir()}
    assert len([name for name in names if name.startswith(("_MAIN_", "newsgrep_", "manifest_"))]) == 3
    assert not list(folder.glob("*.toc.*"))


class Stop(BaseException):
    """Ends an update as Ctrl-C does, anywhere."""


@pytest.mark.parametrize(
    "error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()], ids=repr
)
def test_an_error_at_any_write_leaves_a_whole_index(tmp_path, monkeypatch, error):
    """Whichever file cannot be brought to the disk: the index has the old state, or all of the new one."""
    real = os.fsync
    begin(tmp_path / "start")
    for failing in [*range(0, 15, 7), *range(16, 1000)]:
        folder = tmp_path / f"{failing}"
        copy(tmp_path / "start", folder)
        calls = iter(range(1000))

        def fsync(descriptor: int, calls: Iterator[int] = calls, failing: int = failing) -> None:
            if next(calls) == failing:
                raise error
            real(descriptor)

        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", fsync)
            try:
                change(folder)
            except (NewsgrepError, KeyboardInterrupt):
                pass
            else:
                break
        assert_recovers(folder)
    assert failing > 10, "every file is brought to the disk"
    assert_recovers(folder, changed=True)


def copy(source: Path, target: Path) -> None:
    """Copy a folder of files."""
    target.mkdir()
    for file in source.iterdir():
        (target / file.name).write_bytes(file.read_bytes())


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_run_killed_at_any_moment_leaves_a_whole_index(tmp_path):
    """Nothing committed is lost when the process dies while it adds, merges or publishes."""
    begin(tmp_path / "start")
    copy(tmp_path / "start", tmp_path / "timed")
    started = time.perf_counter()
    change(tmp_path / "timed")
    needed = time.perf_counter() - started
    seen = set()
    for moment in range(16):
        folder = tmp_path / f"{moment}"
        copy(tmp_path / "start", folder)
        child = os.fork()
        if not child:
            # The timer ends the process like SIGKILL does: nothing of it runs after that.
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.setitimer(signal.ITIMER_REAL, max(0.0005, random.Random(moment).random() * needed * 1.2))
            try:
                change(folder)
            finally:
                os._exit(0)
        _, status = os.waitpid(child, 0)
        seen.add((os.WIFSIGNALED(status), state(folder) == AFTER))
        assert_recovers(folder, changed=None if os.WIFSIGNALED(status) else True)
    assert (True, False) in seen


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 2 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], capture_output=True)
    if mounted.returncode:
        pytest.skip("mounting is not allowed")
    try:
        yield folder
    finally:
        gc.collect()  # maps of index files keep the disk busy
        subprocess.run(["umount", "-l", folder], check=True)


def test_a_full_disk(small_disk):
    """Whatever the space left, an update ends well or with an error that says so, and nothing is lost."""
    folder, filler = small_disk / "index", small_disk / "filler"
    begin(folder)
    succeeded, told = [], set()
    for pages in range(0, 60, 2):
        filler.write_bytes(bytes(os.statvfs(small_disk).f_bavail * 4096))
        os.truncate(filler, max(0, filler.stat().st_size - pages * 4096))
        try:
            change(folder)
        except NewsgrepError as error:
            told.add(error.message)
            assert state(folder) == BEFORE
            succeeded.append(False)
        else:
            assert state(folder) == AFTER
            succeeded.append(True)
            filler.unlink()
            with update_index(folder, rebuild=True, jobs=1) as update:
                for one in BEFORE.values():
                    update.add(one.encode())
                update.commit(FileRecord(key, 1, 2, "d", {"": b"d" * 8}) for key in BEFORE)
    assert not succeeded[0]
    assert succeeded[-1]
    assert told == {f"the index in {folder} cannot be written: No space left on device"}


@pytest.fixture
def ordinary_user() -> Iterator[None]:
    """Be someone whom permissions hold back, for the length of a test."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_read_only_folder(tmp_path, monkeypatch, request):
    """An index that may not be written is searched, and an update says why it cannot be."""
    monkeypatch.chdir(tmp_path)
    folder = Path("index")
    begin(folder)
    tmp_path.chmod(0o755)
    for file in folder.iterdir():
        file.chmod(0o444)
    folder.chmod(0o555)
    request.getfixturevalue("ordinary_user")
    assert state(folder) == BEFORE
    with pytest.raises(NewsgrepError, match="cannot be written: Permission denied"):
        change(folder)
    with pytest.raises(NewsgrepError, match="cannot be written: Permission denied"):
        change(Path("other"))
    assert state(folder) == BEFORE


def test_an_index_that_may_not_be_read(tmp_path, monkeypatch, request):
    """Files that may not be read are told of as such, and not as damage."""
    monkeypatch.chdir(tmp_path)
    folder = Path("index")
    begin(folder)
    tmp_path.chmod(0o755)
    for file in folder.glob("*.plc"):
        file.chmod(0)
    request.getfixturevalue("ordinary_user")
    with pytest.raises(NewsgrepError, match="cannot be read: Permission denied") as caught:
        state(folder)
    assert not isinstance(caught.value, IndexDamagedError)


def many(number: int) -> Article:
    """Return an article that makes a batch by itself where memory is short."""
    return Article(f"m{number}", "p", "words number city " * 2000)


@pytest.fixture
def started(monkeypatch) -> list[subprocess.Popen]:
    """Return a list to which each process is added that is started."""
    processes: list[subprocess.Popen] = []

    class Noted(subprocess.Popen):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            processes.append(self)

    monkeypatch.setattr(subprocess, "Popen", Noted)
    return processes


def are_gone(processes: list[subprocess.Popen]) -> bool:
    """Whether all processes have ended."""
    return all(process.poll() is not None for process in processes)


def change_while_workers_are_killed(folder: Path, idle: bool, started: list[subprocess.Popen]) -> None:
    """Kill the workers of an update while they work, or when they have nothing to do."""
    with update_index(folder, jobs=2, memory=100) as update:
        update.add(many(0).encode())
        if idle:
            wait_for(lambda: len(list(folder.glob("MAIN_*.trm"))) > 11)
            time.sleep(0.05)
        assert started
        assert not are_gone(started)
        for worker in started:
            worker.kill()
        if idle:
            wait_for(lambda: are_gone(started))
            time.sleep(0.2)
        for number in range(1, 9):
            update.add(many(number).encode())
        update.commit([])


@pytest.mark.parametrize("idle", [False, True])
def test_a_worker_that_is_killed_ends_the_run(tmp_path, idle, started):
    """The update ends with an error that says so; the old index is intact, and the lock is free."""
    folder = tmp_path / "index"
    begin(folder)
    with pytest.raises(NewsgrepError, match="worker process was killed"):
        change_while_workers_are_killed(folder, idle, started)
    assert are_gone(started)
    assert_recovers(folder, changed=False)


def wait_for(condition: Callable[[], bool]) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def add_unwritable(update: Update) -> None:
    """Take in an article that cannot be written as UTF-8."""
    update.add(Article("k", "p", "body", date="someday").encode())
    update.add(many(0).encode())
    update.commit([])


def test_an_error_in_a_worker_ends_the_run(tmp_path):
    """What a worker raises is raised here, and the index is as it was."""
    folder = tmp_path / "index"
    begin(folder)
    update = update_index(folder, jobs=2, memory=100)
    with pytest.raises(ValueError, match="someday"), update as begun:
        add_unwritable(begun)
    assert_recovers(folder, changed=False)
