"""Counts a Near in the stored articles, if the server cannot.

The server finds a chain by excluding spans (see `ends_of_chains` in spans.py). That is right only if no spans
of two parts overlap, so parts with a word in common are counted here. So are those of too many words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import permutations

from newsgrep.analysis.analyzer import Analyzer, Token
from newsgrep.article import LEDE, Article
from newsgrep.engine.bm25f import DEFAULT_RANKING
from newsgrep.engine.opensearch.documents import key_value
from newsgrep.engine.opensearch.spans import Part, PositionTerms, ServerQuery, any_of
from newsgrep.query.nodes import Near

#: The first position of a span, and the position after its last one.
_Span = tuple[int, int]
#: The stems and the surface forms that may stand at a place.
_Words = tuple[frozenset[str], frozenset[str]]
#: The number of a part, and the words that may stand at each place of one of its terms.
_Term = tuple[int, list[_Words]]


def frequencies(
    near: Near, field: str, parts: Sequence[Part], articles: Iterable[Article], analyzer: Analyzer
) -> ServerQuery:
    """Return a query for those of the given articles that a Near matches; the score is its frequency."""
    keys: defaultdict[int, list[str]] = defaultdict(list)
    sought = _Sought(parts)
    for article in articles:
        frequency = 0
        for name, text in _texts(article, field):
            spans = sought.spans(analyzer.terms(text))
            if all(spans):
                frequency += DEFAULT_RANKING.field_weights[name] * len(_ends_of_chains(spans, near))
        if frequency:
            keys[frequency].append(key_value(article.key))
    return any_of(
        [
            {"constant_score": {"filter": {"terms": {"key": some}}, "boost": frequency}}
            for frequency, some in keys.items()
        ]
    )


def _texts(article: Article, field: str) -> Iterator[tuple[str, str]]:
    """Yield the texts that a field stands for, each with the name of the field whose weight it has."""
    is_untitled = article.title_from == LEDE
    if field in ("", "body"):
        yield "body", article.body
    if field == "lead" or (field == "title" and is_untitled):
        yield "body", article.lede
    if field in ("", "title", "lead") and not is_untitled:
        yield "title", article.title
    if field in ("", "author"):
        yield from (("author", author) for author in article.authors)


class _Sought:
    """The parts of a Near, by the stems and surface forms that each of their terms may begin with."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = len(parts)
        self._stems: defaultdict[str, list[_Term]] = defaultdict(list)
        self._forms: defaultdict[str, list[_Term]] = defaultdict(list)
        for number, part in enumerate(parts):
            for places in part:
                term = number, [_words_at(place) for place in places]
                for by_word, words in zip((self._stems, self._forms), term[1][0], strict=True):
                    for word in words:
                        by_word[word].append(term)

    def spans(self, tokens: Sequence[Token]) -> list[set[_Span]]:
        """Return the spans of each part in a text."""
        spans: list[set[_Span]] = [set() for _ in range(self._parts)]
        for start, token in enumerate(tokens):
            for number, words in (*self._stems.get(token.term, ()), *self._forms.get(token.word, ())):
                end = start + len(words)
                if end <= len(tokens) and all(map(_stands_at, tokens[start:end], words)):
                    spans[number].add((start, end))
        return spans


def _words_at(place: PositionTerms) -> _Words:
    stems = frozenset(word for one in place.kinds() if not one.is_form for word in one.words)
    forms = frozenset(word for one in place.kinds() if one.is_form for word in one.words)
    return stems, forms


def _stands_at(token: Token, words: _Words) -> bool:
    stems, forms = words
    return token.term in stems or token.word in forms


def _ends_of_chains(spans: Sequence[set[_Span]], near: Near) -> set[_Span]:
    ends: set[_Span] = set()
    for order in [spans] if near.ordered else permutations(spans):
        reached = order[0]
        for following in order[1:]:
            reached = {
                (start, end)
                for start, end in following
                if any(1 <= start - (before - 1) <= near.distance for _, before in reached)
            }
        ends |= reached
    return ends
