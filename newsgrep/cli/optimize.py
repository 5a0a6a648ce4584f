"""newsgrep optimize: make the index small and fast to search."""

from __future__ import annotations

from pathlib import Path

import click

from newsgrep.cli.outcome import Outcome
from newsgrep.cli.shared_options import index_option, wait_option
from newsgrep.cli.standard_streams import write_message


@click.command(
    "optimize",
    epilog="""\b
Examples:
  newsgrep optimize                      after many small additions
  newsgrep optimize --index archive.idx --wait 60""",
)
@index_option
@wait_option
def command(index: Path | None, wait: float) -> Outcome:
    """Make the index as small and as fast to search as it can be.

    It is never necessary: an index merges its segments as it grows. It is worth the time after many small
    updates, or before an archive is stored away.
    """
    from newsgrep.config.address import index_at
    from newsgrep.index import open_index

    with open_index(index) as archive:
        archive.optimize(wait=wait)
    write_message(f"the {index_at(archive.place)} is optimized")
    return Outcome.FOUND
