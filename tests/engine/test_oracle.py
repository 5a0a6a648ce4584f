"""An engine finds, scores and orders what brute force over every article finds, scores and orders."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from contextlib import closing
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from newsgrep.analysis.analyzer import Analyzer
from newsgrep.analysis.folding import fold
from newsgrep.article import LEDE, Article
from newsgrep.engine.base import SORTS, Engine, Sort
from newsgrep.engine.embedded.engine import EmbeddedEngine
from newsgrep.engine.facets import FACETS, facet_values
from newsgrep.engine.opensearch.engine import OpenSearchEngine
from newsgrep.query.fields import PRESENT
from newsgrep.query.nodes import (
    And,
    AtLeast,
    Cased,
    DateRange,
    Exact,
    Expanded,
    Fuzzy,
    Has,
    Keys,
    Keyword,
    LengthRange,
    MatchAll,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Regex,
    TermNode,
    Weighted,
    Wildcard,
    Word,
    map_children,
    positive_terms,
)
from newsgrep.search.rewrite import expand_patterns
from newsgrep.textmatch.finder import Finder
from newsgrep.tuning import SearchTuning, Tuning
from tests.engine.conftest import prepared
from tests.engine.memory_engine import order

ANALYZER = Analyzer("english")

WORDS = [
    *("city", "cities", "City’s", "run", "runs", "running", "missile", "missiles", "the", "of", "us", "US"),
    *("Nagorno-Karabakh", "Karabakh", "Nagorno", "U.S.", "AT&T", "C++", "20,000", "北京", "Erdoğan", "—"),
    *("who", "WHO", "W.H.O.", "CITIES", "RUN", "Erdogan", "City", "ran.", "Us!"),
]
PERSONS = ["Roe, Jane <jane@x.org>", "Jane Roe <JANE@x.org>", "jane.roe@y.org", "U.S. Desk"]
PERSONS += ["—", "J. R. Öe <o'neil-3@x.org>"]
prose = st.lists(st.sampled_from([*WORDS, "\n\n"]), max_size=14).map(" ".join)
dates = st.sampled_from(
    ["", "2020", "2020-10", "2020-10-30", "2020-10-30T23:50", "2020-10-31T02:00+04:00", "1969-12-31"]
)
keys = st.sampled_from([f"k{i}" for i in range(14)])


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """An article of the words above; its lede may take the place of a missing title."""
    body = draw(prose)
    title = draw(st.just("") | st.just(LEDE) | prose)
    article = Article(
        key=draw(keys),
        path=draw(st.sampled_from(["p", "news/2020/a.txt", "news/erdoğan.txt"])),
        body=body,
        title=title,
        authors=draw(st.lists(prose | st.just("Jane Doe"), max_size=3).map(tuple)),
        date=draw(dates),
        url=draw(st.sampled_from(["", "https://www.azernews.az/nation/1.html", "http://x.org/US/at&t"])),
        source=draw(st.sampled_from(["", "Azernews", "azernews.az", "The City Times"])),
        language=draw(st.sampled_from(["", "en", "en-GB", "EN_us", "az"])),
        section=draw(st.sampled_from(["", "World", "Économie", "Économie; World; City Life"])),
        format=draw(st.sampled_from(["", "html", "text"])),
        senders=draw(st.sampled_from([(), (), ("Jane Roe <Jane@x.org>",)])),
        attachments=draw(st.sampled_from([(), (), ("The Plan.pdf", "plan.jpg")])),
        recipients=draw(st.just(()) | st.lists(st.sampled_from(PERSONS), unique=True, max_size=3).map(tuple)),
    )
    if title == LEDE:
        return article._replace(title=article.lede, title_from=LEDE)
    return article


#: A commit: articles to delete, and to add or to change.
commits = st.tuples(
    st.sets(keys, max_size=5), st.lists(articles(), max_size=8).map(lambda new: {one.key: one for one in new})
)

fields = st.sampled_from(["", "", "", "title", "author", "body", "lead"])
word_texts = st.sampled_from([*WORDS, "erdogan", "absent", "Nagorno-Karabakh’s", "city-run", "!"])
several = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
days = st.none() | st.dates(dt.date(2019, 12, 30), dt.date(2021, 1, 2))
prefixes = st.sampled_from(
    ["c", "cit", "ru", "runn", "n", "u", "US", "wh", "20", "é", "zz", "nagorno-kar", "the ci", ""]
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


@st.composite
def with_forms(draw: st.DrawFn, terms: st.SearchStrategy[Word | Phrase]) -> Word | Phrase:
    """Return a word or a phrase that matches forms of other stems, too."""
    term = draw(terms)
    some = [
        tuple(form for form in draw(some_forms) if ANALYZER.stem(form) != token.term)
        for token in ANALYZER.terms(term.text)
    ]
    return replace(term, forms=tuple(some))


some_forms = st.sets(
    st.sampled_from(["city", "cities", "runs", "us", "US", "the", "missiles", "zz"]), max_size=3
)
words_and_phrases = st.one_of(
    st.builds(Word, word_texts, fields, st.booleans()), st.builds(Phrase, several, fields)
)
#: What the index alone answers.
indexed_terms = st.one_of(
    words_and_phrases,
    with_forms(words_and_phrases),
    st.builds(Exact, several.map(fold), fields),
    st.builds(Prefix, prefixes, fields),
    patterns,
    st.builds(
        Expanded, st.sets(st.sampled_from(["city", "cities", "runs", "us", "US", "zz"])).map(tuple), patterns
    ),
)
term_queries = st.one_of(
    indexed_terms, indexed_terms, st.builds(Exact, several, fields), st.builds(Cased, several, fields)
)
counted = term_queries | st.lists(term_queries, min_size=2, max_size=2).map(tuple).map(Or)


def in_one_field(node: Node, field: str | None = None) -> Node:
    """Return a part of a tree with the field of its first term in all terms, as an engine gets a Near."""
    wanted = next(positive_terms(node)).field if field is None else field
    if isinstance(node, Expanded):
        return replace(node, pattern=replace(node.pattern, field=wanted))
    if isinstance(node, TermNode):
        return replace(node, field=wanted)
    return map_children(node, lambda child: in_one_field(child, wanted))


terms = st.one_of(
    term_queries,
    term_queries,
    st.builds(
        Near,
        st.lists(counted, min_size=1, max_size=3).map(tuple),
        st.sampled_from([1, 2, 5, 101, 500]),
        st.booleans(),
    ).map(in_one_field),
    st.builds(
        Near,
        st.lists(counted, min_size=2, max_size=3).map(tuple),
        st.just(0),
        st.just(False),
        st.sampled_from(["sentence", "paragraph"]),
    ).map(in_one_field),
    st.builds(AtLeast, st.integers(1, 4), counted).map(in_one_field),
)
ends = st.none() | st.integers(0, 15)
keywords = st.one_of(
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
    st.builds(
        Keyword,
        st.sampled_from(["azernews.az", "x", "www", "org/us", "city"]),
        st.just("site"),
        st.booleans(),
    ),
    st.builds(
        Keyword,
        st.sampled_from(["world", "economie", "economie world", "World; City", "city l", "w"]),
        st.just("section"),
        st.booleans(),
    ),
    st.builds(
        Keyword,
        st.sampled_from(
            ["jane roe", "roe jane", "@x.org", "Roe", "org jane", "jan", "x", "—", "US", "JR", "neil 3"]
        ),
        st.sampled_from(["from", "to"]),
        st.booleans(),
    ),
    st.builds(Has, st.sampled_from(PRESENT)),
    st.builds(Keyword, st.sampled_from(["en", "en-us", "e", "gb", "az"]), st.just("lang"), st.booleans()),
    st.builds(
        Keyword, st.sampled_from(["news", "2020/a", "erdogan", "p", "txt"]), st.just("path"), st.booleans()
    ),
)
filters = st.one_of(
    st.builds(Keys, st.frozensets(keys), st.just("added:7d"), st.booleans()),
    keywords,
    st.builds(LengthRange, ends, ends),
    st.builds(DateRange, days, days),
    st.just(MatchAll()),
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
            counts = {stem(count.word)[0].term: count[1:] for count in engine.count_terms(within, least)}
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
