"""Keys: no two articles share one, whatever their files and records are called."""

from __future__ import annotations

from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsgrep
from newsgrep.article import key_of, key_with_path, split_key
from newsgrep.engine.registry import open_engine
from newsgrep.indexing.inspection import index_problems

PATHS = st.lists(st.sampled_from(["a", "#", "%", "%23", "%25", "25", "23", "/", "ğ"]), max_size=8).map(
    "".join
)


@given(PATHS, PATHS)
def test_a_key_gives_path_and_name(path, name):
    """So that no two pairs make the same key."""
    assert split_key(key_of(path, name)) == (path, name)


@given(PATHS)
def test_a_key_of_a_program_is_that_of_one_pair(key):
    """Of any text but one that ends in its only #."""
    if not key.partition("#")[1] or key.partition("#")[2]:
        assert key_of(*split_key(key)) == key


def test_a_key_is_shown_with_another_path():
    """The one of the file as it opens from the current folder."""
    assert key_with_path("news/a%23b.jsonl#7", "../news/a#b.jsonl") == "../news/a%23b.jsonl#7"
    assert key_with_path("https://news.example/1#top", "") == "https://news.example/1#top"


def problems(archive) -> list[str]:
    """What `verify` finds."""
    with closing(open_engine(archive.index)) as engine:
        return list(index_problems(engine))


def test_a_record_and_a_file_of_the_same_name(archive):
    """Each is an article of its own; when one goes, the other stays."""
    archive.lines("b.jsonl", ("1.txt", "A record of the dump."), ("2", "Another."))
    file = archive.write("b.jsonl#1.txt", "A file.")
    assert archive.run() == {"added": 3}
    assert archive.texts() == {
        "b.jsonl#1.txt": "A record of the dump.",
        "b.jsonl#2": "Another.",
        "b.jsonl%231.txt": "A file.",
    }
    assert problems(archive) == []
    file.unlink()
    assert archive.run() == {"same": 2, "removed": 1}
    assert archive.texts() == {"b.jsonl#1.txt": "A record of the dump.", "b.jsonl#2": "Another."}
    archive.write("b.jsonl#1.txt", "A file again.")
    archive.lines("b.jsonl", ("2", "Another."))
    assert archive.run() == {"added": 1, "changed": 1, "removed": 1}
    assert archive.texts() == {"b.jsonl#2": "Another.", "b.jsonl%231.txt": "A file again."}
    assert problems(archive) == []


@pytest.fixture
def index(archive, monkeypatch):
    """The index of an archive with a file of records and files with signs in their names, from its folder."""
    archive.lines("b.jsonl", ("1", "One."))
    archive.write("C# notes.txt", "Of music.")
    archive.write("50%23.txt", "Half.")
    archive.run()
    monkeypatch.chdir(archive.home)
    with newsgrep.open_index() as index:
        yield index


def test_an_article_is_found_by_the_name_of_its_file(index):
    """As it is typed, and as it is printed."""
    for key in ("C# notes.txt", "C%23 notes.txt", "./C# notes.txt"):
        assert index[key].body == "Of music."
    for key in ("50%23.txt", "50%2523.txt"):
        assert index[key].body == "Half."
    assert {hit.key for hit in index.search("*")} == {"b.jsonl#1", "C%23 notes.txt", "50%2523.txt"}
    for hit in index.search("*"):
        assert index[hit.key] == hit.article


def test_a_program_may_use_a_sign(index):
    """An address with a fragment is a key as it is; so are several of the same page."""
    keys = [
        "https://news.example/live#1",
        "https://news.example/live#2",
        "https://news.example/live",
        "a#b#c",
    ]
    with index.writer() as writer:
        for key in keys:
            writer.add(newsgrep.Article(key=key, body=f"Story {key}."))
    for key in keys:
        assert index[key].body == f"Story {key}."
    with index.writer() as writer:
        writer.add(newsgrep.Article(key=keys[1], body="Changed."))
        assert writer.delete(keys[0])
        assert not writer.delete(keys[0])
    assert keys[0] not in index
    assert [index[key].body for key in keys[1:3]] == ["Changed.", f"Story {keys[2]}."]
    assert index.check() == []


@pytest.mark.parametrize("key", ["b.jsonl", "b.jsonl#1", "b.jsonl#2", "C%23 notes.txt", "note#"])
def test_a_program_may_not_take_the_key_of_a_file(index, key):
    """Nor one that the file may give later."""
    with index.writer() as writer, pytest.raises(newsgrep.UsageError, match="the key"):
        writer.add(newsgrep.Article(key=key, body="A story."))
    assert index.check() == []
