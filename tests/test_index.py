"""The public API: what `import newsgrep` gives to a program."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

import newsgrep
from newsgrep.cli import main

RECORDS = [
    {
        "id": "1",
        "title": "Strike",
        "body": "A missile fell on Ganja.",
        "source": "Daily Post",
        "language": "en",
    },
    {"id": "2", "title": "Market", "body": "Cocoa is dear.", "source": "Tagblatt", "language": "de"},
]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder of articles: three files, one of them in `drafts`, and two records."""
    monkeypatch.chdir(tmp_path)
    for path, text in {
        "articles/1.txt": " date 2020-10-04 By Aysel Newsgrep\n\nMissiles fell on Ganja.\n\nAn air raid.",
        "articles/2.txt": " date 2021-01-05 By Carla Newsgrep\n\nTalks on Ganja and a missile.",
        "articles/drafts/3.txt": " date 2020-10-28 By Aysel Newsgrep\n\nNotes on Ganja.",
        "dump.jsonl": "".join(f"{json.dumps(record)}\n" for record in RECORDS),
    }.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        os.utime(file, (1e9, 1e9))
    return tmp_path


@pytest.fixture
def index(home: Path) -> Iterator[newsgrep.Index]:
    """An index of all but the draft."""
    with newsgrep.open_index("archive") as opened:
        opened.update(["articles/", "dump.jsonl"], exclude=["drafts/*"])
        yield opened


def keys(results: newsgrep.SearchResults) -> list[str]:
    """The keys of all hits, sorted."""
    return sorted(hit.key for hit in results)


def test_an_update_makes_the_index_and_reports(home: Path) -> None:
    """The first update makes the index; the next one finds the files unchanged."""
    with newsgrep.open_index("archive") as index:
        report = index.update(["articles/", Path("dump.jsonl")], exclude=["drafts/*"])
        assert isinstance(report, newsgrep.IndexReport)
        assert (report.added, report.total, report.unreadable) == (4, 4, [])
        assert index.update("articles", exclude="drafts/*").same == 2
    assert (home / "archive").is_dir()


def test_an_open_index_sees_its_own_changes(index: newsgrep.Index, home: Path) -> None:
    """After an update it answers from the new state, and older results can still be read."""
    before = index.search("ganja", limit=None)
    (home / "articles/4.txt").write_text("Rockets over Ganja.")
    (home / "articles/1.txt").unlink()
    index.update("articles", exclude="drafts/*")
    assert keys(index.search("rockets")) == ["articles/4.txt"]
    assert "articles/1.txt" not in index
    assert "articles/1.txt" in keys(before)


def test_an_index_sees_the_changes_of_others_when_it_is_refreshed(index: newsgrep.Index, home: Path) -> None:
    """Until then it answers from the state that it was opened in."""
    assert index.count("talks") == 1
    (home / "articles/2.txt").unlink()
    assert main(["index", "-q", "--index", "archive", "articles", "--exclude", "drafts/*"]) == 0
    assert index.count("talks") == 1
    index.refresh()
    assert index.count("talks") == 0


def test_results_are_a_sequence(index: newsgrep.Index) -> None:
    """They have a length, are indexed, cut and iterated over as often as one likes."""
    results = index.search("ganja", sort="date")
    assert (len(results), results.total) == (3, 3)
    first = results[0]
    assert results[-1] is results[2]
    assert results[1:] == list(results)[1:]
    assert results[::-1] == list(reversed(results))
    assert results[0:0] == []
    assert list(results) == list(results)
    assert list(results)[0] is first
    assert first in results
    with pytest.raises(IndexError):
        results[3]


def test_results_of_a_page(index: newsgrep.Index) -> None:
    """The length is that of the page, the total that of all articles found."""
    page = index.search("ganja", sort="date", limit=2, offset=2)
    assert (len(page), page.total, page[0].rank) == (1, 3, 3)
    assert len(index.search("ganja", offset=9)) == 0
    assert len(index.search("ganja", limit=None)) == 3


