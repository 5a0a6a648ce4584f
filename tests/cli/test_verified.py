"""What is checked in the stored text: capitals, accents, sentences and paragraphs; fields and sounds."""

from __future__ import annotations

import json
import sys

import pytest

import newsgrep

ARTICLES = [
    {"id": "firm", "title": "Apple raises prices", "body": "Shoppers wait. The firm sells phones.",
     "author": "Jan Král", "date": "2020", "url": "https://www.daily.example/tech/1", "source": "Daily"},
    {"id": "fruit", "title": "Harvest", "body": "An apple a day. Prices fell.\n\nOrchards sell apples.",
     "author": "Jan Kral", "url": "https://farms.example/daily.example"},
    {"id": "leader", "title": "Talks with Qaddafi", "body": "Khadafy and Kadhafi are one man.",
     "date": "1987", "source": "wire"},
]  # fmt: skip


@pytest.fixture
def archive(folder, run):
    """An index of three articles."""
    (folder / "a.jsonl").write_text("".join(json.dumps(article) + "\n" for article in ARTICLES), "utf-8")
    run("index", "-q", "a.jsonl")
    return folder


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("caps(Apple)", "firm"),
        ("caps(apple)", "fruit"),
        ("apple -caps(Apple)", "fruit"),
        ("caps(Apple) OR caps:apple", "firm fruit"),
        ("ATLEAST2 caps(apple)", ""),
        ("title:caps:Apple", "firm"),
        ("=král", "firm"),
        ("=Kral", "firm fruit"),
        ("author:caps(Král)", "firm"),
        ("apple W/S prices", "firm"),
        ("apple W/P prices", "firm fruit"),
        ("orchard W/P day", ""),
        ("caps(Prices) W/P apple", "fruit"),
        ("has:author", "firm fruit"),
        ("no:date", "fruit"),
        ("no:url has:source", "leader"),
        ("site:daily.example", "firm"),
        ("site:daily", "firm"),
        ("site:wire", "leader"),
        ("site:farm*", "fruit"),
        ("source:farm*", ""),
        ("sounds:gaddafi", "leader"),
        ("ATLEAST2 body:sounds:gaddafi", "leader"),
    ],
)
def test_what_is_found_is_exact(archive, run, query, found):
    """Names of articles, and their number."""
    ended = run("search", "--fields", "key", query)
    assert sorted(line.rpartition("#")[2] for line in ended.out.splitlines()) == found.split()
    assert run("search", "-c", query).out == f"{len(found.split())}\n"


def test_what_matched_is_marked(archive, run):
    """And nothing else of the words that were looked up."""
    (hit,) = json.loads(run("search", "--json", "caps(apple) W/S day").out)
    (passage,) = hit["passages"]
    assert [passage["text"][start:end] for start, end in passage["matches"]] == ["apple", "day"]


def test_the_words_of_a_sound_are_named(archive, run):
    """In a notice."""
    assert run("search", "-c", "sounds:gaddafi").err == (
        "newsgrep: sounds:gaddafi matches: kadhafi, khadafy, qaddafi\n"
    )


def test_a_query_that_finds_nothing_says_what_the_text_lacks(archive, run):
    """The words are there, but not as the query asks."""
    assert "but spelt otherwise" in run("search", "caps(HARVEST)").err
    assert "1 article has all of it, but not in one sentence" in run("search", "day W/S fell").err


def test_the_account_tells_what_is_checked(archive, run):
    """With the number of articles before and after."""
    lines = run("search", "--explain-query", "caps(Apple)").out.splitlines()
    assert [line.split(maxsplit=2) for line in lines[-2:]] == [
        ['caps:"Apple"', "1", "checked in the text of each article"],
        ['="apple"', "2", "apple (this spelling only)"],
    ]


def test_equivalents_of_the_settings_stand_for_one_another(archive, run):
    """In words, phrases, fields and near others; an exact spelling stands for itself."""
    (archive / "newsgrep.toml").write_text('[equivalents]\ngaddafi = ["qaddafi", "the colonel"]\n', "utf-8")
    ended = run("search", "--fields", "key", "Gaddafi")
    assert ended.out == "a.jsonl#leader\n"
    assert (
        ended.err == 'newsgrep: Gaddafi is searched for as qaddafi, "the colonel" too: they are equivalents\n'
    )
    found = {
        query: run("search", "-c", query).out.strip()
        for query in (
            '"talks with gaddafi"',
            "title:gaddafi",
            "talks PRE/2 gaddafi",
            '"the colonel"',
            "=gaddafi",
        )
    }
    assert [*found.values()] == ["1", "1", "1", "1", "0"]
    assert run("search", "-c", "-F", "gaddafi").out == "0\n"


def test_sounds_without_its_library_say_how_to_install_it(archive, run, monkeypatch):
    """In one line, with the command."""
    monkeypatch.setitem(sys.modules, "jellyfish", None)
    ended = run("search", "sounds:gaddafi")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("newsgrep: sounds: needs jellyfish\nhint: ")
    assert "jellyfish" in ended.err.splitlines()[1]


def test_a_search_may_do_without_equivalents(archive, run):
    """By a flag for one search, also where it names a saved one, with which the flag is not kept."""
    (archive / "newsgrep.toml").write_text('[equivalents]\ngaddafi = ["qaddafi"]\n', "utf-8")
    assert run("save", "leader", "gaddafi").code == 0
    for query in ("gaddafi", "@leader"):
        assert run("search", "-c", query).lines == ["1"]
        ended = run("search", "-c", "--no-equivalents", query)
        assert ended.lines == ["0"]
        assert "equivalents" not in ended.err
    with newsgrep.open_index() as index:
        assert index.count("gaddafi") == 1
        assert index.count("gaddafi", no_equivalents=True) == 0
        assert index.count(newsgrep.parse_query("gaddafi"), no_equivalents=True) == 0
    ended = run("save", "--no-equivalents", "other", "gaddafi")
    assert ended.code == 2
    assert "--no-equivalents is not kept with a search" in ended.err
