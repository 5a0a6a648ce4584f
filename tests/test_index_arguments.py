"""Arguments of the public API that cannot be meant: each is refused by name. And those of several kinds."""

from __future__ import annotations

import datetime as dt
import inspect
import pickle
import re
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
        ({"mapping": "title=hed"}, "mapping cannot be 'title=hed'"),
        ({"mapping": {"title": 5}}, "title cannot be 5"),
        ({"filters": "pdf:cat"}, "filters cannot be 'pdf:cat'"),
        ({"format": 5}, "format cannot be 5"),
        ({"rebuild": "no"}, "rebuild cannot be 'no'"),
        ({"keep_duplicates": "no"}, "keep_duplicates cannot be 'no'"),
        ({"no_follow": 1}, "no_follow cannot be 1"),
        ({"language": 5}, "language cannot be 5"),
        ({"include": 5}, "include cannot be 5"),
        ({"filters": {"pdf": 5}}, "filters cannot be 5"),
        ({"filters": {"p/f": "cat"}}, "the filter p/f:cat is not SUFFIX:COMMAND"),
        ({"filters": {"p/f": ["cat"]}}, "the filter p/f:.'cat'. is not SUFFIX:COMMAND"),
        ({"filters": {"": ["cat"]}}, "is not SUFFIX:COMMAND"),
        ({"filters": {"pdf": []}}, "is not SUFFIX:COMMAND"),
        ({"filters": {"pdf": [""]}}, "is not SUFFIX:COMMAND"),
        ({"filters": {1: ["cat"]}}, "the suffix of a filter cannot be 1"),
        ({"mapping": {1: "hed"}}, "a field of mapping cannot be 1"),
        ({"meaning": None}, "meaning cannot be None"),
        ({"language": "klingon"}, "there is no stemmer for the language"),
        ({"jobs": -1}, "jobs cannot be -1"),
        ({"jobs": "two"}, "jobs cannot be 'two'"),
        ({"memory": 1}, "memory cannot be 1"),
        ({"memory": 10**9}, "memory cannot be 1,000,000,000 megabytes: this machine has "),
        ({"wait": -0.5}, "wait cannot be -0.5"),
    ],
)
def test_options_that_cannot_be_meant(
    index: newsgrep.Index, options: dict[str, object], message: str
) -> None:
    """They are refused before anything is read."""
    with pytest.raises(newsgrep.UsageError, match=message):
        index.update("articles", **options)


def test_a_run_has_the_same_options_and_defaults_in_python_and_on_the_command_line() -> None:
    """The arguments of Index.update, the options of a run, and the flags of newsgrep index."""
    from newsgrep.cli.index import command
    from newsgrep.indexing.options import UpdateOptions, index_options

    options = index_options()
    flags = command.make_context("index", []).params
    names = UpdateOptions.__annotations__
    assert len(names) > 20
    held = [getattr(options if hasattr(options, name) else options.reading, name) or None for name in names]
    assert held == [flags[name] or None for name in names]


def test_an_argument_that_a_run_does_not_have(index: newsgrep.Index) -> None:
    """The error names the one that is spelt most like it."""
    for ask in (index.update, newsgrep.read_articles):
        with pytest.raises(TypeError, match="there is no argument 'excludes': did you mean exclude?"):
            ask("articles", excludes="*.bak")
    with pytest.raises(TypeError, match="there is no argument 'progres': did you mean progress?"):
        index.update("articles", progres=print)


@pytest.mark.parametrize(
    ("method", "wrong", "meant"),
    [
        ("names", "topp", "top"),
        ("search", "limits", "limit"),
        ("count", "querry", "query"),
        ("similar", "limits", "limit"),
        ("quotations", "speakers", "speaker"),
        ("timeline", "shares", "share"),
        ("search", "authors", "author"),
    ],
)
def test_an_argument_that_a_search_does_not_have(
    index: newsgrep.Index, method: str, wrong: str, meant: str
) -> None:
    """The error names the one of all its arguments that is spelt most like it."""
    with pytest.raises(TypeError, match=f"there is no argument '{wrong}': did you mean {meant}?"):
        getattr(index, method)("old", **{wrong: 1})


def test_the_arguments_of_a_method_are_its_own_and_the_filters(index: newsgrep.Index) -> None:
    """The error for one that it does not have lists them all, for each method that takes filters."""
    takes_filters = {
        name: [*arguments][1:]
        for name, method in inspect.getmembers(newsgrep.Index, inspect.isfunction)
        if "filters" in (arguments := inspect.signature(method).parameters) and name[0] != "_"
    }
    assert len(takes_filters) > 10
    for name, arguments in takes_filters.items():
        needed = {"by": "source"} if name == "facets" else {"size": 1} if name == "sample" else {}
        with pytest.raises(TypeError) as raised:
            getattr(index, name)("old", **needed, xyzzy=1)
        listed = str(raised.value).partition("there are: ")[2].split(", ")
        assert listed[: len(arguments) - 1] == [one for one in arguments if one != "filters"], name
        assert "since" in listed


