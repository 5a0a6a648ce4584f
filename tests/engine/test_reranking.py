"""Vectors of the archive itself: they put the best matches in a better order, and change nothing else."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from contextlib import closing
from itertools import chain, pairwise
from pathlib import Path
from zlib import crc32

import numpy as np
import pytest

from newsgrep.article import Article
from newsgrep.engine.base import DEFAULT_RERANK, Rerank, WriterOptions
from newsgrep.engine.embedded.engine import EmbeddedEngine
from newsgrep.engine.embedded.joined import JoinedEngine
from newsgrep.engine.embedded.snapshot import Snapshot
from newsgrep.engine.registry import open_engine, open_writer
from newsgrep.engine.segment.sections import SectionReader, SectionWriter
from newsgrep.engine.segment.vectors import Basis, unit
from newsgrep.errors import IndexDamagedError
from newsgrep.indexing.pool import Pool
from newsgrep.query.nodes import And, MatchAll, Not, Or, Weighted, Word
from newsgrep.tuning import DEFAULT_TUNING, SegmentTuning

#: Vectors from 100 articles on.
TUNING = SegmentTuning(basis_articles=100, basis_part=1, worker_documents=1)

#: The words of forty topics; the first is about tankers, the second about harvests.
NAMES = ["tanker", "harvest", *(f"topic{chr(97 + n // 8)}{chr(97 + n % 8)}" for n in range(38))]
TOPICS = [[f"{name}{number}" for number in range(12)] for name in NAMES]


def articles(numbers: Iterable[int], *extra: Article) -> list[Article]:
    """Return articles, each about one of the topics in turn, followed by some more."""
    made = []
    for number in numbers:
        rng = random.Random(number)
        words = [*rng.choices(TOPICS[number % 40], k=8), *rng.choices(sum(TOPICS, []), k=2), "report"]
        made.append(Article(f"k{number:05}", "p", " ".join(words), title=f"note {number}"))
    return [*made, *extra]


#: They have the word of the query, and are as long; the second one is about tankers.
APART = Article("a", "p", f"spill {' '.join(TOPICS[1][:6])}", title="first")
NEAR = Article("b", "p", f"spill {' '.join(TOPICS[0][:6])}", title="other")
ALL = {"sort": "relevance", "limit": None, "offset": 0}
QUERY, OTHER = (
    Or((Word("spill"), *(Word(f"{topic}{number}") for number in range(8, 12))))
    for topic in ("tanker", "harvest")
)


def write(folder: Path, new: Sequence[Article], remove: Iterable[str] = (), **options) -> None:
    """Make one commit."""
    jobs = options.pop("jobs", 1)
    pool = Pool(jobs)
    with closing(pool), open_writer(folder, WriterOptions(tuning=TUNING), pool) as writer:
        for key in remove:
            writer.delete(key)
        for one in new:
            writer.add(one)
        writer.commit(**options)


def found(engine: EmbeddedEngine, query: object, **options) -> list[tuple[str, float]]:
    """Return the keys of articles with their scores, in order."""
    matches = engine.search(query, **{**ALL, **options})
    return [(article.key, score) for score, article in matches.articles]


def reranked(folder: Path, query: object = QUERY, how: Rerank = DEFAULT_RERANK, **options) -> list:
    """Return the same of an index in a folder, reranked."""
    with closing(open_engine(folder)) as engine:
        assert engine.reranking(how) is not engine
        return found(engine.reranking(how), query, **options)


def files(folder: Path) -> list[str]:
    """Return the names of the files with vectors."""
    return sorted(file.name for file in folder.glob("*.vec"))


def basis(folder: Path) -> bytes:
    """Return the only basis of an index."""
    (file,) = folder.glob("basis_*.vec")
    return file.read_bytes()


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of 302 articles in one segment; not to be written to."""
    folder = tmp_path_factory.mktemp("vectors") / "index"
    write(folder, articles(range(300), APART, NEAR))
    return folder


def test_an_article_about_the_query_comes_before_one_with_its_words_alone(index):
    """Of two that BM25F holds for the same, up to their length; the other order with the topics swapped."""
    with closing(open_engine(index)) as engine:
        plain = dict(found(engine, QUERY))
    ranked = reranked(index)
    assert plain["a"] == pytest.approx(plain["b"])
    assert [key for key, _ in ranked if key in "ab"] == ["b", "a"]
    assert [key for key, _ in reranked(index, OTHER) if key in "ab"] == ["a", "b"]


def test_a_word_that_is_excluded_says_nothing_of_what_is_wanted(index):
    query = And((OTHER, Not(Word("topicaa1"))))
    scores = dict(reranked(index, OTHER))
    assert all(scores[key] == pytest.approx(score) for key, score in reranked(index, query) if key in "ab")


def test_an_article_can_be_what_the_others_are_to_be_near(index):
    query = Or((Word("spill"), Word("report")))
    for like, first in (("k00000", "b"), ("k00001", "a")):
        ranked = reranked(index, query, Rerank(1.0, like))
        assert next(key for key, _ in ranked if key in "ab") == first
    assert reranked(index, query, Rerank(1.0, "none such")) == reranked(index, query, Rerank(1.0))


