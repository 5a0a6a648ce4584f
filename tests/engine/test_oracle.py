"""An engine finds, scores and orders what brute force over every article finds, scores and orders."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import astuple

from newsgrep.article import LEDE, Article
from newsgrep.engine.base import SORTS, Engine, Sort
from newsgrep.engine.embedded.engine import EmbeddedEngine
from newsgrep.engine.facets import FACETS, facet_values
from newsgrep.engine.opensearch.engine import OpenSearchEngine
from newsgrep.query.nodes import (
    And,
    MatchAll,
    Node,
    Or,
    Weighted,
)
from newsgrep.search.rewrite import expand_patterns
from newsgrep.textmatch.finder import Finder
from newsgrep.tuning import SearchTuning, Tuning
from tests.engine.conftest import prepared
from tests.engine.memory_engine import order
from tests.engine.strategies import (
    ANALYZER,
    articles,
    histories,
    indexed_terms,
    terms,
    trees,
)


def assert_ordered(hits: list[tuple[float, Article]], sort: Sort) -> None:
    """Check that articles are in order, ties between them by date, the newer first, then by key."""
    ranks = [order(sort, *hit) for hit in hits]
    assert ranks == sorted(ranks)


@settings(max_examples=20)
@given(histories, st.lists(trees, min_size=10, max_size=10))
def test_an_engine_answers_as_the_oracle_does(
    tmp_path_factory, open_index, found, oracle_of, history, queries
):
    """For any tree and any history of commits: the same articles, and the same scores."""
    with open_index(tmp_path_factory.mktemp("oracle") / "index", history) as (engine, live):
        assert_answers(engine, oracle_of(live), found, queries)


@settings(max_examples=15)
@given(histories, st.lists(trees, min_size=10, max_size=10), st.sampled_from([1, 5]))
def test_the_number_of_occurrences_compared_at_a_time_does_not_matter(
    tmp_path_factory, committed, found, oracle_of, history, queries, step
):
    """A phrase is found whether its occurrences are compared all at once or a few at a time."""
    folder = tmp_path_factory.mktemp("oracle") / "index"
    oracle = oracle_of(committed(folder, history))
    with closing(EmbeddedEngine(folder, Tuning(search=SearchTuning(occurrences_per_step=step)))) as engine:
        assert_answers(engine, oracle, found, queries)


def assert_answers(engine: Engine, oracle, found, queries: list[Node]) -> None:
    """Check that an engine has the oracle's articles, and answers queries as it does."""
    assert {a.key: a for _, a in found(engine, MatchAll())} == {a.key: a for a in oracle.articles}
    assert all(engine.get(a.key) == a for a in oracle.articles)
    for query in queries:
        hits, wanted = found(engine, query), oracle.answer(query)
        scores = {article.key: score for score, article in hits}
        assert scores.keys() == wanted.keys(), query
        assert len(scores) == len(hits)
        assert scores == pytest.approx(wanted, rel=_tolerance(engine), abs=_tolerance(engine)), query
        assert_ordered(hits, "relevance")


def _tolerance(engine: Engine) -> float:
    """Return by how much scores may be off: a server computes with floats of half the size."""
    return 1e-5 if isinstance(engine, OpenSearchEngine) else 1e-9


@settings(max_examples=12)
@given(histories, trees, st.integers(0, 16), st.integers(0, 6))
def test_every_part_of_every_order_is_a_slice_of_the_whole(
    tmp_path_factory, open_index, found, history, query, limit, offset
):
    """Sorting by anything orders the same matches; limit and offset cut the one order."""
    with open_index(tmp_path_factory.mktemp("oracle") / "index", history) as (engine, _):
        by_relevance = {a.key: s for s, a in found(engine, query)}
        for sort in SORTS:
            hits = found(engine, query, sort)
            assert {a.key: s for s, a in hits} == by_relevance
            assert_ordered(hits, sort)
            assert found(engine, query, sort, limit, offset) == hits[offset : offset + limit]


