"""Cases of their own: ties, fields and authors, long articles, and an index with nothing in it."""

from __future__ import annotations

from contextlib import closing
from functools import reduce

from newsgrep.article import Article
from newsgrep.engine.registry import open_engine
from newsgrep.query.nodes import DateRange, MatchAll, Not, Phrase, Prefix, Word


def article(key: str, body: str, title: str = "", authors: tuple[str, ...] = (), date: str = "") -> Article:
    """An article with this text."""
    return Article(key, "p", body, title, "headline", authors, date)


def test_many_commits_with_ties(tmp_path, committed, found):
    """Equal articles of many segments come newest first, then by their keys, however many are wanted."""
    history = [
        (set(), {i: article(f"{c}-{i}", "tied words", date=f"2020-10-{1 + i % 3:02}") for i in range(30)})
        for c in range(9)
    ]
    committed(tmp_path / "index", history)
    with closing(open_engine(tmp_path / "index")) as engine:
        hits = found(engine, Word("tied"))
        order = [(-one.day, one.key) for _, one in hits]
        assert order == sorted(order)
        assert len(hits) == 270
        for limit in (1, 5, 89, 90, 91, 269):
            assert found(engine, Word("tied"), limit=limit) == hits[:limit]


def test_a_phrase_stays_within_a_text(tmp_path, committed, found):
    """A phrase crosses paragraphs, but neither from body to title nor from one author to the next."""
    body = "first paragraph\n\nsecond ends"
    history = [(set(), {"k": article("k", body, "headline starts", ("Ada Lee", "Bo Ray"))})]
    committed(tmp_path / "index", history)
    cases = {
        "paragraph second": 1,
        "ends headline": 0,
        "starts ada": 0,
        "lee bo": 0,
        "ada lee": 1,
        "bo ray": 1,
    }
    with closing(open_engine(tmp_path / "index")) as engine:
        assert {text: engine.count(Phrase(text)) for text in cases} == cases


def test_a_phrase_in_a_long_article(tmp_path, committed, found):
    """Places beyond 65,535 are exact: a phrase there is found, and its words apart are not."""
    long = "x " * 65_530 + " ".join(f"w{i}" for i in range(12))
    committed(tmp_path / "index", [(set(), {"k": article("k", long, "w3 w2"), "l": article("l", "w4 w3")})])
    with closing(open_engine(tmp_path / "index")) as engine:
        for i in range(11):
            assert engine.count(Phrase(f"w{i} w{i + 1}", "body")) == 1
            assert engine.count(Phrase(f"w{i} w{i + 1}", "title")) == 0
        assert engine.count(Phrase("w3 w2")) == 1
        assert engine.count(Phrase(" ".join(f"w{i}" for i in range(12)))) == 1
        assert engine.count(Phrase("w5 w7")) == 0


def test_an_empty_index_answers(tmp_path, committed, found):
    """An index without articles, or with none left, matches nothing and knows it."""
    for history in ([(set(), {})], [(set(), {"k": article("k", "a city")}), ({"k"}, {})]):
        folder = tmp_path / f"{len(history)}"
        committed(folder, history)
        with closing(open_engine(folder)) as engine:
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
            assert reduce(lambda count, _: count + 1, engine.faults(), 0) == 0
