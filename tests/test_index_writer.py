"""Index.writer: articles that are in no file, added and deleted by a program."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

import newsgrep
from newsgrep.indexing.options import IndexOptions, Input


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> newsgrep.Index:
    """A folder without an index, and the Index of it."""
    monkeypatch.chdir(tmp_path)
    return newsgrep.open_index("archive")


NOTE = newsgrep.Article(key="note-1", title="A note", body="A missile fell on Ganja.")
OTHER = newsgrep.Article(key="note-2", title="Another", body="Cocoa is dear.")


def test_a_writer_makes_the_index(index: newsgrep.Index) -> None:
    """It is committed when the block ends, and the open index sees it."""
    with index.writer() as writer:
        writer.add(NOTE)
        writer.add(OTHER)
        assert len(index) == 0
    assert len(index) == 2
    (hit,) = index.search("ganja missile")
    assert (hit.key, hit.path, hit.title) == ("note-1", "", "A note")
    assert index["note-1"] == NOTE
    assert index.check() == []


def test_an_article_is_deleted_by_its_key(index: newsgrep.Index) -> None:
    """A key that no article has is no error."""
    with index.writer() as writer:
        writer.add(NOTE)
        writer.add(OTHER)
    with index.writer() as writer:
        writer.delete("note-1")
        writer.delete("note-9")
    assert "note-1" not in index
    assert "note-2" in index


def test_an_article_that_is_added_again_replaces_the_earlier_one(index: newsgrep.Index) -> None:
    """It is known by its key."""
    with index.writer() as writer:
        writer.add(NOTE)
    with index.writer() as writer:
        writer.add(NOTE._replace(body="Talks."))
    assert index["note-1"].body == "Talks."
    assert len(index) == 1


@pytest.mark.parametrize("key", ["note-1", "notes#1", "notes#L1"])
def test_an_article_with_another_text_came_when_its_key_came(index: newsgrep.Index, key: str) -> None:
    """Also one whose key looks like that of a line: in a file, another article may come to stand there."""
    with index.writer() as writer:
        writer.add(NOTE._replace(key=key, body="Missiles fell on Ganja. " * 12))
    times = index.run_times()
    with index.writer() as writer:
        writer.add(NOTE._replace(key=key, body="Talks were held in Geneva. " * 12))
    assert index.keys_since(times, may_exclude=False).keys == frozenset()


def test_a_key_may_be_added_and_deleted_several_times_in_a_block(index: newsgrep.Index) -> None:
    """The last change counts, and the report has what differs from before; so in a new index, too."""
    with index.writer() as writer:
        writer.add(NOTE)
        writer.add(NOTE._replace(body="Talks."))
        writer.add(OTHER)
        writer.delete("note-2")
    assert (writer.report.added, writer.report.changed, writer.report.removed) == (1, 0, 0)
    assert index["note-1"].body == "Talks."
    with index.writer() as writer:
        writer.add(NOTE)
        writer.add(NOTE._replace(body="A truce."))
        writer.delete("note-1")
        writer.add(OTHER)
        writer.add(NOTE._replace(body="Cocoa."))
    assert (writer.report.added, writer.report.changed, writer.report.removed) == (1, 1, 0)
    assert [index["note-1"].body, index["note-2"]] == ["Cocoa.", OTHER]
    assert [one.article and one.article.body for one in index.texts("note-1")] == ["Talks.", "Cocoa."]
    with index.writer() as writer:
        writer.add(NOTE)
        writer.delete("note-1")
    assert (writer.report.added, writer.report.changed, writer.report.removed) == (0, 0, 1)
    assert "note-1" not in index
    assert (len(index), index.check()) == (1, [])


def test_the_key_of_an_article_of_a_file_is_refused(index: newsgrep.Index, tmp_path: Path) -> None:
    """It is indexed from its file; the rest of the change is discarded with it."""
    (tmp_path / "1.txt").write_text("Rockets over Barda.")
    index.update("1.txt")

    def add_both() -> None:
        with index.writer() as writer:
            writer.add(NOTE)
            writer.add(newsgrep.Article(key="1.txt", body="Another."))

    with pytest.raises(newsgrep.UsageError):
        add_both()
    assert len(index) == 1


@pytest.mark.parametrize("key", ["1.txt", "./1.txt", "2.txt", "stdin:#7"])
def test_an_article_that_would_come_back_is_not_deleted(
    index: newsgrep.Index, tmp_path: Path, key: str
) -> None:
    """Of a file, also of a duplicate, or of a pipe: the error names what deletes it for good."""
    for name in ("1.txt", "2.txt"):
        (tmp_path / name).write_text("Rockets fell over the market of Barda, as it had been feared. " * 4)
    index.update(["1.txt", "2.txt"])
    piped = io.BufferedReader(io.BytesIO(b'{"id": "7", "body": "Beans."}'))
    index.update_from(Input(piped=piped), IndexOptions())
    with index.writer() as writer, pytest.raises(newsgrep.UsageError, match="which is indexed") as caught:
        writer.delete(key)
    assert caught.value.hint == "Index.delete removes it for good"
    assert index.count("rockets") == index.count("beans") == 1


def test_a_writer_is_of_use_in_its_block_alone(index: newsgrep.Index) -> None:
    """Then every change is refused; the report stays."""
    with index.writer() as writer:
        writer.add(NOTE)
    for change in (lambda: writer.add(OTHER), lambda: writer.delete("note-1")):
        with pytest.raises(newsgrep.UsageError, match="the writer is closed"):
            change()
    assert writer.report.added == len(index) == 1


def test_an_exception_discards_the_change(index: newsgrep.Index) -> None:
    """Nothing of it is seen, and another writer can begin."""
    with index.writer() as writer:
        writer.add(NOTE)

    def fail() -> None:
        with index.writer() as writer:
            writer.delete("note-1")
            writer.add(OTHER)
            raise RuntimeError("boom")

    with pytest.raises(RuntimeError):
        fail()
    assert "note-1" in index
    assert len(index) == 1
    with index.writer() as writer:
        writer.add(OTHER)
    assert len(index) == 2


def test_a_change_that_fails_makes_no_index(index: newsgrep.Index, tmp_path: Path) -> None:
    """A search still says that there is none."""

    def fail() -> None:
        with index.writer() as writer:
            writer.add(NOTE)
            raise RuntimeError("boom")

    with pytest.raises(RuntimeError):
        fail()
    with pytest.raises(newsgrep.IndexMissingError):
        index.search("ganja")


def test_a_writer_without_a_block_says_what_to_write(index: newsgrep.Index) -> None:
    """Nothing was opened, so nothing is locked either."""
    writer: Any = index.writer()
    with pytest.raises(AttributeError, match="no add before a with block opens it; write: with index.writer"):
        writer.add(NOTE)
    with writer as opened:
        opened.add(NOTE)
    assert "note-1" in index


def test_there_is_one_writer_at_a_time(index: newsgrep.Index) -> None:
    """Another one is refused, as long as the first has not ended."""
    with index.writer() as writer:
        writer.add(NOTE)
        with pytest.raises(newsgrep.IndexLockedError), index.writer():
            pass


def test_articles_of_a_writer_stay_when_files_are_indexed(index: newsgrep.Index, tmp_path: Path) -> None:
    """An update takes care of files alone."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles/1.txt").write_text("Rockets over Barda.")
    with index.writer() as writer:
        writer.add(NOTE)
    assert index.update("articles").added == 1
    assert len(index) == 2
    index.update("articles")
    assert "note-1" in index
    with pytest.raises(newsgrep.UsageError, match="lose an article that was piped in or added by a program"):
        index.update("articles", rebuild=True)
    assert "note-1" in index
    report = index.update("articles", rebuild=True, discard_piped=True)
    assert report.dropped == {"added by a program": 1}
    assert "note-1" not in index


def test_the_language_is_fixed_when_the_index_is_made(index: newsgrep.Index) -> None:
    """A later change in another language is refused."""
    with index.writer(language="german") as writer:
        writer.add(newsgrep.Article(key="n", body="Die Raketen fielen."))
    assert index.stats().language == "german"
    assert index.count("Rakete") == 1
    with pytest.raises(newsgrep.IndexIncompatibleError), index.writer(language="english"):
        pass
