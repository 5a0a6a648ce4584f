"""A conversation of mails on a terminal: each mail indented below the one that it answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TextIO

from rich.text import Text

from newsgrep.article import Article
from newsgrep.explore.conversation import Conversation, Message
from newsgrep.output.control_characters import printable_line, without_surrogates
from newsgrep.output.quantities import moment, sent_to
from newsgrep.output.terminal import make_console
from newsgrep.output.widths import columns_of, shortened_to
from newsgrep.results import LEDE_ON_TERMINAL, short_title

_TITLE, _META = "bold", "dim"
_BETWEEN = " · "
_INDENT = 2


def write_conversation(
    found: Conversation, shown_key: Callable[[Article], str], out: TextIO, *, color: bool
) -> None:
    """Write the mails of a conversation: for each a line with the subject, and lines with its other data.

    Subjects, persons and names of files are cut at the width of the terminal. Keys and Message-IDs are not
    cut, so that they can be copied.

    shown_key: returns the key of an article as it is shown
    """
    console = make_console(out, color=color)
    for message in found.messages:
        for line in _lines(message, shown_key, console.width):
            console.print(line, soft_wrap=True)
    out.flush()


def _lines(message: Message, shown_key: Callable[[Article], str], width: int) -> Iterator[Text]:
    """Yield the lines of a mail. If its depth is too large for an indent, the depth is before the subject."""
    deepest = width // 3 // _INDENT
    indent = " " * _INDENT * min(message.depth, deepest)
    depth = f"({message.depth}) " if message.depth > deepest else ""
    mail = message.mail
    if mail is None:
        yield _text(f"{indent}{depth}not in the index: {message.message_id}", _META)
        return
    subject = short_title(mail, LEDE_ON_TERMINAL) or "no subject"
    yield _cut(f"{indent}{depth}{subject}", width, _TITLE)
    persons = " ".join(filter(None, (mail.byline, sent_to(mail))))
    origin = indent + _BETWEEN.join(filter(None, (moment(mail.date), persons)))
    key = _text(shown_key(mail), _META)
    if not origin.strip():
        yield _text(indent, _META) + key
    elif columns_of((whole := _text(f"{origin}{_BETWEEN}", _META) + key).plain) <= width:
        yield whole
    else:
        yield _cut(origin, width, _META)
        yield _text(indent, _META) + key
    if mail.attachments:
        yield _cut(f"{indent}attached: {', '.join(mail.attachments)}", width, _META)


def _text(line: str, style: str) -> Text:
    return Text(without_surrogates(printable_line(line)), style)


def _cut(line: str, width: int, style: str) -> Text:
    return shortened_to(width, _text(line, style))
