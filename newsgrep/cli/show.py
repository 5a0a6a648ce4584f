"""newsgrep show: articles as a whole."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsgrep.cli.options import color_option, debug_option, index_option
from newsgrep.cli.outcome import Outcome
from newsgrep.cli.streams import wants_color, write_message
from newsgrep.config import index_folder
from newsgrep.errors import UsageError

if TYPE_CHECKING:
    from newsgrep.article import Article
    from newsgrep.engine.base import Engine
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
@index_option
@debug_option
def command(
    keys: tuple[str, ...], query: str | None, as_json: bool, color: str, index: Path | None
) -> Outcome:
    """Print articles whole, by the keys or paths that a search prints."""
    from newsgrep.cli.keys import find_article
    from newsgrep.engine.base import open_engine
    from newsgrep.search.service import paths_from

    if not keys:
        raise UsageError(
            "no article is named", "for example: newsgrep show corpus/010_ganja-missile-strike.txt"
        )
    with closing(open_engine(index_folder(index))) as engine:
        articles = [find_article(engine, key) for key in keys]
        copies = [engine.copies(article.key) for article in articles]
        marker = _marker(query, engine)
    shown_path = paths_from(engine.home)
    copies = [[_shown_key(key, shown_path) for key in keys] for keys in copies]
    if as_json:
        _print_json(articles, copies, shown_path)
        return Outcome.FOUND
    _print([one._replace(path=shown_path(one.path)) for one in articles], marker, color)
    for also in filter(None, copies):
        write_message(f"also in: {', '.join(also)}")
    return Outcome.FOUND


def _shown_key(key: str, shown_path: Callable[[str], str]) -> str:
    path, mark, record = key.partition("#")
    return shown_path(path) + mark + record


def _marker(query: str | None, engine: Engine) -> Highlighter | None:
    """Return what marks a query's matches, None where no query is given."""
    if query is None:
        return None
    from newsgrep.analysis.analyzer import analyzer_for
    from newsgrep.query import parse
    from newsgrep.search.highlight import Highlighter
    from newsgrep.search.rewrite import prepare

    prepared, _ = prepare(parse(query), engine)
    return Highlighter(prepared, analyzer_for(engine.language))


def _print_json(
    articles: Sequence[Article], copies: Sequence[list[str]], shown_path: Callable[[str], str]
) -> None:
    from newsgrep.output.pipe import write_article_json

    for article, also in zip(articles, copies, strict=True):
        write_article_json(article, shown_path(article.path), sys.stdout, copies=also)


def _print(articles: Sequence[Article], marker: Highlighter | None, color: str) -> None:
    """Print articles with a blank line between: coloured on a terminal, else as they are."""
    colored = wants_color(color, sys.stdout)
    for number, article in enumerate(articles):
        if number:
            sys.stdout.write("\n")
        if colored or sys.stdout.isatty():
            from newsgrep.output.terminal import make_console, print_article

            print_article(article, marker, make_console(sys.stdout, color=colored))
        else:
            from newsgrep.output.pipe import write_article

            write_article(article, sys.stdout)
    sys.stdout.flush()
