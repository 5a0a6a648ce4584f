"""Words of several languages on a real node, beside the same index in a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsgrep.analysis.analyzer import Analyzer
from newsgrep.article import Article
from newsgrep.engine.base import Engine, WriterOptions
from newsgrep.engine.registry import open_engine, open_writer
from newsgrep.query import parse
from newsgrep.search.rewrite import prepare
from tests.multilingual import ARTICLES
from tests.opensearch.publish import published
from tests.stemmers import need_stemmers

LANGUAGES = [
    "english,russian,german,french,turkish,greek,arabic,serbian",
    *("arabic", "russian", "turkish", "czech,hindi", "persian", "polish,hungarian", "finnish,portuguese"),
]
#: Words with accents in their endings, names, half-spaces, and characters that are written in two ways.
TEXTS = [
    "Pražský hrad, pražských mostů, nového mostu.", "Nový pražský most; Kraków w Krakowie, krakowski.",
    "Новый закон. Иванов и Медведев говорили.", "Нового закона Ивановым и Медведеву не дали; медведи в лесу.",
    "Virtanen ja Virtasen talo. Eleição, eleições, difícil, difíceis.", "किसानों की हिंदी, हिन्दी किसान",
    "می‌روند کتاب‌ها", "می روند کتاب ها",
    "مصطفى والكتاب ومدينة", "مصطفي كتاب المدينة", "臺灣 習近平", "台湾 习近平 ٢٠٢٠ 2020",
]  # fmt: skip
EVERY = [*ARTICLES, *(Article(key=f"t{n}", path="", body=text) for n, text in enumerate(TEXTS))]
QUERIES = [
    "Иванов",
    "Медведев",
    *(
        '"altes haus"',
        "haus W/3 städte",
        "haus PRE/2 brannte",
        "ATLEAST2 haus",
        "journal OR haus",
        "(haus OR Haus OR häuser) W/3 städte",
        "ATLEAST2 (haus OR häuser)",
        "haus-journal",
    ),
    *("haus NOT brannte", "(haus OR journal) W/5 (stadt OR élection)", "verfassungsgericht", "gouvern*"),
]


def found(engine: Engine, query: str) -> dict[str, float]:
    """The keys of what a query finds, with the scores."""
    prepared, _ = prepare(parse(query), engine)
    matches = engine.search(prepared, sort="relevance", limit=50, offset=0)
    return {article.key: score for score, article in matches.articles}


@pytest.mark.parametrize("languages", LANGUAGES)
def test_a_server_finds_the_inflections_that_a_folder_finds(
    cluster_url: str, tmp_path: Path, languages: str
) -> None:
    """Of each word of the articles, in phrases and near other words, with the same scores."""
    need_stemmers(languages)
    with open_writer(tmp_path / "index", WriterOptions(language=languages)) as writer:
        for article in EVERY:
            writer.add(article)
        writer.commit()
    words = {token.word for article in EVERY for token in Analyzer("none").tokens(article.body)}
    folder = open_engine(tmp_path / "index")
    with published(cluster_url, EVERY, languages) as server:
        for query in [*QUERIES, *(f'"{word}"' for word in sorted(words))]:
            assert found(server, query) == pytest.approx(found(folder, query)), query
    folder.close()
