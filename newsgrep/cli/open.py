"""newsgrep open: open the file of an article in the editor, or its web address in the browser."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsgrep.cli.outcome import Outcome
from newsgrep.cli.shared_options import indexes_option
from newsgrep.cli.standard_streams import notify
from newsgrep.errors import NewsgrepError, UsageError, reason_of
from newsgrep.viewers import file_command, is_web_address

if TYPE_CHECKING:
    from newsgrep.article import Article


@click.command(
    "open",
    epilog="""\b
Examples:
  newsgrep open corpus/010_ganja-missile-strike.txt     its file in $EDITOR
  newsgrep open corpus/010_ganja-missile-strike.txt:14  at this line
  newsgrep open --query scud wire.jsonl#42              at the first match
  newsgrep open --web wire.jsonl#42                     its address""",
)
@click.argument("key", metavar="KEY")
@click.option("--web", is_flag=True, help="Open the address of the article in the browser.")
@click.option("--query", metavar="QUERY", help="Go to the line of the first match of this query.")
@indexes_option
def command(key: str, web: bool, query: str | None, index: tuple[Path, ...]) -> Outcome:
    """Open the file of an article in the editor, at its line.

    KEY is what a search prints: a key, a path, or path:line. The editor is $VISUAL or $EDITOR; PDF, office
    documents, workbooks and databases open in the program that the desktop has for them. If the article has
    no file of its own, as in an archive, or no editor is set, the browser opens its web address. $BROWSER
    names the browser.
    """
    from newsgrep.index_group import open_indexes

    with open_indexes(index) as archive:
        article = archive[key]
        path = archive.shown_path(article.path)
        matches = archive.highlighter(query).spans(article.body, "body") if query else ()
    if query and not matches:
        notify(f"the text of {key} does not match {query}")
    elif matches and (page := article.page_at(matches[0][0])):
        notify(f"the first match is on page {page:,}")
    file = Path(path).absolute()
    has_file = bool(article.path) and file.is_file()
    line = _line(article, key, matches[0][0] if matches else None)
    if not web and has_file and (words := file_command(file, line)):
        _run(words)
    else:
        _browse(key, article.url, "" if web else path, has_file=has_file)
    return Outcome.FOUND


def _line(article: Article, key: str, match: int | None) -> int:
    """Return the line to go to: the line of a match, the one typed as path:line, or the article's first."""
    if match is not None:
        return article.line_at(match)
    named = re.search(r":(\d{1,9})\Z", key)
    return int(named[1]) if named and not article.key.endswith(named[0]) else article.line


def _browse(key: str, url: str, path: str, *, has_file: bool) -> None:
    """Open the web address of an article in the browser.

    path: of the file that could not be opened in its place; empty if the user asked for the address
    """
    reason, hint = "", f"newsgrep show {shlex.quote(key)} prints the article"
    if path:
        reason = f"no program is set that opens {path}, and " if has_file else f"{path} is no file, and "
        hint = "set VISUAL or EDITOR to your editor" if has_file else hint
    if not is_web_address(url):
        raise UsageError(f"{reason}{'it' if reason else key} has no web address", hint)
    import webbrowser

    if not webbrowser.open(url):
        raise UsageError(f"{reason}there is no browser for {url}", "set BROWSER")


def _run(words: list[str]) -> None:
    """Run a program and wait for its end. Raises NewsgrepError if it fails."""
    import subprocess

    try:
        code = subprocess.run(words, check=False).returncode
    except OSError as error:
        message = f"{words[0]} cannot be run: {reason_of(error)}"
        raise NewsgrepError(message, "set VISUAL or EDITOR") from error
    if code:
        raise NewsgrepError(f"{words[0]} ended with exit code {code}")
