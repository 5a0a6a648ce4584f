"""newsgrep duplicates: the articles that the index does not store, as it has another with the same text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from newsgrep.cli.outcome import Outcome
from newsgrep.cli.query_flags import QUERY_THEMES, one_query_flags, request_of
from newsgrep.cli.short_flags import QueryCommand
from newsgrep.cli.standard_streams import notify
from newsgrep.cli.table_flags import TABLE_THEME, table_flags, take_table_output
from newsgrep.output.tables import Table


@click.command(
    "duplicates",
    cls=QueryCommand,
    themes={**QUERY_THEMES, **TABLE_THEME},
    epilog="""\b
Examples:
  newsgrep duplicates                       every copy, and what is stored
  newsgrep duplicates ganja missile         copies of the articles found
  newsgrep duplicates | tail -n +2 | cut -f2 | sort | uniq -c | sort -rn
                                            the articles with most copies
  newsgrep show KEY                         an article, and its own copies""",
)
@one_query_flags
@table_flags
def command(index: tuple[Path, ...], **typed: Any) -> Outcome:
    """List the articles that are not stored because another article has the same text.

    Texts of less than 200 bytes are the same only if their addresses are the same, too. Articles with nearly
    the same text are all stored: newsgrep story KEY lists those like one, and search --fold shows one of
    them.

    Each line has the key of the copy, and the key of the article that is stored in its place. With a query,
    only the copies of matching articles are listed.
    """
    from newsgrep.index import open_index
    from newsgrep.search.request import parse_filters, parse_request

    output = take_table_output(typed)
    request = request_of(index, **typed)
    is_restricted = bool(request.queries or parse_filters(request))
    rows: list[tuple[str, str]] = []
    notices: dict[str, None] = {}
    for folder in index or (None,):
        with open_index(folder) as opened:
            pairs = opened.all_duplicates()
            if is_restricted:
                found = opened.matching(parse_request(request))
                notices |= dict.fromkeys(found.notices)
                keys = {hit.key for hit in found.stream()}
                pairs = [pair for pair in pairs if pair[1] in keys]
            rows += pairs
    output.write(Table(("key", "stored_as"), [(key, kept or None) for key, kept in rows]))
    notify(*notices)
    if not rows:
        notify(f"no article {'that matches ' if is_restricted else ''}has a copy")
    return Outcome.FOUND if rows else Outcome.NOTHING
