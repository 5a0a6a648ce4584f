"""--explain-query: the query that is answered, term by term, with the number of articles of each."""

from __future__ import annotations

import json

import pytest


def account(run, *arguments: str, **given: str) -> dict[str, object]:
    """The object that --json prints for one query."""
    ended = run("search", "--explain-query", "--json", *arguments, **given)
    assert ended.code == 0, ended.err
    return json.loads(ended.out)


@pytest.fixture
def archive(write, run):
    """Three short articles."""
    write("1.txt", "Missiles fell on Ganja.")
    write("2.txt", "A missile missed; the W.H.O. said who.")
    write("3.txt", "Barda is quiet.")
    assert run("index", ".").code == 0


def test_the_lines_of_an_account(archive, run):
    """The query as it is answered, its order, and a row for each clause; what is left out is told, too."""
    ended = run("search", "--explain-query", "--sort=-date", "the Missiles -ganja WHO =fell mis*")
    assert ended == (
        0,
        "query      the Missiles -ganja WHO =fell mis*\n"
        'answered   Missiles AND NOT ganja AND WHO AND ="fell" AND mis*\n'
        "left out   the\n"
        "order      -date\n"
        "articles   0\n"
        "\n"
        "clause    articles  looked up as\n"
        "Missiles         2  missil\n"
        "ganja            1  ganja; left out by NOT\n"
        "WHO              1  WHO\n"
        '="fell"          1  fell (this spelling only)\n'
        "mis*             2  mis*\n",
        "newsgrep: left out as too common: the (put a word in quotes to keep it)\n",
    )


@pytest.mark.parametrize(
    ("query", "clause", "way", "looked_up", "articles"),
    [
        ("Missiles", "Missiles", "stem", ["missil"], 2),
        ('"missiles fall"', '"missiles fall"', "stem", ["missil", "fall"], 0),
        ("=Missiles", '="Missiles"', "spelling", ["missiles"], 1),
        ("title:miss*", "title:miss*", "beginning", ["miss*"], 2),
        ("m?ssil*", "m?ssil*", "expansion", ["missile", "missiles"], 2),
        ("xyzzy~1", "xyzzy~1", "expansion", [], 0),
        ("missile W/3 ganja", "missile W/3 ganja", "near", [], 1),
        ("ATLEAST2 missile", "ATLEAST2 missile", "mentions", [], 0),
        ("date:2020 a", "date:2020-01-01..2020-12-31", "filter", [], 3),
        ("W.H.O.", "W.H.O.", "stem", ["WHO"], 1),
    ],
)
def test_how_a_clause_is_looked_up(archive, run, query, clause, way, looked_up, articles):
    """By stem, spelling or beginning, by the words that a pattern matches, as words near one another, …"""
    found = account(run, query)["clauses"]
    expected = {"clause": clause, "way": way, "looked_up": looked_up, "articles": articles, "excluded": False}
    assert found[0] == expected
    assert all(run("search", "-c", "-e", one["clause"]).out == f"{one['articles']}\n" for one in found)


def test_an_account_as_json(archive, run):
    """What was typed, read, answered and left out, and the number of articles of the whole."""
    found = account(run, "--any", "--author", "ada", "missile", "of", "NOT barda")
    assert {name: found[name] for name in found if name != "clauses"} == {
        "schema_version": 1,
        "query": "missile of NOT barda",
        "read": "(missile OR of) AND NOT barda AND author:ada",
        "answered": "missile AND NOT barda AND author:ada",
        "left_out": ["of"],
        "sort": "relevance",
        "articles": 2,
        "notices": ["left out as too common: of (put a word in quotes to keep it)"],
    }
    assert [(one["clause"], one["excluded"]) for one in found["clauses"]] == [
        ("missile", False), ("barda", True), ("author:ada", False),
    ]  # fmt: skip


def test_accounts_of_a_file_of_queries(archive, run):
    """Named, as an array, an object a line, or one after the other; an error of one is the exit code."""
    queries = 'ganja\nq7\tbarda\nq8\t"x\n'
    ended = run("search", "--explain-query", "--json", "-f", "-", stdin=queries)
    assert ended.code == 2
    assert [(one["name"], one["articles"]) for one in json.loads(ended.out)] == [("1", 1), ("q7", 1)]
    lines = run("search", "--explain-query", "--jsonl", "-f", "-", stdin=queries).lines
    assert [json.loads(line)["query"] for line in lines] == ["ganja", "barda"]
    text = run("search", "--explain-query", "-f", "-", stdin=queries).out
    assert text.startswith("1:\nquery      ganja\n")
    assert "\n\nq7:\nquery      barda\n" in text


def test_the_python_api_explains_a_query(archive):
    """As the command does."""
    import newsgrep

    with newsgrep.open_index() as index:
        found = index.explain_query("the missile", lang="en")
        assert (found.answered, found.articles, found.left_out) == ('missile AND lang:"en"', 0, ("the",))


@pytest.mark.parametrize("flag", ["-l", "-c", "-q", "--csv", "--parse", "--format=trec"])
def test_other_outputs_are_refused(archive, run, flag):
    """They have no room for it."""
    ended = run("search", "--explain-query", flag, "ganja")
    assert (ended.code, ended.out) == (2, "")
    assert "--explain-query" in ended.err
    assert "contradict each other" in ended.err


def test_without_an_index_nothing_is_looked_up(folder, run):
    """The text alone is read by --parse."""
    assert run("search", "--explain-query", "ganja").code == 2
    assert run("search", "--parse", "ganja") == (0, "ganja\n", "")
