"""Words near themselves, and patterns near others: the server says what may match, and little is read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from newsgrep.article import Article
from newsgrep.engine.base import Engine, WriterOptions
from newsgrep.engine.opensearch.client import Client
from newsgrep.engine.registry import open_engine, open_writer
from newsgrep.query import parse
from newsgrep.search.rewrite import prepare
from tests.opensearch.publish import published

FAR = "harbour city " + "and so on " * 30

#: Few have words near one another; all others have them far apart, in two fields, or overlapping alone.
ARTICLES = [
    *(Article(key=f"far{number}", path="", title="City harbours", body=FAR * 2) for number in range(60)),
    *(Article(key=f"one{number}", path="", body="The city harbour.") for number in range(60)),
    Article(key="near", path="", body="The harbour of the city harbour of a city."),
    Article(key="title", path="", title="City by city, harbour by harbour", body="No word of it."),
    Article(key="longer", path="", body="harbour city of the harbour city and so city harbour so"),
]


@pytest.fixture(scope="module")
def engines(cluster_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Engine, Engine]]:
    """An index in a folder, and one of the same articles on a server."""
    folder: Path = tmp_path_factory.mktemp("overlaps") / "index"
    with open_writer(folder, WriterOptions()) as writer:
        for article in ARTICLES:
            writer.add(article)
        writer.commit()
    embedded = open_engine(folder)
    with published(cluster_url, ARTICLES) as server:
        yield embedded, server
    embedded.close()


def found(engine: Engine, query: str) -> dict[str, float]:
    """The keys of what a query finds, with the scores."""
    prepared, _ = prepare(parse(query), engine)
    matches = engine.search(prepared, sort="relevance", limit=500, offset=0)
    return {article.key: score for score, article in matches.articles}


@pytest.mark.parametrize(
    ("query", "most"),
    [
        ("harbour W/4 harbour", 3),
        ("city PRE/3 (city OR harbour) PRE/3 city", 3),
        ('(harbour OR "harbour city") W/3 (harbour OR "city harbour")', 3),
        ("title:(city W/3 cities)", 1),
        ("=harbour W/9 harb* W/9 harbours", 3),
    ],
)
def test_articles_with_the_words_far_apart_are_not_read(
    engines: tuple[Engine, Engine], monkeypatch: pytest.MonkeyPatch, query: str, most: int
) -> None:
    """The server names those in which they may be near; what is found and the scores are as in a folder."""
    embedded, server = engines
    expected = found(embedded, query)
    read: set[str] = set()
    send = Client.request

    def send_and_note(client: Client, *arguments: Any, **more: Any) -> Any:
        answer = send(client, *arguments, **more)
        hits = answer.get("hits", {}).get("hits", ()) if isinstance(answer, dict) else ()
        read.update(hit["_id"] for hit in hits)
        return answer

    monkeypatch.setattr(Client, "request", send_and_note)
    assert found(server, query) == pytest.approx(expected, rel=1e-5)
    assert expected
    assert len(read) <= most
