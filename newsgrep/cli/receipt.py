"""newsgrep receipt: run the query of a receipt again, and compare. The flag --receipt writes a receipt."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsgrep.cli.outcome import Outcome
from newsgrep.cli.shared_options import PATH, Decorator, indexes_option
from newsgrep.cli.table_flags import single_object_flags, write_single
from newsgrep.cli.waiting import waiting
from newsgrep.whole_files import check_place, named_file

if TYPE_CHECKING:
    from newsgrep.explore.explorer import Explorer
    from newsgrep.search.request import ParsedRequest


def _check_place(_: click.Context, __: click.Parameter, path: Path | None) -> Path | None:
    if path is not None:
        check_place(path, "name a file with --receipt FILE")
    return path


receipt_option: Decorator = click.option(
    "--receipt",
    type=PATH,
    metavar="FILE",
    callback=_check_place,
    help="Write a receipt: the query, its options, the state of the index, and a digest of the answer.",
)


def write_receipt(
    path: Path | None, index: Explorer, command: str, requests: Sequence[ParsedRequest], **options: Any
) -> None:
    """Write the receipt of an answer, if a path is given; see make_receipt."""
    if path is not None:
        from newsgrep.explore.receipts import make_receipt, written

        receipt = written(make_receipt(index, command, requests, options))
        with named_file(path) as out:
            out.write(receipt.decode())


@click.command(
    "receipt",
    epilog="""\b
Examples:
  newsgrep timeline ganja --by month --receipt ganja.json
                                                  writes a receipt
  newsgrep receipt ganja.json                     is the answer the same?
  newsgrep receipt --index copy/ ganja.json       is it so in a copy?
  newsgrep receipt --json ganja.json | jq .same""",
)
@click.argument("file", type=PATH, metavar="FILE")
@single_object_flags
@indexes_option
def command(file: Path, *, json: bool, jsonl: bool, index: tuple[Path, ...]) -> Outcome:
    """Run the query of a receipt again, and say whether the answer is the same.

    search, timeline, facets, terms, names and sample write a receipt with --receipt FILE. The query runs in
    the index that the receipt names, unless --index names another. The exit code is 0 for the same answer and
    1 for a different one.
    """
    from newsgrep.explore.receipts import read_receipt
    from newsgrep.index_group import open_indexes

    receipt = read_receipt(file)
    with open_indexes(index or receipt.index.folders) as opened, waiting("running the query again"):
        found = opened.check_receipt(receipt)
    outcome = Outcome.FOUND if found.is_same else Outcome.NOTHING
    if json or jsonl:
        write_single(
            {
                "same": found.is_same,
                "made": receipt.made,
                "numbers": receipt.numbers,
                "numbers_now": found.now.numbers,
                "differences": found.differences(),
            }
        )
        return outcome
    answer = "the same answer as" if found.is_same else "another answer than"
    lines = [f"{answer} on {receipt.made[:10]}", *found.differences()]
    sys.stdout.write("\n".join(lines) + "\n")
    return outcome
