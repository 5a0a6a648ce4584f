"""--receipt and newsgrep receipt: what was asked, of what, and whether the answer is the same again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import newsgrep

COMMANDS = [
    ("search", "oil", "-n", "3"),
    ("search", "-c", "oil"),
    ("search", "--any", "--fold", "--author", "jane", "--all", "north-sea"),
    ("search", "--sort=random", "--seed", "5", "-F", "oil & gas"),
    ("search", "-e", "oil", "-e", "source:post*", "--last", "90y"),
    ("timeline", "-e", "oil", "-e", "gas", "--share"),
    ("facets", "oil", "--by", "source,source*year"),
    ("terms", "oil", "--against", "gas", "--top", "5"),
    ("sample", "oil", "-n", "4", "--seed", "3", "--by", "source"),
]


@pytest.fixture
def articles(folder, run):
    """Twelve articles, and an index of them."""
    records = [
        {
            "id": n,
            "text": f"{'Oil' if n % 3 else 'Gas'} rose in the North-Sea.\n\nDay {n}.",
            "source": "Post" if n % 2 else "Times",
            "date": f"2020-{n + 1:02}-05",
            "author": "Jane Doe",
        }
        for n in range(12)
    ]
    (folder / "a.jsonl").write_text("\n".join(map(json.dumps, records)))
    assert run("index", "a.jsonl").code == 0
    return folder


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_the_same_index_gives_the_same_answer(articles, run, arguments):
    """Whatever the command; what it prints does not depend on --receipt."""
    ended = run(*arguments, "--receipt", "r.json")
    assert (ended.code, ended.out) == run(*arguments)[:2]
    again = run("receipt", "r.json")
    assert (again.code, again.err) == (0, "")
    assert again.out.startswith("the same answer as on 2")


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_another_answer_says_what_changed(articles, run, arguments):
    """An article more of those that match: the numbers and the index are told."""
    run(*arguments, "--receipt", "r.json")
    (articles / "b.jsonl").write_text(
        '{"id": 1, "text": "Oil, gas & North-Sea.", "source": "Post", "date": "2020-01", "author": "Jane"}'
    )
    run("index", "b.jsonl")
    again = run("receipt", "r.json")
    assert (again.code, again.lines[0].split(" on ")[0]) == (1, "another answer than")
    assert "the index changed from generation 0 to 1: 12 articles then, 13 now" in again.lines
    assert any(line.startswith("articles: ") for line in again.lines)


def test_a_receipt_that_another_index_answers_says_so(articles, run):
    """Where the number of changes is the same, it is no change of one index."""
    run("timeline", "oil", "--receipt", "r.json")
    (articles / "b.jsonl").write_text('{"id": 1, "text": "Oil and gas.", "date": "2020-01"}')
    run("index", "--index", "other", "b.jsonl")
    again = run("receipt", "--index", "other", "r.json")
    assert again.code == 1
    assert "another index answered: 12 articles then, 1 now" in again.lines


def test_a_receipt_has_what_a_methods_section_needs(articles, run):
    """The query as it is read, with its filters; the index, the numbers and the version."""
    ended = run("timeline", "oil OR gas", "--since", "2020-11", "--receipt", "r.json")
    assert ended.code == 0
    receipt = json.loads((articles / "r.json").read_text())
    assert receipt["command"] == "timeline"
    assert receipt["queries"] == [{"query": "(oil OR gas) AND date:2020-11-01.."}]
    assert receipt["options"] == {"by": "day", "fold": False, "share": False}
    index = {"generation": 0, "articles": 12, "language": "english"}
    assert receipt["index"] == {"folders": [str(articles / ".newsgrep")], **index}
    assert receipt["numbers"] == {"articles": [2], "undated": [0], "of_coarse_date": [0]}
    assert receipt["newsgrep"] == newsgrep.__version__
    assert receipt["digest"].startswith("sha256:")


def test_a_change_that_does_not_concern_the_answer_is_told(articles, run):
    """The answer is the same all the same."""
    run("search", "oil", "--sort=date", "--receipt", "r.json")
    (articles / "b.jsonl").write_text('{"id": 1, "text": "Snow."}')
    run("index", "b.jsonl")
    again = run("receipt", "r.json")
    assert (again.code, len(again.lines)) == (0, 2)
    assert again.lines[1] == "the index changed from generation 0 to 1: 12 articles then, 13 now"


def test_a_changed_text_is_another_answer(articles, run):
    """Even if the numbers are the same."""
    run("search", "oil", "--sort=date", "--receipt", "r.json")
    file = articles / "a.jsonl"
    file.write_text(file.read_text().replace("Day 1.", "Day one."))
    run("index", "a.jsonl")
    again = run("receipt", "r.json")
    assert again.code == 1
    assert "the numbers are the same, and the articles or the figures of a row are not" in again.lines


def test_another_index_can_be_named(articles, run, tmp_path, monkeypatch):
    """From any folder: such as a copy of the index."""
    run("search", "oil", "--receipt", tmp_path / "r.json")
    (articles / ".newsgrep").rename(tmp_path / "moved")
    monkeypatch.chdir(tmp_path)
    assert run("receipt", "r.json").code == 2
    assert run("receipt", "--index", "moved", "r.json").code == 0


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"newsgrep"', '"oldgrep"', "r.json is no receipt: "),
        ('"oil"', '"\udcff"', "r.json is no receipt: "),
        ('"receipt": 1', '"receipt": 2', "a receipt of another version of newsgrep"),
        ('"query": "oil"', '"query": "(oil"', "cannot be asked: the bracket is not closed"),
        ('"seed"', '"sead"', "cannot be asked: "),
        ('"relevance"', '"beauty"', "sort cannot be 'beauty'"),
    ],
)
def test_an_edited_receipt_says_what_is_wrong(articles, run, old, new, message):
    """With exit code 2."""
    run("search", "oil", "--receipt", "r.json")
    file = articles / "r.json"
    file.write_bytes(file.read_text().replace(old, new).encode("utf-8", "surrogateescape"))
    ended = run("receipt", "r.json")
    assert (ended.code, ended.out) == (2, "")
    assert message in ended.err


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"share": false', '"shared": false', "contains unknown field `shared`"),
        ('"by": "month"', '"by": "decade"', "Invalid enum value 'decade' - at `$.by`"),
        ('"fold": false', '"fold": "no"', "Expected `bool`, got `str` - at `$.fold`"),
        ('{\n      "query": "oil"\n    }', "", "it has no query"),
    ],
)
def test_an_edited_receipt_of_a_table_says_what_is_wrong(articles, run, old, new, message):
    """Which option is not as it can be; with exit code 2."""
    run("timeline", "oil", "--by", "month", "--receipt", "r.json")
    file = articles / "r.json"
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))
    ended = run("receipt", "r.json")
    assert (ended.code, ended.out) == (2, "")
    assert "cannot be asked: " in ended.err
    assert message in ended.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["search", "-q", "oil", "--receipt", "r.json"], "--receipt and -q contradict each other"),
        (["search", "--parse", "oil", "--receipt", "r.json"], "--receipt and --parse contradict each other"),
        (["facets", "oil", "--receipt", "no/r.json"], "there is no folder no"),
        (["terms", "oil", "--receipt", "."], "it is a folder"),
    ],
)
def test_a_receipt_that_cannot_be_written_is_refused_first(articles, run, arguments, message):
    """Before anything is printed."""
    ended = run(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert message in ended.err


def test_an_answer_whose_numbers_alone_differ_is_another(folder, run):
    """As a timeline of articles without a date, which has no rows."""
    (folder / "a.jsonl").write_text('{"id": 1, "text": "Oil rose."}')
    run("index", "-q", "a.jsonl")
    run("timeline", "oil", "--receipt", "r.json")
    run("delete", "--yes", "oil")
    again = run("receipt", "r.json")
    assert again.code == 1
    assert again.lines[1:3] == ["articles: 1 then, 0 now", "undated: 1 then, 0 now"]


def test_a_comparison_is_printed_as_json_too(articles, run):
    """With the numbers of then and of now, and the same exit codes."""
    run("search", "oil", "--receipt", "r.json")
    same = run("receipt", "--json", "r.json")
    assert (same.code, json.loads(same.out)["same"]) == (0, True)
    (articles / "b.jsonl").write_text('{"id": 1, "text": "Oil again.", "source": "Post"}')
    run("index", "b.jsonl")
    other = run("receipt", "--jsonl", "r.json")
    found = json.loads(other.out)
    assert (other.code, found["same"]) == (1, False)
    assert found["numbers"]["articles"] != found["numbers_now"]["articles"]
    assert found["differences"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_an_error_that_names_the_receipt(articles, run):
    """As the system does not name the file then."""
    ended = run("search", "oil", "--receipt", "/dev/full")
    assert (ended.code, ended.err.startswith("newsgrep: /dev/full: no space left on device")) == (2, True)