def test_nothing_but_the_order_and_the_scores_of_the_best_matches_changes(index):
    """Scores only grow, the same articles match, and those beyond the best keep score and place."""
    query = And((Word("report"), Or((Word("note"), Weighted(Word("tanker1"), 2.0)))))
    depth = DEFAULT_TUNING.search.reranked
    with closing(open_engine(index)) as engine:
        plain, ranked = found(engine, query), found(engine.reranking(Rerank()), query)
        assert len(plain) == 300 > depth
        assert ranked[depth:] == plain[depth:]
        assert ranked[:depth] != plain[:depth]
        before = dict(plain)
        assert sorted(before) == sorted(key for key, _ in ranked)
        assert all(score >= before[key] for key, score in ranked)
        assert all(one >= other for (_, one), (_, other) in pairwise(ranked))
        for sort in ("date", "title", "random"):
            assert found(engine.reranking(Rerank()), query, sort=sort) == found(engine, query, sort=sort)
        assert found(engine.reranking(Rerank()), MatchAll()) == found(engine, MatchAll())
        assert found(engine.reranking(Rerank()), Word("note")) != []


def test_pages_continue_each_other(index):
    query = Or((Word("report"), Word("tanker1")))
    whole = reranked(index, query)
    for offset, limit in ((0, 10), (10, 10), (195, 10), (250, 100), (0, 250)):
        assert reranked(index, query, offset=offset, limit=limit) == whole[offset : offset + limit]


def test_a_number_alone_reads_no_article(index, monkeypatch):
    """Also where more articles have the best score than are reranked, which are told apart by their keys."""
    with closing(open_engine(index)) as engine:
        number = len(found(engine, Word("report")))
        assert number > DEFAULT_TUNING.search.reranked
        monkeypatch.setattr(Snapshot, "article", None)
        assert engine.reranking(DEFAULT_RERANK).search(Word("report"), **{**ALL, "limit": 0}).total == number


def test_an_explanation_says_what_the_vectors_add(index):
    with closing(open_engine(index)) as engine:
        ranked = engine.reranking(Rerank())
        for key, score in found(ranked, QUERY, limit=20):
            explained = ranked.explain(QUERY, key)
            assert explained.score == pytest.approx(score)
            assert explained.score == pytest.approx(
                sum(one.score for one in explained.contributions) + explained.topic
            )
        assert ranked.explain(QUERY, "b").topic > ranked.explain(QUERY, "a").topic
        assert engine.explain(QUERY, "b").topic == 0


def test_stories_are_reranked_as_articles_are(index):
    with closing(open_engine(index)) as engine:
        ranked = engine.reranking(Rerank())
        stories = ranked.search_stories(QUERY, sort="relevance", limit=10, offset=0).hits
        assert [(one.key, score) for score, one, _ in stories] == found(ranked, QUERY, limit=10)


@pytest.mark.parametrize("jobs", [1, 3])
def test_the_same_articles_have_the_same_vectors_in_whichever_segments(tmp_path, index, jobs):
    """Some were deleted meanwhile, and all were merged."""
    every = articles(range(300), APART, NEAR)
    write(tmp_path, [*articles(range(900, 940)), *every[:40]], jobs=jobs)
    for start in range(40, len(every), 100):
        write(tmp_path, every[start : start + 100], jobs=jobs)
    write(tmp_path, [], [one.key for one in articles(range(900, 940))], jobs=jobs, optimize=True)
    assert basis(tmp_path) == basis(index)
    assert reranked(tmp_path) == reranked(index)


def test_other_keys_give_nearly_the_same_vectors(tmp_path):
    """The keys decide where the search for directions begins, and it goes on until that does not matter."""
    words = np.array(sorted(crc32(word.encode()) for word in chain.from_iterable(TOPICS)), np.uint32)
    near = []
    for name in "ab":
        named = [
            one._replace(key=f"{crc32((name + one.key).encode())}-{one.key}") for one in articles(range(800))
        ]
        write(tmp_path / name, named)
        (file,) = (tmp_path / name).glob("basis_*.vec")
        vectors = Basis(file)
        rows = vectors.rows(words)
        assert np.all(rows >= 0)
        found = unit(vectors.floats(rows))
        near.append(found @ found.T)
    assert np.abs(near[0] - near[1]).mean() < 0.01


def test_the_basis_is_kept_until_there_are_ten_times_as_many_articles(tmp_path):
    """Each commit gives its articles vectors, and leaves those of the others."""
    write(tmp_path, articles(range(99)))
    assert files(tmp_path) == []
    with closing(open_engine(tmp_path)) as engine:
        assert engine.reranking(Rerank()) is engine
    write(tmp_path, articles([99]))
    first = basis(tmp_path)
    assert len(files(tmp_path)) == 3
    write(tmp_path, articles(range(100, 998), NEAR))
    assert basis(tmp_path) == first
    assert reranked(tmp_path, Word("spill"))[0][1] > 0
    write(tmp_path, articles([999]), ["b"])
    write(tmp_path, articles([1000]))
    assert basis(tmp_path) != first
    assert len({name.split(".")[-2] for name in files(tmp_path) if name.startswith("MAIN")}) == 1
    with closing(open_engine(tmp_path)) as engine:
        assert list(engine.check()) == []


