"""newsgrep export: the originals of articles that keys name, or that a query finds."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from newsgrep.cli.named_articles import named_keys
from newsgrep.cli.outcome import Outcome
from newsgrep.cli.query_flags import QUERY_THEMES, one_query_flags, request_of
from newsgrep.cli.shared_options import PATH, indexes_option
from newsgrep.cli.short_flags import QueryCommand
from newsgrep.cli.standard_streams import notify
from newsgrep.cli.table_flags import report_nothing
from newsgrep.output.quantities import count


@click.command(
    "export",
    cls=QueryCommand,
    themes=QUERY_THEMES,
    epilog="""\b
Examples:
  newsgrep export evidence/ ganja missile       the originals of all hits
  newsgrep export october/ --since 2020-10 --until 2020-10
  newsgrep export chosen/ corpus/01.txt         by its key
  newsgrep search --fields key ganja | fzf -m | newsgrep export chosen/ -
  cd evidence && sha256sum -c SHA256SUMS        they are still the same""",
)
@click.argument("folder", metavar="DIR", type=PATH)
@one_query_flags
@indexes_option
def command(folder: Path, *, index: tuple[Path, ...], **typed: Any) -> Outcome:
    """Write the originals of articles, by their keys or by a query, to DIR, a new folder.

    If every word after DIR is the key of an article, export writes these articles. If no word is a key, the
    words are a query. `-` reads keys from standard input, one per line or separated by NUL.

    Files are copied unchanged. A member of an archive, a file attached to a mail, and a record of JSON Lines
    or WARC is written to a file of its own. Other files with many articles are copied whole, once.
    manifest.jsonl has one line for each article: its key, its file in DIR, and the SHA-256 sum; SHA256SUMS
    has the sums for sha256sum -c.
    """
    from newsgrep.index_group import open_indexes
    from newsgrep.output.summary import unreadable_line
    from newsgrep.search.request import parse_request
    from newsgrep.search.shown_paths import with_shown_paths

    with open_indexes(index) as archive:
        keys: Iterable[str] = named_keys(archive, typed)
        if not keys:
            query = parse_request(request_of(index, **typed))
            found = archive.matching(query)
            notify(*found.notices)
            if not found.total:
                return report_nothing(archive, query)
            keys = (hit.key for hit in found.stream())
        report = archive.export(folder, keys)
    for problem in with_shown_paths(report.problems, archive.shown_path):
        notify(f"{unreadable_line(problem)}")
    articles = f"the originals of {count(report.articles, 'article')}"
    notify(f"{articles} in {count(report.files, 'file')} of {folder}")
    return Outcome.ERROR if report.problems else Outcome.FOUND
