"""What a command means without a query: every article where it counts, draws or lists, else nothing."""

from __future__ import annotations

import pytest

#: The commands that are of every article, and whether they say so.
EVERY = {
    ("timeline", "--by", "year"): True,
    ("facets", "--by", "year"): True,
    ("names",): True,
    ("sample", "-n", "3"): True,
    ("new", "--keep"): False,
    ("duplicates",): False,
}

#: The commands that need a query or a filter.
NEEDY = [
    ("search",),
    ("search", "-c"),
    ("search", "-l", "--all"),
    ("search", "--explain-query"),
    ("kwic",),
    ("quotes",),
    ("terms",),
    ("save", "name"),
    ("tag", "read"),
    ("tag", "--remove", "read"),
    ("delete",),
    ("delete", "--yes"),
    ("delete", "--dry-run"),
    ("export", "out"),
]

NOTICE = "newsgrep: no query is given, so all articles match\n"


@pytest.fixture
def articles(write, run):
    """Three articles of two years, and a copy."""
    text = "The mayor of Ghent spoke of floods. " * 9
    write("a.txt", text)
    write("b.txt", "Farmers in Ghent expect a good harvest.", date="2021-05-01")
    write("c.txt", "The fair in Ghent was quiet.")
    write("d.txt", text)
    run("index", "a.txt", "b.txt", "c.txt", "d.txt")


def test_a_command_that_counts_draws_or_lists_is_of_every_article(articles, run):
    """It answers as for *, and says so where a script may have lost its query."""
    for (name, *flags), is_told in EVERY.items():
        bare, every = run(name, *flags), run(name, *flags, "*")
        assert bare.out
        assert (bare.code, bare.out) == (every.code, every.out)
        assert bare.err.replace(NOTICE, "") == every.err
        assert (NOTICE in bare.err) == is_told


def test_filters_alone_select(articles, run):
    """Nothing is said then, as something is asked for."""
    for name, *flags in EVERY:
        alone, beside = (run(name, *flags, *words, "--since", "2021") for words in ((), ("*",)))
        assert alone == beside
        assert NOTICE not in alone.err


def test_a_command_that_looks_for_words_or_changes_articles_needs_a_query(articles, folder, run):
    """Without one it is refused with a hint, and nothing is changed or written."""
    before = sorted(folder.iterdir())
    for command in NEEDY:
        ended = run(*command)
        assert (ended.code, ended.out) == (2, "")
        assert ended.summary in ("newsgrep: no query is given", "newsgrep: no article is named")
        usual = "newsgrep delete --dry-run" if "delete" in command else "* is every article"
        assert usual in ended.err.replace("'*'", "*")
    assert sorted(folder.iterdir()) == before
    assert run("search", "-c", "*").out == "3\n"


@pytest.mark.parametrize("nothing", [("",), (" ",), ("-e", ""), ("--author", ""), ("--since", ""), ("-",)])
def test_an_empty_text_is_never_every_article(articles, folder, run, nothing):
    """It is what a variable without a value in quotes is, or a pipe with nothing in it."""
    before = sorted(folder.iterdir())
    for command in (*EVERY, *NEEDY):
        ended = run(*command, *nothing)
        assert (ended.code, ended.out) == (2, "")
        assert "\nhint: " in ended.err
    assert sorted(folder.iterdir()) == before


def test_an_empty_key_is_named_as_such(articles, run):
    """And not as an article that is missing under a name that one cannot see."""
    for command in ("show", "story", "diff", "open", "similar"):
        ended = run(command, "")
        assert (ended.code, ended.out) == (2, "")
        assert ended.summary == "newsgrep: the key of an article is empty"


def test_a_timeline_of_a_file_without_queries_says_so(articles, run):
    """As a search does."""
    ended = run("timeline", "-f", "/dev/null")
    assert (ended.code, ended.err) == (1, "newsgrep: no query was answered\n")
