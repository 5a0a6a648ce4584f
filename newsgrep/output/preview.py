"""A preview of a file and its first article, in a few lines: `newsgrep index --dry-run`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TextIO

from msgspec.structs import replace

from newsgrep.article import FIELD, HEADLINE, Article, key_with_path
from newsgrep.errors import shortened
from newsgrep.output.control_characters import printable_line
from newsgrep.output.quantities import correspondence
from newsgrep.output.summary import unreadable_line

if TYPE_CHECKING:
    from newsgrep.indexing.preview import Preview

#: Characters of the body, and of the title, to show at most.
_SHOWN = 200


def write_preview(preview: Preview, out: TextIO, shown: Callable[[str], str]) -> None:
    """Write the file, a line for each known property, and a blank line.

    shown: returns a stored path as a path from the current folder
    """
    path = shown(preview.path)
    out.write(printable_line(path) + "\n")
    for name, value in _rows(preview, path):
        out.write(f"  {name}: {printable_line(value)}\n")
    out.write("\n")
    out.flush()


def _rows(preview: Preview, path: str) -> Iterator[tuple[str, str]]:
    if preview.label:
        yield "format", preview.label
    if preview.member:
        yield "member", preview.member
    if preview.encoding:
        yield "encoding", preview.encoding
    if preview.mapping:
        yield "mapping", ", ".join(f"{name} ← {key}" for name, key in preview.mapping.items())
    if preview.trouble:
        yield "unreadable", unreadable_line(replace(preview.trouble, path=path))
    if preview.article is None:
        yield "first article", "none"
    else:
        yield "first article", key_with_path(preview.article.key, path)
        yield from _article_rows(preview.article)


def _article_rows(article: Article) -> Iterator[tuple[str, str]]:
    """Yield the fields that have a value; after a guessed title or date, where it came from."""
    title_from = "" if article.title_from == HEADLINE else f" ({article.title_from})"
    date_from = "" if article.date_from == FIELD else f" ({article.date_from})"
    rows = (
        ("title", shortened(article.title, _SHOWN) + title_from if article.title else ""),
        ("author", "; ".join(article.authors)),
        *(tuple(line.split(": ", 1)) for line in correspondence(article)),
        ("date", article.date + date_from if article.date else _not_understood(article.date_text)),
        ("source", article.source),
        ("section", article.section),
        ("language", article.language),
        ("url", article.url),
        ("body", shortened(" ".join(article.body[: 2 * _SHOWN].split()), _SHOWN)),
    )
    yield from ((name, value) for name, value in rows if value)


def _not_understood(date_text: str) -> str:
    return f"{date_text} (not understood)" if date_text else ""
