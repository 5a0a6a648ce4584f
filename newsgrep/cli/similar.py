"""newsgrep similar: the articles that are most similar to an article or a text."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsgrep.cli.outcome import Outcome
from newsgrep.cli.output import choose_output, output_flags, take_output_flags, take_passages
from newsgrep.cli.query_flags import FILTER_THEME, FILTERS, filter_flags
from newsgrep.cli.shared_options import ThemedCommand, contradiction, indexes_option, take_options
from newsgrep.cli.standard_streams import notify, read_whole, standard_input
from newsgrep.cli.table_flags import TableOutput
from newsgrep.errors import ArticleNotFoundError, UsageError
from newsgrep.output.quantities import count
from newsgrep.output.styles import STYLES

if TYPE_CHECKING:
    from newsgrep.article import Article
    from newsgrep.search.searcher import Searcher

#: The styles of hits with which --explain can print terms, and the style of a table that each stands for.
_TABLES = {name: name for name in ("blocks", "csv", "excel", "tsv", "json", "jsonl")} | {"lines": "tsv"}


@click.command(
    "similar",
    cls=ThemedCommand,
    themes={**FILTER_THEME, "How many": ("limit", "offset")},
    epilog="""\b
Examples:
  newsgrep similar corpus/010_ganja-missile-strike.txt  to an article
  newsgrep similar draft.md --since 2020-10             to a file not indexed
  echo 'Talks on gas resumed.' | newsgrep similar -     to a text
  newsgrep similar --source post --format bibtex KEY    citations of one paper
  newsgrep similar --explain KEY                        by which words""",
)
@click.argument("like", metavar="KEY|FILE|-")
@filter_flags
@click.option(
    "-n", "-m", "--limit", type=click.IntRange(min=1), default=10, metavar="N", help="Hits to show (10)."
)
@click.option("--offset", type=click.IntRange(min=0), default=0, metavar="N", help="Skip the first N hits.")
@click.option(
    "--explain", is_flag=True, help="Print the words by which similar articles are found, not the articles."
)
@output_flags("count", "reading")
@indexes_option
def command(
    like: str, *, index: tuple[Path, ...], limit: int | None, offset: int, explain: bool, **typed: Any
) -> Outcome:
    """Find the articles that are most similar to an article of the index, an article in a file, or a text.

    similar searches for the 25 most telling words of the article, with their weights. It leaves out the
    article itself and the other versions of its story, and shows each other story once.
    """
    from newsgrep.explore.similar import similar
    from newsgrep.index_group import open_indexes
    from newsgrep.output.figures import telling_terms_table
    from newsgrep.search.options import SearchOptions
    from newsgrep.search.request import SearchRequest, parse_filters

    output = choose_output(take_output_flags(typed))
    if explain and output.style not in _TABLES:
        raise contradiction("--explain", STYLES[output.style].flag)
    options = SearchOptions(
        limit,
        offset,
        highlight=output.marked,
        explain=output.explain,
        **take_passages(typed),
    )
    filters = parse_filters(SearchRequest(**take_options(typed, *FILTERS)))
    with open_indexes(index) as archive:
        engine = archive.open()
        found = similar(engine, _article(archive, like), options, filters, archive.shown())
    if explain:
        table = TableOutput(_TABLES[output.style], output.color)
        table.write(telling_terms_table(found.terms))
    else:
        printer = output.printer(sys.stdout)
        if STYLES[output.style].is_document:
            from newsgrep.output.documents import DocumentPrinter

            assert isinstance(printer, DocumentPrinter)
            name = "a text" if like == "-" else like
            number = count(len(found.hits), "article") if found.hits else "Nothing found"
            printer.begin(f"Similar to {name}", number)
        for hit in found.hits:
            printer.hit(hit)
        printer.close()
        sys.stdout.flush()
    notify(*found.notices)
    if not found.terms:
        notify("nothing found: it has no word that few articles of the index have")
    elif not found.hits:
        notify("nothing found")
    return Outcome.FOUND if (found.terms if explain else found.hits) else Outcome.NOTHING


def _article(index: Searcher, name: str) -> Article:
    """Return the article with a key, the article in a file, or for `-` the text on standard input.

    Raises NewsgrepError if there is none, or a file holds several.
    """
    from newsgrep.article import Article

    if name == "-":
        text = read_whole(standard_input()).strip()
        if not text:
            raise UsageError("standard input is empty", "pipe a text into it")
        return Article("", body=text)
    if found := index.get(name):
        return found
    if not Path(name).is_file():
        return _article_or_error(index, name)
    from itertools import islice

    from newsgrep.indexing.read_articles import read_articles

    articles = list(islice(read_articles(name), 2))
    if len(articles) != 1:
        number = "several articles" if articles else "no article"
        raise UsageError(f"{name} holds {number}", "name one by its key, or pipe a text: newsgrep similar -")
    return articles[0]._replace(key="")


def _article_or_error(index: Searcher, name: str) -> Article:
    """Raise the error for a name that is neither a key nor a file, with a suggestion."""
    try:
        return index[name]
    except ArticleNotFoundError as error:
        if name and not error.is_known:
            kind = "it is no regular file" if os.path.lexists(name) else "no such file"
            error.message += f", and {kind}"
        raise
