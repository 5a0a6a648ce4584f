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

#: The parameters of the flags of filters, which have the names of the fields of SearchRequest.
FILTERS = (
    *("author", "source", "section", "lang", "tag", "sender", "recipient"),
    *("since", "until", "last"),
)
#: The same for the flags that say how a query is read.
READING = ("literal", "any", "no_equivalents")

#: The flags by their headings in the help; see ThemedCommand.
FILTER_THEME = {"Filters (repeat a flag to allow several values)": FILTERS}
QUERY_THEMES = {"Queries": ("queries", "file", *READING, "i", "w"), **FILTER_THEME}

_WORDS = click.argument("words", metavar="[QUERY]...", nargs=-1)


def _typed_queries(help: str) -> Decorator:
    return click.option("-e", "queries", multiple=True, metavar="QUERY", help=help)


_ANY_MATCHES = _typed_queries("A query; an article that matches one of several is found.")
_SIDE_BY_SIDE = _typed_queries("A query; several queries are counted side by side.")


_QUERY_FILE = click.option(
    "-f",
    "--file",
    "file",
    type=PATH,
    metavar="FILE",
    help="Answer the query on each line: QUERY or ID<tab>QUERY; # begins a comment; - is standard input.",
)


def _refuse_file(context: click.Context, _: click.Parameter, file: Path | None) -> None:
    if file is not None:
        raise UsageError(
            f"{context.info_name} answers one query, and -f has several",
            "join them with -e: any may match",
        )


_NO_QUERY_FILE = click.option(
    "-f", "--file", type=PATH, expose_value=False, hidden=True, callback=_refuse_file
)


_READING_FLAGS = (
    click.option(
        "-F",
        "--fixed-strings",
        "literal",
        is_flag=True,
        help="Read the query as words: no operators, no equivalents.",
    ),
    click.option("--any", "any", is_flag=True, help="Find articles with any of the words, not all."),
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

_FILTER_FLAGS = (
    click.option("--author", multiple=True, metavar="NAME", help="Only by this author."),
    click.option("--source", multiple=True, metavar="NAME", help="Only from this publisher: 'bbc*'."),
    click.option(
        "--section",
        multiple=True,
        metavar="NAME",
        help="Only in this section: 'sport*'.",
    ),
    click.option(
        "--lang",
        multiple=True,
        metavar="CODE",
        help="Only in this language: de, or German.",
    ),
    click.option("--tag", multiple=True, metavar="NAME", help="Only with this tag: 'chapter/*'."),
    click.option("--sender", multiple=True, metavar="NAME", help="Only mails from this sender."),
    click.option("--recipient", multiple=True, metavar="NAME", help="Only mails to this recipient."),
    click.option("--since", metavar="DATE", help="Only from this date on."),
    click.option("--until", metavar="DATE", help="Only up to this date, including it."),
    click.option(
        "--last", metavar="TIME", help="Only from the last days, weeks, months or years: 7d, 2w, 3m, 1y."
    ),
)


_READING_AND_FILTERS = combined(*_READING_FLAGS, *_FILTER_FLAGS)

#: The arguments QUERY and the flags of queries and filters.
query_flags = combined(_WORDS, _ANY_MATCHES, _QUERY_FILE, _READING_AND_FILTERS)
#: The same for a command that answers one query: its help does not name -f, which it refuses.
one_query_flags = combined(_WORDS, _ANY_MATCHES, _NO_QUERY_FILE, _READING_AND_FILTERS)
#: The same for a command that compares its queries with each other.
compared_query_flags = combined(_WORDS, _SIDE_BY_SIDE, _QUERY_FILE, _READING_AND_FILTERS)
#: The flags of filters alone.
filter_flags = combined(*_FILTER_FLAGS)


def request_of(
    folders: tuple[Path, ...],
    *,
    words: tuple[str, ...],
    queries: tuple[str, ...],
    file: Path | None = None,
    **typed: Any,
) -> SearchRequest:
    """Return a request with the queries and filters.

    folders: of the indexes, as --index names them
    words:   the arguments, which are one query together; a single `-` reads it from standard input
    queries: the values of -e
    file:    the value of -f
    typed:   the values of the flags in READING and FILTERS

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
    return SearchRequest(queries, folders=folders, **typed)
