"""newsgrep verify: look for damage in the index."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from newsgrep.cli.options import debug_option, index_option
from newsgrep.cli.outcome import Outcome
from newsgrep.cli.streams import write_message
from newsgrep.config import index_folder


@click.command(
    "verify",
    epilog="""\b
Examples:
  newsgrep verify                        read all of the index, and name what is broken
  newsgrep verify || newsgrep index --rebuild corpus/""",
)
@index_option
@debug_option
def command(index: Path | None) -> Outcome:
    """Read all of the index, and name what is broken.

    Every checksum is compared, and every rule that the parts of an index keep with one another.
    """
    from newsgrep.engine.base import open_engine
    from newsgrep.output.quantities import count

    folder = index_folder(index)
    with closing(open_engine(folder)) as engine:
        faults = list(engine.faults())
    for fault in faults:
        click.echo(fault)
    write_message(
        f"{count(len(faults), 'fault')} in {folder}" if faults else f"the index in {folder} is whole"
    )
    if faults:
        write_message("hint: make it anew with: newsgrep index --rebuild PATH")
    return Outcome.ERROR if faults else Outcome.FOUND
