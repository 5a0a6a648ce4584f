"""A .json file: an object, an array of objects, or JSON Lines after all."""

from __future__ import annotations

import json

import pytest

from newsgrep.results import Unreadable

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
def test_three_shapes(read, content, places):
    """The shape is told from the beginning; keys and lines are those of the record."""
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
    """What comes before the break is read, and the break is told with its line."""
    results = read(content, ".json")
    assert [(r.reason, r.line) if isinstance(r, Unreadable) else r.body for r in results] == found


def test_utf_16(read):
    """A document may be UTF-16."""
    (article,) = read(json.dumps(STORIES[:1], indent=1).encode("utf-16"), ".JSON")
    assert article.body == "One."
