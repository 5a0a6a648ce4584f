"""Plain text: a headline, perhaps a byline and a date line, then paragraphs.

Without a headline the lede is the title.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedReader

from newsgrep.article import Article
from newsgrep.encodings.decoding import read_text
from newsgrep.formats.prose.header import find_header
from newsgrep.formats.prose.layout import compose_article
from newsgrep.read_context import ReadContext


def claims(beginning: str) -> bool:
    """Return True: any file that no other format claims is plain text."""
    return True


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article]:
    """Yield the article of a plain text file. Raises ArticleError."""
    lines = read_text(stream, context).split("\n")
    yield compose_article(lines, find_header(lines, context))
