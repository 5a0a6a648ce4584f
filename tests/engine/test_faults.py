"""An error while writing leaves the index as it was, or completely changed; damage is reported."""

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

import pytest

from newsgrep.article import Article
from newsgrep.engine.base import Writer, WriterOptions
from newsgrep.engine.registry import open_engine, open_writer
from newsgrep.errors import IndexDamagedError, NewsgrepError
from newsgrep.indexing.pool import Pool
from newsgrep.query.nodes import MatchAll, Phrase, Word

#: The articles of the state before a change that goes wrong, and of the state after it.
BEFORE = {
    f"k{i}": Article(f"k{i}", "p", f"old words number {i} city cities", date="2020-10-30") for i in range(30)
}
AFTER = {key: one for key, one in BEFORE.items() if key > "k2"} | {
    f"n{i}": Article(f"n{i}", "p", f"new words number {i} city") for i in range(20)
}


def begin(folder: Path) -> None:
    """Make an index of the state before, for all users, in so many segments that the change merges them."""
    for part in range(11):
        with open_writer(folder, WriterOptions(share=True)) as writer:
            for key in list(BEFORE)[part::11]:
                writer.add(BEFORE[key])
            writer.commit()


def change(folder: Path) -> None:
    """Bring the index to the state after: articles go, articles come, in many batches, and all is merged."""
    with open_writer(folder, WriterOptions(memory=8_000)) as writer:
        for key in BEFORE.keys() - AFTER.keys():
            writer.delete(key)
        for key in AFTER.keys() - BEFORE.keys():
            writer.add(AFTER[key])
        writer.commit()


def state(folder: Path) -> dict[str, Article]:
    """Return the articles of an index, checking that it is whole and answers from all its parts."""
    with closing(open_engine(folder)) as engine:
        found = engine.search(MatchAll(), sort="relevance", limit=None, offset=0)
        articles = {article.key: article for _, article in found.articles}
        assert engine.count(Word("city")) == len(articles)
        assert engine.count(Phrase("words number")) == len(articles)
        assert dict(engine.encoded_articles()).keys() == articles.keys()
        assert list(engine.check()) == []
    return articles


def assert_recovers(folder: Path, *, changed: bool | None = None) -> None:
    """Check that the index has one of the two states, and that the next change works and tidies up."""
    now = state(folder)
    assert now in (BEFORE, AFTER)
    if changed is not None:
        assert now == (AFTER if changed else BEFORE)
    if now == BEFORE:
        change(folder)
    else:
        with open_writer(folder, WriterOptions()):
            pass
    assert state(folder) == AFTER
    names = {file.name.split(".")[0] for file in folder.iterdir()}
    assert len([name for name in names if name.startswith(("_MAIN_", "newsgrep_"))]) == 2
    assert not list(folder.glob("*.toc.*"))


class Stop(BaseException):
    """Ends a change as Ctrl-C does, anywhere."""


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
    """Whatever the space left, a change ends well or with an error that says so, and nothing is lost."""
    folder, filler = small_disk / "index", small_disk / "filler"
    begin(folder)
    succeeded, messages = [], set()
    for pages in range(0, 60, 2):
        filler.write_bytes(bytes(os.statvfs(small_disk).f_bavail * 4096))
        os.truncate(filler, max(0, filler.stat().st_size - pages * 4096))
        try:
            change(folder)
        except NewsgrepError as error:
            messages.add(error.message)
            assert state(folder) == BEFORE
            succeeded.append(False)
        else:
            assert state(folder) == AFTER
            succeeded.append(True)
            filler.unlink()
            with open_writer(folder, WriterOptions(rebuild=True)) as writer:
                for one in BEFORE.values():
                    writer.add(one)
                writer.commit()
    assert not succeeded[0]
    assert succeeded[-1]
    assert messages == {f"the index in {folder} cannot be written: no space left on device"}


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
    """An index that may not be written is searched, and a change says why it cannot be."""
    monkeypatch.chdir(tmp_path)
    folder = Path("index")
    begin(folder)
    tmp_path.chmod(0o755)
    for file in folder.iterdir():
        file.chmod(0o444)
    folder.chmod(0o555)
    request.getfixturevalue("ordinary_user")
    assert state(folder) == BEFORE
    with pytest.raises(NewsgrepError, match="cannot be written: permission denied") as refused:
        change(folder)
    assert refused.value.hint == "nothing was changed; ls -ld shows who may write to its folder"
    with pytest.raises(NewsgrepError, match="cannot be written: permission denied"):
        change(Path("other"))
    assert state(folder) == BEFORE


def test_an_index_that_may_not_be_read(tmp_path, monkeypatch, request):
    """Files that may not be read are reported as such, and not as damage."""
    monkeypatch.chdir(tmp_path)
    folder = Path("index")
    begin(folder)
    tmp_path.chmod(0o755)
    for file in folder.glob("*.pos"):
        file.chmod(0)
    request.getfixturevalue("ordinary_user")
    with pytest.raises(NewsgrepError, match="cannot be read: permission denied") as caught:
        state(folder)
    assert "--share" in caught.value.hint
    assert not isinstance(caught.value, IndexDamagedError)


def many(number: int) -> Article:
    """Return an article that makes a batch by itself where memory is short."""
    return Article(f"m{number}", "p", "words number city " * 2000)


@pytest.fixture
def pool() -> Iterator[Pool]:
    """A pool of this process and one worker, which has begun."""
    pool = Pool(2)
    pool.workers()[0].submit(os.getpid).result()
    yield pool
    pool.close()


def change_while_a_worker_is_killed(folder: Path, pool: Pool, *, is_idle: bool) -> None:
    """Kill the worker of a change while it works, or when it has nothing to do."""
    (worker,) = pool.workers()
    process = worker.submit(os.getpid).result()
    with open_writer(folder, WriterOptions(memory=100), pool) as writer:
        writer.add(many(0))
        if is_idle:
            wait_for(lambda: not worker.pending)
        os.kill(process, signal.SIGKILL)
        for number in range(1, 9):
            writer.add(many(number))
        writer.commit()


@pytest.mark.parametrize("is_idle", [False, True])
def test_a_worker_that_is_killed_ends_the_run(tmp_path, is_idle, pool):
    """The change ends with an error that says so; the old index is intact, and the lock is free."""
    folder = tmp_path / "index"
    begin(folder)
    with pytest.raises(NewsgrepError, match="worker process was killed"):
        change_while_a_worker_is_killed(folder, pool, is_idle=is_idle)
    assert_recovers(folder, changed=False)


def wait_for(condition: Callable[[], bool]) -> None:
    """Wait until a condition holds."""
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def add_unwritable(writer: Writer) -> None:
    """Add an article with a date that is none."""
    writer.add(Article("k", "p", "body " * 2000, date="someday"))
    writer.add(many(0))
    writer.commit()


def test_an_error_in_a_worker_ends_the_run(tmp_path, pool):
    """What a worker raises is raised here, and the index is as it was."""
    folder = tmp_path / "index"
    begin(folder)
    writer = open_writer(folder, WriterOptions(memory=100), pool)
    with pytest.raises(ValueError, match="someday"), writer:
        add_unwritable(writer)
    assert_recovers(folder, changed=False)
