"""Short flags and words to leave out: neither is taken for the other; grep's flags have an answer."""

from __future__ import annotations

import pytest

QUOTES = "put the query in one pair of quotes, {}, or -- before it"


@pytest.mark.parametrize(
    ("arguments", "message", "query", "apart"),
    [
        (["ganja", "-hill"], "-hill may be a word to leave out, or flags", "'ganja -hill'", "-h -i -l -l"),
        (["-hill"], "-hill may be a word to leave out, or flags", "", "-h -i -l -l"),
        (
            ["ganja", "-missile"],
            "-missile may be a word to leave out, or flags",
            "'ganja -missile'",
            "-m issile",
        ),
        (["ganja", "-lc"], "-lc may be a word to leave out, or flags", "'ganja -lc'", "-l -c"),
        (["-eganja"], "-eganja may be a word to leave out, or flags", "", "-e ganja"),
        (
            ["--since", "2020", "a", "-ill"],
            "-ill may be a word to leave out, or flags",
            "'a -ill'",
            "-i -l -l",
        ),
        (["ganja", "-drone"], "there are no flags -drone", "'ganja -drone'", ""),
        (["ganja", "-d\u00e9j\u00e0"], "there are no flags -d\u00e9j\u00e0", "'ganja -d\u00e9j\u00e0'", ""),
        (["ganja", "-2020"], "there are no flags -2020", "'ganja -2020'", ""),
    ],
)
def test_flags_in_one_are_refused_where_they_may_be_a_word(corpus, run, arguments, message, query, apart):
    """In one message with both readings; nothing is searched, and no help is printed."""
    flags = f"; for flags, write {apart}" if apart else ""
    # Quotes alone do not help where there is no other word.
    hint = QUOTES.format(query) if query else f"put -- before the query: -- {arguments[-1]}"
    assert run("search", *arguments) == (
        2,
        "",
        f"newsgrep: {message}\nhint: to leave out a word, {hint}{flags}\n",
    )


@pytest.mark.parametrize("command", ["kwic", "facets", "timeline", "sample"])
def test_every_command_with_a_query_refuses_them(corpus, run, command):
    """As search does."""
    ended = run(command, "ganja", "-hill")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("newsgrep: -hill may be a word to leave out")


@pytest.mark.parametrize(
    "arguments",
    [
        ["-lF", "ganja"],
        ["-n3", "-l", "ganja"],
        ["ganja", "-l", "-n3"],
        ["ganja", "-l", "-m3"],
        ["-l", "--author", "-x", "--limit=3", "--index", ".newsgrep", "-e", "-hill"],
        ["-l", "--", "ganja", "-hill"],
        ["-l", "ganja -hill"],
    ],
)
def test_flags_that_can_be_nothing_else_are_flags(corpus, run, arguments):
    """A number after a flag, flags before the first word, values of flags, and what follows --."""
    ended = run("search", *arguments)
    assert (ended.code in (0, 1), "flags" in ended.err) == (True, False)


@pytest.mark.parametrize(
    ("flag", "hint"),
    [
        ("-v", 'use NOT: newsgrep search "ganja NOT missile"'),
        ("-L", 'use NOT: newsgrep search "ganja NOT missile"'),
        ("-r", "newsgrep index FOLDER adds a folder to it"),
        ("-o", "newsgrep kwic prints each match"),
        ("-A", "newsgrep search -C N shows N sentences"),
        ("-B", "newsgrep search -C N shows N sentences"),
        ("-A3", "newsgrep search -C N shows N sentences"),
        ("-E", "newsgrep search /gan.a/"),
        ("-P", "newsgrep search /gan.a/"),
        ("--invert-match", 'use NOT: newsgrep search "ganja NOT missile"'),
        ("--max-count=3", "newsgrep search -n N prints the first N hits"),
        ("--exclude=drafts", "-path:'wire/*' to leave files out"),
        ("--reverse", "newsgrep search --sort=-date begins with the newest"),
        ("--phrase", "is a phrase"),
        ("--oneline", "-l prints paths"),
    ],
)
def test_a_flag_of_another_program_gets_an_answer(corpus, run, flag, hint):
    """What does the same here, or why nothing does; never one of a similar name that does another thing."""
    ended = run("search", flag, "ganja")
    name = flag.partition("=")[0] if flag.startswith("--") else flag[:2]
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(f"newsgrep: there is no option {name}\nhint: ")
    assert hint in ended.err


