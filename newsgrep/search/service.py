"""One search: a query is prepared, an engine answers it, and hits with passages come back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from pathlib import Path

from newsgrep.analysis.analyzer import analyzer_for
from newsgrep.article import STDIN, Article
from newsgrep.batching import batched_by_size
from newsgrep.engine.base import Engine, Sort
from newsgrep.query.nodes import Node
from newsgrep.results import Hit, SearchResults
from newsgrep.search.highlight import Highlighter
from newsgrep.search.rewrite import prepare

#: Code points of articles that are read before hits are made of them, and those that any takes as long as.
_TOGETHER, _AN_ARTICLE = 100_000, 5_000


@dataclass(frozen=True, slots=True)
class SearchOptions:
    """How an answer is ordered, cut and shown.

    limit:    number of hits, None for all
    passages: most passages a hit
    width:    characters a passage, about
    marked:   whether hits have passages and matches; without them they are there sooner
    explain:  whether hits say how their scores came about
    """

    limit: int | None = 10
    offset: int = 0
    sort: Sort = "relevance"
    passages: int = 2
    width: int = 240
    marked: bool = True
    explain: bool = False


def search(
    engine: Engine, query: Node, options: SearchOptions, shown_path: Callable[[str], str]
) -> SearchResults:
    """Answer a query. Hits are made as they are asked for; `shown_path` makes the path a person sees."""
    prepared, notices = prepare(query, engine)
    found = engine.search(prepared, sort=options.sort, limit=options.limit, offset=options.offset)

    def hits() -> Iterator[Hit]:
        marker = Highlighter(prepared, analyzer_for(engine.language)) if options.marked else None
        read = chain.from_iterable(batched_by_size(found.articles, _length, _TOGETHER))
        for rank, (score, article) in enumerate(read, options.offset + 1):
            hit = make_hit(rank, score, article, marker, options, shown_path(article.path))
            if options.explain:
                hit = replace(hit, explanation=engine.explain(prepared, article.key))
            yield hit

    return SearchResults(prepared, found.total, hits(), notices)


def _length(scored: tuple[float, Article]) -> int:
    return _AN_ARTICLE + len(scored[1].body)


def make_hit(
    rank: int, score: float, article: Article, marker: Highlighter | None, options: SearchOptions, path: str
) -> Hit:
    """Return an article as a hit, with its passages and marks where there is a marker."""
    if marker is None:
        return Hit(rank, score, article, path, article.line)
    passages = tuple(marker.passages(article.body, most=options.passages, width=options.width))
    return Hit(
        rank=rank,
        score=score,
        article=article,
        path=path,
        line=_line(article, passages[0].start + passages[0].spans[0][0])
        if passages and passages[0].spans
        else article.line,
        passages=passages,
        title_spans=tuple(marker.spans(article.title, "title")),
        byline_spans=marker.byline_spans(article),
    )


def _line(article: Article, offset: int) -> int:
    """Return the file's line of a place in the body, where the body stands in the file as it is."""
    return article.body_line + article.body.count("\n", 0, offset) if article.body_line else article.line


def paths_from(home: Path) -> Callable[[str], str]:
    """Return the function that shows stored paths: as short as they open from the current folder."""
    import os

    cwd = Path.cwd()
    base = str(home)

    @lru_cache(maxsize=1024)  # a file may hold many of the articles, and answer many queries
    def shown(path: str) -> str:
        if path == STDIN:
            return path
        absolute = os.path.normpath(os.path.join(base, path))  # noqa: PTH118
        relative = os.path.relpath(absolute, cwd)
        return relative if len(relative) <= len(absolute) else absolute

    return shown
