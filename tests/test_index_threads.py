"""An Index that several threads share, as those of a web service do."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from types import FrameType
from typing import Any

import pytest

from newsgrep import Article, Index, UsageError, open_index

_ARTICLES = 100
_THREADS = 4
_FOLDER = str(Path("newsgrep", "engine"))


def _give_way(frame: FrameType, event: str, _: Any) -> Any:
    """Have another thread go on before each line of the engine."""
    if event == "call" and _FOLDER not in frame.f_code.co_filename:
        return None
    time.sleep(0)
    return _give_way


@pytest.fixture
def interleaved() -> Iterator[None]:
    """Threads that take turns at every line of the engine."""
    threading.settrace(_give_way)
    yield
    threading.settrace(None)  # type: ignore[arg-type]  # as the documentation has it


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    """An index with more words and longer texts than it keeps in memory."""
    with open_index(tmp_path / "index") as index:
        with index.writer() as writer:
            for number in range(_ARTICLES):
                filler = " ".join(f"filler{number}x{place}" for place in range(200))
                body = f"The mayor opened the road word{number}. {filler}"
                writer.add(Article(key=f"wire/{number}", title=f"Road {number}", body=body))
        yield index


def _asked(index: Index, seed: int) -> list[str]:
    """Look up and search for one article after another; return what was found that is not as it has to be."""
    wrong = []
    for number in Random(seed).choices(range(_ARTICLES), k=10):
        if index[f"wire/{number}"].title != f"Road {number}":
            wrong.append(f"another article than {number}")
        if [hit.key for hit in index.search(f"word{number} mayor")] != [f"wire/{number}"]:
            wrong.append(f"other hits than {number}")
    return wrong


@pytest.mark.usefixtures("interleaved")
def test_threads_that_share_an_index_get_the_answers_of_one(index: Index) -> None:
    """What a thread reads is never that which another one reads at the same time, nor called damaged."""
    with ThreadPoolExecutor(_THREADS) as threads:
        answers = list(threads.map(_asked, [index] * _THREADS, range(_THREADS)))
    assert answers == [[]] * _THREADS


def test_another_thread_than_that_of_the_block_may_not_write(index: Index) -> None:
    """The error says how articles of other threads are added; what the block itself adds is committed."""
    article = Article(key="wire/other", body="A bridge opened.")
    with index.writer() as writer, ThreadPoolExecutor(1) as threads:
        refused = threads.submit(writer.add, article).exception()
        writer.add(Article(key="wire/own", body="A bridge closed."))
    assert isinstance(refused, UsageError)
    assert refused.message == "a writer works only in the thread that opened it"
    assert "queue.Queue" in (refused.hint or "")
    assert [hit.key for hit in index.search("bridge")] == ["wire/own"]
