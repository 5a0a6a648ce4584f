"""Searches beside a writer: never an error, and always one of the committed states."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from newsgrep.article import Article
from newsgrep.engine.base import WriterOptions
from newsgrep.engine.registry import open_engine, open_writer
from newsgrep.query.nodes import MatchAll, Or, Phrase, Prefix, Word

ROOT = Path(__file__).parents[2]

#: A process that commits states one after the other, of two articles each, until its input ends.
WRITER = """
import sys, threading
from pathlib import Path
from newsgrep.article import Article
from newsgrep.engine.base import WriterOptions
from newsgrep.engine.registry import open_writer

ended = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
number = 0
while not ended.is_set():
    number += 1
    with open_writer(Path("index"), WriterOptions()) as writer:
        for i in range(2):
            writer.delete(f"{number - 1}/{i}")
            writer.add(Article(f"{number}/{i}", "p", f"state number{number} shared words"))
        writer.commit()
    print(number, flush=True)
"""


@contextmanager
def writing(folder: Path) -> Iterator[subprocess.Popen]:
    """Have another process commit in a loop, as long as the block lasts; the first commit is there."""
    command = [sys.executable, "-c", WRITER]
    with subprocess.Popen(
        command,
        cwd=folder,
        env={"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin
        assert process.stdout
        try:
            assert process.stdout.readline() == "1\n"
            threading.Thread(target=process.stdout.read, daemon=True).start()
            yield process
            assert process.poll() is None, "the writer goes on to the end"
        finally:
            process.stdin.close()
            assert process.wait(30) == 0


def state_seen(folder: Path) -> int:
    """Open the index, search it in several ways, and return the number of the one state that it showed."""
    with closing(open_engine(folder)) as engine:
        found = engine.search(MatchAll(), sort="relevance", limit=None, offset=0)
        keys = {article.key for _, article in found.articles}
        (number,) = {int(key.split("/")[0]) for key in keys}
        assert keys == {f"{number}/0", f"{number}/1"}
        assert engine.count(Phrase(f"state number{number}")) == 2
        assert engine.count(Word(f"number{number + 1}")) == engine.count(Word(f"number{number - 1}")) == 0
        found = engine.search(Or((Word("shared"), Prefix("numb"))), sort="-date", limit=1, offset=1)
        ((_, article),) = found.articles
        assert (found.total, article.key) == (2, f"{number}/1")
        assert engine.get(f"{number}/0") is not None
    return number


def test_readers_beside_a_writer(tmp_path):
    """Three hundred opens and searches while another process commits: each sees one whole state, in order."""
    with writing(tmp_path):
        states = [state_seen(tmp_path / "index") for _ in range(300)]
    assert states == sorted(states)
    assert len(set(states)) > 5


def test_readers_in_threads_beside_a_writer(tmp_path):
    """The same from several threads, each with an engine of its own."""
    failures: list[BaseException] = []

    def read() -> None:
        try:
            for _ in range(30):
                state_seen(tmp_path / "index")
        except BaseException as error:
            failures.append(error)

    with writing(tmp_path):
        threads = [threading.Thread(target=read) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert failures == []


@pytest.mark.parametrize("commits", [1, 15])
def test_an_open_engine_reads_on_after_its_files_are_gone(tmp_path, commits):
    """Articles of a search are fetched when they are reached, even where a commit has deleted the files."""
    folder = tmp_path / "index"

    def commit(number: int) -> None:
        with open_writer(folder, WriterOptions()) as writer:
            for i in range(40):
                writer.delete(f"{number - 1}/{i}")
                writer.add(Article(f"{number}/{i}", "p", f"word {i} " + "text " * 500))
            writer.commit()

    commit(0)
    with closing(open_engine(folder)) as engine:
        found = engine.search(Word("word"), sort="relevance", limit=None, offset=0)
        first = next(found.articles)[1]
        for number in range(commits):
            commit(number + 1)
        assert {first.key, *(article.key for _, article in found.articles)} == {f"0/{i}" for i in range(40)}
        assert engine.count(Word("39")) == 1


def test_the_size_of_an_index_is_known_while_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A commit deletes files that were listed just now: they count as nothing."""
    with open_writer(tmp_path, WriterOptions()) as writer:
        writer.add(Article("k", "p", "a city"))
        writer.commit()
    with closing(open_engine(tmp_path)) as engine:
        size = sum(file.stat().st_size for file in tmp_path.iterdir())
        (tmp_path / "MAIN_gone.trm").symlink_to("gone")
        monkeypatch.setattr(Path, "is_file", lambda _: True)  # as it was when it was listed
        assert engine.stats().size == size
