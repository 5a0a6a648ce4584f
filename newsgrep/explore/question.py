"""A question: query trees, ready to be asked of an engine, and what the user should know about them."""

from __future__ import annotations

from msgspec import Struct

from newsgrep.engine.base import Engine
from newsgrep.errors import UsageError
from newsgrep.query.nodes import MatchAll, Node
from newsgrep.search.request import ParsedRequest
from newsgrep.search.rewrite import prepare


class Question(Struct, frozen=True):
    """A prepared query.

    name:    how a table calls it: its name in a file of queries, else its text
    tree:    with stopwords left out and patterns replaced by words
    notices: of the parser and of the preparation
    """

    name: str
    tree: Node
    notices: tuple[str, ...] = ()


def prepare_question(engine: Engine, request: ParsedRequest) -> Question:
    """Prepare a request for an engine."""
    tree, notices = prepare(request.tree, engine)
    return Question(request.name or request.text, tree, (*request.notices, *notices))


def every_article(engine: Engine, *, fold: bool) -> MatchAll:
    """Return the query for all articles, to compute shares of them.

    fold: whether to count their stories. Raises UsageError if the engine folds only fewer articles.
    """
    most = engine.most_folded
    if fold and most is not None and engine.articles > most:
        raise UsageError(
            f"a share of the stories needs all stories, of {engine.articles:,} articles; "
            f"a server groups {most:,} articles by story at most",
            "leave out --share, or --fold",
        )
    return MatchAll()
