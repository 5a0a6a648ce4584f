"""newsgrep diff: what was changed in the text of an article since it was first indexed."""

from __future__ import annotations

import datetime as dt
import sys
from typing import Any

import click

from newsgrep.cli.outcome import Outcome
from newsgrep.cli.tables import notify, table_flags, take_indexes, take_output
from newsgrep.errors import UsageError


@click.command(
    "diff",
    short_help="Show what was changed in the text of an article.",
    epilog="""\b
Examples:
  newsgrep diff news/0412.txt           what each change took out and put in
  newsgrep search changed:7d            articles that were changed in a week
  newsgrep diff --json news/0412.txt    all texts, with their times
  newsgrep story --diff news/0412.txt   versions in files of their own""",
)
@click.argument("key", metavar="KEY")
@table_flags
def command(**typed: Any) -> Outcome:
    """Show what was changed in the text of an article since it was first indexed, and when that was seen.

    When an article comes again with another text, from its file or piped in with its id or address, the
    former text is kept: the last ten, or as many as newsgrep index --history says.
    """
    from newsgrep.index import open_index
    from newsgrep.output.story_diff import print_diffs
    from newsgrep.output.tables import Table

    as_table = any(typed[name] for name in ("json", "jsonl", "csv", "excel", "tsv"))
    output, folders = take_output(typed), take_indexes(typed)
    if len(folders) > 1:
        raise UsageError("newsgrep diff takes one index", "name it with one --index")
    with open_index(*folders) as index:
        article = index[typed["key"]]
        former = index.corrections(article.key)
        added = former[-1].replaced if former else 0
    texts = [(one.article, one.since) for one in former if one.article] + [(article, added)]
    if len(texts) == 1:
        lost = [f"its text was changed {_time(one.replaced)}, and the former one not kept" for one in former]
        notify(lost or ["this article has had no other text"])
        return Outcome.NOTHING
    if as_table:
        rows = [(typed["key"], _time(since), one.title, one.body) for one, since in texts]
        output.write_unless(False, [Table(("key", "seen", "title", "text"), rows)])
    else:
        headings = [f"{typed['key']}  seen {_time(since)}" for _, since in texts]
        print_diffs([one for one, _ in texts], headings, sys.stdout, color=output.color)
    return Outcome.FOUND


def _time(seconds: int) -> str:
    return dt.datetime.fromtimestamp(seconds).isoformat(" ", "minutes")
