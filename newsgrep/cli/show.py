"""newsgrep show: articles as a whole."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsgrep.cli.error_report import report_error
from newsgrep.cli.named_articles import with_standard_input
from newsgrep.cli.options import color_option, debug_option, hyperlink_option, indexes_option
from newsgrep.cli.outcome import Outcome
from newsgrep.cli.standard_streams import wants_color, wants_links, write_message
from newsgrep.cli.tables import notify, object_flags, object_writer
from newsgrep.errors import ArticleNotFoundError, UsageError

if TYPE_CHECKING:
    from newsgrep.article import Article
    from newsgrep.output.json_objects import ObjectWriter
    from newsgrep.search.highlight import Highlighter


@click.command(
    "show",
    short_help="Print articles whole, by their keys or paths.",
    epilog="""\b
Examples:
  newsgrep show corpus/010_ganja-missile-strike.txt   an article, by its file
  newsgrep show archive.jsonl#42                      one of a file of many
  newsgrep show --query 'missile*' KEY                with the matches marked
  newsgrep search --fields key ganja | newsgrep show -  those of a search
  newsgrep search --fields key -0 ganja | newsgrep show -   whatever names""",
)
@click.argument("keys", metavar="KEY...", nargs=-1)
@click.option("--query", metavar="QUERY", help="Mark what this query matches, on a terminal.")
@object_flags
@color_option
@hyperlink_option
@indexes_option
@debug_option
def command(
    keys: tuple[str, ...],
    query: str | None,
    json: bool,
    jsonl: bool,
    color: str,
    hyperlink: str,
    index: tuple[Path, ...],
) -> Outcome:
    """Print articles whole, by the keys or paths that a search prints.

    KEY may be `-` for keys on standard input, a line each, or with NUL between them. A key of no article is
    reported, and the others are shown.
    """
    from newsgrep.index_group import open_indexes

    if not keys:
        raise UsageError(
            "no article is named", "for example: newsgrep show corpus/010_ganja-missile-strike.txt"
        )
    writer = object_writer(json=json, jsonl=jsonl)
    with open_indexes(index) as archive:
        archive.open()
        highlighter = None if query is None else archive.highlighter(query)
        look = (wants_color(color, sys.stdout), wants_links(hyperlink, sys.stdout))
        tags, notices = archive.shown_tags()
        notify(notices)
        show = _shower(archive.shown_path, highlighter, look, writer, tags.of if tags else lambda _: ())
        outcome = Outcome.NOTHING
        for key in with_standard_input(keys):
            try:
                article = archive[key]
            except ArticleNotFoundError as error:
                report_error(error)
                outcome = Outcome.ERROR
                continue
            show(article, archive.duplicates(key))
            outcome = Outcome.ERROR if outcome is Outcome.ERROR else Outcome.FOUND
        if writer is not None:
            writer.close()
    if outcome is Outcome.NOTHING:
        write_message("newsgrep: no article was named on standard input")
    return outcome


def _shower(
    shown_path: Callable[[str], str],
    highlighter: Highlighter | None,
    look: tuple[bool, bool],
    writer: ObjectWriter | None,
    tags_of: Callable[[str], tuple[str, ...]],
) -> Callable[[Article, list[str]], None]:
    """Return what prints an article, and names its copies.

    look:    whether it is coloured, and whether the name of its file is a hyperlink
    writer:  writes it as an object; None to print it as a text
    tags_of: returns the tags of the article with a key
    """
    shown = 0

    def show(article: Article, copies: list[str]) -> None:
        nonlocal shown
        if writer is not None:
            from newsgrep.output.pipe import article_as_object

            tags = tags_of(article.key)
            writer.write(article_as_object(article, shown_path(article.path), copies, tags))
            return
        if shown:
            sys.stdout.write("\n")
        shown += 1
        _print(article._replace(path=shown_path(article.path)), highlighter, look, tags_of(article.key))
        if copies:
            write_message(f"also in: {', '.join(copies)}")

    return show


def _print(
    article: Article, highlighter: Highlighter | None, look: tuple[bool, bool], tags: tuple[str, ...]
) -> None:
    """Print an article: coloured on a terminal, else as it is."""
    colored, links = look
    if colored or sys.stdout.isatty():
        from newsgrep.output.terminal import make_console, print_article

        print_article(article, highlighter, make_console(sys.stdout, color=colored, links=links), tags)
    else:
        from newsgrep.output.pipe import write_article_text

        write_article_text(article, sys.stdout)
    sys.stdout.flush()
