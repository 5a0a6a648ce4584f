"""A .json file: an object, an array of objects, or JSON Lines after all."""

from __future__ import annotations

import json

import pytest

from newsgrep.results import Unreadable
from newsgrep.tuning import SourceLimits

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
        ("{\n" + '"x": NaN}', [("NaN is not valid JSON", 1)]),
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


def test_undecodable_bytes_end_the_document(read):
    """Nothing after them is reliable; a legacy encoding is decoded."""
    content = json.dumps([{"body": "Ééé à"}], ensure_ascii=False)
    assert read(content.encode() + b"\xff", ".json")[-1] == Unreadable("n/story.json", "broken UTF-8", 1)
    assert read(content.encode("cp1252"), ".json")[0].body == "Ééé à"
