"""A .json file: an object, an array of objects, or JSON Lines after all."""

from __future__ import annotations

import json

import pytest

from newsgrep.read_context import ReadContext
from newsgrep.remarks import BROKEN_SEQUENCES
from newsgrep.results import Unreadable
from newsgrep.tuning import SourceLimits
from tests.reading import read_file

STORIES = [{"id": "a", "body": "One."}, {"body": "Two."}]


@pytest.mark.parametrize(
    ("content", "places"),
    [
        (json.dumps(STORIES[0]), [("a", 1)]),
        (json.dumps(STORIES[0], indent=2), [("a", 1)]),
        (json.dumps(STORIES), [("a", 1), ("L1", 1)]),
        (json.dumps(STORIES, indent=2), [("a", 2), ("L6", 6)]),
        ("\n [\n" + ",\n".join(map(json.dumps, STORIES)) + "\n]\n\n", [("a", 3), ("L4", 4)]),
        ("\n".join(map(json.dumps, STORIES)), [("a", 1), ("L2", 2)]),
    ],
)
def test_objects_arrays_and_lines(read, content, places):
    """The shape is detected from the beginning; keys and lines are those of each record."""
    articles = read(content, ".json")
    assert [(article.key.partition("#")[2], article.line) for article in articles] == places
    assert [article.body for article in articles] == ["One.", "Two."][: len(places)]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ('[{"body": "One."},\n{"body": ]', ["One.", ("not valid JSON", 2)]),
        ('[{"body": "One."},\n', ["One.", ("not valid JSON", 2)]),
        ('[{"body": "One."}\n', ["One.", ("not valid JSON", 2)]),
        ('[{"body": "One."}\n{"body": "Two."}]', ["One.", ("not valid JSON", 2)]),
        ('[{"body": "One."}]\n\nmore', ["One.", ("not valid JSON", 3)]),
        (
            '[{"body": "One."},\n5,\n{}, {"body": "Two."}]',
            ["One.", ("not a JSON object", 2), ("no text", 3), "Two."],
        ),
        ('{\n"body": "One."\n}\n}', ["One.", ("not valid JSON", 4)]),
        ("[]", []),
        ("[", [("not valid JSON", 1)]),
        ("5", [("not a JSON object", 1)]),
        ("words", [("not valid JSON", 1)]),
        ("[" * 100_000, [("JSON nested too deeply", 1)]),
        (" \n", [("empty file", 0)]),
    ],
)
def test_a_broken_document(read, content, found):
    """Values before the error are read, and the error is reported with its line."""
    results = read(content, ".json")
    assert [(r.reason, r.line) if isinstance(r, Unreadable) else r.body for r in results] == found


def test_a_document_in_utf_16(read):
    """It is read."""
    (article,) = read(json.dumps(STORIES[:1], indent=1).encode("utf-16"), ".JSON")
    assert article.body == "One."


@pytest.mark.parametrize(
    ("document", "names"),
    [
        ({"articles": STORIES}, ["a", "L"]),
        ({"status": "ok", "response": {"total": 2, "results": STORIES}}, ["a", "L"]),
        ({"response": {"content": {"id": "a", "title": "One."}}}, ["a"]),
        ({"version": "1", "title": "Feed", "description": "All of it.", "items": STORIES}, ["a", "L"]),
        ({"hits": {"total": 1, "hits": [{"_id": "7", "_source": {"body": "One."}}]}}, ["7"]),
        ({"data": [[], 5, STORIES[1]]}, ["L"]),
        ({"x1": STORIES[1], "x2": STORIES[1]}, ["x1", "x2"]),
        ({"id": "a", "body": "One.", "items": [{"title": "A picture"}]}, ["a"]),
        ({"id": "a", "title": "One.", "data": {"views": 3}}, ["a"]),
        ({"id": "a", "title": "One.", "content": [{"type": "p", "text": "Two."}]}, ["a"]),
    ],
)
@pytest.mark.parametrize("indent", [None, 1])
def test_envelopes(read, document, names, indent):
    """Articles are found below the keys of web services and catalogues; an article is not taken apart."""
    content = json.dumps(document, indent=indent)
    articles = [found for found in read(content, ".json") if not isinstance(found, Unreadable)]
    found = [article.key.partition("#")[2] for article in articles]
    assert [name if name[0] != "L" else "L" for name in found] == names
    lines = content.split("\n")
    assert all("{" in lines[article.line - 1] for article in articles)


