"""The sources of an index: a table on a terminal, lines in a pipe, or objects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, TextIO

from newsgrep.article import STDIN
from newsgrep.output.control_characters import printable_line, without_surrogates
from newsgrep.output.json_objects import ObjectWriter
from newsgrep.output.quantities import count
from newsgrep.output.text_streams import accept_any_text
from newsgrep.results import IndexedSource

if TYPE_CHECKING:
    from rich.console import JustifyMethod

#: Makes a stored path one that opens from the current folder.
ShownPath = Callable[[str], str]


def write_sources(sources: Iterable[IndexedSource], shown: ShownPath, out: TextIO) -> None:
    """Write a line a source: path, articles, files, options, and `missing` if it is not there, with tabs."""
    accept_any_text(out)
    for one in sources:
        fields = (_name(one, shown), one.articles, one.files, one.options, "missing" * one.is_missing)
        out.write("\t".join(printable_line(str(field)) for field in fields) + "\n")
    out.flush()


def write_sources_json(sources: Iterable[IndexedSource], shown: ShownPath, writer: ObjectWriter) -> None:
    """Write an object for each source."""
    for one in sources:
        content = {
            "path": _name(one, shown),
            "articles": one.articles,
            "files": one.files,
            "options": one.options or None,
            "missing": one.is_missing,
        }
        writer.write(content)
    writer.close()


def print_sources(sources: Sequence[IndexedSource], shown: ShownPath, out: TextIO, *, color: bool) -> None:
    """Print a table for a person."""
    from rich.table import Table
    from rich.text import Text

    from newsgrep.output.terminal import make_console

    table = Table(box=None, pad_edge=False, show_header=False)
    justify: JustifyMethod
    for justify in ("left", "right", "right", "left"):
        table.add_column(justify=justify, overflow="fold")
    for one in sources:
        state = Text("missing ", "bold red") if one.is_missing else Text("")
        table.add_row(
            Text(without_surrogates(printable_line(_name(one, shown))), "cyan"),
            count(one.articles, "article"),
            count(one.files, "file"),
            state.append(without_surrogates(printable_line(one.options))),
        )
    make_console(out, color=color).print(table)


def _name(source: IndexedSource, shown: ShownPath) -> str:
    return "-" if source.path == STDIN else shown(source.path)
