"""Writers: any way to a set of articles ends in the same answers, in few segments and without litter."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from newsgrep.article import Article
from newsgrep.engine.base import Writer, WriterOptions
from newsgrep.engine.embedded import merge_policy
from newsgrep.engine.registry import open_engine, open_writer
from newsgrep.engine.segment.info import SegmentInfo
from newsgrep.engine.segment.reader import FILES
from newsgrep.errors import IndexLockedError, IndexMissingError, NewsgrepError
from newsgrep.indexing.pool import Pool
from newsgrep.query.nodes import And, MatchAll, Node, Not, Or, Phrase, Prefix, Word
from newsgrep.tuning import SegmentTuning

QUERIES: list[Node] = [
    *(Word(f"w{i}") for i in range(0, 30, 4)),
    *(Or((Word(f"w{i}"), Word(f"w{i + 1}"), Prefix("w2"))) for i in range(4)),
    *(And((Word("w0"), Word(f"w{i}"))) for i in range(1, 4)),
    *(And((Word("w1"), Not(Word(f"w{i}")))) for i in range(2, 4)),
    *(Phrase(f"w0 w{i}") for i in range(2)),
    MatchAll(),
]


def article(key: str, version: int = 0) -> Article:
    """Return an article whose text follows from its key and version."""
    rng = random.Random(f"{key}/{version}")
    words = [f"w{min(29, int(rng.expovariate(0.2)))}" for _ in range(rng.randrange(1, 40))]
    return Article(
        key, "p", " ".join(words), title=f"w{rng.randrange(9)}", date=f"2020-10-{rng.randrange(1, 31):02}"
    )


def change(folder: Path, add: Collection[Article] = (), remove: Collection[str] = (), **options) -> None:
    """Make one commit."""
    with open_writer(folder, WriterOptions(**options)) as writer:
        commit(writer, add, remove)


def commit(writer: Writer, add: Collection[Article], remove: Collection[str] = ()) -> None:
    """Commit articles to add, and keys to delete."""
    for key in remove:
        writer.delete(key)
    for one in add:
        writer.add(one)
    writer.commit()


def answers(folder: Path) -> list:
    """Return all hits of all queries."""
    with closing(open_engine(folder)) as engine:
        found = [engine.search(query, sort="relevance", limit=None, offset=0) for query in QUERIES]
        return [(one.total, [(round(score, 9), a) for score, a in one.articles]) for one in found]


def segments(folder: Path) -> list[str]:
    """Return the names of the segments, checking that each has its files, all of them."""
    names = {file.name.split(".")[0] for file in folder.iterdir() if file.suffix in FILES}
    assert {file.name for file in folder.glob("MAIN_*.*")} == {
        name + suffix for name in names for suffix in FILES
    }
    return sorted(names)


def assert_tidy(folder: Path) -> None:
    """Check that there is nothing in the folder but one whole generation."""
    assert len(list(folder.glob("_MAIN_*"))) == len(list(folder.glob("newsgrep_*"))) == 1
    assert len(list(folder.iterdir())) == 3 + len(FILES) * len(segments(folder))
    with closing(open_engine(folder)) as engine:
        assert list(engine.check()) == []


def test_many_small_commits_are_one_rebuild(tmp_path):
    """Adding, changing and removing, a few at a time, answers as indexing what is left at once."""
    rng = random.Random(7)
    left: dict[str, Article] = {}
    for commit in range(45):
        gone = set(rng.sample(sorted(left), min(len(left), rng.randrange(4))))
        new = {f"k{rng.randrange(120)}": commit for _ in range(rng.randrange(6))}
        added = [article(key, version) for key, version in new.items()]
        change(tmp_path / "steps", added, (gone | new.keys()) & left.keys())
        left = {key: one for key, one in left.items() if key not in gone} | {one.key: one for one in added}
    change(tmp_path / "once", left.values())
    assert answers(tmp_path / "steps") == answers(tmp_path / "once")
    assert_tidy(tmp_path / "steps")
    change(tmp_path / "once", [], rebuild=True)
    change(tmp_path / "once", left.values(), rebuild=True)
    assert answers(tmp_path / "steps") == answers(tmp_path / "once")
    assert len(segments(tmp_path / "once")) == 1


def weighed(infos: list[SegmentInfo]) -> dict[str, int]:
    """Weigh segments by their articles."""
    return {info.name: info.live_count for info in infos}


def test_no_merge_takes_more_memory_than_there_is():
    """What is too large together stays apart, or is merged in smaller groups."""
    infos = [SegmentInfo(f"MAIN_{number}", 40) for number in range(merge_policy.FACTOR)]
    sizes = {
        most: [len(group) for group in merge_policy.to_merge(infos, weighed(infos), most)]
        for most in (480, 200, 450, 79)
    }
    assert sizes == {480: [12], 200: [5, 5, 2], 450: [11], 79: []}
    mostly_deleted = SegmentInfo("MAIN_x", 100, bytes(4 * 60))
    infos.append(mostly_deleted)
    assert merge_policy.to_merge(infos, weighed(infos), 79) == [[mostly_deleted]]


def test_to_optimize_takes_no_more_memory_than_there_is_either():
    """The fewest segments are left that memory allows, in their order, and what is deleted goes."""
    infos = [SegmentInfo(f"MAIN_{number}", size) for number, size in enumerate((40, 70, 20, 10, 95))]
    mostly_deleted = SegmentInfo("MAIN_x", 100, bytes(4 * 60))
    weights = weighed([*infos, mostly_deleted])
    assert merge_policy.to_optimize([*infos, mostly_deleted], weights, 100) == [infos[1:4], [mostly_deleted]]
    assert merge_policy.to_optimize(infos, weights, 235) == [infos]
    assert merge_policy.to_optimize(infos[:1], weights, 235) == []


def test_a_hundred_small_additions_leave_few_segments(tmp_path):
    """There are never as many segments of one size as are merged together."""
    most = 0
    for number in range(100):
        change(tmp_path / "index", [article(f"k{number}")])
        most = max(most, len(segments(tmp_path / "index")))
    assert most < merge_policy.FACTOR
    assert_tidy(tmp_path / "index")
    change(tmp_path / "once", [article(f"k{number}") for number in range(100)])
    assert answers(tmp_path / "index") == answers(tmp_path / "once")


def test_a_mostly_deleted_segment_is_rewritten(tmp_path):
    """A segment of which most is deleted is written anew, and one of which all is deleted goes."""
    folder = tmp_path / "index"
    change(folder, [article(f"k{i}") for i in range(40)])
    before = segments(folder)
    change(folder, [], [f"k{i}" for i in range(20)])
    assert segments(folder) == before, "half of it is still there"
    change(folder, [], ["k20"])
    assert len(segments(folder)) == 1
    assert segments(folder) != before
    change(folder, [], [f"k{i}" for i in range(21, 40)])
    assert segments(folder) == []
    assert answers(folder)[-1] == (0, [])
    assert_tidy(folder)


def test_optimizing_leaves_one_whole_segment(tmp_path):
    """An optimized index is one segment without deletions, with the same answers."""
    folder = tmp_path / "index"
    for start in range(0, 50, 10):
        change(folder, [article(f"k{i}") for i in range(start, start + 10)], ["k1"] if start == 10 else [])
    before = answers(folder)
    for _ in range(2):
        with open_writer(folder, WriterOptions()) as writer:
            writer.commit(optimize=True)
        assert len(segments(folder)) == 1
        assert answers(folder) == before
    assert_tidy(folder)


@pytest.fixture
def pool() -> Iterator[Pool]:
    """A pool with one worker."""
    pool = Pool(2)
    pool.workers()
    yield pool
    pool.close()


def test_batches_and_workers_change_nothing(tmp_path, pool):
    """Batches inverted by two processes, and merges by them, answer as one batch here."""
    articles = [article(f"k{i}") for i in range(60)]
    change(tmp_path / "once", articles)
    options = WriterOptions(memory=20_000, tuning=SegmentTuning(worker_documents=1))
    with open_writer(tmp_path / "workers", options, pool) as writer:
        commit(writer, articles)
    with open_writer(tmp_path / "workers", options, pool) as writer:
        writer.commit(optimize=True)
    assert answers(tmp_path / "workers") == answers(tmp_path / "once")
    assert_tidy(tmp_path / "workers")


def test_segments_are_built_as_the_tuning_of_the_writer_says(tmp_path):
    """Here one is complete with each article, as its words take more memory than they may."""
    tuning = SegmentTuning(window_bytes=1, min_vocabulary_bytes=1, max_vocabulary_bytes=1)
    change(tmp_path, [article(f"k{i}") for i in range(3)], tuning=tuning)
    assert len([*tmp_path.glob("*.trm")]) == 3


def test_leaving_without_a_commit_changes_nothing(tmp_path):
    """What a writer wrote and did not commit is gone with it, also where it ends by an error."""
    folder = tmp_path / "index"
    change(folder, [article("k1")])
    before = answers(folder), sorted(folder.iterdir())
    for error in (None, RuntimeError, KeyboardInterrupt):
        try:
            with open_writer(folder, WriterOptions(memory=1)) as writer:
                writer.delete("k1")
                writer.add(article("k2"))
                writer.add(article("k3"))
                if error:
                    raise error
        except (RuntimeError, KeyboardInterrupt):
            pass
        assert (answers(folder), sorted(folder.iterdir())) == before


def test_an_article_without_a_key_is_refused(tmp_path):
    """It could never be deleted again."""
    with open_writer(tmp_path / "index", WriterOptions()) as writer, pytest.raises(ValueError, match="key"):
        writer.add(Article("", "p", "text"))


def test_deleting_what_is_not_there(tmp_path):
    """Unknown keys, keys given twice and keys deleted before do not matter."""
    folder = tmp_path / "index"
    change(folder, [article(f"k{i}") for i in range(5)], ["k0"])
    change(folder, [], ["k0", "k0", "no", ""])
    change(folder, [], ["k0", "k1"])
    assert answers(folder)[-1][0] == 3


def test_leftovers_of_a_killed_run_are_swept(tmp_path):
    """Files of segments, tables of contents and headers that no generation names go at the next change."""
    folder = tmp_path / "index"
    change(folder, [article("k1")])
    litter = [
        *(f"MAIN_{'ab' * 8}{suffix}" for suffix in FILES),
        *("_MAIN_2.toc.1700000000.5", "_MAIN_9.toc.1700000000.7", "newsgrep_9.json"),
    ]
    foreign = ["notes.txt", "MAIN.txt", "newsgrep.json"]
    for name in litter + foreign:
        (folder / name).write_bytes(b"litter")
    with open_writer(folder, WriterOptions()) as writer:
        assert litter[0] in {file.name for file in folder.iterdir()}
        writer.sweep()
    assert not {file.name for file in folder.iterdir()} & set(litter)
    for name in foreign:
        (folder / name).unlink()
    assert_tidy(folder)


def spoil_header(folder: Path) -> None:
    (header,) = folder.glob("newsgrep_*.json")
    header.write_text(json.dumps({"format": 99}))


def drop_header(folder: Path) -> None:
    next(folder.glob("newsgrep_*.json")).unlink()


def spoil_contents(folder: Path) -> None:
    next(folder.glob("_MAIN_*.toc")).write_bytes(b"\xff" * 50)


def drop_segment_file(folder: Path) -> None:
    next(folder.glob("*.pos")).unlink()


@pytest.mark.parametrize("spoil", [spoil_header, drop_header, spoil_contents, drop_segment_file])
def test_rebuilding_replaces_what_cannot_be_read(tmp_path, spoil: Callable[[Path], None]):
    """A change of a damaged or foreign index says so; a rebuild makes a good one and sweeps the rest."""
    folder = tmp_path / "index"
    change(folder, [article("k1")])
    spoil(folder)
    with pytest.raises(NewsgrepError):
        change(folder, [article("k2")], ["k1"])
    with open_writer(folder, WriterOptions(rebuild=True)):
        pass
    change(folder, [article("k2")], rebuild=True)
    assert answers(folder)[-1][1][0][1] == article("k2")
    assert_tidy(folder)


def test_a_change_replaces_an_article(tmp_path):
    """The article with a key that is deleted and added in one change is the new one, whatever comes first."""
    folder = tmp_path / "index"
    change(folder, [article("k1")])
    change(folder, [article("k1", 2)], ["k1"])
    with open_writer(folder, WriterOptions()) as writer:
        writer.add_encoded(article("k1", 3).encode())
        writer.delete("k1")
        writer.commit()
    with closing(open_engine(folder)) as engine:
        assert engine.get("k1") == article("k1", 3)
        assert engine.stats().articles == 1


def test_each_commit_publishes_the_generation_that_was_announced(tmp_path):
    """A writer that does not commit takes no number away."""
    folder = tmp_path / "index"
    for expected in (0, 1, 2):
        with open_writer(folder, WriterOptions()) as writer:
            assert writer.generation == expected
        with open_writer(folder, WriterOptions()) as writer:
            writer.commit()
        with closing(open_engine(folder)) as engine:
            assert engine.generation == expected


def test_the_keys_of_an_engine_come_with_the_encoded_articles(tmp_path):
    """Each article once, as it was added."""
    folder = tmp_path / "index"
    change(folder, [article(f"k{i}") for i in range(5)])
    change(folder, [article("k9")], ["k0"])
    with closing(open_engine(folder)) as engine:
        assert dict(engine.encoded_articles()) == {
            key: article(key).encode() for key in ("k1", "k2", "k3", "k4", "k9")
        }


def test_an_engine_keeps_the_state_it_opened(tmp_path):
    """Commits after it was opened do not change its answers."""
    folder = tmp_path / "index"
    change(folder, [article("k1")])
    with closing(open_engine(folder)) as engine:
        change(folder, [article("k2")], ["k1"])
        found = engine.search(MatchAll(), sort="relevance", limit=None, offset=0)
        assert [one.key for _, one in found.articles] == ["k1"]
        assert engine.get("k2") is None
        assert engine.get("k1") == article("k1")


def test_one_writer_at_a_time(tmp_path):
    """A second writer is refused; the lock is free after any end."""
    folder = tmp_path / "index"
    with open_writer(folder, WriterOptions()) as writer:
        with pytest.raises(IndexLockedError, match="this program has a writer of the index open"):
            open_writer(folder, WriterOptions(wait=0.05))
        with pytest.raises(IndexMissingError):
            open_engine(folder)
        writer.commit()
    change(folder, [article("k1")])
    assert answers(folder)[-1][0] == 1


def test_a_first_change_that_publishes_nothing_leaves_no_folder(tmp_path):
    """A folder without an index would hide the one of a folder above; one that was there stays."""
    made, held = tmp_path / "made", tmp_path / "held"
    held.mkdir()
    for folder in (made, held):
        with open_writer(folder, WriterOptions()) as writer:
            writer.add(article("k1"))
    assert [*tmp_path.iterdir()] == [held]
    change(made, [article("k1")])
    with open_writer(made, WriterOptions(rebuild=True)) as writer:
        writer.add(article("k2"))
    assert answers(made)[-1][0] == 1


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs to see which files are open")
def test_who_waits_for_a_change_that_publishes_nothing_is_refused(tmp_path):
    """The folder whose lock it gets is gone then; it must not write into a folder without a name."""
    folder = tmp_path / "index"
    first = open_writer(folder, WriterOptions())
    (lock,) = folder.glob("*LOCK")
    with ThreadPoolExecutor() as pool:
        second = pool.submit(open_writer, folder, WriterOptions(wait=60))
        while sum(Path(file).resolve() == lock for file in Path("/proc/self/fd").iterdir()) < 2:
            time.sleep(0.01)
        first.close()
        with pytest.raises(IndexLockedError, match="another process has just given up making the index"):
            second.result(60)
    assert [*tmp_path.iterdir()] == []


def test_less_memory_makes_smaller_segments(tmp_path):
    """Of the memory that a change may take, new segments take a part; the index answers the same."""
    articles = [Article(f"k{n}", "p", "words number city " * 600) for n in range(120)]
    counts = []
    for memory in (800_000, 300_000, 1):
        folder = tmp_path / f"{memory}"
        with open_writer(folder, WriterOptions(memory=memory)) as writer:
            for one in articles:
                writer.add(one)
            counts.append(len(list(folder.glob("MAIN_*.trm"))))
            writer.commit()
        with closing(open_engine(folder)) as engine:
            assert engine.count(Word("number")) == 120
    assert 0 < counts[0] < counts[1] < counts[2] <= 120
