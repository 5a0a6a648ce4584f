"""newsgrep search: close hits, and which outputs have them."""

from __future__ import annotations

import json
import re

import pytest

QUERY = ("search", "-n", "4", "ganja", "missile", "ceasefire", "mayor")
ALL = ("search", "-n", "4", "ganja", "missile")


def test_a_terminal_shows_them_below_a_rule(corpus, terminal):
    """Each with the words that it lacks; the exit code is that of the full matches."""
    code, out = terminal(*QUERY)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", out)
    assert code == 1
    assert plain.startswith("── some of the words ───")
    assert plain.count("close: without ") == 4
    assert "newsgrep: no article has all the words; 4 close hits with some of them\n" in plain
    assert "mayor: no such word; nearest: may" in plain


def test_full_matches_come_first(corpus, terminal):
    """The line below says how many have all words."""
    code, out = terminal("search", "ganja", "missile", "mausoleum")
    plain = re.sub(r"\x1b\[[0-9;]*m", "", out)
    assert code == 1
    code, out = terminal("search", "-n", "7", "ganja", "missile")
    plain = re.sub(r"\x1b\[[0-9;]*m", "", out)
    assert code == 0
    assert plain.index("010_ganja") < plain.index("── some of the words")
    assert plain.count("close: without ") == 2
    assert plain.endswith("5 articles have all the words; 2 close hits with some of them\n")


def test_a_page_of_full_matches_has_none(corpus, terminal):
    """There is no room for them."""
    _, out = terminal(*ALL)
    assert "close" not in out


def test_json_marks_them(corpus, run):
    """A program chooses by `close`."""
    ended = run(*QUERY, "--jsonl")
    hits = [json.loads(line) for line in ended.lines]
    assert ended.code == 1
    assert [(hit["rank"], hit["close"]) for hit in hits] == [(1, True), (2, True), (3, True), (4, True)]
    assert all("mayor" in hit["missing"] for hit in hits)
    assert [json.loads(line)["close"] for line in run(*ALL, "--jsonl").lines] == [False] * 4


@pytest.mark.parametrize(
    "flags", [(), ("-l",), ("--tsv",), ("--csv",), ("--no-close", "--jsonl"), ("--sort=date",)]
)
def test_a_pipe_has_full_matches_only(corpus, run, flags):
    """So that scripts stay exact; --no-close says so for the others."""
    ended = run(*QUERY, *flags)
    assert ended.code == 1
    assert "010_ganja" not in ended.out
    assert "newsgrep: nothing found" in ended.err


def test_they_can_be_asked_for_in_a_pipe(corpus, run):
    """A field says which they are."""
    ended = run(*QUERY, "--close", "--fields", "path,close,missing")
    assert ended.code == 1
    assert len(ended.lines) == 4
    assert all(re.fullmatch(r"corpus/\S+\tclose\t[a-z, ]*mayor", line) for line in ended.lines)


@pytest.mark.parametrize("flag", ["-c", "-q", "-l", "--all", "--sort=date", "--fold"])
def test_they_contradict_what_counts_full_matches(corpus, run, flag):
    """The message names both flags."""
    arguments = [argument for argument in QUERY if argument not in ("-n", "4")]
    ended = run(*arguments, "--close", flag)
    assert (ended.code, ended.out) == (2, "")
    assert f"--close and {flag} contradict each other" in ended.err
