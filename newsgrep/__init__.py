"""Full-text search for folders of news articles.

>>> import newsgrep
>>> with newsgrep.open_index("archive") as index:  # doctest: +SKIP
...     index.update(["articles/"])
...     for hit in index.search("ganja missile", since="2020-10"):
...         print(hit.date, hit.title, hit.passages[0].text)

Importing the package is free: the module of a name is imported when the name is first used. Names that are
not in `__all__` are private.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from newsgrep.article import Article
    from newsgrep.errors import (
        ArticleError,
        ArticleNotFoundError,
        IndexDamagedError,
        IndexDeniedError,
        IndexIncompatibleError,
        IndexLockedError,
        IndexMissingError,
        IndexUnreachableError,
        IndexUnusableError,
        NewsgrepError,
        QuerySyntaxError,
        UsageError,
    )
    from newsgrep.index import Index, open_index
    from newsgrep.index_group import IndexGroup, open_indexes
    from newsgrep.indexing.reading import read_articles
    from newsgrep.query import parse_query
    from newsgrep.results import Hit, IndexReport, IndexStats, Passage, Skipped, Unreadable
    from newsgrep.search.diagnosis import Diagnosis
    from newsgrep.search.search_results import SearchResults

__version__ = "0.1.0"
__all__ = [
    "Article",
    "ArticleError",
    "ArticleNotFoundError",
    "Diagnosis",
    "Hit",
    "Index",
    "IndexDamagedError",
    "IndexDeniedError",
    "IndexGroup",
    "IndexIncompatibleError",
    "IndexLockedError",
    "IndexMissingError",
    "IndexReport",
    "IndexStats",
    "IndexUnreachableError",
    "IndexUnusableError",
    "NewsgrepError",
    "Passage",
    "QuerySyntaxError",
    "SearchResults",
    "Skipped",
    "Unreadable",
    "UsageError",
    "__version__",
    "open_index",
    "open_indexes",
    "parse_query",
    "read_articles",
]

#: The module of each public name.
_MODULES = {
    "Article": "newsgrep.article",
    "Index": "newsgrep.index",
    "IndexGroup": "newsgrep.index_group",
    "open_index": "newsgrep.index",
    "open_indexes": "newsgrep.index_group",
    "read_articles": "newsgrep.indexing.reading",
    "parse_query": "newsgrep.query",
    "SearchResults": "newsgrep.search.search_results",
    "Diagnosis": "newsgrep.search.diagnosis",
    **dict.fromkeys(
        ("Hit", "IndexReport", "IndexStats", "Passage", "Skipped", "Unreadable"), "newsgrep.results"
    ),
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_MODULES.get(name, "newsgrep.errors")), name)


def __dir__() -> list[str]:
    return __all__