def test_streamed_hits_are_not_kept(index: newsgrep.Index) -> None:
    """So that any number of them fits the memory; those that were reached before come first."""
    results = index.search("ganja", limit=None)
    first = results[0]
    streamed = list(results.stream())
    assert streamed[0] is first
    assert len(streamed) == 3
    assert results[0] is first
    for again in (lambda: results[1], lambda: list(results), lambda: list(results.stream())):
        with pytest.raises(newsgrep.UsageError, match="the hits were streamed"):
            again()
    assert repr(results) == "<SearchResults: 3 of 3>"


def test_a_hit_has_the_fields_of_its_article(index: newsgrep.Index) -> None:
    """And passages with the matches in them."""
    (hit,) = index.search("ganja missile", since="2020-10", until="2020", author="aysel", limit=10)
    assert isinstance(hit, newsgrep.Hit)
    assert hit.score > 0
    assert (hit.key, hit.path, hit.date) == ("articles/1.txt", "articles/1.txt", "2020-10-04")
    assert hit.authors == ("Aysel Newsgrep",)
    assert hit.title == "Missiles fell on Ganja."
    assert hit.body.startswith("Missiles fell")
    assert (hit.url, hit.source, hit.language, hit.section) == ("", "", "", "")
    passage = hit.passages[0]
    assert isinstance(passage, newsgrep.Passage)
    assert [passage.text[start:end] for start, end in passage.spans] == ["Missiles", "Ganja"]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"since": "2021"}, "2"),
        ({"until": "2020"}, "1"),
        ({"last": "1d"}, ""),
        ({"author": "carla"}, "2"),
        ({"author": ["carla", "aysel"]}, "12"),
        ({"source": "daily post"}, "d"),
        ({"lang": ("en", "fr")}, "d"),
    ],
)
def test_filters(index: newsgrep.Index, filters: dict[str, object], expected: str) -> None:
    """They hold beside the query, and a name may be one or several."""
    assert "".join(key.split("/")[-1][0] for key in keys(index.search("ganja", **filters))) == expected
    assert index.count("ganja", **filters) == len(expected)


def test_filters_alone_are_a_search(index: newsgrep.Index) -> None:
    """A search for nothing at all is an error."""
    assert index.search(author="newsgrep").total == 2
    with pytest.raises(newsgrep.UsageError):
        index.search()
    with pytest.raises(TypeError):
        index.search("ganja", sinse="2020")  # type: ignore[call-arg]


def test_how_the_query_is_read(index: newsgrep.Index) -> None:
    """Any of its words, or as plain text; what cannot be read has a position."""
    assert index.count("cocoa talks", any=True) == 2
    assert index.count("(ganja", literal=True) == 3
    with pytest.raises(newsgrep.QuerySyntaxError) as error:
        index.search('ganja "missile')
    assert error.value.position == 6


