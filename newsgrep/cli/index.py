"""newsgrep index: make an index, or bring it up to date."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsgrep.cli.options import debug_option, index_option, wait_option
from newsgrep.cli.outcome import Outcome
from newsgrep.cli.streams import say, wants_color
from newsgrep.config import index_folder
from newsgrep.errors import UsageError

if TYPE_CHECKING:
    from newsgrep.indexing import Progress


@click.command(
    "index",
    epilog="""\b
Examples:
  newsgrep index corpus/                        all that can be read below a folder
  newsgrep index --exclude 'drafts/*' corpus/   but not this
  newsgrep index --dry-run corpus/              only tell what would be done
  newsgrep index --rebuild corpus/              from nothing, whatever the index holds
  newsgrep index --language turkish haberler/   a new index, of articles in Turkish""",
)
@click.argument("paths", metavar="PATH...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--include", multiple=True, metavar="GLOB", help="Read only files that match, of any suffix.")
@click.option("--exclude", multiple=True, metavar="GLOB", help="Leave out files and folders that match.")
@click.option("--rebuild", is_flag=True, help="Forget what the index holds, readable or not.")
@click.option(
    "--language",
    default="",
    metavar="NAME",
    help="What words are stemmed in, as german, or none; fixed when an index is made (english).",
)
@click.option("--dry-run", is_flag=True, help="Tell what would be done, and write nothing.")
@index_option
@wait_option
@click.option(
    "--jobs", type=click.IntRange(min=0), default=0, metavar="N", help="Worker processes; 0: one a core."
)
@click.option(
    "--memory",
    type=click.IntRange(min=100),
    default=900,
    metavar="MB",
    help="About how much memory to take (900).",
)
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary; errors are told still.")
@debug_option
def command(paths: tuple[Path, ...], index: Path | None, quiet: bool, **options: Any) -> Outcome:
    """Make an index of files and folders, or bring it up to date.

    Unchanged files are skipped, changed ones are read again, and the articles of files that are gone are
    taken out, below the given paths only. Searches see the old index until the new one is complete.
    """
    from newsgrep.indexing import IndexOptions, index_paths
    from newsgrep.printers.quantities import count
    from newsgrep.printers.summary import summary_lines

    if not paths:
        raise UsageError("no file or folder to index is named", "for example: newsgrep index corpus/")
    folder = index_folder(index)
    with _progress(quiet) as progress:
        report = index_paths(folder, paths, IndexOptions(**options), progress)
    if not quiet:
        for line in summary_lines(report):
            say(line)
        if report.total and not report.dry_run:
            say(f"{count(report.total, 'article')} in {folder}")
    elif report.unreadable:
        say(f"newsgrep: {len(report.unreadable)} unreadable; newsgrep status lists them")
    return Outcome.ERROR if report.unreadable else Outcome.FOUND


def _progress(quiet: bool) -> AbstractContextManager[Progress]:
    """Return what shows the progress: nothing, unless somebody looks at a terminal."""
    if quiet or not sys.stderr.isatty():
        return nullcontext(lambda *_: None)
    from newsgrep.printers.progress import ProgressDisplay

    return ProgressDisplay(sys.stderr, color=wants_color("auto", sys.stderr))
