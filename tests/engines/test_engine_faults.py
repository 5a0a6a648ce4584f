"""What goes wrong while writing leaves the index as it was, or as it was to be; damage is reported."""

from __future__ import annotations

import errno
import gc
import multiprocessing
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
from newsgrep.engines import Update, open_engine, update_index
from newsgrep.errors import IndexDamagedError, NewsgrepError
from newsgrep.manifest import FileRecord
from newsgrep.query.tree import Everything, Phrase, Prefix, Word

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
                update.add(BEFORE[key].data)
                records[key] = FileRecord(key, 1, 2, "d", {"": b"d" * 8})
            update.commit(records.values())


def change(folder: Path) -> None:
    """Bring the index to the state after: articles go, articles come, in many batches, and all is merged."""
    with update_index(folder, jobs=1, memory=8_000) as update:
        update.remove(BEFORE.keys() - AFTER.keys())
        for key in AFTER.keys() - BEFORE.keys():
            update.add(AFTER[key].data)
        update.commit(FileRecord(key, 1, 2, "d", {"": b"d" * 8}) for key in AFTER)


def state(folder: Path) -> dict[str, Article]:
    """Return the articles of an index, checking that it is whole and answers from all its parts."""
    with closing(open_engine(folder)) as engine:
        found = engine.search(Everything(), sort="relevance", limit=None, offset=0)
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
                    update.add(one.data)
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


def change_while_workers_are_killed(folder: Path, idle: bool) -> None:
    """Kill the workers of an update while they work, or when they have nothing to do."""
    with update_index(folder, jobs=2, memory=100) as update:
        update.add(many(0).data)
        if idle:
            wait_for(lambda: len(list(folder.glob("MAIN_*.trm"))) > 11)
            time.sleep(0.05)
        workers = multiprocessing.active_children()
        assert workers
        for worker in workers:
            os.kill(worker.pid, signal.SIGKILL)
        if idle:
            wait_for(lambda: not multiprocessing.active_children())
            time.sleep(0.2)
        for number in range(1, 9):
            update.add(many(number).data)
        update.commit([])


@pytest.mark.parametrize("idle", [False, True])
def test_a_worker_that_is_killed_ends_the_run(tmp_path, idle):
    """The update ends with an error that says so; the old index is intact, and the lock is free."""
    folder = tmp_path / "index"
    begin(folder)
    with pytest.raises(NewsgrepError, match="worker process was killed"):
        change_while_workers_are_killed(folder, idle)
    assert not multiprocessing.active_children()
    assert_recovers(folder, changed=False)


def wait_for(condition: Callable[[], bool]) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def add_unwritable(update: Update) -> None:
    """Take in an article that cannot be written as UTF-8."""
    update.add(Article("k", "p", "body", date="someday").data)
    update.add(many(0).data)
    update.commit([])


def test_an_error_in_a_worker_ends_the_run(tmp_path):
    """What a worker raises is raised here, and the index is as it was."""
    folder = tmp_path / "index"
    begin(folder)
    update = update_index(folder, jobs=2, memory=100)
    with pytest.raises(ValueError, match="someday"), update as begun:
        add_unwritable(begun)
    assert_recovers(folder, changed=False)


def observed(folder: Path) -> tuple:
    """Return what several ways of using an index give; IndexDamagedError stands for damage."""
    answers = []

    def ask(question: Callable[[], object]) -> None:
        try:
            answers.append(question())
        except NewsgrepError as error:
            answers.append(type(error))

    with closing(open_engine(folder)) as engine:

        def search(query: Word | Phrase | Prefix | Everything, **options) -> list:
            found = engine.search(query, **{"sort": "relevance", "limit": None, "offset": 0, **options})
            return [found.total, *((round(score, 9), article) for score, article in found.articles)]

        for query in (
            Word("city"),
            Word("number"),
            Phrase("words number"),
            Prefix("cit"),
            Word("17"),
            Everything(),
        ):
            ask(lambda query=query: search(query))
        ask(lambda: search(Prefix("cities", "body"), limit=3))
        ask(lambda: search(Word("old"), sort="-date", limit=2))
        ask(lambda: engine.get("k7"))
        ask(lambda: engine.get("none"))
        ask(lambda: engine.manifest())
    return tuple(answers)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of two segments, one with deletions; not to be written to."""
    folder = tmp_path_factory.mktemp("whole") / "index"
    begin(folder)
    change(folder)
    with update_index(folder, jobs=1) as update:
        update.add(
            Article("x", "p", "old words number city " + "word " * 300, "title", authors=("Ada",)).data
        )
        update.remove(["k7", "k25"])
        update.commit(update.manifest.values())
    return folder


def damaged(whole: Path, folder: Path, damage: Callable[[bytes, str], Iterator[bytes]]) -> Iterator[str]:
    """Yield what was done to a file, for every file and damage, with the damaged index in a folder."""
    copy(whole, folder)
    for file in sorted(folder.iterdir()):
        if file.name == "MAIN_WRITELOCK":
            continue
        data = file.read_bytes()
        for number, spoilt in enumerate(damage(data, file.name)):
            # A file of its own, as a file that is mapped may not shrink.
            file.unlink()
            file.write_bytes(spoilt)
            yield f"{file.name}, damage {number}"
        file.unlink()
        file.write_bytes(data)


def cut(data: bytes, _: str) -> Iterator[bytes]:
    """Yield the beginnings of a file."""
    for length in sorted({0, 1, 8, 21, len(data) // 3, len(data) * 2 // 3, len(data) - 1}):
        if 0 <= length < len(data):
            yield data[:length]


def flipped(data: bytes, name: str) -> Iterator[bytes]:
    """Yield a file with a bit changed, if it has checksums: a file of a segment, or the manifest."""
    if name.endswith((".toc", ".json")):
        return
    rng = random.Random(name)
    for _ in range(15):
        spoilt = bytearray(data)
        spoilt[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        yield bytes(spoilt)


def test_a_truncated_file_is_reported(whole, tmp_path):
    """Of whichever file the end is missing: it is told, never answered from."""
    expected = observed(whole)
    for what in damaged(whole, tmp_path / "index", cut):
        try:
            now = observed(tmp_path / "index")
        except NewsgrepError:
            continue
        assert all(
            got in (NewsgrepError, IndexDamagedError, right) for got, right in zip(now, expected, strict=True)
        ), what
        assert IndexDamagedError in now, what


def test_a_flipped_bit_is_reported_or_does_not_matter(whole, tmp_path):
    """Whichever bit is wrong: an answer is the right one, or an error."""
    expected = observed(whole)
    told = 0
    for what in damaged(whole, tmp_path / "index", flipped):
        try:
            now = observed(tmp_path / "index")
        except NewsgrepError:
            told += 1
            continue
        for number, (got, right) in enumerate(zip(now, expected, strict=True)):
            assert got in (IndexDamagedError, right), f"{what}, answer {number}"
        told += IndexDamagedError in now
    assert told > 100