@pytest.mark.parametrize("source", ["", "The Ledger"])
@pytest.mark.parametrize("pack", [lambda hit: {"hits": {"hits": [hit]}}, lambda hit: hit])
def test_a_record_within_a_record_is_no_field_of_it(read, pack, source):
    """The `_source` of Elasticsearch is where the article is, and not who published it."""
    text = "The engineers looked at the old dam twice a year, and wrote no report in all that time. " * 2
    inner = {"title": "Dam two", "x_long": text, "date": "2021-03-06"} | (
        {"source": source} if source else {}
    )
    (article,) = read(json.dumps(pack({"_index": "n", "_id": "2", "_source": inner})), ".json")
    assert (article.title, article.body, article.source) == ("Dam two", text.strip(), source)
    assert (article.key, str(article.date)) == ("n/story.json#2", "2021-03-06")


def test_a_mapping_may_name_a_path_below_a_record_within(tmp_path):
    """`_source.kicker`, as the file has it."""
    file = tmp_path / "dump.jsonl"
    file.write_text(json.dumps({"_id": "2", "_source": {"kicker": "Dam two", "body": "One."}}))
    context = ReadContext("dump.jsonl", mapping={"title": ("_source.kicker",)})
    (article,) = read_file(file, context)
    assert (article.title, article.body) == ("Dam two", "One.")


def test_an_array_of_any_size_is_read(read):
    """Value by value; only one value beyond the limit is too large."""
    limits = SourceLimits(record_bytes=2**15, chunk_bytes=2**10)
    stories = [{"id": str(n), "body": f"{n} “quoted” \\ " * 150} for n in range(100)]
    for indent in (None, 2):
        content = json.dumps(stories, indent=indent, ensure_ascii=False)
        results = read(content, ".json", limits)
        assert [result.key for result in results] == [f"n/story.json#{n}" for n in range(100)]
        assert all(content.split("\n")[result.line - 1].strip()[0] in "[{" for result in results)
    *_, last = read(json.dumps([STORIES[0], {"body": "x" * 2**17}]), ".json", limits)
    assert last == Unreadable("n/story.json", "value larger than 0 MB", 1)


@pytest.mark.parametrize("cut", range(1, 40, 3))
def test_a_document_that_is_cut_off(read, cut):
    """Complete values are read, and the cut is reported."""
    content = json.dumps(STORIES * 20)[:-cut]
    *articles, last = read(content, ".json")
    assert last == Unreadable("n/story.json", "not valid JSON", 1)
    assert len(articles) in (38, 39, 40)


def test_a_stray_byte_is_replaced(with_remarks):
    """With U+FFFD, which is remarked, in a document that is UTF-8 before."""
    content = '[{"body": "Ééé à"},\n{"body": "One \\u2014 two'.encode() + b' \xff"},\n{"body": "Three."}]'
    articles, remarks = with_remarks(content, ".json")
    assert [article.body for article in articles] == ["Ééé à", "One \u2014 two \ufffd", "Three."]
    assert remarks == [(BROKEN_SEQUENCES, "UTF-8", 2)]


def test_many_undecodable_bytes_cost_one_article(read):
    """In a document that is UTF-8 before; a document that is not UTF-8 throughout is of a legacy encoding."""
    content = '[{"body": "Ééé à"},\n{"body": "One."}'
    broken = b',\n{"body": "\xff\xfe \xff"}'
    *_, last = read(content.encode() + broken + b', {"body": "Two."}]', ".json")
    assert last.body == "Two."
    assert Unreadable("n/story.json", "broken UTF-8", 3) in read(content.encode() + broken + b"]", ".json")
    assert read(content.encode() + b"\xff", ".json")[-1] == Unreadable("n/story.json", "not valid JSON", 2)
    assert read(content.encode("cp1252"), ".json")[0].body == "Ééé à"


def bodies(results):
    """Texts of articles; reasons and lines of the others."""
    return [(one.reason, one.line) if isinstance(one, Unreadable) else one.body for one in results]


@pytest.mark.parametrize("suffix", [".json", ".jsonl", ".ndjson"])
@pytest.mark.parametrize("between", ["", "\n", "\n\n", "\n\x1e"])
def test_objects_in_a_row(read, suffix, between):
    """As `jq` prints them: over several lines, also without anything between them, or with a separator."""
    content = between.join(json.dumps(story, indent=2) for story in STORIES)
    first, second = read(content, suffix)
    assert (first.body, first.line, second.body) == ("One.", 1, "Two.")
    assert second.line == content.count("\n", 0, content.rindex("{")) + 1


def test_a_broken_object_in_a_row_is_left_out(read):
    """What is between it and the next line that begins an object is lost; arrays in a row are read, too."""
    content = (
        '{\n"body": "One."\n}\n{\n"body": [\n{"text": "lost"},\n{"text": "lost"}, ]}\n{\n"body": "Two."}'
    )
    assert bodies(read(content, ".json")) == ["One.", ("not valid JSON", 7), "Two."]
    assert bodies(read('[{"body": "One."}]\n[{"body": "Two."}]', ".json")) == ["One.", "Two."]


TABLE = {"title": ["A", "B"], "text": ["One.", "Two."]}


