"""Articles from standard input."""

from __future__ import annotations

import json

from newsgrep.indexing.read_options import ReadOptions

STORY = "Missiles fell on Ganja. " * 12


def lines(*records: dict[str, str]) -> bytes:
    """Records as JSON Lines."""
    return "".join(json.dumps(record) + "\n" for record in records).encode()


def test_what_is_piped_stays(archive):
    """It is not gone when it is not piped again, nor when files are indexed."""
    archive.write("a.txt", "Barda.")
    assert archive.run(piped=lines({"id": "1", "body": "Ganja."})) == {"added": 1}
    assert archive.run(piped=lines({"id": "2", "body": "Shusha."})) == {"added": 1}
    assert archive.run() == {"added": 1}
    assert archive.texts() == {"stdin:#1": "Ganja.", "stdin:#2": "Shusha.", "a.txt": "Barda."}
    assert archive.run(rebuild=True, discard_piped=True) == {"added": 1}
    assert archive.texts() == {"a.txt": "Barda."}


def test_the_same_again_is_the_same(archive):
    """By its id, else by its address, else by all of it; in whatever line it comes."""
    one, two = {"id": "1", "body": "Ganja."}, {"url": "https://e.org/a", "body": "Barda."}
    three = {"title": "Shusha", "body": "Talks."}
    assert archive.run(piped=lines(one, two, three)) == {"added": 3}
    assert archive.run(piped=lines(three, one, two)) == {"same": 3}
    assert archive.run(piped=lines({**one, "body": "Ganja again."}, {**two, "body": "Barda again."})) == {
        "changed": 2
    }
    texts = archive.texts()
    assert texts["stdin:#1"] == "Ganja again."
    assert texts["stdin:#https://e.org/a"] == "Barda again."
    assert len(texts) == 3


def test_of_two_that_are_the_same_the_later_is_a_copy(archive):
    """Forgotten when the earlier changes, and taken in when it is piped again."""
    one, two = {"id": "1", "body": STORY}, {"id": "2", "body": STORY}
    assert archive.run(piped=lines(one, two)) == {"added": 1, "duplicates": 1}
    assert archive.run(piped=lines(two)) == {"duplicates": 1}
    assert archive.run(piped=lines({"id": "1", "body": "Short."})) == {"changed": 1}
    assert archive.run(piped=lines(two)) == {"added": 1}
    assert sorted(archive.texts()) == ["stdin:#1", "stdin:#2"]


def test_texts_may_move_from_one_id_to_another(archive):
    """The second one is decided by the text that it comes with, not by the one that it had."""
    other = "Talks were held in Geneva. " * 12
    archive.run(piped=lines({"id": "1", "body": STORY}, {"id": "2", "body": other}))
    assert archive.run(piped=lines({"id": "1", "body": other}, {"id": "2", "body": STORY})) == {"changed": 2}
    assert archive.texts() == {"stdin:#1": other.strip(), "stdin:#2": STORY.strip()}


def test_a_bad_line_is_told_once(archive):
    """There is no file to be read again, so that it is not kept on record."""
    assert archive.run(piped=b'nonsense\n{"id": "1", "body": "Ganja."}\n') == {"added": 1, "unreadable": 1}
    assert archive.run() == {}


def test_another_format_can_be_piped(archive):
    """By its name."""
    text = b" date 2020-10-30 By Ada News\n\nMissiles fell on Ganja.\n"
    assert archive.run(piped=text, reading=ReadOptions(format="dateline")) == {"added": 1}
    (key,) = archive.texts()
    assert key.startswith("stdin:#")
    assert archive.run(piped=text, reading=ReadOptions(format="dateline")) == {"same": 1}


def test_a_text_needs_its_format_and_the_error_names_it(archive):
    """One error, not one a line; a line before the first record is told as such, and nothing is empty."""
    report = archive.report(piped=b"Flood\n\nThe river rose.\nIt fell again.\n")
    assert [(one.line, one.reason) for one in report.unreadable] == [
        (0, "it begins as no known format; --format text reads all of it as one article")
    ]
    assert [one.reason for one in archive.report(piped=b"").unreadable] == ["empty file"]
    text = ReadOptions(format="text")
    assert archive.run(piped=b"Flood\n\nThe river rose.\n", reading=text) == {"added": 1}
    assert archive.run(piped=b"title,body\nStorm,The wind rose.\n") == {"added": 1}
