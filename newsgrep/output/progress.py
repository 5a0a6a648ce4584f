"""The progress of an index run, on a terminal."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Self, TextIO

from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn
from rich.text import Text

from newsgrep.output.quantities import amount, count, size
from newsgrep.output.terminal import make_console

#: Columns of the bar: with the longest texts beside it, the line fits 80 columns.
_BAR_WIDTH = 18


class ProgressDisplay:
    """A progress bar with rates and the time left, shown while the `with` block runs.

    Call it with the articles and bytes so far, and the total of bytes. It shows nothing if the stream is not
    a terminal.

        with ProgressDisplay() as progress:
            progress(articles, done_bytes, total_bytes)
    """

    def __init__(self, file: TextIO | None = None, *, color: bool = True) -> None:
        stream = file or sys.stderr
        self._progress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=_BAR_WIDTH),
            _Rates(),
            console=make_console(stream, color=color),
            transient=True,
            disable=not stream.isatty(),  # with FORCE_COLOR, rich would take any stream for a terminal
        )
        self._task = self._progress.add_task("reading", total=None, articles=0)
        self._is_reading = True

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def __call__(self, articles: int, done_bytes: int, total_bytes: int) -> None:
        """Show how far the run is. After the last byte is read, the run still has to write the index."""
        step = "reading" if done_bytes < total_bytes else "writing"
        self._progress.update(
            self._task, description=step, completed=done_bytes, total=total_bytes, articles=articles
        )

    def vectors(self, done: int, total: int) -> None:
        """Show how many of the vectors of articles are made."""
        if self._is_reading:
            self._is_reading = False
            self._progress.reset(self._task, total=total, description="vectors")
        self._progress.update(self._task, completed=done, articles=None)


class _Rates(ProgressColumn):
    """The column with the number of articles, the rates and the time left."""

    def render(self, task: Task) -> Text:
        """Return the text of the column."""
        seconds = task.finished_time or task.elapsed or 0.0
        articles, total = task.fields["articles"], task.total or 0
        if articles is None:
            return Text(rates_of_vectors(int(task.completed), int(total), seconds))
        return Text(rates(articles, task.completed, total, seconds))


def rates(articles: int, done_bytes: float, total_bytes: float, seconds: float) -> str:
    """Return the number of articles, articles and bytes a second, and the time left.

    The time left is the time so far, times the bytes left, divided by the bytes done. It is written as
    minutes:seconds, or as hours:minutes from an hour on. Before the first article, the text is the number of
    bytes to read.

    >>> rates(5000, 10e6, 40e6, 25.0)
    '5,000 articles, 200/s, 400 kB/s, 1:15 left'
    """
    if not articles or not seconds:
        return f"{size(total_bytes)} to read" if total_bytes else ""
    text = f"{count(articles, 'article')}, {amount(articles / seconds)}/s, {size(done_bytes / seconds)}/s"
    return text + _time_left(done_bytes, total_bytes, seconds)


def rates_of_vectors(done: int, total: int, seconds: float) -> str:
    """Return how many vectors of articles are made, how many a second, and the time left.

    >>> rates_of_vectors(500, 2000, 25.0)
    '500 of 2,000 articles, 20/s, 1:15 left'
    """
    rate = f", {amount(done / seconds)}/s" if done and seconds else ""
    return f"{done:,} of {count(total, 'article')}{rate}{_time_left(done, total, seconds)}"


def _time_left(done: float, total: float, seconds: float) -> str:
    left = round(seconds * (total - done) / done) if done else 0
    if left <= 0:
        return ""
    unit, (more, less) = (" h", divmod(left // 60, 60)) if left >= 3600 else ("", divmod(left, 60))
    return f", {more}:{less:02}{unit} left"
