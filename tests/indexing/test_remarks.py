"""Remarks on articles that were read all the same, as a run collects them."""

from __future__ import annotations

import json

from newsgrep.indexing.read_statistics import ReadStatistics, report_statistics
from newsgrep.remarks import (
    BROKEN_SEQUENCES,
    ENCODING_GUESSED,
    NO_ARTICLE,
    NO_TEXT,
    TEXT_FOUND,
    UNPUBLISHED,
    Remark,
)
from newsgrep.results import IndexReport

LONG = "The council voted on Monday to keep the fish market open through the winter, after a debate. " * 2


def test_remarks_of_one_kind_and_detail_are_counted_as_one():
    """Also those of other processes; the place is that of the first."""
    here, there = ReadStatistics(), ReadStatistics()
    here.remark("a.csv", "", NO_TEXT, "", 3)
    here.remark("a.csv", "", NO_TEXT, "", 5)
    there.remark("b.zip", "x.csv", NO_TEXT, "", 1)
    there.remark("b.zip", "x.csv", TEXT_FOUND, "xyz", 2)
    here.join(there.seen)
    wanted = [Remark(NO_TEXT, "", 3, "a.csv", 3), Remark(TEXT_FOUND, "xyz", 1, "b.zip", 2, "x.csv")]
    assert here.remarks == wanted
    report = IndexReport()
    report_statistics(report, [here, ReadStatistics()])
    assert report.remarks == wanted


def test_many_details_are_joined():
    """A file with ever new names of fields does not fill the memory."""
    statistics = ReadStatistics()
    for number in range(1_000):
        statistics.remark("a.jsonl", "", TEXT_FOUND, f"x{number}", number)
    assert len(statistics.remarks) < 100
    assert sum(remark.count for remark in statistics.remarks) == 1_000


def test_a_run_reports_its_remarks(archive):
    """Of the files that it read; of those that have not changed, it has none."""
    archive.write("a.jsonl", json.dumps({"title": "A", "xyz": LONG}) + "\n")
    archive.write("b.jsonl", json.dumps({"title": "B", "xyz": "After. " + LONG}) + "\n")
    assert archive.report().remarks == [Remark(TEXT_FOUND, "xyz", 2, "a.jsonl", 1)]
    assert archive.report().remarks == []


def test_guessed_encodings_and_broken_bytes_are_remarked(archive):
    """Each encoding with the number of its texts, and none for what is UTF-8."""
    polish = "Wójt gminy złożył dziś dymisję. Śledczy sprawdzą, kto zarobił na sprzedaży łąk."
    archive.write("a.txt", polish.encode("cp1250"))
    archive.write("b.csv", f"title,body\nDymisja,{polish.replace(',', '')}\n".encode("cp1250"))
    archive.write("c.txt", "Un élève à l’école de Nîmes a gagné.".encode("cp1252"))
    archive.write("d.txt", (polish * 2).encode() + b"\x80" + polish.encode())
    archive.write("e.txt", polish * 2)
    assert archive.report().remarks == [
        Remark(ENCODING_GUESSED, "cp1250", 2, "a.txt"),
        Remark(ENCODING_GUESSED, "cp1252", 1, "c.txt"),
        Remark(BROKEN_SEQUENCES, "UTF-8", 1, "d.txt"),
    ]
    assert archive.texts()["a.txt"] == polish
    assert "\ufffd" in archive.texts()["d.txt"]


def test_a_file_without_articles_is_remarked(archive):
    """By its format, once; not where it was told why, nor where it could not be read."""
    archive.write("a.json", "[]")
    archive.write("b.rss", "<rss><channel><title>A</title></channel></rss>")
    posts = [{"id": 1, "title": "A", "html": LONG, "status": "draft"}]
    archive.write("c.json", json.dumps({"db": [{"data": {"posts": posts, "users": []}}]}))
    archive.write("d.txt", "")
    archive.write("e.json", "[ ]")
    report = archive.report()
    assert [(one.kind, one.count, one.path) for one in report.remarks] == [
        (NO_ARTICLE, 2, "a.json"),
        (NO_ARTICLE, 1, "b.rss"),
        (UNPUBLISHED, 1, "c.json"),
    ]
    assert [one.path for one in report.unreadable] == ["d.txt"]
