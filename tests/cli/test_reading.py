"""--parse: the query as it was read, in the language itself, and nothing searched."""

from __future__ import annotations

import datetime as dt

import pytest

from newsgrep.query import parse
from newsgrep.search.request import SearchRequest, parse_request

QUERIES = """\
ganja
ganja missile
ganja OR missile
ganja -missile
NOT (ganja missile)
-ganja NOT missile
a (b OR c) -(d OR "e f")
(a OR b) (c OR d) e
title:(ganja OR "missile attack")
author:"Vafa Ismayilova" by:vafa
“curly quotes” «angle quotes»
"ganja missile"~5
ganja W/5 missile
ganja PRE/3 (missile OR rocket)
a NEAR/2 b
"air raid" W/4 (siren OR "all clear")
missil* m?ssile missle~ missle~1
/gan.a/ title:/[a-z]+stan/
ATLEAST3 missile
ATLEAST2 (missile OR rocket)
words:>500
words:100..200 words:<7
missile^2 (ganja OR barda)^0.5
=Apple exact:"missiles" title:=Apple
lead:ganja headline:x body:y
source:"bbc news" site:reut*
url:https://example.org/a lang:en-GB path:news/2020
date:2020-10 date:..2020 date:">2020-10-01"
date:2020-10-01..2020-11-01
*
* -ganja
AT&T C++ F-16 U.S. 20,000 don't
nagorno-karabakh "nagorno-karabakh"
Erdoğan 東京
"to be" OR "not to be"
""".splitlines()


def reading(run, *arguments: str) -> str:
    """The one line that --parse prints."""
    ended = run("search", "--parse", *arguments)
    assert (ended.code, ended.out.count("\n")) == (0, 1), ended.err
    return ended.out.removesuffix("\n")


@pytest.mark.parametrize("query", QUERIES)
def test_what_is_printed_reads_as_the_query_does(folder, run, query):
    """Without an index, and again as it is printed."""
    shown = reading(run, "-e", query)
    assert parse(shown) == parse(query)
    assert reading(run, "-e", shown) == shown


@pytest.mark.parametrize("query", QUERIES)
def test_what_is_printed_of_filters_too_reads_as_they_do(folder, run, query):
    """They are clauses of the query."""
    request = SearchRequest(
        queries=(query, "x OR y"),
        author=("Ada Stone", "ben", "car*"),
        source=("The Times", "bbc", "reut*"),
        lang="en",
        since="2020",
        until="October 2021",
    )
    flags = ["--author", "Ada Stone", "--author", "ben", "--author", "car*", "--since", "2020"]
    flags += ["--source", "The Times", "--source", "bbc", "--source", "reut*", "--lang", "en"]
    shown = reading(run, "-e", query, "-e", "x OR y", *flags, "--until", "October 2021")
    assert parse(shown) == parse_request(request).tree
    assert shown.endswith(" AND date:2020-01-01..2021-10-31")


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        (["ganja", "missile"], "ganja AND missile"),
        (["--any", "ganja", "missile", "+x"], "(ganja OR missile OR *) AND x"),
        (["-e", "a b", "-e", "c"], "(a AND b) OR c"),
        (["-F", "title:x (2020) OR"], '"title:x" AND "(2020)" AND "OR"'),
        (["--author", "ada stone"], '* AND author:"ada stone"'),
        (["--source", "bbc", "--source", "reut*", "x"], 'x AND (source:"bbc" OR source:reut*)'),
        (["--lang", "en-GB", "x"], 'x AND lang:"en-GB"'),
        (["a b", "--since", "2020-10"], "a AND b AND date:2020-10-01.."),
        (["--last", "1d", "x"], f"x AND date:{dt.date.today()}..{dt.date.today()}"),
    ],
)
def test_how_a_query_is_read(folder, run, arguments, shown):
    """With filters and flags as clauses of the query language."""
    assert reading(run, *arguments) == shown


def test_a_query_is_read_from_standard_input(folder, run):
    """For the argument `-`, as one query."""
    assert run("search", "--parse", "-", stdin="a\nb\n") == (0, "a AND b\n", "")


def test_every_line_of_a_file_is_read(folder, run):
    """Its name first; what is printed is such a file again."""
    ended = run("search", "--parse", "-f", "-", stdin='a b\n# no\nq7\ta OR "b c"\n')
    assert ended == (0, '1\ta AND b\nq7\ta OR "b c"\n', "")
    again = run("search", "--parse", "-f", "-", stdin=ended.out)
    assert again == ended


def test_a_word_that_may_be_an_operator_is_reported(folder, run):
    """On standard error."""
    ended = run("search", "--parse", "cats", "and", "dogs")
    assert (ended.code, ended.out) == (0, "cats AND and AND dogs\n")
    assert "write AND in capitals" in ended.err


def test_what_cannot_be_read_is_an_error(folder, run):
    """As it is for a search."""
    ended = run("search", "--parse", '"ganja')
    assert (ended.code, ended.out) == (2, "")
    assert "the phrase has no closing quote" in ended.err


@pytest.mark.parametrize("flag", ["--json", "-l", "-c", "-q", "--csv", "--format=trec"])
def test_other_outputs_are_refused(folder, run, flag):
    """Nothing is found that they could print."""
    ended = run("search", "--parse", flag, "ganja")
    assert (ended.code, ended.out) == (2, "")
    assert "--parse" in ended.err
    assert "contradict each other" in ended.err
