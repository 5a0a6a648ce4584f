"""newsgrep index --meaning and search --meaning: articles are found by other words, and marked."""

from __future__ import annotations

import json
import re
import sys

import pytest

from newsgrep import open_index
from tests.meaning.tiny_model import make_model

STORIES = {
    "cars": "A new automobile leaves the factory in Varn.",
    "strike": "The walkout at the mill in Varn ends.",
    "flood": "A deluge closes the road to Tosk.",
    "health": "The surgeon of Tosk retires after the flood.",
    "match": "The team of Varn wins again.",
}


def write_stories(file, stories, date="2020-10-30"):
    """Write articles as JSON Lines."""
    lines = [
        {"id": key, "title": f"Note {number}", "date": date, "author": f"Ada{number}", "body": text}
        for number, (key, text) in enumerate(stories.items())
    ]
    file.write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")


@pytest.fixture
def indexed(folder, run):
    """A folder with an index of the stories, with vectors of the tiny model, and the model."""
    model = make_model(folder / "model")
    write_stories(folder / "news.jsonl", STORIES)
    ended = run("index", "news.jsonl", "--meaning", "model")
    assert (ended.code, "made 5 vectors for --meaning" in ended.err) == (0, True)
    return model


def keys(ended):
    """The names of the articles of a run with --jsonl, in order."""
    return [json.loads(line)["key"].partition("#")[2] for line in ended.lines]


def test_another_word_for_the_same_finds_the_article(indexed, run):
    """It has no word of the query; a plain search finds nothing."""
    plain, meant = (run("search", "--jsonl", "vehicle", *flags) for flags in ((), ("--meaning",)))
    assert (plain.code, plain.out) == (1, "")
    assert meant.code == 1  # as no article has the word
    assert keys(meant)[0] == "cars"
    first = json.loads(meant.lines[0])
    assert (first["by_meaning"], first["missing"], first["close"]) == (True, ["vehicle"], True)
    assert "no article has all the words; the others are near by words or by meaning" in meant.err


def test_matches_by_words_and_by_meaning_come_together(indexed, run):
    """A full match makes the exit code 0, and is not marked."""
    ended = run("search", "--jsonl", "--meaning", "flood")
    hits = {json.loads(line)["key"].partition("#")[2]: json.loads(line) for line in ended.lines}
    assert ended.code == 0
    assert {*keys(ended)[:2]} == {"health", "flood"}
    assert (hits["health"]["by_meaning"], hits["health"]["missing"]) == (False, [])
    assert hits["flood"]["by_meaning"] is True
    assert "1 article has all the words" in ended.err


def test_a_terminal_marks_what_is_found_by_meaning(indexed, terminal):
    """And what lacks a word; no rule stands among hits that are in one order."""
    code, out = terminal("search", "--meaning", "stoppage", "varn")
    plain = re.sub(r"\x1b\[[0-9;]*m", "", out)
    assert code == 1
    assert "walkout" in plain.partition("close: without stoppage")[0]
    assert "by meaning: without any of the words" in plain
    assert "some of the words ──" not in plain


def test_filters_hold_for_what_is_near(indexed, run, folder):
    """By date, by author; a word that is left out is out."""
    write_stories(folder / "later.jsonl", {"later": "Another automobile for Varn."}, "2021-01-05")
    assert "made 1 vector for --meaning" in run("index", "later.jsonl").err
    assert keys(run("search", "--jsonl", "--meaning", "--since", "2021", "vehicle")) == ["later"]
    assert keys(run("search", "--jsonl", "--meaning", "--author", "ada1", "vehicle")) == ["strike"]


def test_a_query_with_operators_stays_exact(indexed, run):
    """The vectors order its matches, and add none."""
    ended = run("search", "--jsonl", "--meaning", "varn -team")
    assert ended.code == 0
    assert {*keys(ended)} == {"cars", "strike"}
    assert {*keys(run("search", "--jsonl", "--meaning", "varn (automobile OR team)"))} == {"cars", "match"}
    assert "near by words" not in ended.err


def test_any_word_is_a_full_match_with_any(indexed, run):
    """Others are found by meaning alone."""
    ended = run("search", "--jsonl", "--any", "--meaning", "vehicle tosk")
    hits = map(json.loads, ended.lines)
    marks = {hit["key"].partition("#")[2]: hit["by_meaning"] for hit in hits}
    assert ended.code == 0
    assert (marks["flood"], marks["health"], marks["cars"]) == (False, False, True)


@pytest.mark.parametrize(
    "flag", ["-c", "-l", "-q", "--all", "--sort=date", "--fold", "--parse", "--explain-query"]
)
def test_what_counts_full_matches_contradicts_it(indexed, run, flag):
    """Scripts stay exact."""
    ended = run("search", "--meaning", flag, "vehicle")
    assert ended.code == 2
    assert f"--meaning and {flag} contradict each other" in ended.err


def test_the_setting_holds_where_hits_are_marked(indexed, run, person):
    """Lines and counts in a pipe have full matches only; --no-meaning puts it aside."""
    person("[search]\nmeaning = true\n")
    assert keys(run("search", "--jsonl", "vehicle"))[0] == "cars"
    assert run("search", "vehicle").out == ""
    assert run("search", "-c", "vehicle").out == "0\n"
    assert run("search", "--all", "--jsonl", "vehicle").out == ""
    assert run("search", "--jsonl", "--no-meaning", "vehicle").out == ""


