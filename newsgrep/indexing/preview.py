"""A look at a file before it is indexed: its format, the mapping found, and the first article."""

from __future__ import annotations

import os
from collections.abc import Mapping
from itertools import islice
from pathlib import Path

from msgspec import Struct, field

from newsgrep.article import Article
from newsgrep.encodings.decoding import detect_unicode
from newsgrep.engine.base import IndexEngine
from newsgrep.errors import ArticleError
from newsgrep.formats import Format
from newsgrep.formats.fields.article_builder import resolve_mapping
from newsgrep.indexing.file_reader import FileReader
from newsgrep.indexing.inspection import catalog_of
from newsgrep.indexing.plan import nearest_source
from newsgrep.indexing.read_options import ReadOptions
from newsgrep.indexing.read_statistics import ReadStatistics
from newsgrep.indexing.remembered import from_json
from newsgrep.remarks import TEXT_FOUND
from newsgrep.results import Unreadable

#: How many items are read at most in search of an article.
_MOST_ITEMS = 1000


class Preview(Struct):
    """What is known of a file from its first article.

    label:    of the format of its first stream, empty where none begins
    member:   that stream, where the file is an archive
    encoding: the one that the user named, or the encoding of Unicode that the first bytes show; else empty
    mapping:  field -> the key that it is read from, where the format is one of records
    article:  the first one; `trouble` is what could not be read before it
    """

    path: str
    label: str = ""
    member: str = ""
    encoding: str = ""
    mapping: dict[str, str] = field(default_factory=dict)
    article: Article | None = None
    trouble: Unreadable | None = None


def reading_of(engine: IndexEngine, path: str, given: ReadOptions) -> ReadOptions:
    """Return how a run reads the file with a stored path: as remembered for it, and by the given options."""
    with catalog_of(engine) as catalog:
        source = catalog.find_source(path) or nearest_source(catalog, path, engine.home)
    return from_json(source.options, source.path).with_given(given) if source else given


def preview(file: Path, path: str, reading: ReadOptions) -> Preview:
    """Return what is known of a file from its first article."""
    seen = _Look(reading)
    result = Preview(path)
    items = FileReader(reading, path, os.fspath(file), seen, may_pass=True).read(file.name)
    for item in islice(items, _MOST_ITEMS):
        if isinstance(item, Article):
            result.article = item
            break
        if isinstance(item, Unreadable):
            result.trouble = result.trouble or item
    if seen.chosen:
        result.label, result.member, result.encoding = seen.chosen.label, seen.member, seen.encoding
    if seen.latest is not None:
        result.mapping = resolve_mapping(seen.latest, reading.mapping)
    if long_field := next((one.detail for one in seen.remarks if one.kind == TEXT_FOUND), ""):
        result.mapping["body"] = f"{long_field} (the only long field)"
    return result


class _Look(ReadStatistics):
    """Remembers the stream and the record that were read last."""

    def __init__(self, reading: ReadOptions) -> None:
        super().__init__()
        self._reading = reading
        self.chosen: Format | None = None
        self.member = self.encoding = ""
        self.latest: Mapping[str, object] | None = None
        self.record = self._remember

    def begin(self, member: str, chosen: Format, head: bytes) -> None:
        """Remember a stream."""
        super().begin(member, chosen, head)
        self.chosen, self.member, self.latest = chosen, member, None
        self.encoding = self._reading.encoding or _unicode(head)

    def _remember(self, record: Mapping[str, object]) -> None:
        self.latest = record


def _unicode(head: bytes) -> str:
    """Return the encoding of Unicode that the first bytes show, empty if they may be of several."""
    if head.isascii() and 0 not in head:
        return ""
    try:
        encoding = detect_unicode(head)
        head[:-3].decode(encoding)
    except (ArticleError, UnicodeDecodeError):
        return ""
    return encoding
