"""Plots of timelines, which matplotlib (extra `plots`) draws into a file."""

from __future__ import annotations

import datetime as dt
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from newsgrep.errors import UsageError
from newsgrep.explore.timeline import Timeline
from newsgrep.extras import library_needed
from newsgrep.whole_files import named_file

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SUFFIXES = (".svg", ".png", ".pdf")

#: Labels of periods below the axis, at most.
_MOST_LABELS = 14
_WIDTH, _HEIGHT, _DPI = 9.0, 4.5, 150
_TITLE_WIDTH, _SOURCE_WIDTH = 70, 120

#: Colours by Okabe and Ito (2008), which differ for people with any colour vision, and in print.
_COLORS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")


def plot_timeline(timeline: Timeline, file: Path, *, share: bool, index: str) -> None:
    """Draw a timeline into a file: bars for one query, lines for several.

    share: whether to draw the matches per 1,000 articles of the index
    index: the folder of the index, for the line below the plot

    Raises UsageError for another suffix than .svg, .png and .pdf, and without matplotlib; OSError if the file
    cannot be written.
    """
    check_plot(file)
    from matplotlib.figure import Figure

    figure = Figure(figsize=(_WIDTH, _HEIGHT), dpi=_DPI, layout="constrained")
    axes = figure.subplots()
    _draw(axes, timeline, share=share)
    axes.set_title("\n".join(textwrap.wrap(", ".join(map(_plain, timeline.names)), _TITLE_WIDTH)), loc="left")
    axes.set_ylabel("articles per 1,000 of the index" if share else "articles")
    axes.set_xlabel(timeline.by)
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="y", alpha=0.3)
    figure.supxlabel(_plain(_source(timeline, index)), fontsize=7, color="#555555", x=0.01, ha="left")
    kind = file.suffix.lower().removeprefix(".")
    with named_file(file) as out:
        figure.savefig(out.buffer, format=kind, metadata={"Date": None} if kind == "svg" else None)


def check_plot(file: Path) -> None:
    """Raise UsageError if a plot cannot be drawn into this file: wrong suffix, or no matplotlib."""
    if file.suffix.lower() not in SUFFIXES:
        raise UsageError(
            f"a plot cannot be written as {file.name}", f"give it a name that ends in {' or '.join(SUFFIXES)}"
        )
    try:
        import matplotlib  # noqa: F401
    except ImportError as error:
        raise library_needed("--plot", "matplotlib", "plots") from error


def _draw(axes: Axes, timeline: Timeline, *, share: bool) -> None:
    places = range(len(timeline.rows))
    several = len(timeline.names) > 1
    for number, name in enumerate(timeline.names):
        values = [row.shares()[number] if share else row.counts[number] for row in timeline.rows]
        color = _COLORS[number % len(_COLORS)]
        if several:
            axes.plot(places, values, color=color, label=_plain(name), marker="o", markersize=3)
        else:
            axes.bar(places, values, color=color, width=0.85)
    step = -(-len(timeline.rows) // _MOST_LABELS)
    axes.set_xticks(
        list(places)[::step], [row.period for row in timeline.rows][::step], rotation=30, ha="right"
    )
    axes.set_ylim(bottom=0)
    if several:
        axes.legend(frameon=False)


def _source(timeline: Timeline, index: str) -> str:
    queries = "; ".join(timeline.names)
    return "\n".join(
        textwrap.wrap(
            f"newsgrep timeline: {queries} · index {index} · {sum(timeline.totals):,} articles · "
            f"{dt.date.today().isoformat()}",
            _SOURCE_WIDTH,
        )
    )


def _plain(text: str) -> str:
    """Return a text with dollars escaped, which would begin a formula."""
    return text.replace("$", r"\$")
