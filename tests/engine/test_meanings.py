"""Vectors of a model: what is made stays, and follows each article through deletions, merges and copies."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import pytest

from newsgrep.article import Article
from newsgrep.engine.base import WriterOptions
from newsgrep.engine.embedded.engine import EmbeddedEngine
from newsgrep.engine.embedded.joined import JoinedEngine
from newsgrep.engine.meaning import Meaning
from newsgrep.engine.registry import open_writer
from newsgrep.engine.segment.sections import SectionReader, SectionWriter
from newsgrep.errors import IndexDamagedError, UsageError
from newsgrep.query.nodes import And, DateRange, MatchAll, Not, Word

ROOT = Path(__file__).parents[2]
MODEL = Meaning("0123456789abcdef", 4, "/models/tiny")


def vector(article: Article) -> np.ndarray:
    """A vector that tells an article from the others: it follows from its key."""
    numbers = np.random.default_rng(int(article.key[1:])).normal(size=MODEL.dimensions)
    return numbers / np.linalg.norm(numbers)


def vectors_of(articles: Sequence[Article]) -> np.ndarray:
    """What a model would return."""
    return np.array([vector(article) for article in articles])


def article(number: int, body: str = "report", **more: str) -> Article:
    """An article with a key of its number."""
    return Article(f"k{number}", f"k{number}", body, title=f"note {number}", **more)


def change(
    folder: Path, new: Iterable[Article] = (), gone: Iterable[str] = (), *, vectors: bool = True, **how: bool
) -> int:
    """Make one commit, and the vectors that are lacking; return how many."""
    with open_writer(folder, WriterOptions()) as writer:
        writer.choose_meaning(MODEL)
        for key in gone:
            writer.delete(key)
        for one in new:
            writer.add(one)
        writer.commit(**how)
        return writer.make_vectors(vectors_of, lambda *_: None) if vectors else 0


def nearest(engine: EmbeddedEngine, number: int, count: int = 1) -> list[str]:
    """The keys of the articles that are nearest to an article's own vector."""
    found = engine.search_near(Word("nowhere"), MatchAll(), vector(article(number)), limit=count, offset=0)
    return [match.article.key for match in found.articles]


def assert_each_has_its_own(folder: Path, numbers: Iterable[int]) -> None:
    """Every article is the nearest one to its own vector."""
    engine = EmbeddedEngine(folder)
    for number in numbers:
        assert nearest(engine, number) == [f"k{number}"]
    assert not list(engine.check())


def test_each_article_gets_its_vector_once(tmp_path):
    """A second run makes those of new articles only."""
    assert change(tmp_path, map(article, range(100))) == 100
    assert change(tmp_path, [article(100)], ["k7"]) == 1
    assert change(tmp_path) == 0
    assert_each_has_its_own(tmp_path, [0, 6, 8, 99, 100])
    assert nearest(EmbeddedEngine(tmp_path), 7) != ["k7"]


def test_a_changed_article_gets_another_vector(tmp_path):
    """It is another document."""
    change(tmp_path, map(article, range(5)))
    assert change(tmp_path, [article(3, "another text")], ["k3"]) == 1


def test_a_merge_keeps_vectors(tmp_path):
    """Of the articles that are left; none is made again."""
    for start in range(0, 30, 10):
        change(tmp_path, map(article, range(start, start + 10)))
    assert change(tmp_path, gone=["k0", "k15"], optimize=True) == 0
    assert len(list(tmp_path.glob("*.sem"))) == 1
    assert_each_has_its_own(tmp_path, [1, 14, 16, 29])


def test_a_merge_leaves_lacking_vectors_lacking(tmp_path):
    """The next run makes them."""
    change(tmp_path, map(article, range(10)))
    change(tmp_path, map(article, range(10, 20)), vectors=False)
    change(tmp_path, vectors=False, optimize=True)
    assert change(tmp_path) == 10
    assert_each_has_its_own(tmp_path, [0, 9, 10, 19])


def test_what_was_made_before_a_failure_stays(tmp_path):
    """As where the process is killed between two batches: the next run goes on."""
    asked: list[int] = []

    def fails(articles: Sequence[Article]) -> np.ndarray:
        asked.append(len(articles))
        if len(asked) == 3:
            raise RuntimeError("out of power")
        return vectors_of(articles)

    change(tmp_path, map(article, range(300)), vectors=False)
    with open_writer(tmp_path, WriterOptions()) as writer, pytest.raises(RuntimeError):
        writer.make_vectors(fails, lambda *_: None)
    made = sum(asked[:2])
    assert 0 < made < 300
    with open_writer(tmp_path, WriterOptions()) as writer:
        assert writer.count_without_vector() == 300 - made
    assert change(tmp_path) == 300 - made
    assert_each_has_its_own(tmp_path, [0, 150, 299])


