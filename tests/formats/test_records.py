"""Records of named fields: what the table of aliases makes of them."""

from __future__ import annotations

import json

import pytest

from newsgrep.article import CRAWL, FIELD, URL, Article
from newsgrep.errors import ArticleError
from newsgrep.formats.fields.article_builder import ArticleBuilder
from newsgrep.read_context import ReadContext
from newsgrep.remarks import NO_TEXT, TEXT_FOUND, TEXT_NOT_READ

NAMES_IT = "; --map body=KEY names it"


def article_of(record, **context) -> Article:
    """The article of one record."""
    return ArticleBuilder(ReadContext("a", **context)).build(record, 3)


def test_a_mapping_replaces_the_aliases_of_its_field_alone():
    """Its keys are tried in turn, and may lead into objects and lists."""
    record = {
        "title": "No",
        "pub": {"dt": "2020-10"},
        "body": "One.",
        "by": [{"n": "Jane Doe"}, {"n": "A B"}],
    }
    mapping = {"title": ("hed", "pub.hed"), "date": ("pub.dt",), "author": ("by[].n",)}
    article = article_of(record, mapping=mapping)
    assert (article.title, article.date, article.authors, article.body) == (
        "",
        "2020-10",
        ("Jane Doe", "A B"),
        "One.",
    )


@pytest.mark.parametrize(
    ("value", "authors"),
    [
        ([{"name": "Jane Doe"}, {"firstname": "John", "lastname": "Roe"}], ("Jane Doe", "John Roe")),
        ({"firstName": "Jane", "middleName": None, "lastName": "Doe"}, ("Jane Doe",)),
        (["By Jane Doe and John Roe, Reuters"], ("Jane Doe", "John Roe")),
        (["Jane Doe", "None", None, {}, "jane@example.org"], ("Jane Doe",)),
        ("['Jane Doe', \"Ted D'Afflisio\"]", ("Jane Doe", "Ted D'Afflisio")),
        ("[]", ()),
        ("['", ()),
        (float("nan"), ()),
        ([[["Jane Doe"]]], ()),
    ],
)
def test_authors(value, authors):
    """Names, objects with a name or its parts, and lists in Python's notation."""
    assert article_of({"title": "T", "author": value}).authors == authors


@pytest.mark.parametrize(
    "empty", ["nan", "NaT", "[]", "{}", "N/A", "None", " null ", "<NA>", None, [], {}, ""]
)
def test_the_first_alias_that_is_not_empty_wins(empty):
    """An empty value is ignored, also that of a date."""
    record = {"title": empty, "headline": "T", "date": empty, "published": "2020", "url": empty, "link": "/x"}
    article = article_of(record | {"source": {"name": "The Example"}, "id": empty, "guid": "7"})
    assert (article.title, article.date, article.url, article.source) == ("T", "2020", "/x", "The Example")
    assert article.key == "a#7"


@pytest.mark.parametrize(
    ("record", "date", "date_from"),
    [
        ({"date": "2020"}, "2020", FIELD),
        ({"url": "https://example.org/2020/10/30/x", "date_download": "2021"}, "2020-10-30", URL),
        ({"url": "https://example.org/x", "date_download": "2021"}, "2021", CRAWL),
        ({"url": "https://example.org/2020/10/30/x", "date": "2019"}, "2019", FIELD),
        ({}, "", FIELD),
    ],
)
def test_the_origin_of_the_date(record, date, date_from):
    """A field, else the URL, else the time of the crawl, each marked as such."""
    article = article_of(record | {"title": "T"})
    assert (article.date, article.date_from) == (date, date_from)


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({}, "no text"),
        ({"title": "", "text": None, "x": 1}, "no text"),
        ({"hede": "x", "n\nm": 1}, "no text: the keys are hede, n m; --map body=KEY names it"),
        (
            dict.fromkeys("abcdefghijkl"),
            "no text: the keys are a, b, c, d, e, f, g, h, i, j, …; --map body=KEY names it",
        ),
        (
            {"abc": "Two words in a row. " * 20, "xyz": "Two words in a row. " * 20},
            "no text, as several fields are long: abc, xyz; --map body=abc reads the first",
        ),
        ({"x" * 99: 1}, f"no text: the keys are {'x' * 30}; --map body=KEY names it"),
    ],
)
def test_a_record_without_text_is_unreadable(record, reason):
    """The reason names its keys if none is known to hold text."""
    with pytest.raises(ArticleError) as caught:
        article_of(record)
    assert (caught.value.message, caught.value.line) == (reason, 3)


def test_a_body_of_paragraphs():
    """A list of texts, or of objects with a text, is joined by blank lines."""
    assert (
        article_of({"body": ["One.", "", None, {"text": "Two."}, [["x"]], 3]}).body
        == "One.\n\nTwo.\n\nx\n\n3"
    )
    assert article_of({"paragraphs": [{"type": "p", "content": "One."}]}).body == "One."


