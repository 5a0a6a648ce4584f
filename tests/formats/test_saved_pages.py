"""Records of programs that save pages to be read later: what they call the time is when a page was saved."""

from __future__ import annotations

from typing import Any

import pytest

from newsgrep.article import CRAWL, FIELD
from newsgrep.formats.fields.article_builder import ArticleBuilder
from newsgrep.read_context import ReadContext

PAGE = "https://example.org/1"
SAVED: dict[str, tuple[dict[str, Any], str]] = {
    "Instapaper": (
        {
            "URL": PAGE,
            "Title": "Talks",
            "Selection": "A part.",
            "Folder": "Unread",
            "Timestamp": "1604059200",
        },
        "A part.",
    ),
    "Pocket": (
        {"title": "Talks", "url": PAGE, "time_added": "1604059200", "tags": "", "status": "unread"},
        "",
    ),
    "Pocket's interface": (
        {"resolved_title": "Talks", "resolved_url": PAGE, "time_added": "1604059200", "excerpt": "A part."},
        "A part.",
    ),
    "wallabag": (
        {
            **{"is_archived": 0, "is_starred": 1, "title": "Talks", "url": PAGE, "content": "<p>A part.</p>"},
            **{"created_at": "2020-10-30T12:00:00+0000", "published_at": None, "domain_name": "example.org"},
        },
        "A part.",
    ),
    "Raindrop": (
        {
            "title": "Talks",
            "excerpt": "A part.",
            "url": PAGE,
            "folder": "News",
            "created": "2020-10-30T12:00:00Z",
        },
        "A part.",
    ),
    "Pinboard": (
        {
            "href": PAGE,
            "description": "Talks",
            "extended": "A part.",
            "time": "2020-10-30T12:00:00Z",
            "toread": "no",
        },
        "A part.",
    ),
    "Readwise's table of highlights": (
        {
            **{"Highlight": "A part.", "Book Title": "Talks", "Book Author": "Jane Doe", "URL": PAGE},
            "Highlighted at": "2020-10-30 12:00:00+00:00",
        },
        "A part.",
    ),
    "Readwise's highlights": (
        {
            **{"title": "Talks", "readable_title": "Talks", "source": "reader", "source_url": PAGE},
            "last_highlight_at": "2020-10-30T12:00:00Z",
            "highlights": [{"text": "A part."}, {"text": "Another."}],
        },
        "A part.\n\nAnother.",
    ),
    "Readwise Reader": (
        {
            **{
                "url": "https://read.example.com/1",
                "source_url": PAGE,
                "title": "Talks",
                "reading_progress": 0.5,
            },
            **{"site_name": "The Example", "published_date": None, "created_at": "2020-10-30T12:00:00Z"},
            **{"source": "Reader add from import URL", "html_content": "<p>A part.</p>"},
        },
        "A part.",
    ),
    "Matter": (
        {
            **{"Title": "Talks", "Author": "Jane Doe", "Publisher": "The Example", "URL": PAGE},
            "Last Interaction Date": "2020-10-30",
        },
        "",
    ),
    "Omnivore": (
        {
            **{
                "slug": "talks",
                "title": "Talks",
                "description": "A part.",
                "url": PAGE,
                "readingProgress": 9,
            },
            **{"savedAt": "2020-10-30T12:00:00Z", "publishedAt": None},
        },
        "A part.",
    ),
}


@pytest.mark.parametrize("program", SAVED)
def test_the_time_of_saving_is_no_date_of_publication(program: str) -> None:
    """It is marked as that of a crawl; title, text and address are found."""
    record, body = SAVED[program]
    article = ArticleBuilder(ReadContext("a")).build(record, 1)
    assert (article.title, article.body, article.url) == ("Talks", body, PAGE)
    assert (article.date[:10], article.date_from) == ("2020-10-30", CRAWL)


def test_a_page_in_wallabag_has_its_own_date_and_authors() -> None:
    """If wallabag found them."""
    record = {**SAVED["wallabag"][0], "published_at": "2020-10-17", "published_by": ["Jane Doe", "John Roe"]}
    article = ArticleBuilder(ReadContext("a")).build(record, 1)
    assert (article.date, article.date_from) == ("2020-10-17", FIELD)
    assert (article.authors, article.source) == (("Jane Doe", "John Roe"), "example.org")


def test_addresses_in_dumps_of_reddit_are_made_whole() -> None:
    """They are paths there."""
    record = {"body": "Well said.", "permalink": "/r/news/comments/abc/talks/def/", "subreddit": "news"}
    article = ArticleBuilder(ReadContext("a")).build(record, 1)
    assert article.url == "https://www.reddit.com/r/news/comments/abc/talks/def/"
