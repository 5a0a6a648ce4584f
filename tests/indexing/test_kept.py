"""Articles of files that cannot be read any more, or not to their end: they stay."""

from __future__ import annotations

import gzip
import io
import json
import zipfile

import pytest

LONG = "The harbour of the town was closed for the night. " * 10


def records(*names: str) -> list[dict[str, str]]:
    """Records of a dump, each with a text of its own."""
    return [{"id": name, "body": f"Article {name}. {LONG}{name}"} for name in names]


def document(*names: str) -> str:
    """A JSON document of these records."""
    return json.dumps(records(*names))


def reasons(report) -> list[str]:
    """What was reported as unreadable, as a person reads it."""
    return [one.reason for one in report.unreadable]


@pytest.mark.parametrize("spoilt", ["", "[{", '{"id": "a"'])
def test_a_file_that_is_unreadable_for_a_moment_keeps_its_articles(archive, spoilt) -> None:
    """They stay as they were, run after run, until the file is read again or deleted."""
    archive.write("a.json", document("a", "b"))
    archive.run()
    held = archive.texts()
    file = archive.write("a.json", spoilt)
    report = archive.report()
    assert (report.same, report.removed) == (2, 0)
    assert [reason.partition("; ")[2] for reason in reasons(report)] == ["its 2 articles stay as they were"]
    assert archive.texts() == held
    again = archive.report()
    assert (again.same, again.read_bytes, reasons(again)) == (2, 0, reasons(report))
    archive.write("a.json", document("b", "c"))
    assert archive.run() == {"same": 1, "added": 1, "removed": 1}
    archive.write("a.json", spoilt)
    archive.run()
    file.unlink()
    assert archive.run() == {"removed": 2}


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.jsonl.gz"])
def test_a_file_that_is_cut_off_keeps_the_articles_behind_the_cut(archive, name) -> None:
    """What is before it is taken as it is now."""

    def written(*names: str) -> bytes:
        lines = "\n".join(json.dumps(one) for one in records(*names))
        return document(*names).encode() if name == "a.json" else lines.encode()

    whole = written("a", "b", "c", "d")
    archive.write(name, gzip.compress(whole) if name.endswith(".gz") else whole)
    archive.run()
    now = written("n", "a", "b", "c")[: len(whole) * 5 // 8]  # within the third record
    archive.write(name, gzip.compress(now)[:-9] if name.endswith(".gz") else now)
    report = archive.report()
    kept = [key.partition("#")[2] for key in archive.texts()]
    assert {"b", "c", "d"} <= {*kept}
    assert report.removed == 0
    assert "articles stay as they were" in reasons(report)[0]
    archive.write(name, gzip.compress(whole) if name.endswith(".gz") else whole)
    archive.run()
    assert sorted(archive.texts()) == [f"{name}#{one}" for one in "abcd"]


def test_a_record_that_cannot_be_read_is_no_reason_to_keep_others(archive) -> None:
    """The file was read to its end, so what it no longer has goes, and that record with it."""
    archive.lines("a.jsonl", ("1", "Ganja."), ("2", "Barda."), ("3", "Shusha."))
    archive.run()
    archive.write("a.jsonl", '{"id": "1", "body": "Ganja."}\n{"id": "2", "body\n')
    assert archive.run() == {"same": 1, "removed": 2, "unreadable": 1}


def test_a_member_that_cannot_be_read_keeps_its_own_articles(archive) -> None:
    """Those of a member that is gone go."""

    def packed(**members: str) -> bytes:
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w") as archive:
            for name, text in members.items():
                archive.writestr(f"{name}.json", text)
        return data.getvalue()

    archive.write("a.zip", packed(one=document("a", "b"), two=document("c"), three=document("d")))
    archive.run()
    archive.write("a.zip", packed(one="[{", two=document("c")))
    report = archive.report()
    assert (report.same, report.removed) == (3, 1)
    assert [(one.member, one.reason) for one in report.unreadable] == [
        ("one.json", "not valid JSON; its 2 articles stay as they were")
    ]
    assert sorted(archive.texts()) == ["a.zip#one.json#a", "a.zip#one.json#b", "a.zip#two.json#c"]


def test_an_article_that_moved_before_the_cut_is_not_stored_twice(archive) -> None:
    """Records without ids are known by their lines: the text of the fourth is that of the third now."""
    texts = [f"{name} {LONG}{name}" for name in ("one", "two", "three", "four", "five")]
    lines = [json.dumps({"body": text}) + "\n" for text in texts]
    archive.write("a.jsonl", "".join(lines))
    archive.run()
    archive.write("a.jsonl", "".join(lines[1:4]) + lines[4][:-20])
    archive.run()
    held = archive.texts().values()
    assert len(held) == len({*held}) == 4
    archive.write("a.jsonl", "".join(lines[1:]))
    archive.run()
    assert len(archive.texts()) == 4


def test_articles_that_stay_give_way_to_the_same_in_a_file_before(archive) -> None:
    """The order of all articles holds for them, too; they are not read again where that one goes."""
    archive.write("b.json", document("a", "b"))
    archive.run()
    archive.write("b.json", "[{")
    archive.run()
    first = archive.write("a.json", document("a"))
    assert archive.run() == {"added": 1, "same": 1, "removed": 1, "duplicates": 1, "unreadable": 1}
    assert sorted(archive.texts()) == ["a.json#a", "b.json#b"]
    first.unlink()
    archive.run()
    assert sorted(archive.texts()) == ["b.json#b"]
    archive.write("b.json", document("a", "b"))
    archive.run()
    assert sorted(archive.texts()) == ["b.json#a", "b.json#b"]
