"""Queries on a real node of OpenSearch find and score what brute force does."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from newsgrep.article import Article
from newsgrep.query.nodes import Node
from tests.engine.conftest import Oracle, prepared
from tests.engine.test_oracle import commits, trees
from tests.opensearch.publish import published


@settings(max_examples=8, phases=[Phase.generate], suppress_health_check=list(HealthCheck), derandomize=True)
@given(commits, st.lists(trees, min_size=12, max_size=12))
def test_a_server_answers_as_the_oracle_does(
    cluster_url: str, commit: tuple[set[str], dict[str, Article]], queries: list[Node]
) -> None:
    """The same articles for any tree; and but for a Near of patterns, the same scores within 1e-5."""
    live = list(commit[1].values())
    oracle = Oracle(live)
    with published(cluster_url, live) as engine:
        for query in queries:
            found = engine.search(prepared(query, engine), sort="relevance", limit=100, offset=0)
            scores = {article.key: score for score, article in found.articles}
            wanted = oracle.answer(query)
            assert scores.keys() == wanted.keys()
            assert found.total == len(wanted)
            for key, score in wanted.items():
                assert abs(scores[key] - score) <= 1e-5 * max(1.0, score), query
