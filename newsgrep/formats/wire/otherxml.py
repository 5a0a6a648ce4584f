"""XML that is not a news format: an error that names the root element, so that a person sees what it is."""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedReader

from newsgrep.article import Article
from newsgrep.errors import ArticleError
from newsgrep.formats.context import ReadContext
from newsgrep.formats.text import HEAD, decode_head
from newsgrep.formats.wire.xmltree import root_name
from newsgrep.results import Unreadable


def claims(beginning: str) -> bool:
    """Whether the text begins with the declaration of an XML document."""
    return beginning.startswith("<?xml ")


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Raise ArticleError, with the name of the root element."""
    root = root_name(decode_head(stream.peek(HEAD)[:HEAD]))
    raise ArticleError(f"not a known news format: root element <{root}>" if root else "not valid XML")
    yield  # a reader is an iterator