@pytest.mark.parametrize(
    "body",
    [
        {
            "nodeType": "document",
            "content": [
                {
                    "nodeType": "paragraph",
                    "content": [
                        {"nodeType": "text", "value": "One ", "marks": []},
                        {"nodeType": "text", "value": "two.", "marks": [{"type": "bold"}]},
                    ],
                },
                {"nodeType": "paragraph", "content": [{"nodeType": "text", "value": "Three."}]},
            ],
        },
        [
            {
                "_type": "block",
                "children": [{"_type": "span", "text": "One "}, {"_type": "span", "text": "two."}],
            },
            {"_type": "image", "asset": {"_ref": "x"}},
            {"_type": "block", "children": [{"_type": "span", "text": "Three."}]},
        ],
        {
            "time": 1604059200000,
            "blocks": [
                {"type": "paragraph", "data": {"text": "One <b>two</b>."}},
                {"type": "paragraph", "data": {"text": "Three."}},
            ],
        },
        [{"type": "text", "text": "One two."}, {"type": "text", "text": "Three."}],
    ],
    ids=["Contentful", "Sanity", "Editor.js", "paragraphs"],
)
def test_a_body_of_rich_text(body):
    """Blocks are paragraphs, and spans are parts of one."""
    assert article_of({"body": body}).body == "One two.\n\nThree."


def test_a_text_of_a_megabyte_is_read(read):
    """And is complete."""
    text = "Talks resumed. " * 70_000
    assert read(json.dumps({"body": text}), ".jsonl")[0].body == text.strip()


TEXTS = (
    *("story_text", "news_body", "raw_text", "body_text", "body_html", "html", "plain_text"),
    *("full_article", "full_content", "contents", "clean_text", "transcript", "document", "contenu"),
    *("texto", "Inhalt", "isi", "news_content", "postContent"),
)


@pytest.mark.parametrize("name", TEXTS)
def test_names_of_texts(name):
    """As tables and interfaces have them, with a summary beside the text."""
    assert article_of({"title": "T", name: "One.", "description": "A summary."}).body == "One."


@pytest.mark.parametrize(
    "name", ["media_name", "published_by", "provider", "media_outlet", "Medium", "Titre du journal"]
)
def test_names_of_sources(name):
    """As tables have them."""
    assert article_of({"title": "T", name: "The Example"}).source == "The Example"


@pytest.mark.parametrize(
    "name",
    [
        *("Date de publication", "Fecha de publicación", "Data di pubblicazione", "Erschienen am"),
        *(
            "Veröffentlicht am",
            "Publié le",
            "Publicado el",
            "Publicado em",
            "Pubblicato il",
            "Gepubliceerd op",
        ),
    ],
)
def test_names_of_dates_with_small_words(name):
    """As people head the columns of a table."""
    assert article_of({"title": "T", "text": "One.", name: "2020-10-30"}).date == "2020-10-30"


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ({"$date": "2020-10-30T12:00:00Z"}, "2020-10-30T12:00:00Z"),
        ({"$date": {"$numberLong": "1604059200000"}}, "2020-10-30T12:00:00Z"),
        ({"$date": 1604059200000}, "2020-10-30T12:00:00Z"),
        ({"$date": {"$numberLong": "-86400000"}}, "1969-12-31T00:00:00Z"),
        ({"_seconds": 1604059200, "_nanoseconds": 0}, "2020-10-30T12:00:00Z"),
    ],
)
def test_values_of_databases(value, date):
    """MongoDB's extended JSON, and Firestore's times."""
    article = article_of({"_id": {"$oid": "5f"}, "title": "T", "date": value})
    assert (article.date, article.key) == (date, "a#5f")


@pytest.mark.parametrize(
    ("record", "date"),
    [
        ({"date": 44134}, "2020-10-30"),
        ({"date": "44134"}, "2020-10-30"),
        ({"pub_date": 44134.5}, "2020-10-30T12:00:00"),
        ({"Datum": "44134,25"}, "2020-10-30T06:00:00"),
        # A day since 1970, seconds since then, and perhaps seconds of a day.
        ({"date": 18565}, ""),
        ({"date": 1604016000}, "2020-10-30T00:00:00Z"),
        ({"time": 44134}, ""),
    ],
)
def test_days_of_workbooks(record, date):
    """Are numbers of days since 1900 where a table was saved without their format."""
    assert article_of({"title": "T", **record}).date == date


