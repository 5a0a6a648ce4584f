"""newsgrep save: give a search a name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from newsgrep.cli.options import index_option
from newsgrep.cli.outcome import Outcome
from newsgrep.cli.query_flags import QUERY_THEMES, one_query_flags, request_of
from newsgrep.cli.short_flags import QueryCommand
from newsgrep.cli.standard_streams import write_message
from newsgrep.cli.tables import refuse_file
from newsgrep.errors import UsageError


@click.command(
    "save",
    cls=QueryCommand,
    themes=QUERY_THEMES,
    epilog="""\b
Examples:
  newsgrep save karabakh 'ganja OR barda' --since 2020-09
  newsgrep search '@karabakh -drone'             use it in a query
  newsgrep save strikes '@karabakh missile*'     use it in a saved query
  newsgrep save --replace karabakh 'ganja OR shusha'""",
)
@click.argument("name", metavar="NAME")
@one_query_flags
@click.option("--replace", is_flag=True, help="Replace the saved search with this name.")
@index_option
def command(name: str, *, index: Path | None, replace: bool, **typed: Any) -> Outcome:
    """Save a query with its filters under a name; @NAME stands for it in any query.

    Saved searches are in newsgrep-searches.toml beside the index, a file that you can edit and keep in git.
    """
    from newsgrep.search.request import parse_request
    from newsgrep.search.saved import save_search, saved_files

    refuse_file(typed, "save")
    folders = () if index is None else (index,)
    request = request_of(folders, **typed)
    if request.no_equivalents:
        raise UsageError("--no-equivalents is not kept with a search", "give it where you search for @NAME")
    parse_request(request)
    file = saved_files(folders)[0]
    save_search(file, name.removeprefix("@"), request, overwrite=replace)
    write_message(f"saved in {file}; to search: newsgrep search @{name.removeprefix('@')}")
    return Outcome.FOUND
