"""One search: the query's tree is prepared, an engine answers it, and hits with passages come back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from newsgrep.analysis import STOPWORDS, Analyzer, analyzer_for
from newsgrep.article import Article
from newsgrep.engines import Engine, Sort
from newsgrep.passages import Marker
from newsgrep.query.tree import And, Node, Or, Word, wanted_leaves
from newsgrep.results import Hit, SearchResults


@dataclass(frozen=True, slots=True)
class SearchOptions:
    """How an answer is ordered, cut and shown.

    limit:    number of hits, None for all
    passages: most passages a hit
    width:    characters a passage, about
    """

    limit: int | None = 10
    offset: int = 0
    sort: Sort = "relevance"
    passages: int = 2
    width: int = 240


def search(
    engine: Engine, query: Node, options: SearchOptions, shown_path: Callable[[str], str]
) -> SearchResults:
    """Answer a query. Hits are made as they are read; `shown_path` makes the path a person sees."""
    analyzer = analyzer_for(engine.language)
    prepared, notices = prepare(query, analyzer)
    found = engine.search(prepared, sort=options.sort, limit=options.limit, offset=options.offset)
    marker = Marker(prepared, analyzer)

    def hits() -> Iterator[Hit]:
        for rank, (score, article) in enumerate(found.articles, options.offset + 1):
            yield make_hit(rank, score, article, marker, options, shown_path(article.path))

    return SearchResults(found.total, hits(), notices)


def make_hit(
    rank: int, score: float, article: Article, marker: Marker, options: SearchOptions, path: str
) -> Hit:
    """Return an article as a hit, with its passages and marks."""
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


def prepare(query: Node, analyzer: Analyzer) -> tuple[Node, list[str]]:
    """Leave out the stopwords that stand free among other words, and say so.

    They weigh next to nothing in the ranking and cost the most to look up. Phrases and fields keep
    theirs, and a query of nothing but stopwords is searched as it is.
    """
    notices = []
    kept, left_out = _without_stopwords(query, analyzer)
    if kept is not None and left_out and any(wanted_leaves(kept)):
        words = ", ".join(dict.fromkeys(left_out))
        notices.append(f"too common to search for: {words} (quote a phrase to keep them)")
        query = kept
    empty = [leaf.text for leaf in wanted_leaves(query) if not analyzer.terms(leaf.text)]
    notices += [f"no word to look up in: {text}" for text in empty]
    return query, notices


def _without_stopwords(node: Node, analyzer: Analyzer) -> tuple[Node | None, list[str]]:
    """Return the tree without its free stopwords, None if nothing is left, and what was left out."""
    match node:
        case Word(text, ""):
            return (None, [text]) if _is_stopword(text, analyzer) else (node, [])
        case And(parts) | Or(parts):
            pairs = [_without_stopwords(part, analyzer) for part in parts]
            rest = tuple(part for part, _ in pairs if part is not None)
            left_out = [word for _, words in pairs for word in words]
            if isinstance(node, Or) and not all(any(wanted_leaves(part)) for part in rest):
                return node, []  # `of OR -missile` is not `-missile`
            if len(rest) < 2:
                return (rest[0] if rest else None), left_out
            return type(node)(rest), left_out
        case _:
            return node, []


def _is_stopword(text: str, analyzer: Analyzer) -> bool:
    words = [token.word for token in analyzer.terms(text)]
    return analyzer.language == "english" and len(words) == 1 and words[0] in STOPWORDS


def paths_from(home: Path) -> Callable[[str], str]:
    """Return the function that shows stored paths: as short as they open from the current folder."""
    import os

    cwd = Path.cwd()
    base = str(home)

    def shown(path: str) -> str:
        absolute = os.path.normpath(os.path.join(base, path))  # noqa: PTH118
        relative = os.path.relpath(absolute, cwd)
        return relative if len(relative) <= len(absolute) else absolute

    return shown
