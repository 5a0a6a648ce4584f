"""newsgrep verify: find damage in an index."""

from __future__ import annotations

from pathlib import Path

import click

from newsgrep.cli.outcome import Outcome
from newsgrep.cli.shared_options import index_option
from newsgrep.cli.standard_streams import write_message
from newsgrep.cli.table_flags import ListOutput, object_flags
from newsgrep.cli.waiting import waiting
from newsgrep.output.quantities import count


@click.command(
    "verify",
    epilog="""\b
Examples:
  newsgrep verify                        read the whole index, list problems
  newsgrep verify --jsonl | jq .problem
  newsgrep verify || newsgrep index --rebuild corpus/""",
)
@object_flags
@index_option
def command(*, json: bool, jsonl: bool, index: Path | None) -> Outcome:
    """Read the whole index, and list what is damaged.

    verify compares every checksum, and checks that the parts of the index agree with one another.
    """
    from newsgrep.config.address import index_at, rebuild_hint
    from newsgrep.index import open_index

    output = ListOutput(json=json, jsonl=jsonl)
    with open_index(index) as archive, waiting("reading the index"):
        problems = archive.check()
    output.lines("problem", problems)
    if problems:
        write_message(f"{count(len(problems), 'problem')} in {archive.title}")
        write_message(f"hint: {rebuild_hint(archive.place)}")
        return Outcome.ERROR
    write_message(f"the {index_at(archive.place)} has no damage")
    return Outcome.FOUND
