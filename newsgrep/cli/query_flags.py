"""The arguments and flags that all commands with a query share, and the request that they make."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsgrep.cli.shared_options import PATH, Decorator, combined
from newsgrep.cli.standard_streams import read_whole, standard_input
from newsgrep.errors import UsageError

if TYPE_CHECKING:
    from newsgrep.search.request import SearchRequest

#: The flags by their headings in the help; see ThemedCommand.
_NAMED = ("authors", "sources", "sections", "languages", "with_tags", "senders", "recipients")
FILTER_THEME = {"Filters (repeat a flag to allow several values)": (*_NAMED, "since", "until", "last")}
QUERY_THEMES = {
    "Queries": ("queries", "file", "literal", "any_word", "no_equivalents", "i", "w"),
    **FILTER_THEME,
}

_WORDS = click.argument("words", metavar="[QUERY]...", nargs=-1)


def _typed_queries(help: str) -> Decorator:
    return click.option("-e", "queries", multiple=True, metavar="QUERY", help=help)


_ANY_MATCHES = _typed_queries("A query; an article that matches one of several is found.")
_SIDE_BY_SIDE = _typed_queries("A query; several queries are counted side by side.")


def _query_file(*, is_taken: bool) -> Decorator:
    return click.option(
        "-f",
        "--file",
        "file",
        type=PATH,
        metavar="FILE",
        help="Answer the query on each line: QUERY or ID<tab>QUERY; # begins a comment; - is standard input.",
        hidden=not is_taken,
    )


_READING = (
    click.option(
        "-F",
        "--fixed-strings",
        "literal",
        is_flag=True,
        help="Read the query as words: no operators, no equivalents.",
    ),
    click.option("--any", "any_word", is_flag=True, help="Find articles with any of the words, not all."),
    click.option(
        "--no-equivalents",
        "no_equivalents",
        is_flag=True,
        help="Search only for the typed words, not for their equivalents in the settings.",
    ),
    click.option(
        "-i",
        "--ignore-case",
        "i",
        is_flag=True,
        expose_value=False,
        help="No effect: a search ignores case anyway, except in caps(Apple).",
    ),
    click.option(
        "-w",
        "--word-regexp",
        "w",
        is_flag=True,
        expose_value=False,
        help="No effect: a search finds whole words anyway.",
    ),
)

_FILTERS = (
    click.option("--author", "authors", multiple=True, metavar="NAME", help="Only by this author."),
    click.option(
        "--source", "sources", multiple=True, metavar="NAME", help="Only from this publisher: 'bbc*'."
    ),
    click.option(
        "--section",
        "sections",
        multiple=True,
        metavar="NAME",
        help="Only in this section: 'sport*'.",
    ),
    click.option(
        "--lang",
        "languages",
        multiple=True,
        metavar="CODE",
        help="Only in this language: de, or German.",
    ),
    click.option(
        "--tag", "with_tags", multiple=True, metavar="NAME", help="Only with this tag: 'chapter/*'."
    ),
    click.option("--sender", "senders", multiple=True, metavar="NAME", help="Only mails from this sender."),
    click.option(
        "--recipient", "recipients", multiple=True, metavar="NAME", help="Only mails to this recipient."
    ),
    click.option("--since", metavar="DATE", help="Only from this date on."),
    click.option("--until", metavar="DATE", help="Only up to this date, including it."),
    click.option(
        "--last", metavar="TIME", help="Only from the last days, weeks, months or years: 7d, 2w, 3m, 1y."
    ),
)


#: The arguments QUERY and the flags of queries and filters.
query_flags = combined(_WORDS, _ANY_MATCHES, _query_file(is_taken=True), *_READING, *_FILTERS)
#: The same for a command that answers one query: its help does not name -f, which it refuses.
one_query_flags = combined(_WORDS, _ANY_MATCHES, _query_file(is_taken=False), *_READING, *_FILTERS)
#: The same for a command that compares its queries with each other.
compared_query_flags = combined(_WORDS, _SIDE_BY_SIDE, _query_file(is_taken=True), *_READING, *_FILTERS)
#: The flags of filters alone.
filter_flags = combined(*_FILTERS)


def request_of(
    folders: tuple[Path, ...],
    *,
    words: tuple[str, ...],
    queries: tuple[str, ...],
    file: Path | None,
    any_word: bool,
    **typed: Any,
) -> SearchRequest:
    """Return a request with the queries and filters.

    folders: of the indexes, as --index names them
    words:   the arguments, which are one query together; a single `-` reads it from standard input
    queries: the values of -e

    Raises UsageError if there are queries of two kinds.
    """
    from newsgrep.search.request import SearchRequest

    if file is not None and (words or queries):
        given = " ".join([*words, *queries])
        raise UsageError(f"-f and a query are both given: {given}", "put the query into the file")
    if words and queries:
        given = " ".join(words)
        raise UsageError(f"-e and a query without it are both given: {given}", "put -e before each query")
    if words:
        queries = (read_whole(standard_input()).strip() if words == ("-",) else " ".join(words),)
    return SearchRequest(queries, any=any_word, folders=folders, **take_filters(typed), **typed)


def take_filters(typed: dict[str, Any]) -> dict[str, Any]:
    """Take the filters out of `typed`, and return them by the names of fields of SearchRequest."""
    names = {"author": "authors", "source": "sources", "section": "sections", "lang": "languages"}
    names |= {"tag": "with_tags", "sender": "senders", "recipient": "recipients"}
    names |= {name: name for name in ("since", "until", "last")}
    return {name: typed.pop(flag) for name, flag in names.items()}
