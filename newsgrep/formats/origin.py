"""Where a stream of articles comes from: what keys are made of, and what a person said of the file.

>>> Origin("old.zip", member="1987/feb.jsonl").key("L3")
'old.zip#1987/feb.jsonl#L3'
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple


class Origin(NamedTuple):
    """The origin of the articles of one stream.

    path:     the file, by the name that the index stores
    member:   the name of the stream within the file, where that is an archive of several
    mapping:  where the fields of a record are to be found: field -> its keys, dotted, best first (`--map`)
    encoding: of the text, where it is not to be told from the bytes (`--encoding`); one that Python knows
    watch:    is told of each record of named fields that is read, as it is
    format:   short name of the format, where neither suffix nor beginning is to tell it (`--format`)
    """

    path: str
    member: str = ""
    mapping: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    encoding: str = ""
    format: str = ""
    watch: Callable[[Mapping[str, object]], None] | None = None

    def key(self, record: str = "") -> str:
        """Return the key of an article, by its name within the stream: empty where it is the only one."""
        return "#".join(filter(None, (self.path, self.member, record)))