@pytest.mark.parametrize(
    ("flag", "value"),
    [
        ("--sort=newest", "-date"),
        ("--sort=date-desc", "-date"),
        ("--sort=path", "key"),
        ("--format=md", "markdown"),
    ],
)
def test_a_value_of_another_program_gets_that_which_means_the_same(corpus, run, flag, value):
    """Not one that is spelt like it."""
    assert f"hint: did you mean {value}?" in run("search", flag, "ganja").err


@pytest.mark.parametrize(
    ("short", "long"),
    [
        (["-c"], ["--count"]),
        (["-l"], ["--files-with-matches"]),
        (["-l", "-0"], ["-l", "--null"]),
        (["-F"], ["--fixed-strings"]),
        (["-i"], ["--ignore-case"]),
        (["-w"], ["--word-regexp"]),
        ([], ["-w"]),
        (["-C", "1"], ["--context", "1"]),
        (["-C2"], ["--context=2"]),
    ],
)
def test_flags_have_the_long_names_of_grep(corpus, run, short, long):
    """With the same output."""
    assert run("search", *short, "ganja") == run("search", *long, "ganja")
    assert run("search", *short, "ganja").code == 0


def test_a_file_of_queries_has_a_long_name(corpus, run):
    """As grep's."""
    assert run("search", "-c", "--file", "queries.txt") == run("search", "-c", "-f", "queries.txt")


def test_context_is_sentences_round_a_match(write, run):
    """None, some before and after, at the ends of the text, and those of matches that touch as one."""
    write("1.txt", "One came. Two left. Three met Ganja. Four slept. Five ate. Six saw Barda. Seven won.")
    assert run("index", ".").code == 0

    def shown(*arguments: str) -> str:
        return run("search", "--fields", "passage", *arguments).out

    assert shown("-C0", "ganja") == "… Three met Ganja. …\n"
    assert shown("-C", "1", "ganja") == "… Two left. Three met Ganja. Four slept. …\n"
    assert shown("-C", "9", "ganja").startswith("One came. Two left.")
    assert shown("-C", "0", "ganja barda") == "… Three met Ganja. … Six saw Barda. …\n"
    assert shown("-C", "1", "ganja barda").endswith(
        "Three met Ganja. Four slept. Five ate. Six saw Barda. Seven won.\n"
    )
    assert shown("-C", "0", "--passages", "1", "ganja OR (ganja barda)").count("…") == 2


def test_context_of_a_text_without_sentences_is_bounded(write, run):
    """A list of ten thousand words is no sentence."""
    write("1.txt", "Start. " + "word " * 10_000 + "ganja " + "word " * 10_000)
    assert run("index", ".").code == 0
    assert 900 < len(run("search", "--fields", "passage", "-C", "0", "ganja").out) < 1100


def test_context_and_width_contradict_each_other(corpus, run):
    """One says how long a passage is."""
    assert run("search", "-C", "1", "--width", "80", "ganja") == (
        2, "", "newsgrep: -C and --width contradict each other\nhint: choose one of them\n",
    )  # fmt: skip


def test_a_long_option_with_one_dash_is_told(corpus, run):
    """It may be a word to leave out, too."""
    ended = run("search", "a", "b", "-quiet")
    assert (ended.code, ended.out) == (2, "")
    assert "-quiet may be a word to leave out, or --quiet\n" in ended.err
    assert ended.err.endswith("; for the option, write --quiet\n")
