"""Format 6: an index that an earlier newsgrep made is read, searched and updated by this one.

The folder `format6` was made by two runs over `articles/wire.jsonl` (four records, one of them a duplicate)
and a note; the second run added another note and changed the first: there are two segments and a deletion.
Once format 6 is released, it is never made anew: a change that cannot read it needs another format.
Until then, make_format6.py makes it.
"""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

import newsgrep
from newsgrep.engine.embedded.directory import FORMAT_VERSION
from newsgrep.query.nodes import MatchAll

FOLDER = Path(__file__).parent / "format6"
KEYS = [
    "articles/note.txt",
    "articles/note2.txt",
    *(f"articles/wire.jsonl#{n}" for n in ("port", "undated", "wheat")),
]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A copy of the index, in the working directory."""
    monkeypatch.chdir(tmp_path)
    return shutil.copytree(FOLDER, tmp_path / ".newsgrep")


@pytest.fixture
def index(folder):
    """The index, open."""
    with newsgrep.open_index(folder) as index:
        yield index


def test_this_is_the_format_that_is_written():
    """With another format, an index of that one belongs here too."""
    assert FORMAT_VERSION == 6


def test_it_is_whole(index):
    """Every checksum matches, and the catalog agrees with the segments."""
    assert index.check() == []


def test_it_has_its_articles(index):
    """All five, with the fields that they were indexed with."""
    assert sorted(hit.key for hit in index.search("*")) == KEYS
    article = index["articles/wire.jsonl#undated"]
    assert (article.title, article.date, article.authors) == ("A letter from Şəki", "", ())
    assert article.body == "Cafés in Şəki open late. The owner’s mother-in-law serves tea."


def test_what_its_segments_have_no_columns_of_is_counted_from_the_articles(index):
    """By author and by month; and it is sorted by day."""
    engine = index.open()
    assert engine.tally(MatchAll(), ["author"]) == Counter(
        author
        for hit in index.search("*", limit=None)
        for author in [(name,) for name in hit.authors] or [("",)]
    )
    assert engine.tally(MatchAll(), ["month"]) == Counter((hit.date[:7],) for hit in index.search("*"))
    days = [hit.date[:10] or "undated" for hit in index.search("*", sort="date")]
    assert days == sorted(days)


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("storm", ["port", "wheat"]),
        ("wheat", ["wheat"]),
        ("title:storm", ["port"]),
        ("lead:ships", ["wheat"]),
        ("lead:saturday", []),
        ('"closed the port"', ["port"]),
        ("storm W/5 poti", ["port"]),
        ("vess*", ["port"]),
        ("vesels~1", ["port"]),
        ("=ships", ["port"]),
        ("=ship", ["wheat"]),
        ("ATLEAST3 wheat", ["wheat"]),
        ("author:ayla", ["note2", "wheat"]),
        ("date:2020-10", ["note", "port", "wheat"]),
        ("source:news.example lang:en", ["port", "wheat"]),
        ("url:news.example/2020/port", ["port"]),
        ("words:..10", ["note2"]),
        ("ŞƏKİ", ["undated"]),
        ("missile NOT saturday", []),
        ("friday", []),
    ],
)
def test_it_answers(index, query, keys):
    """Words, phrases, positions, patterns, forms, columns and keyword fields."""
    found = {
        hit.key.removesuffix(".txt").rpartition("/")[2].removeprefix("wire.jsonl#")
        for hit in index.search(query)
    }
    assert found == set(keys)


def test_it_ranks(index):
    """An article about storms in its title comes before one that mentions them."""
    assert [hit.key for hit in index.search("storm")] == [
        "articles/wire.jsonl#port",
        "articles/wire.jsonl#wheat",
    ]


def test_its_catalog_is_read(index):
    """With the files, and the duplicate."""
    stats = index.stats()
    assert (stats.files, stats.duplicates, stats.unreadable) == (3, 1, [])
    assert index.duplicates("articles/wire.jsonl#wheat") == ["articles/wire.jsonl#copy"]


def test_it_can_be_updated(index):
    """By a writer, and by merging its segments with new ones."""
    with index.writer() as writer:
        writer.add(newsgrep.Article(key="new", title="A storm again", body="It closed the airport."))
    index.delete("articles/wire.jsonl#port")
    index.optimize()
    assert {hit.key for hit in index.search("storm")} == {"new", "articles/wire.jsonl#wheat"}
    assert index.check() == []
