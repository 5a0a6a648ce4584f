"""Records as known producers write them: each field is found."""

from __future__ import annotations

import pytest

from newsgrep.article import Article
from newsgrep.formats.fields.article_builder import ArticleBuilder, resolve_mapping
from newsgrep.read_context import ReadContext
from tests.formats.producers import PRODUCERS


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


def test_joomla_has_a_text_in_two_columns(read):
    """What stands above the link to the rest, and the rest; an article may have the first alone."""
    rows = (
        "id,title,introtext,fulltext,created\n"
        "1,Talks,<p>They met.</p>,<p>They left.</p>,2020-10-30\n"
        "2,Tea,<p>It rose.</p>,,2020-10-31\n"
    )
    found = read(rows, ".csv")
    assert [(one.title, one.body) for one in found] == [
        ("Talks", "They met.\n\nThey left."),
        ("Tea", "It rose."),
    ]
