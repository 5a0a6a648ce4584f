"""One search: what the engine is asked, and what a hit says of its article."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsgrep.article import Article
from newsgrep.engine.base import Engine, Matches
from newsgrep.query import parse
from newsgrep.query.nodes import Node
from newsgrep.results import Explanation, Hit
from newsgrep.search.answering import search
from newsgrep.search.hit_maker import HitMaker, Shown
from newsgrep.search.options import SearchOptions
from newsgrep.search.request import ParsedRequest
from newsgrep.search.shown_paths import relative_to_cwd


def asked(query: str) -> ParsedRequest:
    """A request with a query."""
    return ParsedRequest("", parse(query))


def hit_of(query: str, article: Article, path: str = "", **options: int) -> Hit:
    """The hit that an article is for a query."""
    maker = HitMaker(parse(query), "english", SearchOptions(**options), Shown(lambda stored: path or stored))
    return maker.hit(1, 1.0, article)


BODY = "The lede.\n\nMissiles fell on Ganja.\nAnother missile fell."


@pytest.mark.parametrize(
    ("query", "body_line", "line"),
    [
        ("lede", 5, 5),
        ("missile", 5, 7),
        ("another", 5, 8),
        ("title:headline", 5, 3),
        ("missile", 0, 3),  # the body does not stand in the file as it is
    ],
)
def test_the_line_of_a_hit(query: str, body_line: int, line: int) -> None:
    """That of the first mark shown, else of the article."""
    article = Article(key="a", path="a", body=BODY, title="Headline", line=3, body_line=body_line)
    assert hit_of(query, article).line == line


def test_the_line_is_that_of_what_is_shown() -> None:
    """Where the best passage is not the one with the first match."""
    body = "A missile.\n" + "Nothing.\n" * 30 + "A missile fell on Ganja."
    article = Article(key="a", path="a", body=body, body_line=1)
    assert hit_of("ganja missile", article, passages=1, width=30).line == 32
    assert hit_of("ganja missile", article, passages=2, width=30).line == 1
    assert hit_of("ganja missile", article, passages=0).line == 1


@pytest.mark.parametrize(
    ("key", "path", "shown", "expected"),
    [
        ("news/a.txt", "news/a.txt", "../news/a.txt", "../news/a.txt"),
        ("news/a.jsonl#7", "news/a.jsonl", "/n/a.jsonl", "/n/a.jsonl#7"),
        ("a%23b.jsonl#c#d", "a#b.jsonl", "x/a#b.jsonl", "x/a%23b.jsonl#c#d"),
    ],
)
def test_the_key_of_a_hit(key: str, path: str, shown: str, expected: str) -> None:
    """The path as shown, and the record: what `newsgrep show` takes."""
    assert hit_of("lede", Article(key=key, path=path, body=BODY), shown).key == expected


def test_marks_of_a_hit() -> None:
    """In title, byline and passages."""
    article = Article(key="a", path="a", body=BODY, title="Ganja", authors=("A Ganja", "B Ganja"))
    hit = hit_of("ganja", article)
    assert (hit.title_spans, hit.byline_spans) == (((0, 5),), ((2, 7), (11, 16)))
    assert [passage.text[slice(*span)] for passage in hit.passages for span in passage.spans] == ["Ganja"]


@pytest.mark.parametrize(
    ("cwd", "path", "shown"),
    [
        ("home", "news/a.txt", "news/a.txt"),
        ("home/news", "news/a.txt", "a.txt"),
        ("home/news/2020", "news/a.txt", "../a.txt"),
        ("home", "{tmp}/away/a.txt", "../away/a.txt"),
        ("home", "/a.txt", "/a.txt"),
        ("home", "./news/../a.txt", "a.txt"),
        ("home", "-a.txt", "./-a.txt"),
        ("home", "-news/a.txt", "./-news/a.txt"),
    ],
)
def test_paths_are_as_short_as_they_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cwd: str, path: str, shown: str
) -> None:
    """From the current folder."""
    folder = tmp_path / cwd
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    stored = path.format(tmp=tmp_path)
    found = relative_to_cwd(tmp_path / "home")(stored)
    assert found == shown
    assert os.path.normpath(Path.cwd() / found) == os.path.normpath(tmp_path / "home" / stored)


def test_an_article_of_no_file_has_no_path() -> None:
    """Its key is shown as it is."""
    assert relative_to_cwd(Path("home"))("") == ""
    assert hit_of("lede", Article(key="note-1", body=BODY)).key == "note-1"


class OneArticle(Engine):
    """An engine that finds one article for anything, and remembers what it was asked."""

    home = Path()
    language = "english"
    asked: tuple[Node, str, int | None, int]
    explained: tuple[Node, str] | None = None

    def search(self, query: Node, *, sort: str, limit: int | None, offset: int, seed: int = 0) -> Matches:
        """Find it."""
        self.asked = (query, sort, limit, offset)

        def articles() -> Iterator[tuple[float, Article]]:
            yield 2.5, Article(key="a", path="a", body=BODY)

        return Matches(9, articles())

    def explain(self, query: Node, key: str) -> Explanation:
        """Say which query and which article were asked about, in an explanation of nothing."""
        self.explained = (query, key)
        return Explanation(2.5, 1, 1, ())


def test_a_search_asks_the_engine_and_makes_hits() -> None:
    """Ranks count from the offset; stopwords do not reach the engine."""
    engine = OneArticle()
    results = search(
        engine, asked("the missile"), SearchOptions(limit=3, offset=4, sort="date"), Shown("x/{}".format)
    )
    assert engine.asked == (parse("missile"), "date", 3, 4)
    assert (results.total, len(results.notices)) == (9, 1)
    hit = results[0]
    assert (hit.rank, hit.score, hit.path, hit.key) == (5, 2.5, "x/a", "x/a")
    assert hit.explanation is engine.explained is None
    assert results.query == parse("missile")


def test_a_score_is_explained_where_that_is_asked_for() -> None:
    """The query is the one that was searched, without its stopwords."""
    engine = OneArticle()
    (hit,) = search(engine, asked("the missile"), SearchOptions(explain=True), Shown()).stream()
    assert engine.explained == (parse("missile"), "a")
    assert hit.explanation == Explanation(2.5, 1, 1, ())


def test_unmarked_hits_have_neither_passages_nor_matches() -> None:
    """Only what the engine knows of them."""
    (hit,) = search(OneArticle(), asked("missile"), SearchOptions(highlight=False), Shown()).stream()
    assert (hit.passages, hit.title_spans, hit.byline_spans, hit.line) == ((), (), (), 1)
    (hit,) = search(OneArticle(), asked("missile"), SearchOptions(), Shown()).stream()
    assert hit.passages
