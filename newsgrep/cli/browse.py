"""newsgrep browse: search as you type, and read, in the terminal."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsgrep.cli.outcome import Outcome
from newsgrep.cli.query_flags import QUERY_THEMES, one_query_flags, request_of
from newsgrep.cli.shared_options import indexes_option
from newsgrep.cli.short_flags import QueryCommand
from newsgrep.cli.standard_streams import write_message

if TYPE_CHECKING:
    from newsgrep.browse.wanted import Wanted


@click.command(
    "browse",
    cls=QueryCommand,
    themes={
        **QUERY_THEMES,
        "In which order": ("sort", "fold"),
        "What is printed at the end": ("null",),
    },
    epilog="""\b
Examples:
  newsgrep browse                                every article, newest first
  newsgrep browse ganja --since 2020-10          begin with a search
  newsgrep browse ganja | xargs -d '\\n' wc -w    the articles that are marked
  newsgrep browse -0 ganja | newsgrep show -     whatever names they have
Keys: / query, j k up and down, Enter whole article, n N matches, m mark,
f facets and timeline, s save, e as a command, ? all keys, q end.""",
)
@one_query_flags
@click.option(
    "--sort",
    type=click.Choice(["relevance", "date", "-date", "title", "source", "key", "random"]),
    default="relevance",
    help="The order to begin with; -date is newest first, key is by file.",
)
@click.option("--fold", is_flag=True, help="Begin with each story shown once.")
@click.option("-0", "--null", is_flag=True, help="End each key with NUL, for xargs -0.")
@indexes_option
def command(*, index: tuple[Path, ...], null: bool, **typed: Any) -> Outcome:
    """Search as you type, and read articles with all matches marked.

    At the end, browse prints the keys of the articles that you marked with `m`, one per line. It draws on the
    terminal itself, so that standard output can be a pipe. It needs the extra `browse`.
    """
    from newsgrep.extras import library_needed
    from newsgrep.index_group import open_indexes

    if find_spec("textual") is None:
        raise library_needed("newsgrep browse", "textual", "browse")
    with open_indexes(index) as opened:
        opened.open()
        folders = opened.folders
    from newsgrep.browse.session import run

    app = run(folders, _wanted(index, **typed))
    for line in app.commands:
        write_message(line, is_command=True)
    end = "\0" if null else "\n"
    sys.stdout.write("".join(f"{key}{end}" for key in app.marked))
    if app.bug is not None:
        raise app.bug
    return Outcome.FOUND


def _wanted(index: tuple[Path, ...], *, sort: Any, fold: bool, **typed: Any) -> Wanted:
    """Return the search to begin with. Several queries become one query, joined by OR."""
    from msgspec.structs import replace

    from newsgrep.browse.wanted import Wanted

    request = request_of(index, **typed)
    queries = request.queries
    text = queries[0] if len(queries) == 1 else " OR ".join(f"({query})" for query in queries)
    return Wanted(text, replace(request, queries=()), sort, fold)
