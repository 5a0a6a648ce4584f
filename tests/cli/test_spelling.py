"""newsgrep search: another spelling that may have been meant."""

from __future__ import annotations

import json
import re

import pytest


@pytest.fixture
def slips(folder, run):
    """An index of a hundred articles on a government, and one on a govermnent."""
    bodies = ["The government met."] * 100 + ["The govermnent met."]
    lines = [
        json.dumps({"id": f"{number}", "title": f"{number}", "body": body})
        for number, body in enumerate(bodies)
    ]
    (folder / "a.jsonl").write_text("\n".join(lines) + "\n")
    assert run("index", "-q", "--keep-duplicates", "a.jsonl").code == 0


def test_a_terminal_asks(slips, terminal):
    """Below the hits, with the number of articles of both spellings."""
    code, out = terminal("search", "govermnent")
    plain = re.sub(r"\x1b\[[0-9;]*m", "", out)
    assert code == 0
    assert "newsgrep: did you mean government? 100 articles, and 1 with govermnent\n" in plain


def test_a_terminal_asks_where_nothing_is_found(slips, terminal):
    """Below the reasons."""
    code, out = terminal("search", "govermnent AND NOT met")
    assert code == 1
    assert out.rstrip().endswith("did you mean government? 100 articles, and 1 with govermnent")


def test_a_pipe_is_not_asked(slips, run):
    """A script gets what it asks for, without the time that looking takes."""
    ended = run("search", "govermnent")
    assert ended.code == 0
    assert "did you mean" not in ended.err
