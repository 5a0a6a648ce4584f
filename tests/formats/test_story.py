"""Stories of the collection CNN/DailyMail: byline, times of publication, agency and highlights."""

from __future__ import annotations

import pytest

from newsgrep.article import Article
from newsgrep.results import Unreadable

TEXT = "The port was closed.\n\nIt opened again.\n\n@highlight\n\nPort closed\n\n@highlight\n\nPort open\n"


def test_a_story(read):
    """Has its highlights behind the text, without the mark, and its first paragraph as its title."""
    (found,) = read(TEXT, ".story")
    assert found == Article(
        key="n/story.story",
        path="n/story.story",
        title="The port was closed.",
        title_from="lede",
        body="The port was closed.\n\nIt opened again.\n\nPort closed\n\nPort open",
        line=1,
    )


@pytest.mark.parametrize(
    ("head", "authors", "date"),
    [
        (
            "By\n\nJane Doe\n\nPUBLISHED:\n\n08:17 EST, 29 January 2013\n\n",
            ("Jane Doe",),
            "2013-01-29T08:17-05:00",
        ),
        (
            "By\n\nJane Doe and John Roe\n\nPUBLISHED:\n\n29 January 2013\n\n"
            "|\n\nUPDATED:\n\n30 January 2013\n\n",
            ("Jane Doe", "John Roe"),
            "2013-01-29",
        ),
        ("PUBLISHED:\n\n29 January 2013\n\n|\n\n", (), "2013-01-29"),
    ],
)
def test_byline_and_times(read, head, authors, date):
    """Stand above the text, each part a paragraph of its own, and are no part of it."""
    (found,) = read(head + TEXT, ".story")
    assert (found.authors, found.date) == (authors, date)
    assert found.body.startswith("The port was closed.")


def test_the_agency(read):
    """Stands before the first words."""
    (found,) = read(f"LONDON, England (Reuters) -- {TEXT}", ".story")
    assert found.source == "Reuters"
    assert found.body.startswith("LONDON, England (Reuters) -- The port")


def test_a_story_without_a_text(read):
    """As the collection has some."""
    assert read("@highlight\n", ".story") == [Unreadable("n/story.story", "no text")]
