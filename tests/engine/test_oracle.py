"""The engine finds and scores what a slow reading of every article finds and scores."""

from __future__ import annotations

import datetime as dt
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgrep.analysis.analyzer import Analyzer
from newsgrep.article import LEDE, Article
from newsgrep.engine.base import SORTS, open_engine
from newsgrep.query.nodes import (
    And,
    AtLeast,
    DateRange,
    Exact,
    Expanded,
    Fuzzy,
    Keyword,
    LengthRange,
    MatchAll,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Regex,
    Weighted,
    Wildcard,
    Word,
)
from newsgrep.search.highlight.matches import Finder

ANALYZER = Analyzer("english")

WORDS = [
    *("city", "cities", "City’s", "run", "runs", "running", "missile", "missiles", "the", "of", "us", "US"),
    *("Nagorno-Karabakh", "Karabakh", "Nagorno", "U.S.", "AT&T", "C++", "20,000", "北京", "Erdoğan", "—"),
]
prose = st.lists(st.sampled_from([*WORDS, "\n\n"]), max_size=14).map(" ".join)
dates = st.sampled_from(["", "2020", "2020-10", "2020-10-30", "2020-10-31T12:00+04:00", "2021-01-01"])
keys = st.sampled_from([f"k{i}" for i in range(14)])


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """An article of the words above; its lede may stand in for a missing title."""
    body = draw(prose)
    title = draw(st.just("") | st.just(LEDE) | prose)
    article = Article(
        key=draw(keys),
        path=draw(st.sampled_from(["p", "news/2020/a.txt", "news/erdoğan.txt"])),
        body=body,
        title=title,
        authors=draw(st.lists(prose, max_size=2).map(tuple)),
        date=draw(dates),
        url=draw(st.sampled_from(["", "https://www.azernews.az/nation/1.html", "http://x.org/US/at&t"])),
        source=draw(st.sampled_from(["", "Azernews", "azernews.az", "The City Times"])),
        language=draw(st.sampled_from(["", "en", "en-GB", "EN_us", "az"])),
    )
    if title == LEDE:
        return article._replace(title=article.lede, title_from=LEDE)
    return article


#: A commit: articles to remove, and to add or to change.
commits = st.tuples(
    st.sets(keys, max_size=5), st.lists(articles(), max_size=8).map(lambda new: {one.key: one for one in new})
)

fields = st.sampled_from(["", "", "", "title", "author", "body", "lead"])
word_texts = st.sampled_from([*WORDS, "erdogan", "absent", "Nagorno-Karabakh’s", "city-run", "!"])
several = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
days = st.none() | st.dates(dt.date(2019, 12, 30), dt.date(2021, 1, 2))
beginnings = st.sampled_from(
    ["c", "cit", "ru", "runn", "n", "u", "US", "20", "é", "zz", "nagorno-kar", "the ci", ""]
)
patterns = st.one_of(
    st.builds(Wildcard, st.sampled_from(["*", "?", "c*", "*s", "r?n*", "M?SSILE", "erdoğ*", "*??*"]), fields),
    st.builds(
        Fuzzy,
        st.sampled_from(["misle", "us", "cties", "karabkah", "Erdogna"]),
        st.sampled_from([1, 2]),
        fields,
    ),
    st.builds(Regex, st.sampled_from(["cit.*", "[a-m]+", "runs?", "us|US", ".{2}", "missile(s|x)"]), fields),
)
leaves = st.one_of(
    st.builds(Word, word_texts, fields, st.booleans()),
    st.builds(Phrase, several, fields),
    st.builds(Exact, several, fields),
    st.builds(Prefix, beginnings, fields),
    patterns,
    st.builds(
        Expanded, st.sets(st.sampled_from(["city", "cities", "runs", "us", "US", "zz"])).map(tuple), patterns
    ),
)
counted = leaves | st.lists(leaves, min_size=2, max_size=2).map(tuple).map(Or)
terms = st.one_of(
    leaves,
    leaves,
    st.builds(
        Near,
        st.lists(counted, min_size=2, max_size=3).map(tuple),
        st.sampled_from([1, 2, 5, 101, 500]),
        st.booleans(),
    ),
    st.builds(AtLeast, st.integers(1, 4), counted),
)
ends = st.none() | st.integers(0, 15)
tags = st.one_of(
    st.builds(
        Keyword,
        st.sampled_from(["azernews", "az", "City", "times city", "!"]),
        st.just("source"),
        st.booleans(),
    ),
    st.builds(
        Keyword,
        st.sampled_from(["azernews.az", "x.org/us", "AT&T", "nat", "html"]),
        st.just("url"),
        st.booleans(),
    ),
    st.builds(Keyword, st.sampled_from(["en", "en-us", "e", "gb", "az"]), st.just("lang"), st.booleans()),
    st.builds(
        Keyword, st.sampled_from(["news", "2020/a", "erdogan", "p", "txt"]), st.just("path"), st.booleans()
    ),
)
filters = st.one_of(
    tags, st.builds(LengthRange, ends, ends), st.builds(DateRange, days, days), st.just(MatchAll())
)
trees = st.recursive(
    terms | filters,
    lambda smaller: st.one_of(
        st.builds(Not, smaller),
        st.builds(Weighted, smaller, st.sampled_from([0.001, 0.5, 3.0, 100.0])),
        st.builds(And, st.lists(smaller, min_size=2, max_size=4).map(tuple)),
        st.builds(Or, st.lists(smaller, min_size=2, max_size=4).map(tuple)),
    ),
    max_leaves=8,
)
histories = st.lists(commits, min_size=1, max_size=4)