@pytest.mark.parametrize(
    ("document", "names"),
    [
        ({name: dict(zip("xy", column, strict=True)) for name, column in TABLE.items()}, ["x", "y"]),
        (TABLE, ["L1", "L1~2"]),
        ({"columns": list(TABLE), "index": [7, 8], "data": [["A", "One."], ["B", "Two."]]}, ["7", "8"]),
        ({"7": {"title": "A", "text": "One."}, "8": {"title": "B", "text": "Two."}}, ["7", "8"]),
        ([{"title": "A", "text": "One."}, {"title": "B", "text": "Two."}], ["L1", "L1~2"]),
        (
            {
                "schema": {"fields": [{"name": "index", "type": "integer"}], "pandas_version": "1.4.0"},
                "data": [{"index": 0, "title": "A", "text": "One."}, {"index": 1, "text": "Two."}],
            },
            ["L1", "L1~2"],
        ),
        ([["title", "text"], ["A", "One."], ["B", "Two."]], ["L1", "L1~2"]),
        ({"range": "A1:B3", "values": [["title", "text"], ["A", "One."], ["B", "Two."]]}, ["L1", "L1~2"]),
    ],
    ids=["columns", "lists", "split", "index", "records", "table", "values with names", "Google Sheets"],
)
@pytest.mark.parametrize("limit", [2**20, 10])
def test_tables(read, document, names, limit):
    """What pandas writes in all its orients, of any size; the index has the names of the rows."""
    limits = SourceLimits(document_bytes=limit)
    results = read(json.dumps(document), ".json", limits)
    assert bodies(results) == ["One.", "Two."]
    assert [result.key.partition("#")[2] for result in results] == names


@pytest.mark.parametrize("document", [[[1, "One."], [2, "Two."]], {"data": [[1, "One."]]}])
def test_values_without_names(read, document):
    """A table without the names of its columns has no known text, which is told."""
    assert all(isinstance(result, Unreadable) for result in read(json.dumps(document), ".json"))


@pytest.mark.parametrize(
    "document",
    [
        {
            "data": [
                {"type": "node", "id": "7", "attributes": {"title": "A", "body": {"value": "<p>One.</p>"}}}
            ]
        },
        {
            "total_rows": 1,
            "rows": [{"id": "7", "key": "k", "doc": {"_id": "7", "title": "A", "text": "One."}}],
        },
        {"data": {"posts": {"edges": [{"node": {"id": "7", "title": "A", "content": "One."}}]}}},
        {"@context": "https://schema.org", "@graph": [{"@id": "x", "id": "7", "articleBody": "One."}]},
        {"meldungen": [{"id": "7", "title": "A", "text": "One."}], "seite": 1},
        {"rss": {"channel": {"title": "Feed", "item": [{"guid": "7", "title": "A", "description": "One."}]}}},
        {"mostViewed": [{"id": "7", "webTitle": "One.", "url": "/a", "date": "2020"}]},
        [{"page": 1, "articles": [{"id": "7", "title": "A", "text": "One."}]}],
        [[{"id": "7", "title": "A", "text": "One."}]],
    ],
    ids=["JSON:API", "CouchDB", "GraphQL", "JSON-LD", "another key", "RSS", "titles", "pages", "arrays"],
)
@pytest.mark.parametrize("limit", [2**20, 10])
def test_records_within_records(read, document, limit):
    """They are found, in large documents, too."""
    (article,) = read(json.dumps(document), ".json", SourceLimits(document_bytes=limit))
    assert (article.body or article.title, article.key) == ("One.", "n/story.json#7")


GHOST = {
    "posts": [
        {"id": "1", "title": "A", "html": "<p>One.</p>", "status": "published", "published_at": "2020-10-30"},
        {"id": "2", "title": "B", "html": "<p>Two.</p>", "status": "draft"},
        {"id": "3", "title": "Imprint", "html": "<p>Three.</p>", "status": "published", "type": "page"},
    ],
    "emails": [{"id": "4", "post_id": "1", "subject": "A", "html": "<p>One.</p>", "plaintext": "One."}],
    "posts_authors": [
        {"post_id": "1", "author_id": "9", "sort_order": 1},
        {"post_id": "1", "author_id": "8", "sort_order": 0},
    ],
    "posts_tags": [{"post_id": "1", "tag_id": "5", "sort_order": 0}],
    "tags": [{"id": "5", "name": "World"}],
    "users": [{"id": "8", "name": "Jane Doe"}, {"id": "9", "name": "John Roe"}],
}


