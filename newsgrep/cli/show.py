"""newsgrep show: print whole articles."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import click
from msgspec.structs import replace

from newsgrep.cli.error_report import report_error
from newsgrep.cli.named_articles import with_standard_input
from newsgrep.cli.outcome import Outcome
from newsgrep.cli.shared_options import color_option, contradiction, hyperlink_option, indexes_option
from newsgrep.cli.standard_streams import notify, wants_color, wants_links, write_message
from newsgrep.cli.table_flags import object_flags, object_writer
from newsgrep.errors import ArticleNotFoundError, UsageError
from newsgrep.output.styles import STYLES, Output

if TYPE_CHECKING:
    from newsgrep.output.json_objects import ObjectWriter
    from newsgrep.results import Hit
    from newsgrep.search.highlight import Highlighter

#: The values of --format: forms of whole articles.
_FORMATS = ("json", "jsonl", "markdown", "html", "bibtex", "ris", "csl-json")


@click.command(
    "show",
    epilog="""\b
Examples:
  newsgrep show corpus/010_ganja-missile-strike.txt   an article, by its file
  newsgrep show archive.jsonl#42                      one of many in a file
  newsgrep show --query 'missile*' KEY                with the matches marked
  newsgrep search --fields key ganja | newsgrep show -  the hits of a search
  newsgrep search --fields key -0 ganja | newsgrep show -   for any file names
  newsgrep search --fields key ganja | newsgrep show --format html - > a.html""",
)
@click.argument("keys", metavar="KEY...", nargs=-1)
@click.option(
    "--query", metavar="QUERY", help="Mark the matches of this query, on a terminal and in documents."
)
@object_flags
@click.option(
    "--format",
    "style",
    type=click.Choice(_FORMATS),
    help="The form by name; markdown, html: one document of all; bibtex, ris, csl-json: citations.",
)
@color_option
@hyperlink_option
@indexes_option
def command(
    keys: tuple[str, ...],
    query: str | None,
    json: bool,
    jsonl: bool,
    style: str | None,
    color: str,
    hyperlink: str,
    index: tuple[Path, ...],
) -> Outcome:
    """Print whole articles, by the keys or paths that a search prints.

    KEY may be a Message-ID in angle brackets, or `-` for keys on standard input, one per line or separated by
    NUL. If no article has a key, show reports it, and prints the others.
    """
    from newsgrep.index_group import open_indexes

    if not keys:
        raise UsageError(
            "no article is named", "for example: newsgrep show corpus/010_ganja-missile-strike.txt"
        )
    if style and (json or jsonl):
        raise contradiction("--json" if json else "--jsonl", f"--format {style}")
    writer = object_writer(json=json or style == "json", jsonl=jsonl or style == "jsonl")
    with open_indexes(index) as archive, archive.duplicates_finder() as duplicates_of:
        highlighter = None if query is None else archive.highlighter(query)
        form: _Form
        if writer is not None:
            form = _Objects(writer)
        elif style:
            form = _Documents(Output(style), highlighter, query or "")
        else:
            form = _Texts(highlighter, wants_color(color, sys.stdout), wants_links(hyperlink, sys.stdout))
        look = archive.shown()
        notify(*look.notices)
        outcome = Outcome.NOTHING
        for key in with_standard_input(keys):
            try:
                article = archive[key]
            except ArticleNotFoundError as error:
                report_error(error)
                outcome = Outcome.ERROR
                continue
            form.show(look.hit(article), duplicates_of(article))
            outcome = Outcome.ERROR if outcome is Outcome.ERROR else Outcome.FOUND
        form.close()
    if outcome is Outcome.NOTHING:
        notify("no article was named on standard input")
    return outcome


class _Form(Protocol):
    """Prints whole articles, with the keys of their copies."""

    def show(self, shown: Hit, copies: Sequence[str]) -> None: ...

    def close(self) -> None: ...


class _Objects:
    """Prints articles as JSON objects."""

    def __init__(self, writer: ObjectWriter) -> None:
        self._writer = writer

    def show(self, shown: Hit, copies: Sequence[str]) -> None:
        from newsgrep.output.pipe import article_as_object

        self._writer.write(article_as_object(shown, copies))

    def close(self) -> None:
        self._writer.close()


class _Documents:
    """Prints articles as one document, or as citations. Nothing is printed before the first article."""

    def __init__(self, output: Output, highlighter: Highlighter | None, query: str) -> None:
        self._output, self._highlighter, self._query = output, highlighter, query
        self._printer = None if STYLES[output.style].is_document else output.printer(sys.stdout)

    def show(self, shown: Hit, copies: Sequence[str]) -> None:
        from newsgrep.output.documents import DocumentPrinter

        self._printer = self._printer or self._output.printer(sys.stdout)
        if not isinstance(self._printer, DocumentPrinter):
            self._printer.hit(shown)
        elif self._highlighter is None:
            self._printer.article(shown)
        else:
            spans = self._highlighter.spans
            marked = replace(
                shown,
                title_spans=tuple(spans(shown.title, "title")),
                byline_spans=self._highlighter.byline_spans(shown.article),
            )
            self._printer.article(marked, spans(shown.body, "body"), self._query)

    def close(self) -> None:
        if self._printer is not None:
            self._printer.close()


class _Texts:
    """Prints articles as text, with colours on a terminal."""

    def __init__(self, highlighter: Highlighter | None, colored: bool, links: bool) -> None:
        self._highlighter, self._colored, self._links = highlighter, colored, links
        self._is_first = True

    def show(self, shown: Hit, copies: Sequence[str]) -> None:
        if not self._is_first:
            sys.stdout.write("\n")
        self._is_first = False
        article = shown.article._replace(path=shown.path)
        if self._colored or sys.stdout.isatty():
            from newsgrep.output.terminal import make_console, print_article

            console = make_console(sys.stdout, color=self._colored, links=self._links)
            print_article(article, self._highlighter, console, shown.tags)
        else:
            from newsgrep.output.pipe import write_article_text

            write_article_text(article, sys.stdout)
        sys.stdout.flush()
        if copies:
            write_message(f"also in: {', '.join(copies)}")

    def close(self) -> None:
        """Print nothing: every text is complete."""
