"""A file that is cut short or has a wrong bit is told of, and never answered from."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from newsgrep.article import Article
from newsgrep.engine.base import open_engine, update_index
from newsgrep.errors import IndexDamagedError, NewsgrepError
from newsgrep.indexing.manifest import FileRecord
from newsgrep.query.nodes import MatchAll, Phrase, Prefix, Word


def observed(folder: Path) -> tuple:
    """Return what several ways of using an index give; IndexDamagedError stands for damage."""
    answers = []

    def ask(question: Callable[[], object]) -> None:
        try:
            answers.append(question())
        except NewsgrepError as error:
            answers.append(type(error))

    with closing(open_engine(folder)) as engine:

        def search(query: Word | Phrase | Prefix | MatchAll, **options) -> list:
            found = engine.search(query, **{"sort": "relevance", "limit": None, "offset": 0, **options})
            return [found.total, *((round(score, 9), article) for score, article in found.articles)]

        for query in (
            Word("city"),
            Word("number"),
            Phrase("words number"),
            Prefix("cit"),
            Word("17"),
            MatchAll(),
        ):
            ask(lambda query=query: search(query))
        ask(lambda: search(Prefix("cities", "body"), limit=3))
        ask(lambda: search(Word("old"), sort="-date", limit=2))
        ask(lambda: engine.get("k08"))
        ask(lambda: engine.get("none"))
        ask(lambda: engine.manifest())
    return tuple(answers)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of two segments, one with deletions; not to be written to."""
    folder = tmp_path_factory.mktemp("whole") / "index"
    keys = [f"k{i:02}" for i in range(50)]
    with update_index(folder, jobs=1) as update:
        for number, key in enumerate(keys):
            age = "old" if number % 2 else "new"
            update.add(
                Article(key, "p", f"{age} words number {number} city cities", date="2020-10-30").encode()
            )
        update.commit(FileRecord(key, 1, 2, "d", {"": b"d" * 8}) for key in keys)
    with update_index(folder, jobs=1) as update:
        update.add(
            Article("x", "p", "old words number city " + "word " * 300, "title", authors=("Ada",)).encode()
        )
        update.remove(["k07", "k25"])
        update.commit(update.manifest.values())
    return folder


def damaged(whole: Path, folder: Path, damage: Callable[[bytes, str], Iterator[bytes]]) -> Iterator[str]:
    """Yield what was done to a file, for every file and damage, with the damaged index in a folder."""
    shutil.copytree(whole, folder)
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
