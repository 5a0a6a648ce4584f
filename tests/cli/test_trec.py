"""--format: the forms of output by name, and the run that only has a name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.quality.loading import load_quality

ROOT = Path(__file__).parents[2]
JUDGED = ROOT / "tests/judged"


def test_a_run_has_a_line_a_hit(corpus, run):
    """Of six fields, with scores that fall."""
    ended = run("search", "--format", "trec", "-f", "topics.tsv")
    assert (ended.code, ended.err) == (0, "")
    rows = [line.split(" ") for line in ended.lines]
    assert {len(row) for row in rows} == {6}
    assert {(row[1], row[5]) for row in rows} == {("Q0", "newsgrep")}
    for query in ("q1", "q2"):
        mine = [row for row in rows if row[0] == query]
        assert [int(row[3]) for row in mine] == list(range(1, len(mine) + 1))
        assert all(float(a[4]) > float(b[4]) for a, b in zip(mine, mine[1:], strict=False))


def test_a_single_query_is_the_first(corpus, run):
    """Its id is 1."""
    line = run("search", "--format=trec", "notre-dame", "fire").lines[0]
    assert line.startswith("1 Q0 corpus/039_notre-dame-fire.txt 1 ")


def test_a_run_is_deep(write, run):
    """A thousand hits, unless another number is asked for; the limit is not reported."""
    write("many.txt", "x").with_suffix(".jsonl").write_text(
        "".join(f'{{"id": "{number}", "body": "Ganja, part {number}."}}\n' for number in range(1200))
    )
    run("index", ".")
    assert len(run("search", "--format=trec", "ganja").lines) == 1000
    assert run("search", "--format=trec", "ganja").err == ""
    assert len(run("search", "--format=trec", "-n", "3", "ganja").lines) == 3
    assert len(run("search", "--format=trec", "--all", "ganja").lines) == 1200


def test_spaces_in_a_key_are_escaped(write, run):
    """As in a URL."""
    write("old news/100%.txt", "Ganja.")
    run("index", ".")
    assert run("search", "--format=trec", "ganja").out.split(" ")[2] == "old%20news/100%25.txt"


def test_nothing_found_is_an_empty_run(corpus, run):
    """With exit code 1."""
    assert run("search", "--format=trec", "xyzzyx")[:2] == (1, "")


@pytest.mark.parametrize("style", ["json", "jsonl", "csv", "tsv"])
def test_a_format_is_the_flag_of_that_name(corpus, run, style):
    """Both at once do not contradict."""
    assert run("search", "ganja", "--format", style) == run("search", "ganja", f"--{style}")
    assert run("search", "ganja", "--format", style, f"--{style}").code == 0


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (["--json"], "--json and --format trec contradict each other"),
        (["-c"], "-c and --format trec contradict each other"),
        (["--fields", "path"], "--fields has no meaning with --format trec"),
        (["-0"], "-0 has no meaning with --format trec"),
        (["--template", "{path}"], "--format trec and --template contradict each other"),
    ],
)
def test_what_has_no_meaning_in_a_run_is_refused(corpus, run, flags, message):
    """The error names both flags."""
    ended = run("search", "--format=trec", *flags, "ganja")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(f"newsgrep: {message}\n")


def test_a_run_is_as_good_as_the_ranking(corpus, run):
    """What a toolkit computes from it is what benchmarks/quality.py measures."""
    quality = load_quality()
    judged = quality.read_judged(JUDGED)
    topics = "".join(f"{name}\t{text}\n" for name, text in judged.queries.items())
    ended = run("search", "-F", "--any", "--format=trec", "-f", "-", stdin=topics)
    ranked: dict[str, list[tuple[float, str]]] = {}
    for line in ended.lines:
        query, _, key, _, score, _ = line.split(" ")
        ranked.setdefault(query, []).append((-float(score), key.removeprefix("corpus/")))
    pairs = [
        (quality.ndcg(names, grades), quality.average_precision(names, grades))
        for query, grades in judged.grades.items()
        if any(grade > 0 for grade in grades.values())
        for names in [[name for _, name in sorted(ranked.get(query, []))]]
    ]
    with quality.indexed(corpus / "corpus") as engine:
        measured = quality.evaluate(engine, judged, lambda article: article.path.rpartition("/corpus/")[2])
    gains, precisions = zip(*pairs, strict=True)
    assert sum(gains) / len(gains) == pytest.approx(measured.ndcg)
    assert sum(precisions) / len(precisions) == pytest.approx(measured.precision)


@pytest.mark.parametrize(("name", "mark"), [("bibtex", "@"), ("ris", "TY  - "), ("csl-json", '"id": ')])
def test_citations_are_as_many_as_the_hits_that_are_shown(corpus, run, name, mark):
    """Without fields to choose."""
    ended = run("search", f"--format={name}", "-n", "2", "ganja")
    assert (ended.code, ended.out.count(mark)) == (0, 2)
    refused = run("search", f"--format={name}", "--fields", "key", "ganja")
    assert (refused.code, refused.out) == (2, "")
    assert f"--fields has no meaning with --format {name}" in refused.err
