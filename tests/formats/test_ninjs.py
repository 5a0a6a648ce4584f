"""ninjs: the items of its versions, alone and in envelopes."""

from __future__ import annotations

import json

import pytest

from newsgrep.article import Article

BODY = "<p>Talks resumed.</p><p>They ended.</p>"
VERSION_1 = {
    **{"uri": "urn:example:1", "type": "text", "pubstatus": "usable", "language": "en", "urgency": 3},
    **{"headline": "Talks resume", "byline": "By Jane Doe and John Roe", "slugline": "talks"},
    **{"firstcreated": "2020-10-29T09:00:00Z", "versioncreated": "2020-10-30T12:00:00Z"},
    **{"body_text": "Talks resumed. They ended.", "body_xhtml": BODY, "provider": "Example Agency"},
    "subject": [{"code": "11000000", "name": "politics"}],
    "associations": {"main": {"uri": "urn:example:2", "type": "picture", "headline": "A table"}},
}
VERSION_2 = {
    **{"uri": "urn:example:1", "type": "text", "pubstatus": "usable", "language": "en"},
    "headlines": [{"role": "short", "value": "Talks"}, {"role": "main", "value": "Talks resume"}],
    "bodies": [
        {"role": "plain", "contenttype": "text/plain", "value": "Talks resumed. They ended. Really."},
        {
            "role": "html",
            "contenttype": "text/html; charset=utf-8",
            "value": f"<head><title>x</title></head><body>{BODY}",
        },
    ],
    **{"by": "By Jane Doe and John Roe", "versioncreated": "2020-10-30T12:00:00Z"},
    "infosources": [{"role": "org", "name": "Example Agency"}],
}
VERSION_3 = {
    {"versioncreated": "versionCreated", "pubstatus": "pubStatus"}.get(key, key): value
    for key, value in VERSION_2.items()
} | {"bodies": [{"contentType": "application/xhtml+xml", "value": BODY}], "usageTerms": ""}
FLAT = {key: value for key, value in VERSION_1.items() if isinstance(value, str | int)}


@pytest.mark.parametrize("item", [VERSION_1, VERSION_2, VERSION_3, FLAT], ids=["1", "2", "3", "flat"])
@pytest.mark.parametrize("suffix", [".json", ".jsonl"])
def test_items(read, item, suffix):
    """All versions give the same article; the body is that with paragraphs."""
    assert read(json.dumps(item), suffix) == [
        Article(
            key=f"n/story{suffix}#urn:example:1",
            path=f"n/story{suffix}",
            title="Talks resume",
            authors=("Jane Doe", "John Roe"),
            date="2020-10-30T12:00:00Z",
            body="Talks resumed.\n\nThey ended.",
            source="Example Agency",
            language="en",
        )
    ]


def test_texts_by_their_roles_in_version_1(read):
    """Any role may stand behind the name of a text; that of a description alone serves as the text."""
    common = {"uri": "urn:example:1", "type": "text", "versioncreated": "2020-10-30T12:00:00Z"}
    headlines = {"headline_extended": "Talks resume in Baku after a week", "headline_main": "Talks resume"}
    texts = {"body_main": "Talks resumed. They ended.", "body_richtext": BODY}
    (article,) = read(json.dumps(common | headlines | texts), ".json")
    assert (article.title, article.body) == ("Talks resume", "Talks resumed.\n\nThey ended.")
    (article,) = read(
        json.dumps(common | headlines | {"description_summary": "Talks resumed. " * 9}), ".json"
    )
    assert (article.title, article.body) == ("Talks resume", ("Talks resumed. " * 9).strip())


@pytest.mark.parametrize("envelope", [{"total": 2, "item": [VERSION_1, VERSION_2]}, [VERSION_3, VERSION_1]])
def test_items_in_envelopes(read, envelope):
    """As the services of agencies send them."""
    articles = read(json.dumps(envelope), ".json")
    assert [article.title for article in articles] == ["Talks resume"] * 2


def test_a_picture(read):
    """Its caption is the text, not its credit."""
    picture = {"uri": "urn:example:2", "type": "picture", "versioncreated": "2020-10-30"} | {
        "headlines": [{"value": "A table"}],
        "descriptions": [
            {"role": "credit", "value": "Agency"},
            {"role": "caption", "value": "A table in Baku."},
        ],
    }
    (article,) = read(json.dumps(picture), ".json")
    assert (article.title, article.body, article.date) == ("A table", "A table in Baku.", "2020-10-30")


def test_terms_of_use_are_no_text(read):
    """Though they are the only long text of a picture."""
    picture = {"uri": "urn:example:2", "type": "picture", "versioncreated": "2020-10-30"}
    terms = {
        "usageterms": ["For editorial use only, and not to be sold. " * 9],
        "copyrightnotice": "All " * 99,
    }
    (article,) = read(json.dumps({**picture, "headline": "A table", **terms}), ".json")
    assert (article.title, article.body) == ("A table", "")


def test_other_records_stay_as_they_are(read):
    """A record that only has a list of bodies or headlines is none of ninjs."""
    (article,) = read(json.dumps({"title": "Talks", "headlines": ["a", "b"], "text": "They ended."}), ".json")
    assert (article.title, article.body) == ("Talks", "They ended.")
