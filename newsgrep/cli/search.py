"""newsgrep search: which articles, in which order, how many, and the exit code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from newsgrep.cli.options import contradiction, indexes_option, take
from newsgrep.cli.outcome import Outcome
from newsgrep.cli.output import choose_output, output_flags, take_output_flags, take_passages
from newsgrep.cli.query_flags import QUERY_THEMES, query_flags, request_of
from newsgrep.cli.receipt import receipt_option
from newsgrep.cli.short_flags import QueryCommand
from newsgrep.cli.tables import refuse_typed
from newsgrep.output.styles import STYLES

if TYPE_CHECKING:
    from newsgrep.cli.answer import Search

DEFAULT_LIMIT = 10
#: Hits of a run for toolkits of information retrieval, whose measures look as far as that.
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
  newsgrep search title:ganja --since 2020-10        in the title, since then
  newsgrep search --author aysel --sort=-date        by author, newest first
  newsgrep search --explain-query 'missle~1 -drone'  what is looked up for it
  newsgrep search -C 1 ganja                         a sentence on each side
  newsgrep search --explain ganja missile            why a hit ranks so high
  newsgrep search -c -f queries.txt                  counts for each query
  newsgrep search --any --format trec -f topics.tsv  a TREC run
  newsgrep search --all --format bibtex ganja        citations
  newsgrep search --format html ganja > ganja.html   a page to read and print
  newsgrep search -l --all ganja | xargs wc -w       the files of all hits
  newsgrep search --jsonl ganja | jq .title          an object a line
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
    help="Order; -date is newest first, key is by file and record.",
)
@click.option(
    "--rank",
    type=click.Choice(["topic", "bm25f"]),
    help="What relevance goes by: words and what articles are about (topic), or words alone (bm25f). It is "
    "bm25f on a server, and in an index of fewer than 1,000 articles.",
)
@click.option("--fold", is_flag=True, help="Show each story once: its best version, and how many others.")
@click.option(
    "--close/--no-close",
    default=None,
    help="Fill the page with articles that have some of the words, or do not; else only a terminal and JSON "
    "show them.",
)
@click.option(
    "--meaning",
    is_flag=True,
    help="Find articles that mean about the same, too, by the model that index --meaning named.",
)
@click.option("--seed", type=int, default=0, metavar="N", help="Another number, another random order (0).")
@click.option("--explain", is_flag=True, help="Show how the score came about, term by term.")
@click.option(
    "--explain-query",
    "account",
    is_flag=True,
    help="Print the query that is answered, term by term, with the number of articles; also with --json.",
)
@output_flags()
@click.option("-q", "--quiet", is_flag=True, help="Print nothing, only set the exit code.")
@receipt_option
@indexes_option
def command(**typed: Any) -> Outcome:
    """Find articles that have all of these words, best first.

    A query or a filter is needed; * is every article. On a terminal a hit is a block with the matches marked;
    in a pipe it is a line: path, date, author, title and passages, with tabs between. With -f, the ID of the
    query, or else the number of its line, comes first.
    """
    from newsgrep.cli.answer import answer

    return answer(_search_of(**typed))


def _search_of(
    *,
    limit: int | None,
    everything: bool,
    offset: int,
    index: tuple[Path, ...],
    quiet: bool,
    account: bool,
    receipt: Path | None,
    close: bool | None,
    meaning: bool,
    explain: bool,
    **typed: Any,
) -> Search:
    """Return the search that the flags describe. Raises UsageError where they contradict one another."""
    from newsgrep.cli.answer import Search
    from newsgrep.search.options import SearchOptions

    if limit and everything:
        raise contradiction("--all", "-n")
    flags = take_output_flags(typed, explain=explain)
    shape = take(typed, "sort", "rank", "seed", "fold") | take_passages(typed)
    if shape["sort"] != "random":
        refuse_typed(["seed"], "{flag} chooses a random order", "add --sort=random")
    file = typed["file"]
    request = request_of(index, **typed)
    output = choose_output(flags, several=file is not None, fold=shape["fold"])
    _check_what_is_printed(output.style, quiet=quiet, account=account, receipt=receipt is not None)
    exact = _without_close_hits(quiet, everything, shape, output.style)
    meaning = meaning and _takes_meaning(exact, output.style, account=account, receipt=receipt is not None)
    if close and exact:
        raise contradiction("--close", exact)
    if close is None:
        close = not exact and file is None and output.style in _WITH_CLOSE_HITS
    shape["meaning"] = meaning
    is_run = output.style == "trec"
    usual = RUN_LIMIT if is_run else DEFAULT_LIMIT
    return Search(
        request=request,
        file=file,
        options=SearchOptions(limit=None if everything else limit or usual, offset=offset, **shape),
        output=None if quiet else output,
        indexes=index,
        limited=limit is not None or is_run,
        account=account,
        receipt=receipt,
        close=close and not meaning,
    )


#: The outputs that show close hits without being asked: they mark them.
_WITH_CLOSE_HITS = ("blocks", "json", "jsonl")


def _check_what_is_printed(style: str, *, quiet: bool, account: bool, receipt: bool) -> None:
    """Raise UsageError where flags ask for several things in the place of hits, or for a receipt of none."""
    from newsgrep.cli.answer import ACCOUNT_STYLES

    flag = "-q" if quiet else "--parse" if style == "reading" else ""
    if quiet and style == "reading":
        raise contradiction("-q", "--parse")
    if account and (flag or style not in ACCOUNT_STYLES):
        raise contradiction("--explain-query", flag or STYLES[style].flag)
    if receipt and (flag or account):
        raise contradiction("--receipt", flag or "--explain-query")


def _without_close_hits(quiet: bool, everything: bool, shape: dict[str, Any], style: str) -> str:
    """Return the flag by which a search has full matches only, as scripts need it; empty if none is there."""
    if quiet or everything:
        return "-q" if quiet else "--all"
    if shape["sort"] != "relevance" or shape["fold"]:
        return "--fold" if shape["fold"] else f"--sort={shape['sort']}"
    return STYLES[style].flag if style in ("count", "paths", "trec", "reading") else ""


def _takes_meaning(exact: str, style: str, *, account: bool, receipt: bool) -> bool:
    """Return whether hits are looked for by meaning: as it is typed, or in the outputs that mark them.

    Raises UsageError where it is typed beside a flag that wants full matches only. The setting gives way.
    """
    if style == "trec":  # a measured order, which no script takes for the full matches
        exact = ""
    other = exact or ("--explain-query" if account else "--receipt" if receipt else "")
    source = click.get_current_context().get_parameter_source("meaning")
    if source is not ParameterSource.COMMANDLINE:
        return not other and style in _WITH_CLOSE_HITS
    if other:
        raise contradiction("--meaning", other)
    return True
