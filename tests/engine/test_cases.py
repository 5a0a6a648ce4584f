"""Single cases: ties, fields and authors, long articles, days, and an empty index."""

from __future__ import annotations

import pytest

from newsgrep.analysis.analyzer import Analyzer
from newsgrep.article import Article
from newsgrep.query.nodes import (
    AtLeast,
    Cased,
    DateRange,
    Exact,
    Keyword,
    MatchAll,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Wildcard,
    Word,
)
from newsgrep.textmatch.verifier import with_checks
from tests.engine.conftest import prepared


def article(key: str, body: str, title: str = "", authors: tuple[str, ...] = (), date: str = "") -> Article:
    """An article with this text."""
    return Article(key, "p", body, title, "headline", authors, date)


def test_many_commits_with_ties(tmp_path, open_index, found):
    """Equal articles of many segments come newest first, then by their keys, however many are wanted."""
    history = [
        (set(), {i: article(f"{c}-{i}", "tied words", date=f"2020-10-{1 + i % 3:02}") for i in range(30)})
        for c in range(9)
    ]
    with open_index(tmp_path / "index", history) as (engine, _):
        hits = found(engine, Word("tied"))
        order = [(-one.day, one.key) for _, one in hits]
        assert order == sorted(order)
        assert len(hits) == 270
        for limit in (1, 5, 89, 90, 91, 269):
            assert found(engine, Word("tied"), limit=limit) == hits[:limit]


def test_a_phrase_stays_within_a_text(tmp_path, open_index, found):
    """A phrase crosses paragraphs, but neither from body to title nor from one author to the next."""
    body = "first paragraph\n\nsecond ends"
    history = [(set(), {"k": article("k", body, "headline starts", ("Ada Lee", "Bo Ray"))})]
    cases = {
        "paragraph second": 1,
        "ends headline": 0,
        "starts ada": 0,
        "lee bo": 0,
        "ada lee": 1,
        "bo ray": 1,
    }
    with open_index(tmp_path / "index", history) as (engine, _):
        assert {text: engine.count(Phrase(text)) for text in cases} == cases


def test_words_of_two_sections_are_not_in_a_row(tmp_path, open_index, found):
    """A section of several words is found, and not the end of one with the beginning of the next."""
    of = article("k", "ships")._replace(section="Local News; Sport; World Affairs")
    cases = {
        "local news": 1,
        "news sport": 0,
        "Sport": 1,
        "world affairs": 1,
        "sport world": 0,
        "News; Sport": 1,
    }
    with open_index(tmp_path / "index", [(set(), {"k": of})]) as (engine, _):
        assert {text: engine.count(Keyword(text, "section")) for text in cases} == cases
        assert engine.count(Keyword("local ne", "section", prefix=True)) == 1
        assert engine.count(Keyword("news sp", "section", prefix=True)) == 0


def test_a_sign_that_stands_for_several_letters_is_found_as_it_is_typed(tmp_path, open_index, found):
    """A fraction, or the article ŉ, which would be other words if their letters were typed."""
    history = [
        (set(), {"k": article("k", "Rates rose 5½ points, wrote ŉ man"), "l": article("l", "5 1 2 n")})
    ]
    with open_index(tmp_path / "index", history) as (engine, _):
        for text in ("½", "5½ points", "ŉ", "ŉ man"):
            for query in (Exact(text), Cased(text)):
                assert engine.count(with_checks(query, Analyzer())) == (text != "½")


def test_a_phrase_in_a_long_article(tmp_path, open_index, found):
    """Positions beyond 65,535 are exact: a phrase there is found, and its words apart are not."""
    long = "x " * 65_530 + " ".join(f"w{i}" for i in range(12))
    history = [(set(), {"k": article("k", long, "w3 w2"), "l": article("l", "w4 w3")})]
    with open_index(tmp_path / "index", history) as (engine, _):
        for i in range(11):
            assert engine.count(Phrase(f"w{i} w{i + 1}", "body")) == 1
            assert engine.count(Phrase(f"w{i} w{i + 1}", "title")) == 0
        assert engine.count(Phrase("w3 w2")) == 1
        assert engine.count(Phrase(" ".join(f"w{i}" for i in range(12)))) == 1
        assert engine.count(Phrase("w5 w7")) == 0


def test_patterns_of_very_many_words(tmp_path, open_index, found, oracle_of):
    """More than a server looks for at once: as a word, behind another one, counted, and several times."""
    numbers = " ".join(f"f-{n}" for n in range(1000, 2100))
    articles = [
        article("k", numbers),
        article("l", "an f-1555 and f-16", "f-1066"),
        article("m", "f 2 1777 g"),
    ]
    queries = [
        Wildcard("1*"),
        Not(Wildcard("1*")),
        Prefix("f-1"),
        Prefix("f-1", "title"),
        AtLeast(3, Prefix("f-1")),
        Near((Or((Prefix("f-1"), Word("g"))),), 1),
        Or((Prefix("f-1"), Wildcard("*5*"), Prefix("f-10"))),
    ]
    with open_index(tmp_path / "index", [(set(), {one.key: one for one in articles})]) as (engine, live):
        oracle = oracle_of(live)
        for query in queries:
            scores = {one.key: score for score, one in found(engine, query)}
            assert scores == pytest.approx(oracle.answer(prepared(query, engine)), abs=1e-5), query


def test_an_empty_index_answers(tmp_path, open_index, found):
    """An index without articles, or with none left, matches nothing."""
    for history in ([(set(), {})], [(set(), {"k": article("k", "a city")}), ({"k"}, {})]):
        with open_index(tmp_path / f"{len(history)}", history) as (engine, _):
            for query in (
                Word("city"),
                Phrase("a city"),
                Prefix("c"),
                MatchAll(),
                Not(Word("city")),
                DateRange(None, None),
            ):
                assert found(engine, query) == []
            assert engine.get("k") is None
            assert engine.stats().articles == 0
            assert list(engine.check()) == []


def test_the_days_of_an_index(tmp_path, open_index):
    """The first and the last one of live articles; none where no article has a date."""

    def dated(key: str, date: str) -> Article:
        return Article(key, "p", "text", date=date)

    history = [
        (set(), {"a": dated("a", "1999-12-31"), "b": dated("b", "2020-10"), "c": dated("c", "")}),
        ({"a"}, {"d": dated("d", "2021-02-03T10:00+04:00")}),
    ]
    with open_index(tmp_path / "index", history) as (engine, _):
        assert engine.days() == ("2020-10-01", "2021-02-03")
    with open_index(tmp_path / "undated", [(set(), {"c": dated("c", "")})]) as (engine, _):
        assert engine.days() is None
