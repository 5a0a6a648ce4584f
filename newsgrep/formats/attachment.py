"""Attachment: a file that a format finds within a stream and hands on to be read, such as one in a mail."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Attachment(NamedTuple):
    """A file that is attached to a mail, or a message that the mail forwards.

    mail: the name of the mail within its file, '' for a file that is one mail
    name: the name of the attachment, unique within the mail, with a suffix if it has one
    open: returns the bytes of the attachment; can be called once; raises ArticleError
    date: the date of the mail
    line: the line where the mail begins
    senders, recipients: the persons of the mail, as its article has them
    """

    mail: str
    name: str
    open: Callable[[], bytes]
    date: str = ""
    line: int = 1
    senders: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
