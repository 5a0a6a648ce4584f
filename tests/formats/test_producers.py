"""Records as known producers write them: each field is found."""

from __future__ import annotations

import pytest

from newsgrep.article import Article
from newsgrep.formats.context import ReadContext
from newsgrep.formats.records.record import ArticleBuilder, resolve_mapping

PRODUCERS = {
    "news-please": (
        {
            "authors": ["Jane Doe", "John Roe"],
            "date_download": "2020-11-01 08:00:00",
            "date_publish": "2020-10-30 12:00:00",
            "description": "A summary.",
            "language": "en",
            "maintext": "One.\nTwo.",
            "source_domain": "example.org",
            "title": "Talks resume",
            "title_page": None,
            "url": "https://example.org/talks",
        },
        ("2020-10-30T12:00:00", ("Jane Doe", "John Roe"), "One.\nTwo.", "example.org", ""),
    ),
    "newspaper4k": (
        {
            "url": "https://example.org/talks",
            "title": "Talks resume",
            "authors": ["Jane Doe"],
            "publish_date": "2020-10-30T12:00:00+04:00",
            "summary": "A summary.",
            "meta_lang": "en",
            "meta_site_name": "The Example",
            "canonical_link": "https://example.org/other",
            "text": "One.",
        },
        ("2020-10-30T12:00:00+04:00", ("Jane Doe",), "One.", "The Example", ""),
    ),
    "trafilatura": (
        {
            "title": "Talks resume",
            "author": "Jane Doe; John Roe",
            "hostname": "example.org",
            "date": "2020-10-30",
            "fingerprint": "1ffc7bc1d8b5eb1c",
            "id": None,
            "raw_text": "One. Two.",
            "text": "One.",
            "language": "en",
            "source": "https://example.org/talks",
            "source-hostname": "The Example",
            "excerpt": "A summary.",
            "categories": "World;Asia",
        },
        ("2020-10-30", ("Jane Doe", "John Roe"), "One.", "The Example", "World; Asia"),
    ),
    "cc_news": (
        {
            "title": "Talks resume",
            "text": "One.",
            "domain": "example.org",
            "date": "2020-10-30 00:00:00",
            "description": "A summary.",
            "url": "https://example.org/talks",
            "language": "en",
        },
        ("2020-10-30T00:00:00", (), "One.", "example.org", ""),
    ),
    "All the News": (
        {
            "Unnamed: 0": "7",
            "title": "Talks resume",
            "publication": "The Example",
            "author": "Jane Doe",
            "date": "2020-10-30",
            "year": "2020.0",
            "url": "https://example.org/talks",
            "content": "One.",
            "lang": "en",
        },
        ("2020-10-30", ("Jane Doe",), "One.", "The Example", ""),
    ),
    "News Category": (
        {
            "link": "https://example.org/talks",
            "headline": "Talks resume",
            "category": "WORLD NEWS",
            "short_description": "One.",
            "authors": "Jane Doe, AP",
            "date": "2020-10-30",
            "lang": "en",
        },
        ("2020-10-30", ("Jane Doe",), "One.", "", "WORLD NEWS"),
    ),
    "Guardian": (
        {
            "webTitle": "Talks resume",
            "webUrl": "https://example.org/talks",
            "webPublicationDate": "2020-10-30T12:00:00Z",
            "sectionName": "World news",
            "fields": {
                "headline": "Talks",
                "byline": "Jane Doe in Baku and John Roe",
                "body": "<p>One &lt; <b>two</b>.</p><p>Three.</p>",
                "bodyText": "One < two. Three.",
                "trailText": "A summary.",
                "lang": "en",
            },
        },
        ("2020-10-30T12:00:00Z", ("Jane Doe", "John Roe"), "One < two.\n\nThree.", "", "World news"),
    ),
    "Washington Post": (
        {
            "article_url": "https://example.org/talks",
            "title": "Talks resume",
            "author": "Jane Doe",
            "published_date": 1604059200000,
            "contents": [
                {"type": "kicker", "content": "World"},
                {"type": "title", "content": "Talks resume"},
                {"type": "byline", "content": "By Jane Doe"},
                {"type": "date", "content": 1604059200000},
                {"type": "sanitized_html", "content": '<a href="x">One</a>.'},
                None,
                {"type": "sanitized_html", "content": "a < b"},
                {"type": "author_info", "bio": "Jane Doe writes."},
            ],
            "source": "The Example",
            "lang": "en",
        },
        ("2020-10-30T12:00:00Z", ("Jane Doe",), "One.\n\na < b", "The Example", "World"),
    ),
    "New York Times": (
        {
            "headline": {"main": "Talks resume", "kicker": None},
            "byline": {"original": "By JANE DOE", "person": [{"firstname": "Jane", "lastname": "DOE"}]},
            "web_url": "https://example.org/talks",
            "pub_date": "2020-10-30T12:00:00+0000",
            "lead_paragraph": "One.",
            "snippet": "A summary.",
            "section_name": "World",
            "source": "The Example",
            "lang": "en",
        },
        ("2020-10-30T12:00:00+00:00", ("JANE DOE",), "One.", "The Example", "World"),
    ),
    "a table of flattened keys": (
        {
            "Headline.Main": "Talks resume",
            "Published Date": "30/10/2020",
            "byline.original": "By Jane Doe",
            "ARTICLE TEXT": "One.",
            "Web-URL": "https://example.org/talks",
            "Language": "en",
        },
        ("2020-10-30", ("Jane Doe",), "One.", "", ""),
    ),
    "WordPress": (
        {
            "title": {"rendered": "Talks <i>resume</i>"},
            "content": {"rendered": "<p>One.</p>"},
            "date": "2020-10-30T12:00:00",
            "link": "https://example.org/talks",
            "author": 5,
            "lang": "en",
            "categories": [5, 12],
            "_embedded": {
                "author": [{"id": 5, "name": "Jane Doe"}],
                "wp:term": [
                    [{"taxonomy": "category", "name": "World"}],
                    [{"taxonomy": "post_tag", "name": "talks"}],
                ],
            },
        },
        ("2020-10-30T12:00:00", ("Jane Doe",), "One.", "", "World"),
    ),
    "WordPress without its authors": (
        {
            "title": {"rendered": "Talks resume"},
            "content": {"rendered": "<p>One.</p>", "protected": False},
            "excerpt": {"rendered": "<p>A summary.</p>"},
            "date": "2020-10-30T12:00:00",
            "guid": {"rendered": ""},
            "link": "https://example.org/talks",
            "author": 5,
            "lang": "en",
        },
        ("2020-10-30T12:00:00", (), "One.", "", ""),
    ),
    "a table of WordPress": (
        {
            "post_author": "5",
            "post_date": "2020-10-30 12:00:00",
            "post_content": "<p>One.</p>",
            "post_title": "Talks resume",
            "post_excerpt": "A summary.",
            "post_link": "https://example.org/talks",
            "post_language": "en",
        },
        ("2020-10-30T12:00:00", (), "One.", "", ""),
    ),
    "Ghost": (
        {
            "title": "Talks resume",
            "html": "<p>One.</p>",
            "plaintext": "One.",
            "custom_excerpt": "A summary.",
            "published_at": "2020-10-30T12:00:00.000+00:00",
            "url": "https://example.org/talks",
            "authors": [{"id": "1", "name": "Jane Doe", "slug": "jane"}],
            "primary_tag": {"name": "World"},
            "lang": "en",
        },
        ("2020-10-30T12:00:00.000+00:00", ("Jane Doe",), "One.", "", "World"),
    ),
    "Media Cloud": (
        {
            "stories_id": "L3",
            "publish_date": "2020-10-30 12:00:00",
            "title": "Talks resume",
            "url": "https://example.org/talks",
            "language": "en",
            "media_name": "The Example",
            "media_url": "https://example.org",
            "story_text": "One.",
        },
        ("2020-10-30T12:00:00", (), "One.", "The Example", ""),
    ),
    "NewsAPI": (
        {
            "source": {"id": None, "name": "The Example"},
            "author": "Jane Doe",
            "title": "Talks resume",
            "description": "A summary.",
            "url": "https://example.org/talks",
            "publishedAt": "2020-10-30T12:00:00Z",
            "content": "One.… [+1234 chars]",
            "lang": "en",
        },
        ("2020-10-30T12:00:00Z", ("Jane Doe",), "One.", "The Example", ""),
    ),
    "NewsData.io": (
        {
            "title": "Talks resume",
            "link": "https://example.org/talks",
            "creator": ["Jane Doe"],
            "description": "One.",
            "content": "ONLY AVAILABLE IN PAID PLANS",
            "pubDate": "2020-10-30 12:00:00",
            "source_name": "The Example",
            "source_url": "https://example.org",
            "category": ["world"],
            "language": "en",
        },
        ("2020-10-30T12:00:00", ("Jane Doe",), "One.", "The Example", "world"),
    ),
    "Event Registry": (
        {
            "lang": "en",
            "date": "2020-10-30",
            "time": "12:00:00",
            "dateTime": "2020-10-30T12:05:00Z",
            "dateTimePub": "2020-10-30T12:00:00Z",
            "url": "https://example.org/talks",
            "title": "Talks resume",
            "body": "One.",
            "source": {"uri": "example.org", "dataType": "news", "title": "The Example"},
            "authors": [{"uri": "jane_doe@example.org", "name": "Jane Doe", "isAgency": False}],
        },
        ("2020-10-30T12:00:00Z", ("Jane Doe",), "One.", "The Example", ""),
    ),
    "Arc": (
        {
            "headlines": {"basic": "Talks resume"},
            "description": {"basic": "A summary."},
            "content_elements": [
                {"type": "text", "content": "One."},
                {"type": "image", "caption": "A picture"},
            ],
            "credits": {"by": [{"type": "author", "name": "Jane Doe"}]},
            "display_date": "2020-10-30T12:00:00Z",
            "canonical_url": "https://example.org/talks",
            "taxonomy": {"primary_section": {"name": "World"}},
            "language": "en",
        },
        ("2020-10-30T12:00:00Z", ("Jane Doe",), "One.", "", "World"),
    ),
    "a German table": (
        {
            "Überschrift": "Talks resume",
            "Verfasser": "Von Jane Doe",
            "Veröffentlicht": "2020-10-30",
            "Inhalt": "One.",
            "Link": "https://example.org/talks",
            "Zeitung": "The Example",
            "Ressort": "World",
            "Sprache": "en",
        },
        ("2020-10-30", ("Jane Doe",), "One.", "The Example", "World"),
    ),
    "Reddit": (
        {
            "subreddit": "ports",
            "author": "jane",
            "title": "Talks resume",
            "selftext": "One.",
            "created_utc": 1604059200,
            "permalink": "/r/ports/comments/1/talks/",
            "url": "https://example.org/talks",
            "lang": "en",
        },
        ("2020-10-30T12:00:00Z", ("jane",), "One.", "ports", ""),
    ),
    "X": (
        {
            "created_at": "Fri Oct 30 12:00:00 +0000 2020",
            "full_text": "One.",
            "user": {"name": "Jane Doe", "screen_name": "jane"},
            "lang": "en",
            "url": "https://example.org/talks",
            "title": "Talks resume",
        },
        ("2020-10-30T12:00:00+00:00", ("Jane Doe",), "One.", "", ""),
    ),
    "Mastodon": (
        {
            "id": None,
            "created_at": "2020-10-30T12:00:00.000Z",
            "spoiler_text": "",
            "language": "en",
            "url": "https://example.org/talks",
            "content": "<p>One.</p>",
            "account": {
                "username": "jane",
                "acct": "jane@example.org",
                "display_name": "Jane Doe",
                "note": "News.",
            },
            "card": {"title": "Card", "description": "A card.", "url": "https://example.org/card"},
            "title": "Talks resume",
        },
        ("2020-10-30T12:00:00.000Z", ("Jane Doe",), "One.", "", ""),
    ),
    "Bluesky": (
        {
            "cid": "3k",
            "author": {"did": "did:plc:x", "handle": "jane.example", "displayName": "Jane Doe"},
            "record": {"createdAt": "2020-10-30T12:00:00Z", "langs": ["en"], "text": "One."},
            "url": "https://example.org/talks",
            "title": "Talks resume",
        },
        ("2020-10-30T12:00:00Z", ("Jane Doe",), "One.", "", ""),
    ),
    "yt-dlp": (
        {
            "language": "en",
            "title": "Talks resume",
            "description": "One.",
            "channel": "The Example",
            "uploader": "Jane Doe",
            "upload_date": "20201030",
            "webpage_url": "https://example.org/talks",
        },
        ("2020-10-30", ("Jane Doe",), "One.", "The Example", ""),
    ),
    "Solr": (
        {
            "language_s": "en",
            "headline_t": ["Talks resume"],
            "body_txt": ["One."],
            "pub_date_dt": "2020-10-30T12:00:00Z",
            "author_ss": ["Jane Doe", "John Roe"],
            "source_s": "The Example",
            "url_s": "https://example.org/talks",
        },
        ("2020-10-30T12:00:00Z", ("Jane Doe", "John Roe"), "One.", "The Example", ""),
    ),
}


