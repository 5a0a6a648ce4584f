"""newsgrep save: give a search a name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsgrep.cli.outcome import Outcome
from newsgrep.cli.query_flags import QUERY_THEMES, one_query_flags, request_of
from newsgrep.cli.shared_options import index_option
from newsgrep.cli.short_flags import QueryCommand
from newsgrep.cli.standard_streams import write_message
from newsgrep.errors import UsageError

if TYPE_CHECKING:
    from newsgrep.search.request import SearchRequest


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
    from newsgrep.query.nodes import walk
    from newsgrep.search.request import parse_request
    from newsgrep.search.saved import save_search, saved_files

    folders = () if index is None else (index,)
    request = request_of(folders, **typed)
    if request.no_equivalents:
        raise UsageError("--no-equivalents is not kept with a search", "give it where you search for @NAME")
    if any(getattr(node, "field", "") == "path" for node in walk(parse_request(request).tree)):
        request = _from_home(request)
    file = saved_files(folders)[0]
    save_search(file, name.removeprefix("@"), request, overwrite=replace)
    write_message(f"saved in {file}; to search: newsgrep search @{name.removeprefix('@')}")
    return Outcome.FOUND


def _from_home(request: SearchRequest) -> SearchRequest:
    """Return a request with paths as the index has them; where there is no index yet, as it is."""
    from newsgrep.errors import IndexMissingError
    from newsgrep.index import open_index
    from newsgrep.search.typed_paths import from_home

    with open_index(*request.folders) as archive:
        try:
            return from_home(request, archive.open())
        except IndexMissingError:
            return request
