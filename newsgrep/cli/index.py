"""newsgrep index: create an index, or bring it up to date."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource
from msgspec.structs import replace

from newsgrep.cli.inputs import DASH, input_from
from newsgrep.cli.outcome import Outcome
from newsgrep.cli.reading_options import read_options, reading_options
from newsgrep.cli.shared_options import PATH, index_option, take_options, wait_option
from newsgrep.cli.standard_streams import notify, wants_color, write_message
from newsgrep.errors import IndexUnusableError, UsageError
from newsgrep.output.quantities import count
from newsgrep.whole_files import check_place

if TYPE_CHECKING:
    from newsgrep.index import Index
    from newsgrep.indexing.options import Input
    from newsgrep.indexing.progress import Progress
    from newsgrep.indexing.read_options import ReadOptions
    from newsgrep.results import IndexReport

#: A dry run shows the first article of each file, if no more files than this are named and no folder.
_MAX_PREVIEWS = 5


@click.command(
    "index",
    epilog="""\b
Examples:
  newsgrep index corpus/                       all readable files in a folder
  newsgrep index                               update all that was indexed
  newsgrep index old.tar.xz dump.jsonl.gz      archives, compressed files
  newsgrep index --exclude 'drafts/*' corpus/  leave out a folder
  newsgrep index --exclude 'old.zip/drafts/*' old.zip
  newsgrep index --dry-run dump.json           its format and first article
  newsgrep index --map title=hed,date=pub.dt dump.json
  newsgrep index --filter 'pdf:pdftotext % -' reports/
  some-scraper | newsgrep index -              JSON, or another format
  find . -name '*.html' -print0 | newsgrep index --files-from - -0
  newsgrep index --errors bad.jsonl corpus/    list what could not be read,
  newsgrep index --retry bad.jsonl --encoding koi8-r    and try it again
  newsgrep index --dates dmy export.csv        02/01/2020 is 2 January
  newsgrep index --rebuild corpus/             rebuild the index
  newsgrep index --meaning ~/models/all-MiniLM-L6-v2    for search --meaning
  newsgrep index --language turkish haberler/  a new index of Turkish articles
  newsgrep index --language english,russian,german news/    three languages""",
)
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=PATH)
@reading_options
@click.option(
    "--files-from",
    type=PATH,
    metavar="FILE",
    help="Index the paths that a file lists, one per line; - is standard input.",
)
@click.option("-0", "--null", "null", is_flag=True, help="The paths of --files-from are separated by NUL.")
@click.option(
    "--errors",
    type=PATH,
    metavar="FILE",
    help="Write the list of unreadable files as JSON Lines; - is standard output.",
)
@click.option(
    "--retry",
    type=PATH,
    metavar="FILE",
    help="Read the files again that --errors FILE lists; with --encoding, only files whose encoding failed.",
)
@click.option("--forget", is_flag=True, help="Forget the options of earlier runs for PATH.")
@click.option(
    "--delete-excluded",
    is_flag=True,
    help="Remove the articles of indexed files that are left out now, for example by --exclude.",
)
@click.option("--checksum", is_flag=True, help="Compare the bytes of files, not only sizes and times.")
@click.option("--rebuild", is_flag=True, help="Discard the index, even a damaged one, and make a new one.")
@click.option(
    "--discard-piped",
    is_flag=True,
    help="With --rebuild: also discard articles that were piped in or added by a program.",
)
@click.option(
    "--language",
    default="",
    metavar="A,B",
    help="Languages for stemming, or none; set when the index is made, fixed afterwards (english).",
)
@click.option(
    "--meaning",
    default="",
    metavar="FOLDER",
    help="Make vectors of articles with the model in a folder, for search --meaning; none removes them. "
    "Later runs use the same model.",
)
@click.option(
    "--share", is_flag=True, help="Let other users read the index in a folder, as far as umask allows."
)
@click.option("--dry-run", is_flag=True, help="Print what a run would do, and write nothing.")
@index_option
@wait_option
@click.option(
    "--jobs",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="Worker processes; 0: one per core, if memory allows.",
)
@click.option(
    "--memory",
    type=click.IntRange(min=100),
    default=900,
    metavar="MB",
    help="Memory to use, about, in megabytes (900).",
)
@click.option(
    "--history",
    type=click.IntRange(min=0),
    default=10,
    metavar="N",
    help="Former texts to keep of an article whose text changes, for newsgrep diff (10); 0: none.",
)
@click.option(
    "-q",
    "--quiet",
    is_flag=True,
    help="Print no progress and no summary, only errors, and items that are newly unreadable.",
)
@click.pass_context
def command(
    context: click.Context,
    /,
    paths: tuple[Path, ...],
    index: Path | None,
    quiet: bool,
    errors: Path | None,
    **options: Any,
) -> Outcome:
    """Create an index of files and folders, or bring it up to date.

    A run skips unchanged files, reads changed files again, and removes the articles of deleted files, only
    below the given paths. Without a PATH, it does so for all paths that were indexed before (newsgrep sources
    lists them) and those that the project's newsgrep.toml names. Searches use the old index until the new
    one is complete.

    The index remembers the options from --include to --keep-duplicates for each path. An option that you give
    replaces the remembered one.

    PATH may be `-` for standard input; its articles stay until newsgrep sources --remove - removes them.
    Articles with the same text are stored once. A run follows symbolic links, also out of PATH, but not into
    /proc, /sys and similar folders.
    """
    from newsgrep.index import open_index
    from newsgrep.indexing.options import IndexOptions
    from newsgrep.indexing.read_options import REMEMBERED, ReadOptions
    from newsgrep.remarks import TEXT_NOT_READ

    archive = open_index(index)
    is_retry = options["retry"] is not None
    listed = take_options(options, "files_from", "null", "retry")
    source = input_from(paths, home=lambda: archive.home, encoding=options["encoding"], **listed)
    given = take_options(options, *REMEMBERED)
    if source.remembered:
        source = _with_project(context, index, source, given)
        reading, options["forget"] = ReadOptions(), False
    else:
        reading = read_options(given)
    if errors not in (None, DASH):
        check_place(errors, "name a file with --errors FILE")
    if options["dry_run"] and not quiet and errors != DASH:
        _preview(source.roots, reading, archive, forget=options["forget"])
    with archive:
        with shown_progress(quiet) as (progress, on_vectors):
            report = archive.update_from(
                source,
                IndexOptions(reading=reading, again=is_retry, on_vectors=on_vectors, **options),
                progress,
            )
        if errors is not None:
            from newsgrep.indexing.errors_file import write_complaints

            undated = (date.as_problem() for date in report.unread_dates)
            write_complaints(errors, [*report.unreadable, *undated], archive.home)
        _print_report(report, archive, quiet=quiet)
    is_whole = not report.unreadable and all(one.kind != TEXT_NOT_READ for one in report.remarks)
    return Outcome.FOUND if is_whole else Outcome.ERROR


def _with_project(context: click.Context, index: Path | None, source: Input, given: dict[str, Any]) -> Input:
    """Return the input of a run without a PATH: the sources that are remembered or in the project's file.

    Raises UsageError if options of reading are typed, and the project's file names no sources.
    """
    from newsgrep.cli.project_sources import project_sources

    sources = project_sources(context, index, given, read_options)
    typed = (*given, "forget")
    is_typed = any(context.get_parameter_source(one) is ParameterSource.COMMANDLINE for one in typed)
    if is_typed and not sources:
        raise UsageError(
            "options of reading need a PATH that they are for",
            "name files or folders: newsgrep index … PATH",
        )
    return replace(source, sources=sources)


def _preview(files: Sequence[Path], given: ReadOptions, archive: Index, *, forget: bool) -> None:
    """Print the format and the first article of each file, if only a few files are named and no folder."""
    if len(files) > _MAX_PREVIEWS or not all(file.is_file() for file in files):
        return
    from newsgrep.article import stored_path
    from newsgrep.indexing.preview import preview, reading_of
    from newsgrep.output.preview import write_preview

    for file in files:
        path, reading = stored_path(file, archive.home), given
        if not forget:
            with suppress(IndexUnusableError):  # there is none, or the run rebuilds it or says what is wrong
                reading = reading_of(archive.open(), path, given)
        found = preview(file, path, reading)
        write_preview(found, sys.stdout, archive.shown_path)


def _print_report(report: IndexReport, archive: Index, *, quiet: bool) -> None:
    from newsgrep.output.remarks import unread_text_lines
    from newsgrep.output.summary import summary_lines, tags_lines, unmatched_lines, unreadable_lines
    from newsgrep.search.shown_paths import with_shown_paths

    remarks = with_shown_paths(report.remarks, archive.shown_path)
    for line in unmatched_lines(report) + tags_lines(report) + unread_text_lines(remarks):
        write_message(line)
    if not quiet:
        for line in summary_lines(report, archive.shown_path):
            write_message(line)
        if report.total and not report.dry_run:
            write_message(f"{count(report.total, 'article')} in {archive.title}")
        return
    notify(*unreadable_lines(with_shown_paths(report.gone, archive.shown_path)))
    # cron may run this every day: an item that stays unreadable is reported once
    if new := len(report.unreadable) - report.known - len(report.gone):
        notify(f"{count(new, 'unreadable item')}; newsgrep status lists them")


@contextmanager
def shown_progress(quiet: bool) -> Iterator[tuple[Progress, Callable[[int, int], None]]]:
    """Show progress of reading, and of making vectors, if standard error is a terminal."""
    if quiet or not sys.stderr.isatty():
        yield (lambda *_: None), (lambda *_: None)
        return
    from newsgrep.output.progress import ProgressDisplay

    with ProgressDisplay(sys.stderr, color=wants_color("auto", sys.stderr)) as display:
        yield display, display.vectors
