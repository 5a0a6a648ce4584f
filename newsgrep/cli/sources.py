"""newsgrep sources: the files and folders that an index was made from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsgrep.article import STDIN
from newsgrep.cli.outcome import Outcome
from newsgrep.cli.shared_options import (
    PATH,
    color_option,
    contradiction,
    index_option,
    wait_option,
)
from newsgrep.cli.standard_streams import write_message
from newsgrep.cli.table_flags import ListOutput, object_flags
from newsgrep.errors import UsageError
from newsgrep.output.quantities import count
from newsgrep.output.tables import Table

if TYPE_CHECKING:
    from newsgrep.index import Index
    from newsgrep.results import IndexReport


@click.command(
    "sources",
    epilog="""\b
Examples:
  newsgrep sources                    the files and folders, and their options
  newsgrep sources --remove old.zip   remove one, with its articles
  newsgrep sources --remove -         remove what was piped in
  newsgrep sources --move old/ new/   a folder was renamed
  newsgrep sources --move /mnt /data  all folders in /mnt were moved to /data
  newsgrep sources --jsonl | jq -r 'select(.missing).path'""",
)
@click.option(
    "--remove",
    type=PATH,
    metavar="PATH",
    help="Remove a file or folder from the index, with its articles; nothing on the disk is deleted.",
)
@click.option(
    "--move",
    type=(PATH, PATH),
    metavar="OLD NEW",
    help="Follow a file or folder, or the folder above several, that was moved or renamed: the index keeps "
    "their options, and the times when their articles came.",
)
@click.option("--dry-run", is_flag=True, help="With --remove and --move: print what they would do.")
@object_flags
@color_option
@index_option
@wait_option
def command(
    remove: Path | None,
    move: tuple[Path, Path] | None,
    dry_run: bool,
    json: bool,
    jsonl: bool,
    color: str,
    index: Path | None,
    wait: float,
) -> Outcome:
    """List the files and folders that were indexed, with the options that newsgrep index uses for each.

    In a pipe, each line has path, articles, files, options, and `missing` if the path does not exist,
    separated by tabs. On a terminal the list is a table.
    """
    from newsgrep.index import open_index

    if remove is not None and move is not None:
        raise contradiction("--remove", "--move")
    if dry_run and remove is None and move is None:
        raise UsageError("--dry-run has no meaning without --remove or --move", "leave it out")
    output = ListOutput(json=json, jsonl=jsonl, color=color)
    with open_index(index) as archive:
        if remove is not None:
            return _report(archive, archive.remove_source(remove, wait=wait, dry_run=dry_run))
        if move is not None:
            from newsgrep.cli.index import shown_progress

            with shown_progress(quiet=False) as (progress, _):
                report = archive.move_source(*move, wait=wait, dry_run=dry_run, progress=progress)
            return _report(archive, report)
        found = [
            ("-" if one.path == STDIN else archive.shown_path(one.path), one) for one in archive.sources()
        ]
    output.table(
        Table(
            ("path", "articles", "files", "options", "state"),
            [(path, one.articles, one.files, one.options, "missing" * one.is_missing) for path, one in found],
            first=("path", "articles", "state"),
        ),
        (
            {
                **{"path": path, "articles": one.articles, "files": one.files},
                **{"options": one.options or None, "missing": one.is_missing},
            }
            for path, one in found
        ),
    )
    return Outcome.FOUND


def _report(archive: Index, report: IndexReport) -> Outcome:
    from newsgrep.output.summary import summary_lines, tags_lines

    for line in tags_lines(report) + summary_lines(report, archive.shown_path):
        write_message(line)
    if not report.dry_run:
        write_message(f"{count(report.total, 'article')} in {archive.title}")
    return Outcome.ERROR if report.unreadable else Outcome.FOUND
