"""The changes between versions of a story, word by word: in colours, or with the marks of `wdiff`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TextIO

from newsgrep.article import LEDE, Article
from newsgrep.explore.story import EditKind, word_diff
from newsgrep.output.control_characters import many_lines, printable_line

if TYPE_CHECKING:
    from rich.text import Text

_STYLES: dict[EditKind, str] = {"same": "", "removed": "red strike", "added": "bold green"}
_MARKS: dict[EditKind, tuple[str, str]] = {"same": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}


def print_diffs(articles: Sequence[Article], keys: Sequence[str], out: TextIO, *, color: bool) -> None:
    """Print the first article whole, and each further article with its changes to the one before it.

    keys: of the articles, as they are shown

    On a terminal, lines are wrapped to its width; elsewhere each paragraph is one line.
    """
    from rich.text import Text

    from newsgrep.output.terminal import make_console

    console = make_console(out, color=color)
    before = ""
    for number, (article, key) in enumerate(zip(articles, keys, strict=True)):
        text = _text_of(article)
        heading = "  ".join(filter(None, (article.date, article.source, key)))
        heading_line = Text("\n" if number else "").append(printable_line(heading), "bold").append("\n")
        console.print(heading_line, soft_wrap=True)
        lines = Text()
        for change, piece in word_diff(before if number else text, text):
            lines.append_text(_piece(change, many_lines(piece), color=color))
        console.print(lines, soft_wrap=not out.isatty())
        before = text


def _piece(change: EditKind, piece: str, *, color: bool) -> Text:
    from rich.text import Text

    if color:
        return Text(piece, _STYLES[change])
    opening, closing = _MARKS[change]
    shown = piece.rstrip()
    return Text(f"{opening}{shown}{closing}{piece[len(shown) :]}")


def _text_of(article: Article) -> str:
    return article.body if article.title_from == LEDE else f"{article.title}\n\n{article.body}"
