"""newsgrep diff: what was changed in the text of an article since it was first indexed."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Any

import click

from newsgrep.cli.outcome import Outcome
from newsgrep.cli.standard_streams import notify
from newsgrep.cli.tables import TABLE_STYLES, table_flags, take_output
from newsgrep.output.tables import Table


@click.command(
    "diff",
    epilog="""\b
Examples:
  newsgrep diff corpus/010_ganja-missile-strike.txt
                                        what each change took out and put in
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
    """Show what was changed in the text of an article since it was first indexed, and when that was seen.

    When an article comes again with another text, from its file or piped in with its id or address, the
    former text is kept: the last ten, or as many as newsgrep index --history says. An article of another file
    or record with the same address, such as a page that is fetched every day, is a version of it, too. Both
    are in the index, whatever --history says. What does not count in an address: its scheme, www., a slash at
    the end, the fragment, and parameters utm_*.
    """
    from newsgrep.index_group import open_indexes
    from newsgrep.output.story_diff import print_diffs

    as_table = any(typed[name] for name in TABLE_STYLES)
    output = take_output(typed)
    with open_indexes(index) as opened:
        versions = opened.texts(key)
    texts = [(one.key, _time(one.since), one.article) for one in versions if one.article]
    if len(texts) == 1:
        lost = [
            f"its text was changed {_time(one.since)}, and the former one not kept" for one in versions[1:]
        ]
        notify(*lost or ["this article has had no other text"])
        if not as_table:
            return Outcome.NOTHING
        texts = []
    if as_table:
        rows = [(key, seen, one.title or None, one.body) for key, seen, one in texts]
        output.write_unless(False, [Table(("key", "seen", "title", "text"), rows)])
    else:
        headings = [f"{key}  seen {seen}" for key, seen, _ in texts]
        print_diffs([one for *_, one in texts], headings, sys.stdout, color=output.color)
    return Outcome.FOUND if texts else Outcome.NOTHING


def _time(seconds: int) -> str:
    return dt.datetime.fromtimestamp(seconds).isoformat(" ", "minutes")
