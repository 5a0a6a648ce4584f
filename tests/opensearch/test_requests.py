"""How many requests a server gets: a few for a search, however many terms it has."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from newsgrep.article import Article
from newsgrep.engine.base import Engine, Sort
from newsgrep.engine.opensearch.client import Client
from newsgrep.engine.random_order import random_ranks
from newsgrep.engine.segment.hash_table import key_hash
from newsgrep.query import parse
from newsgrep.query.nodes import MatchAll, Or
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
    from newsgrep.search.diagnosis import diagnose
    from newsgrep.search.findings import UnknownWord

    articles = [Article(key=name, path="", body=f"{name} harbour") for name in NAMES]
    with published(cluster_url, articles) as engine:
        query, _ = prepare(parse(" ".join([*NAMES[:6], "elephant"])), engine)
        requests.clear()
        findings = diagnose(engine, query).findings
        assert UnknownWord("elephant", ()) in findings
    assert len(requests) < 10


@pytest.mark.parametrize("sort", ["relevance", "random"])
def test_patterns_of_many_queries_are_looked_up_in_few_requests(
    cluster_url: str, requests: list[str], sort: Sort
) -> None:
    """Those of wildcards, fuzzy words and prefixes alike, and the pages of what they find."""
    articles = [Article(key=name, path="", body=f"{name} harbour") for name in NAMES]
    queries = [
        parse(text) for name in NAMES[:20] for text in (f"{name[:-1]}*", f"{name[:-1]}~1", f"?{name[1:]}")
    ]
    with published(cluster_url, articles) as engine:
        requests.clear()
        prepare(Or(tuple(queries)), engine)
        prepared = [prepare(query, engine)[0] for query in queries]
        engine.announce_searches(prepared, sort=sort, limit=2, offset=0, seed=3)
        found = [engine.search(one, sort=sort, limit=2, offset=0, seed=3).total for one in prepared]
    assert min(found) > 0
    assert len(requests) < 20


def test_an_unannounced_seed_has_its_own_order(cluster_url: str) -> None:
    """What was announced for another seed is no answer."""
    articles = [Article(key=name, path="", body="harbour") for name in NAMES]
    query = parse("harbour")
    with published(cluster_url, articles) as engine:
        orders = []
        for announced, seed in [(1, 1), (1, 2), (2, 2)]:
            engine.announce_searches([query], sort="random", limit=9, offset=0, seed=announced)
            found = engine.search(query, sort="random", limit=9, offset=0, seed=seed)
            orders.append([article.key for _, article in found.articles])
    assert orders[0] != orders[1] == orders[2]


def test_a_key_with_odd_bytes_has_its_place_in_a_random_order(cluster_url: str) -> None:
    """That of the key itself, of which the server has a hash."""
    keys = [f"{name}\udcff" for name in NAMES[:9]] + ["\ufffdplain", *NAMES[9:18]]
    numbers = [key_hash(key.encode("utf-8", "surrogatepass")) for key in keys]
    ranks = random_ranks(np.array(numbers, np.uint64), 5)
    query = parse("harbour")
    with published(cluster_url, [Article(key=key, path="", body="harbour") for key in keys]) as engine:
        for announced in (False, True):
            if announced:
                engine.announce_searches([query], sort="random", limit=20, offset=0, seed=5)
            found = engine.search(query, sort="random", limit=20, offset=0, seed=5)
            assert [article.key for _, article in found.articles] == [keys[i] for i in np.argsort(ranks)]


def test_key_terms_take_few_requests(cluster_url: str, requests: list[str]) -> None:
    """Not some for each term, whose usual spelling is looked for in articles that have it."""
    from newsgrep.explore.keyness import key_terms
    from newsgrep.explore.question import Question

    bodies = [f"Harbour {' '.join(NAMES[:30]).upper()}"] * 4 + ["A railway."] * 9
    articles = [Article(key=str(number), path="", body=body) for number, body in enumerate(bodies)]
    with published(cluster_url, articles) as engine:
        requests.clear()
        found = key_terms(engine, Question("", parse("harbour")), None, top=20, own=False)
        assert NAMES[0].upper() in {term.term for term in found.terms}
    assert len(found.terms) == 20
    assert len(requests) < 25


def test_stories_are_told_once_for_all_tables(cluster_url: str, requests: list[str]) -> None:
    """Facets are counted of the first versions that were found, however many there are."""
    articles = [Article(key=name, path="", body="harbour", source=name[0]) for name in NAMES]
    with published(cluster_url, articles) as engine:
        requests.clear()
        for facets in (["source"], ["author"], ["year", "source"]):
            for query in (parse("harbour"), MatchAll()):
                assert sum(engine.tally(query, facets, fold=True).values()) == len(NAMES)
    assert len(requests) < 8
