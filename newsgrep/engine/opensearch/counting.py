"""Counts over the matching articles on OpenSearch: facets, words, and how often something occurs.

The server counts. Where it cannot count exactly, the stored articles are read and counted here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from newsgrep.analysis.analyzer import Analyzer
from newsgrep.article import LEDE, Article
from newsgrep.batching import batched_by_size
from newsgrep.engine.base import TermCount
from newsgrep.engine.facets import DATE_LENGTHS, Facet
from newsgrep.engine.opensearch.spans import PositionTerms, ServerQuery, any_of, at_place
from newsgrep.engine.opensearch.translate import Translator
from newsgrep.paragraphs import lede_end
from newsgrep.query.nodes import Node, positive_terms
from newsgrep.textmatch.finder import Finder

#: Sends the bodies of searches, in one request, and returns the answers in their order. It limits each query
#: to visible articles.
Ask = Callable[[Sequence[dict[str, Any]]], list[dict[str, Any]]]

#: The field of a document that a facet counts by.
_FIELD_OF: dict[Facet, str] = {
    "date": "date",
    "month": "date",
    "year": "date",
    "source": "source",
    "author": "authors",
    "section": "section",
    "lang": "language",
    "from": "s_from",
    "to": "s_to",
    "title_from": "title_from",
    "format": "format",
}

#: The most combinations of values in an answer, and the most searches in a request.
_COMBINATIONS, _SEARCHES = 10_000, 200

_TOTAL = {"size": 0, "track_total_hits": True}
#: Sums scores without the traces of terms that they may have beside the whole number; see spans.occurrences.
_OCCURRENCES = {"sum": {"script": {"source": "Math.floor(_score.doubleValue())"}}}


def tally(ask: Ask, query: ServerQuery, facets: Sequence[Facet]) -> dict[tuple[str, ...], int]:
    """Return how many matching articles have each combination of values of the given facets."""
    if "index" in facets:  # it is one index, so that all of its articles have the same value
        place = facets.index("index")
        found = tally(ask, query, [*facets[:place], *facets[place + 1 :]]).items()
        return {(*values[:place], "0", *values[place:]): number for values, number in found}
    if not facets:
        [answer] = ask([{"query": query, **_TOTAL}])
        total = int(answer["hits"]["total"]["value"])
        return {(): total} if total else {}
    sources = [
        {str(number): {"terms": {"field": _FIELD_OF[facet], "missing_bucket": True}}}
        for number, facet in enumerate(facets)
    ]
    composite: dict[str, Any] = {"size": _COMBINATIONS, "sources": sources}
    counts: Counter[tuple[str, ...]] = Counter()
    while True:
        aggregations = {"values": {"composite": composite}}
        [answer] = ask([{"query": query, "size": 0, "aggs": aggregations}])
        page = answer["aggregations"]["values"]
        for bucket in page["buckets"]:
            values = (
                (bucket["key"][str(number)] or "")[: DATE_LENGTHS.get(facet)]
                for number, facet in enumerate(facets)
            )
            counts[tuple(values)] += bucket["doc_count"]
        if "after_key" not in page:
            return dict(counts)
        composite["after"] = page["after_key"]


def count_words(ask: Ask, query: ServerQuery) -> int:
    """Return how many words the titles and bodies of the matching articles have together."""
    sums = {name: {"sum": {"field": name}} for name in ("s_words", "s_named")}
    [answer] = ask([{"query": query, "size": 0, "aggs": sums}])
    return sum(round(answer["aggregations"][name]["value"]) for name in sums)


def sum_scores(ask: Ask, queries: Iterable[ServerQuery], within: ServerQuery) -> Iterator[tuple[int, int]]:
    """Yield how often each query occurs in the articles within, and in how many of them.

    queries: queries whose score is a number of occurrences
    """
    for some in batched_by_size(queries, lambda _: 1, _SEARCHES):
        bodies = [
            {
                "query": {"bool": {"must": [query], "filter": [within]}},
                **_TOTAL,
                "aggs": {"sum": _OCCURRENCES},
            }
            for query in some
        ]
        for answer in ask(bodies):
            yield round(answer["aggregations"]["sum"]["value"]), int(answer["hits"]["total"]["value"])


def count_terms(ask: Ask, matching: Iterable[Article], least: int, analyzer: Analyzer) -> list[TermCount]:
    """Return the words that at least `least` of some articles have, with their counts there and in all.

    ask:      sends searches to the server together, and returns their answers
    matching: the articles
    """
    occurrences: Counter[str] = Counter()
    articles: Counter[str] = Counter()
    words: dict[str, str] = {}
    for article in matching:
        tokens = [token for _, text in _texts_of(article) for token in analyzer.tokens(text)]
        found = Counter(token.term for token in tokens)
        occurrences += found
        articles.update(found.keys())
        for token in tokens:
            words.setdefault(token.term, token.word)
    terms = [term for term, number in articles.items() if number >= least]
    queries = (
        any_of([at_place(PositionTerms((term,)), name) for name in ("t_body", "t_title", "t_author")])
        for term in terms
    )
    everywhere = sum_scores(ask, queries, {"match_all": {}})
    return [
        TermCount(words[term], occurrences[term], articles[term], *counts)
        for term, counts in zip(terms, everywhere, strict=True)
    ]


def count_occurrences(
    ask: Ask,
    translator: Translator,
    terms: Sequence[Node],
    within: ServerQuery,
    read: Callable[[], Iterable[Article]],
    analyzer: Analyzer,
) -> list[tuple[int, int]]:
    """Return how often each term query, or Or of them, matches in the articles within, and in how many.

    read: reads these articles; called where the server cannot count a term
    """
    queries = [translator.exact_frequency(term) for term in terms]
    counted = iter(list(sum_scores(ask, (query for query in queries if query is not None), within)))
    unknown = [term for term, query in zip(terms, queries, strict=True) if query is None]
    compared = iter(_read_occurrences(unknown, read(), analyzer) if unknown else [])
    return [next(compared if query is None else counted) for query in queries]


def _read_occurrences(
    terms: Sequence[Node], matching: Iterable[Article], analyzer: Analyzer
) -> list[tuple[int, int]]:
    finders = [[(leaf.field, Finder(leaf, analyzer)) for leaf in positive_terms(term)] for term in terms]
    totals = [[0, 0] for _ in terms]
    for article in matching:
        for total, some in zip(totals, finders, strict=True):
            places = {place for field, finder in some for place in _places(article, field, finder)}
            total[0] += len(places)
            total[1] += bool(places)
    return [(occurrences, articles) for occurrences, articles in totals]


def _places(article: Article, field: str, finder: Finder) -> Iterator[tuple[int, int, int]]:
    """Yield the number of a text, the start and the end of each match in an article."""
    for number, (name, text) in enumerate(_texts_of(article)):
        yield from ((number, start, end) for start, end, _ in finder.matches(text, name))
    if article.title_from == LEDE and field == "title":
        lede = article.body[: lede_end(article.body)]
        yield from ((0, start, end) for start, end, _ in finder.matches(lede, "title"))


def _texts_of(article: Article) -> Iterator[tuple[str, str]]:
    """Yield the field and the text of all that is indexed, the body first."""
    yield "body", article.body
    yield "title", article.title if article.title_from != LEDE else ""
    yield from (("author", author) for author in article.authors)
