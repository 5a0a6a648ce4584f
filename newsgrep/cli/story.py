"""newsgrep story: the versions of a story, and the changes between them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from newsgrep.cli.outcome import Outcome
from newsgrep.cli.shared_options import contradiction
from newsgrep.cli.standard_streams import notify
from newsgrep.cli.table_flags import table_flags, take_table_output


@click.command(
    "story",
    epilog="""\b
Examples:
  newsgrep story corpus/010_ganja-missile-strike.txt
                                       the versions of its story
  newsgrep story --diff corpus/010_ganja-missile-strike.txt
                                       what each version changed
  newsgrep search --fold ganja         a search with each story once""",
)
@click.argument("key", metavar="KEY")
@click.option("--diff", is_flag=True, help="Show what each version changed in the one before it.")
@table_flags
def command(key: str, diff: bool, index: tuple[Path, ...], **typed: Any) -> Outcome:
    """List all versions of the story of an article: reprints, corrections, and shortened texts.

    The earliest comes first. The share of a version says how much of the shorter of the two texts, its own
    and the article's, is also in the other one, from 0 to 1.
    """
    from newsgrep.index_group import open_indexes
    from newsgrep.output.figures import story_table
    from newsgrep.output.story_diff import print_diffs
    from newsgrep.search.hit_maker import version_of

    output = take_table_output(typed)
    if diff and output.style in ("csv", "excel", "json", "jsonl"):
        raise contradiction("--diff", f"--{output.style}")
    with open_indexes(index) as opened:
        found = opened.story(key)
        keys = [version_of(one.article, opened.shown_path).key for one in found]
        if diff:
            print_diffs([one.article for one in found], keys, sys.stdout, color=output.color)
        else:
            output.write(story_table(found, keys, is_for_eyes=output.is_for_eyes))
    if len(found) == 1:
        notify("there is no other version of it in the index")
    return Outcome.FOUND
