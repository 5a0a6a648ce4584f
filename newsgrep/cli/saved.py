"""newsgrep saved: the saved searches."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import click
from msgspec.structs import asdict

from newsgrep.cli.outcome import Outcome
from newsgrep.cli.shared_options import indexes_option
from newsgrep.cli.standard_streams import notify, write_message
from newsgrep.cli.table_flags import ListOutput, object_flags
from newsgrep.errors import UsageError
from newsgrep.output.tables import Table


@click.command(
    "saved",
    epilog="""\b
Examples:
  newsgrep saved                     names, queries and filters
  newsgrep saved --remove karabakh   remove one
  newsgrep saved | cut -f1 | fzf     choose one""",
)
@click.option("--remove", metavar="NAME", help="Remove the saved search with this name.")
@object_flags
@indexes_option
def command(remove: str | None, *, json: bool, jsonl: bool, index: tuple[Path, ...]) -> Outcome:
    """List the saved searches: one per line, with name, query and filters, separated by tabs.

    They are in newsgrep-searches.toml beside the index, a file that you can edit. On a terminal the list is a
    table.
    """
    from newsgrep.search.saved import SavedSearches, remove_search, saved_files

    output = ListOutput(json=json, jsonl=jsonl)
    files = saved_files(index)
    if remove is not None:
        if len(files) > 1:
            raise UsageError("--remove takes one index", "run it once for each")
        remove_search(files[0], remove.removeprefix("@"))
        write_message(f"removed from {files[0]}")
        return Outcome.FOUND
    saved = SavedSearches.read(files)
    searches = saved.searches
    values = {
        name: {key: value for key, value in asdict(request).items() if value and key != "folders"}
        for name, request in searches.items()
    }
    output.table(
        Table(("name", "query", "filters"), [(name, *_as_typed(one)) for name, one in values.items()]),
        ({"name": name, **one} for name, one in values.items()),
    )
    notify(*saved.differences())
    if not searches:
        notify("no search is saved yet: newsgrep save NAME QUERY")
    return Outcome.FOUND if searches else Outcome.NOTHING


def _as_typed(values: dict[str, Any]) -> tuple[str, str]:
    """Return the query and the filters of a saved search, as one types them."""
    queries = values.get("queries", ())
    query = queries[0] if len(queries) == 1 else " ".join(f"-e {shlex.quote(one)}" for one in queries)
    flags: list[str] = []
    for key, value in values.items():
        if value is True:
            flags.append("-F" if key == "literal" else f"--{key}")
        elif key != "queries":
            flags += [
                f"--{key} {shlex.quote(str(one))}"
                for one in (value if isinstance(value, tuple) else (value,))
            ]
    return query, " ".join(flags)
