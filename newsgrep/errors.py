"""The errors the user can meet, each with one line of what happened and a hint of what to do.

    NewsgrepError
    ├── UsageError            what was asked for contradicts itself
    ├── QuerySyntaxError      the query text cannot be read; knows the position
    ├── ArticleError          one file or record cannot be read; indexing goes on
    ├── ArticleNotFoundError  no article of the index has the key; a KeyError, too
    └── IndexUnusableError
        ├── IndexMissingError       there is no index at the place
        ├── IndexLockedError        another process is writing
        ├── IndexIncompatibleError  made by another version of newsgrep or of Whoosh
        ├── IndexUnreachableError   its server does not answer, or only in part
        ├── IndexDeniedError        its server does not let one in, or cannot prove who it is
        └── IndexDamagedError       the files are broken, or are not what newsgrep writes

A foreign exception (OSError, a library's own) is translated to one of these at the place where it
is met, so that the command line has a single thing to catch.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

#: How many keys of a record are named, and how many characters of each.
_MOST_KEYS, _LONGEST_KEY = 20, 30


class NewsgrepError(Exception):
    """Something went wrong that the user can do something about.

    `message` is one line without a full stop; `hint`, where there is one, says what to try.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[object, ...]:
        """Return how to make the error again, whatever its constructor takes: it may come from a worker."""
        return _unpickled, (type(self), self.args, self.__dict__)


def _unpickled(kind: type[NewsgrepError], args: tuple[str, ...], state: dict[str, Any]) -> NewsgrepError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error


def bug_message(error: Exception) -> str:
    """Say that an error is one of newsgrep, about which the user can do nothing but report it."""
    return f"this is a bug in newsgrep: {type(error).__name__}: {error}".rstrip(": ")


class UsageError(NewsgrepError):
    """Options or arguments that do not go together."""


class QuerySyntaxError(NewsgrepError):
    """A query that cannot be understood.

    `text` is the query as typed and `position` the offset in it, in code points, of the first
    character that could not be read.
    """

    def __init__(self, message: str, text: str, position: int, hint: str = "") -> None:
        super().__init__(message, hint)
        self.text = text
        self.position = position


class ArticleError(NewsgrepError):
    """An article that cannot be read; `line` is its 1-based line in the file, 0 when unknown."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


class ArticleNotFoundError(NewsgrepError, KeyError):
    """No article of the index has this key; the hint names one that may have been meant.

    is_known: whether the index knows the file of the key, or that the article was deleted
    """

    is_known = False

    def __str__(self) -> str:
        return f"{self.message}; {self.hint}" if self.hint else self.message


class IndexUnusableError(NewsgrepError):
    """The index cannot be used."""


class IndexMissingError(IndexUnusableError):
    """There is no index where one was looked for."""


class IndexLockedError(IndexUnusableError):
    """Another process holds the write lock."""


class IndexIncompatibleError(IndexUnusableError):
    """The index was written by a version whose format this one does not read."""


class IndexUnreachableError(IndexUnusableError):
    """The server of the index does not answer, is too busy, or has lost a part of the index."""


class IndexDeniedError(IndexUnusableError):
    """The server of the index does not let the user do this, or its certificate is not trusted."""


class IndexDamagedError(IndexUnusableError):
    """The index files are truncated, altered or hold something that newsgrep never writes."""


def reason_of(error: OSError) -> str:
    """Return why a file cannot be read or written, in the system's words, with a small first letter."""
    reason = error.strerror or "cannot be read"
    return reason[:1].lower() + reason[1:]


def shortened(text: str, most: int) -> str:
    """Return a text for a message: of one that is longer, the beginning and an ellipsis.

    >>> shortened("Nagorno-Karabakh", 8)
    'Nagorno…'
    """
    return text if len(text) <= most else f"{text[: most - 1]}…"


def nearest_name(name: str, names: Iterable[str], cutoff: float = 0.6) -> str:
    """Return the name that is spelt most like another one, for a hint; empty where none is like it.

    cutoff: how like it has to be, from 0 to 1

    >>> nearest_name("headlin", ["headline", "byline"]), nearest_name("x", ["headline"])
    ('headline', '')
    """
    from difflib import get_close_matches  # slow to import, and needed for an error only

    return next(iter(get_close_matches(name, list(names), n=1, cutoff=cutoff)), "")


def choice_hint(name: str, names: Iterable[str], of: str = "there are", cutoff: float = 0.6) -> str:
    """Return the hint on a name that is none of some: the one that is spelt most like it, and all of them.

    >>> choice_hint("tags", ["year", "tag"])
    'did you mean tag? there are: year, tag'
    """
    names = list(names)
    near = nearest_name(name.lower(), names, cutoff)
    return f"{f'did you mean {near}? ' if near else ''}{of}: {', '.join(names)}"


def misfit(unmet: Mapping[str, Sequence[str]]) -> str:
    """Return which keys no record has, of those that are named for fields."""
    lacking = (f"{' or '.join(keys)}, which --map names for {field}" for field, keys in unmet.items())
    return f"no record has the key {', nor '.join(lacking)}"


def keys_shown(keys: Sequence[str]) -> str:
    """Return the keys that a record has, the first of very many."""
    shown = ", ".join(key[:_LONGEST_KEY] for key in keys[:_MOST_KEYS])
    return f"the keys are {shown or 'none'}{', …' if len(keys) > _MOST_KEYS else ''}"