def test_each_argument_of_a_run_is_explained() -> None:
    """In the docstring of Index.update, and those of reading in that of read_articles."""
    from newsgrep.indexing.options import UpdateOptions
    from newsgrep.indexing.read_options import ReadArguments

    run = inspect.getdoc(newsgrep.Index.update) or ""
    reading = inspect.getdoc(newsgrep.read_articles) or ""
    explained = re.findall(r"^ *(\w+): ", reading, flags=re.MULTILINE)
    assert [name for name in ReadArguments.__annotations__ if name not in explained] == []
    assert [name for name in UpdateOptions.__annotations__ if name not in run] == []


def test_a_path_in_bytes_is_one_path(index: newsgrep.Index) -> None:
    """The error names it, and not the number of its first letter."""
    with pytest.raises(newsgrep.UsageError, match="paths cannot be b'news'"):
        index.update(b"news")  # type: ignore[arg-type]


@pytest.mark.parametrize("path", ["", b"articles", 5, None, "a\0b", "\ud800", ["articles"]])
def test_what_is_no_path(index: newsgrep.Index, path: object) -> None:
    """An empty text is none, as it stands for a variable without a value, and not for the current folder."""
    with pytest.raises(newsgrep.UsageError, match="paths cannot be "):
        index.update([path])
    with pytest.raises(newsgrep.UsageError, match="path cannot be "):
        newsgrep.read_articles(path)
    with pytest.raises(newsgrep.UsageError, match="path cannot be "):
        index.remove_source(path)
    with pytest.raises(newsgrep.UsageError, match="target cannot be "):
        index.export(path, "old")


@pytest.mark.parametrize("place", [b"archive", 5, 0, "a\0b", "\ud800", ["archive"]])
def test_what_is_no_place_of_an_index(place: object) -> None:
    """A text without anything in it, as None, stands for the index of the command line."""
    with pytest.raises(newsgrep.UsageError, match="place cannot be "):
        newsgrep.open_index(place)
    assert newsgrep.open_index("").place == newsgrep.open_index().place


@pytest.mark.parametrize("name", [None, 5, b"quote"])
def test_what_is_no_tag(index: newsgrep.Index, name: object) -> None:
    """Nothing is tagged; and what is neither a key nor a hit has no tag."""
    for change in (lambda: index.tag("old", name), lambda: index.rename_tag(name, "new")):
        with pytest.raises(newsgrep.UsageError, match="the name of a tag cannot be "):
            change()
    with pytest.raises(newsgrep.UsageError, match="a key cannot be "):
        index.tag([name], "quote")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"sort": "nope"}, "sort cannot be 'nope'"),
        ({"rank": "nope"}, "rank cannot be 'nope'"),
        ({"sort": "random", "seed": "a"}, "seed cannot be 'a'"),
        ({"offset": -1}, "offset cannot be -1"),
        ({"limit": -1}, "limit cannot be -1"),
        ({"limit": "10"}, "limit cannot be '10'"),
        ({"width": None}, "width cannot be None"),
        ({"width": 0}, "width cannot be 0"),
        ({"sentences": -1}, "sentences cannot be -1"),
        ({"since": 2020}, "since cannot be 2020"),
        ({"last": dt.date(2020, 1, 1)}, "last cannot be datetime.date"),
        ({"author": 5}, "author cannot be 5"),
        ({"source": ["a", None]}, "source cannot be"),
        ({"query": 5}, "query cannot be 5"),
        ({"fold": "no"}, "fold cannot be 'no'"),
        ({"explain": 1}, "explain cannot be 1"),
        ({"any": "no"}, "any cannot be 'no'"),
        ({"literal": None}, "literal cannot be None"),
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


