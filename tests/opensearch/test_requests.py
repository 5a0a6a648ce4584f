"""How many requests a server gets: a few for a search, however many terms it has."""

from __future__ import annotations

from typing import Any

import pytest

from newsgrep.article import Article
from newsgrep.engine.base import Engine
from newsgrep.engine.opensearch.client import Client
from newsgrep.query import parse
from newsgrep.search.rewrite import prepare
from tests.opensearch.publish import published

NAMES = [f"{first}{second}{third}ton" for first in "bdfglm" for second in "aeiou" for third in "knrst"]
PHRASES = " OR ".join(f'"{name} harbour"' for name in NAMES)

STREETS = [f"{name}strasse" for name in NAMES]


@pytest.fixture
def requests(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the requests that are sent from now on."""
    sent: list[str] = []
    send = Client.request

    def send_and_note(client: Client, method: str, path: str, *arguments: Any, **more: Any) -> Any:
        sent.append(path)
        return send(client, method, path, *arguments, **more)

    monkeypatch.setattr(Client, "request", send_and_note)
    return sent


def found(engine: Engine, query: str) -> set[str]:
    """The keys of what a query finds."""
    prepared, _ = prepare(parse(query), engine)
    return {
        article.key for _, article in engine.search(prepared, sort="relevance", limit=500, offset=0).articles
    }


def test_phrases_are_looked_for_across_line_ends_in_few_requests(
    cluster_url: str, requests: list[str]
) -> None:
    """Each place where a word of one of 150 phrases may be cut is asked for, many with a request."""
    articles = [Article(key=name, path="", body=f"In {name} harbour.") for name in NAMES[::2]]
    cut = [
        Article(key=name, path="", body=f"In {name[:3]}-\n{name[3:]} harbour.", title="Cut")
        for name in NAMES[1::2]
    ]
    with published(cluster_url, [*articles, *cut]) as engine:
        requests.clear()
        assert found(engine, PHRASES) == set(NAMES)
    assert len(requests) < 20


def test_compounds_are_looked_for_in_few_requests(cluster_url: str, requests: list[str]) -> None:
    """Each word that may stand beside a German word is asked for, many with a request."""
    articles = [Article(key=street, path="", body=f"Die {street} in {street[:-7]}.") for street in STREETS]
    with published(cluster_url, articles, "german") as engine:
        requests.clear()
        assert found(engine, "strasse") == set(STREETS)
    assert len(requests) < 20


@pytest.mark.parametrize(("size", "number"), [(1000, 1), (10, 18)])
def test_a_page_of_all_hits_is_one_request(
    cluster_url: str, requests: list[str], size: int, number: int
) -> None:
    """Several pages are a request each, and two for the state that they are of."""
    articles = [Article(key=name, path="", body="A harbour.") for name in NAMES]
    with published(cluster_url, articles) as engine:
        requests.clear()
        hits = engine.reader.hits({"match_all": {}}, "key", size=size)
        assert [hit["_source"]["key"] for hit in hits] == sorted(NAMES)
        assert len(requests) == number


def test_the_diagnosis_takes_few_requests(cluster_url: str, requests: list[str]) -> None:
    """The parts of a query that finds nothing are counted together."""
    from newsgrep.search.diagnosis import UnknownWord, diagnose

    articles = [Article(key=name, path="", body=f"{name} harbour") for name in NAMES]
    with published(cluster_url, articles) as engine:
        query, _ = prepare(parse(" ".join([*NAMES[:6], "elephant"])), engine)
        requests.clear()
        findings = diagnose(engine, query).findings
        assert UnknownWord("elephant", ()) in findings
    assert len(requests) < 10
