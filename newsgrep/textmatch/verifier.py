"""Checks in the stored text what an index does not know: capitals, accents, sentences and paragraphs.

>>> checked = with_checks(Cased("Apple"), Analyzer())
>>> checked
Verified(candidates=Exact(text='apple', field=''), exact=Cased(text='Apple', field=''))
>>> Verifier(checked.exact, Analyzer()).matches(Article("a", body="An apple a day."))
False

`with_checks` replaces each part of a query that needs a check by a `Verified`. An engine finds its candidates
as it does for any query, and asks a `Verifier` about the article of each.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product
from typing import assert_never

from msgspec.structs import replace

from newsgrep.analysis.analyzer import Analyzer
from newsgrep.article import LEDE, Article
from newsgrep.query.nodes import (
    And,
    AtLeast,
    Cased,
    Exact,
    Expanded,
    FilterNode,
    Fuzzy,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Regex,
    Sounds,
    TermNode,
    Verified,
    Weighted,
    Wildcard,
    Word,
    map_children,
    positive_terms,
)
from newsgrep.textmatch.finder import Finder, capital_forms, has_accents

#: The most ways to write the acronyms of a phrase in an index: each in capitals or, in a headline, small.
_MOST_FORMS = 16


def with_checks(node: Node, analyzer: Analyzer) -> Node:
    """Return a query in which a Verified replaces each part that an index alone cannot answer."""
    if isinstance(node, Verified):
        return node
    if not isinstance(node, TermNode | Near | AtLeast):
        return map_children(node, lambda child: with_checks(child, analyzer))
    candidates = _candidates(node, analyzer)
    return node if candidates == node else Verified(candidates, node)


def _candidates(node: Node, analyzer: Analyzer) -> Node:
    """Return a query that an index can answer, and that matches at least what this one matches."""
    match node:
        case Cased(text, field):
            forms = [capital_forms(word, analyzer) for word in _plain_words(text, analyzer)]
            texts = [" ".join(words) for words in islice(product(*forms), _MOST_FORMS)]
            exact = [Exact(text, field) for text in texts]
            return exact[0] if len(exact) == 1 else Or(tuple(exact))
        case Exact(text):
            is_plain = not has_accents(text, analyzer)
            return node if is_plain else replace(node, text=" ".join(_plain_words(text, analyzer)))
        case Near(parts, unit=unit) if unit != "word":
            return And(tuple(_candidates(part, analyzer) for part in parts))
        case Near() | AtLeast() | And() | Or() | Not() | Weighted() | Verified():
            return map_children(node, lambda part: _candidates(part, analyzer))
        case Word() | Phrase() | Prefix() | Wildcard() | Fuzzy() | Regex() | Sounds() | Expanded():
            return node
        case FilterNode():
            return node
        case _:
            assert_never(node)


def _plain_words(text: str, analyzer: Analyzer) -> list[str]:
    """Return the words of a text without accents, as the index has them.

    A word stays as it was typed if its plain form would be read as other words, as 1⁄2, the form of ½.
    """
    return [
        word if [token.word for token in analyzer.terms(word)] == [word] else text[start:end]
        for _, word, start, end in analyzer.tokens(text)
    ]


class Verifier:
    """Decides whether the stored text of an article matches the `exact` of a Verified."""

    def __init__(self, exact: Node, analyzer: Analyzer) -> None:
        self._finder = Finder(exact, analyzer)
        self._mentions = exact.count if isinstance(exact, AtLeast) else 1
        self._most = None if isinstance(exact, Near | AtLeast) else 1
        self._field = {term.field for term in positive_terms(exact)}.pop()

    def matches(self, article: Article) -> bool:
        """Return whether the stored text of an article matches."""
        mentions = 0
        for field, text in self._texts(article):
            found = self._finder.matches(text, field, self._most)
            mentions += len({(start, end) for start, end, _ in found})
            if mentions >= self._mentions:
                return True
        return False

    def _texts(self, article: Article) -> Iterator[tuple[str, str]]:
        """Yield the texts of an article with their fields, as indexed: a lede is not indexed as a title."""
        if article.title_from != LEDE:
            yield "title", article.title
        elif self._field == "title":
            yield "title", article.lede
        yield "body", article.body
        yield from (("author", author) for author in article.authors)
