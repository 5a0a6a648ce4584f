"""Words of an index as they are written: it has them without accents, Russian шойгу as шоигу."""

from __future__ import annotations

from newsgrep.analysis.analyzer import analyzer_for
from newsgrep.engine.base import Engine
from newsgrep.query.nodes import Exact, Node, positive_terms
from newsgrep.search.highlight import Highlighter


def typed_words(query: Node, language: str) -> dict[str, str]:
    """Return the words of a query as they are typed, in small letters, by how an index has them."""
    tokens = analyzer_for(language).tokens
    return {
        token.word: term.text[token.start : token.end].lower()
        for term in positive_terms(query)
        for token in tokens(term.text)
        if not token.word.isascii()
    }


def as_written(word: str, engine: Engine) -> str:
    """Return a word of an index as an article has it, in small letters; one of ASCII letters as it is."""
    if word.isascii():
        return word
    node = Exact(word)
    highlighter = Highlighter(node, analyzer_for(engine.language))
    for _, article in engine.search(node, sort="relevance", limit=1, offset=0).articles:
        for text, field in ((article.title, "title"), (article.body, "body")):
            for start, end in highlighter.spans(text, field):
                return text[start:end].lower()
    return word
