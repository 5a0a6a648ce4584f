"""The fields of a hit that can be printed, by name: their values in JSON, and as text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from newsgrep.errors import UsageError

if TYPE_CHECKING:
    from newsgrep.results import Explanation, Hit, Passage, Span

#: What each field is, in one line for the help.
DESCRIPTIONS = {
    "query": "which of several queries the hit answers",
    "rank": "place in the order of the hits, from 1",
    "score": "how well it matches; comparable within one query only",
    "explanation": "how the score came about, term by term (an object in JSON)",
    "key": "name of the article, for newsgrep show",
    "path": "file it came from",
    "line": "line of the file with the first match",
    "title": "headline, or the lede where there is none",
    "title_from": "where the title came from: headline or lede",
    "title_matches": "matches in the title, as start and end offsets",
    "author": "byline: the authors with commas between them",
    "authors": "authors one by one (a list in JSON)",
    "author_matches": "matches in the byline, as start and end offsets",
    "date": "date in ISO 8601, as precise as it is known",
    "url": "address it was published at",
    "source": "who published it",
    "language": "language it is written in",
    "passage": "text around the matches, as one string",
    "passages": "text around the matches with the offsets of both (a list in JSON)",
    "body": "whole text",
}

#: What `--fields` and `--template` may name.
FIELDS: tuple[str, ...] = tuple(DESCRIPTIONS)

#: The fields that lines, tables and JSON print by default.
LINE_FIELDS = ("path", "date", "author", "title", "passage")
TABLE_FIELDS = ("rank", "score", "path", "line", "date", "author", "title", "passage")
HIT_FIELDS = (
    *("rank", "score", "key", "path", "line"),
    *("title", "title_from", "title_matches", "authors", "author_matches"),
    *("date", "url", "source", "language", "passages"),
)

_VALUES: dict[str, Callable[[Hit], object]] = {
    "rank": lambda hit: hit.rank,
    "score": lambda hit: round(hit.score, 6),
    "explanation": lambda hit: _explanation(hit.explanation),
    "key": lambda hit: hit.key,
    "path": lambda hit: hit.path,
    "line": lambda hit: hit.line,
    "title": lambda hit: hit.article.title or None,
    "title_from": lambda hit: hit.article.title_from if hit.article.title else None,
    "title_matches": lambda hit: _offsets(hit.title_spans),
    "author": lambda hit: hit.article.byline or None,
    "authors": lambda hit: list(hit.article.authors),
    "author_matches": lambda hit: _offsets(hit.byline_spans),
    "date": lambda hit: hit.article.date or None,
    "url": lambda hit: hit.article.url or None,
    "source": lambda hit: hit.article.source or None,
    "language": lambda hit: hit.article.language or None,
    "passage": lambda hit: passages_as_text(hit.passages) or None,
    "passages": lambda hit: [_passage(passage) for passage in hit.passages],
    "body": lambda hit: hit.article.body,
}

#: Fields whose text is not that of their JSON value.
_TEXTS: dict[str, Callable[[Hit], str]] = {
    "score": lambda hit: f"{hit.score:.4f}",
    "explanation": lambda hit: _explanation_line(hit.explanation),
    "title_matches": lambda hit: _offsets_as_text(hit.title_spans),
    "authors": lambda hit: hit.article.byline,
    "author_matches": lambda hit: _offsets_as_text(hit.byline_spans),
    "passages": lambda hit: passages_as_text(hit.passages),
}


def field_value(name: str, hit: Hit, query: str = "") -> object:
    """Return a field as JSON holds it; None where it is not known."""
    return (query or None) if name == "query" else _VALUES[name](hit)


def field_text(name: str, hit: Hit, query: str = "") -> str:
    """Return a field as text, with its control characters; empty where it is not known."""
    if name in _TEXTS:
        return _TEXTS[name](hit)
    value = field_value(name, hit, query)
    return "" if value is None else str(value)


def with_query(names: Sequence[str], query: str) -> tuple[str, ...]:
    """Return field names, with the query as the first of them where there are several queries."""
    return ("query", *names) if query and "query" not in names else tuple(names)


def check_fields(names: Iterable[str]) -> None:
    """Raise UsageError, which suggests the nearest field, for a name that is no field's."""
    for name in names:
        if name not in DESCRIPTIONS:
            raise unknown_field(name)


def unknown_field(name: str) -> UsageError:
    """Return the error for a name that is no field's."""
    from difflib import get_close_matches

    near = get_close_matches(name.lower(), FIELDS, n=1)
    suggestion = f"did you mean {near[0]}? " if near else ""
    return UsageError(f"there is no field {name!r}", f"{suggestion}fields: {', '.join(FIELDS)}")


def passages_as_text(passages: Sequence[Passage]) -> str:
    """Return passages as one text, with an ellipsis wherever text of the body is left out."""
    if not passages:
        return ""
    before = "… " if passages[0].starts_inside else ""
    after = " …" if passages[-1].ends_inside else ""
    return before + " … ".join(passage.text for passage in passages) + after


def _explanation(explanation: Explanation | None) -> dict[str, object] | None:
    from newsgrep.output.explanations import explanation_as_object  # only --explain needs it

    return None if explanation is None else explanation_as_object(explanation)


def _explanation_line(explanation: Explanation | None) -> str:
    from newsgrep.output.explanations import explanation_as_line

    return "" if explanation is None else explanation_as_line(explanation)


def _passage(passage: Passage) -> dict[str, object]:
    return {"text": passage.text, "start": passage.start, "matches": _offsets(passage.spans)}


def _offsets(spans: Iterable[Span]) -> list[list[int]]:
    return [[start, end] for start, end in spans]


def _offsets_as_text(spans: Iterable[Span]) -> str:
    return " ".join(f"{start}-{end}" for start, end in spans)