def test_lines_have_it_where_it_is_typed(indexed, run):
    """A field says which they are."""
    ended = run("search", "--meaning", "-n", "1", "--fields", "key,by_meaning", "vehicle")
    assert ended.lines == ["news.jsonl#cars\tby meaning"]


def test_explain_has_the_part_of_the_model(indexed, run):
    """Beside those of the words."""
    found = run("search", "--jsonl", "--meaning", "--explain", "-n", "2", "flood")
    for line in found.lines:
        hit = json.loads(line)
        parts = sum(term["score"] for term in hit["explanation"]["terms"])
        assert hit["explanation"]["model"] > 0
        assert hit["score"] == pytest.approx(parts + hit["explanation"]["model"], abs=1e-4)
    assert "near by the model" in run("search", "--meaning", "--explain", "-n", "1", "vehicle").out


def test_a_run_makes_what_is_lacking_and_no_more(indexed, run, folder):
    """The folder is remembered; the vectors of unchanged articles stay."""
    changed = {**STORIES, "match": "No match.", "new": "A physician comes to Varn."}
    write_stories(folder / "news.jsonl", changed)
    assert "made 2 vectors for --meaning" in run("index").err
    assert "vectors" not in run("index").err
    run("optimize")
    assert keys(run("search", "--jsonl", "--meaning", "-n", "2", "doctor")) == ["new", "health"]
    assert run("verify").code == 0


def test_status_says_how_many_there_are(indexed, run):
    """And by which model."""
    values = dict(line.split("\t", 1) for line in run("status").lines)
    assert (values["model"], values["vectors"]) == (str(indexed), "5")
    assert json.loads(run("status", "--json").out)["vectors"] == 5


def test_a_dry_run_makes_none(folder, run):
    """It names the model all the same."""
    make_model(folder / "model")
    write_stories(folder / "news.jsonl", STORIES)
    assert "made" not in run("index", "--dry-run", "news.jsonl", "--meaning", "model").err
    assert not (folder / ".newsgrep").exists()


def test_another_model_is_refused(indexed, run, folder):
    """Its vectors cannot be compared; none removes them first."""
    make_model(folder / "other", seed=2)
    ended = run("index", "--meaning", "other")
    assert ended.code == 2
    assert "the index has vectors of the model that was in" in ended.err
    assert "newsgrep index --meaning none" in ended.err
    assert run("index", "--meaning", "none").code == 0
    ended = run("search", "--meaning", "vehicle")
    assert ended.code == 2
    assert "make them with: newsgrep index --meaning FOLDER" in ended.err
    assert "made 5 vectors" in run("index", "--meaning", "other").err


def test_a_model_that_moved_is_named_again(indexed, run, folder):
    """Until then articles are indexed, and the run says what is lacking."""
    (folder / "model").rename(folder / "moved")
    write_stories(folder / "more.jsonl", {"more": "A surgeon for Varn."})
    ended = run("index", "more.jsonl")
    assert ended.code == 0
    assert "1 article without a vector for --meaning: there is no folder" in ended.err
    assert "index --meaning FOLDER" in ended.err
    assert run("search", "-c", "surgeon").out == "2\n"
    assert run("search", "--meaning", "doctor").code == 2
    assert "made 1 vector " in run("index", "--meaning", "moved").err
    assert keys(run("search", "--jsonl", "--meaning", "-n", "2", "doctor"))[0] in ("more", "health")


def test_without_the_libraries_articles_are_indexed(indexed, run, folder, monkeypatch):
    """And the next step is the command that installs them."""
    write_stories(folder / "more.jsonl", {"more": "A surgeon for Varn."})
    (folder / "model" / "model.onnx").touch()  # so that it is loaded again
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    ended = run("index", "more.jsonl")
    assert ended.code == 0
    assert "without a vector for --meaning: a model of meaning needs onnxruntime; " in ended.err
    assert run("search", "-c", "surgeon").out == "2\n"
    ended = run("search", "--meaning", "doctor")
    assert ended.code == 2
    assert "a model of meaning needs onnxruntime" in ended.err


def test_a_query_without_words_has_no_meaning(indexed, run):
    """A filter alone selects."""
    ended = run("search", "--meaning", "--since", "2020")
    assert ended.code == 2
    assert "a search by meaning compares words" in ended.err


def test_a_program_asks_for_it_too(indexed, folder):
    """The results begin with the nearest article; `total` counts full matches."""
    with open_index() as index:
        results = index.search("flood", meaning=True, limit=3)
        assert (results.total, results.others, len(results)) == (1, 4, 3)
        assert {hit.by_meaning for hit in results} == {True, False}
        assert index.search("flood")[0].by_meaning is None


def test_an_index_without_vectors_searches_as_before(folder, run):
    """--meaning says how to make them."""
    write_stories(folder / "news.jsonl", STORIES)
    run("index", "news.jsonl")
    ended = run("search", "--meaning", "flood")
    assert ended.code == 2
    assert "make them with: newsgrep index --meaning FOLDER" in ended.err
    assert run("search", "-c", "flood").out == "1\n"
