"""Patterns that very many words match, on a real node, beside the same index in a folder."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from string import ascii_lowercase

import pytest

from newsgrep.article import Article
from newsgrep.engine.base import Engine, WriterOptions
from newsgrep.engine.registry import open_engine, open_writer
from newsgrep.query import parse
from newsgrep.query.nodes import Pattern
from tests.opensearch.publish import published

#: More than a page of an answer has, of three letters.
WORDS = ["".join(letters) for letters in product(ascii_lowercase, repeat=3)][:12_000]


@pytest.fixture(scope="module")
def engines(cluster_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Engine, Engine]]:
    """An index in a folder, and one of the same articles on a server."""
    articles = [
        Article(key=f"k{number}", path="", body=" ".join(WORDS[::number])) for number in (1, 2, 3, 5, 7)
    ]
    folder = tmp_path_factory.mktemp("words") / "index"
    with open_writer(folder, WriterOptions(language="none")) as writer:
        for article in articles:
            writer.add(article)
        writer.commit()
    embedded = open_engine(folder)
    with published(cluster_url, articles, "none") as server:
        yield embedded, server
    embedded.close()


@pytest.mark.parametrize("pattern", ["ab~2", "/.*/", "/.b./", "sounds:bob", "?b?", "*b"])
def test_a_server_chooses_the_words_that_a_folder_chooses(
    engines: tuple[Engine, Engine], pattern: str
) -> None:
    """The most frequent ones, and as many in all, however many the server goes through."""
    node = parse(pattern)
    assert isinstance(node, Pattern)
    folder, server = (engine.expand(node) for engine in engines)
    assert server == folder
    assert folder.words
