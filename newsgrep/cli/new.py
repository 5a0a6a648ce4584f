"""newsgrep new: the hits that are new since the last time."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import asdict, replace

from newsgrep.cli.outcome import Outcome
from newsgrep.cli.output import choose_output, output_flags, take_output_flags, take_passages
from newsgrep.cli.query_flags import QUERY_THEMES, query_flags, request_of
from newsgrep.cli.shared_options import indexes_option, take_options
from newsgrep.cli.short_flags import QueryCommand
from newsgrep.cli.standard_streams import notify
from newsgrep.cli.waiting import waiting
from newsgrep.search.seen import one_at_a_time, remember_seen, seen_times

if TYPE_CHECKING:
    from newsgrep.search.options import SearchOptions
    from newsgrep.search.request import ParsedRequest, SearchRequest
    from newsgrep.search.searcher import Searcher


@click.command(
    "new",
    cls=QueryCommand,
    themes={
        **QUERY_THEMES,
        "What is remembered": ("keep", "reader"),
        "How many, and in which order": ("limit", "sort", "fold"),
        "What is shown of a hit": ("passages", "width", "sentences", "fields", "template"),
    },
    epilog="""\b
Examples:
  newsgrep new @karabakh                  new hits of a saved search
  newsgrep new @karabakh @strikes         of several, one after the other
  newsgrep new 'ganja missile*'           new hits of a query
  newsgrep new                            every new article
  newsgrep new --keep @karabakh           print them, and remember nothing
  newsgrep new @karabakh > /dev/null      count as new only what comes later
  newsgrep new -q @karabakh && echo news  only the exit code

\b
In a crontab; cron mails what is printed, which is nothing if nothing is new:
  0 7 * * *  cd news && newsgrep index -q; newsgrep new @karabakh""",
)
@query_flags
@click.option("--keep", is_flag=True, help="Remember nothing: the same hits are new the next time.")
@click.option(
    "--reader", default="", metavar="NAME", help="Remember for this reader, separately from others."
)
@click.option("-n", "-m", "--limit", type=click.IntRange(min=1), metavar="N", help="Hits to show (all).")
@click.option(
    "--sort",
    type=click.Choice(["relevance", "date", "-date", "title", "source", "key"]),
    default="-date",
    help="Order (-date: newest first; key: by file).",
)
@click.option("--fold", is_flag=True, help="Show each story once: its best version, and how many others.")
@output_flags("reading", "trec")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing, only set the exit code.")
@indexes_option
def command(
    *, index: tuple[Path, ...], keep: bool, reader: str, quiet: bool, limit: int | None, **typed: Any
) -> Outcome:
    """Find the articles that came into the index since the last newsgrep new with the same search.

    For each search and index, new remembers what it has shown, once all hits are printed: if it is
    interrupted, or -n, -c or -q leave out hits, the next run shows them again. The first time, every hit is
    new. Several @NAMEs are separate searches. An article is not new if it was indexed again unchanged, if its
    file was renamed, or after --rebuild. If two runs for the same search and reader overlap, the second waits
    for the first.
    """
    from newsgrep.cli.answer import Answers, Search, find_any
    from newsgrep.cli.query_file import parsed_queries, separate_queries
    from newsgrep.index_group import open_indexes
    from newsgrep.search.options import SearchOptions

    file, flags = typed["file"], take_output_flags(typed)
    shape = take_options(typed, "sort", "fold") | take_passages(typed)
    request, has_names = _request(index, has_file=file is not None, **typed)
    several = has_names or file is not None
    output = choose_output(flags, several=several, fold=shape["fold"])
    options = SearchOptions(limit=limit, **shape)
    search = Search(request, file, options, output, several, limited=True, is_new=True)
    queries = separate_queries(request, None) if has_names else parsed_queries(request, file)
    is_remembered = not (keep or quiet or output.style == "count")
    with open_indexes(index) as opened, ExitStack() as held:
        new = _NewHits(opened, reader, request, list(queries))
        if is_remembered:
            with waiting("waiting for another run"):
                held.enter_context(one_at_a_time(reader, new.searches))
        asked = new.ask(named=several)
        if quiet:
            return find_any(asked, opened)
        outcome = Answers(search, opened).print_all(asked)
        sys.stdout.flush()
        if is_remembered:
            new.remember(options)
    return outcome


def _request(folders: tuple[Path, ...], *, has_file: bool, **typed: Any) -> tuple[SearchRequest, bool]:
    """Return the request, and whether it names several saved searches. No query means every article."""
    request = request_of(folders, **typed)
    if not request.queries and not has_file:
        return replace(request, queries=("*",)), False
    names = tuple(request.queries[0].split()) if len(request.queries) == 1 else ()
    if len(names) > 1 and not request.literal and all(name.startswith("@") for name in names):
        return replace(request, queries=names), True
    return request, False


class _NewHits:
    """The searches of a run, each with what the reader has seen of it."""

    def __init__(
        self, index: Searcher, reader: str, request: SearchRequest, queries: Sequence[ParsedRequest | None]
    ) -> None:
        """Take the queries of the request, with None for one that cannot be read."""
        self._index = index
        self._reader = reader
        self._queries = queries
        filters = asdict(replace(request, queries=(), folders=()))
        self._filters = {name: value for name, value in filters.items() if value}
        self._now: dict[str, int] = {}
        self._asked: list[tuple[str, ParsedRequest]] = []

    @property
    def searches(self) -> list[str]:
        """The names under which what was seen of each search is remembered."""
        return [self._search(query) for query in self._queries if query]

    def _search(self, query: ParsedRequest) -> str:
        return json.dumps([query.text, self._filters], sort_keys=True)

    def ask(self, *, named: bool) -> list[ParsedRequest | None]:
        """Return queries for what the reader has not seen; `named` gives each a name to print."""
        # Taken before the indexes are opened together: what is added after this is new the next time.
        self._now = self._index.run_times()
        return [query and self._new(query, named=named) for query in self._queries]

    def _new(self, query: ParsedRequest, *, named: bool) -> ParsedRequest:
        search = self._search(query)
        new = self._index.only_new(query, seen_times(self._reader, search, self._now))
        if named and not new.name:
            new = replace(new, name=new.text)
        self._asked.append((search, new))
        return new

    def remember(self, options: SearchOptions) -> None:
        """Remember what was shown, except of a search whose hits were not all shown."""
        for search, query in self._asked:
            if options.limit is not None:
                found = self._index.search_parsed(query, replace(options, limit=1)).found
                if found > options.limit:
                    shown = f"{options.limit:,} of {found:,} new hits shown, and none remembered"
                    notify(shown, query=query.name)
                    continue
            remember_seen(self._reader, search, self._now)
