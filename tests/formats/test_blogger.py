"""Blogger exports: which entries are posts, in both forms of the export."""

from __future__ import annotations

import pytest

from newsgrep.article import Article
from newsgrep.results import Unreadable

KIND = "http://schemas.google.com/g/2005#kind"
FIELDS = """<published>2020-10-30T12:00:00.000+04:00</published><updated>2021-01-01T00:00:00Z</updated>
<title type='text'>Talks &amp;amp; tea</title>
<content type='html'>&lt;p&gt;Talks.&lt;/p&gt;&lt;p&gt;They ended.&lt;/p&gt;</content>
<category scheme='http://www.blogger.com/atom/ns#' term='World'/><author><name>Jane Doe</name></author>"""
LINK = "<link rel='replies' href='https://example.org/r'/><link rel='alternate' href='https://example.org/talks'/>"


def entry(kind: str = "post", more: str = "") -> str:
    """An entry of the older form."""
    term = f"http://schemas.google.com/blogger/2008/kind#{kind}"
    return f"<entry><id>{kind}-7</id><category scheme='{KIND}' term='{term}'/>{FIELDS}{LINK}{more}</entry>"


def taken_out(kind: str = "POST", status: str = "LIVE") -> str:
    """An entry of Google's Takeout."""
    return (
        f"<entry><id>post-7</id><blogger:type>{kind}</blogger:type><blogger:status>{status}</blogger:status>"
        f"{FIELDS}<blogger:filename>/2020/10/talks.html</blogger:filename><link/></entry>"
    )


def export(*entries: str) -> str:
    """An export of some entries."""
    space = "xmlns='http://www.w3.org/2005/Atom' xmlns:blogger='http://schemas.google.com/blogger/2018'"
    return (
        f"<feed {space}><title>Example Post</title><author><name>X</name></author>{''.join(entries)}</feed>"
    )


@pytest.mark.parametrize(("made", "url"), [(entry(), "https://example.org/talks"), (taken_out(), "")])
def test_every_field(read, made, url):
    """The address is only in the older form."""
    (article,) = read(export(made), ".xml")
    assert article == Article(
        key="n/story.xml#post-7",
        path="n/story.xml",
        title="Talks & tea",
        authors=("Jane Doe",),
        date="2020-10-30T12:00:00.000+04:00",
        body="Talks.\n\nThey ended.",
        url=url,
        source="Example Post",
        section="World",
    )


DRAFT = "<app:control xmlns:app='http://purl.org/atom/app#'><app:draft>yes</app:draft></app:control>"


@pytest.mark.parametrize(
    "other",
    [
        *(entry(kind) for kind in ("template", "settings", "page", "comment")),
        entry(more=DRAFT),
        *(taken_out(kind) for kind in ("PAGE", "COMMENT")),
        taken_out(status="DRAFT"),
    ],
)
def test_what_is_no_published_post_is_left_out(read, other):
    """An export without posts says so."""
    assert len(read(export(other, entry(), taken_out()), ".atom")) == 2
    reason = "no published post among 1 entries: drafts, pages and others are left out"
    assert read(export(other), ".xml") == [Unreadable("n/story.xml", reason)]


def test_a_live_feed_of_blogger_is_a_feed(read):
    """Its entries have no kind."""
    live = export(entry().replace(f"scheme='{KIND}'", "")).replace("2018", "2008").replace("kind#post", "")
    (article,) = read(live, ".xml")
    assert article.title == "Talks & tea"
