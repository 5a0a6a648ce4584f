"""Timelines and facets: every figure is that of a count over the articles themselves."""

from __future__ import annotations

from collections import Counter

import pytest

import newsgrep
from newsgrep import Article
from newsgrep.errors import UsageError

DATES = ["2020-10-30", "2020-10-31T23:50", "2020-11-02", "2021-02", "2021", "", "2021-02-03"]
SOURCES = ["Example Post", "Sample Times", ""]
ARTICLES = [
    Article(
        f"a{n}",
        title="Talks" if n % 3 else "Storm",
        body=f"Word {n}. " + ("Oil prices rose." if n % 2 else "Gas prices fell."),
        date=DATES[n % len(DATES)],
        source=SOURCES[n % 3],
        authors=("Jane Doe", "John Roe")[: n % 3] if n % 4 else ("Jane Doe", "Jane Doe"),
        format="html" if n % 4 else "",
        section="World" if n % 5 else "World; Energy" if n % 2 else "",
    )
    for n in range(60)
]
OIL = [article for article in ARTICLES if "Oil" in article.body]


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """The articles, in an index of two segments."""
    folder = tmp_path_factory.mktemp("explore")
    with newsgrep.open_index(folder / ".newsgrep") as index:
        for half in (ARTICLES[:25], ARTICLES[25:]):
            with index.writer() as writer:
                for article in half:
                    writer.add(article)
        yield index


@pytest.mark.parametrize(("by", "length"), [("year", 4), ("month", 7), ("day", 10)])
def test_a_timeline_counts_each_dated_article_in_its_period(index, by, length):
    """Empty periods between are there; what is known less precisely, or not at all, is counted apart."""
    found = index.timeline("oil", by=by)
    wanted = Counter(a.date[:length] for a in OIL if len(a.date) >= length)
    assert {row.period: row.counts[0] for row in found.rows if row.counts[0]} == wanted
    whole = Counter(a.date[:length] for a in ARTICLES if len(a.date) >= length)
    assert all(row.articles == whole[row.period] for row in found.rows)
    assert found.undated == (sum(not a.date for a in OIL),)
    assert found.coarse == (sum(0 < len(a.date) < length for a in OIL),)
    assert found.totals == (len(OIL),)
    assert sum(row.counts[0] for row in found.rows) + found.undated[0] + found.coarse[0] == len(OIL)


def test_several_queries_stand_side_by_side(index):
    """Each has its own counts; filters apply to all."""
    found = index.timeline(["oil", "gas"], by="year", source="sample")
    counts = {row.period: row.counts for row in found.rows}
    wanted = [a for a in ARTICLES if a.source == "Sample Times" and a.date.startswith("2020")]
    assert found.names == ("oil", "gas")
    assert counts["2020"] == (sum("Oil" in a.body for a in wanted), sum("Gas" in a.body for a in wanted))


def test_a_share_is_for_each_1000_articles_of_the_index(index):
    """In the same period."""
    row = index.timeline("oil", by="year").rows[0]
    assert row.shares() == (1000 * row.counts[0] / row.articles,)


def test_the_period_is_chosen_so_that_the_rows_are_few(index):
    """Three months are shown by week."""
    assert index.timeline("oil").by == "week"


@pytest.mark.parametrize(
    ("facet", "value"),
    [
        ("source", lambda a: [a.source]),
        ("author", lambda a: {*a.authors} or [""]),
        ("section", lambda a: a.section.split("; ")),
        ("year", lambda a: [a.date[:4]]),
        ("title_from", lambda a: [a.title_from]),
        ("format", lambda a: [a.format]),
    ],
)
def test_facets_count_the_values_of_the_matching_articles(index, facet, value):
    """Each different author of an article counts; articles without a value are there, at the end."""
    (table,) = index.facets("oil", by=facet, top=None).tables
    assert {row.values[0]: row.count for row in table.rows} == Counter(v for a in OIL for v in value(a))
    whole = Counter(v for a in ARTICLES for v in value(a))
    assert all(row.articles == whole[row.values[0]] for row in table.rows)
    values = [row.values[0] for row in table.rows]
    assert "" not in values[:-1]


def test_two_facets_make_pairs(index):
    """The most frequent value of the first comes first, and its dates are in order."""
    (table,) = index.facets("oil", by="author*year", top=1).tables
    wanted = Counter((author, a.date[:4]) for a in OIL for author in {*a.authors} if author == "Jane Doe")
    found = {row.values: row.count for row in table.rows if row.values[0]}
    assert found == wanted
    assert list(found) == sorted(found, key=lambda values: (not values[1], values[1]))


@pytest.mark.parametrize("by", ["nope", "source*year*author", "year*year", ""])
def test_facets_that_do_not_exist_are_refused(index, by):
    """With the names that there are, or the form of a cross table."""
    with pytest.raises(UsageError):
        index.facets("oil", by=by)
