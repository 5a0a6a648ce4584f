"""MSG, the mails that Outlook saves: read as EML, with their attachments."""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedReader

from newsgrep.article import Article
from newsgrep.bounded_bytes import read_bounded
from newsgrep.formats.attachment import Attachment
from newsgrep.formats.documents.first_bytes import OLE, begins_as
from newsgrep.read_context import ReadContext
from newsgrep.results import Unreadable

#: How the names of streams in a mail look as text.
_STREAMS = tuple("\ufffd".join(name) for name in ("__substg1.0_", "__properties_version", "__nameid_version"))


def claims(beginning: str) -> bool:
    """Whether a file begins as MSG does, and the beginning has the name of a stream of a mail."""
    return begins_as(beginning, OLE) and any(name in beginning for name in _STREAMS)


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Attachment | Unreadable]:
    """Yield the article and the attachments of a message. Raises ArticleError."""
    from newsgrep.formats.documents.isolated import extract
    from newsgrep.formats.mail.eml import message_items, parse_message

    data = read_bounded(stream, context.limits.record_bytes, "message")
    message = parse_message(extract("msg", data, context.limits).message)
    del data  # as in eml.py
    yield from message_items(message, context._replace(dates=context.dates.alone()), context.key, 1)
