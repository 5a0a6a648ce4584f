"""The archives of accounts on Facebook and Instagram."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from newsgrep.article import Article
from newsgrep.read_context import ReadContext
from newsgrep.remarks import WORDLESS
from newsgrep.results import Unreadable
from tests.reading import read_file

#: 2020-10-30 at noon.
DAY = 1604059200


def as_facebook(value: object) -> str:
    """JSON with a character for each byte of UTF-8 beyond ASCII."""
    text = json.dumps(value, ensure_ascii=False)
    return (
        text.encode().decode("latin-1").encode("ascii", "backslashreplace").decode().replace("\\x", "\\u00")
    )


def read(tmp_path: Path, value: object, **context: object) -> list[Article | Unreadable]:
    """What is read from a file with a value as Facebook writes it."""
    (tmp_path / "a.json").write_text(as_facebook(value))
    return list(read_file(tmp_path / "a.json", ReadContext("a.json", **context)))  # type: ignore[arg-type]


def test_a_post_has_its_words(tmp_path: Path) -> None:
    """With the letters as they were, and not only what Facebook says of it."""
    post = {
        "timestamp": DAY,
        "data": [{"post": "Köln – Ünal ж"}],
        "title": "Jane Doe updated her status.",
    }
    (found,) = read(tmp_path, [post])
    assert isinstance(found, Article)
    assert (found.body, found.date[:10], found.source) == ("Köln – Ünal ж", "2020-10-30", "Facebook")
    assert found.format == "facebook"


def test_a_post_without_words_that_shares_a_page_has_its_title(tmp_path: Path) -> None:
    """And its address."""
    page = {"external_context": {"name": "Talks resume", "url": "https://post.example/1"}}
    (found,) = read(tmp_path, [{"timestamp": DAY, "attachments": [{"data": [page]}]}])
    assert isinstance(found, Article)
    assert (found.title, found.url) == ("Talks resume", "https://post.example/1")


def test_a_picture_without_a_description_is_counted(tmp_path: Path) -> None:
    """One with a description has it as its text."""
    remarks: list[str] = []
    picture = {"media": {"uri": "a.jpg", "description": "The bridge."}}
    posts = [
        {"timestamp": DAY, "attachments": [{"data": [picture]}]},
        {"timestamp": DAY + 1, "attachments": [{"data": [{"media": {"uri": "b.jpg"}}]}]},
    ]
    (found,) = read(tmp_path, posts, on_remark=lambda kind, *_: remarks.append(kind))
    assert isinstance(found, Article)
    assert (found.body, remarks) == ("The bridge.", [WORDLESS])


@pytest.mark.parametrize("key", ["comments_v2", "group_comments_v2"])
def test_a_comment_has_its_author(tmp_path: Path, key: str) -> None:
    """Of posts and of groups."""
    comment = {"timestamp": DAY, "comment": "Well said.", "author": "Jörg Doe"}
    (found,) = read(tmp_path, {key: [{"timestamp": DAY, "data": [{"comment": comment}], "title": "T"}]})
    assert isinstance(found, Article)
    assert (found.body, found.authors) == ("Well said.", ("Jörg Doe",))


def test_messages_have_their_chat_and_sender(tmp_path: Path) -> None:
    """The title of the chat stands below its messages."""
    messages = [
        {"sender_name": "Jane Doe", "timestamp_ms": DAY * 1000, "content": "Grüße"},
        {"sender_name": "John Roe", "timestamp_ms": (DAY - 9) * 1000, "photos": []},
    ]
    (found,) = read(tmp_path, {"participants": [{"name": "Jane Doe"}], "messages": messages, "title": "Büro"})
    assert isinstance(found, Article)
    assert (found.body, found.authors, found.source) == ("Grüße", ("Jane Doe",), "Büro")
    assert found.date[:10] == "2020-10-30"


def test_a_chat_that_is_named_after_a_person_has_her_messages(tmp_path: Path) -> None:
    """A conversation of two has the name of the other one, who is still the author of what she wrote."""
    messages = [{"sender_name": "Jane Doe", "timestamp_ms": DAY * 1000, "content": "Fine"}]
    (found,) = read(
        tmp_path, {"participants": [{"name": "Jane Doe"}], "messages": messages, "title": "Jane Doe"}
    )
    assert isinstance(found, Article)
    assert (found.authors, found.source) == (("Jane Doe",), "Jane Doe")


def test_posts_of_instagram_have_their_captions(tmp_path: Path) -> None:
    """Of one picture, or of several."""
    one = {"media": [{"uri": "a.jpg", "creation_timestamp": DAY, "title": "Café"}]}
    several = {
        "media": [{"uri": "b.jpg", "title": ""}],
        "title": "Two bridges",
        "creation_timestamp": DAY,
    }
    found = read(tmp_path, [one, several])
    texts = [(one.body, one.source, one.date[:10]) for one in found if isinstance(one, Article)]
    assert texts == [("Café", "Instagram", "2020-10-30"), ("Two bridges", "Instagram", "2020-10-30")]


@pytest.mark.parametrize(
    "value",
    [
        {"ig_stories": [{"uri": "a.jpg", "creation_timestamp": DAY, "title": "Café"}]},
        {"ig_reels_media": [{"media": [{"uri": "a.mp4", "creation_timestamp": DAY, "title": "Café"}]}]},
    ],
    ids=["stories", "reels"],
)
def test_stories_and_reels_of_instagram_have_their_captions(tmp_path: Path, value: object) -> None:
    """As posts have."""
    (found,) = read(tmp_path, value)
    assert isinstance(found, Article)
    assert (found.body, found.source, found.date[:10]) == ("Café", "Instagram", "2020-10-30")


@pytest.mark.parametrize("key", ["", "comments_reels_comments"])
@pytest.mark.parametrize(
    "names", [("Comment", "Media Owner", "Time"), ("Opmerking", "Media-eigenaar", "Tijd")]
)
def test_comments_on_instagram(tmp_path: Path, key: str, names: tuple[str, str, str]) -> None:
    """The names of their parts are in the language of the owner."""
    parts = {names[0]: {"value": "Bien joué"}, names[1]: {"value": "roe"}, names[2]: {"timestamp": DAY}}
    comments = [{"media_list_data": [{"uri": ""}], "string_map_data": parts}]
    (found,) = read(tmp_path, {key: comments} if key else comments)
    assert isinstance(found, Article)
    assert (found.body, found.source, found.date[:10]) == ("Bien joué", "Instagram", "2020-10-30")


def test_a_file_that_is_cut_off_keeps_what_comes_before(tmp_path: Path) -> None:
    """The rest is said to be lost."""
    text = as_facebook([{"timestamp": DAY, "data": [{"post": f"Talks {number}"}]} for number in range(3)])
    (tmp_path / "a.json").write_text(text[:-30])
    *found, lost = read_file(tmp_path / "a.json", ReadContext("a.json"))
    assert (len(found), type(lost)) == (2, Unreadable)


def test_other_json_with_times_is_no_archive(tmp_path: Path) -> None:
    """Records of articles may have a timestamp, too."""
    (found,) = read(tmp_path, [{"timestamp": DAY, "title": "Talks", "text": "Talks resumed."}])
    assert isinstance(found, Article)
    assert found.format == "json"
