"""Queries of more phrases than a server takes in one, on a real node, beside the same index in a folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from newsgrep.article import Article
from newsgrep.engine.base import Engine, WriterOptions
from newsgrep.engine.registry import open_engine, open_writer
from newsgrep.query import parse
from newsgrep.search.rewrite import prepare
from tests.opensearch.publish import published

#: Two words each. In each of three fields a phrase is a clause, of which the server takes 1,024.
PAIRS = [(f"w{number}", f"w{number * 7 % 450}") for number in range(1, 450)]
PHRASES = " OR ".join(f'"{first} {second}"' for first, second in PAIRS)
NEAR = " OR ".join(f"({first} W/3 {second})" for first, second in PAIRS[:120])

QUERIES = {
    "phrases": PHRASES,
    "nearness": NEAR,
    "with a word": f"harbour AND ({PHRASES})",
    "but not": f"harbour -({PHRASES})",
    "all but": f"* NOT ({PHRASES})",
    "with weights": f"({PHRASES})^3 OR harbour^2",
    "two lists": f"({PHRASES}) AND ({NEAR})",
    "a number of times": f"ATLEAST3 ({PHRASES})",
    "all of them": PHRASES.replace(" OR ", " "),
}


@pytest.fixture(scope="module")
def engines(cluster_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Engine, Engine]]:
    """An index in a folder, and one of the same articles on a server."""
    every = " ".join(f"{first} {second}" for first, second in PAIRS)
    articles = [Article(key="all", path="", body=every), Article(key="none", path="", body="A harbour.")]
    for number, (first, second) in enumerate(PAIRS[::3]):
        text = f"{first} {second} " + "harbour " * (number % 5) + f"{second} by {first}"
        articles.append(Article(key=f"k{number}", path="", title=f"w{number} w{number * 7 % 450}", body=text))
    folder = tmp_path_factory.mktemp("parting") / "index"
    with open_writer(folder, WriterOptions(language="none")) as writer:
        for article in articles:
            writer.add(article)
        writer.commit()
    embedded = open_engine(folder)
    with published(cluster_url, articles, "none") as server:
        yield embedded, server
    embedded.close()


def found(engine: Engine, query: str) -> dict[str, float]:
    """The keys of what a query finds, with the scores, and those that it finds by date."""
    prepared, _ = prepare(parse(query), engine)
    ranked = engine.search(prepared, sort="relevance", limit=500, offset=0)
    scores = {article.key: score for score, article in ranked.articles}
    dated = engine.search(prepared, sort="title", limit=500, offset=0)
    assert {article.key for _, article in dated.articles} == scores.keys()
    assert engine.count(prepared) == len(scores)
    return scores


@pytest.mark.parametrize("name", QUERIES)
def test_a_server_answers_a_long_query_in_parts(engines: tuple[Engine, Engine], name: str) -> None:
    """It finds what a folder finds, with the same scores."""
    folder, server = (found(engine, QUERIES[name]) for engine in engines)
    assert folder
    assert server == pytest.approx(folder, rel=1e-5)


def test_a_score_of_a_long_query_is_explained(engines: tuple[Engine, Engine]) -> None:
    """Term by term, as in a folder."""
    explained = [engine.explain(prepare(parse(PHRASES), engine)[0], "k5") for engine in engines]
    folder, server = ([(one.query, one.score) for one in found.contributions] for found in explained if found)
    assert dict(server) == pytest.approx(dict(folder), rel=1e-5)
