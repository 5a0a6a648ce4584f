"""What is taken in of one file."""

from __future__ import annotations

import pytest

from newsgrep.article import Article
from newsgrep.indexing import intake as intakes
from newsgrep.indexing.intake import Intake
from newsgrep.indexing.manifest import FileRecord
from newsgrep.indexing.parse import arrivals
from newsgrep.results import IndexReport, Unreadable


class Update:
    """An update that notes what it is given."""

    def __init__(self) -> None:
        self.added: list[bytes] = []

    def add(self, article: bytes) -> None:
        """Note an article."""
        self.added.append(article)


def test_an_article_whose_key_is_taken_is_left_out() -> None:
    """As where the name of a member has a # in it. It is listed, and the one before it stays."""
    update, report = Update(), IndexReport()
    first, second = Article("f#a#1", "f", "Ganja."), Article("f#a#1", "f", "Barda.", line=7)
    intake = Intake(update, report)  # type: ignore[arg-type]
    record = intake.take_file(arrivals([first, second]), FileRecord("f", 1, 2, "d"), None, lambda *_: False)
    assert update.added == [first.data]
    assert list(record.articles) == ["a#1"]
    assert record.unreadable == ((7, "there is an article f#a#1 before it", ""),)
    assert report.added == 1


def test_very_many_articles_are_recorded_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A record is given away when it has so many of them; what comes last is in the record of the rest."""
    monkeypatch.setattr(intakes, "_PART", 3)
    parts: list[FileRecord] = []
    articles = [Article(f"f#{number}", "f", f"Text {number}.") for number in range(8)]
    items = [*arrivals(articles), Unreadable("f", "broken", 9)]
    intake = Intake(Update(), IndexReport())  # type: ignore[arg-type]
    copies = {"4", "7"}
    rest = intake.take_file(
        items, FileRecord("f", 1, 2, "d"), None, lambda name, _: name in copies, parts.append
    )
    assert [list(part.articles) for part in [*parts, rest]] == [["0", "1", "2"], ["3", "4", "5"], ["6", "7"]]
    assert [sorted(part.copies) for part in [*parts, rest]] == [[], ["4"], ["7"]]
    assert rest.unreadable == ((9, "broken", ""),)


def test_a_list_of_numbers_is_no_article(archive, monkeypatch):
    """A text of ever new words is data, and would take more memory than there may be; others are taken."""
    monkeypatch.setattr("newsgrep.indexing.parse._LARGE", 500)
    monkeypatch.setattr("newsgrep.indexing.parse._MOST_WORDS", 100)
    archive.lines(
        "a.jsonl",
        ("1", "Ganja and Barda. " * 100),
        ("2", " ".join(map(str, range(101)))),
        ("3", " ".join(map(str, range(1000)))),
    )
    report = archive.report()
    assert report.added == 2
    assert [(one.path, one.line, one.reason) for one in report.unreadable] == [
        ("a.jsonl", 3, "data and not text: more than 100 different words")
    ]
