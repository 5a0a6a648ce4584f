"""A Near that is counted in the stored articles, as the server cannot.

To leave out spans that others are near to, which is how a chain is found there, a span must not overlap with
those of the other parts: so parts may have no word in common. And there is a limit of words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import permutations

from newsgrep.analysis.analyzer import Analyzer, Token
from newsgrep.article import LEDE, Article
from newsgrep.engine.bm25f import DEFAULT_RANKING
from newsgrep.engine.opensearch.documents import key_value
from newsgrep.engine.opensearch.spans import Part, Query, any_of
from newsgrep.query.nodes import Near

#: The first position of a span, and the one behind its last.
_Span = tuple[int, int]


def frequencies(
    near: Near, field: str, parts: Sequence[Part], articles: Iterable[Article], analyzer: Analyzer
) -> Query:
    """Return a query that matches those of some articles that a Near matches, with its frequency as score."""
    keys: defaultdict[int, list[str]] = defaultdict(list)
    for article in articles:
        frequency = 0
        for name, tokens in _texts(article, field, analyzer):
            spans = [{*_spans(part, tokens)} for part in parts]
            frequency += DEFAULT_RANKING.field_weights[name] * len(_ends_of_chains(spans, near))
        if frequency:
            keys[frequency].append(key_value(article.key))
    return any_of(
        [
            {"constant_score": {"filter": {"terms": {"key": some}}, "boost": frequency}}
            for frequency, some in keys.items()
        ]
    )


def _texts(article: Article, field: str, analyzer: Analyzer) -> Iterator[tuple[str, list[Token]]]:
    """Yield the texts that a field stands for, each with the field that it is weighted by."""
    is_untitled = article.title_from == LEDE
    if field in ("", "body"):
        yield "body", list(analyzer.tokens(article.body))
    if field == "lead" or (field == "title" and is_untitled):
        yield "body", list(analyzer.tokens(article.lede))
    if field in ("", "title", "lead") and not is_untitled:
        yield "title", list(analyzer.tokens(article.title))
    if field in ("", "author"):
        yield from (("author", list(analyzer.tokens(author))) for author in article.authors)


def _spans(part: Part, tokens: Sequence[Token]) -> Iterator[_Span]:
    for places in part:
        sets = [[(one.is_form, frozenset(one.words)) for one in place.kinds()] for place in places]
        for start in range(len(tokens) - len(sets) + 1):
            found = tokens[start : start + len(sets)]
            if all(
                any((token.word if is_form else token.term) in words for is_form, words in kinds)
                for token, kinds in zip(found, sets, strict=True)
            ):
                yield start, start + len(sets)


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