@pytest.mark.parametrize(
    "fields",
    [
        {"author": {"x": [1]}, "url": 5, "language": [None], "section": {"a": 1}, "source": [[[]]]},
        {"author": True, "url": {"a": "b"}, "language": {"x": 1}, "id": {"$oid": None}, "date": [[["None"]]]},
        {"author": [[1, 2], {}], "url": ["\ud800"], "language": -1.5e300, "section": [[{}]], "date": True},
    ],
)
def test_no_field_costs_the_article(fields):
    """What cannot be read in it is left out, and the text is read."""
    article = article_of({"title": "T", "body": "One.", **fields})
    assert (article.title, article.body, article.authors, article.date) == ("T", "One.", (), "")


def test_the_first_date_that_can_be_read_is_taken():
    """A word in the place of one does not hide another, nor the day in the URL."""
    record = {"title": "T", "date": "soon", "published": "2020-10-30"}
    assert article_of(record).date == "2020-10-30"
    assert (
        article_of({"title": "T", "date": "soon", "url": "https://example.org/2020/10/30/"}).date_from == URL
    )


LONG = "The council voted on Monday to keep the fish market open through the winter, after a debate. " * 2


def remarks_of(*records, **context):
    """The texts of records, and what is remarked of them."""
    remarks = []
    builder = ArticleBuilder(ReadContext("a", on_remark=lambda *remark: remarks.append(remark), **context))
    return [builder.build(record, line).body for line, record in enumerate(records, 1)], remarks


def test_the_only_long_field_is_the_text():
    """Under a name that nobody knows, also deep in the record, and where the summary is much shorter."""
    for record in (
        {"title": "T", "xyz": LONG},
        {"title": "T", "x": {"y": {"xyz": LONG}}, "url": "https://example.org/" + "x" * 200},
        {"title": "T", "description": "A summary.", "xyz": [{"text": LONG}]},
        {"title": "T", "xyz": "漁市場を冬の間も開いておくことを町議会が決めた。" * 4},
        {"xyz": f"<p>{LONG}</p>", "author_bio": LONG},
    ):
        (body,), ((kind, name, line),) = remarks_of(record)
        assert len(body) > 80
        assert (kind, name.rpartition(".")[2], line) == (TEXT_FOUND, "xyz", 1)


def test_a_long_field_stays_the_text():
    """Of the records that have it, also where it is short, or where others are long."""
    records = [{"title": "T", "xyz": LONG}, {"title": "U", "xyz": "Short."}, {"xyz": LONG, "abc": LONG}]
    texts, remarks = remarks_of(*records)
    assert texts == [LONG.strip(), "Short.", LONG.strip()]
    assert remarks == [(TEXT_FOUND, "xyz", line) for line in (1, 2, 3)]


@pytest.mark.parametrize(
    ("record", "remarks"),
    [
        ({"title": "T", "abc": LONG, "xyz": LONG}, [(TEXT_NOT_READ, "abc, xyz", 1)]),
        ({"title": "T", "x": "word " * 9, "comments": LONG, "n": "x" * 200}, [(NO_TEXT, "", 1)]),
        ({"title": "T", "themes_json": '{"a": "b"}' * 40, "codes": "A;B;C" * 50}, [(NO_TEXT, "", 1)]),
        (
            {"title": "T", "x": ["**/node_modules/**", "**/build/**"] * 20, "y": ["? "] * 200},
            [(NO_TEXT, "", 1)],
        ),
        ({"title": "T", "description": LONG, "xyz": LONG}, []),
    ],
)
def test_texts_that_are_not_read_are_remarked(record, remarks):
    """Several long fields are not chosen from; what is no text is not taken; a summary is a text."""
    texts, found = remarks_of(record)
    assert (texts, found) == ([record.get("description", "").strip()], remarks)


def test_a_mapping_of_the_text_is_kept_to():
    """The user has said where it is."""
    assert remarks_of({"title": "T", "xyz": LONG}, mapping={"body": ("abc",)}) == ([""], [])


def test_entities_without_tags():
    """As the titles of WordPress have them; an ampersand of its own stays."""
    title = "Q&#038;A: the town&#8217;s &laquo;plan&raquo; &amp; AT&T, R&D; a&b"
    article = article_of({"title": title, "author": "Jane Doe &amp; J. Roe", "text": "x &lt; y &#13;&#0;"})
    assert article.title == "Q&A: the town’s «plan» & AT&T, R&D; a&b"
    assert (article.authors, article.body) == (("Jane Doe", "J. Roe"), "x < y \n\ufffd")


def test_several_authors_of_wordpress():
    """The plugin for co-authors has them among the terms."""
    terms = [[{"taxonomy": "category", "name": "World"}], [{"taxonomy": "author", "name": n} for n in "AB"]]
    record = {"title": "T", "author": 5, "_embedded": {"author": [{"name": "A"}], "wp:term": terms}}
    assert article_of(record).authors == ("A", "B")
