"""Read articles from files without an index."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Unpack

from newsgrep.arguments import check_names, path_argument
from newsgrep.article import Article
from newsgrep.config import FOLDER
from newsgrep.errors import ArticleError
from newsgrep.indexing.file_reader import FileReader, Item
from newsgrep.indexing.mapping_check import only_when_met
from newsgrep.indexing.read_options import ReadArguments, ReadOptions, checked_read_options
from newsgrep.indexing.read_statistics import ReadStatistics
from newsgrep.results import Skipped, Unreadable
from newsgrep.sources.walk import Source, Walk, WalkItem, check_roots, one_by_one


def read_articles(
    path: str | os.PathLike[str],
    *,
    on_problem: Callable[[Unreadable | Skipped], object] | None = None,
    **reading: Unpack[ReadArguments],
) -> Iterator[Article]:
    """Yield the articles of a file, an archive or a folder, in the order of an index run.

    Keys and paths are relative to the current folder if the file is below it.

    on_problem: called with each file or record that cannot be read (Unreadable) and each file of a kind that
        newsgrep does not read (Skipped); reading goes on. Without it the first Unreadable raises
        ArticleError, and a Skipped is passed over.
    include:  globs; only files that match are read, whatever their suffix
    exclude:  globs of files and folders to leave out
    no_follow: pass over symbolic links below a folder
    format:   short name of the format of all files
    mapping:  field -> key or keys of the records that it is read from
    encoding: encoding of all files
    dates:    order of day, month and year in numbers: dmy, mdy or ymd
    filters:  suffix -> command that prints the text of such a file, `%` in it standing for the file

    Raises UsageError at once for a path that does not exist and for options that cannot be meant; and, before
    the first article, for a mapping that names a key which no record has.
    """
    check_names(reading, ReadArguments.__annotations__, read_articles)
    options = checked_read_options(**reading)
    home = Path.cwd()
    root = path_argument("path", path)
    check_roots([root])
    found = Walk(home, options.file_filter, home / FOLDER).from_root(root)
    return _articles(one_by_one(found), options, on_problem or _raise_unreadable)


def _articles(
    found: Iterable[WalkItem], options: ReadOptions, on_problem: Callable[[Unreadable | Skipped], object]
) -> Iterator[Article]:
    seen = ReadStatistics(options.mapping)
    for item in only_when_met(_items(found, options, seen), seen):
        if isinstance(item, Article):
            yield item
        elif isinstance(item, Unreadable):
            on_problem(item.in_python())
        elif isinstance(item, Skipped):
            on_problem(item)


def _items(found: Iterable[WalkItem], options: ReadOptions, seen: ReadStatistics) -> Iterator[Item]:
    for source in found:
        if isinstance(source, Source):
            yield from FileReader(options, source.path, source.location, seen, may_pass=True).read(
                source.relative
            )
        else:
            yield source


def _raise_unreadable(problem: Unreadable | Skipped) -> None:
    if isinstance(problem, Unreadable):
        name = f"{problem.path}#{problem.member}" if problem.member else problem.path
        where = f"{name}:{problem.line}" if problem.line else name
        raise ArticleError(f"{where}: {problem.reason}", problem.line)