@pytest.mark.parametrize(
    ("method", "arguments", "message"),
    [
        ("timeline", {"by": "foo"}, "by cannot be 'foo'"),
        ("timeline", {"by": ["month"]}, r"by cannot be \['month'\]"),
        ("timeline", {"queries": 5}, "query cannot be 5"),
        ("concordance", {"order": "foo"}, "order cannot be 'foo'"),
        ("concordance", {"width": -1}, "width cannot be -1"),
        ("concordance", {"sample": 0}, "sample cannot be 0"),
        ("names", {"sample": 0}, "sample cannot be 0"),
        ("concordance", {"seed": "a"}, "seed cannot be 'a'"),
        ("facets", {"top": "x"}, "top cannot be 'x'"),
        ("facets", {"top": -1}, "top cannot be -1"),
        ("facets", {"by": 5}, "by cannot be 5"),
        ("facets", {"by": ["colour"]}, "nothing to count by 'colour'"),
        ("key_terms", {"top": "x"}, "top cannot be 'x'"),
        ("key_terms", {"top": -1}, "top cannot be -1"),
        ("key_terms", {"top": None}, "top cannot be None"),
        ("collocates", {"top": -1}, "top cannot be -1"),
        ("collocates", {"span": 0}, "span cannot be 0"),
        ("sample", {"size": "2"}, "size cannot be '2'"),
        ("sample", {"size": -1}, "size cannot be -1"),
        ("sample", {"size": 0}, "size cannot be 0"),
        ("sample", {"size": True}, "size cannot be True"),
        ("sample", {"size": 1, "seed": "x"}, "seed cannot be 'x'"),
        ("sample", {"size": 1, "by": "url"}, "cannot be stratified by 'url'"),
        ("sample", {"size": 1, "by": [5]}, r"by cannot be \[5\]"),
        ("similar", {"like": 5}, "like cannot be 5"),
        ("similar", {"like": "old", "limit": -1}, "limit cannot be -1"),
        ("story", {"key": 5}, "a key cannot be 5"),
        ("texts", {"key": None}, "a key cannot be None"),
        ("duplicates", {"article": None}, "a key cannot be None"),
        ("delete", {"keys": [5]}, "a key cannot be 5"),
        ("delete", {"keys": "old", "wait": "x"}, "wait cannot be 'x'"),
        ("optimize", {"wait": -1}, "wait cannot be -1"),
        ("explain_query", {"query": "ganja", "sort": "foo"}, "sort cannot be 'foo'"),
        ("check_receipt", {"receipt": "nosuch"}, "nosuch cannot be read: no such file"),
        ("check_receipt", {"receipt": 5}, "receipt cannot be 5"),
        ("remove_source", {"path": "old", "dry_run": "no"}, "dry_run cannot be 'no'"),
        ("timeline", {"share": "no"}, "share cannot be 'no'"),
        ("facets", {"fold": "no"}, "fold cannot be 'no'"),
        ("key_terms", {"own": "no"}, "own cannot be 'no'"),
        ("collocates", {"stopwords": "no"}, "stopwords cannot be 'no'"),
        ("places", {"languages": 5}, "languages cannot be 5"),
        ("places", {"languages": "en", "names": [5]}, r"names cannot be \[5\]"),
        ("shown_key", {"article": "old"}, "article cannot be 'old'"),
    ],
)
def test_a_question_that_cannot_be_meant(
    index: newsgrep.Index, method: str, arguments: dict[str, object], message: str
) -> None:
    """The error names the argument, its value and what it may be."""
    required = {"queries": "ganja"} if method == "timeline" else {"query": "ganja"}
    takes_query = method in ("timeline", "concordance", "facets", "key_terms", "collocates", "sample")
    with pytest.raises(newsgrep.UsageError, match=message) as caught:
        getattr(index, method)(**(required if takes_query else {}) | arguments)
    assert caught.value.hint


def test_what_is_no_key_is_no_number_either(index: newsgrep.Index) -> None:
    """An index, or a group, is no list of articles."""
    group = newsgrep.IndexGroup(["archive"])
    for archive in (index, group):
        assert ("old" in archive, "none" in archive) == (True, False)
        with pytest.raises(newsgrep.UsageError, match="a key cannot be 5"):
            assert 5 in archive


@pytest.mark.parametrize("by", ["lang,month", "lang, month", ["lang", "month"], ("lang", "month")])
def test_names_are_given_as_one_text_or_as_several(index: newsgrep.Index, by: object) -> None:
    """Wherever there may be several."""
    assert [table.facets for table in index.facets("ganja", by=by).tables] == [("lang",), ("month",)]
    strata = [stratum.values for stratum in index.sample("ganja", size=9, by=by).strata]
    assert strata == [("", "2020-10"), ("", "2021-01")]


def test_one_thing_stands_for_a_list_of_one(index: newsgrep.Index) -> None:
    """An index, a query, a column of a cross table."""
    for folder in ("archive", Path("archive"), ["archive"], ("archive",)):
        assert len(newsgrep.open_indexes(folder)) == 2
    assert index.timeline("ganja") == index.timeline(["ganja"])
    assert index.facets("ganja", by="lang*year") == index.facets("ganja", by=["lang*year"])
    assert index.sample("ganja", size=2, by="month") == index.sample("ganja", size=2, by=["month"])


def test_a_group_of_no_index_is_refused() -> None:
    """Where it is made."""
    with pytest.raises(newsgrep.UsageError, match="no index is named"):
        newsgrep.IndexGroup([])


def test_articles_like_a_hit(index: newsgrep.Index) -> None:
    """Are those like its article."""
    hit = index.search("missile")[0]
    assert index.similar(hit) == index.similar(hit.article) == index.similar(hit.key)


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
    close = index.search(newsgrep.parse_query("ganja nowhere")).close_hits
    assert [hit.missing for hit in close] == [hit.missing for hit in index.search("ganja nowhere").close_hits]
    assert close


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


@pytest.mark.parametrize("origin", ["page", "url", "guess", "crawl", "mail", "properties"])
def test_an_article_that_was_read_from_a_file_can_be_added(index: newsgrep.Index, origin: str) -> None:
    """Whatever gave its date; its title may come from the properties of a document."""
    article = Article(key="x", title="Strike", title_from="properties", date="2020", date_from=origin)
    with index.writer() as writer:
        writer.add(article)
    assert (index["x"].title_from, index["x"].date_from) == ("properties", origin)


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
