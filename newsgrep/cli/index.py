"""newsgrep index: make an index, or bring it up to date."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsgrep.cli.inputs import input_from
from newsgrep.cli.options import debug_option, index_option, wait_option
from newsgrep.cli.outcome import Outcome
from newsgrep.cli.reading import reading_from, reading_options
from newsgrep.cli.streams import say, wants_color
from newsgrep.config import index_folder

if TYPE_CHECKING:
    from newsgrep.indexing.pipeline import Progress
    from newsgrep.indexing.read_options import ReadOptions
    from newsgrep.results import IndexReport

#: Files that are named to look at; more, or a folder, are only counted.
_MOST_SHOWN = 5


@click.command(
    "index",
    epilog="""\b
Examples:
  newsgrep index corpus/                        all that can be read below a folder
  newsgrep index old.tar.xz dump.jsonl.gz       archives and compressed files, as they are
  newsgrep index --exclude 'drafts/*' corpus/   but not this; of an archive: 'old.zip/drafts/*'
  newsgrep index --dry-run dump.json            the format, the mapping found, the first article
  newsgrep index --map title=hed,date=pub.dt dump.json
  newsgrep index --filter 'pdf:pdftotext % -' reports/
  some-scraper | newsgrep index -               JSON Lines, or what --format says
  find . -name '*.html' -print0 | newsgrep index --files-from - -0
  newsgrep index --errors bad.jsonl corpus/     what could not be read; try it again with:
  newsgrep index --retry bad.jsonl --encoding koi8-r
  newsgrep index --rebuild corpus/              from nothing, whatever the index holds
  newsgrep index --language turkish haberler/   a new index, of articles in Turkish""",
)
@click.argument("paths", metavar="PATH...", nargs=-1, type=click.Path(path_type=Path))
@reading_options
@click.option("--keep-duplicates", is_flag=True, help="Store articles that are the same as another too.")
@click.option(
    "--files-from", type=click.Path(path_type=Path), metavar="FILE", help="Read the paths in a file, or in -."
)
@click.option("-0", "--null", "null", is_flag=True, help="With NUL between the paths of --files-from.")
@click.option(
    "--errors",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write what cannot be read as JSON Lines.",
)
@click.option(
    "--retry",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Read the files again that --errors wrote.",
)
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
    "--jobs",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="Processes that work; 0: one a core, if memory allows.",
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

    PATH may be `-`: articles are piped in, and stay until the index is rebuilt. An article that is the same
    as another, by its address or its text, is stored once.
    """
    from newsgrep.index import open_index
    from newsgrep.indexing.errors_file import check_place, write_complaints
    from newsgrep.indexing.service import IndexOptions

    folder = index_folder(index)
    errors = options.pop("errors")
    again = options["retry"] is not None
    wanted = input_from(paths, folder=folder, **_part(options, "files_from", "null", "retry"))
    reading = reading_from(
        **_part(options, "include", "exclude", "format_name", "maps", "encoding", "filters")
    )
    if errors is not None:
        check_place(errors)
    if options["dry_run"] and not quiet:
        _show_files(wanted.roots, reading, folder)
    with _progress(quiet) as progress, open_index(folder) as archive:
        report = archive.update_from(wanted, IndexOptions(reading=reading, again=again, **options), progress)
    if errors is not None:
        write_complaints(errors, report.unreadable)
    _tell(report, folder, quiet=quiet)
    return Outcome.ERROR if report.unreadable else Outcome.FOUND


def _part(options: dict[str, Any], *names: str) -> dict[str, Any]:
    """Take some options out of all."""
    return {name: options.pop(name) for name in names}


def _show_files(files: Sequence[Path], reading: ReadOptions, folder: Path) -> None:
    """Show what is in some files, where only a few are named and no folder."""
    if len(files) > _MOST_SHOWN or not all(file.is_file() for file in files):
        return
    from newsgrep.indexing.preview import preview
    from newsgrep.output.preview import write_preview
    from newsgrep.sources.walk import stored_path

    for file in files:
        write_preview(preview(file, stored_path(file, folder.parent), reading), sys.stdout)


def _tell(report: IndexReport, folder: Path, *, quiet: bool) -> None:
    from newsgrep.output.summary import summary_lines, unmet_lines

    for line in unmet_lines(report):
        say(line)
    if not quiet:
        for line in summary_lines(report):
            say(line)
        if report.total and not report.dry_run:
            from newsgrep.output.quantities import count

            say(f"{count(report.total, 'article')} in {folder}")
    elif report.unreadable:
        say(f"newsgrep: {len(report.unreadable)} unreadable; newsgrep status lists them")


def _progress(quiet: bool) -> AbstractContextManager[Progress]:
    """Return what shows the progress: nothing, unless somebody looks at a terminal."""
    if quiet or not sys.stderr.isatty():
        return nullcontext(lambda *_: None)
    from newsgrep.output.progress import ProgressDisplay

    return ProgressDisplay(sys.stderr, color=wants_color("auto", sys.stderr))
