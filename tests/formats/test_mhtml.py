"""MHTML: pages that browsers saved."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsgrep.article import CRAWL
from newsgrep.results import Unreadable

SAVED = (Path(__file__).parent / "samples" / "saved.mhtml").read_text("utf-8")


@pytest.mark.parametrize("suffix", [".mhtml", ".mht", ".saved"])
def test_a_page(read, suffix):
    """It is read as any page, with the address that the browser noted."""
    (article,) = read(SAVED, suffix)
    assert (article.title, article.url) == ("Harbour pilots end strike", "https://news.example/pilots")
    assert (article.date, article.source) == ("2020-10-17T06:30:00+01:00", "The Example")
    assert article.body.startswith(
        "Harbour pilots in Lisbon went back to work after two days in which the port had"
    )


def test_the_time_of_saving(read):
    """It stands in for a missing date, and is marked."""
    (article,) = read(SAVED.replace("2020-10-17", "some day"), ".mhtml")
    assert (article.date, article.date_from) == ("2020-10-18T12:00:00Z", CRAWL)


def test_without_a_page(read):
    """It says so."""
    without = SAVED.replace("text/html\n", "text/css\n")
    assert read(without, ".mht") == [Unreadable("n/story.mht", "no web page in the file")]
    assert len(read("", ".mhtml")) == 1
