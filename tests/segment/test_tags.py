"""Tags are found by their words, in one segment or merged ones, and only those asked for are read."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsgrep.analysis.analyzer import Analyzer
from newsgrep.article import Article, encoded_article_of
from newsgrep.engine.base import open_engine, update_index
from newsgrep.engine.segment import keywords as tags
from newsgrep.engine.segment.keywords import TEXTS, VALUES, TagReader, TagWriter, tag_words
from newsgrep.engine.segment.sections import SectionReader, SectionWriter
from newsgrep.indexing.manifest import FileRecord
from newsgrep.query.nodes import Keyword, Word

ANALYZER = Analyzer("none")

texts = st.text("abUS19.,/&#+-_'’é\n ", max_size=12)
values = st.sampled_from(["", "Azernews", "azernews", "é\n"]) | texts
archives = st.lists(st.tuples(values, values, values, values), max_size=12)


def article(number: int, url: str, path: str, source: str, language: str) -> Article:
    """An article with these tags."""
    return Article(str(number), path, "", url=url, source=source, language=language)


def written(file: Path, *pieces: list[Article] | tuple[TagReader, np.ndarray | None]) -> TagReader:
    """Write the tags of articles, and those of other segments, one after the other."""
    writer, count = TagWriter(), 0
    for piece in pieces:
        if isinstance(piece, list):
            for one in piece:
                writer.add(encoded_article_of(one.encode()))
            count += len(piece)
        else:
            reader, kept = piece
            writer.copy(reader, kept)
            count += len(reader.values("source")[1]) if kept is None else int(kept.sum())
    sections = SectionWriter(file)
    writer.write(sections)
    sections.close()
    return TagReader(SectionReader(file), count)


def held(reader: TagReader) -> dict[str, list[str | bytes]]:
    """All that is known of each document."""
    known: dict[str, list[str | bytes]] = {}
    for name in VALUES:
        distinct, numbers = reader.values(name)
        known[name] = [distinct[number] for number in numbers.tolist()]
    for name in TEXTS:
        known[name] = [line for line, first, end in reader.lines(name) for _ in range(end - first)]
    return known


@example("a" * 150 + "/" + "b" * 100 + ".html")
@given(st.text("abUS1239.,/&#+-_'’ :?=%\n\x1cé~", max_size=14))
def test_the_words_of_a_tag_are_those_of_the_analysis(text):
    """In lower case, also by the faster way for plain ones."""
    words = [token.word.lower() for token in ANALYZER.terms(text)]
    assert tag_words(text).decode().split(" ") == (["", *words, ""] if words else [""])
    assert tags._tag_lines([text.encode(), b"a/b.txt", text.encode()]) == [
        tag_words(text),
        b" a b txt ",
        tag_words(text),
    ]


@given(archives, st.sampled_from([1, 30, 1 << 20]), texts)
def test_tags_come_back_and_are_found(tmp_path_factory, archive, block, sought):
    """What was written is read, in blocks of any size, and documents are found by words of theirs."""
    articles = [article(number, *one) for number, one in enumerate(archive)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tags, "BLOCK", block)
        reader = written(tmp_path_factory.mktemp("tags") / "file", articles)
    assert held(reader) == {
        "source": [one.source for one in articles],
        "language": [one.language for one in articles],
        "url": [tag_words(one.url) for one in articles],
        "path": [tag_words(one.path) for one in articles],
    }
    words = tag_words(sought)
    if words:
        assert reader.documents_with("url", words).tolist() == [
            number for number, one in enumerate(articles) if words in tag_words(one.url)
        ]


@given(st.lists(st.tuples(archives, st.booleans()), min_size=1, max_size=3), st.data())
def test_merged_tags_are_those_of_the_articles_that_are_kept(tmp_path_factory, drawn, data):
    """The same bytes as when they are written at once, whatever is deleted."""
    folder = tmp_path_factory.mktemp("tags")
    pieces, left = [], []
    for number, (archive, whole) in enumerate(drawn):
        articles = [article(i, *one) for i, one in enumerate(archive)]
        kept = [whole or data.draw(st.booleans()) for _ in articles]
        reader = written(folder / f"part{number}", articles)
        pieces.append((reader, None if whole else np.array(kept, np.bool_)))
        left += [one for one, keep in zip(articles, kept, strict=True) if keep]
    merged, at_once = written(folder / "merged", *pieces), written(folder / "at_once", left)
    assert held(merged) == held(at_once)
    assert (folder / "merged").read_bytes() == (folder / "at_once").read_bytes()


@pytest.mark.parametrize("name", VALUES + TEXTS)
def test_a_tag_of_another_article_is_a_fault(tmp_path, monkeypatch, name):
    """Verifying compares every tag with what the article says."""
    add = TagWriter.add
    monkeypatch.setattr(TagWriter, "add", lambda self, one: add(self, one._replace(**{name: b"another"})))
    with update_index(tmp_path / "index", jobs=1) as update:
        update.add(Article("p", "p", "a city").encode())
        update.commit([FileRecord("p", 0, 0, "", {"": bytes(8)})])
    with closing(open_engine(tmp_path / "index")) as engine:
        faults = [fault.split(": ")[1] for fault in engine.faults()]
    assert faults == [f"the {name} of the article p is not its own"]


def test_a_search_without_tags_reads_none(tmp_path, monkeypatch):
    """They are decompressed for a query that asks for them, and for no other."""
    with update_index(tmp_path / "index", jobs=1) as update:
        update.add(
            Article("a", "news/a.txt", "a city", url="https://azernews.az/1", source="Azernews").encode()
        )
        update.commit([])
    read: list[str] = []
    whole = SectionReader.whole
    monkeypatch.setattr(SectionReader, "whole", lambda self, name: (read.append(name), whole(self, name))[1])
    with closing(open_engine(tmp_path / "index")) as engine:
        assert engine.count(Word("city")) == 1
        assert not [name for name in read if name.startswith(("url.", "path.", "source.", "language."))]
        assert engine.count(Keyword("azernews.az", "url")) == 1
        assert {name.split(".")[0] for name in read if name.startswith(("url.", "path.", "source."))} == {
            "url"
        }
