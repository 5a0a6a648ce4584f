"""newsgrep saved: the searches that have a name."""

from __future__ import annotations

import shlex
from pathlib import Path

import click
from msgspec.structs import asdict

from newsgrep.cli.options import debug_option, indexes_option
from newsgrep.cli.outcome import Outcome
from newsgrep.cli.standard_streams import write_message
from newsgrep.cli.tables import object_flags, object_writer, print_list
from newsgrep.errors import UsageError


@click.command(
    "saved",
    short_help="List the saved searches, or remove one.",
    epilog="""\b
Examples:
  newsgrep saved                     names, queries and filters
  newsgrep saved --remove karabakh   take one out
  newsgrep saved | cut -f1 | fzf     choose one""",
)
@click.option("--remove", metavar="NAME", help="Take this one out of the file.")
@object_flags
@indexes_option
@debug_option
def command(remove: str | None, *, json: bool, jsonl: bool, index: tuple[Path, ...]) -> Outcome:
    """List the saved searches: a line each, with name, query and filters, and tabs between.

    They are in newsgrep-searches.toml beside the index, which may be edited by hand. On a terminal the list
    is a table.
    """
    from newsgrep.output.tables import Table
    from newsgrep.search.saved import SavedSearches, remove_search, saved_files

    writer = object_writer(json=json, jsonl=jsonl)
    files = saved_files(index)
    if remove is not None:
        if len(files) > 1:
            raise UsageError("--remove takes one index", "run it once for each")
        remove_search(files[0], remove.removeprefix("@"))
        write_message(f"removed from {files[0]}")
        return Outcome.FOUND
    searches = SavedSearches.read(files).searches
    rows: list[tuple[str, str, str]] = []
    for name, request in searches.items():
        values = {key: value for key, value in asdict(request).items() if value and key != "folders"}
        if writer is not None:
            writer.write({"name": name, **values})
            continue
        queries = values.pop("queries", ())
        query = queries[0] if len(queries) == 1 else " ".join(f"-e {shlex.quote(one)}" for one in queries)
        rows.append((name, query, " ".join(_flags(values))))
    if writer is not None:
        writer.close()
    elif rows:
        print_list(Table(("name", "query", "filters"), rows))
    if not searches:
        write_message("newsgrep: no search is saved yet: newsgrep save NAME QUERY")
    return Outcome.FOUND if searches else Outcome.NOTHING


def _flags(values: dict[str, object]) -> list[str]:
    """Return filters as the flags of a search."""
    flags: list[str] = []
    for key, value in values.items():
        if value is True:
            flags.append("-F" if key == "literal" else f"--{key}")
            continue
        for one in value if isinstance(value, tuple) else (value,):
            flags.append(f"--{key} {shlex.quote(str(one))}")
    return flags
