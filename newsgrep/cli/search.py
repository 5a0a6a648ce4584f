"""newsgrep search: find articles, rank them, and print hits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from newsgrep.cli.outcome import Outcome
from newsgrep.cli.output import choose_output, output_flags, take_output_flags, take_passages
from newsgrep.cli.query_flags import QUERY_THEMES, query_flags, request_of
from newsgrep.cli.receipt import receipt_option
from newsgrep.cli.shared_options import contradiction, indexes_option, take_options
from newsgrep.cli.short_flags import QueryCommand
from newsgrep.cli.table_flags import refuse_typed
from newsgrep.output.styles import STYLES

DEFAULT_LIMIT = 10
#: Hits per query of a TREC run: as many as the usual measures consider.
RUN_LIMIT = 1_000

#: The output styles that have a flag of their own.
_WITH_FLAG = tuple(style.name for style in STYLES.values() if style.help)

_THEMES = {
    **QUERY_THEMES,
    "Queries": (*QUERY_THEMES["Queries"], "account", "reading"),
    "How many, and in which order": (
        "limit",
        "everything",
        "offset",
        "sort",
        "rank",
        "seed",
        "fold",
        "close",
        "meaning",
    ),
    "What is shown of a hit": ("passages", "width", "sentences", "explain", "fields", "template"),
    "Form of the output": (
        *(name for name in _WITH_FLAG if name != "reading"),
        *("style", "quiet", "null", "color", "hyperlink"),
    ),
}


@click.command(
    "search",
    cls=QueryCommand,
    themes=_THEMES,
    epilog="""\b
