"""The files beside the one that describes a scanned issue."""

from __future__ import annotations

from newsgrep.errors import ArticleError
from newsgrep.formats.context import ReadContext
from newsgrep.formats.text import too_large

#: The section of advertisements, whatever a library calls them.
ADVERTISEMENT = "advertisement"


def read_page_file(name: str, context: ReadContext) -> bytes:
    """Return the bytes of a file, by its name relative to the one that is read.

    Raises ArticleError where there is none, where nothing beside the file can be read, and for a large one.
    """
    largest = context.limits.record_bytes
    data = context.beside(name, largest) if context.beside else None
    if data is None:
        raise ArticleError("no such file")
    if len(data) > largest:
        raise too_large("file", largest)
    return data
