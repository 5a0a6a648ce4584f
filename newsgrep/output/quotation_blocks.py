"""Quotations: a table for programs; on a terminal, the quoted words above their sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TextIO

from newsgrep.explore.quotes import Quotation
from newsgrep.output.control_characters import printable_line
from newsgrep.output.tables import Cell

if TYPE_CHECKING:
    from rich.text import Text

    from newsgrep.search.highlight import Highlighter

_INDENT = 2

#: The columns of quotations for programs.
COLUMNS = ("key", "date", "quote", "context", "page", "speaker_in")


def quotation_row(quotation: Quotation) -> tuple[Cell, ...]:
    """Return the row of a quotation."""
    page = quotation.page or None
    speaker_in = quotation.speaker_in or None
    return quotation.key, quotation.date or None, quotation.quote, quotation.context or None, page, speaker_in


def print_quotations(
    quotations: Iterable[Quotation], out: TextIO, highlighters: Sequence[Highlighter], *, color: bool
) -> None:
    """Print each quotation and its sentence as it comes, below the date and the key of its article.

    highlighters: mark the matches of each query in the sentence
    """
    from rich.text import Text

    from newsgrep.output.terminal import make_console, wrapped_lines

    console = make_console(out, color=color)
    key = None
    for quotation in quotations:
        if quotation.key != key:
            heading = f"{quotation.date[:10]}  {printable_line(quotation.key)}".strip()
            console.print(Text(heading if key is None else f"\n{heading}", style="dim"), soft_wrap=True)
            key = quotation.key
        for line in _lines(quotation, highlighters):
            for part in wrapped_lines(line, console, indent=_INDENT):
                console.print(part, soft_wrap=True)


def _lines(quotation: Quotation, highlighters: Sequence[Highlighter]) -> Iterator[Text]:
    from rich.text import Text

    from newsgrep.output.terminal import MATCH

    page = f" (page {quotation.page})" if quotation.page else ""
    for text, style in ((f"“{quotation.quote}”{page}", ""), (quotation.context, "dim")):
        if text:
            shown = printable_line(text)
            line = Text(shown, style=style)
            for highlighter in highlighters:
                for start, end in highlighter.spans(shown, "body"):
                    line.stylize(MATCH, start, end)
            yield line