def assert_ordered(hits: list[tuple[float, Article]], sort: str) -> None:
    """Check that articles are in order, ties between them by day, the newer first, then by key."""

    def order(hit: tuple[float, Article]) -> tuple:
        score, article = hit
        match sort:
            case "relevance":
                return -score, -article.day, article.key
            case "date" | "-date":
                return article.day * (-1 if sort == "-date" else 1), article.key
            case _:
                return getattr(article, sort).casefold(), -article.day, article.key

    assert list(map(order, hits)) == sorted(map(order, hits))


@settings(max_examples=25, deadline=None)
@given(histories, st.lists(trees, min_size=10, max_size=10), st.sampled_from([1, 5, 1 << 19]))
def test_the_engine_answers_as_a_slow_reading_does(
    tmp_path_factory, committed, found, oracle_of, history, queries, together
):
    """For any tree and any history of commits: the same articles, and the same scores.

    It does not matter how many occurrences are looked at together.
    """
    folder = tmp_path_factory.mktemp("oracle") / "index"
    oracle = oracle_of(committed(folder, history))
    with pytest.MonkeyPatch.context() as patch, closing(open_engine(folder)) as engine:
        patch.setattr("newsgrep.engine.embedded.spans._TOGETHER", together)
        assert {a.key: a for _, a in found(engine, MatchAll())} == {a.key: a for a in oracle.articles}
        assert all(engine.get(a.key) == a for a in oracle.articles)
        for query in queries:
            hits, wanted = found(engine, query), oracle.answer(query)
            scores = {article.key: score for score, article in hits}
            assert scores.keys() == wanted.keys(), query
            assert len(scores) == len(hits)
            assert scores == pytest.approx(wanted, rel=1e-9, abs=1e-9), query
            assert_ordered(hits, "relevance")


@settings(max_examples=12, deadline=None)
@given(histories, trees, st.integers(0, 16), st.integers(0, 6))
def test_every_part_of_every_order_is_a_slice_of_the_whole(
    tmp_path_factory, committed, found, history, query, limit, offset
):
    """Sorting by anything orders the same matches; limit and offset cut the one order."""
    folder = tmp_path_factory.mktemp("oracle") / "index"
    committed(folder, history)
    with closing(open_engine(folder)) as engine:
        by_relevance = {a.key: s for s, a in found(engine, query)}
        for sort in SORTS:
            hits = found(engine, query, sort)
            assert {a.key: s for s, a in hits} == by_relevance
            assert_ordered(hits, sort)
            assert found(engine, query, sort, limit, offset) == hits[offset : offset + limit]


@settings(max_examples=15, deadline=None)
@given(histories, st.lists(trees, min_size=5, max_size=5))
def test_what_terms_earn_adds_up_to_the_score(tmp_path_factory, committed, found, history, queries):
    """For every article that a query matches; for the others there is no explanation."""
    folder = tmp_path_factory.mktemp("oracle") / "index"
    left = committed(folder, history)
    with closing(open_engine(folder)) as engine:
        for query in queries:
            scores = {article.key: score for score, article in found(engine, query)}
            for article in left:
                explained = engine.explain(query, article.key)
                assert (explained is not None) == (article.key in scores)
                if explained is not None:
                    assert explained.score == pytest.approx(scores[article.key], rel=1e-9, abs=1e-9)
                    assert sum(one.score for one in explained.contributions) == pytest.approx(explained.score)
                    assert all(
                        one.score > 0 and 0 < one.articles <= len(left) for one in explained.contributions
                    )
        assert engine.explain(MatchAll(), "absent") is None


positive = st.recursive(
    terms,
    lambda smaller: st.one_of(
        st.builds(Weighted, smaller, st.just(2.0)),
        st.builds(And, st.lists(smaller, min_size=2, max_size=3).map(tuple)),
        st.builds(Or, st.lists(smaller, min_size=2, max_size=3).map(tuple)),
    ),
    max_leaves=4,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(articles(), min_size=1, max_size=3), positive)
def test_what_is_found_is_what_is_marked(oracle_of, archive, query):
    """Every match of every leaf and no other; an article that matches has something to mark."""
    oracle, finder = oracle_of(archive), Finder(query, ANALYZER)
    for number, article in enumerate(archive):
        texts = {"body": [article.body], "title": [article.title], "author": article.authors}
        found = {
            field: [{(start, end) for start, end, _ in finder.matches(text, field)} for text in several]
            for field, several in texts.items()
        }
        if oracle.matches(query, number):
            assert any(any(several) for several in found.values())
        if article.title_from != LEDE:
            assert found == oracle.marks(query, number)
