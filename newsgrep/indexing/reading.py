"""Read articles from files without an index, and check the options of reading."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypedDict, Unpack

from newsgrep.arguments import check_flags, check_text, path_of, texts_of, wrong
from newsgrep.article import Article
from newsgrep.config import FOLDER
from newsgrep.dates.orders import ORDERS
from newsgrep.errors import ArticleError, UsageError, nearest_name
from newsgrep.indexing.file_reader import FileReader, Item
from newsgrep.indexing.read_options import ReadOptions
from newsgrep.results import Skipped, Unreadable
from newsgrep.sources.walk import Source, Walk, WalkItem, check_roots


class Reading(TypedDict, total=False):
    """Keyword arguments that say how files are read; each has a flag of `newsgrep index`.

    include:  globs; only files that match are read, whatever their suffix
    exclude:  globs of files and folders to leave out
    no_follow: pass over symbolic links below a folder
    format:   short name of the format of all files
    mapping:  field -> key or keys of the records that it is read from
    encoding: encoding of all files
    dates:    order of day, month and year in numbers: dmy, mdy or ymd
    filters:  suffix -> command that prints the text of such a file, `%` in it standing for the file
    """

    include: str | Sequence[str]
    exclude: str | Sequence[str]
    no_follow: bool
    format: str
    mapping: Mapping[str, str | Sequence[str]]
    encoding: str
    dates: str
    filters: Mapping[str, str | Sequence[str]]


def read_articles(
    path: str | os.PathLike[str],
    *,
    on_problem: Callable[[Unreadable | Skipped], object] | None = None,
    **reading: Unpack[Reading],
) -> Iterator[Article]:
    """Yield the articles of a file, an archive or a folder, in the order of an index run.

    Keys and paths are relative to the current folder if the file is below it.

    on_problem: called with each file or record that cannot be read (Unreadable) and each file of a kind that
        newsgrep does not read (Skipped); reading goes on. Without it the first Unreadable raises
        ArticleError, and a Skipped is passed over.
    reading: see Reading

    Raises UsageError at once for a path that does not exist and for options that cannot be meant.
    """
    options = checked_read_options(**reading)
    home = Path.cwd()
    root = path_of("path", path)
    check_roots([root])
    found = Walk(home, options.file_filter, home / FOLDER).from_root(root)
    return _articles(found, options, on_problem or _raise_unreadable)


def _articles(
    found: Iterable[WalkItem], options: ReadOptions, on_problem: Callable[[Unreadable | Skipped], object]
) -> Iterator[Article]:
    for source in found:
        items: Iterable[Item] = (
            FileReader(options, source.path, source.location, may_pass=True).read(source.relative)
            if isinstance(source, Source)
            else (source,)
        )
        for item in items:
            if isinstance(item, Article):
                yield item
            elif isinstance(item, Unreadable | Skipped):
                on_problem(item)


def _raise_unreadable(problem: Unreadable | Skipped) -> None:
    if isinstance(problem, Unreadable):
        name = f"{problem.path}#{problem.member}" if problem.member else problem.path
        where = f"{name}:{problem.line}" if problem.line else name
        raise ArticleError(f"{where}: {problem.reason}", problem.line)


def checked_read_options(
    *,
    include: str | Sequence[str] = (),
    exclude: str | Sequence[str] = (),
    no_follow: bool = False,
    format: str = "",
    mapping: Mapping[str, str | Sequence[str]] | None = None,
    encoding: str = "",
    dates: str = "",
    filters: Mapping[str, str | Sequence[str]] | None = None,
) -> ReadOptions:
    """Return how files are to be read, from arguments as Reading has them.

    Raises UsageError, with the nearest name, for what is no format, field, encoding, order or filter.
    """
    for name, text in {"format": format, "encoding": encoding, "dates": dates}.items():
        check_text(name, text)
    check_flags({"no_follow": no_follow})
    for name, pairs in {"mapping": mapping, "filters": filters}.items():
        if not isinstance(pairs, Mapping | None):
            raise wrong(name, pairs, "a dict")
    return ReadOptions(
        mapping={_checked_field(field): texts_of(field, keys) for field, keys in (mapping or {}).items()},
        encoding=_checked_encoding(encoding) if encoding else "",
        format=_checked_format(format) if format else "",
        dates=_checked_order(dates) if dates else "",
        include=texts_of("include", include),
        exclude=texts_of("exclude", exclude),
        no_follow=no_follow,
        filters=dict(_parsed_filter(suffix, command) for suffix, command in (filters or {}).items()),
    )


def _checked_format(name: str) -> str:
    from newsgrep.formats import FORMATS

    names = [row.name for row in FORMATS]
    if name.lower() not in names:
        raise UsageError(f"there is no format {name}", _did_you_mean(name.lower(), names))
    return name.lower()


def _checked_order(name: str) -> str:
    if name.lower() not in ORDERS:
        raise UsageError(
            f"{name} is no order of day, month and year", "dmy for 31/12/2020, mdy for 12/31/2020, or ymd"
        )
    return name.lower()


def _checked_encoding(name: str) -> str:
    """Return the codec of an encoding of text."""
    from newsgrep.encodings.codec_names import codec_named

    try:
        found = codec_named(name)
        "".encode(found)  # some of Python's codecs are not of text
    except (LookupError, ValueError):
        names = ("utf-8", "utf-16", "latin-1", "windows-1252", "koi8-r", "shift_jis", "gb18030", "big5")
        raise UsageError(f"there is no encoding {name}", _did_you_mean(name.lower(), names)) from None
    return found


def _checked_field(name: str) -> str:
    from newsgrep.formats.records.aliases import FIELDS

    check_text("a field of mapping", name)
    if name not in FIELDS:
        raise UsageError(f"there is no field {name}", _did_you_mean(name, FIELDS))
    return name


def _parsed_filter(suffix: str, command: str | Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Return a filter with its suffix in the usual form and the words of its command. Raises UsageError."""
    from newsgrep.sources.converters import checked_filter, parse_filter

    check_text("the suffix of a filter", suffix)
    if isinstance(command, str):
        return parse_filter(f"{suffix}:{command}")
    return checked_filter(suffix, texts_of("filters", command), f"{suffix}:{command}")


def _did_you_mean(name: str, names: Iterable[str]) -> str:
    names = list(names)
    near = nearest_name(name, names, 0.5)
    listed = f"there are: {', '.join(names)}"
    return f"did you mean {near}? {listed}" if near else listed
