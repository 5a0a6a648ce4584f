"""newsgrep show: articles as a whole."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsgrep.article import key_with_path, split_key
from newsgrep.cli.options import color_option, debug_option, indexes_option
from newsgrep.cli.outcome import Outcome
from newsgrep.cli.standard_streams import wants_color, write_message
from newsgrep.errors import UsageError

if TYPE_CHECKING:
    from newsgrep.article import Article
    from newsgrep.search.highlight import Highlighter


@click.command(
    "show",
    epilog="""\b
Examples:
  newsgrep show corpus/010_ganja-missile-strike.txt   an article, by its file
  newsgrep show archive.jsonl#42                      one of a file of many
  newsgrep show --query 'missile*' KEY                with the matches marked
  newsgrep search --fields key ganja | head -1 | xargs newsgrep show""",
)
@click.argument("keys", metavar="KEY...", nargs=-1)
@click.option("--query", metavar="QUERY", help="Mark what this query matches, on a terminal.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object a line.")
@color_option
@indexes_option
@debug_option
def command(
    keys: tuple[str, ...], query: str | None, as_json: bool, color: str, index: tuple[Path, ...]
) -> Outcome:
    """Print articles whole, by the keys or paths that a search prints."""
    from newsgrep.index import open_indexes

    if not keys:
        raise UsageError(
            "no article is named", "for example: newsgrep show corpus/010_ganja-missile-strike.txt"
        )
    with open_indexes(index) as archive:
        articles = [archive[key] for key in keys]
        duplicates = [archive.duplicates(article.key) for article in articles]
        highlighter = None if query is None else archive.highlighter(query)
        shown_path = archive.shown_path
    duplicates = [[_shown_key(key, shown_path) for key in keys] for keys in duplicates]
    if as_json:
        _print_json(articles, duplicates, shown_path)
        return Outcome.FOUND
    _print([one._replace(path=shown_path(one.path)) for one in articles], highlighter, color)
    for also in filter(None, duplicates):
        write_message(f"also in: {', '.join(also)}")
    return Outcome.FOUND


def _shown_key(key: str, shown_path: Callable[[str], str]) -> str:
    return key_with_path(key, shown_path(split_key(key)[0]))


def _print_json(
    articles: Sequence[Article], duplicates: Sequence[list[str]], shown_path: Callable[[str], str]
) -> None:
    from newsgrep.output.pipe import write_article_json

    for article, also in zip(articles, duplicates, strict=True):
        write_article_json(article, shown_path(article.path), sys.stdout, copies=also)


def _print(articles: Sequence[Article], highlighter: Highlighter | None, color: str) -> None:
    """Print articles with a blank line between: coloured on a terminal, else as they are."""
    colored = wants_color(color, sys.stdout)
    for number, article in enumerate(articles):
        if number:
            sys.stdout.write("\n")
        if colored or sys.stdout.isatty():
            from newsgrep.output.terminal import make_console, print_article

            print_article(article, highlighter, make_console(sys.stdout, color=colored))
        else:
            from newsgrep.output.pipe import write_article_text

            write_article_text(article, sys.stdout)
    sys.stdout.flush()