def test_articles_of_few_kinds_have_vectors_too(tmp_path):
    """They differ in fewer directions than a vector has numbers."""
    words = [" ".join(topic) for topic in TOPICS[:10]]
    write(tmp_path, [Article(f"k{n}", "p", words[n % 10], title=f"note {n}") for n in range(200)])
    with closing(open_engine(tmp_path)) as engine:
        assert list(engine.check()) == []
    best = reranked(tmp_path, Word("note"), Rerank(1.0, "k7"))[:19]
    assert {int(key[1:]) % 10 for key, _ in best} == {7}


def test_an_index_without_vectors_gets_them_with_the_next_commit(tmp_path):
    """As an index has it that an earlier version made."""
    few = WriterOptions(tuning=SegmentTuning(basis_articles=10_000))
    with open_writer(tmp_path, few) as writer:
        for one in articles(range(300)):
            writer.add(one)
        writer.commit()
    assert files(tmp_path) == []
    write(tmp_path, [APART, NEAR])
    assert len(files(tmp_path)) == 3
    assert [key for key, _ in reranked(tmp_path) if key in "ab"] == ["b", "a"]


def test_articles_of_an_index_without_vectors_keep_their_place_among_others(tmp_path, index):
    """They gain as much as those with vectors do on average."""
    write(tmp_path / "few", [Article("x", "p", "spill of few words", title="small")])
    with closing(JoinedEngine([index, tmp_path / "few"])) as engine:
        plain = {article.title: score for score, article in engine.search(Word("spill"), **ALL).articles}
        ranked = engine.reranking(Rerank()).search(Word("spill"), **ALL)
        gains = {article.title: score - plain[article.title] for score, article in ranked.articles}
    assert gains["small"] == pytest.approx((gains["first"] + gains["other"]) / 2)
    with closing(JoinedEngine([tmp_path / "few"])) as engine:
        assert engine.reranking(Rerank()) is engine


def test_a_search_that_is_open_keeps_its_basis(tmp_path):
    write(tmp_path, articles(range(120), APART, NEAR))
    with closing(open_engine(tmp_path)) as engine:
        write(tmp_path, articles(range(120, 300)), optimize=True)
        assert [key for key, _ in found(engine.reranking(Rerank()), QUERY) if key in "ab"] == ["b", "a"]


def test_what_a_killed_run_left_is_deleted(tmp_path):
    write(tmp_path, articles(range(120)))
    kept = files(tmp_path)
    segment = next(name for name in kept if name.startswith("MAIN")).partition(".")[0]
    for name in ("basis_0123456789abcdef.vec", f"{segment}.0123456789abcdef.vec"):
        (tmp_path / name).write_bytes(b"half")
    with open_writer(tmp_path, WriterOptions(tuning=TUNING)) as writer:
        writer.sweep()
    assert files(tmp_path) == kept
    assert len(reranked(tmp_path, Word("report"))) == 120


@pytest.mark.parametrize("which", ["basis_*.vec", "MAIN_*.vec"])
@pytest.mark.parametrize("harm", ["cut", "flipped", "gone", "link", "other"])
def test_a_damaged_file_is_reported(tmp_path, which, harm):
    write(tmp_path, articles(range(150), NEAR))
    (file,) = tmp_path.glob(which)
    data = file.read_bytes()
    file.unlink()
    if harm == "cut":
        file.write_bytes(data[: len(data) // 2])
    elif harm == "flipped":
        at = len(data) // 4
        file.write_bytes(data[:at] + bytes([data[at] ^ 64]) + data[at + 1 :])
    elif harm == "link":
        (tmp_path / "elsewhere").write_bytes(data)
        file.symlink_to(tmp_path / "elsewhere")
    elif harm == "other":
        (other,) = (one for one in tmp_path.glob("*.vec"))
        file.write_bytes(other.read_bytes())
    with pytest.raises(IndexDamagedError):
        reranked(tmp_path, Or((Word("report"), Word("tanker1"))))
    if harm == "flipped":
        with closing(open_engine(tmp_path)) as engine:
            assert "damaged" in " ".join(engine.check())


@pytest.mark.parametrize("scale", [np.nan, np.inf, -1.0])
def test_numbers_that_were_made_to_harm_are_reported(tmp_path, scale):
    write(tmp_path, articles(range(300)))
    (file,) = tmp_path.glob("basis_*.vec")
    sections = SectionReader(file)
    held = {name: sections.read(name) for name in sections.names()}
    held["scales"] = np.full_like(held["scales"], scale)
    writer = SectionWriter(file)
    for name, numbers in held.items():
        writer.add(name, numbers, numbers.dtype.str)
    writer.close()
    with pytest.raises(IndexDamagedError, match="without end"):
        reranked(tmp_path)
