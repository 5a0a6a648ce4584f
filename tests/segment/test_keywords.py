"""Keyword fields are found by their tokens, in new and merged segments; others are not read."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsgrep.analysis.analyzer import Analyzer
from newsgrep.article import Article, decode_article
from newsgrep.encoded_article import EncodedArticle, encoded_article_of
from newsgrep.engine.base import WriterOptions
from newsgrep.engine.registry import open_engine, open_writer
from newsgrep.engine.segment.keywords import (
    RARE_VALUE_FIELDS,
    TOKEN_FIELDS,
    VALUE_FIELDS,
    KeywordReader,
    KeywordWriter,
    keyword_tokens,
)
from newsgrep.engine.segment.sections import SectionReader, SectionWriter
from newsgrep.query.nodes import Keyword, Word

ANALYZER = Analyzer("none")

texts = st.text("abUS19.,/&#+-_'’é\n\udce9 ", max_size=12)
values = st.sampled_from(["", "Azernews", "azernews", "é\n", "\udce9"]) | texts
archives = st.lists(st.tuples(values, values, values, values, st.lists(values, max_size=2)), max_size=12)


def article(number: int, url: str, path: str, source: str, language: str, recipients: list[str]) -> Article:
    """Return an article with these keyword fields, as it is stored: without lone surrogates in its texts."""
    made = Article(str(number), path, "", url=url, source=source, language=language)
    return decode_article(made._replace(recipients=tuple(recipients)).encode())


def written(
    file: Path, *pieces: list[Article] | tuple[KeywordReader, np.ndarray | None], block: int = 1 << 20
) -> KeywordReader:
    """Write the keyword fields of articles, and those of other segments, one after the other."""
    writer, count = KeywordWriter(block), 0
    for piece in pieces:
        if isinstance(piece, list):
            writer.add([encoded_article_of(one.encode()) for one in piece])
            count += len(piece)
        else:
            reader, live = piece
            writer.copy(reader, live)
            count += len(reader.column("source").numbers) if live is None else int(live.sum())
    sections = SectionWriter(file)
    writer.write(sections)
    sections.close()
    return KeywordReader(SectionReader(file), count)


def fields_of(reader: KeywordReader) -> dict[str, list[object]]:
    """Return the value, the values or the token line of each document, by field."""
    known: dict[str, list[object]] = {"recipients": [*reader.column("recipients").of_documents()]}
    for name in VALUE_FIELDS:
        column = reader.column(name)
        known[name] = [column.values[number] for number in column.numbers.tolist()]
    for name in TOKEN_FIELDS:
        known[name] = [line for line, first, end in reader.token_lines(name) for _ in range(end - first)]
    return known


@example("a" * 150 + "/" + "b" * 100 + ".html")
@given(
    st.text("abUS1239.,/&#+-_'’ :?=%\n\x1cé~()", max_size=14)
    | st.text("ab1U. /()_:?=~%-<>@", max_size=14)
    | st.text(st.characters(max_codepoint=127), max_size=8)
)
def test_tokens_of_a_keyword_field_are_those_of_the_analysis(text):
    """In lower case; also those of plain values, which are not analysed."""
    words = [token.word.lower() for token in ANALYZER.terms(text)]
    assert keyword_tokens(text).decode().split(" ") == (["", *words, ""] if words else [""])


@given(archives, st.sampled_from([1, 30, 1 << 20]), texts)
def test_keyword_fields_come_back_and_are_found(tmp_path_factory, archive, block, query):
    """Fields read as they were written, in blocks of any size, and documents are found by their tokens."""
    articles = [article(number, *one) for number, one in enumerate(archive)]
    reader = written(tmp_path_factory.mktemp("keywords") / "file", articles, block=block)
    assert fields_of(reader) == {
        "recipients": [one.recipients for one in articles],
        "source": [one.source for one in articles],
        "language": [one.language for one in articles],
        "url": [keyword_tokens(one.url) for one in articles],
        "path": [keyword_tokens(one.path) for one in articles],
    }
    tokens = keyword_tokens(query)
    if tokens:
        assert reader.documents_with("url", tokens).tolist() == [
            number for number, one in enumerate(articles) if tokens in keyword_tokens(one.url)
        ]


@given(st.lists(st.tuples(archives, st.booleans()), min_size=1, max_size=3), st.data())
def test_merged_keyword_fields_are_those_of_the_live_articles(tmp_path_factory, drawn, data):
    """The same bytes as when they are written at once, whatever is deleted."""
    folder = tmp_path_factory.mktemp("keywords")
    pieces, left = [], []
    for number, (archive, all_live) in enumerate(drawn):
        articles = [article(i, *one) for i, one in enumerate(archive)]
        live = [all_live or data.draw(st.booleans()) for _ in articles]
        reader = written(folder / f"input{number}", articles)
        pieces.append((reader, None if all_live else np.array(live, np.bool_)))
        left += [one for one, is_live in zip(articles, live, strict=True) if is_live]
    merged, at_once = written(folder / "merged", *pieces), written(folder / "at_once", left)
    assert fields_of(merged) == fields_of(at_once)
    assert (folder / "merged").read_bytes() == (folder / "at_once").read_bytes()


@pytest.mark.parametrize("name", VALUE_FIELDS + TOKEN_FIELDS + RARE_VALUE_FIELDS)
def test_a_keyword_field_that_differs_from_its_article_is_reported(tmp_path, monkeypatch, name):
    """A check compares every keyword field with the article."""
    add = KeywordWriter.add
    other = [b"another"] if name in RARE_VALUE_FIELDS else b"another"

    def add_others(writer: KeywordWriter, articles: list[EncodedArticle]) -> None:
        add(writer, [one._replace(**{name: other}) for one in articles])

    monkeypatch.setattr(KeywordWriter, "add", add_others)
    with open_writer(tmp_path / "index", WriterOptions()) as writer:
        writer.add(Article("p", "p", "a city"))
        writer.commit()
    with closing(open_engine(tmp_path / "index")) as engine:
        faults = [fault.split(": ")[1] for fault in engine.check()]
    assert faults == [f"the keyword field {name} of the article p does not agree with it"]


def test_a_search_reads_the_keyword_fields_that_it_asks_for(tmp_path, monkeypatch):
    """Only those, and a search that asks for none reads none."""
    with open_writer(tmp_path / "index", WriterOptions()) as writer:
        writer.add(Article("a", "news/a.txt", "a city", url="https://azernews.az/1", source="Azernews"))
        writer.commit()
    read: list[str] = []
    original = SectionReader.read

    def noted(self, name, *types, count=-1):
        read.append(name)
        return original(self, name, *types, count=count)

    monkeypatch.setattr(SectionReader, "read", noted)
    with closing(open_engine(tmp_path / "index")) as engine:
        assert engine.count(Word("city")) == 1
        assert not [name for name in read if name.startswith(("url.", "path.", "source.", "language."))]
        assert engine.count(Keyword("azernews.az", "url")) == 1
        assert {name.split(".")[0] for name in read if name.startswith(("url.", "path.", "source."))} == {
            "url"
        }
