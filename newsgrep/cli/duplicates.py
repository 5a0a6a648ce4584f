"""newsgrep duplicates: the articles that are not stored, as the same article is stored before them."""

from __future__ import annotations

from typing import Any

import click

from newsgrep.cli.outcome import Outcome
from newsgrep.cli.tables import notify, table_flags, take_indexes, take_output


@click.command(
    "duplicates",
    short_help="List the copies that are not stored.",
    epilog="""\b
Examples:
  newsgrep duplicates                       every copy, and what is stored
  newsgrep duplicates | cut -f2 | sort | uniq -c | sort -rn | head
                                            the articles with most copies
  newsgrep show KEY                         an article, and its own copies""",
)
@table_flags
def command(**typed: Any) -> Outcome:
    """List the articles that are not stored because another one has the same text.

    A text below 200 bytes is the same where its address is the same, too.

    A line has the key of the copy, and the key of the article that is stored in its place.
    """
    from newsgrep.index import open_index
    from newsgrep.output.tables import Table

    output, folders = take_output(typed), take_indexes(typed)
    rows: list[tuple[str, str]] = []
    for folder in folders or (None,):
        with open_index(folder) as index:
            rows += index.all_duplicates()
    output.write_unless(not rows, [Table(("key", "stored_as"), rows)])
    if not rows:
        notify(["no article is a duplicate"])
    return Outcome.FOUND if rows else Outcome.NOTHING
