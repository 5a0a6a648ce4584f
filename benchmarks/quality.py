"""Measure the ranking: nDCG@10 and average precision over judged collections.

    python benchmarks/quality.py FOLDER...

A folder has docs.jsonl (id, title, author, date, body), queries.tsv (query id, tab, text) and qrels.txt (in
TREC's form: query id, 0, document id, grade). Queries are asked as `newsgrep search -F --any` does, and the
first 1,000 articles count. The last column is what a person sees who types the question as it is: the first
page of `newsgrep search -F`, with close hits behind the full matches. Queries without a relevant article are
left out, as trec_eval does.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import log2
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsgrep.article import Article
    from newsgrep.engine.base import Engine

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
    """Means over all queries: of any word, and for `page`, nDCG@10 of the first page with close hits."""

    ndcg: float
    precision: float
    page: float = 0.0


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


@contextmanager
def indexed(source: Path) -> Iterator[Engine]:
    """Index a file or a folder in a temporary folder, for a `with` block."""
    import newsgrep

    with tempfile.TemporaryDirectory() as home, newsgrep.open_index(Path(home) / ".newsgrep") as index:
        index.update(source, jobs=1, keep_duplicates=True)
        yield index.open()


def evaluate(engine: Engine, judged: Judged, name_of: Callable[[Article], str]) -> Quality:
    """Search for any of the words of every judged query, and measure the answers."""
    from newsgrep.query import parse_literal
    from newsgrep.search.rewrite import prepare

    pairs = []
    for number, text in judged.queries.items():
        grades = judged.grades.get(number, {})
        if any(grade > 0 for grade in grades.values()):
            query, _ = prepare(parse_literal(text, any_word=True).tree, engine)
            found = engine.search(query, sort="relevance", limit=DEPTH, offset=0)
            ranked = [name_of(article) for _, article in found.articles]
            page = ndcg([name_of(article) for article in first_page(engine, text)], grades)
            pairs.append((ndcg(ranked, grades), average_precision(ranked, grades), page))
    return Quality(*map(fmean, zip(*pairs, strict=True)))


def first_page(engine: Engine, text: str) -> list[Article]:
    """Return the ten best articles: those with all words of a text, then those with some."""
    from newsgrep.query import parse_literal
    from newsgrep.search.service import SearchOptions, search

    options = SearchOptions(highlight=False)
    results = search(engine, parse_literal(text).tree, options, str, relax=True)
    return [hit.article for hit in (*results, *results.close)]


def record_id(article: Article) -> str:
    """Return the id that an article has in its JSON Lines file."""
    return article.key.partition("#")[2]


def main() -> None:
    """Print a table of the collections that the command line names."""
    parser = argparse.ArgumentParser(description="Measure the ranking on judged collections.")
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    sys.path.insert(0, str(ROOT))
    sys.stdout.write("| collection | nDCG@10 | AP | page |\n| --- | --- | --- | --- |\n")
    for folder in parser.parse_args().folders:
        with indexed(folder / "docs.jsonl") as engine:
            quality = evaluate(engine, read_judged(folder), record_id)
        name = folder.resolve().name
        sys.stdout.write(f"| {name} | {quality.ndcg:.3f} | {quality.precision:.3f} | {quality.page:.3f} |\n")


if __name__ == "__main__":
    main()
