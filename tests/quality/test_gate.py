"""The ranking may not become worse: floors under nDCG@10 and average precision.

The measures are those of benchmarks/quality.py, which is loaded by its path.
"""

from __future__ import annotations

import functools
import tarfile
from pathlib import Path
from types import ModuleType

import pytest

from newsgrep.engine.base import DEFAULT_RERANK
from newsgrep.engine.segment.stored_fields import StoredFieldsReader
from newsgrep.tuning import SegmentTuning, Tuning
from tests.quality.loading import load_quality

ROOT = Path(__file__).parents[2]
JUDGED = ROOT.parent / "shared/data/judged/cran-med.tar.xz"

#: A little under what there is, on few queries: one answer more or less is not a change for the worse.
CORPUS_NDCG, CORPUS_AP, CORPUS_PAGE = 0.90, 0.88, 0.90


@pytest.fixture(scope="module")
def quality() -> ModuleType:
    """The benchmark of quality."""
    return load_quality()


@pytest.mark.parametrize(
    ("ranked", "gain", "precision"),
    [
        (["a", "b"], 1.0, 1.0),
        (["b", "a"], 0.8597, 1.0),  # (1 + 2 / log2 3) / (2 + 1 / log2 3)
        (["x", "a"], 0.4796, 0.25),
        (["x"], 0.0, 0.0),
        ([], 0.0, 0.0),
        (["x"] * 10 + ["a", "b"], 0.0, (1 / 11 + 2 / 12) / 2),
    ],
)
def test_the_measures_are_right(quality, ranked, gain, precision):
    grades = {"a": 2, "b": 1, "c": 0}
    assert quality.ndcg(ranked, grades) == pytest.approx(gain, abs=1e-4)
    assert quality.average_precision(ranked, grades) == pytest.approx(precision)


def test_the_measures_of_nothing_relevant_are_nothing(quality):
    assert quality.ndcg(["a"], {"a": 0}) == quality.average_precision(["a"], {"a": 0}) == 0.0


def test_the_judged_articles_are_in_the_corpus():
    lines = (ROOT / "tests/judged/qrels.txt").read_text().splitlines()
    assert [line for line in lines if not (ROOT / "corpus" / line.split()[2]).is_file()] == []


def corpus_name(article):
    """Return the name that the judgements have for an article of the corpus."""
    return article.path.rpartition("corpus/")[2]


def test_the_sample_corpus_is_ranked_as_well_as_it_was(quality):
    with quality.indexed(ROOT / "corpus") as engine:
        found = quality.evaluate(engine, quality.read_judged(ROOT / "tests/judged"), corpus_name)
    assert found.ndcg >= CORPUS_NDCG
    assert found.precision >= CORPUS_AP
    assert found.page >= CORPUS_PAGE


def test_vectors_of_the_archive_rank_the_sample_corpus_no_worse(quality):
    """With a basis of so few articles as an index has in no other case."""
    tuning = Tuning(segment=SegmentTuning(basis_articles=70))
    with quality.indexed(ROOT / "corpus", tuning) as engine:
        assert engine.reranking(DEFAULT_RERANK) is not engine
        judged = quality.read_judged(ROOT / "tests/judged")
        found, plain = (quality.evaluate(engine, judged, corpus_name, rank) for rank in ("topic", "bm25f"))
    assert found.ndcg >= plain.ndcg - 0.01
    assert found.precision >= plain.precision - 0.01


@pytest.mark.parametrize(
    ("ones", "others", "least", "most"),
    [([1.0] * 20, [0.0] * 20, 0.0, 0.001), ([1.0, 0.0] * 10, [0.0, 1.0] * 10, 1.0, 1.0)],
)
def test_the_chance_of_a_difference(quality, ones, others, least, most):
    """None, where each query is answered better; all, where as many are answered worse."""
    assert least <= quality.chance(ones, others) <= most


@pytest.mark.skipif(not JUDGED.is_file(), reason="needs the judged collections, which do not ship")
@pytest.mark.parametrize(("name", "gain", "precision"), [("cran", 0.417, 0.340), ("med", 0.745, 0.595)])
def test_public_collections_are_ranked_as_well_as_promised(
    quality, tmp_path, monkeypatch, name, gain, precision
):
    # The same articles come back for query after query: unpacking each once saves two thirds of the time.
    monkeypatch.setattr(StoredFieldsReader, "article", functools.cache(StoredFieldsReader.article))
    with tarfile.open(JUDGED) as archive:
        archive.extractall(tmp_path, filter="data")
    folder = next(file.parent for file in tmp_path.rglob("docs.jsonl") if file.parent.name == name)
    with quality.indexed(folder / "docs.jsonl") as engine:
        found = quality.evaluate(engine, quality.read_judged(folder), quality.record_id)
        plain = quality.evaluate(engine, quality.read_judged(folder), quality.record_id, "bm25f")
    assert round(found.ndcg, 3) >= gain
    assert round(found.precision, 3) >= precision
    assert min(found.ndcg - plain.ndcg, found.precision - plain.precision) >= 0.008
    assert quality.chance(found.precisions, plain.precisions) < 0.05
    assert found.page >= gain - 0.01  # questions find as much without --any
