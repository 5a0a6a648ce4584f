"""How a source is read: what may be asked for, in the form that is checked, and how the catalog keeps it."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, TypedDict, Unpack

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from newsgrep.arguments import check_flags, check_text, texts_argument, wrong
from newsgrep.dates.orders import ORDERS
from newsgrep.errors import UsageError, choice_hint
from newsgrep.formats import format_named
from newsgrep.indexing.known_filters import digest_of, filters_of
from newsgrep.sources.file_names import kind_of
from newsgrep.sources.selection import FileFilter
from newsgrep.tuning import DEFAULT_TUNING, SourceLimits

#: The options with an effect on every file, and those with an effect on members and on pages of scanned
#: issues: if globs leave out the file that describes an issue, its pages are articles.
_OF_FILES, _OF_MEMBERS = ("mapping", "encoding", "format", "dates"), ("include", "exclude")


class ReadArguments(TypedDict, total=False):
    """Keyword arguments of `read_articles`, which says what each of them is."""

    include: str | Sequence[str]
    exclude: str | Sequence[str]
    no_follow: bool
    format: str
    mapping: Mapping[str, str | Sequence[str]]
    encoding: str
    dates: str
    filters: Mapping[str, str | Sequence[str]]


class ReadOptions(Struct, frozen=True, dict=True):
    """How a source is read: ReadArguments as `checked_read_options` gives them, and two more options.

    An option that is not given is empty. The catalog remembers all but the limits, for each source.

    keep_duplicates: store articles though they are duplicates of others
    limits:          how much is read
    """

    mapping: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    encoding: str = ""
    format: str = ""
    dates: str = ""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    no_follow: bool = False
    keep_duplicates: bool = False
    limits: SourceLimits = DEFAULT_TUNING.sources

    @cached_property
    def file_filter(self) -> FileFilter:
        """Which files and members are read."""
        return FileFilter(self.include, self.exclude, self.filters, follows=not self.no_follow)

    @cached_property
    def is_usual(self) -> bool:
        """Whether no option has an effect on any file, so that the mark of each is empty."""
        return not self.asked((*_OF_FILES, *_OF_MEMBERS, "filters"))

    def asked(self, names: Iterable[str] = ()) -> dict[str, Any]:
        """Return the options that are given, by name: those of `names`, or all."""
        return {name: value for name in names or REMEMBERED if (value := getattr(self, name))}

    def with_given(self, given: ReadOptions) -> ReadOptions:
        """Return these options, replaced by the given ones where there are any."""
        return replace(self, **given.asked(), limits=given.limits)

    def within(self, inside: str) -> ReadOptions:
        """Return the options for a folder at a path within the source: its globs begin in that folder."""
        globs = {
            name: tuple(glob.removeprefix("./").removeprefix(f"{inside}/") for glob in globs)
            for name, globs in self.asked(_OF_MEMBERS).items()
        }
        return replace(self, **globs) if inside and globs else self

    def without_globs(self) -> ReadOptions:
        """Return the options with all files chosen."""
        return replace(self, **dict.fromkeys(_OF_MEMBERS, ()))

    def stored(self, names: Iterable[str] = ()) -> dict[str, Any]:
        """Return what `asked` returns, for JSON. Filters are a digest: an index never says what to run."""
        values = self.asked(names)
        return values | {"filters": digest_of(self.filters)} if "filters" in values else values

    @staticmethod
    def from_stored(values: Any) -> ReadOptions:
        """Return options that `stored` returned.

        Raises LookupError for filters that were never run here, and ValueError for all else that is unknown.
        """
        if not isinstance(values, dict):
            raise ValueError("no options")
        known = dict(values)
        try:
            if "filters" in known:
                known["filters"] = filters_of(known["filters"])
                if known["filters"] is None:
                    raise LookupError(values["filters"])
            if known.keys() - set(REMEMBERED):
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
        """Return the options that a file with a mark was read with; None if they are not known here."""
        try:
            return ReadOptions.from_stored(json.loads(mark)) if mark else ReadOptions()
        except (LookupError, ValueError, RecursionError):
            return None  # of another version, or not written by newsgrep

    def _is_known(self) -> bool:
        """Whether the encoding, the format and the order of dates are known here."""
        try:
            if self.encoding:
                codecs.lookup(self.encoding)
            if self.format:
                format_named(self.format)
            return not self.dates or self.dates in ORDERS
        except LookupError:
            return False


#: The options that somebody can ask for, and that the catalog remembers.
REMEMBERED = tuple(name for name in ReadOptions.__struct_fields__ if name != "limits")


def checked_read_options(**given: Unpack[ReadArguments]) -> ReadOptions:
    """Return how files are to be read.

    Raises UsageError, with the nearest name, for an unknown format, field, encoding, order or filter.
    """
    return ReadOptions(**{name: _checked(name, value) for name, value in given.items()})


def _checked(name: str, value: Any) -> Any:
    """Return an option as ReadOptions has it."""
    if name in ("include", "exclude"):
        return texts_argument(name, value)
    if name == "no_follow":
        check_flags({name: value})
        return value
    if check_item := _ITEMS.get(name):
        if not isinstance(value, Mapping | None):
            example = {"title": "hed"} if name == "mapping" else {"pdf": "pdftotext % -"}
            raise wrong(name, value, f"a dict such as {example}")
        return dict(check_item(key, one) for key, one in (value or {}).items())
    check_text(name, value)
    return _NAMES[name](value) if value else ""


def _checked_format(name: str) -> str:
    from newsgrep.formats import FORMATS

    names = [row.name for row in FORMATS]
    if name.lower() not in names:
        raise UsageError(f"there is no format {name}", _did_you_mean(name, names))
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
        raise UsageError(f"there is no encoding {name}", _did_you_mean(name, names)) from None
    return found


def _checked_keys(name: str, keys: str | Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Return a field of a mapping with its keys."""
    from newsgrep.formats.fields.aliases import FIELDS

    check_text("a field of mapping", name)
    if name not in FIELDS:
        raise UsageError(f"there is no field {name}", _did_you_mean(name, FIELDS))
    return name, texts_argument(name, keys)


def _checked_filter(suffix: str, command: str | Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Return a filter with its suffix in the usual form and the words of its command."""
    from newsgrep.sources.converters import checked_filter, parse_filter

    check_text("the suffix of a filter", suffix)
    if isinstance(command, str):
        return parse_filter(f"{suffix}:{command}")
    return checked_filter(suffix, texts_argument("filters", command), f"{suffix}:{command}")


def _did_you_mean(name: str, names: Iterable[str]) -> str:
    return choice_hint(name, names, cutoff=0.5)


#: The functions that check options that are a name, and the items of options that are a dict.
_NAMES = {"format": _checked_format, "encoding": _checked_encoding, "dates": _checked_order}
_ITEMS = {"mapping": _checked_keys, "filters": _checked_filter}
