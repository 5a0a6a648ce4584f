"""The options of `newsgrep index` that say how files are read."""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from newsgrep.cli.options import Decorator
from newsgrep.errors import UsageError

if TYPE_CHECKING:
    from newsgrep.indexing.read_options import ReadOptions

_OPTIONS = (
    click.option(
        "--include", multiple=True, metavar="GLOB", help="Read only files that match, of any suffix."
    ),
    click.option("--exclude", multiple=True, metavar="GLOB", help="Leave out files and folders that match."),
    click.option(
        "--format",
        "format_name",
        metavar="NAME",
        help="Read all files as this format, whatever the suffix.",
    ),
    click.option(
        "--map",
        "maps",
        multiple=True,
        metavar="FIELD=KEY,…",
        help="The keys to read fields from: title=hed,date=pub.dt",
    ),
    click.option(
        "--encoding", metavar="NAME", help="Decode all files so, instead of detecting the encoding."
    ),
    click.option(
        "--filter",
        "filters",
        multiple=True,
        metavar="SUFFIX:COMMAND",
        help="A command that prints the text of file %: 'pdf:pdftotext % -'",
    ),
)


def reading_options(command: Any) -> Any:
    """Give a command the options that read_options takes."""
    for option in reversed(_OPTIONS):
        decorate: Decorator = option
        command = decorate(command)
    return command


def read_options(
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    format_name: str | None,
    maps: tuple[str, ...],
    encoding: str | None,
    filters: tuple[str, ...],
) -> ReadOptions:
    """Return how to read files, from the options. Raises UsageError, which suggests a similar name."""
    from newsgrep.indexing.read_options import ReadOptions
    from newsgrep.sources.converters import parse_filter

    return ReadOptions(
        mapping=_mapping(maps),
        encoding=_encoding(encoding) if encoding is not None else "",
        format=_format(format_name) if format_name is not None else "",
        include=include,
        exclude=exclude,
        filters=dict(parse_filter(spec) for spec in filters),
    )


def _format(name: str) -> str:
    from newsgrep.formats import FORMATS

    names = [row.name for row in FORMATS]
    if name.lower() not in names:
        raise UsageError(f"there is no format {name}", _suggestion(name.lower(), names))
    return name.lower()


def _encoding(name: str) -> str:
    """Return the name of an encoding of text as Python spells it."""
    try:
        found = codecs.lookup(name).name
        "".encode(found)  # some of Python's codecs do not encode text
    except (LookupError, ValueError):
        names = ("utf-8", "utf-16", "latin-1", "windows-1252", "koi8-r", "shift_jis", "gb18030", "big5")
        raise UsageError(f"there is no encoding {name}", _suggestion(name.lower(), names)) from None
    return found


def _mapping(maps: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Parse `title=hed,date=pub.dt` into the keys of each field, in their order."""
    from newsgrep.formats.records.aliases import FIELDS

    keys: dict[str, tuple[str, ...]] = {}
    for part in (part for one in maps for part in one.split(",")):
        name, equals, key = (side.strip() for side in part.partition("="))
        if not equals or not key:
            raise UsageError(
                f"{part.strip() or 'an empty text'} is not FIELD=KEY", "example: --map title=hed"
            )
        if name not in FIELDS:
            raise UsageError(f"there is no field {name}", _suggestion(name, FIELDS))
        keys[name] = (*keys.get(name, ()), key)
    return keys


def _suggestion(name: str, names: Iterable[str]) -> str:
    from difflib import get_close_matches

    names = list(names)
    near = get_close_matches(name, names, n=1, cutoff=0.5)
    listed = f"known: {', '.join(names)}"
    return f"did you mean {near[0]}? {listed}" if near else listed