def test_hits_are_what_jsonl_prints(
    index: newsgrep.Index, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """So that a table of hits has the same columns from a program and from the command line."""
    objects = index.search("ganja missile").as_dicts()
    assert main(["search", "--index", "archive", "--jsonl", "ganja missile"]) == 0
    assert [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()] == objects
    (hit,) = index.search("cocoa")
    assert hit.as_dict(["key", "author"]) == {"schema_version": 1, "key": "dump.jsonl#2", "author": None}


def test_a_hit_gives_the_fields_that_are_named(index: newsgrep.Index) -> None:
    """One or several; another name is refused with the nearest. It is shown on a line, without its text."""
    hit = index.search("title:strike")[0]
    assert hit.as_dict(["title", "words"]) == {"schema_version": 1, "title": "Strike", "words": 5}
    assert hit.as_dict("title") == hit.as_dict(["title"])
    assert index.search("title:strike").as_dicts("title")[0] == hit.as_dict("title")
    with pytest.raises(newsgrep.UsageError, match="there is no field 'boddy'") as error:
        hit.as_dict(["boddy"])
    assert error.value.hint.startswith("did you mean body? ")
    assert repr(hit).startswith("Hit(rank=1, score=")
    assert repr(hit).endswith(f"key={hit.key!r}, date='', title='Strike')")


def test_a_score_is_explained(index: newsgrep.Index) -> None:
    """Term by term, if that is asked for."""
    (hit,) = index.search("cocoa", explain=True)
    assert hit.explanation is not None
    assert [term.query for term in hit.explanation.contributions] == ["cocoa"]
    assert index.search("cocoa")[0].explanation is None


def test_notices_say_what_was_changed(index: newsgrep.Index) -> None:
    """In the query and by a filter, in plain text."""
    notices = index.search("the gan?a or missile", since="2020").notices
    assert [notice.split(":")[0] for notice in notices] == [
        '"or" is read as a word; write OR in capitals for the operator',
        "left out as too common",
        "gan?a matches",
        "left out for lack of a date",
    ]
    assert index.search("ganja").notices == ()


def test_a_diagnosis_is_data(index: newsgrep.Index) -> None:
    """It says why nothing was found, and is None where something was."""
    assert index.search("ganja").diagnosis is None
    diagnosis = index.search("misile cocoa").diagnosis
    assert isinstance(diagnosis, newsgrep.Diagnosis)
    unknown, counts = diagnosis.findings
    assert (unknown.word, unknown.nearest) == ("misile", ("missile", "missiles"))
    assert (counts.counts, counts.complete) == ((("misile", 0), ("cocoa", 1)), True)


def test_articles_by_key(index: newsgrep.Index, monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """As the index stores the key, or as a hit has it in the current folder."""
    article = index["articles/1.txt"]
    assert isinstance(article, newsgrep.Article)
    assert article.date == "2020-10-04"
    assert index.get("dump.jsonl#2") == index["dump.jsonl#2"]
    monkeypatch.chdir(home / "articles")
    assert index.search("talks")[0].key == "2.txt"
    assert index["2.txt"].key == "articles/2.txt"
    assert "dump.jsonl#1" in index


def test_an_unknown_key_is_a_key_error_with_a_suggestion(index: newsgrep.Index) -> None:
    """It is an error of newsgrep, too."""
    assert index.get("articles/9.txt") is None
    assert "articles/9.txt" not in index
    with pytest.raises(KeyError) as error:
        index["articles/11.txt"]
    assert isinstance(error.value, newsgrep.ArticleNotFoundError)
    assert isinstance(error.value, newsgrep.NewsgrepError)
    assert str(error.value).startswith("there is no article articles/11.txt in the index; did you mean ")


@pytest.mark.parametrize("key", ["\ud800", "<\ud800@example.org>"])
def test_half_of_a_surrogate_pair_is_in_no_key(index: newsgrep.Index, key: str) -> None:
    """Nor in a Message-ID: no article has it."""
    for ask in (index.__getitem__, index.thread, index.story, index.similar):
        with pytest.raises(newsgrep.ArticleNotFoundError):
            ask(key)


def test_an_index_is_not_iterated_over(index: newsgrep.Index) -> None:
    """It is looked up by key: to go through it as a list would ask for the keys 0, 1, 2."""
    with pytest.raises(TypeError):
        iter(index)


def test_duplicates_of_an_article(index: newsgrep.Index, home: Path) -> None:
    """Their keys, which have no article of their own."""
    story = "Missiles fell on the old town at night, and the rescuers worked until the morning came. " * 5
    for name in ("story", "copy of story"):
        (home / f"articles/{name}.txt").write_text(story)
    assert index.update("articles", exclude="drafts/*").duplicates == 1
    assert index.duplicates("articles/copy of story.txt") == ["articles/story.txt"]
    assert index.duplicates("articles/2.txt") == []
    assert index.duplicates(index["articles/copy of story.txt"]) == ["articles/story.txt"]


def test_state(index: newsgrep.Index) -> None:
    """Its size, its contents, and that it is whole."""
    assert len(index) == 4
    stats = index.stats()
    assert isinstance(stats, newsgrep.IndexStats)
    assert (stats.articles, stats.files, stats.first_day) == (4, 3, "2020-10-04")
    assert index.check() == []
    index.optimize()
    assert len(index) == 4


def test_damage_is_found(index: newsgrep.Index, home: Path) -> None:
    """By a check, in a line for each problem."""
    file = min((home / "archive").glob("*.art"))
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 16
    file.write_bytes(data)
    index.refresh()
    assert index.check()


def test_matches_in_any_text(index: newsgrep.Index) -> None:
    """A highlighter finds what a query matches."""
    text = "A missile, missiles."
    spans = index.highlighter("missile").spans(text, "body")
    assert [text[start:end] for start, end in spans] == ["missile", "missiles"]


def test_a_folder_without_an_index_is_an_empty_index(home: Path) -> None:
    """It has no articles, and a search says that there is no index. A dry run makes none."""
    with newsgrep.open_index("archive") as index:
        assert len(index) == 0
        assert "articles/1.txt" not in index
        assert index.get("articles/1.txt") is None
        for read in (
            lambda: index.search("ganja"),
            lambda: index.count("ganja"),
            lambda: index["articles/1.txt"],
            index.stats,
            index.optimize,
        ):
            with pytest.raises(newsgrep.IndexMissingError):
                read()
        assert index.update("articles", dry_run=True).added == 3
        assert not (home / "archive").exists()


def test_a_closed_index_says_so(index: newsgrep.Index) -> None:
    """Results that it gave before can still be read."""
    results = index.search("ganja")
    index.close()
    assert len(list(results)) == 3
    for use in (lambda: index.search("ganja"), lambda: index.update("articles")):
        with pytest.raises(newsgrep.IndexUnusableError, match="the index is closed"):
            use()


def test_the_index_is_the_one_of_the_command_line(
    index: newsgrep.Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one of the environment, else the nearest `.newsgrep`."""
    assert newsgrep.open_index().place == Path.cwd() / ".newsgrep"
    monkeypatch.setenv("NEWSGREP_INDEX", "archive")
    with newsgrep.open_index() as same:
        assert same.place == index.place
        assert len(same) == 4


def test_options_of_reading(home: Path) -> None:
    """Keys of records, formats, filters and globs, as the command line has them."""
    (home / "a.rec").write_text('{"hed": "Ganja", "txt": "Rockets fell."}\n')
    (home / "b.abc").write_text("Upper case")
    index = newsgrep.open_index("archive")
    index.update("a.rec", format="jsonl", mapping={"title": "hed", "body": ["text", "txt"]})
    assert index.search("rockets")[0].title == "Ganja"
    index.update(["b.abc"], filters={"abc": "tr a-z A-Z"})
    assert index["b.abc"].body == "UPPER CASE"


def test_progress_is_reported(home: Path) -> None:
    """Articles read, bytes read, and bytes to read."""
    seen: list[tuple[int, ...]] = []
    newsgrep.open_index("archive").update("articles", progress=lambda *numbers: seen.append(numbers))
    assert seen[-1][0] == 3


def test_an_article_is_made_with_key_title_and_body() -> None:
    """All else is optional."""
    article = newsgrep.Article(key="note-1", title="A note", body="Ganja.")
    assert (article.path, article.authors, article.date) == ("", (), "")


def test_a_query_is_parsed() -> None:
    """To a tree that writes itself in the query language, with notices."""
    parsed = newsgrep.parse_query("ganja W/5 missile")
    assert str(parsed) == "ganja W/5 missile"
    assert newsgrep.parse_query("cats or dogs").notices
    assert str(newsgrep.parse_query("a b", any_word=True)) == "a OR b"
    with pytest.raises(newsgrep.QuerySyntaxError):
        newsgrep.parse_query("(ganja")


@pytest.mark.parametrize("address", ["http:/x", "s3://bucket/index"])
def test_a_wrong_address_is_refused(address):
    """It would be taken for the name of a new folder."""
    with pytest.raises(newsgrep.UsageError, match="names no index|no kind of address"):
        newsgrep.open_index(address)


def test_an_index_on_a_server_is_no_folder():
    """It has an address, which is shown with its port, and is not searched together with others."""
    with newsgrep.open_index("https://search.example/news") as index:
        assert index.title == "https://search.example:443/news"
        with pytest.raises(newsgrep.UsageError, match="is not searched together"):
            newsgrep.open_indexes(["here", index.title]).open()
