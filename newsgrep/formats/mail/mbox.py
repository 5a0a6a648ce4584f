"""mbox: a file of mail messages, read one by one.

A message begins with a line `From jane@example.org Fri Oct 30 12:00:00 2020` at the beginning of the file or
after a blank line; a line such as `From here on` in a text begins no message. If a line begins with `>From `,
with any number of `>`, the first `>` quotes it and is removed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from io import BufferedReader

from newsgrep.article import Article
from newsgrep.bounded_bytes import BoundedBytes, too_large
from newsgrep.errors import ArticleError
from newsgrep.formats.article_maker import ArticleMaker
from newsgrep.formats.attachment import Attachment
from newsgrep.read_context import ReadContext
from newsgrep.results import Unreadable

#: Longer lines are read in parts, and begin no message.
_LONGEST_READ = 2**16
_LONGEST_SEPARATOR = 300
_DATED = r"From [^\n]*\b\d\d?:\d\d(?::\d\d)?\b[^\n]*\b\d{4}\b"
_SEPARATOR = re.compile(rf"{_DATED}|From \S+\s*\Z".encode(), re.ASCII)
_QUOTED = re.compile(rb">+From ")
_BEGINNING = re.compile(
    rf"\s*(?=[^\n]{{0,{_LONGEST_SEPARATOR}}}\n){_DATED}[^\n]*\n>?[!-9;-~]+[ \t]*[: ]", re.ASCII
)


def claims(beginning: str) -> bool:
    """Whether the text begins with a From line and a header below it."""
    return _BEGINNING.match(beginning) is not None


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Attachment | Unreadable]:
    """Yield the article and the attachments of each message. Raises ArticleError if there is no message."""
    # Any .txt may be an mbox. The email library takes 100 ms to import, so it is loaded only for a real one.
    from newsgrep.formats.mail.eml import message_id, message_items, parse_message

    make, line = ArticleMaker(context), 0
    context = context._replace(dates=context.dates.alone())
    largest = context.limits.record_bytes
    for line, data in _messages(stream, largest):
        try:
            if data is None:
                raise too_large("message", largest)
            message = parse_message(data)
            new_key = partial(make.key, message_id(message) or f"L{line}")
            yield from message_items(message, context, new_key, line)
        except ArticleError as error:
            yield Unreadable(context.path, error.message, line)
    if not line:
        raise ArticleError("no message in the file")


def _messages(stream: BufferedReader, largest: int) -> Iterator[tuple[int, bytes | None]]:
    """Yield the number of the first line and the bytes of each message, None for one that is too large."""
    message, start, line = BoundedBytes(largest), 0, 0
    starts_line, after_blank = True, True
    while data := stream.readline(_LONGEST_READ):
        line += starts_line
        if starts_line and after_blank and len(data) <= _LONGEST_SEPARATOR and _SEPARATOR.match(data):
            if start:
                yield start, message.take()
            start = line
        elif start:
            message.add(data[1:] if starts_line and _QUOTED.match(data) else data)
        elif data.strip():
            raise ArticleError("not an mbox: it does not begin with a From line", line)
        after_blank = starts_line and not data.strip()
        starts_line = data.endswith(b"\n")
    if start:
        yield start, message.take()