@pytest.mark.parametrize("limit", [2**20, 10])
def test_an_export_of_ghost(read, limit):
    """Authors and tags are looked up in their tables; drafts, pages and mails are left out."""
    document = json.dumps({"db": [{"meta": {"version": "5.0"}, "data": GHOST}]}, indent=1)
    (article,) = read(document, ".json", SourceLimits(document_bytes=limit))
    assert (article.title, article.body, article.date) == ("A", "One.", "2020-10-30")
    assert (article.authors, article.section) == (("Jane Doe", "John Roe"), "World")


def test_a_json_feed(read):
    """The items have its title, and its authors and language where they have none of their own."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Example Post",
        "description": "News of the harbour, every day anew and in full, for all who work there or sail by.",
        "language": "en",
        "authors": [{"name": "Jane Doe"}],
        "items": [
            {"id": "1", "title": "A", "content_text": "One.", "external_url": "https://example.org/1"},
            {"id": "2", "content_html": "<p>Two.</p>", "author": {"name": "John Roe"}, "language": "de"},
        ],
    }
    one, two = read(json.dumps(feed), ".json")
    assert (one.source, one.authors, one.language) == ("Example Post", ("Jane Doe",), "en")
    assert (one.url, one.body, two.body) == ("https://example.org/1", "One.", "Two.")
    assert (two.source, two.authors, two.language) == ("Example Post", ("John Roe",), "de")
    assert read(json.dumps({**feed, "items": []}), ".json") == []


@pytest.mark.parametrize("shape", ["articles", "response.results", "names"])
@pytest.mark.parametrize("indent", [None, 1])
def test_an_object_of_any_size_is_read(read, shape, indent):
    """Element by element; only what is larger than a record may be is too large."""
    limits = SourceLimits(record_bytes=2**15, document_bytes=2**12, chunk_bytes=2**10)
    stories = [{"id": str(n), "title": "T", "tags": ["a"], "body": f"{n} “q” \\ " * 150} for n in range(100)]
    document = {
        "articles": {"status": "ok", "articles": stories, "next": {"page": 2}},
        "response.results": {"response": {"total": 100, "results": stories}},
        "names": {f"s{n}": story for n, story in enumerate(stories)},
    }[shape]
    content = json.dumps(document, indent=indent, ensure_ascii=False)
    results = read(content, ".json", limits)
    prefix = "s" if shape == "names" else ""
    assert [one.key for one in results] == [f"n/story.json#{prefix}{n}" for n in range(100)]
    assert all("{" in content.split("\n")[one.line - 1] for one in results)
    assert bodies(read(content[:-1], ".json", limits))[99:] == [
        stories[99]["body"].strip(),
        ("not valid JSON", content.count("\n") + 1),
    ]


def test_a_large_object_that_is_an_article(read):
    """It is one, also if it holds what looks like articles, as its text comes first."""
    story = {"id": "a", "body": "One. " * 999, "items": [{"title": "A picture"}], "x": {"title": "Y"}}
    (article,) = read(json.dumps(story), ".json", SourceLimits(document_bytes=10))
    assert article.key == "n/story.json#a"
    (article,) = read(
        json.dumps({"id": "a", "paragraphs": list("abcdefghi")}), ".json", SourceLimits(document_bytes=10)
    )
    assert article.body == "\n\n".join("abcdefghi")


@pytest.mark.parametrize("limit", [2**20, 10])
def test_articles_that_are_related_to_one_are_part_of_it(read, limit):
    """An article with a title and a summary, or a title alone, is no envelope for lists of other names."""
    related = [{"title": "B", "url": "/b", "date": "2020"}, {"title": "C", "text": "Two."}]
    for own in ({"title": "A", "description": "One."}, {"title": "A", "url": "/a"}):
        document = json.dumps({**own, "related": related, "comments": related})
        (article,) = read(document, ".json", SourceLimits(document_bytes=limit))
        assert article.title == "A"


def test_articles_of_trove(read):
    """Below a category; the title is that of the paper."""
    article = {
        "id": "7",
        "heading": "Talks",
        "title": {"id": "1", "title": "The Example"},
        "date": "1992-03-06",
    }
    article |= {"troveUrl": "https://nla.example/7", "articleText": "<p>They met.</p>", "snippet": "They …"}
    categories = [{"code": "newspaper", "name": "Newspapers", "records": {"total": 1, "article": [article]}}]
    (found,) = read(json.dumps({"query": "talks", "category": categories}), ".json")
    assert (found.title, found.body, found.source) == ("Talks", "They met.", "The Example")
    assert (found.date, found.url) == ("1992-03-06", "https://nla.example/7")


def test_pages_of_chronicling_america(read):
    """The title is that of the paper, which is no headline of a page."""
    page = {"lccn": "sn1", "title": "Example Eagle.", "date": "18750512", "ocr_eng": "The mill was sold."}
    (found,) = read(json.dumps({"totalItems": 1, "items": [page]}), ".json")
    assert (found.title, found.source, found.date) == ("The mill was sold.", "Example Eagle.", "1875-05-12")
