"""newsgrep open: open the files of articles in the editor, or their web addresses in the browser."""

from __future__ import annotations

import re
import shlex
from contextlib import ExitStack, suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from newsgrep.cli.named_articles import nothing_named, with_standard_input
from newsgrep.cli.outcome import Outcome
from newsgrep.cli.shared_options import indexes_option
from newsgrep.cli.standard_streams import notify
from newsgrep.errors import NewsgrepError, UsageError, reason_of
from newsgrep.viewers import file_command, is_web_address

if TYPE_CHECKING:
    from newsgrep.article import Article
    from newsgrep.index import Index
    from newsgrep.index_group import IndexGroup

#: Articles to open at once, at most: each is an editor or a tab of the browser.
_MOST = 50


@click.command(
    "open",
    epilog="""\b
Examples:
  newsgrep open corpus/010_ganja-missile-strike.txt     its file in $EDITOR
  newsgrep open corpus/010_ganja-missile-strike.txt:14  at this line
  newsgrep open --query scud wire.jsonl#42              at the first match
  newsgrep open --web wire.jsonl#42                     its address
  newsgrep search --fields key ganja | fzf -m | newsgrep open -""",
)
@click.argument("keys", metavar="KEY...", nargs=-1, required=True)
@click.option("--web", is_flag=True, help="Open the address of the article in the browser.")
@click.option("--query", metavar="QUERY", help="Go to the line of the first match of this query.")
@indexes_option
def command(keys: tuple[str, ...], web: bool, query: str | None, index: tuple[Path, ...]) -> Outcome:
    """Open the files of articles in the editor, each at its line, one after the other.

    KEY is what a search prints: a key, a path, or path:line; or `-` for keys on standard input. The editor is
    $VISUAL or $EDITOR; PDF, office documents, workbooks and databases open in the program that the desktop
    has for them. If the article has no file of its own, as in an archive, or no editor is set, the browser
    opens its web address. $BROWSER names the browser.
    """
    from newsgrep.index_group import open_indexes

    named = list(islice(with_standard_input(keys), _MOST + 1))
    if not named:
        raise nothing_named()
    if len(named) > _MOST:
        raise UsageError(f"more than {_MOST} articles are named", "newsgrep show - prints any number of them")
    with open_indexes(index) as archive:
        for place in [_find(archive, key, query) for key in named]:
            place.open(web=web, is_typed="-" not in keys)
    return Outcome.FOUND


class _Place(NamedTuple):
    """Where an article is: the key that was typed, its file as it is shown, its line, and its address."""

    key: str
    path: str
    line: int
    url: str

    def open(self, *, web: bool, is_typed: bool) -> None:
        """Open the file in a program, or the web address if there is none.

        web:      whether to open the address
        is_typed: whether standard input is free for the program
        """
        file = Path(self.path).absolute()
        has_file = bool(self.path) and file.is_file()
        if not web and has_file and (words := file_command(file, self.line)):
            _run(words, is_typed=is_typed)
        else:
            _browse(self.key, self.url, "" if web else self.path, has_file=has_file)


def _find(archive: Index | IndexGroup, key: str, query: str | None) -> _Place:
    """Return where an article is; the line is the one with the first match of a query, if there is any."""
    article = archive[key]
    matches = archive.highlighter(query).spans(article.body, "body") if query else ()
    if query and not matches:
        notify(f"the text of {key} does not match {query}")
    elif matches and (page := article.page_at(matches[0][0])):
        notify(f"the first match is on page {page:,}")
    line = _line(article, key, matches[0][0] if matches else None)
    return _Place(key, archive.shown_path(article.path), line, article.url)


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


def _run(words: list[str], *, is_typed: bool) -> None:
    """Run a program and wait for its end. Raises NewsgrepError if it fails.

    is_typed: whether it reads our standard input; else it reads the terminal, as keys came from a pipe
    """
    import subprocess

    with ExitStack() as stack:
        terminal = None
        if not is_typed:
            with suppress(OSError):  # there is no terminal
                terminal = stack.enter_context(Path("/dev/tty").open("rb"))
        try:
            code = subprocess.run(words, check=False, stdin=terminal).returncode
        except OSError as error:
            message = f"{words[0]} cannot be run: {reason_of(error)}"
            raise NewsgrepError(message, "set VISUAL or EDITOR") from error
    if code:
        raise NewsgrepError(f"{words[0]} ended with exit code {code}")
