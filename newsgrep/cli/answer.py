"""One search from the question to the last line on standard error."""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from newsgrep.cli.advice import on_nothing, on_undated
from newsgrep.cli.outcome import Outcome
from newsgrep.cli.output import Output
from newsgrep.cli.question import Asked, read_question
from newsgrep.cli.streams import say
from newsgrep.config import index_folder
from newsgrep.engines import Engine, open_engine
from newsgrep.printers.quantities import count
from newsgrep.query.tree import Node
from newsgrep.results import SearchResults
from newsgrep.searching import SearchOptions, paths_from, search


@dataclass(frozen=True, slots=True)
class Search:
    """A search as it was meant.

    output:  None for none at all
    limited: whether the number of hits was chosen, and is not the usual one
    """

    asked: Asked
    options: SearchOptions
    output: Output | None
    index: Path | None
    limited: bool


def answer(wanted: Search) -> Outcome:
    """Search, print what is found, and tell the person what else there is to know."""
    query, notices = read_question(wanted.asked)
    with closing(open_engine(index_folder(wanted.index))) as engine:
        if wanted.output is None:
            found = search(engine, query, SearchOptions(limit=1), str).total
            return Outcome.FOUND if found else Outcome.NOTHING
        for line in filter(None, (*notices, on_undated(engine, query))):
            say(f"newsgrep: {line}")
        return _answer(wanted, wanted.output, query, engine)


def _answer(wanted: Search, output: Output, query: Node, engine: Engine) -> Outcome:
    options = replace(wanted.options, limit=1, offset=0) if output.style == "count" else wanted.options
    results = search(engine, query, options, paths_from(engine.home))
    for notice in results.notices:
        say(f"newsgrep: {notice}")
    shown = _print(results, output)
    if not results.total:
        say("newsgrep: nothing found")
        if hint := on_nothing(engine, query):
            say(f"hint: {hint}")
    elif line := _rest(wanted, output, shown, results.total):
        say(line)
    return Outcome.FOUND if shown else Outcome.NOTHING


def _print(results: SearchResults, output: Output) -> int:
    """Print the hits, or their number, and return how many articles that was about."""
    if output.style == "count":
        sys.stdout.write(f"{results.total}\n")
        return results.total
    printer = output.printer()
    shown = 0
    for hit in results.hits:
        printer.hit(hit)
        shown += 1
    printer.close()
    # What is found stands above what is told of it, also where both go to one terminal or file.
    sys.stdout.flush()
    return shown


def _rest(wanted: Search, output: Output, shown: int, total: int) -> str:
    """Return a line on the hits not shown: below blocks always, else where nobody asked for the cut."""
    offset = wanted.options.offset
    if output.style == "count":
        return ""
    if not shown:
        return f"newsgrep: nothing from {offset + 1:,} on: {count(total, 'article')} found"
    rest = total - offset - shown
    if output.style == "blocks":
        part = f"{offset + 1:,} to {offset + shown:,}" if offset else f"{shown:,}"
        more = f"; --all for all, --offset {offset + shown} for more" if rest else ""
        return (
            "\n"
            + (f"{part} of {count(total, 'article')}" if shown < total else count(total, "article"))
            + more
        )
    if rest and not wanted.limited:
        return f"newsgrep: {shown:,} of {count(total, 'article')} shown; -n N or --all shows more"
    return ""
