"""The fields of a hit that can be printed, by name: their values in JSON, and as text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from newsgrep.errors import UsageError
from newsgrep.results import Explanation, Hit, Span, joined_passages

#: What each field is, in one line for the help.
DESCRIPTIONS = {
    "query": "which of several queries it answers",
    "rank": "place in the order of the hits, from 1",
    "score": "how well it matches; comparable within one query only",
    "explanation": "how the score came about, term by term (an object in JSON)",
    "key": "name of the article, for newsgrep show",
    "path": "file it came from",
    "line": "line of the file with the first match",
    "title": "headline, or the lede where there is none",
    "title_from": "where the title came from: headline or lede",
    "title_matches": "matches in the title, as first and last offset",
    "author": "byline: the authors with commas between them",
    "authors": "authors one by one (a list in JSON)",
    "author_matches": "matches in the byline, as first and last offset",
    "date": "date in ISO 8601, as precise as it is known",
    "url": "address it was published at",
    "source": "who published it",
    "language": "language it is written in",
    "passage": "text around the matches, as one string",
    "passages": "text around the matches with the places of both (a list in JSON)",
    "body": "whole text",
}

#: What `--fields` and `--template` may name.
FIELDS: tuple[str, ...] = tuple(DESCRIPTIONS)

#: Fields whose text is not that of their JSON value.
_TEXTS: dict[str, Callable[[Hit], str]] = {
    "score": lambda hit: f"{hit.score:.4f}",
    "explanation": lambda hit: _explanation_line(hit.explanation),
    "title_matches": lambda hit: _places(hit.title_spans),
    "authors": lambda hit: hit.article.byline,
    "author_matches": lambda hit: _places(hit.byline_spans),
    "passages": lambda hit: joined_passages(hit.passages),
}


def value_of(name: str, hit: Hit, query: str = "") -> object:
    """Return a field as JSON holds it: None for what is not known."""
    return (query or None) if name == "query" else hit.field(name)


def text_of(name: str, hit: Hit, query: str = "") -> str:
    """Return a field as text, control characters and all: empty for what is not known."""
    if name in _TEXTS:
        return _TEXTS[name](hit)
    value = value_of(name, hit, query)
    return "" if value is None else str(value)


def with_query(names: Sequence[str], query: str) -> tuple[str, ...]:
    """Return field names with the query as the first of them, where there are several queries."""
    return ("query", *names) if query and "query" not in names else tuple(names)


def check_fields(names: Iterable[str]) -> None:
    """Raise UsageError, with the nearest name there is, for a name that is not a field's."""
    for name in names:
        if name not in DESCRIPTIONS:
            raise unknown_field(name)


def unknown_field(name: str) -> UsageError:
    """Return the error for a name that is not a field's."""
    from difflib import get_close_matches

    near = get_close_matches(name.lower(), FIELDS, n=1)
    meant = f"did you mean {near[0]}? " if near else ""
    return UsageError(f"there is no field {name!r}", f"{meant}fields: {', '.join(FIELDS)}")


def _explanation_line(explanation: Explanation | None) -> str:
    from newsgrep.output.explanations import line_of  # rarely asked for

    return "" if explanation is None else line_of(explanation)


def _places(spans: Iterable[Span]) -> str:
    return " ".join(f"{start}-{end}" for start, end in spans)