Examples:
  newsgrep search Ganja missile                      both words
  newsgrep search '"missile attack" -drone'          a phrase, without a word
  newsgrep search title:ganja --since 2020-10        in titles, from a date on
  newsgrep search --author aysel --sort=-date        by author, newest first
  newsgrep search --explain-query 'missle~1 -drone'  how a query is answered
  newsgrep search -C 1 ganja                         with sentences around it
  newsgrep search --explain ganja missile            why a hit ranks so high
  newsgrep search -c -f queries.txt                  counts for each query
  newsgrep search --any --format trec -f topics.tsv  a TREC run
  newsgrep search --all --format bibtex ganja        citations
  newsgrep search --format html ganja > ganja.html   a page to read and print
  newsgrep search -l --all ganja | xargs wc -w       the files of all hits
  newsgrep search --jsonl ganja | jq .title          one object per line
  newsgrep help query                                the query language""",
)
@query_flags
@click.option(
    "-n",
    "-m",
    "--limit",
    type=click.IntRange(min=1),
    metavar="N",
    help=f"Hits to show ({DEFAULT_LIMIT}; {RUN_LIMIT} with --format trec).",
)
@click.option("--all", "everything", is_flag=True, help="Show all hits.")
@click.option("--offset", type=click.IntRange(min=0), default=0, metavar="N", help="Skip the first N hits.")
@click.option(
    "--sort",
    type=click.Choice(["relevance", "date", "-date", "title", "source", "key", "random"]),
    default="relevance",
    help="Order of hits; -date is newest first, key is by file and record (relevance).",
)
@click.option(
    "--rank",
    type=click.Choice(["topic", "bm25f"]),
    help="How to compute relevance: by words and by what articles are about (topic), or by words alone "
    "(bm25f). On a server, and in an index of fewer than 1,000 articles, it is always bm25f (topic).",
)
@click.option("--fold", is_flag=True, help="Show each story once: its best version, and how many others.")
@click.option(
    "--close/--no-close",
    default=None,
    help="Fill the page with articles that have only some of the words, or do not. By default, only the "
    "output on a terminal and JSON have them.",
)
@click.option(
    "--meaning",
    is_flag=True,
    help="Also find articles of similar meaning, with the model that index --meaning named.",
)
@click.option(
    "--seed", type=int, default=0, metavar="N", help="The same seed gives the same random order (0)."
)
@click.option("--explain", is_flag=True, help="Show how each score is computed, term by term.")
@click.option(
    "--explain-query",
    "account",
    is_flag=True,
    help="Print how the query is answered, term by term, with numbers of articles; also as --json.",
)
@output_flags()
@click.option("-q", "--quiet", is_flag=True, help="Print nothing, only set the exit code.")
@receipt_option
@indexes_option
def command(
    *,
    index: tuple[Path, ...],
    limit: int | None,
    everything: bool,
    quiet: bool,
    account: bool,
    receipt: Path | None,
    close: bool | None,
    meaning: bool,
    **typed: Any,
) -> Outcome:
    """Find articles that have all of these words, best first.

    A query or a filter is needed; * is every article. On a terminal, each hit is a block with the matches
    marked. In a pipe, each hit is one line: path, date, author, title and passages, separated by tabs. With
    -f, the ID of the query comes first, or the number of its line if it has no ID.
    """
    from newsgrep.cli.answer import Search, answer
    from newsgrep.search.options import SearchOptions

    if limit and everything:
        raise contradiction("--all", "-n")
    flags = take_output_flags(typed)
    shape = take_options(typed, "offset", "sort", "rank", "seed", "fold") | take_passages(typed)
    if shape["sort"] != "random":
        refuse_typed(["seed"], "{flag} chooses a random order", "add --sort=random")
    file = typed["file"]
    request = request_of(index, **typed)
    output = choose_output(flags, several=file is not None, fold=shape["fold"])
    _check_what_is_printed(output.style, quiet=quiet, account=account, receipt=receipt is not None)
    exact = _flag_for_full_matches(quiet, everything, shape, output.style)
    meaning = meaning and _uses_meaning(exact, output.style, account=account, receipt=receipt is not None)
    if close and exact:
        raise contradiction("--close", exact)
    if close is None:
        close = not exact and file is None and output.style in _WITH_CLOSE_HITS
    is_run = output.style == "trec"
    usual = RUN_LIMIT if is_run else DEFAULT_LIMIT
    search = Search(
        request,
        file,
        SearchOptions(limit=None if everything else limit or usual, meaning=meaning, **shape),
        output,
        several=file is not None,
        limited=limit is not None or is_run,
        quiet=quiet,
        account=account,
        receipt=receipt,
        close=close and not meaning,
    )
    return answer(search)


#: The styles that show close hits by default, as they mark them.
_WITH_CLOSE_HITS = ("blocks", "json", "jsonl")


def _check_what_is_printed(style: str, *, quiet: bool, account: bool, receipt: bool) -> None:
    """Raise UsageError if several flags replace the hits, or if there is no answer to write a receipt of."""
    from newsgrep.cli.answer import ACCOUNT_STYLES

    flag = "-q" if quiet else "--parse" if style == "reading" else ""
    if quiet and style == "reading":
        raise contradiction("-q", "--parse")
    if account and (flag or style not in ACCOUNT_STYLES):
        raise contradiction("--explain-query", flag or STYLES[style].flag)
    if receipt and (flag or account):
        raise contradiction("--receipt", flag or "--explain-query")


def _flag_for_full_matches(quiet: bool, everything: bool, shape: dict[str, Any], style: str) -> str:
    """Return the flag that limits the search to full matches, as scripts expect; empty if there is none."""
    if quiet or everything:
        return "-q" if quiet else "--all"
    if shape["sort"] != "relevance" or shape["fold"]:
        return "--fold" if shape["fold"] else f"--sort={shape['sort']}"
    return STYLES[style].flag if style in ("count", "paths", "trec", "reading") else ""


def _uses_meaning(exact: str, style: str, *, account: bool, receipt: bool) -> bool:
    """Return whether the search is by meaning, too, where --meaning is typed or is set in a file.

    The setting has an effect only for styles that mark such hits, and not beside a flag for full matches.
    Raises UsageError if --meaning is typed beside such a flag.

    exact: the flag for full matches; empty if there is none
    """
    if style == "trec":  # a ranking to be measured: nobody expects full matches only
        exact = ""
    other = exact or ("--explain-query" if account else "--receipt" if receipt else "")
    source = click.get_current_context().get_parameter_source("meaning")
    if source is not ParameterSource.COMMANDLINE:
        return not other and style in _WITH_CLOSE_HITS
    if other:
        raise contradiction("--meaning", other)
    return True
