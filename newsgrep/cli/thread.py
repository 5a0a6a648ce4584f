"""newsgrep thread: the mails of a conversation, each below the one that it answers."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from newsgrep.cli.outcome import Outcome
from newsgrep.cli.standard_streams import notify
from newsgrep.cli.table_flags import table_flags, take_table_output
from newsgrep.output.quantities import count


@click.command(
    "thread",
    epilog="""\b
Examples:
  newsgrep thread 'inbox.mbox#1@example.org'           a mail and its answers
  newsgrep thread articles/b.eml --jsonl               for a program
  newsgrep search 'budget thread:articles/b.eml'       search in it
  newsgrep search 'thread:articles/b.eml' --sort date  all mails, by date
  newsgrep search mail:articles/b.eml                  a mail, its attachments""",
)
@click.argument("key", metavar="KEY|ID")
@table_flags
def command(key: str, index: tuple[Path, ...], **typed: Any) -> Outcome:
    """List the conversation of a mail: each mail below the one that it answers, the earliest answer first.

    KEY is the key of a mail, or of a file attached to one; ID is a Message-ID. Mails belong together by the
    Message-IDs in In-Reply-To and References, and by the Thread-Index of Outlook, never by their subjects. A
    mail that others name, and that is not in the index, has a row of its own.
    """
    from newsgrep.index_group import open_indexes
    from newsgrep.output.conversation_tree import write_conversation
    from newsgrep.output.figures import conversation_table

    output = take_table_output(typed)
    with open_indexes(index) as opened:
        found = opened.thread(key)
        if output.is_for_eyes:
            write_conversation(found, opened.shown_key, sys.stdout, color=output.color)
        else:
            output.write(conversation_table(found, opened.shown_key))
    missing = sum(one.mail is None for one in found.messages)
    if missing:
        verb = "is" if missing == 1 else "are"
        notify(f"{count(missing, 'mail')} of the conversation {verb} not in the index")
    if len(found.messages) == 1 and not found.notices:
        notify("there is no other mail of it in the index")
    notify(*found.notices)
    return Outcome.FOUND
