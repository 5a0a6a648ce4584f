"""German compounds, by the words of the index."""

from __future__ import annotations

import json

import pytest

TEXTS = {
    "bund": "Das Bundesverfassungsgericht urteilte. Der Bund hat eine Verfassung.",
    "land": "Die Landesverfassungsgerichte tagten, und ein Gericht im Land auch.",
    "chef": "Der Verfassungsgerichtspräsident sprach. Ein Präsident schwieg.",
    "rest": "Das Verfassungsgericht selbst; kein Unterrichten, keine Berichte.",
}


@pytest.fixture
def archive(write, run):
    """An index of German articles."""
    for name, text in TEXTS.items():
        write(f"{name}.txt", text)
    run("index", "-q", "--language", "german", ".")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("Verfassungsgericht", "bund chef land rest"),
        ("Verfassungsgerichte", "bund chef land rest"),
        ("Gericht", "bund chef land rest"),
        ("Präsident", "chef"),
        ("=Verfassungsgericht", "rest"),
        ('"Verfassungsgericht selbst"', "rest"),
        ("Verfassungsgericht W/1 urteilte", "bund"),
        ("tagten -Verfassungsgericht", ""),
        ("Berichte", "rest"),
        ("richten", ""),  # Unter- is not a word of the index
    ],
)
def test_a_word_is_found_in_compounds(archive, run, query, found):
    """Whose other parts are words of the index."""
    ended = run("search", "--fields", "path", query)
    assert sorted(line.removesuffix(".txt") for line in ended.out.splitlines()) == found.split()


def test_the_compounds_are_named(archive, run):
    """In a notice; and one term counts them together with the word."""
    ended = run("search", "--explain-query", "Präsident")
    assert ended.out.splitlines()[-3].endswith("any of these words, as one")
    assert run("search", "-c", "Präsident").err == (
        "newsgrep: prasident is found in compounds too: verfassungsgerichtsprasident\n"
    )


def test_an_index_of_another_language_has_no_compounds(write, run):
    """There a word stands for itself."""
    write("bund.txt", TEXTS["bund"])
    run("index", "-q", ".")
    assert run("search", "-c", "Gericht").out == "0\n"


def test_a_word_with_compounds_may_be_missing_of_a_close_hit(archive, run):
    """As any word may."""
    hits = [json.loads(line) for line in run("search", "--jsonl", "Gericht tagten nirgends").out.splitlines()]
    assert ["nirgends"] in [hit["missing"] for hit in hits]
    assert ["tagten", "nirgends"] in [hit["missing"] for hit in hits]
