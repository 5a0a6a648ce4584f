"""What is taken in of one file."""

from __future__ import annotations

from newsgrep.article import Article
from newsgrep.ingest.arrivals import arrivals
from newsgrep.ingest.intake import Intake
from newsgrep.manifest import FileRecord
from newsgrep.results import IndexReport


class Update:
    """An update that notes what it is given."""

    def __init__(self) -> None:
        self.added: list[bytes] = []

    def add(self, article: bytes) -> None:
        """Note an article."""
        self.added.append(article)


def test_an_article_whose_key_is_taken_is_left_out() -> None:
    """It is listed, and the one before it stays."""
    update, report = Update(), IndexReport()
    first, second = Article("f#1", "f", "Ganja."), Article("f#1", "f", "Barda.", line=7)
    intake = Intake(update, report)  # type: ignore[arg-type]
    record = intake.take_file(arrivals([first, second]), FileRecord("f", 1, 2, "d"), None, lambda *_: False)
    assert update.added == [first.data]
    assert list(record.articles) == ["1"]
    assert record.unreadable == ((7, "there is an article f#1 before it", ""),)
    assert report.added == 1
