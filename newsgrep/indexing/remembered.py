"""How a source is read, as the catalog remembers it, and as flags of `newsgrep index`.

>>> flags_of(ReadOptions(mapping={"title": ("hed",)}, exclude=("*.bak",)))
"--map title=hed --exclude '*.bak'"
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from typing import Any

from newsgrep.errors import UsageError
from newsgrep.indexing.read_options import ReadOptions

#: The flags whose name differs from the name of the option.
_FLAGS = {"mapping": "map", "filters": "filter"}


def to_json(options: ReadOptions) -> str:
    """Return the options of a source as the catalog keeps them."""
    return json.dumps(options.stored(), sort_keys=True)


def from_json(text: str, path: str) -> ReadOptions:
    """Return the options that `to_json` wrote for the source at a path.

    Raises UsageError if they cannot be used here.
    """
    try:
        return ReadOptions.from_stored(json.loads(text))
    except LookupError:
        reason = "a filter that was never run here"
    except (ValueError, RecursionError):
        reason = "options that this newsgrep does not know"
    again = f"name its options again: newsgrep index --forget … {shlex.quote(path)}"
    raise UsageError(f"{path} was indexed with {reason}", again)


def flags_of(options: ReadOptions) -> str:
    """Return the options as flags of `newsgrep index`, quoted for a shell."""
    return shlex.join(word for name, value in options.asked().items() for word in _flag(name, value))


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
