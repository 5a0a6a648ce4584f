"""The context in which a stream of articles is read: its file, the user's options, the limits.

>>> ReadContext("old.zip", member="1987/feb.jsonl").key("L3")
'old.zip#1987/feb.jsonl#L3'
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from newsgrep.article import key_of
from newsgrep.dates.date_reader import DateReader
from newsgrep.tuning import DEFAULT_TUNING, SourceLimits


class ReadContext(NamedTuple):
    """What a reader of a format knows besides the bytes of the stream.

    path:      the path of the file as the index stores it
    member:    the name of the stream within the file, '' where the file is no archive
    mapping:   field -> the keys of a record that hold it, dotted, best first (`--map`)
    encoding:  the encoding that the user gives (`--encoding`), one that Python knows; '' to detect it
    format:    the short name of the format that the user gives (`--format`); '' to detect it
    on_record: called with each record of named fields that is read, before anything is taken from it
    limits:    how much is read and held in memory
    dates:     reads the dates of the stream; the default reads each for itself
    beside:    returns the bytes of a file by its path from the folder of the stream, at most one more than a
               limit, None for none; None where the stream stands alone
    on_remark: called with each remark on an article that is read all the same: its kind (see remarks.py), a
               detail, and the line
    """

    path: str
    member: str = ""
    mapping: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    encoding: str = ""
    format: str = ""
    on_record: Callable[[Mapping[str, object]], None] | None = None
    limits: SourceLimits = DEFAULT_TUNING.sources
    dates: DateReader = DateReader(takes_note=False)
    beside: Callable[[str, int], bytes | None] | None = None
    on_remark: Callable[[str, str, int], None] | None = None

    def remark(self, kind: str, detail: str, line: int = 0) -> None:
        """Report a remark on the article that begins on a line, or on the whole stream (line 0)."""
        if self.on_remark:
            self.on_remark(kind, detail, line)

    def file_beside(self, name: str, largest: int) -> bytes | None:
        """Return at most `largest` + 1 bytes of a file in the folder of the stream; None if there is none.

        Returns None, too, if the stream has no folder, as standard input.
        """
        return self.beside(name, largest) if self.beside else None

    def key(self, record: str = "") -> str:
        """Return the key of an article by its name within the stream, '' for a stream of one article."""
        return key_of(self.path, "#".join(filter(None, (self.member, record))))
