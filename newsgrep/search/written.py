"""How articles write the words of an index, which has them without accents: Russian шойгу as шоигу."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from newsgrep.analysis.analyzer import analyzer_for
from newsgrep.engine.base import Engine
from newsgrep.query.nodes import Exact, Node, positive_terms
from newsgrep.search.highlight import Highlighter

#: Articles that are read to find how most of them write a word.
_SAMPLE = 10


def typed_words(query: Node, language: str) -> dict[str, str]:
    """Return the words of a query as typed, in small letters, by their form in an index; no ASCII words."""
    tokens = analyzer_for(language).tokens
    return {
        token.word: term.text[token.start : token.end].lower()
        for term in positive_terms(query)
        for token in tokens(term.text)
        if not token.word.isascii()
    }


def written_form(word: str, engine: Engine) -> str:
    """Return a word of an index as an article writes it, in small letters; an ASCII word stays as it is."""
    return word if word.isascii() else next(_writings(word, engine, 1), word)


def most_written(word: str, engine: Engine) -> str:
    """Return a word, or several in a row, as most of a few articles write it, in small letters."""
    found = Counter(_writings(word, engine, _SAMPLE)).most_common(1)
    return found[0][0] if found else word


def forms_in(texts: Iterable[tuple[str, str]], query: Node, language: str) -> Counter[str]:
    """Return how often texts have each form that a query matches, on one line.

    texts:    each with its field
    language: of the index
    """
    highlighter = Highlighter(query, analyzer_for(language))
    return Counter(
        " ".join(text[start:end].split())
        for text, field in texts
        for start, end in highlighter.spans(text, field)
    )


def _writings(word: str, engine: Engine, articles: int) -> Iterator[str]:
    """Yield how each of `articles` articles writes a word where it occurs first."""
    node = Exact(word)
    highlighter = Highlighter(node, analyzer_for(engine.language))
    for _, article in engine.search(node, sort="relevance", limit=articles, offset=0).articles:
        texts = ((article.title, "title"), (article.body, "body"))
        spans = ((text, *span) for text, field in texts for span in highlighter.spans(text, field)[:1])
        for text, start, end in spans:
            yield text[start:end].replace("İ", "i").lower()
            break
