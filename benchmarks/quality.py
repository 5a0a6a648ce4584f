"""Measure the ranking: nDCG@10, average precision and recall over judged collections, and known items.

    python benchmarks/quality.py FOLDER...
    python benchmarks/quality.py --headlines ARCHIVE
    python benchmarks/quality.py --model MODEL FOLDER...

A folder has docs.jsonl (id, title, author, date, body), queries.tsv (query id, tab, text) and qrels.txt (in
TREC's form: query id, 0, document id, grade). Queries are asked as `newsgrep search -F --any` does, and the
first 1,000 articles count: by BM25F alone, and as newsgrep ranks by default. p is the chance that the means
differ as much where the two are equally good: a paired randomisation test of 10,000 draws. The column `page`
has what a person sees who types the question as it is: the first page of `newsgrep search -F`, with close
hits behind the full matches. Queries without a relevant article are left out, as trec_eval does.

ARCHIVE is anything that newsgrep reads. The articles are indexed without their titles, and a sample of the
titles are the queries, as `--any` reads them. MRR@10 is the mean of 1 / rank of the article that a title
belongs to, 0 where it is not among the first ten.

MODEL is a folder as `newsgrep index --meaning` takes it; it adds a row, `model`, for `search --meaning`, of
and its p compares it with the default. Making the vectors takes some 50 ms an article.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import inf, log2
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsgrep.article import Article
    from newsgrep.engine.base import Engine
    from newsgrep.query.nodes import Node
    from newsgrep.search.search_results import SearchResults
    from newsgrep.tuning import Tuning

ROOT = Path(__file__).resolve().parents[1]
DEPTH = 1_000

#: Grades of articles by id. An article that is not listed is not relevant.
Grades = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Judged:
    """Queries by id, and the grades of the articles for each."""

    queries: Mapping[str, str]
    grades: Mapping[str, Grades]


@dataclass(frozen=True, slots=True)
class Quality:
    """A number for each query, of any of its words; `page` is nDCG@10 of the first page with close hits."""

    ndcgs: Sequence[float]
    precisions: Sequence[float]
    recalls: Sequence[float]
    pages: Sequence[float]
    reciprocal_ranks: Sequence[float]

    @property
    def ndcg(self) -> float:
        """The mean of nDCG@10."""
        return fmean(self.ndcgs)

    @property
    def precision(self) -> float:
        """The mean average precision."""
        return fmean(self.precisions)

    @property
    def page(self) -> float:
        """The mean of nDCG@10 of the first page."""
        return fmean(self.pages)


def ndcg(ranked: Sequence[str], grades: Grades, depth: int = 10) -> float:
    """Return the normalised discounted cumulative gain; the gain is the grade.

    >>> ndcg(["good", "bad"], {"good": 1})
    1.0
    """

    def gain(values: Sequence[int]) -> float:
        return sum(grade / log2(rank + 1) for rank, grade in enumerate(values[:depth], 1))

    best = gain(sorted(grades.values(), reverse=True))
    return gain([grades.get(name, 0) for name in ranked]) / best if best else 0.0


def average_precision(ranked: Sequence[str], grades: Grades) -> float:
    """Return the mean of the precision at each relevant article; one that is not found counts 0.

    >>> average_precision(["bad", "good"], {"good": 1, "lost": 1})
    0.25
    """
    relevant = {name for name, grade in grades.items() if grade > 0}
    found, total = 0, 0.0
    for rank, name in enumerate(ranked, 1):
        if name in relevant:
            found += 1
            total += found / rank
    return total / len(relevant) if relevant else 0.0


def read_judged(folder: Path) -> Judged:
    """Read queries.tsv and qrels.txt."""
    lines = (folder / "queries.tsv").read_text("utf-8").splitlines()
    grades: dict[str, dict[str, int]] = defaultdict(dict)
    for line in (folder / "qrels.txt").read_text("utf-8").splitlines():
        query, _, name, grade = line.split()
        grades[query][name] = int(grade)
    return Judged(dict(line.split("\t", 1) for line in lines if line.strip()), grades)


def reciprocal_rank(ranked: Sequence[str], grades: Grades, depth: int = 10) -> float:
    """Return 1 / the rank of the first relevant article among the first ten; 0 if none is there.

    >>> reciprocal_rank(["bad", "good"], {"good": 1})
    0.5
    """
    ranks = (rank for rank, name in enumerate(ranked[:depth], 1) if grades.get(name, 0) > 0)
    return 1 / next(ranks, inf)


def recall(ranked: Sequence[str], grades: Grades, depth: int = 100) -> float:
    """Return the part of the relevant articles that is among the first hundred.

    >>> recall(["bad", "good"], {"good": 1, "lost": 1})
    0.5
    """
    relevant = {name for name, grade in grades.items() if grade > 0}
    return len(relevant.intersection(ranked[:depth])) / len(relevant) if relevant else 0.0


def chance(ones: Sequence[float], others: Sequence[float], draws: int = 10_000) -> float:
    """Return how often the means differ as much if which number is whose is drawn for each query.

    >>> chance([1.0, 0.5], [1.0, 0.5])
    1.0
    """
    import numpy as np

    differences = np.array(ones) - np.array(others)
    signs = np.random.default_rng(1).choice([-1.0, 1.0], (draws, len(differences)))
    return float((np.abs(signs @ differences) >= abs(differences.sum()) - 1e-12).mean())


@contextmanager
def indexed(source: Path, tuning: Tuning | None = None, *, model: Path | str = "") -> Iterator[Engine]:
    """Index a file or a folder in a temporary folder, for a `with` block; with vectors by a model."""
    import newsgrep
    from newsgrep.tuning import DEFAULT_TUNING

    with (
        tempfile.TemporaryDirectory() as home,
        newsgrep.Index(Path(home) / ".newsgrep", tuning=tuning or DEFAULT_TUNING) as index,
    ):
        index.update(source, jobs=1, keep_duplicates=True, meaning=model)
        yield index.open()


def evaluate(
    engine: Engine, judged: Judged, name_of: Callable[[Article], str], ranking: str = "topic"
) -> Quality:
    """Search for any of the words of every judged query, and measure the answers.

    ranking: bm25f, topic (the default of a search), or model (search --meaning)
    """
    from newsgrep.query import parse_literal

    rows = []
    for number, text in judged.queries.items():
        grades = judged.grades.get(number, {})
        if any(grade > 0 for grade in grades.values()):
            found = _found(engine, text, parse_literal(text, any_word=True).tree, ranking, DEPTH)
            ranked = [name_of(hit.article) for hit in found]
            results = _found(engine, text, parse_literal(text).tree, ranking, 10)
            page = [name_of(hit.article) for hit in (*results, *results.close_hits)]
            measures = (ndcg, average_precision, recall)
            values = [measure(ranked, grades) for measure in measures]
            rows.append((*values, ndcg(page, grades), reciprocal_rank(ranked, grades)))
    return Quality(*zip(*rows, strict=True))


def _found(engine: Engine, text: str, query: Node, ranking: str, limit: int) -> SearchResults:
    from newsgrep.search.answering import search
    from newsgrep.search.hit_maker import Shown
    from newsgrep.search.options import SearchOptions
    from newsgrep.search.request import ParsedRequest

    options = SearchOptions(
        limit=limit,
        highlight=False,
        rank="bm25f" if ranking == "bm25f" else "topic",
        meaning=ranking == "model",
    )
    request = ParsedRequest(text, query, only_words=True)
    return search(engine, request, options, Shown())


def record_id(article: Article) -> str:
    """Return the id that an article has in its JSON Lines file."""
    return article.key.partition("#")[2]


def known_items(archive: Path, count: int, folder: Path) -> Judged:
    """Write the articles of an archive without their titles, and return titles that should find them."""
    import newsgrep

    with newsgrep.Index(folder / "index") as index:
        index.update(archive)
        hits = index.search("*", limit=None, sort="date", passages=0).stream()
        articles = [hit.article for hit in hits if hit.article.title and len(hit.article.body) > 200]
    with (folder / "docs.jsonl").open("w", encoding="utf-8") as file:
        for number, article in enumerate(articles):
            body = article.body.replace(article.title, "")
            file.write(json.dumps({"id": str(number), "body": body, "date": article.date[:10]}) + "\n")
    sample = random.Random(1).sample(range(len(articles)), min(count, len(articles)))
    return Judged(
        {str(number): articles[number].title for number in sample},
        {str(number): {str(number): 1} for number in sample},
    )


def main() -> None:
    """Print a table of what the command line names."""
    parser = argparse.ArgumentParser(description="Measure the ranking.")
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--headlines", type=Path, metavar="ARCHIVE")
    parser.add_argument("--model", default="", metavar="MODEL", help="a folder, for search --meaning")
    parser.add_argument("--count", type=int, default=1_000, metavar="N", help="headlines (1,000)")
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    names = ("nDCG@10", "AP", "R@100", "page", "MRR@10")
    sys.stdout.write(f"| collection | ranking | {' | '.join(names)} |\n|{' --- |' * (2 + len(names))}\n")
    for folder in options.folders:
        _report(folder.resolve().name, folder / "docs.jsonl", read_judged(folder), options.model)
    if options.headlines is not None:
        with tempfile.TemporaryDirectory() as folder:
            judged = known_items(options.headlines, options.count, Path(folder))
            _report("headlines", Path(folder) / "docs.jsonl", judged, options.model)


def _report(name: str, source: Path, judged: Judged, model: str) -> None:
    """Print a row for each ranking, with p of the difference from the one above it."""
    with indexed(source, model=model) as engine:
        above = None
        for ranking in ("bm25f", "topic", *(["model"] if model else [])):
            found = evaluate(engine, judged, record_id, ranking)
            cells = [f"{fmean(getattr(found, one)):.4f}" for one in Quality.__slots__]
            if above is not None:
                p = [chance(getattr(found, one), getattr(above, one)) for one in Quality.__slots__]
                cells = [f"{cell} (p {value:.3f})" for cell, value in zip(cells, p, strict=True)]
            sys.stdout.write(f"| {name} | {ranking} | {' | '.join(cells)} |\n")
            sys.stdout.flush()
            above = found


if __name__ == "__main__":
    main()
