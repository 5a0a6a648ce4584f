"""The flags that commands with tables share, and how these commands print an answer."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource
from msgspec import Struct

from newsgrep.cli.outcome import Outcome
from newsgrep.cli.query_flags import request_of
from newsgrep.cli.shared_options import (
    color_option,
    combined,
    contradiction,
    indexes_option,
)
from newsgrep.cli.standard_streams import notify, wants_color
from newsgrep.errors import UsageError
from newsgrep.output.control_characters import printable_line
from newsgrep.output.tables import Table, write_table

if TYPE_CHECKING:
    from newsgrep.output.json_objects import ObjectWriter
    from newsgrep.search.request import ParsedRequest
    from newsgrep.search.searcher import Searcher

#: The flags --json and --jsonl of a command whose answer is a list.
object_flags = combined(
    click.option("--json", "json", is_flag=True, help="Print one JSON array."),
    click.option("--jsonl", "jsonl", is_flag=True, help="Print one JSON object per line."),
)

#: The same for a command whose answer is one object.
single_object_flags = combined(
    click.option("--json", "json", is_flag=True, help="Print a JSON object."),
    click.option("--jsonl", "jsonl", is_flag=True, help="The same: the object is one line anyway."),
)

_FLAGS = (
    object_flags,
    click.option("--csv", "csv", is_flag=True, help="Print a table, comma-separated."),
    click.option(
        "--excel", "excel", is_flag=True, help="Print a table for a spreadsheet: CSV that runs no formula."
    ),
    click.option("--tsv", "tsv", is_flag=True, help="Print a table, tab-separated, as in a pipe."),
    color_option,
)

#: The styles of tables that a flag names.
TABLE_STYLES = ("json", "jsonl", "csv", "excel", "tsv")
TABLE_THEME = {"Form of the output": (*TABLE_STYLES, "color")}


class TableOutput(Struct, frozen=True):
    """How tables are printed: a style of write_table, and whether it is coloured.

    whole: the flag by which all columns are printed
    """

    style: str
    color: bool
    whole: str = "--csv"

    @property
    def is_for_eyes(self) -> bool:
        """Whether the user reads the output."""
        return self.style == "blocks"

    def write(self, *tables: Table) -> None:
        """Print tables to standard output; on a terminal, separated by blank lines, and no empty ones."""
        if self.is_for_eyes:
            tables = tuple(table for table in tables if table.rows)
        for number, table in enumerate(tables):
            if number and self.is_for_eyes:
                sys.stdout.write("\n")
            write_table(table, self.style, sys.stdout, color=self.color, whole=self.whole)
        sys.stdout.flush()


class ListOutput:
    """How a short list is printed: as objects, as a table on a terminal, else as lines without a header.

    objects: writes objects if --json or --jsonl is given, else None
    """

    def __init__(self, *, json: bool, jsonl: bool, color: str = "auto") -> None:
        """Take the flags. Raises UsageError for both --json and --jsonl.

        color: auto, always or never
        """
        self.objects = object_writer(json=json, jsonl=jsonl)
        self._color = color

    def table(self, table: Table, objects: Iterable[Mapping[str, object]] | None = None) -> None:
        """Print a table. With --json or --jsonl, print `objects`, or else the rows as objects."""
        if self.objects is not None:
            rows = (dict(zip(table.columns, row, strict=True)) for row in table.rows)
            self._write(rows if objects is None else objects)
            return
        colored = wants_color(self._color, sys.stdout)
        if sys.stdout.isatty() or colored:
            TableOutput("blocks", colored, "--json").write(table)
            return
        for row in table.rows:
            sys.stdout.write("\t".join(printable_line(str(cell)) for cell in row) + "\n")

    def lines(
        self, name: str, values: Iterable[str], objects: Iterable[Mapping[str, object]] | None = None
    ) -> None:
        """Print values, one per line. With --json or --jsonl, print `objects`, or each value as `name`."""
        if self.objects is not None:
            self._write(({name: value} for value in values) if objects is None else objects)
        else:
            sys.stdout.writelines(f"{value}\n" for value in values)

    def _write(self, objects: Iterable[Mapping[str, object]]) -> None:
        assert self.objects is not None
        for one in objects:
            self.objects.write(one)
        self.objects.close()


#: The flags of tables, and of the indexes that are searched.
table_flags = combined(*_FLAGS, indexes_option)


def take_table_output(typed: dict[str, Any], usual: str = "") -> TableOutput:
    """Take the flags of tables out of `typed`. Raises UsageError if they contradict one another.

    usual: the style if no flag names one; empty for blocks on a terminal and TSV in a pipe
    """
    styles = [name for name in TABLE_STYLES if typed.pop(name)]
    if len(styles) > 1:
        raise contradiction(f"--{styles[0]}", f"--{styles[1]}")
    color = wants_color(typed.pop("color"), sys.stdout)
    fitting = "blocks" if sys.stdout.isatty() or color else "tsv"
    return TableOutput(styles[0] if styles else usual or fitting, color)


def object_writer(*, json: bool, jsonl: bool) -> ObjectWriter | None:
    """Return a writer of objects to standard output for --json or --jsonl; None without these flags.

    Raises UsageError for both.
    """
    from newsgrep.output.json_objects import ObjectWriter  # a search in a pipe does not need it

    if json and jsonl:
        raise contradiction("--json", "--jsonl")
    return ObjectWriter(sys.stdout, is_array=json) if json or jsonl else None


def write_single(content: Mapping[str, object]) -> None:
    """Write an answer that is one object to standard output."""
    from newsgrep.output.json_objects import ObjectWriter

    writer = ObjectWriter(sys.stdout, is_array=False)
    writer.write(content)
    writer.close()


class TableQuestion(Struct, frozen=True):
    """A query, and how a command that prints tables answers it.

    query:   the query with its filters
    folders: of the indexes
    output:  how the tables are printed
    """

    query: ParsedRequest
    folders: tuple[Path, ...]
    output: TableOutput


def question(*, index: tuple[Path, ...], usual: str = "", every: bool = False, **typed: Any) -> TableQuestion:
    """Return the question that a command is asked, from its flags of queries and tables.

    usual: as in take_table_output
    every: whether no query and no filters stand for every article

    Raises UsageError for flags that contradict one another, and QuerySyntaxError.
    """
    from newsgrep.search.request import parse_request

    output = take_table_output(typed, usual)
    return TableQuestion(parse_request(request_of(index, **typed), every=every), index, output)


def refuse_typed(names: Sequence[str], problem: str, hint: str) -> None:
    """Raise UsageError if one of some flags was typed. If it comes from a setting, do nothing.

    names:   of the parameters of these flags
    problem: what is wrong; {flag} stands for the flag
    """
    context = click.get_current_context()
    flags = {option.name: option.opts[-1] for option in context.command.params}
    for name in names:
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            raise UsageError(problem.format(flag=flags[name]), hint)


def report_nothing(index: Searcher, *queries: ParsedRequest) -> Outcome:
    """Say that nothing was found, and why if there is one query; return NOTHING."""
    from newsgrep.cli.answer import print_diagnosis
    from newsgrep.search.options import SearchOptions

    notify("nothing found" if queries else "no query was answered")
    if len(queries) == 1:
        diagnosis = index.search_parsed(queries[0], SearchOptions(limit=1)).diagnosis
        if diagnosis is not None:
            print_diagnosis(diagnosis, index, queries[0])
    return Outcome.NOTHING
