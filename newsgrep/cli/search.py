"""newsgrep search: the articles that answer a query, best first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsgrep.cli.options import color_option, debug_option, index_option
from newsgrep.cli.outcome import Outcome
from newsgrep.errors import UsageError

if TYPE_CHECKING:
    from newsgrep.cli.answer import Search
    from newsgrep.cli.output import OutputStyle

DEFAULT_LIMIT = 10

#: The styles of output that have a flag of their own.
_STYLES: tuple[OutputStyle, ...] = ("paths", "count", "json", "jsonl", "csv", "tsv")


def _refuse_v(context: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        raise UsageError(
            "-v is grep's, and has no meaning here", 'use NOT: newsgrep search "ganja NOT missile"'
        )


@click.command(
    "search",
    epilog="""\b
Examples:
  newsgrep search Ganja missile                     both words
  newsgrep search '"missile attack" -drone'         a phrase, and a word to leave out
  newsgrep search title:ganja --since 2020-10       in the title, from October 2020 on
  newsgrep search --author ismayilova --sort=-date  by an author, newest first
  newsgrep search -l --all ganja | xargs wc -w      the files of all hits, to another program
  newsgrep search --jsonl ganja | jq .title         an object a line
  newsgrep help query                               the query language""",
)
@click.argument("words", metavar="QUERY...", nargs=-1)
@click.option("-e", "queries", multiple=True, metavar="QUERY", help="A query; of several, any may match.")
@click.option("-F", "literal", is_flag=True, help="Read the query as words, with no operators.")
@click.option("--any", "any_word", is_flag=True, help="Find articles with any of the words, not all.")
@click.option("--author", "authors", multiple=True, metavar="NAME", help="Only by this author, or these.")
@click.option("--since", metavar="DATE", help="Only from this date on.")
@click.option("--until", metavar="DATE", help="Only up to this date, itself included.")
@click.option("--last", metavar="TIME", help="Only of the last 7d, 2w, 3m, 1y.")
@click.option(
    "-n", "-m", "--limit", type=click.IntRange(min=1), metavar="N", help=f"Hits to show ({DEFAULT_LIMIT})."
)
@click.option("--all", "everything", is_flag=True, help="Show all hits.")
@click.option("--offset", type=click.IntRange(min=0), default=0, metavar="N", help="Skip the first N hits.")
@click.option(
    "--sort",
    type=click.Choice(["relevance", "date", "-date", "title", "source"]),
    default="relevance",
    help="Order; -date is newest first.",
)
@click.option(
    "--passages", type=click.IntRange(min=0), default=2, metavar="N", help="Passages a hit, at most (2)."
)
@click.option(
    "--width", type=click.IntRange(min=1), default=240, metavar="N", help="Characters a passage (240)."
)
@click.option("-l", "paths", is_flag=True, help="Print only the files' paths, one a line.")
@click.option("-0", "-Z", "null", is_flag=True, help="End records with NUL, for xargs -0.")
@click.option("-c", "count", is_flag=True, help="Print only how many articles match.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing; the exit code tells.")
@click.option("--json", is_flag=True, help="Print one JSON array.")
@click.option("--jsonl", is_flag=True, help="Print a JSON object a line.")
@click.option("--csv", is_flag=True, help="Print a table, comma-separated.")
@click.option("--tsv", is_flag=True, help="Print a table, tab-separated.")
@click.option("--fields", metavar="A,B", help="What to print: path, key, date, author, title, passage, …")
@click.option("--template", metavar="TEXT", help="Print this for each hit: '{path}:{title}'.")
@color_option
@index_option
@click.option("-i", is_flag=True, expose_value=False, help="No effect: a search ignores case anyway.")
@click.option("-v", is_flag=True, expose_value=False, hidden=True, callback=_refuse_v)
@debug_option
def command(**typed: Any) -> Outcome:
    """Find articles that have all of these words, best first.

    On a terminal a hit is a block with the matches marked; in a pipe it is a line: path, date, author,
    title and passages, with tabs between.
    """
    from newsgrep.cli.answer import answer

    return answer(_meant(**typed))


def _meant(
    *, limit: int | None, everything: bool, offset: int, index: Path | None, quiet: bool, **typed: Any
) -> Search:
    """Resolve what was typed to what was meant."""
    from newsgrep.cli.answer import Search
    from newsgrep.cli.output import choose_output
    from newsgrep.cli.question import Asked
    from newsgrep.searching import SearchOptions

    if limit and everything:
        raise UsageError("--all and -n contradict each other", "choose one of them")
    styles = [style for style in _STYLES if typed.pop(style)]
    choices = {name: typed.pop(name) for name in ("fields", "template", "null", "color")}
    shape = {name: typed.pop(name) for name in ("sort", "passages", "width")}
    return Search(
        asked=Asked(**typed),
        options=SearchOptions(limit=None if everything else limit or DEFAULT_LIMIT, offset=offset, **shape),
        output=None if quiet else choose_output(styles, **choices),
        index=index,
        limited=limit is not None,
    )
