"""The options of `newsgrep index` that say how a source is read, and that are remembered for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from newsgrep.cli.shared_options import combined
from newsgrep.errors import UsageError

if TYPE_CHECKING:
    from newsgrep.indexing.read_options import ReadOptions

_OPTIONS = (
    click.option(
        "--include", multiple=True, metavar="GLOB", help="Read only files that match, whatever their suffix."
    ),
    click.option("--exclude", multiple=True, metavar="GLOB", help="Leave out files and folders that match."),
    click.option("--no-follow", is_flag=True, help="Do not follow symbolic links in folders."),
    click.option(
        "--format",
        default="",
        metavar="NAME",
        help="Read all files as this format, whatever the suffix.",
    ),
    click.option(
        "--map",
        "mapping",
        multiple=True,
        metavar="FIELD=KEY,…",
        help="Read fields from these keys of records: title=hed,date=pub.dt",
    ),
    click.option(
        "--encoding",
        default="",
        metavar="NAME",
        help="Decode all files in this encoding, and warn of files in UTF-8; by default it is detected.",
    ),
    click.option(
        "--dates",
        default="",
        metavar="ORDER",
        help="The order in dates such as 02/01/2020, if no date of the file proves it: dmy, mdy or ymd.",
    ),
    click.option(
        "--filter",
        "filters",
        multiple=True,
        metavar="SUFFIX:COMMAND",
        help="Read files of this suffix by a command that prints the text of file %: 'pdf:pdftotext % -'",
    ),
    click.option("--keep-duplicates", is_flag=True, help="Store duplicates of articles, too."),
)


#: The options that read_options takes, by the names that ReadOptions has for them.
reading_options = combined(*_OPTIONS)


def read_options(typed: Mapping[str, Any]) -> ReadOptions:
    """Return how to read files, from the values of the options.

    Raises UsageError for a wrong value; it suggests a similar name.
    """
    from newsgrep.indexing.read_options import checked_read_options

    typed = {**typed, "mapping": _mapping(typed["mapping"]), "filters": _filters(typed["filters"])}
    keep_duplicates = typed.pop("keep_duplicates")
    return replace(checked_read_options(**typed), keep_duplicates=keep_duplicates)


def _filters(specs: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Parse `.doc:antiword %` into the command of each suffix."""
    if not specs:
        return {}
    from newsgrep.sources.converters import parse_filter  # takes 2 ms to import

    return dict(map(parse_filter, specs))


def _mapping(maps: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Parse `title=hed,date=pub.dt` into the keys of each field, in their order."""
    keys: dict[str, tuple[str, ...]] = {}
    for part in (part for text in maps for part in text.split(",")):
        name, equals, key = (side.strip() for side in part.partition("="))
        if not equals or not key:
            raise UsageError(
                f"{part.strip() or 'an empty text'} is not FIELD=KEY", "example: --map title=hed"
            )
        keys[name] = (*keys.get(name, ()), key)
    return keys
