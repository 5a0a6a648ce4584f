"""The methods that search and that look articles up, of one index and of several together."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Self, Unpack

from msgspec.structs import replace

from newsgrep.arguments import check_choice, wrong
from newsgrep.article import Article, key_with_path
from newsgrep.config import IndexPlace, index_names
from newsgrep.errors import IndexMissingError, IndexUnusableError, NewsgrepError, UsageError
from newsgrep.tuning import DEFAULT_TUNING, Tuning

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from newsgrep.engine.base import Engine, Sort
    from newsgrep.query.nodes import Keys, Node, Recorded
    from newsgrep.search.account import QueryAccount
    from newsgrep.search.highlight import Highlighter
    from newsgrep.search.hit_maker import Shown
    from newsgrep.search.options import Rank, SearchOptions
    from newsgrep.search.request import Filters, ParsedRequest, Query
    from newsgrep.search.search_results import SearchResults
    from newsgrep.search.tags import Tags


class Searcher(ABC):
    """Searches one index, or several, opened when they are first read. A context manager, which closes them.

    Its methods take the key of an article as it is shown from the current folder, or as it is stored.

    title: the folder, or the folders, as the user sees them
    """

    title: str
    _tuning: Tuning = DEFAULT_TUNING
    _closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __getstate__(self) -> dict[str, object]:
        """Return the state for another process, without open files: it opens the newest state itself."""
        kept = {
            name: value
            for name, value in vars(self).items()
            if not isinstance(getattr(type(self), name, None), cached_property)
        }
        return kept | {"_opened": None}

    @abstractmethod
    def close(self) -> None:
        """Release what is opened. Results that were returned before it stay readable."""

    def _refuse_closed(self) -> None:
        if self._closed:
            hint = "open it again, with newsgrep.open_index or open_indexes"
            raise IndexUnusableError("the index is closed", hint)

    @abstractmethod
    def open(self) -> Engine:
        """Open what is searched, if that is not done yet, and return its engine. Raises IndexMissingError."""

    @property
    @abstractmethod
    def folders(self) -> tuple[IndexPlace, ...]:
        """The folders or addresses of what is searched, whose saved searches a query may name."""

    @cached_property
    @abstractmethod
    def shown_path(self) -> Callable[[str], str]:
        """The function that turns a stored path into a path that opens from the current folder."""

    @abstractmethod
    def __getitem__(self, key: str) -> Article:
        """Return the article with a key. Raises ArticleNotFoundError, a KeyError, with a suggestion."""

    @abstractmethod
    def _find(self, key: str) -> Article | None:
        """Return the article with a key, None if there is none. Raises IndexMissingError."""

    def duplicates(self, article: str | Article) -> list[str]:
        """Return the keys of the copies of an article, which are not stored. Takes the article or its key."""
        with self.duplicates_finder() as find:
            return find(article if isinstance(article, Article) else self[article])

    @abstractmethod
    def duplicates_finder(self) -> AbstractContextManager[Callable[[Article], list[str]]]:
        """Return a context manager of a function like `duplicates` for many articles: files open once."""

    @abstractmethod
    def keys_recorded(self, node: Recorded) -> Keys:
        """Return the keys of the articles that a filter such as `added:7d` means."""

    @abstractmethod
    def stored_tags(self) -> Tags | None:
        """Return the tags of the articles, by keys as the engine has them; None if no article has a tag.

        `fault` is set where a line cannot be read. Raises UsageError for a file that cannot be read.
        """

    def whole_tags(self) -> Tags | None:
        """Return the tags for an answer that needs them all. Raises UsageError if a line cannot be read."""
        tags = self.stored_tags()
        return None if tags is None else tags.whole()

    @cached_property
    def index_names(self) -> tuple[str, ...]:
        """A unique name for each index that is searched: its folder."""
        return index_names(self.folders)

    def _index_finder(self) -> Callable[[Article], str]:
        """Return a function that names the index of an article; it returns "" if only one is searched."""
        names = self.index_names
        if len(names) == 1:
            return lambda _: ""
        engine = self.open()
        return lambda article: names[engine.index_of(article)]

    def shown(self) -> Shown:
        """Return how articles are shown, with a notice if some or all of their tags cannot be read."""
        from newsgrep.search.hit_maker import Shown

        shown = Shown(self.shown_path, index_of=self._index_finder())
        try:
            tags = self.stored_tags()
        except UsageError as error:
            return replace(shown, notices=(f"tags are not shown: {error.message}",))
        if tags is None:
            return shown
        faults = () if tags.fault is None else (f"some tags may be missing: {tags.fault.message}",)
        return replace(shown, tags_of=tags.of, notices=faults)

    @abstractmethod
    def run_times(self) -> dict[str, int]:
        """Return the time of the last run of each index, by its place, in seconds since 1970.

        No article that a later run adds has this time, or one before it.
        """

    @abstractmethod
    def keys_since(self, times: Mapping[str, int]) -> Keys:
        """Return the keys of the articles that runs have added after a time of each index, 0 for all."""

    def only_new(self, request: ParsedRequest, times: Mapping[str, int]) -> ParsedRequest:
        """Return a request for the articles that were added after a time, given for each index."""
        from newsgrep.query.clauses import combine
        from newsgrep.query.nodes import And

        return replace(request, tree=combine(And, [request.tree, self.keys_since(times)]))

    def _request(self, query: Query, filters: Filters, method: Callable[..., object]) -> ParsedRequest:
        """Return the request that a method is called for; see parsed_request."""
        from newsgrep.search.arguments import parsed_request

        return parsed_request(query, filters, self.folders, method)

    def resolved(self, request: ParsedRequest) -> ParsedRequest:
        """Return a request whose filters an engine can answer, with keys in place of days, tags and mails."""
        from newsgrep.query.fields import ATTACHMENT
        from newsgrep.query.nodes import OfMail, Tagged, Unresolved, replace_leaves, walk

        tree, notices = request.tree, [*request.notices]
        nodes = [*walk(tree)]
        fields = {getattr(node, "field", "") for node in nodes}
        if "path" in fields:
            from newsgrep.search.typed_paths import with_stored_paths

            tree, more = with_stored_paths(tree, self.open())
            notices += more
        if any(isinstance(node, Tagged) for node in nodes):
            from newsgrep.search.tags import Tags

            tags = self.whole_tags() or Tags({})
            notices += tags.notices(tree)
        if ATTACHMENT in fields:
            from newsgrep.search.conversations import why_none

            notices += why_none(self.open())
        keys: dict[Node, Node] = {}
        for node in dict.fromkeys(node for node in nodes if isinstance(node, Unresolved)):
            if isinstance(node, OfMail):
                from newsgrep.search.conversations import resolved_keys

                keys[node], more = resolved_keys(self, node)
                notices += more
            else:
                keys[node] = tags.matching(node) if isinstance(node, Tagged) else self.keys_recorded(node)
        return replace(request, tree=replace_leaves(tree, keys), notices=tuple(notices))

    def search(
        self,
        query: Query = "",
        *,
        limit: int | None = 10,
        offset: int = 0,
        sort: Sort = "relevance",
        passages: int = 2,
        width: int = 240,
        sentences: int | None = None,
        explain: bool = False,
        seed: int = 0,
        fold: bool = False,
        rank: Rank | None = None,
        meaning: bool = False,
        **filters: Unpack[Filters],
    ) -> SearchResults:
        """Return the articles that match a query and all filters, best first.

        query:    in the query language (newsgrep help query), or parsed already; empty for the filters alone
        limit:    number of hits, None for all
        offset:   number of hits to skip
        sort:     relevance, date, -date (newest first), title, source or random
        passages: passages of a hit, at most, each of about `width` characters; or with `sentences`, each of a
                  sentence with matches and that many sentences before and after it
        explain:  whether each hit has an explanation of its score
        seed:     chooses the order of the sort random
        fold:     whether each story is one hit, its best version
        rank:     topic, which puts the best matches in a better order by what they are about, or bm25f; None
                  for topic where the index knows that
        meaning:  whether to find articles by the vectors of the index's model, too; see docs/meaning.md
        filters:  since, until, last, author, source, section, lang, any, literal, no_equivalents;
                  see Filters. A day may be a datetime.date

        Raises QuerySyntaxError, UsageError and IndexMissingError.
        """
        from newsgrep.search.arguments import checked_options
        from newsgrep.search.options import SearchOptions

        options = SearchOptions(
            limit, offset, sort, passages, width, sentences, explain=explain, seed=seed, fold=fold, rank=rank,
            meaning=meaning,
        )  # fmt: skip
        request = self._request(query, filters, self.search)
        return self.search_parsed(request, checked_options(options))

    def search_parsed(self, request: ParsedRequest, options: SearchOptions) -> SearchResults:
        """Return the hits of a request that is parsed already. Raises IndexMissingError."""
        from newsgrep.search.answering import search
        from newsgrep.search.hit_maker import Shown

        request = self.resolved(request)
        shown = Shown(self.shown_path) if options.limit == 0 else self.shown()
        return search(self.open(), request, options, shown, tuning=self._tuning.search)

    def announce(self, requests: Sequence[ParsedRequest], options: SearchOptions) -> None:
        """Let the engine prepare for the searches that come next, if that makes them faster."""
        from newsgrep.engine.announcing import AnnouncedEngine

        engine = self.open()
        if not isinstance(engine, AnnouncedEngine):
            return
        from newsgrep.query.nodes import Or
        from newsgrep.search.rewrite import prepare

        with suppress(NewsgrepError):  # the search itself raises it
            trees = [self.resolved(request).tree for request in requests]
            prepare(Or(tuple(trees)), engine)  # so the engine is asked about the words of all together
            if options.fold:
                return
            sort, limit, offset, seed = options.sort, options.limit, options.offset, options.seed
            prepared = [prepare(tree, engine)[0] for tree in trees]
            engine.announce_searches(prepared, sort=sort, limit=limit, offset=offset, seed=seed)

    def matching(self, request: ParsedRequest) -> SearchResults:
        """Return all articles that match a request, without passages, by date. Raises IndexMissingError."""
        from newsgrep.search.options import SearchOptions

        return self.search_parsed(request, SearchOptions(limit=None, sort="date", highlight=False))

    def explain_query(
        self, query: Query = "", *, sort: Sort = "relevance", **filters: Unpack[Filters]
    ) -> QueryAccount:
        """Return what a query asks the index: each term as it is looked up, and in how many articles it is.

        Raises QuerySyntaxError, UsageError and IndexMissingError.
        """
        from newsgrep.engine.base import SORTS
        from newsgrep.search.account import account_for

        check_choice("sort", sort, SORTS)
        request = self.resolved(self._request(query, filters, self.explain_query))
        return account_for(self.open(), request.text, request.tree, request.notices, sort)

    def count(self, query: Query = "", **filters: Unpack[Filters]) -> int:
        """Return how many articles match a query and all filters. Raises what `search` raises."""
        from newsgrep.search.rewrite import prepare

        request = self.resolved(self._request(query, filters, self.count))
        prepared, _ = prepare(request.tree, self.open())
        return self.open().count(prepared)

    def highlighter(self, query: Query) -> Highlighter:
        """Return an object that finds the matches of a query in texts. Raises QuerySyntaxError."""
        from newsgrep.analysis.analyzer import analyzer_for
        from newsgrep.search.highlight import Highlighter
        from newsgrep.search.rewrite import prepare

        prepared, _ = prepare(self._request(query, {}, self.highlighter).tree, self.open())
        return Highlighter(prepared, analyzer_for(self.open().language))

    def get(self, key: str) -> Article | None:
        """Return the article with a key, as a hit has it or as it is stored.

        The path of a file that holds one article is a key of it, too, and so is the Message-ID of a mail in
        angle brackets. Returns None where no article has the key, and where there is no index.
        """
        try:
            return self._find(key)
        except IndexMissingError:
            return None

    def __contains__(self, key: str) -> bool:
        return self.get(key) is not None

    def __len__(self) -> int:
        """Return the number of articles; 0 where there is no index."""
        from newsgrep.query.nodes import MatchAll

        try:
            return self.open().count(MatchAll())
        except IndexMissingError:
            return 0

    #: Without this, Python would look up the keys 0, 1, 2, …; `search("*", limit=None)` finds all articles.
    __iter__ = None

    def shown_key(self, article: Article) -> str:
        """Return the key of an article as a hit has it: with a path that opens from the current folder."""
        if not isinstance(article, Article):
            raise wrong("article", article, "an Article, such as that of a hit")
        return key_with_path(article.key, self.shown_path(article.path))
