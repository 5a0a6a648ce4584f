"""Arguments of the public API that cannot be meant: each is refused by name. And those of several kinds."""

from __future__ import annotations

import datetime as dt
import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest

import newsgrep
from newsgrep import Article


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[newsgrep.Index]:
    """An index of two notes."""
    monkeypatch.chdir(tmp_path)
    with newsgrep.open_index("archive") as opened:
        with opened.writer() as writer:
            writer.add(Article(key="old", title="Strike", body="A missile fell on Ganja.", date="2020-10-04"))
            writer.add(Article(key="new", title="Talks", body="Talks on Ganja.", date="2021-01-05"))
        yield opened


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"format": "jsn"}, "there is no format jsn"),
        ({"encoding": "utf-99"}, "there is no encoding utf-99"),
        ({"mapping": {"titel": "hed"}}, "there is no field titel"),
        ({"filters": {"p/f": "cat"}}, "the filter p/f:cat is not SUFFIX:COMMAND"),
        ({"language": "klingon"}, "there is no stemmer for the language"),
        ({"jobs": -1}, "jobs cannot be -1"),
        ({"jobs": "two"}, "jobs cannot be 'two'"),
        ({"memory": 1}, "memory cannot be 1"),
        ({"wait": -0.5}, "wait cannot be -0.5"),
    ],
)
def test_options_that_cannot_be_meant(
    index: newsgrep.Index, options: dict[str, object], message: str
) -> None:
    """They are refused before anything is read."""
    with pytest.raises(newsgrep.UsageError, match=message):
        index.update("articles", **options)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"sort": "nope"}, "there is no order nope"),
        ({"offset": -1}, "offset cannot be -1"),
        ({"limit": -1}, "limit cannot be -1"),
        ({"limit": "10"}, "limit cannot be '10'"),
        ({"width": None}, "width cannot be None"),
        ({"sentences": -1}, "sentences cannot be -1"),
        ({"since": 2020}, "since cannot be 2020"),
        ({"last": dt.date(2020, 1, 1)}, "last cannot be datetime.date"),
        ({"author": 5}, "author cannot be 5"),
        ({"source": ["a", None]}, "source cannot be"),
        ({"query": 5}, "query cannot be 5"),
        ({"query": newsgrep.parse_query("ganja"), "any": True}, "this query is parsed already"),
    ],
)
def test_a_search_that_cannot_be_meant(
    index: newsgrep.Index, arguments: dict[str, object], message: str
) -> None:
    """The error names the argument and its value."""
    with pytest.raises(newsgrep.UsageError, match=message) as caught:
        index.search(**{"query": "ganja", **arguments})
    assert caught.value.hint


@pytest.mark.parametrize("day", [dt.date(2021, 1, 1), dt.datetime(2021, 1, 1, 12), "2021"])
def test_a_day_may_be_a_date(index: newsgrep.Index, day: object) -> None:
    """As well as a text."""
    assert [hit.key for hit in index.search("ganja", since=day)] == ["new"]
    assert index.count(until=day) == 1 + (day == "2021")


def test_a_query_may_be_parsed_already(index: newsgrep.Index) -> None:
    """With filters and notices, as one that is given as text."""
    query = newsgrep.parse_query("ganja or talks")
    assert index.search(query).notices == index.search("ganja or talks").notices
    assert index.count(newsgrep.parse_query("ganja"), since="2021") == 1
    assert index.highlighter(newsgrep.parse_query("talks")).spans("Talks", "title") == [(0, 5)]


@pytest.mark.parametrize("field", ["nope", "lead", "date"])
def test_a_field_without_a_text_has_no_spans(index: newsgrep.Index, field: str) -> None:
    """The error names the fields that have one."""
    with pytest.raises(newsgrep.UsageError, match=f"no text belongs to a field {field}") as caught:
        index.highlighter("ganja").spans("text", field)
    assert caught.value.hint == "name one of: title, author, body"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"key": ""}, "the article '' has '' as its key"),
        ({"key": 7}, "the article 7 has 7 as its key"),
        ({"authors": "Jane Roe"}, "the article 'x' has 'Jane Roe' as its authors"),
        ({"authors": ("Jane", None)}, "as its authors"),
        ({"url": None}, "the article 'x' has None as its url"),
        ({"title": 5}, "the article 'x' has 5 as its title"),
        ({"date": "2020-13-45"}, "the article 'x' has '2020-13-45' as its date"),
        ({"date": "gestern"}, "has 'gestern' as its date"),
        ({"date": "30 October 2020"}, "as its date"),
        ({"date": dt.date(2020, 1, 1)}, "as its date"),
        ({"title_from": "guess"}, "has 'guess' as its title_from"),
        ({"line": -1}, "has -1 as its line"),
        ({"line": 1.5}, "has 1.5 as its line"),
    ],
)
def test_an_article_that_the_index_cannot_hold(
    index: newsgrep.Index, fields: dict[str, object], message: str
) -> None:
    """The error names the key, the value and the field; the writer goes on."""
    with index.writer() as writer:
        with pytest.raises(newsgrep.UsageError, match=message) as caught:
            writer.add(Article(**{"key": "x", **fields}))
        assert caught.value.hint
        writer.add(Article(key="y", authors=["Jane Roe"], date="2020-10-30T12:00+04:00"))  # type: ignore[arg-type]
    assert (len(index), index["y"].authors) == (3, ("Jane Roe",))


def test_what_is_no_article_is_refused(index: newsgrep.Index) -> None:
    """Such as a dictionary."""
    with index.writer() as writer, pytest.raises(newsgrep.UsageError, match="no article: {'key': 'x'}"):
        writer.add({"key": "x"})  # type: ignore[arg-type]


def test_a_writer_within_a_writer_is_told_what_to_do(index: newsgrep.Index) -> None:
    """To wait would not end."""
    with index.writer(), pytest.raises(newsgrep.IndexLockedError, match="this program has") as caught:  # noqa: SIM117
        with index.writer():
            pass
    assert "first writer" in caught.value.hint


def test_errors_can_be_pickled() -> None:
    """As a program with several processes does: with all that they know."""
    for error in (
        newsgrep.QuerySyntaxError("broken", "(ganja", 3, "close it"),
        newsgrep.ArticleError("no date", 7),
        newsgrep.UsageError("no", "yes"),
        newsgrep.ArticleNotFoundError("none", "other"),
    ):
        copy = pickle.loads(pickle.dumps(error))
        assert (type(copy), str(copy), vars(copy)) == (type(error), str(error), vars(error))
