"""Medium exports: posts, drafts, and pages that are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsgrep.article import Article
from newsgrep.results import Unreadable

POST = (Path(__file__).parent / "samples" / "medium.html").read_text("utf-8")


def test_every_field(read):
    """The body does not repeat the title; the address is the canonical one."""
    tags = '<p class="p-tags">Tagged in <a class="p-tag" href="https://medium.com/tag/w">World</a>.</p>'
    assert read(POST.replace("<footer>", f"<footer>{tags}"), ".html") == [
        Article(
            key="n/story.html",
            path="n/story.html",
            title="Harbour pilots end strike",
            authors=("Jane Sample",),
            date="2020-10-17T06:30:00.000Z",
            body="Harbour pilots in Lisbon went back to work after two days.",
            url="https://medium.com/@jane/pilots-a1",
            source="Medium",
            section="World",
        )
    ]


def test_a_draft_is_left_out(read):
    """It has no canonical address."""
    assert read(POST.replace("p-canonical", "x"), ".html") == []


@pytest.mark.parametrize(("name", "value"), [("dt-published", "date"), ("p-author", "authors")])
def test_missing_fields(read, name, value):
    """They cost no article."""
    (article,) = read(POST.replace(name, "x"), ".html")
    assert not getattr(article, value)


def test_a_post_without_text(read):
    """It is reported."""
    start, end = POST.index('<section data-field="body"'), POST.index("<footer>")
    bare = f'{POST[:start]}<section data-field="body" class="e-content"></section>{POST[end:]}'
    bare = bare.replace(">Harbour pilots end strike</h1>", "></h1>")
    assert read(bare, ".html") == [Unreadable("n/story.html", "no article text")]