def test_a_killed_process_loses_seconds_of_work(tmp_path):
    """The power may go at any time; what was written by then is found by the next run."""
    change(tmp_path, map(article, range(300)), vectors=False)
    script = """
import os, signal, sys
import numpy as np
from newsgrep.engine.base import WriterOptions
from newsgrep.engine.registry import open_writer
from newsgrep.tuning import SegmentTuning
from pathlib import Path

def progress(done, total):
    if done >= 128:
        os.kill(os.getpid(), signal.SIGKILL)

with open_writer(Path(sys.argv[1]), WriterOptions(tuning=SegmentTuning(vectors_seconds=0))) as writer:
    writer.make_vectors(lambda articles: np.ones((len(articles), 4)), progress)
"""
    command = [sys.executable, "-c", script, str(tmp_path)]
    ended = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False)
    assert ended.returncode == -signal.SIGKILL
    with open_writer(tmp_path, WriterOptions()) as writer:
        writer.sweep()
        assert writer.count_without_vector() == 300 - 128
    assert not list(EmbeddedEngine(tmp_path).check())


def test_progress_tells_how_many_are_made(tmp_path):
    """Of how many; it ends with all."""
    told: list[tuple[int, int]] = []
    change(tmp_path, map(article, range(100)), vectors=False)
    with open_writer(tmp_path, WriterOptions()) as writer:
        writer.make_vectors(vectors_of, lambda *numbers: told.append(numbers))
    assert told[0] == (0, 100)
    assert told[-1] == (100, 100)


def test_a_model_is_remembered_by_a_rebuild_and_forgotten_on_demand(tmp_path):
    """Its files go with it."""
    change(tmp_path, [article(1)])
    with open_writer(tmp_path, WriterOptions(rebuild=True)) as writer:
        assert writer.meaning == MODEL
        writer.add(article(2))
        writer.commit()
        writer.make_vectors(vectors_of, lambda *_: None)
    assert_each_has_its_own(tmp_path, [2])
    with open_writer(tmp_path, WriterOptions()) as writer:
        writer.choose_meaning(None)
        writer.commit()
    assert EmbeddedEngine(tmp_path).meaning is None
    assert not list(tmp_path.glob("*.sem"))


def test_a_file_that_a_killed_run_left_is_swept(tmp_path):
    """It was not renamed into place."""
    change(tmp_path, [article(1)])
    file = next(tmp_path.glob("*.sem"))
    left = file.with_suffix(".new.sem")
    left.write_bytes(b"half")
    with open_writer(tmp_path, WriterOptions()) as writer:
        writer.sweep()
    assert file.exists()
    assert not left.exists()


def test_filters_hold_for_what_is_near(tmp_path):
    """An article outside of them is not found by its vector."""
    change(tmp_path, [article(n, date=f"2020-01-{n:02}") for n in range(1, 20)])
    engine = EmbeddedEngine(tmp_path)
    within = DateRange(dt.date(2020, 1, 10), dt.date(2020, 1, 12))
    found = engine.search_near(
        And((Word("nowhere"), within)), within, vector(article(3)), limit=None, offset=0
    )
    assert sorted(match.article.key for match in found.articles) == ["k10", "k11", "k12"]
    assert found.total == 3


def test_matches_by_words_and_by_vectors_are_in_one_order(tmp_path):
    """The nearest article gains as much as the best match by words; pages continue each other."""
    bodies = {3: "harbour report", 5: "harbour harbour"}
    change(tmp_path, [article(n, bodies.get(n, "other news")) for n in range(80)])
    engine = EmbeddedEngine(tmp_path)

    def found(limit: int | None, offset: int = 0) -> list[tuple[str, bool]]:
        near = engine.search_near(Word("harbour"), MatchAll(), vector(article(3)), limit=limit, offset=offset)
        assert near.total == found_in_all
        return [(match.article.key, match.has_words) for match in near.articles]

    every = engine.search_near(Word("harbour"), MatchAll(), vector(article(3)), limit=None, offset=0)
    found_in_all, matches = every.total, list(every.articles)
    assert 50 <= found_in_all <= 52
    assert matches[0].article.key == "k3"
    assert matches[0].has_words
    plain = {
        one.key: score
        for score, one in engine.search(Word("harbour"), sort="relevance", limit=None, offset=0).articles
    }
    assert matches[0].gain == pytest.approx(max(plain.values()))
    assert matches[0].score == pytest.approx(plain["k3"] + matches[0].gain)
    assert {match.article.key for match in matches if match.has_words} == {"k3", "k5"}
    pages = [hit for offset in range(0, found_in_all, 7) for hit in found(7, offset)]
    assert pages == [(match.article.key, match.has_words) for match in matches]


