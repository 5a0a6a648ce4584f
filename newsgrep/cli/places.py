"""newsgrep places: the names of places in several languages, as equivalents for the settings."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsgrep.analysis.folding import fold
from newsgrep.cli.outcome import Outcome
from newsgrep.cli.shared_options import indexes_option
from newsgrep.cli.standard_streams import notify
from newsgrep.cli.table_flags import object_flags, object_writer
from newsgrep.cli.waiting import waiting
from newsgrep.errors import UsageError
from newsgrep.output.control_characters import printable_line
from newsgrep.output.quantities import count

if TYPE_CHECKING:
    from newsgrep.explore.explorer import Explorer
    from newsgrep.explore.places import Place, PlaceName

#: A key that needs no quotes in TOML.
_BARE = re.compile("[A-Za-z0-9_-]+")
_HEADING = """\
# Names of places in {codes}, by newsgrep places, from Unicode CLDR.
# After each #: the names, and how many articles have them. Delete a name that means something else.
[equivalents.places]
"""


@click.command(
    "places",
    epilog="""\b
Examples:
  newsgrep places --lang en,ru,az                    print them
  newsgrep places --lang en,ru,az >> newsgrep.toml   search in all three
  newsgrep places --lang en,ru,uk Kyiv Germany       only these places
  newsgrep search --no-equivalents Georgia           only this name""",
)
@click.argument("names", metavar="[PLACE]...", nargs=-1)
@click.option(
    "--lang",
    multiple=True,
    metavar="CODES",
    help="Codes of languages: en,ru,az. By default the languages of the articles.",
)
@object_flags
@indexes_option
def command(
    names: tuple[str, ...], *, lang: tuple[str, ...], json: bool, jsonl: bool, index: tuple[Path, ...]
) -> Outcome:
    """Print the places that the articles name, one per line, with their names in several languages.

    They are countries, regions and the cities of time zones, from Unicode CLDR, with some short and former
    names. Each line is a list of equivalents for newsgrep.toml beside the index: each name of a line then
    finds the others, too. After the # are the names as most articles spell them, each with its number of
    articles. A name that is also a common word of the articles is left out. A name whose stem finds other
    words, too, has a = before it: a search finds only its own spelling.
    """
    from newsgrep.index_group import open_indexes

    writer = object_writer(json=json, jsonl=jsonl)
    with open_indexes(index) as opened:
        codes = _codes(lang, opened)
        with waiting("looking for names of places"):
            found = opened.places(codes, names)
    if writer is not None:
        for place in found:
            writer.write(_as_object(place))
        writer.close()
    elif found:
        _write_table(found, codes)
    known = {fold(name.name) for place in found for name in place.names}
    shown = ", ".join(codes)
    notify(
        f"{count(len(found), 'place')} with names in {shown}",
        *(
            f"{name}: CLDR has no place of this name with another name in {shown}; list its names in"
            " newsgrep.toml below [equivalents]"
            for name in names
            if fold(name) not in known
        ),
    )
    return Outcome.FOUND if found else Outcome.NOTHING


def _codes(typed: Iterable[str], index: Explorer) -> list[str]:
    """Return the typed languages, else the languages of the articles. Raises UsageError if there is none."""
    codes = [code.strip() for some in typed for code in some.split(",") if code.strip()]
    if not codes:
        (counted,) = index.facets("*", by="lang", top=None).tables
        codes = [str(code) for row in counted.rows if (code := row.values[0])]
    if not codes:
        raise UsageError("no article says in which language it is", "name the languages: --lang en,ru")
    return codes


def _as_object(place: Place) -> dict[str, object]:
    from msgspec import to_builtins

    return {"articles": place.articles, **to_builtins(place)}


def _write_table(places: Iterable[Place], codes: Sequence[str]) -> None:
    """Write the table of equivalents for the settings. No two lines begin with the same name."""
    sys.stdout.write(_HEADING.format(codes=", ".join(codes)))
    keys = set[str]()
    for place in places:
        names = [name for name in place.names if not name.is_common]
        first = min(names, key=lambda name: (name.equivalent in keys, name.is_exact))
        key = first.equivalent
        keys.add(key)
        others = ", ".join(_quoted(name.equivalent) for name in names if name is not first)
        shown = key if _BARE.fullmatch(key) else _quoted(key)
        sys.stdout.write(f"{shown} = [{others}]  # {_counted_names(place)}".rstrip("# ") + "\n")


def _counted_names(place: Place) -> str:
    """Return each name with its number of articles; names that are common words come last."""
    shown = _counts(name for name in place.names if not name.is_common)
    left_out = _counts(name for name in place.names if name.is_common)
    return printable_line(f"{shown}; left out: {left_out}" if left_out else shown)


def _counts(names: Iterable[PlaceName]) -> str:
    return ", ".join(f"{name.written} {name.articles}" for name in names if name.articles)


def _quoted(text: str) -> str:
    """Return a text in quotes for TOML, which are as in JSON."""
    import json

    return json.dumps(text, ensure_ascii=False)
