"""mbox: many mail messages in one file, read one by one.

A message begins with a line `From jane@example.org Fri Oct 30 12:00:00 2020` at the beginning of the file or
below a blank line, so that `From here on` in a text begins none. `>From ` at the beginning of a line, with
any number of `>`, stands for the same with one `>` less.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader

from newsgrep.article import Article
from newsgrep.errors import ArticleError
from newsgrep.formats import text
from newsgrep.formats.keys import Keys
from newsgrep.formats.origin import Origin
from newsgrep.results import Unreadable

#: Longer lines are read in pieces, and begin no message.
_PIECE = 2**16
_LONGEST_SEPARATOR = 300
_DATED = r"From [^\n]*\b\d\d?:\d\d(?::\d\d)?\b[^\n]*\b\d{4}\b"
_SEPARATOR = re.compile(rf"{_DATED}|From \S+\s*\Z".encode(), re.ASCII)
_QUOTED = re.compile(rb">+From ")
_BEGINNING = re.compile(
    rf"\s*(?=[^\n]{{0,{_LONGEST_SEPARATOR}}}\n){_DATED}[^\n]*\n>?[!-9;-~]+[ \t]*[: ]", re.ASCII
)


def claims(beginning: str) -> bool:
    """Whether the text begins with the line of a message, and a header below it."""
    return _BEGINNING.match(beginning) is not None


def read(stream: BufferedReader, origin: Origin) -> Iterator[Article | Unreadable]:
    """Yield the article of each message; raises ArticleError where there is none."""
    # Any .txt may be one: only one that is needs what reads mail, which takes 100 ms to import.
    from newsgrep.formats.mail.eml import article_of, header, message_of

    keys, line = Keys(origin), 0
    for line, data in _messages(stream):
        try:
            if data is None:
                raise ArticleError(text.too_large("message"))
            message = message_of(data)
            name = header(message, "Message-ID").strip("<> ") or f"L{line}"
            article = article_of(message, origin, "", line)
        except ArticleError as error:
            yield Unreadable(origin.path, error.message, line)
        else:
            yield article._replace(key=keys.of(name))
    if not line:
        raise ArticleError("no message in it")


def _messages(stream: BufferedReader) -> Iterator[tuple[int, bytes | None]]:
    """Yield each message with the number of its first line, None for one that is too large."""
    held, start, line = _Held(), 0, 0
    begins, below_blank = True, True
    while data := stream.readline(_PIECE):
        line += begins
        if begins and below_blank and len(data) <= _LONGEST_SEPARATOR and _SEPARATOR.match(data):
            if start:
                yield start, held.taken()
            start = line
        elif start:
            held.add(data[1:] if begins and _QUOTED.match(data) else data)
        elif data.strip():
            raise ArticleError("no mbox: it does not begin with a From line", line)
        below_blank = begins and not data.strip()
        begins = data.endswith(b"\n")
    if start:
        yield start, held.taken()


class _Held:
    """The lines of a message, as many as the limit allows."""

    def __init__(self) -> None:
        self._lines: list[bytes] = []
        self._size = 0

    def add(self, line: bytes) -> None:
        """Take one more line."""
        self._size += len(line)
        if self._size > text.LIMIT:
            self._lines.clear()
        else:
            self._lines.append(line)

    def taken(self) -> bytes | None:
        """Return the message, None where it is too large, and begin another one."""
        data = None if self._size > text.LIMIT else b"".join(self._lines)
        self._lines.clear()
        self._size = 0
        return data
