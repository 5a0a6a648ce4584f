"""Attachment: what a format finds within a stream and does not read itself, as a mail has files attached."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Attachment(NamedTuple):
    """A file that is attached to a mail, or a message that the mail forwards.

    mail: the name of the mail within its file, '' for a file that is one mail
    name: of the attachment, with a suffix if it has one; no other in the mail has it
    open: returns its bytes, once; raises ArticleError
    date: of the mail
    line: where the mail begins
    senders, recipients: of the mail, as its article has them
    """

    mail: str
    name: str
    open: Callable[[], bytes]
    date: str = ""
    line: int = 1
    senders: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
