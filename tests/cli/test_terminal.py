"""The program on a terminal: blocks, colours, progress."""

from __future__ import annotations

import pytest

from newsgrep.config import FOLDER

QUERY = ("search", "-n", "2", "ganja", "missile")


def test_hits_are_blocks_with_the_matches_marked(corpus, terminal):
    """Below them stands how many there are."""
    code, screen = terminal(*QUERY)
    assert code == 0
    assert "\x1b[1;31mGanja\x1b[0m" in screen
    assert "Aysel Newsgrep · 2020-10-17 · corpus/010_ganja-missile-strike.txt:3" in screen
    assert "\t" not in screen
    assert screen.endswith(" articles; --all for all, --offset 2 for more\n")


def test_a_later_page_gives_its_ranks(corpus, terminal):
    """Below the blocks."""
    _, screen = terminal(*QUERY, "--offset", "2")
    assert "\n3 to 4 of " in screen


def test_all_hits_are_counted_without_a_hint(corpus, terminal):
    """There is no more to show."""
    _, screen = terminal("search", "title:cassini")
    assert screen.endswith("\n\n1 article\n")


@pytest.mark.parametrize(
    ("variables", "flags", "colored"),
    [
        ({}, (), True),
        ({"NO_COLOR": "1"}, (), False),
        ({"NO_COLOR": ""}, (), True),
        ({"NO_COLOR": "1"}, ("--color", "always"), True),
        ({}, ("--color", "never"), False),
        ({"FORCE_COLOR": "1"}, ("--color=never",), False),
        ({"TERM": "dumb"}, (), False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, (), True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, (), False),
    ],
)
def test_colours(corpus, terminal, variables, flags, colored):
    """A flag beats NO_COLOR, which beats FORCE_COLOR, which beats the kind of terminal."""
    code, screen = terminal(*QUERY, *flags, **variables)
    assert code == 0
    assert ("\x1b[" in screen) == colored
    assert "2 of " in screen  # blocks, with colours or without


def test_styles_that_are_asked_for_are_the_same_as_in_a_pipe(corpus, terminal, run):
    """Byte for byte."""
    for flags in (["-l"], ["--json"], ["--fields", "date,path"], ["--template", "{path}"]):
        assert terminal(*QUERY, *flags) == (0, run(*QUERY, *flags).out)


def test_an_article_is_shown_with_marks(corpus, terminal):
    """By `show --query`."""
    code, screen = terminal("show", "--query", "scud", "corpus/010_ganja-missile-strike.txt")
    assert code == 0
    assert "\x1b[1;31mScud\x1b[0m ballistic missiles" in screen


def test_the_status_is_laid_out(corpus, terminal):
    """Below the folder of the index."""
    code, screen = terminal("status", NO_COLOR="1")
    assert code == 0
    assert screen.startswith(f"{corpus / FOLDER}\narticles")


def test_progress_is_shown_while_indexing(write, terminal):
    """And replaced by the summary."""
    write("news/ganja.txt", "Missiles fell on Ganja.")
    code, screen = terminal("index", "news")
    assert code == 0
    assert "reading" in screen
    assert "\n1 added\n" in screen or screen.split("\x1b[2K")[-1].startswith("1 added\n")


def test_quiet_shows_no_progress(write, terminal):
    """Nor a summary."""
    write("news/ganja.txt", "Missiles fell on Ganja.")
    assert terminal("index", "-q", "news") == (0, "")


def test_escape_sequences_of_an_article_do_not_reach_the_terminal(write, run, terminal):
    """Whichever way its text is shown."""
    write("evil.txt", "Ganja \x1b]0;pwned\x07\x1b[2J\x9b31m was quiet.", author="Eve \x1b[5mStone")
    run("index", ".")
    for arguments in (
        ["search", "ganja"],
        ["search", "--fields", "body", "ganja"],
        ["show", "evil.txt"],
        ["status"],
    ):
        _, screen = terminal(*arguments, NO_COLOR="1")
        assert "\x1b" not in screen
        assert "\x9b" not in screen
        assert "\x07" not in screen


def test_a_width_of_zero_says_nothing(corpus, terminal):
    """The width is that of the terminal then: hits are not blank."""
    assert terminal("search", "--color", "never", "ganja", COLUMNS="0") == terminal(
        "search", "--color", "never", "ganja"
    )
