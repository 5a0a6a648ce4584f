"""The words of a compound or a phrase, and the other surface forms that match for each."""

from __future__ import annotations

from newsgrep.analysis.analyzer import Analyzer, Token
from newsgrep.query.nodes import Phrase, Word


def words_of(node: Word | Phrase, analyzer: Analyzer) -> list[Word]:
    """Return the words of a compound, such as Nagorno-Karabakh, or of a phrase, each by itself."""
    return [
        Word(token.word, node.field, forms=(forms,) if forms else ())
        for token, forms in tokens_with_forms(node, analyzer)
    ]


def tokens_with_forms(node: Word | Phrase, analyzer: Analyzer) -> list[tuple[Token, tuple[str, ...]]]:
    """Return the tokens of a word or a phrase, each with the other surface forms that match there."""
    tokens = analyzer.terms(node.text)
    return [*zip(tokens, node.forms or ((),) * len(tokens), strict=True)]
