"""newsgrep names."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def articles(write, run):
    """Three articles, and an index of them."""
    write("a.txt", "The writer Jane Doe came to Oslo. Doe left.", date="2020-10-30")
    write("b.txt", "The rain fell in Oslo.", date="2020-10-31")
    write("c.txt", "The rain fell.", date="2020-10-31")
    assert run("index", ".").code == 0


def test_names_are_a_table_in_a_pipe(articles, run):
    """With articles and mentions; how many articles were read is on standard error."""
    ended = run("names", "*")
    assert ended.lines == ["name\tarticles\tmentions", "Oslo\t2\t2", "Jane Doe\t1\t2"]
    assert (ended.code, ended.err) == (0, "newsgrep: 3 of 3 articles read\n")


def test_names_as_objects(articles, run):
    """As many as are asked for, of the articles that the filters leave."""
    ended = run("names", "oslo", "--until", "2020-10-30", "--top", "1", "--jsonl")
    assert [json.loads(line) for line in ended.lines] == [
        {"schema_version": 1, "name": "Jane Doe", "articles": 1, "mentions": 2}
    ]


def test_articles_without_names(articles, run):
    """The exit code is 1, as where no article matches."""
    ended = run("names", "rain NOT oslo")
    assert (ended.code, ended.err) == (1, "newsgrep: 1 of 1 article read: no name has capitals\n")
    ended = run("names", "nosuchword")
    assert ended.code == 1
    assert "nosuchword" in ended.err


def test_a_sample_and_its_receipt(articles, run):
    """The same articles are read when the receipt is asked again."""
    ended = run("names", "*", "--sample", "1", "--seed", "3", "--receipt", "r.json")
    assert ended.err == "newsgrep: 1 of 3 articles read\n"
    assert run("receipt", "r.json").code == 0


def test_a_seed_needs_a_sample(articles, run):
    """The hint says so."""
    ended = run("names", "--seed", "3", "oslo")
    assert ended.code == 2
    assert ended.err.endswith("hint: add --sample N\n")
