"""newsgrep names."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

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


def test_the_receipt_of_pairs_tells_whether_the_answer_is_the_same(write, run):
    """It has the name that they were asked with."""
    write("a.txt", "So it was, as Jane Doe came to Oslo.")
    write("b.txt", "So it was, as Jane Doe was in Oslo.")
    write("c.txt", "So it was.")
    assert run("index", ".").code == 0
    assert run("names", "--with", "doe", "*", "--receipt", "r.json").code == 0
    assert json.loads(Path("r.json").read_text())["options"]["name"] == "doe"
    assert run("receipt", "r.json").code == 0
    write("d.txt", "So it was not.")
    assert run("index", ".").code == 0
    ended = run("receipt", "r.json")
    assert (ended.code, ended.lines[1:3]) == (1, ["articles: 3 then, 4 now", "read: 3 then, 4 now"])


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


def test_pairs_of_names_are_a_table(write, run):
    """With the articles that have both, and as many as would have both by chance."""
    for name, text in (
        ("a", "Jane Doe came to Oslo"),
        ("b", "Jane Doe was in Oslo"),
        ("c", "rain fell"),
        ("d", "it"),
    ):
        write(f"{name}.txt", f"So it was {name}, as {text}.")
    assert run("index", ".").code == 0
    ended = run("names", "--pairs", "*")
    assert ended.lines == [
        "name\tother\tarticles\tby_chance\tlog_likelihood",
        "Jane Doe\tOslo\t2\t1.000\t5.545",
    ]
    assert (ended.code, ended.err) == (0, "newsgrep: 4 of 4 articles read\n")
    assert run("names", "--with", "oslo", "*").lines[1].startswith("Oslo\tJane Doe\t2\t")


def test_pairs_as_a_network(write, run):
    """Nodes with labels, and edges whose weight is the number of articles, as XML."""
    for name in "abcd":
        write(f"{name}.txt", f"So it was {name}." + " So AT&T Corp met Doe." * (name < "c"))
    assert run("index", ".").code == 0
    ended = run("names", "--graphml", "*")
    graph = ElementTree.fromstring(ended.out)
    space = "{http://graphml.graphdrawing.org/xmlns}"
    labels = [node[0].text for node in graph.iter(f"{space}node")]
    assert len(labels) == 2
    [edge] = graph.iter(f"{space}edge")
    assert {edge.get("source"), edge.get("target")} == {*labels}
    assert [data.text for data in edge] == ["2", "1.0", "5.545"]


def test_no_pairs_say_so(articles, run):
    """The exit code is 1, and on standard error is what a pair would have to have."""
    ended = run("names", "--pairs", "*")
    assert (ended.code, ended.lines) == (1, ["name\tother\tarticles\tby_chance\tlog_likelihood"])
    assert ended.err.endswith("no two names stand together in 2 articles, more than by chance\n")


def test_names_that_are_in_no_pair_are_counted(write, run):
    """So who reads a few articles learns that there are more, and how to list them."""
    write("a.txt", "So it was, as Jane Doe came to Oslo with John Roe.")
    write("b.txt", "So it was, as Jane Doe was in Oslo.")
    write("c.txt", "So it was.")
    assert run("index", ".").code == 0
    ended = run("names", "--with", "doe", "*")
    assert (ended.code, ended.lines[1:]) == (0, ["Jane Doe\tOslo\t2\t1.333\t3.819"])
    assert ended.err.splitlines()[1] == (
        "newsgrep: with doe: 1 other name in one article, or no more often than by chance; "
        "to list all: newsgrep names doe"
    )


def test_a_name_that_stands_alone(write, run):
    """There is nothing to list."""
    write("a.txt", "So it was, as Jane Doe came.")
    assert run("index", ".").code == 0
    ended = run("names", "--with", "doe", "*")
    assert (ended.code, ended.err) == (1, "newsgrep: 1 of 1 article read: no other name stands with doe\n")


def test_a_mistyped_name_is_asked_about(write, run):
    """With the name that has a word which is spelt like it."""
    write("a.txt", "So it was, as Viktor Orlov came to Oslo.")
    assert run("index", ".").code == 0
    ended = run("names", "--with", "Orlow", "*")
    assert ended.code == 1
    assert ended.err == (
        "newsgrep: no name has Orlow in it; did you mean Viktor Orlov?\nnewsgrep: 1 of 1 article read\n"
    )


def test_flags_that_contradict_pairs(articles, run):
    """Are named, before anything is read."""
    ended = run("names", "--graphml", "--csv", "oslo")
    assert ended.code == 2
    assert "--graphml and --csv" in ended.err


@pytest.mark.parametrize("name", ["", " "])
def test_an_empty_name_is_refused(articles, run, name):
    """It often comes from a shell variable without a value, and would let all pairs through."""
    ended = run("names", "--with", name, "oslo")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == "newsgrep: --with is empty\nhint: name someone, or leave --with out\n"
