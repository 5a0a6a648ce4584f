"""The two articles as they are in the wild."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the seeds do not ship with the project")


@pytest.fixture
def seeds(folder, run):
    """An index of the seeds."""
    assert run("index", SEEDS).code == 0


def test_ganja_missile_finds_the_article_with_the_attacks_marked(seeds, run):
    """The query of the README finds one of them; the other is at most close."""
    hit, *others = json.loads(run("search", "Ganja missile", "--json").out)
    assert all(other["close"] for other in others)
    assert (hit["date"], hit["authors"]) == ("2020-10-30", ["Ayya Lmahamad"])
    marked = {
        (passage["text"][start:end], "launched a missile attacks on" in passage["text"])
        for passage in hit["passages"]
        for start, end in passage["matches"]
    }
    assert {("missile", True), ("Ganja", True)} <= marked


def test_an_author_and_a_phrase_find_the_other(seeds, run):
    """By its byline and its text."""
    row = run("search", 'author:ismayilova "forbidden munition"', "--fields", "date,author,passage").out
    assert row.startswith("2020-11-05\tVafa Ismayilova\t")
    assert "forbidden munition" in row
