"""The names of places that articles on a real node have, beside the same index in a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsgrep.article import Article
from newsgrep.engine.base import WriterOptions
from newsgrep.engine.registry import open_engine, open_writer
from tests.opensearch.publish import published

pytest.importorskip("babel")

from newsgrep.explore.places import places  # noqa: E402

TEXTS = [
    "Talks in Germany.",
    "Переговоры в Германии. Кроме того, дождь.",
    "They pay in francs, and more francs, in France.",
]


def test_a_server_names_the_places_that_a_folder_names(cluster_url: str, tmp_path: Path) -> None:
    """With what each name finds, and which are common words."""
    articles = [Article(key=f"k{number}", path="", body=body) for number, body in enumerate(TEXTS)]
    with open_writer(tmp_path / "index", WriterOptions(language="english,russian")) as writer:
        for article in articles:
            writer.add(article)
        writer.commit()
    folder = open_engine(tmp_path / "index")
    with published(cluster_url, articles, "english,russian") as server:
        found = places(server, ["en", "ru"])
        assert found == places(folder, ["en", "ru"])
        assert {place.names[0].equivalent for place in found} == {"Germany", "=France"}
    folder.close()
