"""newsgrep delete: delete articles from the index for good."""

from __future__ import annotations

import datetime as dt
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsgrep.cli.named_articles import named_keys, with_standard_input
from newsgrep.cli.outcome import Outcome
from newsgrep.cli.query_flags import QUERY_THEMES, one_query_flags, request_of
from newsgrep.cli.shared_options import index_option, wait_option
from newsgrep.cli.short_flags import QueryCommand
from newsgrep.cli.standard_streams import notify
from newsgrep.cli.table_flags import ListOutput, object_flags, report_nothing
from newsgrep.errors import UsageError
from newsgrep.output.quantities import count
from newsgrep.output.tables import Table

if TYPE_CHECKING:
    from newsgrep.index import Index


@click.command(
    "delete",
    cls=QueryCommand,
    themes=QUERY_THEMES,
    epilog="""\b
Examples:
  newsgrep delete corpus/01.txt                 one article, by its key
  newsgrep delete --dry-run source:spam         what a query would delete
  newsgrep delete --yes source:spam --until 2019
  newsgrep search --fields key -0 spam | newsgrep delete -
  newsgrep delete --list                        what was deleted, and when
  newsgrep delete --list --jsonl | jq -r .key
  newsgrep delete --list --jsonl | jq -r .key | newsgrep delete --undo -
  newsgrep delete --undo corpus/01.txt          index it again""",
)
@one_query_flags
@click.option("--dry-run", is_flag=True, help="Print the keys of what would be deleted, and delete nothing.")
@click.option("-y", "--yes", is_flag=True, help="Delete what a query finds without asking.")
@click.option("--undo", is_flag=True, help="Index the deleted articles with these keys again.")
@click.option("--list", "listed", is_flag=True, help="List the keys of deleted articles, with the dates.")
@object_flags
@index_option
@wait_option
def command(
    *,
    index: Path | None,
    wait: float,
    dry_run: bool,
    yes: bool,
    undo: bool,
    listed: bool,
    json: bool,
    jsonl: bool,
    **typed: Any,
) -> Outcome:
    """Delete articles from the index, by their keys or by a query, so that no later run indexes them.

    Until --undo, no run indexes them again, and no other article with the same address or text; a run with
    --rebuild does not either. Files are not changed. If every word is the key of an article, delete deletes
    these articles. If no word is a key, the words are a query, and delete asks before it deletes what the
    query finds, unless --yes is given. `-` reads keys from standard input.
    """
    from newsgrep.index import open_index
    from newsgrep.search.request import parse_request

    output = ListOutput(json=json, jsonl=jsonl)
    if (undo or listed) and (dry_run or yes or (undo and listed)):
        raise UsageError(
            "--undo and --list cannot go with each other, --dry-run or --yes", "leave one of them out"
        )
    if output.objects is not None and not (listed or dry_run):
        raise UsageError("--json and --jsonl go with --list and --dry-run", "leave them out")
    with open_index(index) as archive:
        if listed:
            return _list(archive, [*typed["words"], *typed["queries"]], output)
        if undo:
            return _undo(archive, typed["words"], wait)
        if not any(typed.values()):
            raise UsageError(
                "no article is named", "name keys, or a query: newsgrep delete --dry-run source:spam"
            )
        keys = named_keys(archive, typed)
        if not keys:
            query = parse_request(request_of(() if index is None else (index,), **typed))
            found = archive.matching(query)
            notify(*found.notices)
            keys = [hit.key for hit in found.stream()]
            if not keys:
                return report_nothing(archive, query)
            if not dry_run and not yes:
                _confirm(len(keys), archive)
        if dry_run:
            output.lines("key", keys)
            notify(f"would delete {len(keys):,} of {count(len(archive), 'article')}")
            return Outcome.FOUND
        report = archive.delete(keys, wait=wait)
    deleted = count(report.removed, "article")
    key, one = (shlex.quote(keys[0]), "it") if len(keys) == 1 else ("KEY", "one")
    notify(f"deleted {deleted}; newsgrep delete --undo {key} takes {one} in again")
    return Outcome.FOUND


def _confirm(number: int, index: Index) -> None:
    """Ask the user whether to delete. Raises UsageError without a terminal, and if the answer is not yes."""
    question = f"delete {number:,} of {count(len(index), 'article')}"
    if not (sys.stdin and sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError(
            f"there is no terminal to ask whether to {question}",
            "--dry-run lists them, and --yes deletes them",
        )
    sys.stderr.write(f"{question}? [y/N] ")
    sys.stderr.flush()
    answer = ""
    try:
        answer = sys.stdin.readline()
    finally:
        if not answer.endswith("\n"):  # Ctrl-C and Ctrl-D leave the cursor in the line of the question
            sys.stderr.write("\n")
    if answer.strip().lower() not in ("y", "yes"):
        raise UsageError("nothing was deleted", "--dry-run lists what would be")


def _undo(index: Index, words: Sequence[str], wait: float) -> Outcome:
    keys = list(dict.fromkeys(with_standard_input(words)))
    if not keys:
        raise UsageError("--undo takes the keys of deleted articles", "newsgrep delete --list lists them")
    report = index.undelete(keys, wait=wait)
    notify(f"{count(report.added, 'article')} indexed again")
    if report.added < len(keys):
        notify("the others come back when their files are indexed, or are piped in again")
    return Outcome.FOUND


def _list(index: Index, words: Sequence[str], output: ListOutput) -> Outcome:
    if words:
        raise UsageError("--list takes no words: it lists all keys", "newsgrep delete --list | grep WORD")
    deleted = index.deleted()
    rows = [(key, str(dt.datetime.fromtimestamp(time).date())) for key, time in deleted]
    times = ((key, dt.datetime.fromtimestamp(time, dt.UTC).isoformat()) for key, time in deleted)
    output.table(Table(("key", "deleted"), rows), ({"key": key, "deleted": time} for key, time in times))
    if not deleted:
        notify("no article was deleted")
    return Outcome.FOUND if deleted else Outcome.NOTHING