@pytest.mark.parametrize("producer", PRODUCERS)
def test_records_of_known_producers(producer):
    """Each field is found, and a summary does not replace a text."""
    record, (date, authors, body, source, section) = PRODUCERS[producer]
    article = ArticleBuilder(ReadContext("a")).build(record, 3)
    assert article == Article(
        key="a#L3",
        path="a",
        body=body,
        title="Talks resume",
        authors=authors,
        date=date,
        url="https://example.org/talks",
        source=source,
        language="en",
        section=section,
        line=3,
    )


def test_the_key_of_each_field_is_resolved():
    """As written in the record, with the path below it."""
    assert resolve_mapping(PRODUCERS["Guardian"][0]) == {
        "title": "webTitle",
        "author": "fields.byline",
        "date": "webPublicationDate",
        "body": "fields.body",
        "url": "webUrl",
        "language": "fields.lang",
        "section": "sectionName",
    }
    assert resolve_mapping({"Hed": "x", "body": "y", "title": "z"}, {"title": ("hed",)}) == {
        "title": "Hed",
        "body": "body",
    }


CROWDTANGLE = {
    "Page Name": "Harbour Watch",
    "User Name": "harbourwatch",
    "Page Description": "News of the port, and of the ships that come and go there.",
    "Page Created": "2010-01-01 00:00:00",
    "Post Created": "2020-10-17 08:30:00 EDT",
    "URL": "https://www.facebook.com/1/posts/2",
    "Message": "It is over!",
    "Link": "https://example.org/talks",
    "Image Text": "",
    "Link Text": "Talks resume",
    "Description": "The talks were resumed after two days, as the port said in the evening.",
}


