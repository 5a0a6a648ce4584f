"""Bytes to text: encodings, line ends, NFC, and the choice of a format."""

from __future__ import annotations

import codecs

import pytest

from newsgrep.formats import READABLE_SUFFIXES, choose, read_articles, text
from newsgrep.formats.origin import Origin
from newsgrep.results import Unreadable

STORY = "Bakıda “danışıqlar”\n\nTalks’ end.\n"


@pytest.mark.parametrize(
    "content",
    [
        STORY.encode(),
        STORY.encode("utf-8-sig"),
        STORY.encode("utf-16"),
        codecs.BOM_UTF16_BE + STORY.encode("utf-16-be"),
        STORY.encode("utf-16-le"),
        STORY.encode("utf-16-be"),
        STORY.encode("utf-32"),
        STORY.replace("\n", "\r\n").encode(),
        STORY.replace("\n", "\r").encode(),
    ],
)
def test_unicode_encodings_and_line_ends(read, content):
    """With or without a mark, with any line end, the article is the same."""
    (article,) = read(content)
    assert (article.title, article.body, article.body_line) == ("Bakıda “danışıqlar”", "Talks’ end.", 3)


@pytest.mark.parametrize(
    ("content", "body"),
    [
        (b"Caf\xe9 \x93open\x94.", "Café “open”."),
        (b"Caf\xe9 \x81.", "Café \x81."),
        ("Cafe\u0301.".encode(), "Café."),
        (b"a\x00b." + b"x" * 9000, None),
        (b"a." + b"x" * 9000 + b"\0", "a." + "x" * 9000 + "\ufffd"),
        (b"a\x1b[31m\x07b.", "a\x1b[31m\x07b."),
    ],
)
def test_older_encodings_and_control_characters(read, content, body):
    """Windows-1252, then Latin-1; NFC; control characters stay but for NUL."""
    (result,) = read(content)
    assert result == Unreadable("n/story.txt", "binary file") if body is None else result.body == body


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty file"),
        (b"\xef\xbb\xbf \n\t", "empty file"),
        ("Bakıda “danışıqlar”".encode()[:-1], "broken UTF-8 at byte 24"),
        (b"\xef\xbb\xbfcaf\xe9", "broken UTF-8 at byte 6"),
        (b"\xff\xfea\0b", "broken UTF-16 at byte 4"),
        (b"\xff\xfe\x00\xd8a\0", "broken UTF-16 at byte 2"),
        (b"\x7fELF\1\0\0\0\0", "binary file"),
        (b"GIF89a\1\0", "binary file"),
        (b"---\r\n\0", "binary file"),
    ],
)
def test_what_is_no_text(read, content, reason):
    """A broken file is told with the place, and never read as mojibake."""
    assert read(content) == [Unreadable("n/story.txt", reason)]


def test_a_file_over_the_limit(read, monkeypatch):
    """A text file that is too large is not taken in."""
    monkeypatch.setattr(text, "LIMIT", 2**20)
    assert read("x" * 2**20)[0].body == "x" * 2**20
    assert read("x" * (2**20 + 1)) == [Unreadable("n/story.txt", "larger than 1 MB")]


def test_a_file_that_cannot_be_opened(tmp_path):
    """The system's reason becomes the record's."""
    assert list(read_articles(tmp_path / "gone.txt", Origin("gone.txt"))) == [
        Unreadable("gone.txt", "no such file or directory")
    ]
    assert list(read_articles(tmp_path, Origin("folder"))) == [Unreadable("folder", "is a directory")]


@pytest.mark.parametrize(
    ("suffix", "head", "name"),
    [
        (".txt", b" date 2020-10-30 By A B\n", "dateline text"),
        (".text", "\ufeff\r\n date 2020-10-30\r".encode("utf-16"), "dateline text"),
        (".TXT", b'{"body": "x"}', "plain text"),
        (".jsonl", b"date 2020", "JSON Lines"),
        (".json", b'{"body": "x"}\n{', "JSON Lines"),
        (".json", b'{"body": "' + b"x" * 8000, "JSON Lines"),
        (".json", b'{\n"body": "x"}', "JSON"),
        (".json", b"nonsense", "JSON"),
        (".log", b'{"body": "x"}\n{', "JSON Lines"),
        ("", b'[{"body": "x"}]', "JSON"),
        ("", b" date 2020-10-30\n", "dateline text"),
        (".md", b"[Updated] Talks resume", "plain text"),
        (".md", b"{Updated} Talks resume", "plain text"),
        (".bin", b"\0\1\0\0", "plain text"),
    ],
)
def test_format_is_chosen_by_suffix_and_first_bytes(suffix, head, name):
    """The suffix narrows, the beginning decides; a strange suffix leaves it to the beginning."""
    assert choose(suffix, head).name == name


def test_readable_suffixes():
    """The suffixes that a walk takes."""
    assert {".txt", ".text", ".jsonl", ".ndjson", ".json"} == READABLE_SUFFIXES
