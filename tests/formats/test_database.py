"""SQLite databases: which tables are read, what refers to others, and damaged or hostile databases."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import partial

import pytest

from newsgrep.article import Article
from newsgrep.read_context import ReadContext
from newsgrep.remarks import BROKEN_SEQUENCES, TABLE_PASSED_OVER, TEXT_FOUND
from newsgrep.results import Unreadable
from newsgrep.sources.no_articles import read_beside
from newsgrep.tuning import SourceLimits
from tests.reading import read_file

LONG = "The harbour of Portmoor was closed on Monday, after a storm tore some twenty boats from their berths."


@pytest.fixture
def database(tmp_path):
    """Return a function that makes a database of some statements, and returns its bytes."""

    def make(*statements: str) -> bytes:
        file = tmp_path / "made.db"
        file.unlink(missing_ok=True)
        with closing(sqlite3.connect(file)) as connection:
            for statement in statements:
                connection.execute(statement)
            connection.commit()
        return file.read_bytes()

    return make


def test_an_article_a_row(read, database):
    """By names of columns that are known; the key is the table and the primary key."""
    content = database(
        "CREATE TABLE news (id TEXT PRIMARY KEY, title TEXT, text TEXT, author TEXT, date TEXT, url TEXT)",
        "INSERT INTO news VALUES ('a1', 'Talks', 'They met.', 'Jane Doe', '2020-10-30', 'https://example.org/1')",
        "INSERT INTO news VALUES ('a2', 'Tea', '<p>Tea.</p><p>Oil.</p>', NULL, NULL, NULL)",
    )
    first, second = read(content, ".db")
    assert first == Article(
        key="n/story.db#news/a1",
        path="n/story.db",
        title="Talks",
        authors=("Jane Doe",),
        date="2020-10-30",
        body="They met.",
        url="https://example.org/1",
        line=1,
    )
    assert (second.key, second.body, second.line) == ("n/story.db#news/a2", "Tea.\n\nOil.", 2)


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("a (body)", "a/1"),
        ("a (n INTEGER PRIMARY KEY, body)", "a/7"),
        ("a (n, m, body, PRIMARY KEY (m, n)) WITHOUT ROWID", "a/8/7"),
        ('"a ""b#c" (body)', 'a "b#c/1'),
    ],
)
def test_keys(read, database, table, key):
    """The primary key, of several columns too, else the number that SQLite gives a row."""
    name = table.rpartition(" (body")[0] or "a"
    columns = {"n INTEGER": "(n, body) VALUES (7, 'Talks.')", "n, m": "VALUES (7, 8, 'Talks.')"}
    values = next((value for mark, value in columns.items() if mark in table), "VALUES ('Talks.')")
    (article,) = read(database(f"CREATE TABLE {table}", f"INSERT INTO {name} {values}"), ".db")
    assert article.key == f"n/story.db#{key}"


def test_a_table_whose_rows_have_no_number(read, database):
    """As columns have all the names for it: the other tables are read."""
    content = database(
        "CREATE TABLE a (rowid, _rowid_, oid, body)",
        "CREATE TABLE b (body)",
        "INSERT INTO a VALUES (1, 1, 1, 'Tea.')",
        "INSERT INTO b VALUES ('Talks.')",
    )
    assert [one.key for one in read(content, ".db")] == ["n/story.db#b/1"]


def test_a_column_that_refers_to_another_table_has_its_name(with_remarks, database):
    """As `source_id` has the name of a source; one that refers to nothing is empty.

    A table that is read for its names is not reported as one that is passed over.
    """
    content = database(
        "CREATE TABLE sources (id INTEGER PRIMARY KEY, name TEXT, country TEXT)",
        "CREATE TABLE people (id INTEGER PRIMARY KEY, full_name TEXT)",
        "CREATE TABLE news (title, text, source_id INTEGER REFERENCES sources (id),"
        " author INTEGER REFERENCES people)",
        "INSERT INTO sources VALUES (3, 'Example Post', 'AZ')",
        "INSERT INTO people VALUES (5, 'Jane Doe')",
        "INSERT INTO news VALUES ('Talks', 'They met.', 3, 5), ('Tea', 'Oil.', NULL, 9)",
    )
    (first, second), remarks = with_remarks(content, ".sqlite")
    assert (first.source, first.authors) == ("Example Post", ("Jane Doe",))
    assert (second.source, second.authors) == ("", ())
    assert not remarks


@pytest.mark.parametrize(
    ("feeds", "items", "feed"),
    [
        # Some of the columns of Newsboat, FreshRSS and RSS Guard, and one that nothing declares.
        (
            "rss_feed (rssurl VARCHAR PRIMARY KEY, url, title)",
            "rss_item (title, content, feedurl VARCHAR)",
            "'7'",
        ),
        ("feed (id INTEGER PRIMARY KEY, name)", "entry (title, content, id_feed REFERENCES feed (id))", "7"),
        ("feeds (id INTEGER PRIMARY KEY, title)", "news (title, content, feedId INTEGER)", "7"),
        ("Feeds (id INTEGER PRIMARY KEY, title)", "Messages (title, contents, feed TEXT)", "'7'"),
    ],
)
def test_feed_readers(with_remarks, database, feeds, items, feed):
    """The title of a feed is the source, also where only the names of columns say what refers to what."""
    content = database(
        f"CREATE TABLE {feeds}",
        f"CREATE TABLE {items}",
        f"INSERT INTO {feeds.partition('(')[0]} ({feeds.split()[1][1:]}, {feeds.split()[-1][:-1]})"
        f" VALUES ({feed}, 'Example Post')",
        f"INSERT INTO {items.partition('(')[0]} VALUES ('Talks', 'They met.', {feed})",
    )
    (found,), remarks = with_remarks(content, ".db")
    assert (found.title, found.source) == ("Talks", "Example Post")
    assert not remarks


def test_a_column_that_only_seems_to_refer_to_a_table(read, database):
    """Keeps what it says."""
    content = database(
        "CREATE TABLE sources (id INTEGER PRIMARY KEY, name TEXT)",
        "CREATE TABLE news (title, text, source TEXT)",
        "INSERT INTO sources VALUES (3, 'Another')",
        "INSERT INTO news VALUES ('Talks', 'They met.', 'Example Post')",
    )
    assert [one.source for one in read(content, ".db")] == ["Example Post"]


def test_tables_without_a_text_are_passed_over(with_remarks, database):
    """Those with a known column of texts are read; what else has rows is reported, once for each table."""
    content = database(
        "CREATE TABLE news (title, text)",
        "CREATE TABLE wire (headline, body)",
        "CREATE TABLE tags (id INTEGER PRIMARY KEY, title)",
        "CREATE TABLE empty (title)",
        "INSERT INTO news VALUES ('Talks', 'They met.')",
        "INSERT INTO wire VALUES ('Tea', 'It rose.')",
        "INSERT INTO tags VALUES (1, 'talks')",
    )
    items, remarks = with_remarks(content, ".db")
    assert [item.key for item in items] == ["a.db#news/1", "a.db#wire/1"]
    assert remarks == [(TABLE_PASSED_OVER, "tags", 0)]


def test_the_tables_of_a_full_text_index_are_not_read_twice(with_remarks, database):
    """They have the texts of another table; a view has, too."""
    content = database(
        "CREATE TABLE news (title, text)",
        "CREATE VIRTUAL TABLE news_fts USING fts5 (title, text)",
        "CREATE VIEW recent AS SELECT * FROM news",
        "INSERT INTO news VALUES ('Talks', 'They met.')",
        "INSERT INTO news_fts SELECT * FROM news",
    )
    items, remarks = with_remarks(content, ".db")
    assert [item.key for item in items] == ["a.db#news/1"]
    assert not remarks


def test_the_only_long_column_is_the_text(with_remarks, database):
    """Where no table has a known one; the summary says so."""
    content = database(
        "CREATE TABLE a (x1, x2)", "CREATE TABLE b (y)", f"INSERT INTO a VALUES ('Talks', '{LONG}')"
    )
    (article,), remarks = with_remarks(content, ".db")
    assert (article.key, article.body) == ("a.db#a/1", LONG)
    assert remarks == [(TEXT_FOUND, "x2", 1)]


def test_no_text(read, database):
    """The error names the tables and their columns."""
    (problem,) = read(database("CREATE TABLE a (x1, x2)", "CREATE TABLE b (y)"), ".db")
    assert problem.reason == "no text: the tables are a (x1, x2); b (y); --map body=COLUMN names it"
    assert read(database("PRAGMA user_version = 1"), ".db")[0].reason == "no tables"


def test_a_mapping_chooses_the_tables(tmp_path, database):
    """Those that have the column of the text."""
    file = tmp_path / "story.db"
    statements = ("CREATE TABLE a (x1, text)", "CREATE TABLE b (y)", "INSERT INTO b VALUES ('Talks.')")
    file.write_bytes(database(*statements, "INSERT INTO a VALUES ('Tea.', 'Oil.')"))
    found = {
        name: [item.body for item in read_file(file, ReadContext("story.db", mapping={"body": (name,)}))]
        for name in ("x1", "y")
    }
    assert found == {"x1": ["Tea."], "y": ["Talks."]}


def test_bytes_that_are_texts(read, database):
    """Some programs store texts as bytes; pictures have none."""
    content = database(
        "CREATE TABLE news (title, text, picture)",
        "INSERT INTO news VALUES ('Talks', CAST('They met.' AS BLOB), x'ffd8ff')",
    )
    assert read(content, ".db")[0].body == "They met."


def test_a_text_with_a_stray_byte_is_kept(with_remarks, database):
    """With U+FFFD in its place; many of them cost the row, and no other."""
    content = database(
        "CREATE TABLE news (text)",
        "INSERT INTO news VALUES (CAST(x'54656120ff' AS TEXT)), (CAST(x'e974e920e020e9' AS TEXT)), ('Oil.')",
    )
    (first, second, third), remarks = with_remarks(content, ".db")
    assert (first.body, second.reason, third.body) == ("Tea \ufffd", "broken UTF-8", "Oil.")
    assert remarks == [(BROKEN_SEQUENCES, "UTF-8", 1)]


def test_changes_that_are_not_in_the_database_yet(tmp_path):
    """Those of a program that has it open are in a file beside it; neither is touched."""
    file = tmp_path / "story.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE news (text)")
        connection.execute("INSERT INTO news VALUES ('Talks.')")
        connection.commit()
        before = {one.name: one.read_bytes() for one in tmp_path.iterdir() if one.suffix != ".db-shm"}
        context = ReadContext("n/story.db", beside=partial(read_beside, str(file)))
        assert [item.body for item in read_file(file, context)] == ["Talks."]
        assert before == {one.name: one.read_bytes() for one in tmp_path.iterdir() if one.suffix != ".db-shm"}
        assert "story.db-wal" in before


def test_a_journal_is_not_played_back(tmp_path, database):
    """It may name any file, which SQLite would delete after it."""
    file = tmp_path / "story.db"
    file.write_bytes(database("CREATE TABLE news (text)", "INSERT INTO news VALUES ('Talks.')"))
    (tmp_path / "story.db-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(600))
    context = ReadContext("n/story.db", beside=partial(read_beside, str(file)))
    assert [item.body for item in read_file(file, context)] == ["Talks."]
    assert (tmp_path / "story.db-journal").exists()


def test_damaged_databases(read, database):
    """What comes before the damage is read; a file under this suffix may be anything."""
    content = database(
        "CREATE TABLE news (text)",
        *(f"INSERT INTO news VALUES ('{number} {LONG * 30}')" for number in range(40)),
    )
    *articles, problem = read(content[: len(content) * 3 // 4 // 4096 * 4096], ".db")
    assert problem.reason.startswith("damaged database: ")
    assert all(isinstance(article, Article) for article in articles)
    assert read(b"Berkeley", ".db") == [Unreadable("n/story.db", "not a database of SQLite")]
    assert read(content[:16] + b"\0" * 4000, ".db")[0].reason.startswith("damaged database: ")


def test_what_a_database_defines_is_not_run(read, database):
    """A view without an end is not read."""
    content = database(
        "CREATE TABLE news (text)",
        "CREATE VIEW endless AS WITH RECURSIVE n (text) AS (VALUES (1) UNION ALL SELECT text + 1 FROM n)"
        " SELECT text FROM n",
        "INSERT INTO news VALUES ('Talks.')",
    )
    assert [item.body for item in read(content, ".db")] == ["Talks."]


def test_a_row_beyond_the_limit(read, database):
    """It alone is left out."""
    content = database(
        "CREATE TABLE a (text)", "INSERT INTO a VALUES ('Talks.'), (zeroblob(2000000)), ('Tea.')"
    )
    first, problem, third = read(content, ".db", limits=SourceLimits(record_bytes=2**20))
    assert (first.body, third.body, third.key) == ("Talks.", "Tea.", "n/story.db#a/3")
    assert problem.reason == "row larger than 1 MB"
