"""A truncated or corrupted file is reported, and no search answers from it."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from newsgrep.article import Article
from newsgrep.engine.base import WriterOptions
from newsgrep.engine.registry import open_engine, open_writer
from newsgrep.engine.segment.info import FILES
from newsgrep.errors import IndexDamagedError, NewsgrepError
from newsgrep.query.nodes import MatchAll, Phrase, Prefix, Word


def observed(folder: Path) -> tuple:
    """Return the results of several uses of an index, or the type of the error that each raises."""
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
        ask(lambda: dict(engine.encoded_articles()))
    return tuple(answers)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of two segments, one with deletions; not to be written to."""
    folder = tmp_path_factory.mktemp("whole") / "index"
    keys = [f"k{i:02}" for i in range(50)]
    with open_writer(folder, WriterOptions()) as writer:
        for number, key in enumerate(keys):
            age = "old" if number % 2 else "new"
            writer.add(Article(key, "p", f"{age} words number {number} city cities", date="2020-10-30"))
        writer.commit()
    with open_writer(folder, WriterOptions()) as writer:
        writer.add(Article("x", "p", "old words number city " + "word " * 300, "title", authors=("Ada",)))
        writer.delete("k07")
        writer.delete("k25")
        writer.commit()
    return folder


def damaged(whole: Path, folder: Path, damage: Callable[[bytes, str], Iterator[bytes]]) -> Iterator[str]:
    """Damage every file in turn, in a copy of the index in `folder`; yield a description of the damage."""
    shutil.copytree(whole, folder)
    for file in sorted(folder.iterdir()):
        if file.name == "MAIN_WRITELOCK":
            continue
        data = file.read_bytes()
        for number, corrupted in enumerate(damage(data, file.name)):
            # A new file, because a file that is memory-mapped may not shrink.
            file.unlink()
            file.write_bytes(corrupted)
            yield f"{file.name}, damage {number}"
        file.unlink()
        file.write_bytes(data)


def cut(data: bytes, _: str) -> Iterator[bytes]:
    """Yield a file truncated to several lengths."""
    for length in sorted({0, 1, 8, 21, len(data) // 3, len(data) * 2 // 3, len(data) - 1}):
        if 0 <= length < len(data):
            yield data[:length]


def flipped(data: bytes, name: str) -> Iterator[bytes]:
    """Yield a file with one bit flipped, if it has checksums: a file of a segment."""
    if name.endswith((".toc", ".json")):
        return
    rng = random.Random(name)
    for _ in range(15):
        corrupted = bytearray(data)
        corrupted[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        yield bytes(corrupted)


def test_a_truncated_file_is_reported(whole, tmp_path):
    """Whichever file is truncated: every result is right or an error, and at least one is an error."""
    expected = observed(whole)
    for damage in damaged(whole, tmp_path / "index", cut):
        try:
            now = observed(tmp_path / "index")
        except NewsgrepError:
            continue
        assert all(
            got in (NewsgrepError, IndexDamagedError, right) for got, right in zip(now, expected, strict=True)
        ), damage
        assert IndexDamagedError in now, damage


def test_a_flipped_bit_is_reported_or_does_not_matter(whole, tmp_path):
    """Whichever bit is flipped: every result is the right one, or an error."""
    expected = observed(whole)
    reported = 0
    for damage in damaged(whole, tmp_path / "index", flipped):
        try:
            now = observed(tmp_path / "index")
        except NewsgrepError:
            reported += 1
            continue
        for number, (got, right) in enumerate(zip(now, expected, strict=True)):
            assert got in (IndexDamagedError, right), f"{damage}, result {number}"
        reported += IndexDamagedError in now
    assert reported > 100


@pytest.mark.parametrize("suffix", FILES)
def test_a_file_of_another_index_is_refused(tmp_path, suffix):
    """However well it fits: it has the same words in as many articles, and every checksum is right."""
    for name, keys in (("own", "ab"), ("other", "cd")):
        with open_writer(tmp_path / name, WriterOptions()) as writer:
            for number, key in enumerate(keys):
                writer.add(Article(key, "p", f"city {number}"))
            writer.commit()
    (file,), (other,) = ((tmp_path / name).glob(f"*{suffix}") for name in ("own", "other"))
    shutil.copy(other, file)
    with pytest.raises(IndexDamagedError, match=f"{file.name} is another file, {other.name},"):
        open_engine(tmp_path / "own")
