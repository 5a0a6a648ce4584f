"""The number of articles that match a query, without the articles."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from newsgrep.article import Article
from newsgrep.engine.base import WriterOptions
from newsgrep.engine.registry import open_engine, open_writer
from newsgrep.errors import IndexDamagedError
from newsgrep.query.nodes import Exact, Phrase, Prefix, Word

QUERIES = (
    Word("talk"),
    Word("talks", "title"),
    Word("talks-collapse"),
    Word("talks-collapse", any_part=True),
    Word("talk", forms=(("gespräch",),)),
    Word("missing"),
    Word("…"),
    Exact("talks"),
    Phrase("talks collapse"),
    Prefix("tal"),
)


def build(folder: Path, gone: tuple[str, ...] = ()) -> None:
    """Make an index of two segments, some of whose articles are deleted."""
    texts = ["Talks collapse", "a talk", "collapse of talks", "gespräch", "other words"]
    for start, deleted in ((0, ()), (50, gone)):
        with open_writer(folder, WriterOptions()) as writer:
            for key in deleted:
                writer.delete(key)
            for number in range(start, start + 50):
                text = texts[number % len(texts)]
                writer.add(Article(f"k{number:02}", "p", text, title=text if number % 3 else ""))
            writer.commit()


@pytest.mark.parametrize("gone", [(), ("k00", "k01", "k07")])
@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_a_count_is_that_of_a_search(tmp_path, query, gone):
    """As many articles are counted as a search finds, in segments with deleted articles and without."""
    build(tmp_path / "index", gone)
    with closing(open_engine(tmp_path / "index")) as engine:
        found = engine.search(query, sort="relevance", limit=None, offset=0)
        assert engine.count(query) == found.total == len([*found.articles])


def test_a_word_is_counted_without_reading_its_articles(tmp_path):
    """The number of a word is told where the list of its articles is damaged: it is not read."""
    build(tmp_path / "index")
    for file in (tmp_path / "index").glob("*.gap"):
        data = file.read_bytes()
        file.write_bytes(data[:8] + bytes(byte ^ 1 for byte in data[8:40]) + data[40:])
    with closing(open_engine(tmp_path / "index")) as engine:
        assert engine.count(Word("talk")) == 60
        with pytest.raises(IndexDamagedError):
            engine.search(Word("talk"), sort="relevance", limit=1, offset=0)
