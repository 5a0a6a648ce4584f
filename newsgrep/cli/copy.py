"""newsgrep copy: copy an index to another place."""

from __future__ import annotations

import click

from newsgrep.cli.outcome import Outcome
from newsgrep.cli.shared_options import wait_option
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

    FROM and TO are each a folder or an address. There must be no index at TO yet. The copy is a full index:
    newsgrep index updates it as it would update the original. At the end, copy compares the numbers of
    articles. A copy in a folder has to be within the folder that the paths of its articles start from.
    """
    from newsgrep.index import open_index

    with open_index(source) as archive, open_index(target) as copy:
        articles = archive.copy_to(copy, wait=wait)
        write_message(f"{count(articles, 'article')} in {copy.title}")
    return Outcome.FOUND
