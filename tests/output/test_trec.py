"""Runs as TREC has them: fields that stay apart, and scores that keep the order."""

from __future__ import annotations

import io
import re
import struct
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.article import Article
from newsgrep.output import Output
from newsgrep.output.trec import percent_encoded
from newsgrep.results import Hit


def hit(rank: int, score: float, key: str = "news/a.txt") -> Hit:
    """A hit of an article with this key."""
    path = key.partition("#")[0]
    return Hit(rank, score, Article(key=key, path=path, body=""), path, 1)


def printed(*hits: tuple[Hit, str]) -> list[list[str]]:
    """The fields of each line that is printed for hits and their queries."""
    out = io.StringIO()
    printer = Output("trec").printer(out)
    for one, query in hits:
        printer.hit(one, query)
    printer.close()
    return [line.split(" ") for line in out.getvalue().splitlines()]


def test_a_line_has_query_key_rank_and_score() -> None:
    """A single query is the first."""
    assert printed((hit(1, 12.5), "")) == [["1", "Q0", "news/a.txt", "1", "12.5000000", "newsgrep"]]
    assert printed((hit(3, 12.5), "oil 1"))[0][:4] == ["oil%201", "Q0", "news/a.txt", "3"]


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("a b.txt", "a%20b.txt"),
        ("a%20b.txt", "a%2520b.txt"),
        ("a\tb\n\u00a0\u2028c", "a%09b%0A%C2%A0%E2%80%A8c"),
        ("a\x1b[2J", "a%1B[2J"),
        ("Bakı.jsonl#7", "Bakı.jsonl#7"),
        ("a\udcffb", "a%FFb"),
        ("a\ud800b", "a%ED%A0%80b"),
    ],
)
def test_white_space_in_a_key_is_escaped(key: str, shown: str) -> None:
    """As in a URL, byte by byte; other characters stay."""
    assert printed((hit(1, 1.0, key), ""))[0][2] == shown


@given(st.text())
def test_a_key_has_no_white_space_and_can_be_had_back(key: str) -> None:
    """Whatever is in it."""
    assert len(percent_encoded(key).split()) == (1 if key else 0)
    assert unquote_to_bytes(percent_encoded(key)) == key.encode("utf-8", "surrogatepass")


def single(score: str) -> float:
    """A score as a toolkit has it that keeps 24 bits."""
    return struct.unpack("f", struct.pack("f", float(score)))[0]


@given(st.lists(st.floats(0, 1000), max_size=50).map(lambda scores: sorted(scores, reverse=True)))
def test_scores_fall_strictly_on_24_bits_too(scores: list[float]) -> None:
    """So that a toolkit sorts the hits as they are; and they are what they were, but for ties."""
    lines = printed(*((hit(rank, score), "q") for rank, score in enumerate(scores, 1)))
    shown = [single(line[4]) for line in lines]
    assert shown == sorted(set(shown), reverse=True)
    assert all(abs(a - b) < 0.05 for a, b in zip(shown, scores, strict=True))
    assert all(re.fullmatch(r"-?[0-9]+\.[0-9]{7}", line[4]) for line in lines)


def test_scores_that_do_not_fall_are_made_to() -> None:
    """Sorted by date, or where nothing in the query earns a score."""
    shown = [float(line[4]) for line in printed(*((hit(rank, rank % 3), "q") for rank in range(1, 9)))]
    assert shown == sorted(set(shown), reverse=True)


def test_every_query_begins_anew() -> None:
    """Also one of the same name."""
    lines = printed((hit(1, 1.0), "a"), (hit(1, 5.0), "b"), (hit(1, 7.0), "b"), (hit(2, 7.0), "b"))
    assert [line[4] for line in lines] == ["1.0000000", "5.0000000", "7.0000000", "6.9999983"]