def test_a_new_article_without_a_vector_does_not_sink(tmp_path):
    """It gains what the best ones gain on average."""
    change(tmp_path, [article(n, "harbour news") for n in range(10)])
    change(tmp_path, [article(10, "harbour news")], vectors=False)
    found = EmbeddedEngine(tmp_path).search_near(
        Word("harbour"), MatchAll(), vector(article(3)), limit=None, offset=0
    )
    gains = {match.article.key: match.gain for match in found.articles}
    others = [gain for key, gain in gains.items() if key != "k10"]
    assert gains["k10"] == pytest.approx(np.mean(others), rel=1e-4)


def test_no_vector_at_all_says_how_to_make_them(tmp_path):
    """The model is known, and the run that makes them did not get so far."""
    change(tmp_path, [article(1)], vectors=False)
    with pytest.raises(UsageError, match="no article has a vector yet") as raised:
        nearest(EmbeddedEngine(tmp_path), 1)
    assert raised.value.hint == "make them with: newsgrep index"


def test_deleted_articles_are_not_near(tmp_path):
    """Their vectors stay in the file until a merge."""
    change(tmp_path, map(article, range(20)))
    change(tmp_path, gone=["k3"])
    assert "k3" not in nearest(EmbeddedEngine(tmp_path), 3, 50)


def test_indexes_of_one_model_are_searched_together(tmp_path):
    """An article is near whichever index it is in; without a common model there is none."""
    for name, numbers in (("a", range(10)), ("b", range(10, 20))):
        change(tmp_path / name / ".newsgrep", map(article, numbers))
    change(tmp_path / "c" / ".newsgrep", [article(30)])
    with open_writer(tmp_path / "c" / ".newsgrep", WriterOptions()) as writer:
        writer.choose_meaning(Meaning("f" * 16, 4, "/models/other"))
        writer.commit()
    folders = [tmp_path / name / ".newsgrep" for name in "abc"]
    joined = JoinedEngine(folders[:2])
    assert joined.meaning == MODEL
    assert nearest(joined, 12)[0].endswith("k12")
    assert JoinedEngine(folders).meaning is None


def test_a_negated_word_keeps_articles_out(tmp_path):
    """`within` is the whole query where it has operators."""
    change(tmp_path, [article(n, "harbour dock" if n % 2 else "harbour") for n in range(10)])
    query = And((Word("harbour"), Not(Word("dock"))))
    found = EmbeddedEngine(tmp_path).search_near(query, query, vector(article(3)), limit=None, offset=0)
    assert sorted(match.article.key for match in found.articles) == ["k0", "k2", "k4", "k6", "k8"]


def test_a_flipped_bit_is_reported(tmp_path):
    """When the vectors are read, and by verify."""
    change(tmp_path, map(article, range(100)))
    file = next(tmp_path.glob("*.sem"))
    data = bytearray(file.read_bytes())
    data[40] ^= 1
    file.write_bytes(data)
    engine = EmbeddedEngine(tmp_path)
    assert any(".sem column.meaning" in problem for problem in engine.check())
    with pytest.raises(IndexDamagedError, match="is damaged"):
        nearest(engine, 1)


def test_vectors_of_another_length_are_refused(tmp_path):
    """Whoever made the file: its numbers are not those of the header."""
    change(tmp_path, map(article, range(10)))
    file = next(tmp_path.glob("*.sem"))
    lengths = SectionReader(file).read("column.length", "<f4")
    made = SectionWriter(file)
    made.add("column.meaning", b"\1" * 30, "|i1")
    made.add("column.length", lengths, "<f4")
    made.close()
    with pytest.raises(IndexDamagedError, match=r"column\.meaning of another type or length"):
        EmbeddedEngine(tmp_path)
