"""What holds of every page, feed and archive, whatever is in it."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsgrep.article import Article
from newsgrep.read_context import ReadContext
from newsgrep.results import Unreadable
from tests.reading import read_file

pytestmark = pytest.mark.usefixtures("offline")

MARKUP = """<div> </div> <p> </p> <a href='//[x'> </a> <br/> <html lang=x> <title> <h1> <table><tr><td>
<ul><li> <svg> <link rel=canonical href='http://[x'> <meta name=date content=None> <meta
name=author content='A B'> <base> &#xD800; <meta property=og:url
content='https://example.org/2020/13/45/x'> <time datetime=2020> <article> <main> &#0; &lt;
<meta charset=utf-16> <!-- --> <![CDATA[ ]]> <?xml ?> <!DOCTYPE [ ]> <!ENTITY x &x; & < > <feed
xmlns='x'> <author> <rss> <channel> <item> </item> <entry> <guid> <link> <description>
</description> <content type='xhtml'> <name> <pubDate> <dc:date> <svg:a> <math> talks resume
they met and said that it would go on"""
WORDS = st.sampled_from([*MARKUP.split(), "e\u0301", "\ufffe", "\x00", "\r", "\x85", "\x0b", "\ud7ff"])
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=9)
    | st.sampled_from(["None", "2020", "https://[x"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "@id",
                    "@type",
                    "@graph",
                    "@value",
                    "headline",
                    "name",
                    "author",
                    "articleBody",
                    "publisher",
                    "url",
                ]
                + ["datePublished", "mainEntityOfPage", "inLanguage", "articleSection"]
            ),
            inner | st.sampled_from(["Article", "Person"]),
        )
    ),
    max_leaves=12,
)
SOUP = st.lists(WORDS | st.text(max_size=6), max_size=40).map(" ".join)
LINKED = VALUES.map(
    lambda value: (
        "<script type=application/ld+json>"
        + json.dumps({"@graph": [{"@type": "Article", "articleBody": "They met. " * 30}, value]})
        + "</script>"
    )
)
PAGES = (
    st.tuples(LINKED, SOUP)
    .map("".join)
    .map(lambda text: text.encode("utf-8", "replace"))
    .flatmap(lambda data: st.sampled_from([data, data[: len(data) // 2], data.decode().encode("utf-16")]))
)
FEEDS = (
    st.tuples(
        st.sampled_from(
            ["<rss><channel><item>", "<feed><entry>", "<rdf:RDF xmlns='http://purl.org/rss/1.0/'>"]
        ),
        SOUP,
    )
    .map("".join)
    .map(lambda text: text.encode("utf-8", "replace"))
)
ARCHIVES = st.lists(
    st.builds(
        lambda kind, length, page: (
            (
                f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: http://e.org/[x\r\n"
                f"Content-Length: {len(page) + length}\r\n"
                "Content-Type: text/html\r\nWARC-Date: None\r\n\r\n"
            ).encode()
            + page
            + b"\r\n\r\n"
        ),
        st.sampled_from(["response", "resource", "conversion", "x"]),
        st.sampled_from([0, 0, 39, -3]),
        PAGES
        | st.binary(max_size=60).map(
            lambda data: b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + data
        ),
    ),
    max_size=3,
).map(b"".join)


def check(folder: Path, content: bytes, suffix: str) -> None:
    """Read a file, and look at what comes of it."""
    file = folder / f"story{suffix}"
    file.write_bytes(content)
    found = list(read_file(file, ReadContext(f"story{suffix}")))
    articles = [one for one in found if isinstance(one, Article)]
    assert len({article.key for article in articles}) == len(articles)
    for one in found:
        if isinstance(one, Unreadable):
            assert one.reason
            assert "\n" not in one.reason
            continue
        assert one.body.strip()
        assert one.title
        assert re.match(r"\d{4}|\Z", one.date)
        texts = [one.key, one.body, one.title, one.url, one.source, one.language, one.section, *one.authors]
        assert all(unicodedata.is_normalized("NFC", text) for text in texts)
        assert all(text.encode() == text.encode("utf-8", "replace") for text in texts)
        assert not set("\0\r") & set("".join(texts))
        assert not any("\n" in text for text in [one.key, one.title, one.url, *one.authors])


few = settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.mark.parametrize("suffix", [".html", ".rss", ".warc"])
@few
@given(st.binary() | st.text().map(str.encode))
def test_any_bytes_give_clean_articles_or_reasons(tmp_path, suffix, content):
    """With any suffix of a web format."""
    check(tmp_path, content, suffix)


@few
@given(PAGES)
def test_any_page_gives_a_clean_article_or_a_reason(tmp_path, content):
    """Whatever its markup."""
    check(tmp_path, content, ".html")


@few
@given(FEEDS)
def test_any_feed_gives_clean_articles_or_reasons(tmp_path, content):
    """Whatever its entries."""
    check(tmp_path, content, ".rss")


@few
@given(ARCHIVES)
def test_any_archive_gives_clean_articles_or_reasons(tmp_path, content):
    """Whatever its records."""
    check(tmp_path, content, ".warc")
