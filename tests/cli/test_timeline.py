"""newsgrep timeline and newsgrep facets: tables in a pipe, bars on a terminal, pictures."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def articles(write, run):
    """Five dated articles and an index of them; one is by two authors."""
    for name, date in {"a": "2019-12-30", "b": "2020-01-05", "c": "2020-03-09"}.items():
        write(f"{name}.txt", "Oil prices rose.", date=date)
    write("d.txt", "Gas prices fell.", date="2020-03-10", author="Jane Doe and John Roe")
    write("e.txt", "Oil and gas prices.", date="2020-03-11", author="Jane Doe and John Roe")
    assert run("index", ".").code == 0


def test_a_timeline_is_a_table_in_a_pipe(articles, run):
    """With a header, tabs, and the empty periods."""
    ended = run("timeline", "oil", "--by", "month")
    assert ended[:2] == (0, "month\tarticles\n2019-12\t1\n2020-01\t1\n2020-02\t0\n2020-03\t2\n")


def test_periods_without_any_article_are_named(articles, run):
    """On standard error: 0 tells nothing there, and it does where other articles are."""
    ended = run("timeline", "oil", "--by", "month")
    assert ended.err == "newsgrep: the index has no articles of 2020-02\n"
    assert run("timeline", "author:nobody OR oil", "--by", "year").err == ""
    assert run("timeline", "--by", "month").err.count("has no articles") == 0


def test_many_periods_without_articles_are_counted(articles, run):
    """The first ones are named."""
    assert run("timeline", "oil", "--by", "day").err.splitlines()[0] == (
        "newsgrep: the index has no articles of 2019-12-31, 2020-01-01, 2020-01-02, 2020-01-03, 2020-01-04, "
        "… (68 of 73 rows)"
    )


def test_a_share_has_the_articles_of_the_index_beside_it(articles, run):
    """And the articles that match for every 1,000 of these."""
    assert run("timeline", "oil", "--by", "quarter", "--share", "--csv").lines == [
        "quarter,articles,index_articles,per_1000",
        "2019-Q4,1,1,1000.000",
        "2020-Q1,3,4,750.000",
    ]


def test_several_queries_are_columns(articles, run):
    """Named by their text, also those of a file by their IDs."""
    rows = json.loads(run("timeline", "-e", "oil", "-e", "gas", "--by", "year", "--json").out)
    assert rows == [
        {"schema_version": 1, "year": "2019", "oil": 1, "gas": 0},
        {"schema_version": 1, "year": "2020", "oil": 3, "gas": 2},
    ]
    lines = run("timeline", "-f", "-", "--by", "year", stdin="q1\toil\nq2\tgas\n").lines
    assert lines == ["year\tq1\tq2", "2019\t1\t0", "2020\t3\t2"]


def test_articles_that_are_in_no_period_are_told(articles, folder, run):
    """Those without a date, and those whose date is not known that precisely."""
    records = [{"id": n, "text": "Oil.", "date": date} for n, date in enumerate(["", "2020", "2020-02"])]
    (folder / "a.jsonl").write_text("\n".join(map(json.dumps, records)))
    run("index", "a.jsonl")
    ended = run("timeline", "oil", "--by", "month")
    assert "2020-02\t1" in ended.lines
    assert ended.err.splitlines() == [
        "newsgrep: 1 article without a date not counted",
        "newsgrep: 1 article not counted: the date is not known to the month",
    ]


@pytest.mark.parametrize("command", ["timeline", "facets"])
def test_nothing_found_says_why(articles, run, command):
    """With exit code 1, as a search does, and with a table that is empty."""
    ended = run(command, "oill", "--json")
    assert (ended.code, ended.out) == (1, "[]\n")
    assert ended.err == "newsgrep: nothing found\n  oill: no such word; nearest: oil\n"


@pytest.mark.parametrize("command", ["timeline", "facets"])
def test_a_query_that_cannot_be_read_is_an_error(articles, run, command):
    """With a caret, and nothing on standard output."""
    ended = run(command, "oil (gas")
    assert (ended.code, ended.out) == (2, "")
    assert "^" in ended.err


def test_a_terminal_shows_bars(articles, terminal):
    """As long as the figures are, within the width."""
    code, screen = terminal("timeline", "oil", "--by", "year", NO_COLOR="1")
    lines = [line.rstrip() for line in screen.splitlines()]
    assert code == 0
    assert lines[0].split() == ["year", "articles"]
    assert lines[2].count("█") == 3 * lines[1].count("█") > 0
    assert max(map(len, screen.splitlines())) <= 100


def test_a_long_timeline_says_how_to_get_a_shorter_one(articles, write, run, terminal):
    """On a terminal; all rows are printed, as the period was named. A pipe is told nothing."""
    write("f.txt", "Oil again.", date="2020-05-01")
    run("index", ".")
    code, screen = terminal("timeline", "oil", "--by", "day", NO_COLOR="1")
    assert code == 0
    assert len([line for line in screen.splitlines() if line.startswith("20")]) == 124
    assert "124 rows; leave --by out for about 40" in screen
    assert "leave --by out" not in terminal("timeline", "oil", "--by", "week")[1]
    assert "leave --by out" not in run("timeline", "oil", "--by", "day").err


@pytest.mark.parametrize("suffix", ["svg", "png", "pdf"])
def test_a_timeline_is_drawn(articles, folder, run, suffix):
    """As a picture of the kind that its name says; the table is printed as well."""
    pytest.importorskip("matplotlib")
    ended = run("timeline", "oil", "--plot", f"oil.{suffix}")
    assert ended.code == 0
    assert ended.lines[0] == "week\tarticles"
    start = {"svg": b"<?xml", "png": b"\x89PNG", "pdf": b"%PDF"}[suffix]
    assert (folder / f"oil.{suffix}").read_bytes().startswith(start)


def test_no_picture_is_drawn_where_there_is_no_period(articles, write, folder, run):
    """As where no article that matches has a date; that is said."""
    pytest.importorskip("matplotlib")
    (folder / "undated.txt").write_text("Zeppelins\n\nThey flew over the harbour again.\n")
    run("index", "undated.txt")
    ended = run("timeline", "zeppelins", "--plot", "z.svg")
    assert (ended.code, ended.lines) == (0, ["year\tarticles"])
    assert "z.svg is not drawn: there is no period to draw" in ended.err
    assert not (folder / "z.svg").exists()


def test_a_picture_of_another_kind_is_refused(articles, run):
    """Before anything is counted."""
    ended = run("timeline", "oil", "--plot", "oil.gif")
    assert ended[:2] == (2, "")
    assert "a plot cannot be written as oil.gif" in ended.err


def test_facets_are_lines_of_facet_value_and_number(articles, run):
    """In a pipe; an article with two authors counts for both, and that is said."""
    ended = run("facets", "gas", "--by", "author,year")
    assert ended.lines == [
        "facet\tvalue\tarticles",
        "author\tJane Doe\t2",
        "author\tJohn Roe\t2",
        "year\t2020\t2",
    ]
    assert ended.err == (
        "newsgrep: an article with several authors counts for each of them: 4 for 2 articles\n"
    )


def test_a_cross_table_is_a_table(articles, run):
    """Of the values of one facet by those of another, also as CSV."""
    assert run("facets", "oil", "--by", "author*year", "--csv").lines == [
        "author*year,2019,2020",
        "Ada News,1,2",
        "Jane Doe,0,1",
        "John Roe,0,1",
    ]


def test_top_limits_the_values_and_says_how_many_there_are(articles, run):
    """The most frequent are shown."""
    ended = run("facets", "oil", "--by", "author", "--top", "1", "--tsv")
    assert ended.lines[1:] == ["author\tAda News\t3"]
    assert "1 of 3 values of author shown; --top N or --all shows more" in ended.err


def test_no_value_is_null_in_json(articles, write, run):
    """In a pair of a cross table too; a table of text has an empty cell."""
    write("plain.txt", "Oil rose again.", author="")
    assert run("index", ".").code == 0
    by = ("facets", "plain OR again", "--by", "author,author*source")
    values = [row["value"] for row in json.loads(run(*by, "--json").out)]
    assert values == [None, [None, None]]
    assert run(*by, "--csv").lines[1:] == ["author,,1", "author*source, * ,1"]


def test_articles_without_a_value_are_no_value(articles, write, run):
    """They have a row, and are not counted among the values, of which none is hidden."""
    write("plain.txt", "Oil rose again.", author="")
    assert run("index", ".").code == 0
    ended = run("facets", "oil", "--by", "author", "--top", "1", "--tsv")
    assert ended.lines[1:] == ["author\tAda News\t3", "author\t\t1"]
    assert "1 of 3 values of author shown" in ended.err
    assert "shown" not in run("facets", "oil", "--by", "author", "--top", "3").err


def test_a_facet_that_is_none_is_refused(articles, run):
    """With the names that there are."""
    ended = run("facets", "oil", "--by", "colour")
    assert ended.code == 2
    assert "there is nothing to count by 'colour'" in ended.err
    assert "hint: did you mean tag? there are: date, " in run("facets", "ganja", "--by", "tags").err
    assert "source, author, section" in ended.err


@pytest.mark.parametrize(
    ("name", "meant"), [("day", "date"), ("publisher", "source"), ("language", "lang"), ("writer", "author")]
)
def test_the_name_of_a_facet_elsewhere(articles, run, name, meant):
    """The hint has the name that it has here, as for the fields of queries."""
    ended = run("facets", "oil", "--by", name)
    assert (ended.code, ended.out) == (2, "")
    assert f"hint: did you mean {meant}? there are: date, " in ended.err
