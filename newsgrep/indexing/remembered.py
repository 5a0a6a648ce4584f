"""How a source is read, as the catalog remembers it.

>>> SourceOptions(ReadOptions(mapping={"title": ("hed",)}, exclude=("*.bak",))).flags()
"--map title=hed --exclude '*.bak'"
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from newsgrep.errors import UsageError
from newsgrep.indexing.read_options import ReadOptions

#: Those that choose files, which belong to the folder that they were given for.
_GLOBS = ("include", "exclude")

#: The flags that are not called as the option is.
_FLAGS = {"mapping": "map", "filters": "filter"}


class SourceOptions(Struct, frozen=True):
    """How a source is read.

    reading: how its files are read, and which
    keeps:   store articles though they are duplicates
    """

    reading: ReadOptions = field(default_factory=ReadOptions)
    keeps: bool = False

    def with_given(self, given: SourceOptions) -> SourceOptions:
        """Return these options, with those that are given in the place of the ones remembered."""
        reading = replace(self.reading, **given.reading.asked(), limits=given.reading.limits)
        return SourceOptions(reading, self.keeps or given.keeps)

    def within(self, inside: str) -> SourceOptions:
        """Return the options for a folder at a path within the source: its globs begin in that folder."""
        values = {
            name: tuple(glob.removeprefix("./").removeprefix(f"{inside}/") for glob in globs)
            for name in _GLOBS
            if (globs := getattr(self.reading, name))
        }
        return replace(self, reading=replace(self.reading, **values)) if inside and values else self

    def without_globs(self) -> SourceOptions:
        """Return the options with all files chosen."""
        return replace(self, reading=replace(self.reading, **dict.fromkeys(_GLOBS, ())))

    def to_json(self) -> str:
        """Return the options as the catalog keeps them."""
        keeps = {"keep_duplicates": True} if self.keeps else {}
        return json.dumps(self.reading.stored() | keeps, sort_keys=True)

    @staticmethod
    def from_json(text: str, path: str) -> SourceOptions:
        """Return the options that `to_json` wrote for the source at a path.

        Raises UsageError where they cannot be followed here.
        """
        again = f"name its options again: newsgrep index --forget … {shlex.quote(path)}"
        try:
            values = json.loads(text)
            keeps = isinstance(values, dict) and bool(values.pop("keep_duplicates", False))
            return SourceOptions(ReadOptions.from_stored(values), keeps)
        except LookupError:
            reason = "a --filter that was never run here"
        except (ValueError, TypeError, RecursionError):
            reason = "options that this newsgrep does not know"
        raise UsageError(f"{path} was indexed with {reason}", again)

    def flags(self) -> str:
        """Return the options as flags of `newsgrep index`, quoted for a shell."""
        words = [word for name, value in self.reading.asked().items() for word in _flag(name, value)]
        return shlex.join(words + ["--keep-duplicates"] * self.keeps)


def _flag(name: str, value: Any) -> Iterator[str]:
    """Yield the words of an option on the command line."""
    flag = f"--{_FLAGS.get(name, name).replace('_', '-')}"
    if name == "mapping":
        yield from (flag, ",".join(f"{field}={key}" for field, keys in value.items() for key in keys))
    elif name == "filters":
        for suffix, words in value.items():
            yield from (flag, f"{suffix.lstrip('.')}:{shlex.join(words)}")
    elif value is True:
        yield flag
    else:
        for one in (value,) if isinstance(value, str) else value:
            yield from (flag, one)
