"""newsgrep duplicates: the articles that are not stored, as the same article is stored before them."""

from __future__ import annotations

from typing import Any

import click

from newsgrep.cli.outcome import Outcome
from newsgrep.cli.query_flags import QUERY_THEMES, one_query_flags, request_of
from newsgrep.cli.short_flags import QueryCommand
from newsgrep.cli.tables import TABLE_THEME, notify, refuse_file, table_flags, take_indexes, take_output


@click.command(
    "duplicates",
    short_help="List the copies that are not stored.",
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
def command(**typed: Any) -> Outcome:
    """List the articles that are not stored because another one has the same text.

    A text below 200 bytes is the same where its address is the same, too.

    A line has the key of the copy, and the key of the article that is stored in its place. With a query, only
    the copies of the articles that match are listed.
    """
    from newsgrep.index import open_index
    from newsgrep.output.tables import Table
    from newsgrep.search.request import parse_filters, parse_request

    output, folders = take_output(typed), take_indexes(typed)
    refuse_file(typed, "newsgrep duplicates")
    request = request_of(folders, **typed)
    is_restricted = bool(request.queries or parse_filters(request))
    rows: list[tuple[str, str]] = []
    notices: dict[str, None] = {}
    for folder in folders or (None,):
        with open_index(folder) as index:
            pairs = index.all_duplicates()
            if is_restricted:
                found = index.matching(parse_request(request))
                notices |= dict.fromkeys(found.notices)
                keys = {hit.key for hit in found.stream()}
                pairs = [pair for pair in pairs if pair[1] in keys]
            rows += pairs
    output.write_unless(not rows, [Table(("key", "stored_as"), [(key, kept or None) for key, kept in rows])])
    notify([*notices])
    if not rows:
        notify([f"no article {'that matches ' if is_restricted else ''}has a copy"])
    return Outcome.FOUND if rows else Outcome.NOTHING
