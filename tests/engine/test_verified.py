"""What is verified in stored texts, by the embedded engine."""

from __future__ import annotations

from collections import Counter

from newsgrep.analysis.analyzer import Analyzer
from newsgrep.article import Article
from newsgrep.engine.base import WriterOptions
from newsgrep.engine.embedded.engine import EmbeddedEngine
from newsgrep.engine.embedded.snapshot import Snapshot
from newsgrep.engine.registry import open_writer
from newsgrep.query.nodes import And, Cased, Not, Word
from newsgrep.textmatch.verifier import with_checks

BODIES = {"firm": "Apple sells phones.", "fruit": "An apple a day.", "both": "Apple eats an apple."}


def test_an_article_is_verified_once(tmp_path, monkeypatch):
    """However many queries a command asks that have the same capitals in them."""
    with open_writer(tmp_path / "index", WriterOptions()) as writer:
        for key, body in BODIES.items():
            writer.add(Article(key, body=body))
        writer.commit()
    reads: Counter[int] = Counter()
    read = Snapshot.article

    def counting(self: Snapshot, document: int) -> Article:
        reads[document] += 1
        return read(self, document)

    monkeypatch.setattr(Snapshot, "article", counting)
    engine = EmbeddedEngine(tmp_path / "index")
    asked = with_checks(Cased("Apple"), Analyzer())
    answers = [asked, And((asked, Word("phones"))), Not(asked), And((Word("day"), asked)), asked]
    assert [engine.count(query) for query in answers] == [2, 1, 1, 0, 2]
    assert [*reads.values()] == [1, 1, 1]
    engine.close()
