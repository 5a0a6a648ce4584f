"""Full-text search for folders of news articles.

>>> import newsgrep
>>> with newsgrep.open_index("archive") as index:  # doctest: +SKIP
...     index.update(["articles/"])
...     for hit in index.search("ganja missile", since="2020-10"):
...         print(hit.date, hit.title, hit.passages[0].text)

Importing the package costs nothing: the module of a name is imported when the name is first used. Names that
are not in `__all__` are private.
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
    from newsgrep.explore.collocates import Collocate, Collocates
    from newsgrep.explore.concordance import Concordance, ConcordanceLine
    from newsgrep.explore.conversation import Conversation, Message
    from newsgrep.explore.facets import FacetCounts, FacetReport, FacetRow
    from newsgrep.explore.keyness import KeyTerm, KeyTerms
    from newsgrep.explore.name_pairs import NamePair, NamePairs
    from newsgrep.explore.names import Name, Names
    from newsgrep.explore.places import Place, PlaceName
    from newsgrep.explore.quotes import Quotation, Quotations
    from newsgrep.explore.receipts import Comparison
    from newsgrep.explore.sampling import Sample, Stratum
    from newsgrep.explore.similar import SimilarArticles, TellingTerm
    from newsgrep.explore.story import StoryVersion
    from newsgrep.explore.timeline import Timeline, TimelineRow
    from newsgrep.index import Index, open_index
    from newsgrep.index_group import IndexGroup, open_indexes
    from newsgrep.indexing.articles import ArticlesWriter
    from newsgrep.indexing.export_folder import ExportReport
    from newsgrep.indexing.read_articles import read_articles
    from newsgrep.query import parse_query
    from newsgrep.results import (
        Hit,
        IndexedSource,
        IndexReport,
        IndexStats,
        Passage,
        Skipped,
        TextVersion,
        Unreadable,
    )
    from newsgrep.search.findings import (
        ClauseCounts,
        DateRangeMissed,
        Diagnosis,
        EmptyIndex,
        FewerMentions,
        MoreUnknownWords,
        NoSuchKeyword,
        NoSuchName,
        NotInText,
        OneWayOfWriting,
        TooFarApart,
        UnknownWord,
        WeakerForm,
        WithoutClause,
    )
    from newsgrep.search.highlight import Highlighter
    from newsgrep.search.search_results import SearchResults

__version__ = "0.1.0"
__all__ = [
    "Article",
    "ArticleError",
    "ArticleNotFoundError",
    "ArticlesWriter",
    "ClauseCounts",
    "Collocate",
    "Collocates",
    "Comparison",
    "Concordance",
    "ConcordanceLine",
    "Conversation",
    "DateRangeMissed",
    "Diagnosis",
    "EmptyIndex",
    "ExportReport",
    "FacetCounts",
    "FacetReport",
    "FacetRow",
    "FewerMentions",
    "Highlighter",
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
    "IndexedSource",
    "KeyTerm",
    "KeyTerms",
    "Message",
    "MoreUnknownWords",
    "Name",
    "NamePair",
    "NamePairs",
    "Names",
    "NewsgrepError",
    "NoSuchKeyword",
    "NoSuchName",
    "NotInText",
    "OneWayOfWriting",
    "Passage",
    "Place",
    "PlaceName",
    "QuerySyntaxError",
    "Quotation",
    "Quotations",
    "Sample",
    "SearchResults",
    "SimilarArticles",
    "Skipped",
    "StoryVersion",
    "Stratum",
    "TellingTerm",
    "TextVersion",
    "Timeline",
    "TimelineRow",
    "TooFarApart",
    "UnknownWord",
    "Unreadable",
    "UsageError",
    "WeakerForm",
    "WithoutClause",
    "__version__",
    "open_index",
    "open_indexes",
    "parse_query",
    "read_articles",
]

#: The module of each public name; names that are not here are in `errors`.
_MODULES = {
    name: f"newsgrep.{module}"
    for module, names in {
        "article": "Article",
        "explore.collocates": "Collocate Collocates",
        "explore.concordance": "Concordance ConcordanceLine",
        "explore.conversation": "Conversation Message",
        "explore.facets": "FacetCounts FacetReport FacetRow",
        "explore.keyness": "KeyTerm KeyTerms",
        "explore.name_pairs": "NamePair NamePairs",
        "explore.names": "Name Names",
        "explore.places": "Place PlaceName",
        "explore.quotes": "Quotation Quotations",
        "explore.receipts": "Comparison",
        "explore.sampling": "Sample Stratum",
        "explore.similar": "SimilarArticles TellingTerm",
        "explore.story": "StoryVersion",
        "explore.timeline": "Timeline TimelineRow",
        "index": "Index open_index",
        "index_group": "IndexGroup open_indexes",
        "indexing.articles": "ArticlesWriter",
        "indexing.export_folder": "ExportReport",
        "indexing.read_articles": "read_articles",
        "query": "parse_query",
        "results": "Hit IndexReport IndexStats IndexedSource Passage Skipped TextVersion Unreadable",
        "search.findings": """
            ClauseCounts DateRangeMissed Diagnosis EmptyIndex FewerMentions MoreUnknownWords NoSuchKeyword
            NoSuchName NotInText OneWayOfWriting TooFarApart UnknownWord WeakerForm WithoutClause
        """,
        "search.highlight": "Highlighter",
        "search.search_results": "SearchResults",
    }.items()
    for name in names.split()
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_MODULES.get(name, "newsgrep.errors")), name)


def __dir__() -> list[str]:
    return __all__
