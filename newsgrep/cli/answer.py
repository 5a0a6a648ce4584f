"""Answer one query, or many from a file; print hits, notices and the reasons why nothing was found."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from newsgrep.cli.outcome import Outcome
from newsgrep.cli.query_file import Queries, parsed_queries
from newsgrep.cli.standard_streams import notify, write_message
from newsgrep.errors import shortened
from newsgrep.index_group import open_indexes
from newsgrep.output import STYLES, Output
from newsgrep.output.control_characters import printable_line
from newsgrep.output.quantities import count
from newsgrep.query.clauses import combine
from newsgrep.query.nodes import And, Keys
from newsgrep.query.rendering import render
from newsgrep.search.options import SearchOptions
from newsgrep.search.request import ParsedRequest, SearchRequest
from newsgrep.search.search_results import SearchResults

if TYPE_CHECKING:
    from newsgrep.explore.explorer import Explorer
    from newsgrep.results import Hit
    from newsgrep.search.findings import Diagnosis
    from newsgrep.search.searcher import Searcher

#: Characters of a query in the heading above its blocks, at most.
_LONGEST_HEADING = 200

#: The outputs in which the account of a query is printed.
ACCOUNT_STYLES = ("blocks", "lines", "json", "jsonl")


class Search(Struct, frozen=True):
    """A search as the flags describe it.

    request: the query, the filters and the indexes; no query if there is a file
    file:    a file with one query per line; None if the request has the query
    several: whether there are several queries, so that the output says which one a hit answers
    limited: whether a flag sets the number of hits
    quiet:   whether to print nothing
    account: whether to print how the query is answered, and not its hits
    receipt: the file to write a receipt to; None for no receipt
    close:   whether to fill the page with articles that have only some of the words
    is_new:  whether to find only articles that are new since the last time; often there are none
    """

    request: SearchRequest
    file: Path | None
    options: SearchOptions
    output: Output
    several: bool
    limited: bool
    quiet: bool = False
    account: bool = False
    receipt: Path | None = None
    close: bool = False
    is_new: bool = False

    @property
    def hit_options(self) -> SearchOptions:
        """The options of the search, with what the output shows of a hit."""
        output = self.output
        options = replace(self.options, highlight=output.marked, explain=output.explain)
        return replace(options, limit=0, offset=0) if output.style == "count" else options


def answer(search: Search) -> Outcome:
    """Search, and print hits to standard output and everything else to standard error."""
    with open_indexes(search.request.folders) as index:

        def announce(some: Sequence[ParsedRequest]) -> None:
            if not (search.quiet or search.account):
                index.announce(some, search.hit_options)

        queries = parsed_queries(search.request, search.file, announce)
        if search.output.style == "reading":
            return _print_readings(queries)
        index.open()
        if search.account:
            return _print_accounts(search, queries, index)
        if search.quiet:
            return find_any(queries, index)
        if search.receipt is None:
            return Answers(search, index).print_all(queries)
        return _answer_with_receipt(search, index, list(queries))


def _answer_with_receipt(search: Search, index: Explorer, queries: Sequence[ParsedRequest | None]) -> Outcome:
    """Print the answers to all queries, and write one receipt of the queries that could be parsed."""
    from newsgrep.cli.receipt import write_receipt

    outcome = Answers(search, index).print_all(queries)
    names = ("limit", "offset", "sort", "rank", "seed", "fold")
    options = {name: getattr(search.options, name) for name in names}
    options["rank"] = options["rank"] or "topic"
    if search.output.style == "count":
        options |= {"limit": 0, "offset": 0}
    asked = [query for query in queries if query is not None]
    write_receipt(search.receipt, index, "search", asked, **options)
    return outcome


def _print_readings(queries: Queries) -> Outcome:
    """Print each query as the parser reads it, in the query language. Search nothing."""
    outcome = Outcome.FOUND
    for query in queries:
        if query is None:
            outcome = Outcome.ERROR
            continue
        notify(*query.notices, query=query.name)
        reading = render(query.tree)
        sys.stdout.write(_named(query, printable_line(reading) if sys.stdout.isatty() else reading))
    return outcome


def _print_accounts(search: Search, queries: Queries, index: Searcher) -> Outcome:
    """Print how each query is answered: as lines, as one object per line, or as an array of objects."""
    from newsgrep.output.query_account import AccountPrinter

    printer = AccountPrinter(sys.stdout, search.output.style, several=search.several)
    outcome = Outcome.FOUND
    for query in queries:
        if query is None:
            outcome = Outcome.ERROR
            continue
        account = index.explain_query(query, sort=search.options.sort)
        printer.account(account, query.name)
        sys.stdout.flush()
        notify(*account.notices, query=query.name)
    printer.close()
    return outcome


def find_any(queries: Queries, index: Searcher) -> Outcome:
    """Return FOUND at the first query that finds something, as grep -q does, even if another one failed."""
    outcome = Outcome.NOTHING
    for query in queries:
        if query is None:
            outcome = Outcome.ERROR
        elif index.search_parsed(query, SearchOptions(limit=0)).total:
            return Outcome.FOUND
    return outcome


class Answers:
    """Prints the answers to one query after another with one printer."""

    def __init__(self, search: Search, index: Searcher) -> None:
        self._search = search
        self._index = index
        self._output = search.output
        self._printer = None if self._output.style == "count" else self._output.printer(sys.stdout)
        self._options = search.hit_options
        self._answered = 0
        self._cut = 0

    def print_all(self, queries: Queries) -> Outcome:
        """Answer all queries. If one has an error, answer the others, too, and return ERROR."""
        outcome = Outcome.NOTHING
        for query in queries:
            found = Outcome.ERROR if query is None else self._answer(query)
            if found is Outcome.ERROR or outcome is Outcome.NOTHING:
                outcome = found
        if self._search.several:
            self._end()
        return outcome

    def _answer(self, query: ParsedRequest) -> Outcome:
        self._answered += 1
        results = self._index.search_parsed(query, self._options)
        if self._search.is_new and not results.total:
            self._say_nothing_new(results, query)
            return Outcome.NOTHING
        notify(*results.notices, query=query.name)
        shown = self._print(results, query)
        close = len(self._close_hits(results))
        if results.others and shown:
            notify(_about_others(results.total), query=query.name)
        if close:
            text = _about_others(results.total, close)
            if self._output.style == "blocks" and results.total:
                write_message(f"\n{text}")
            else:
                notify(text, query=query.name)
        if not results.total:
            if not close and not shown:
                notify("nothing found", query=query.name)
            # A diagnosis takes longer than the answers to many other queries.
            if not self._search.several and results.diagnosis is not None:
                print_diagnosis(results.diagnosis, self._index, query)
        if self._output.style == "blocks" and not self._search.several:
            from newsgrep.output.diagnosis import spelling_line

            notify(*map(spelling_line, results.spellings), query=query.name)
        if results.total and self._output.style != "count" and not close and not results.others:
            self._notify_of_more(query, shown, results)
        return Outcome.FOUND if shown and results.total else Outcome.NOTHING

    def _close_hits(self, results: SearchResults) -> Sequence[Hit]:
        """Return the articles that have only some of the words, if they are wanted."""
        return results.close_hits if self._search.close else ()

    def _say_nothing_new(self, results: SearchResults, query: ParsedRequest) -> None:
        """Say that nothing is new to a user at a terminal; print an empty array or 0 for a program.

        Print nothing else, as cron would mail it.
        """
        is_read = self._output.style in ("json", "count")
        if is_read or sys.stderr.isatty():
            notify(*results.notices, query=query.name)
        if sys.stderr.isatty():
            notify("nothing new", query=query.name)
        if is_read:
            self._print(results, query)

    def _print(self, results: SearchResults, query: ParsedRequest) -> int:
        """Print the hits, and return how many; for -c, print and return how many articles match."""
        if self._printer is None:
            sys.stdout.write(_named(query, str(results.found)))
            sys.stdout.flush()
            return results.found
        heading = self._query_above(query)
        if STYLES[self._output.style].is_document:
            from newsgrep.output.documents import DocumentPrinter

            assert isinstance(self._printer, DocumentPrinter)
            self._printer.begin(heading, self._how_many(results))
        for hit in results.stream():
            self._printer.hit(hit, heading)
        for hit in self._close_hits(results):
            self._printer.hit(hit, heading)
        if not self._search.several:
            self._printer.close()
        # Hits come before their notices, also where both streams go to one terminal or file.
        sys.stdout.flush()
        return len(results)

    def _query_above(self, query: ParsedRequest) -> str:
        """Return the heading of a query: always in a document, else only if there are several queries."""
        if STYLES[self._output.style].is_document:
            return document_heading(query)
        if not self._search.several:
            return ""
        return _heading(query) if self._output.style == "blocks" else query.name

    def _how_many(self, results: SearchResults) -> str:
        """Return the line below the heading of a document: how many articles match, and how many follow."""
        close = len(self._close_hits(results))
        if close or results.others:
            return _about_others(results.total, close).capitalize()
        if not results.total:
            return "Nothing found"
        shown, found = len(results), _number_found(results)
        total = results.found
        return (
            _below_blocks(self._options.offset, shown, total, found).strip() if shown else f"None of {found}"
        )

    def _notify_of_more(self, query: ParsedRequest, shown: int, results: SearchResults) -> None:
        """Say how many hits there are: always below blocks, else only if the default limit left some out."""
        offset = self._options.offset
        total = results.found
        found = _number_found(results)
        if not shown:
            verb = "matches" if total == 1 else "match"
            notify(f"--offset {offset} skips everything: {found} {verb}", query=query.name)
        elif self._output.style == "blocks":
            left_out = offset + shown < total and not self._search.is_new  # newsgrep new has neither flag
            more = f"; --all for all, --offset {offset + shown} for more" if left_out else ""
            write_message(_below_blocks(offset, shown, total, found) + more)
        elif offset + shown < total and not self._search.limited:
            self._cut += 1
            if not self._search.several:
                notify(f"{shown:,} of {found} shown; -n N or --all shows more", query=query.name)

    def _end(self) -> None:
        """End the output of several queries."""
        if self._printer is not None:
            self._printer.close()
        if not self._answered:
            notify("no query was answered")
        if self._cut:
            limit = self._options.limit
            notify(
                f"at most {limit} articles per query shown; {self._cut:,} of {self._answered:,} "
                "queries found more; -n N or --all shows more"
            )


def print_diagnosis(diagnosis: Diagnosis, index: Searcher, query: ParsedRequest) -> None:
    """Print the reasons why nothing was found to standard error; of a key, only that it is one."""
    from newsgrep.output.diagnosis import diagnosis_lines

    if index.get(query.text) is not None:
        import shlex

        write_message(f"  it is the key of an article: newsgrep show {shlex.quote(query.text)}")
        return
    for line in diagnosis_lines(diagnosis):
        write_message(f"  {line}")


def _about_others(total: int, close: int = 0) -> str:
    """Return how many articles have all the words, and why the other articles are shown."""
    others = (
        f"{count(close, 'close hit')} with some of them"
        if close
        else "the others are near by words or by meaning"
    )
    found = f"{count(total, 'article')} {'has' if total == 1 else 'have'}" if total else "no article has"
    return f"{found} all the words; {others}"


def _number_found(results: SearchResults) -> str:
    """Return how many articles were found; if stories are folded, how many stories, too."""
    articles = count(results.total, "article")
    if results.stories is None:
        return articles
    stories = "1 story" if results.stories == 1 else f"{results.stories:,} stories"
    return f"{stories} ({articles})"


def _below_blocks(offset: int, shown: int, total: int, found: str) -> str:
    """Return the line below the blocks of a query: which hits these are, and how many there are."""
    if shown == total:
        return f"\n{found}"
    part = f"{offset + 1:,} to {offset + shown:,}" if offset else f"{shown:,}"
    return f"\n{part} of {found}"


def _heading(query: ParsedRequest) -> str:
    """Return the heading above the blocks of one of several queries."""
    text = query.text
    if text == query.name:  # a saved search
        return text
    return f"{query.name}: {shortened(text, _LONGEST_HEADING)}"


def document_heading(query: ParsedRequest) -> str:
    """Return the heading of a document: the query with its filters, as it is answered."""
    tree = query.tree
    if isinstance(tree, And):  # newsgrep new adds the keys of what is new, for which * stands at first
        tree = combine(
            And, [part for part in tree.parts if not (isinstance(part, Keys) and part.shown == "*")]
        )
    answered = printable_line(render(tree))
    return f"{query.name}: {answered}" if query.name else answered


def _named(query: ParsedRequest, text: str) -> str:
    """Return a text as a line, after the name of its query if the query has one."""
    return f"{query.name}\t{text}\n" if query.name else f"{text}\n"
