"""By what options files are read, and how the catalog keeps these."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

import msgspec
from msgspec import Struct, field

from newsgrep.dates.orders import ORDERS
from newsgrep.formats import format_named
from newsgrep.indexing.known_filters import digest_of, filters_of
from newsgrep.sources.names import kind_of
from newsgrep.sources.selection import FileFilter
from newsgrep.tuning import DEFAULT_TUNING, SourceLimits

#: The options that have an effect on every file, and those that have one on the members of a file, and on
#: pages of scanned issues: a page is an article where globs leave out the file that has its articles.
_OF_FILES, _OF_MEMBERS = ("mapping", "encoding", "format", "dates"), ("include", "exclude")


class ReadOptions(Struct, frozen=True, dict=True):
    """How files are read, where anything but the usual way was asked for.

    mapping, encoding, format: as ReadContext has them
    dates:   the order of day, month and year in numbers, one of ORDERS; '' to go by the dates of a stream
    include, exclude: globs, which see members of archives too
    filters: suffix -> the command that prints the text of such a file
    no_follow: pass over symbolic links below a folder
    limits:  how much is read
    """

    mapping: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    encoding: str = ""
    format: str = ""
    dates: str = ""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    no_follow: bool = False
    limits: SourceLimits = DEFAULT_TUNING.sources

    @cached_property
    def file_filter(self) -> FileFilter:
        """Which files and members are read."""
        return FileFilter(self.include, self.exclude, self.filters, follows=not self.no_follow)

    @cached_property
    def is_usual(self) -> bool:
        """Whether all options have their defaults."""
        return self == ReadOptions()

    def asked(self, names: Iterable[str] = ()) -> dict[str, Any]:
        """Return the options that differ from the usual way, by name; of some options, or of all."""
        return {name: value for name in names or ASKED if (value := getattr(self, name))}

    def stored(self, names: Iterable[str] = ()) -> dict[str, Any]:
        """Return the same as JSON holds it. A command is a digest alone: an index never says what to run."""
        values = self.asked(names)
        return values | {"filters": digest_of(self.filters)} if "filters" in values else values

    @staticmethod
    def from_stored(values: Any) -> ReadOptions:
        """Return options that `stored` returned.

        Raises LookupError for filters that were never run here, and ValueError for what else is unknown.
        """
        if not isinstance(values, dict):
            raise ValueError("no options")
        known = dict(values)
        try:
            if "filters" in known:
                known["filters"] = filters_of(known["filters"])
                if known["filters"] is None:
                    raise LookupError(values["filters"])
            if known.keys() - set(ASKED):
                raise ValueError("options of a later version")
            reading = msgspec.convert(known, ReadOptions)
        except (TypeError, RecursionError) as error:
            raise ValueError("no options") from error
        if not reading._is_known():
            raise ValueError("an encoding or a format that is unknown here")
        return reading

    def mark(self, name: str) -> str:
        """Return the options that have an effect on a file, as the catalog keeps them; '' for the defaults.

        A file with another mark than before is read again.
        """
        if self.is_usual:
            return ""
        kind = kind_of(name)
        names = [*_OF_FILES, *(_OF_MEMBERS if kind.has_members or kind.suffix == ".xml" else ())]
        if kind.has_members or kind.suffix in self.filters:
            names.append("filters")
        values = self.stored(names)
        return json.dumps(values, sort_keys=True) if values else ""

    @staticmethod
    def as_marked(mark: str) -> ReadOptions | None:
        """Return how a file with a mark was read; None where that is not to be known here."""
        try:
            return ReadOptions.from_stored(json.loads(mark)) if mark else ReadOptions()
        except (LookupError, ValueError, RecursionError):
            return None  # of another version, or not written by newsgrep

    def _is_known(self) -> bool:
        """Whether there are such an encoding and such a format."""
        try:
            if self.encoding:
                codecs.lookup(self.encoding)
            if self.format:
                format_named(self.format)
            return not self.dates or self.dates in ORDERS
        except LookupError:
            return False


#: The options that somebody can ask for.
ASKED = tuple(name for name in ReadOptions.__struct_fields__ if name != "limits")
