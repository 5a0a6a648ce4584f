"""newsgrep copy: make an index anew in another place, from an index."""

from __future__ import annotations

import click

from newsgrep.cli.options import wait_option
from newsgrep.cli.outcome import Outcome
from newsgrep.cli.standard_streams import write_message
from newsgrep.output.quantities import count


@click.command(
    "copy",
    epilog="""\b
Examples:
  newsgrep copy .newsgrep https://search.example.org:9200/news
  newsgrep copy https://search.example.org:9200/news .newsgrep""",
)
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@wait_option
def command(source: str, target: str, wait: float) -> Outcome:
    """Copy an index from a folder to a server, or back, without reading the files again.

    FROM and TO are a folder or an address each, and TO has no index yet. The next newsgrep index goes on
    with the copy as it would with the original. The number of articles is compared at the end. An index in a
    folder lies where the paths of its articles start from.
    """
    from newsgrep.index import open_index

    with open_index(source) as archive, open_index(target) as copy:
        articles = archive.copy_to(copy, wait=wait)
        write_message(f"{count(articles, 'article')} in {copy.title}")
    return Outcome.FOUND
