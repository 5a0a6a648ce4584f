"""Articles like another one, found by the words that tell most about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from newsgrep.analysis.analyzer import analyzer_for
from newsgrep.article import Article
from newsgrep.engine.announcing import announce_counts
from newsgrep.engine.base import Engine, Rerank
from newsgrep.engine.bm25f import DEFAULT_RANKING, idf
from newsgrep.explore.keyness import counted_texts, is_telling
from newsgrep.query.nodes import And, Keys, Node, Or, Weighted, Word
from newsgrep.results import Hit
from newsgrep.search.answering import search
from newsgrep.search.hit_maker import Shown
from newsgrep.search.options import SearchOptions
from newsgrep.search.request import ParsedRequest

#: By how many terms articles are found: more take time, and hardly change the order.
_TERMS = 25

#: How many different words of a text are looked up, the most frequent ones: a news story has a few hundred.
_MOST_WORDS = 2_000

#: How many of the best articles are folded for each wanted one: all would be most of the index, and slow.
_COMPARED = 20

#: The share of the best score that the article nearest by its vector gains.
_WEIGHT = 0.5


class TellingTerm(Struct, frozen=True):
    """A word that tells much about an article.

    weight:   its frequency in the article, weighted by field and saturated as in BM25F
    articles: articles of the index that have it
    score:    weight · idf: how much it tells
    """

    word: str
    weight: float
    articles: int
    score: float


class SimilarArticles(Struct, frozen=True):
    """The articles that are most like another one, and the terms by which they were found."""

    hits: tuple[Hit, ...]
    terms: tuple[TellingTerm, ...]
    notices: tuple[str, ...] = ()


def similar(
    engine: Engine,
    article: Article,
    options: SearchOptions,
    filters: Sequence[Node],
    shown: Shown,
) -> SimilarArticles:
    """Return the articles that are most like an article, which need not be in the index.

    The article itself and the other versions of its story are left out. Of every other story, only the best
    version is returned, if the engine can fold that many articles.

    options: which hits, and what they contain; they are ordered by relevance
    filters: which the articles must match, too
    """
    own = {article.key, *(one.key for one, _ in engine.versions(article.key))}
    terms = telling_terms(engine, article)
    if not terms:
        return SimilarArticles((), ())
    words = tuple(Weighted(Word(term.word), term.weight) for term in terms)
    wanted = words[0] if len(words) == 1 else Or(words)
    end = None if options.limit is None else options.offset + options.limit
    limit = None if end is None else end + len(own)
    query: Node = And((wanted, *filters)) if filters else wanted
    how = Rerank(_WEIGHT, like=article.key)
    most = engine.most_folded
    folds, unfolded = True, []
    if limit is not None:
        query = _best_of(engine, query, how, min(limit * _COMPARED, most or limit * _COMPARED))
    elif most is not None and (count := engine.count(query)) > most:
        folds = False
        unfolded = [
            f"versions of a story are not folded: {count:,} articles match, and at most {most:,} can be"
        ]
    options = replace(options, limit=limit, sort="relevance", fold=folds)
    found = search(engine, ParsedRequest("", query), replace(options, offset=0), shown, rerank=how)
    others = [hit for hit in found.stream() if hit.article.key not in own]
    hits = [replace(hit, rank=rank) for rank, hit in enumerate(others[:end], 1)]
    return SimilarArticles(tuple(hits[options.offset :]), tuple(terms), (*unfolded, *found.notices))


def _best_of(engine: Engine, query: Node, how: Rerank, count: int) -> Node:
    """Return a query for only the best articles that a query matches."""
    options = SearchOptions(limit=count, highlight=False)
    best = search(engine, ParsedRequest("", query), options, Shown(), rerank=how)
    return And((query, Keys(frozenset(hit.article.key for hit in best.stream()), "")))


def telling_terms(engine: Engine, article: Article) -> list[TellingTerm]:
    """Return the words that tell most about an article against the index, most telling first.

    Stopwords and numbers are left out, and words that no other article has.
    """
    analyzer = analyzer_for(engine.language)
    frequencies: Counter[str] = Counter()
    words: dict[str, str] = {}
    for text, field in counted_texts(article):
        for token in analyzer.tokens(text):
            frequencies[token.term] += DEFAULT_RANKING.field_weights[field]
            words.setdefault(token.term, token.word)
    least = 1 if engine.get(article.key) is None else 2
    frequent = frequencies.most_common(_MOST_WORDS)
    telling = [pair for pair in frequent if is_telling(words[pair[0]], frozenset(), analyzer)]
    announce_counts(engine, [Word(words[term]) for term, _ in telling])
    terms = []
    for term, frequency in telling:
        articles = engine.count(Word(words[term]))
        if articles >= least:
            # The length counts as average: another one would change all weights alike, except for saturation.
            weight = round(DEFAULT_RANKING.contribution(frequency, DEFAULT_RANKING.k1, 1.0), 3)
            terms.append(TellingTerm(words[term], weight, articles, weight * idf(engine.articles, articles)))
    terms.sort(key=lambda term: (-term.score, term.word))
    return terms[:_TERMS]
