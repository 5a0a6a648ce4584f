"""newsgrep watch: keep an index up to date, and print new hits."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsgrep.cli.outcome import Outcome
from newsgrep.cli.shared_options import PATH, color_option, index_option
from newsgrep.cli.standard_streams import write_message
from newsgrep.errors import IndexLockedError, IndexMissingError, NewsgrepError, UsageError
from newsgrep.output.quantities import count

if TYPE_CHECKING:
    from newsgrep.index import Index
    from newsgrep.output import Printer
    from newsgrep.results import IndexReport, Unreadable
    from newsgrep.search.request import ParsedRequest

#: Seconds that an update waits at most while another process writes to the index.
_WAIT = 3600.0


@click.command(
    "watch",
    epilog="""\b
Examples:
  newsgrep watch                      everything indexed before
  newsgrep watch inbox/ feeds/        these folders
  newsgrep watch --search @karabakh   print new hits of one saved search
  newsgrep watch --jsonl | jq .title  an object for each new hit
  newsgrep watch --poll 60 /mnt/nas   for a network drive""",
)
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=PATH)
@click.option(
    "--search",
    "searches",
    multiple=True,
    metavar="QUERY",
    help="Print new hits of this query or @NAME (all saved searches).",
)
@click.option("--jsonl", is_flag=True, help="Print one JSON object per line for each new hit.")
@click.option(
    "--poll",
    type=click.FloatRange(min=0.1),
    metavar="SECONDS",
    help="Look for changes every N seconds, for network drives, which send no notifications.",
)
@color_option
@index_option
def command(paths: tuple[Path, ...], **typed: Any) -> Outcome:
    """Bring the index up to date now, and whenever files are added, changed or deleted, until Ctrl-C.

    A line on standard error says what each run changed; further lines say what it could not read. After each
    run, watch prints the new hits of saved searches to standard output, also of searches that are saved
    meanwhile. Other searches can run at any time, and see each run as a whole or not at all. If a watched
    folder is moved away, its articles stay, and watch reads it again when it is back.
    """
    import signal

    from newsgrep.index import open_index
    from newsgrep.indexing.watching import changes

    missing = next((path for path in paths if not path.exists()), None)
    if missing is not None:
        raise UsageError(f"{missing} does not exist", "name files and folders that are there")
    ended_by: list[int] = []

    def end(number: int, _: object) -> None:
        ended_by.append(number)
        raise KeyboardInterrupt

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end)
    with open_index(typed["index"]) as index:
        watch = _Watch(index, paths, typed["searches"], jsonl=typed["jsonl"], color=typed["color"])
        watched = paths or [index.home / source.path for source in index.sources()]
        try:
            own = index.place if isinstance(index.place, Path) else None
            for _ in changes(watched, leave_out=own, poll=typed["poll"], is_ended=lambda: ended_by):
                watch.update()
        except KeyboardInterrupt:
            pass  # watching ends, whichever signal it was
    if ended_by:  # the exit code of a process that a signal ended
        raise SystemExit(128 + ended_by[0])
    return Outcome.INTERRUPTED


class _Watch:
    """Brings an index up to date again and again, and prints new hits."""

    def __init__(
        self, index: Index, paths: Sequence[Path], searches: Sequence[str], *, jsonl: bool, color: str
    ) -> None:
        self._index = index
        self._paths = paths
        self._searches = searches
        self._printer = _printer(jsonl=jsonl, color=color)
        self._gone: set[Path] = set()
        self._has_reported = False
        self._unreadable: set[Unreadable] = set()
        try:
            self._seen: Mapping[str, int] = index.run_times()
        except IndexMissingError:  # the articles of the first run are not new
            self._seen = {}
        self._queries()  # raises an error in a query at once

    def update(self) -> None:
        """Bring the index up to date, say what was changed, and print the new hits."""
        try:
            here = [path for path in self._paths if path.exists()]
            self._report_gone(set(self._paths) - {*here})
            if here or not self._paths:
                self._report(self._index.update(here or None, wait=_WAIT))
                self._print_new()
        except NewsgrepError as error:
            if not self._has_reported and not isinstance(error, IndexLockedError):
                raise  # for example, the index may not be written to
            write_message(f"{_clock()} {error.message}")

    def _report_gone(self, gone: set[Path]) -> None:
        for path in sorted(gone - self._gone):
            write_message(f"{_clock()} {path} is gone; its articles stay in the index")
        for path in sorted(self._gone - gone):
            write_message(f"{_clock()} {path} is back")
        self._gone = gone

    def _report(self, report: IndexReport) -> None:
        from newsgrep.output.summary import summary_lines, tags_lines, unreadable_lines
        from newsgrep.search.shown_paths import with_shown_paths

        new = [one for one in report.unreadable if one not in self._unreadable]
        self._unreadable = set(report.unreadable)
        is_changed = report.added or report.changed or report.removed or report.renamed
        if is_changed or new or not self._has_reported:
            self._has_reported = True
            write_message(f"{_clock()} {summary_lines(report)[0]}; {count(report.total, 'article')}")
            for line in tags_lines(report) + unreadable_lines(with_shown_paths(new, self._index.shown_path)):
                write_message(line)

    def _print_new(self) -> None:
        from newsgrep.search.options import SearchOptions

        now = self._index.run_times()
        if self._seen and now != self._seen:
            for query in self._queries():
                new = self._index.only_new(query, self._seen)
                for hit in self._index.search_parsed(new, SearchOptions(limit=None, sort="date")).stream():
                    self._printer.hit(hit, query.text)
            sys.stdout.flush()
        self._seen = now

    def _queries(self) -> list[ParsedRequest]:
        """Return the searches, by default all that are saved now."""
        from newsgrep.search.request import SearchRequest, parse_request
        from newsgrep.search.saved import SavedSearches, saved_files

        texts = self._searches
        if not texts:
            texts = [f"@{name}" for name in SavedSearches.read(saved_files(self._index.folders)).searches]
        return [parse_request(SearchRequest((text,), folders=self._index.folders)) for text in texts]


def _printer(*, jsonl: bool, color: str) -> Printer:
    from newsgrep.cli.output import OutputFlags, choose_output

    flags = OutputFlags(("jsonl",) if jsonl else (), color=color)
    return choose_output(flags, several=True).printer(sys.stdout)


def _clock() -> str:
    return time.strftime("%H:%M:%S")
