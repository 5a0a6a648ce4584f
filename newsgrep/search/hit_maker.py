"""Make hits of the articles that the engine finds: with passages, spans to mark, and the line in the file."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from newsgrep.analysis.analyzer import analyzer_for
from newsgrep.article import Article, key_with_path
from newsgrep.query.nodes import Node
from newsgrep.results import Hit, Version, short_title
from newsgrep.search.highlight import Highlighter
from newsgrep.search.options import SearchOptions


class Shown(Struct, frozen=True):
    """How articles are shown to the user.

    path:     turns a stored path into a path that opens from the current folder
    tags_of:  returns the tags of an article by its stored key
    notices:  on tags that cannot be read
    index_of: returns the name of the index that an article is in
    """

    path: Callable[[str], str] = str
    tags_of: Callable[[str], tuple[str, ...]] = lambda _: ()
    notices: tuple[str, ...] = ()
    index_of: Callable[[Article], str] = lambda _: ""

    def hit(self, article: Article, rank: int = 0, score: float = 0.0) -> Hit:
        """Return an article as a hit without passages and spans."""
        return Hit(
            rank,
            score,
            article,
            self.path(article.path),
            article.line,
            tags=self.tags_of(article.key),
            index=self.index_of(article),
        )


class HitMaker:
    """Makes hits of articles.

    query:    its matches are marked in them, if the options ask for it
    language: of the index
    """

    def __init__(self, query: Node, language: str, options: SearchOptions, shown: Shown) -> None:
        self._options = options
        self._shown = shown
        self._highlighter = Highlighter(query, analyzer_for(language)) if options.highlight else None

    def hit(self, rank: int, score: float, article: Article) -> Hit:
        """Return an article as a hit, with passages and spans unless the options leave them out."""
        hit = self._shown.hit(article, rank, score)
        highlighter, options = self._highlighter, self._options
        if highlighter is None:
            return hit
        passages = tuple(
            highlighter.passages(
                article.body, most=options.passages, width=options.width, sentences=options.sentences
            )
        )
        is_marked = passages and passages[0].spans
        return replace(
            hit,
            line=article.line_at(passages[0].place) if is_marked else article.line,
            passages=passages,
            title_spans=tuple(highlighter.spans(short_title(article), "title")),
            byline_spans=highlighter.byline_spans(article),
        )


def version_of(article: Article, shown_path: Callable[[str], str]) -> Version:
    """Return an article as a version of a story."""
    key = key_with_path(article.key, shown_path(article.path))
    return Version(key, article.date, article.source, short_title(article))
