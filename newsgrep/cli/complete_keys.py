"""Candidates for keys of articles: the paths of files, and the records of a file behind its `#`."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from newsgrep.article import key_of, split_key, stored_path
from newsgrep.cli.complete import MAX_VALUES, Suggestion, Typed, begins_with

#: Records of a file among which those are looked for that begin with what is typed: some milliseconds.
_MOST_RECORDS = 10_000


def keys(typed: Typed) -> Iterator[Suggestion]:
    """Yield keys of the index that begin with what is typed; a path that has several articles ends in `#`."""
    from newsgrep.index import open_index
    from newsgrep.indexing.inspection import catalog_of

    with open_index(*typed.folders[:1]) as index, catalog_of(index.open()) as catalog:
        home = index.open().home
        path, sign, begun = typed.last.partition("#")
        file = catalog.find_file(stored_path(Path(split_key(path)[0]), home))
        if sign and file:
            rows = islice(catalog.articles_of(file.file), _MOST_RECORDS)
            names = (row.name for row in rows if not row.duplicate and begins_with(row.name, begun))
            yield from (Suggestion(f"{path}#{name}") for name in islice(names, MAX_VALUES))
            return
        for name in paths(typed.last):
            known = None if name.endswith("/") else catalog.find_file(stored_path(Path(name), home))
            several = known is not None and known.stored > 1
            kind = "part" if several or name.endswith("/") else "word"
            yield Suggestion(f"{key_of(name, '')}{'#' * several}", kind=kind)


def paths_for_field(word: str) -> Iterator[Suggestion]:
    """Yield the files and folders whose paths begin with the value of a field: the key of a mail is a path.

    A path with a space or another sign of the query language is put in quotes.
    """
    for path in paths(word.partition(":")[2].removeprefix('"')):
        is_folder = path.endswith("/")
        quote = "" if re.fullmatch(r"[\w./-]+", path) else '"'
        yield Suggestion(f"{quote}{path}{'' if is_folder else quote}", kind="part" if is_folder else "word")


def paths(begun: str) -> Iterator[str]:
    """Yield the paths of files and folders that begin with a text; the path of a folder ends in a slash."""
    above = begun[: begun.rfind("/") + 1]
    try:
        entries = sorted(os.scandir(above or "."), key=lambda entry: entry.name)
    except OSError:  # there is no such folder
        return
    seen = (entry for entry in entries if not entry.name.startswith("."))
    for entry in islice((one for one in seen if begins_with(above + one.name, begun)), MAX_VALUES):
        yield f"{above}{entry.name}{'/' * entry.is_dir()}"