@pytest.mark.parametrize(
    ("fields", "title", "body"),
    [
        ({}, "Talks resume", f"It is over!\n\n{CROWDTANGLE['Description']}"),
        ({"Image Text": "OVER"}, "Talks resume", f"It is over!\n\nOVER\n\n{CROWDTANGLE['Description']}"),
        ({"Message": CROWDTANGLE["Description"]}, "Talks resume", CROWDTANGLE["Description"]),
        ({"Message": ""}, "Talks resume", CROWDTANGLE["Description"]),
        ({"Link Text": "", "Description": ""}, "", "It is over!"),
    ],
    ids=["link", "picture", "the same", "no message", "no link"],
)
def test_a_post_of_crowdtangle(fields, title, body):
    """Has its message, then the description of what it links to, and its own date, not that of the page."""
    article = ArticleBuilder(ReadContext("a")).build({**CROWDTANGLE, **fields}, 3)
    assert (article.title, article.body) == (title, body)
    assert (article.authors, article.source) == ((), "Harbour Watch")
    assert (article.date, article.url) == ("2020-10-17T08:30:00-04:00", "https://www.facebook.com/1/posts/2")


def test_a_post_of_the_interface_of_crowdtangle():
    """Is read as that of a table."""
    post = {
        "platformId": "1_2",
        "date": "2020-10-17 12:30:00",
        "message": "It is over!",
        "title": "Talks resume",
        "description": "After two days.",
        "link": "https://example.org/talks",
        "postUrl": "https://www.facebook.com/1/posts/2",
        "account": {"name": "Harbour Watch", "handle": "harbourwatch"},
    }
    article = ArticleBuilder(ReadContext("a")).build(post, 3)
    assert (article.title, article.body) == ("Talks resume", "It is over!\n\nAfter two days.")
    assert (article.source, article.url) == ("Harbour Watch", "https://www.facebook.com/1/posts/2")


def test_the_user_names_other_fields_of_a_post():
    """As of any record."""
    context = ReadContext("a", mapping={"body": ("Description",), "author": ("User Name",)})
    article = ArticleBuilder(context).build(CROWDTANGLE, 3)
    assert (article.body, article.authors) == (CROWDTANGLE["Description"], ("harbourwatch",))
    assert article.title == "Talks resume"
