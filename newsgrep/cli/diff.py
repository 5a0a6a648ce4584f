"""newsgrep diff: how the text of an article changed since it was first indexed."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Any

import click

from newsgrep.cli.outcome import Outcome
from newsgrep.cli.standard_streams import notify
from newsgrep.cli.table_flags import TABLE_STYLES, table_flags, take_table_output
from newsgrep.output.tables import Table


@click.command(
    "diff",
    epilog="""\b
Examples:
  newsgrep diff corpus/010_ganja-missile-strike.txt
                                        what each change deleted and added
  newsgrep search changed:7d            articles that were changed in a week
  newsgrep diff 2026-11-02/mayor.html   the same page, saved each day
  newsgrep diff --json corpus/010_ganja-missile-strike.txt
                                        all texts, with their times
  newsgrep story --diff corpus/010_ganja-missile-strike.txt
                                        versions in files of their own""",
)
@click.argument("key", metavar="KEY")
@table_flags
def command(key: str, index: tuple[Path, ...], **typed: Any) -> Outcome:
    """Show how the text of an article changed since it was first indexed, and when newsgrep saw the change.

    When an article comes again with another text, from its file or piped in with its id or address, the index
    keeps the former text: the last ten, or as many as newsgrep index --history says. Articles of other files
    or records with the same address, such as a page that is fetched every day, are versions of it, too. They
    are all in the index, whatever --history says. Addresses are the same if they differ only in the scheme,
    www., a slash at the end, the fragment, or parameters utm_*.
    """
    from newsgrep.index_group import open_indexes
    from newsgrep.output.story_diff import print_diffs

    as_table = any(typed[name] for name in TABLE_STYLES)
    output = take_table_output(typed)
    with open_indexes(index) as opened:
        versions = opened.texts(key)
    texts = [(one.key, _time(one.since), one.article) for one in versions if one.article]
    if len(texts) == 1:
        lost = [
            f"its text was changed {_time(one.since)}, and the former text was not kept"
            for one in versions[1:]
        ]
        notify(*lost or ["the text of this article has not changed"])
        if not as_table:
            return Outcome.NOTHING
        texts = []
    if as_table:
        rows = [(key, seen, one.title or None, one.body) for key, seen, one in texts]
        output.write(Table(("key", "seen", "title", "text"), rows))
    else:
        headings = [f"{key}  seen {seen}" for key, seen, _ in texts]
        print_diffs([one for *_, one in texts], headings, sys.stdout, color=output.color)
    return Outcome.FOUND if texts else Outcome.NOTHING


def _time(seconds: int) -> str:
    return dt.datetime.fromtimestamp(seconds).isoformat(" ", "minutes")
