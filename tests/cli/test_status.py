"""newsgrep status: what an index holds."""

from __future__ import annotations

import json

from newsgrep.engine.embedded.directory import FORMAT_VERSION


def test_status_is_lines_of_a_key_and_a_value(corpus, run):
    """In a pipe, with a tab between."""
    ended = run("status")
    assert (ended.code, ended.err) == (0, "")
    values = dict(line.split("\t")[:2] for line in ended.lines)
    assert values["folder"] == str(corpus / ".newsgrep")
    assert int(values["articles"]) >= 40
    assert int(values["files"]) == sum(file.is_file() for file in (corpus / "corpus").rglob("*.*"))
    assert values["format_version"] == str(FORMAT_VERSION)
    assert values["language"] == "english"
    assert int(values["size"]) > 10_000


def test_status_as_json(corpus, run):
    """An object with the same contents."""
    status = json.loads(run("status", "--json").out)
    assert status["first_day"] < "2020-10-17" < status["last_day"]
    assert status["top_authors"][0]["articles"] >= status["top_authors"][1]["articles"]
    assert status["unreadable"] == []


def test_status_of_no_index_names_the_command_that_makes_one(folder, run):
    """As an error."""
    ended = run("status")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.endswith("hint: make one with: newsgrep index PATH\n")


def test_status_in_colour(corpus, run):
    """If that is asked for."""
    assert "\x1b[" in run("status", "--color", "always").out
