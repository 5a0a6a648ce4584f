"""The fields of a hit that can be printed, by name: their values in JSON, and as text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from newsgrep.results import Explanation, Hit, Span, joined_passages, unknown_field

#: What each field is, in one line for the help.
DESCRIPTIONS = {
    "query": "which of several queries the hit answers",
    "rank": "place in the order of the hits, from 1",
    "score": "how well it matches; comparable within one query only",
    "explanation": "how the score came about, term by term (an object in JSON)",
    "key": "name of the article, for newsgrep show",
    "path": "file it came from",
    "line": "line of the file with the first match; where its text is not verbatim, of the article",
    "page": "page of a PDF or a scanned issue with the first match",
    "title": "headline, or the lede if there is none",
    "title_from": "where the title came from: headline, lede, or the properties of a document",
    "title_matches": "matches in the title, as start and end offsets",
    "author": "byline: the authors, separated by commas",
    "authors": "authors one by one (a list in JSON)",
    "author_matches": "matches in the byline, as start and end offsets",
    "senders": "of a mail: who sent it, with their addresses (a list in JSON)",
    "recipients": "of a mail: to whom it went, with their addresses (a list in JSON)",
    "message_id": "of a mail: its Message-ID",
    "answers": "of a mail: the Message-IDs that it names, the one that it answers last (a list in JSON)",
    "attachments": "of a mail: the names of the files that are attached to it (a list in JSON)",
    "attached_to": "of a file that is attached to a mail: the key of the mail",
    "date": "date in ISO 8601, as precise as it is known",
    "date_from": "what gave the date: a field, a page, url, crawl, mail or properties of a file, or a guess",
    "date_text": "text in the place of a date that newsgrep does not understand",
    "url": "address it was published at",
    "source": "who published it",
    "section": "section of the paper, as the source names it",
    "language": "language it is written in",
    "format": "format it was read from, as newsgrep help formats names it",
    "tags": "names that newsgrep tag gave to it (a list in JSON)",
    "index": "if several indexes are searched, the one that has it: the name of the folder",
    "words": "number of words of the body, as words:>500 counts them",
    "passage": "text around the matches, as one string",
    "passages": "text around the matches with the offsets of both (a list in JSON)",
    "versions": "with --fold, the other versions of the story (a list in JSON)",
    "close": "whether the article lacks a word of the query",
    "missing": "words of the query that the article lacks (a list in JSON)",
    "by_meaning": "whether the article has none of the words, and was found by --meaning",
    "body": "whole text",
}

#: What `--fields` and `--template` may name.
FIELDS: tuple[str, ...] = tuple(DESCRIPTIONS)

#: The fields that lines and tables print by default.
LINE_FIELDS = ("path", "date", "author", "title", "passage")
TABLE_FIELDS = ("rank", "score", "path", "line", "date", "author", "title", "passage")

#: The fields that depend on where the query matches; the other fields need no search in the text.
MATCH_FIELDS = frozenset(["line", "page", "title_matches", "author_matches", "passage", "passages"])

#: Functions for the text of fields whose text is not simply their JSON value.
_TEXTS: dict[str, Callable[[Hit], str]] = {
    "score": lambda hit: f"{hit.score:.4f}",
    "explanation": lambda hit: _explanation_line(hit.explanation),
    "title_matches": lambda hit: _offsets_as_text(hit.title_spans),
    "authors": lambda hit: hit.article.byline,
    "author_matches": lambda hit: _offsets_as_text(hit.byline_spans),
    "senders": lambda hit: "; ".join(hit.article.senders),
    "recipients": lambda hit: "; ".join(hit.article.recipients),
    "answers": lambda hit: " ".join(hit.article.answers),
    "attachments": lambda hit: "; ".join(hit.article.attachments),
    "tags": lambda hit: ", ".join(hit.tags),
    "passages": lambda hit: joined_passages(hit.passages),
    "versions": lambda hit: str(len(hit.versions)),
    "close": lambda hit: "close" if hit.missing else "",
    "missing": lambda hit: ", ".join(hit.missing),
    "by_meaning": lambda hit: "by meaning" if hit.by_meaning else "",
}


def field_value(name: str, hit: Hit, query: str = "") -> object:
    """Return a field as JSON holds it; None where it is not known."""
    return (query or None) if name == "query" else hit.field(name)


def field_text(name: str, hit: Hit, query: str = "") -> str:
    """Return a field as text, with its control characters; empty where it is not known."""
    if name in _TEXTS:
        return _TEXTS[name](hit)
    value = field_value(name, hit, query)
    return "" if value is None else str(value)


def with_query(names: Sequence[str], query: str) -> tuple[str, ...]:
    """Return field names, with `query` as the first of them if the query has a name."""
    return ("query", *names) if query and "query" not in names else tuple(names)


def check_fields(names: Iterable[str]) -> None:
    """Raise UsageError, with the nearest field, for a name that no field has."""
    for name in names:
        if name not in DESCRIPTIONS:
            raise unknown_field(name, FIELDS)


def _explanation_line(explanation: Explanation | None) -> str:
    from newsgrep.output.explanations import explanation_as_line  # only --explain needs it

    return "" if explanation is None else explanation_as_line(explanation)


def _offsets_as_text(spans: Iterable[Span]) -> str:
    return " ".join(f"{start}-{end}" for start, end in spans)
