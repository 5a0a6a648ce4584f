"""The manifest: which files the index was made from, and what each of them gave.

It is what makes indexing incremental. An engine keeps it beside its own files and publishes it in the
same commit, so that the two never disagree; a search never reads it.

On disk it is gzipped JSON Lines: a file a line, in the order of their paths.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from newsgrep.results import Unreadable


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One file as it was when it was read.

    digest:     of its bytes; two files with the same digest are one file renamed
    articles:   record name ("" for a file that is one article) -> digest of the article
    unreadable: (line, reason) of what was left out
    """

    path: str
    size: int
    mtime_ns: int
    digest: str
    articles: dict[str, str] = field(default_factory=dict)
    unreadable: tuple[tuple[int, str], ...] = ()

    @property
    def keys(self) -> list[str]:
        """The keys of the articles that came from this file."""
        return [f"{self.path}#{record}" if record else self.path for record in self.articles]

    def problems(self) -> list[Unreadable]:
        """Return what was left out of this file."""
        return [Unreadable(self.path, reason, line) for line, reason in self.unreadable]


Manifest = dict[str, FileRecord]


def load(file: Path) -> Manifest:
    """Read a manifest, keyed by path. Raises OSError, EOFError, LookupError, TypeError or ValueError."""
    if not file.stat().st_size:
        raise EOFError("the manifest is empty")  # which gzip would read as no files
    try:
        with gzip.open(file, "rt", encoding="ascii") as lines:
            records = [_record(json.loads(line)) for line in lines]
    except gzip.BadGzipFile as error:
        raise ValueError(str(error)) from error
    return {record.path: record for record in records}


def _record(values: dict[str, Any]) -> FileRecord:
    problems = tuple((line, reason) for line, reason in values.pop("unreadable"))
    return FileRecord(**values, unreadable=problems)


def save(records: Iterable[FileRecord], file: Path) -> None:
    """Write a manifest. JSON escapes carry file names that are not valid Unicode."""
    with gzip.open(file, "wt", compresslevel=3, encoding="ascii") as out:
        for record in records:
            out.write(json.dumps(asdict(record), separators=(",", ":")) + "\n")
