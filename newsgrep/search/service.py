"""One search: the query is rewritten, the engine answers it, and its articles become hits with passages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast, overload

from msgspec import Struct
from msgspec.structs import replace

from newsgrep.analysis.analyzer import analyzer_for
from newsgrep.article import STDIN, Article, key_with_path
from newsgrep.batching import batched_by_size
from newsgrep.engine.base import DEFAULT_RERANK, Engine, Rerank, RerankingEngine, Sort
from newsgrep.errors import UsageError
from newsgrep.query.nodes import And, DateRange, Node, Not
from newsgrep.results import Hit, Version, short_title
from newsgrep.search.highlight import Highlighter
from newsgrep.search.rewrite import conjuncts, prepare
from newsgrep.tuning import DEFAULT_TUNING, SearchTuning

if TYPE_CHECKING:
    from newsgrep.search.diagnosis import Diagnosis
    from newsgrep.search.spelling import Spelling


#: By BM25F alone, or with the best matches put in a better order by what they are about.
Rank = Literal["meaning", "bm25f"]
RANKS: tuple[Rank, ...] = ("meaning", "bm25f")


class SearchOptions(Struct, frozen=True):
    """Which hits are returned, in which order, and what they contain.

    limit:     number of hits, None for all
    offset:    number of hits to skip
    passages:  passages of a hit, at most
    width:     characters of a passage, about
    sentences: a passage is a sentence with matches and so many before and after it; None for `width`
    highlight: whether hits have passages and spans; without them they are made faster
    explain:   whether hits have an explanation of their scores, if the engine can explain them
    seed:      chooses the order of the sort `random`
    fold:      whether each story is one hit, its best version
    rank:      by what relevance is measured
    meaning:   whether articles are found by the vectors of the index's model as well, in one order
    """

    limit: int | None = 10
    offset: int = 0
    sort: Sort = "relevance"
    passages: int = 2
    width: int = 240
    sentences: int | None = None
    highlight: bool = True
    explain: bool = False
    seed: int = 0
    fold: bool = False
    rank: Rank = "meaning"
    meaning: bool = False


class OnDemand(Struct, frozen=True):
    """What is found out only when it is asked for: why nothing matches, close hits, better spellings."""

    diagnosis: Callable[[], Diagnosis]
    close: Callable[[], Iterator[Hit]]
    spellings: Callable[[], Iterator[Spelling]]


class SearchResults(Sequence[Hit]):
    """The hits of one search, in order. A hit is made when it is first reached, and kept.

    With `meaning` there are hits that do not match the query, too: `missing` and `by_meaning` say so.

    query:   the query tree that was searched, with stopwords left out and patterns replaced by words
    total:   number of articles that match, whatever the limit
    stories: number of stories that they belong to, if they are folded, else None
    others:  number of articles beside them that have some words, or are near by meaning, where that is asked
    notices: what a person should know: words left out, words that a pattern matches, articles without a date
    """

    def __init__(
        self,
        query: Node,
        total: int,
        size: int,
        hits: Iterator[Hit],
        notices: Sequence[str],
        on_demand: OnDemand,
        stories: int | None = None,
        others: int = 0,
    ) -> None:
        """Take an iterator of `size` hits, and the functions for what is asked for later."""
        self.query = query
        self.total = total
        self.stories = stories
        self.others = others
        self.notices = tuple(notices)
        self._size = size
        self._hits = hits
        self._made: list[Hit] = []
        self._on_demand = on_demand

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self._size:,} of {self.total:,}>"

    @cached_property
    def diagnosis(self) -> Diagnosis | None:
        """Why no article matches; None where one does. It is found out when it is first asked for."""
        return None if self.total else self._on_demand.diagnosis()

    @cached_property
    def close(self) -> list[Hit]:
        """The best articles that have some of the words, as many as the limit leaves room for.

        They follow the articles that have all words, by relevance; `missing` of each hit is what it lacks.
        There are none for a query with more than words in it, in another order, and where stories are
        folded. They are looked for when they are first asked for.
        """
        return list(self._on_demand.close())

    @cached_property
    def spellings(self) -> list[Spelling]:
        """Words that few articles have, each with one that is spelt like it and that far more have."""
        return list(self._on_demand.spellings())

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, index: int) -> Hit: ...

    @overload
    def __getitem__(self, index: slice) -> list[Hit]: ...

    def __getitem__(self, index: int | slice) -> Hit | list[Hit]:
        wanted = range(self._size)[index]  # raises IndexError
        if isinstance(wanted, range):
            return [self[number] for number in wanted]
        while len(self._made) <= wanted:
            hit = next(self._hits, None)
            if hit is None:
                raise RuntimeError("the hits were streamed, and are not kept")
            self._made.append(hit)
        return self._made[wanted]

    def stream(self) -> Iterator[Hit]:
        """Yield the hits without keeping them, for more than fit the memory; they cannot be read again."""
        yield from self._made
        yield from self._hits


def search(
    engine: Engine,
    query: Node,
    options: SearchOptions,
    shown_path: Callable[[str], str],
    *,
    notices: Sequence[str] = (),
    text: str = "",
    relax: bool = False,
    rerank: Rerank = DEFAULT_RERANK,
    tuning: SearchTuning = DEFAULT_TUNING.search,
) -> SearchResults:
    """Search for a query tree.

    shown_path: makes the path of a hit from the stored path
    notices:    those of the parser, to which those of this search are added
    text:       what a model makes the vector of the query of, where it is not the words of the tree alone
    relax:      whether the query is one of words alone, so that close hits may lack some
    rerank:     how the best matches are reranked, unless the options say otherwise
    """
    prepared, rewriting = prepare(query, engine)
    if options.rank == "meaning" and options.sort == "relevance":
        engine = reranking(engine, rerank)
    if options.meaning:
        from newsgrep.search.meaning import find_near, words_in

        text = text or " ".join(words_in(query))
        near = find_near(engine, prepared, text, options, shown_path, relax=relax)
        found, size, hits = _Found(engine.count(prepared), iter(())), near.total, near.hits
        others = size - found.total
    else:
        search_for = _search_stories if options.fold else _search
        found = search_for(engine, prepared, options)
        size, others = found.total if found.stories is None else found.stories, 0
        hits = _hits(engine, prepared, found.scored, options, shown_path, tuning)
    left = max(0, size - options.offset)

    def diagnosis() -> Diagnosis:
        from newsgrep.search.diagnosis import diagnose

        return diagnose(engine, prepared)

    def close() -> Iterator[Hit]:
        if not relax or options.sort != "relevance" or options.fold or options.meaning:
            return iter(())
        from newsgrep.search.close import close_hits

        return close_hits(engine, prepared, found.total, options, shown_path)

    def spellings() -> Iterator[Spelling]:
        from newsgrep.search.spelling import better_spellings

        return better_spellings(engine, prepared)

    return SearchResults(
        query=prepared,
        total=found.total,
        size=left if options.limit is None else min(left, options.limit),
        hits=hits,
        notices=(*notices, *rewriting, *_undated(engine, prepared)),
        on_demand=OnDemand(diagnosis, close, spellings),
        stories=found.stories,
        others=others,
    )


def reranking(engine: Engine, how: Rerank) -> Engine:
    """Return an engine that reranks its best matches, the same engine if it cannot."""
    return cast(RerankingEngine, engine).reranking(how) if engine.capabilities.rerank else engine


#: Articles with their scores, and the other versions of each, where stories are folded.
_Scored = Iterator[tuple[float, Article, tuple[Article, ...]]]


class _Found(Struct, frozen=True):
    """What an engine found: articles that match, stories where they are folded, and the hits in order."""

    total: int
    scored: _Scored
    stories: int | None = None


def _search(engine: Engine, query: Node, options: SearchOptions) -> _Found:
    matches = engine.search(
        query, sort=options.sort, limit=options.limit, offset=options.offset, seed=options.seed
    )
    return _Found(matches.total, ((score, article, ()) for score, article in matches.articles))


def _search_stories(engine: Engine, query: Node, options: SearchOptions) -> _Found:
    """Search with stories folded. Raises UsageError if the engine cannot."""
    require_stories(engine)
    matches = engine.search_stories(
        query, sort=options.sort, limit=options.limit, offset=options.offset, seed=options.seed
    )
    return _Found(matches.total, matches.hits, matches.stories)


def require_stories(engine: Engine) -> None:
    """Raise UsageError if an engine does not know which articles are versions of a story."""
    if not engine.capabilities.stories:
        raise UsageError("this index cannot fold stories", "leave --fold out, or use an index in a folder")


def _hits(
    engine: Engine,
    query: Node,
    scored: _Scored,
    options: SearchOptions,
    shown_path: Callable[[str], str],
    tuning: SearchTuning,
) -> Iterator[Hit]:
    """Yield the hits. Articles are read in batches: that saves 8 to 20 % of the time of all hits."""
    highlighter = Highlighter(query, analyzer_for(engine.language)) if options.highlight else None

    def cost(found: tuple[float, Article, tuple[Article, ...]]) -> int:
        return tuning.hit_base_cost + len(found[1].body)

    articles = chain.from_iterable(batched_by_size(scored, cost, tuning.hit_batch_cost))
    for rank, (score, article, others) in enumerate(articles, options.offset + 1):
        hit = make_hit(rank, score, article, highlighter, options, shown_path(article.path))
        if others:
            hit = replace(hit, versions=tuple(version_of(other, shown_path) for other in others))
        if options.explain and engine.capabilities.explain:
            hit = replace(hit, explanation=engine.explain(query, article.key))
        yield hit


def version_of(article: Article, shown_path: Callable[[str], str]) -> Version:
    """Return an article as a version of a story."""
    key = key_with_path(article.key, shown_path(article.path))
    return Version(key, article.date, article.source, short_title(article))


def make_hit(
    rank: int,
    score: float,
    article: Article,
    highlighter: Highlighter | None,
    options: SearchOptions,
    path: str,
) -> Hit:
    """Return an article as a hit, with passages and spans if there is a highlighter."""
    if highlighter is None:
        return Hit(rank, score, article, path, article.line)
    passages = tuple(
        highlighter.passages(
            article.body, most=options.passages, width=options.width, sentences=options.sentences
        )
    )
    return Hit(
        rank=rank,
        score=score,
        article=article,
        path=path,
        line=line_of(article, passages[0].start + passages[0].spans[0][0])
        if passages and passages[0].spans
        else article.line,
        passages=passages,
        title_spans=tuple(highlighter.spans(short_title(article), "title")),
        byline_spans=highlighter.byline_spans(article),
    )


def line_of(article: Article, offset: int) -> int:
    """Return the file's line at an offset of the body; the article's if the body is not verbatim in it."""
    return article.body_line + article.body.count("\n", 0, offset) if article.body_line else article.line


def _undated(engine: Engine, query: Node) -> list[str]:
    """Return a notice on the articles that a date filter leaves out because they have no date, if any."""
    clauses = conjuncts(query)
    others = tuple(clause for clause in clauses if not isinstance(clause, DateRange))
    undated = Not(DateRange(None, None))
    if len(others) == len(clauses) or not engine.count(undated):
        return []
    number = engine.count(And((*others, undated)))
    return [f"left out for lack of a date: {number:,}"] if number else []


def relative_to_cwd(home: Path) -> Callable[[str], str]:
    """Return a function that makes a stored path one that opens from the current folder, as short as can be.

    home: the folder that stored paths are relative to
    """
    import os

    cwd = Path.cwd()
    base = str(home)

    @lru_cache(maxsize=1024)  # a file may hold many of the articles, and answer many queries
    def shown(path: str) -> str:
        if path in ("", STDIN):  # the article came from no file
            return path
        absolute = os.path.normpath(os.path.join(base, path))  # noqa: PTH118
        relative = os.path.relpath(absolute, cwd)
        return relative if len(relative) <= len(absolute) else absolute

    return shown
