"""XML that is no news format: told by its root, so that a person sees what was left out."""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedReader

from newsgrep.article import Article
from newsgrep.errors import ArticleError
from newsgrep.formats.origin import Origin
from newsgrep.formats.text import HEAD, glimpse
from newsgrep.formats.wire.xmltree import root_of
from newsgrep.results import Unreadable


def claims(beginning: str) -> bool:
    """Whether the text begins with the declaration of an XML document."""
    return beginning.startswith("<?xml ")


def read(stream: BufferedReader, origin: Origin) -> Iterator[Article | Unreadable]:
    """Raise ArticleError, with the name of the root element."""
    root = root_of(glimpse(stream.peek(HEAD)[:HEAD]))
    raise ArticleError(f"not a news format that is known: root element <{root}>" if root else "not valid XML")
    yield  # a reader is an iterator
