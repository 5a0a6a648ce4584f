"""Names of files are links on a terminal that has them."""

from __future__ import annotations

import os
import re

import pytest

from newsgrep.output.links import has_links


def test_names_of_files_are_links_where_the_terminal_has_them(corpus, terminal):
    """To the file on this machine, also for one with spaces; never in a pipe."""
    search = ("search", "cassini")
    target = f"file://{os.uname().nodename}{corpus}/corpus/077_cassini-last-plunge.txt"
    link = re.compile(
        rf"\x1b\]8;id=\d+;{re.escape(target)}\x1b\\.*077_cassini-last-plunge\.txt:3.*\x1b\]8;;\x1b\\"
    )
    assert link.search(terminal(*search, TERM="xterm-kitty")[1])
    assert link.search(terminal(*search, "--hyperlink=always")[1])
    for flags, term in (((), "xterm"), (("--hyperlink=never",), "xterm-kitty"), (("-l",), "xterm-kitty")):
        assert "\x1b]8" not in terminal(*search, *flags, TERM=term)[1]
    shown = terminal("show", "--hyperlink=always", "corpus/077_cassini-last-plunge.txt")[1]
    assert f";{target}\x1b\\" in shown


def test_a_link_holds_no_sign_that_ends_it(write, run, terminal):
    """A name is encoded; an address of a piped article, too."""
    write("a b\x1b]8;;x.txt", "Missiles fell on Ganja.")
    run("index", ".")
    run("index", "-", stdin='{"id": 1, "body": "Ganja again.", "url": "https://example.org/ə?a=b"}\n')
    screen = terminal("search", "--hyperlink=always", "ganja")[1]
    assert "a%20b%1B%5D8%3B%3Bx.txt\x1b\\" in screen
    assert re.findall(r"https://\S*?\x1b\\", screen) == ["https://example.org/%C9%99?a=b\x1b\\"]


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"VTE_VERSION": "7006"}, True),
        ({"VTE_VERSION": "4205"}, False),
        ({"TERM_PROGRAM": "vscode"}, True),
        ({"TERM": "tmux-256color", "KITTY_WINDOW_ID": "1"}, False),
        ({"TERM": "linux"}, False),
        ({}, False),
    ],
)
def test_terminals_with_links_are_known(environment, expected):
    """By what they put into the environment."""
    assert has_links(environment) == expected
