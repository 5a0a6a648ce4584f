"""Reading a file of articles without an index."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from newsgrep.article import Article
from newsgrep.dates.date_reader import DateReader
from newsgrep.encodings.decoding import HEAD
from newsgrep.errors import ArticleError
from newsgrep.formats import choose_format, read_stream
from newsgrep.formats.attachment import Attachment
from newsgrep.read_context import ReadContext
from newsgrep.results import Unreadable


def read_file(file: Path, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the articles of a file of one format, and an Unreadable for what cannot be read.

    `file` is where to open it; the context has the path to store. What is attached to a mail is left out.
    """
    try:
        with file.open("rb") as stream:
            chosen = choose_format(file.suffix, stream.peek(HEAD)[:HEAD], context)
            context = context._replace(dates=DateReader(context.dates.given))
            for item in read_stream(chosen, stream, context):
                if not isinstance(item, Attachment):
                    yield item
    except ArticleError as error:
        yield Unreadable(context.path, error.message, error.line)