@settings(max_examples=12)
@given(histories, st.lists(trees, min_size=4, max_size=4))
def test_both_engines_give_the_same_order(
    tmp_path_factory, open_embedded, open_in_memory, found, history, queries
):
    """Whatever hits are sorted by; only scores that differ by rounding may be in either order."""
    folder = tmp_path_factory.mktemp("oracle") / "index"
    with open_embedded(folder, history) as (one, _), open_in_memory(folder, history) as (other, _):
        for query in queries:
            for sort in SORTS:
                hits = [found(engine, query, sort) for engine in (one, other)]
                ranked = [[order(sort, round(s, 5), a) for s, a in of_engine] for of_engine in hits]
                if sort == "relevance":
                    ranked = [sorted(of_engine) for of_engine in ranked]
                assert [r[-1] for r in ranked[0]] == [r[-1] for r in ranked[1]], query
                assert [s for s, _ in hits[0]] == pytest.approx([s for s, _ in hits[1]], abs=1e-5)


@settings(max_examples=8)
@given(histories, trees, st.lists(st.sampled_from(FACETS), min_size=1, max_size=2))
@example([(set(), {"a": Article("a", body="Ganja")})], MatchAll(), ["index", "index"])
def test_a_tally_counts_the_values_of_the_matching_articles(
    tmp_path_factory, open_index, oracle_of, history, query, facets
):
    """By one facet or by two: each article counts once for each combination of its values."""
    with open_index(tmp_path_factory.mktemp("oracle") / "index", history) as (engine, live):
        matching = oracle_of(live).answer(query)
        wanted = Counter(
            combination
            for article in live
            if article.key in matching
            for combination in product(*(facet_values(article, facet) for facet in facets))
        )
        expanded = prepared(query, engine)
        assert engine.tally(expanded, facets) == wanted


@settings(max_examples=8)
@given(histories, trees, st.integers(1, 3), st.lists(indexed_terms, min_size=1, max_size=2).map(tuple))
def test_all_engines_count_words_alike(
    tmp_path_factory, open_index, open_in_memory, history, query, least, terms
):
    """The words of the matching articles and of all, a term's matches, and all words of titles and bodies."""
    folder = tmp_path_factory.mktemp("oracle") / "index"
    stem = ANALYZER.terms
    with open_index(folder, history) as (one, _), open_in_memory(folder, history) as (other, _):
        answers = []
        for engine in (one, other):
            within = prepared(query, engine)
            term, _ = expand_patterns(Or(terms), engine)
            counts = {
                stem(count.word)[0].term: astuple(count)[1:] for count in engine.count_terms(within, least)
            }
            answers.append((counts, engine.count_occurrences([term], within), engine.count_words(within)))
        assert answers[0] == answers[1]


@settings(max_examples=8)
@given(histories, st.lists(trees, min_size=5, max_size=5))
def test_contributions_add_up_to_the_score(tmp_path_factory, open_explaining, found, history, queries):
    """For every article that a query matches; for the others there is no explanation."""
    with open_explaining(tmp_path_factory.mktemp("oracle") / "index", history) as (engine, live):
        for query in queries:
            scores = {article.key: score for score, article in found(engine, query)}
            expanded = prepared(query, engine)
            for article in live:
                explained = engine.explain(expanded, article.key)
                assert (explained is not None) == (article.key in scores)
                if explained is not None:
                    close = pytest.approx(scores[article.key], rel=_tolerance(engine), abs=_tolerance(engine))
                    assert explained.score == close
                    assert sum(one.score for one in explained.contributions) == pytest.approx(explained.score)
                    assert all(one.score > 0 for one in explained.contributions)
                    assert all(0 < one.articles <= len(live) for one in explained.contributions)
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


@settings(max_examples=60)
@given(st.lists(articles(), min_size=1, max_size=3), positive)
def test_what_is_found_is_what_is_marked(oracle_of, archive, query):
    """Every match of every term query and no other; an article that matches has something to mark."""
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
