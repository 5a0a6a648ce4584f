"""--explain: how the score of each hit came about, in every form of output that has room for it."""

from __future__ import annotations

import csv
import json
import re

import pytest

QUERY = ("search", "-n", "2", "ganja", "missile^2 -xyzzy")
TERM = re.compile(r"(\S+) ([0-9.]+) = (?:([0-9.]+) × )?idf ([0-9.]+) × tf ([0-9.]+) \(frequency")


def test_a_line_ends_with_the_explanation(corpus, run):
    """Its products add up to the score."""
    ended = run(*QUERY, "--explain")
    assert (ended.code, len(ended.lines)) == (0, 2)
    scores = run(*QUERY, "--fields", "score").lines
    for line, score in zip(ended.lines, scores, strict=True):
        fields = line.split("\t")
        assert len(fields) == 6
        terms = TERM.findall(fields[5])
        assert [name for name, *_ in terms] == ["ganja", "missile"]
        assert [weight for _, _, weight, _, _ in terms] == ["", "2"]
        assert sum(float(earned) for _, earned, *_ in terms) == pytest.approx(float(score), abs=0.02)
        for _, earned, weight, idf, tf in terms:
            assert float(earned) == pytest.approx(float(weight or 1) * float(idf) * float(tf), abs=0.05)


def test_an_object_has_its_numbers(corpus, run):
    """In JSON the terms add up to the score, with their weights."""
    hits = json.loads(run(*QUERY, "--explain", "--json").out)
    for hit in hits:
        explanation = hit["explanation"]
        assert explanation["score"] == hit["score"]
        assert sum(term["score"] for term in explanation["terms"]) == pytest.approx(hit["score"], abs=1e-5)
        assert explanation["terms"][1]["weight"] == 2
        assert explanation["length"] > 0


def test_a_table_has_a_column_for_it(corpus, run):
    """In CSV the explanation is one more column."""
    rows = list(csv.DictReader(run(*QUERY, "--explain", "--csv").lines))
    assert rows[0]["explanation"].startswith("ganja ")


@pytest.mark.parametrize("flag", [["--fields", "path,explanation"], ["--template", "{path}\\t{explanation}"]])
def test_a_field_that_is_named_needs_no_flag(corpus, run, flag):
    """The field `explanation` turns --explain on."""
    path, explanation = run(*QUERY, *flag).lines[0].split("\t")
    assert path.startswith("corpus/")
    assert TERM.match(explanation)
    assert run(*QUERY, *flag, "--explain") == run(*QUERY, *flag)


def test_a_block_ends_with_aligned_rows(corpus, terminal):
    """On a terminal each term has a row, aligned with the others."""
    code, screen = terminal(*QUERY, "--explain", NO_COLOR="1")
    assert code == 0
    rows = re.findall(r"^ {4}score .*\n((?: {6}\S.*\n)+)", screen, re.MULTILINE)
    assert len(rows) == 2
    for block in rows:
        assert len({line.index(" = ") for line in block.splitlines()}) == 1
        assert len({line.index("frequency") for line in block.splitlines()}) == 1


def test_a_pattern_is_one_term(corpus, run):
    """However many words it matches."""
    assert run("search", "-n1", "--fields", "explanation", "miss?le*").out.startswith("miss?le* ")


def test_a_filter_adds_nothing_to_the_score(corpus, run):
    """A search of filters alone has no scores to explain."""
    out = run("search", "-n1", "--fields", "explanation", "--since", "2020").out
    assert out == "no part of the query adds to the score\n"


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (["-l"], "--explain has no meaning with -l"),
        (["-c"], "--explain has no meaning with -c"),
        (["--format", "trec"], "--explain has no meaning with --format trec"),
        (["--parse"], "--explain has no meaning with --parse"),
        (["--template", "{path}"], "--explain shows nothing in this template"),
    ],
)
def test_outputs_without_an_explanation_refuse_the_flag(corpus, run, flags, message):
    """With an error that names both flags."""
    ended = run("search", "--explain", *flags, "ganja")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(f"newsgrep: {message}\nhint: ")


def test_each_of_many_queries_is_explained(corpus, run):
    """With the terms of its own query."""
    ended = run("search", "--explain", "--fields", "query", "-n1", "-f", "-", stdin="ganja\nmissile\n")
    assert [line.split("\t")[1].split()[0] for line in ended.lines] == ["ganja", "missile"]
