"""The errors that a user can meet, each with one line on what happened, and a hint what to do.

    NewsgrepError
    ├── UsageError            an option, an argument or a setting is wrong, or contradicts another
    ├── QuerySyntaxError      the query text cannot be read; knows the position
    ├── ArticleError          one file or record cannot be read; the run continues
    ├── ArticleNotFoundError  no article of the index has the key; a KeyError, too
    └── IndexUnusableError
        ├── IndexMissingError       there is no index at the place
        ├── IndexLockedError        another process is writing
        ├── IndexIncompatibleError  made by another version of newsgrep or of Whoosh
        ├── IndexUnreachableError   its server does not answer, or only in part
        ├── IndexDeniedError        its server denies access, or its certificate is not trusted
        └── IndexDamagedError       the files are damaged, or newsgrep did not write them

A hint is written with flags, as `--wait SECONDS`, for the command line; in a program it has the arguments of
Python, as `wait=SECONDS`: see `in_python`. A message has neither.

Other exceptions (OSError, errors of libraries) are translated to one of these where they occur, so that the
command line has to catch only these.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from pathlib import Path

#: How many keys of a record are named, and how many characters of each.
_MOST_KEYS, _LONGEST_KEY = 20, 30
#: Names in a folder that a mistyped one is compared with, at most: to compare more takes seconds.
_MOST_COMPARED = 10_000
#: A command of the shell, which a programmer can run, too; or a flag with its value, if it has one.
_VALUE = r"'[^']*'|[A-Z]{2,}\b|[0-9]+\b|\w+=\w+|(?(of_word)[a-z]+|(?!))"
_FLAG = rf"newsgrep [a-z][^;]*|--((?P<of_word>format|language)\b|[a-z][a-z-]+)(?: ({_VALUE}))?"
#: The arguments of Python that are not called as their flags are.
_ARGUMENTS = {"map": "mapping", "filter": "filters", "index": "open_index"}


class NewsgrepError(Exception):
    """An error about which the user can do something.

    `message` is one line without a full stop; `hint` says what to do, and may be empty. `str` has both.
    """

    #: Whether the command line shows the errors, so that hints name its flags, and not arguments of Python.
    names_flags: ClassVar[bool] = False

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self._hint = hint

    @property
    def hint(self) -> str:
        """What to do, on one line; it may be empty."""
        return self._hint if self.names_flags else in_python(self._hint)

    @hint.setter
    def hint(self, hint: str) -> None:
        self._hint = hint

    def __str__(self) -> str:
        return f"{self.message}; {self.hint}" if self.hint else self.message

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle the error without a call of its constructor, as an error may come from a worker process."""
        return _unpickled, (type(self), self.args, self.__dict__)


def _unpickled(kind: type[NewsgrepError], args: tuple[str, ...], state: dict[str, Any]) -> NewsgrepError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error


@contextmanager
def hints_with_flags() -> Iterator[None]:
    """Have hints name flags and not arguments of Python, as the command line prints them."""
    NewsgrepError.names_flags = True
    try:
        yield
    finally:
        NewsgrepError.names_flags = False


def in_python(text: str) -> str:
    """Return a hint or a reason with arguments of Python in the place of flags.

    >>> in_python("wait for it with --wait SECONDS; or run: newsgrep index --wait 9")
    'wait for it with wait=SECONDS; or run: newsgrep index --wait 9'
    >>> in_python("--map body=KEY names it"), in_python("correct --map")
    ("mapping={'body': 'KEY'} names it", 'correct mapping')
    """
    return re.sub(_FLAG, _argument, text) if "--" in text else text


def _argument(found: re.Match[str]) -> str:
    flag, _, value = found.groups()
    if not flag:
        return found[0]
    name = _ARGUMENTS.get(flag, flag).replace("-", "_")
    if value is None:
        return name
    if pair := re.fullmatch(r"'?(\w+)[=:](.*?)'?", value):
        return f"{name}={ {pair[1]: pair[2]} }"
    return f"{name}={value if value.isupper() or value.isdigit() else repr(value)}"


def bug_message(error: Exception) -> str:
    """Return the message for an unexpected error, which is a bug of newsgrep."""
    return f"this is a bug in newsgrep: {type(error).__name__}: {error}".rstrip(": ")


class UsageError(NewsgrepError):
    """An option, an argument or a setting is wrong, or contradicts another one."""


class QuerySyntaxError(NewsgrepError):
    """A query cannot be understood.

    `text` is the query without invisible characters, its letters composed; `position` is the offset in it of
    the first wrong character, in code points.
    """

    def __init__(self, message: str, text: str, position: int, hint: str = "") -> None:
        super().__init__(message, hint)
        self.text = text
        self.position = position


class ArticleError(NewsgrepError):
    """An article cannot be read. `line` is its 1-based line in the file; 0 if unknown."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


class ArticleNotFoundError(NewsgrepError, KeyError):
    """No article of the index has this key. The hint names a similar key, if there is one.

    is_known: whether the index knows why: it knows the file of the key, or the article was deleted
    is_similar_known: whether the hint names a similar key
    """

    is_known = is_similar_known = False
    __str__ = NewsgrepError.__str__  # not that of KeyError, which quotes the message


class IndexUnusableError(NewsgrepError):
    """The index cannot be used."""


class IndexMissingError(IndexUnusableError):
    """There is no index at the place."""


class IndexLockedError(IndexUnusableError):
    """Another process holds the write lock."""


class IndexIncompatibleError(IndexUnusableError):
    """The index has a format that this version does not read."""


class IndexUnreachableError(IndexUnusableError):
    """The server of the index does not answer, is too busy, or has lost a part of the index."""


class IndexDeniedError(IndexUnusableError):
    """The server of the index does not let the user do this, or its certificate is not trusted."""


class IndexDamagedError(IndexUnusableError):
    """The files of the index are truncated or altered, or contain what newsgrep never writes."""


def reason_of(error: OSError) -> str:
    """Return the reason of a system error in the words of the system, with a small first letter."""
    reason = error.strerror or "cannot be read"
    return reason[:1].lower() + reason[1:]


def hint_on_unwritten(error: OSError) -> str:
    """Return a hint for an index that a system error kept from being written: its state, and what to do."""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return "nothing was changed; make room on its disk"
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return "nothing was changed; ls -ld shows who may write to its folder"
        case errno.EFBIG:
            return "nothing was changed; ulimit -f shows how large a file may be"
        case _:
            return "nothing was changed"


def shortened(text: str, most: int) -> str:
    """Return a text for a message; if it has more than `most` characters, cut it and add an ellipsis.

    >>> shortened("Nagorno-Karabakh", 8)
    'Nagorno…'
    """
    return text if len(text) <= most else f"{text[: most - 1]}…"


def nearest_name(name: str, names: Iterable[str], cutoff: float = 0.6) -> str:
    """Return the name with the most similar spelling, for a hint; empty if none is similar.

    cutoff: the least similarity, from 0 to 1

    >>> nearest_name("headlin", ["headline", "byline"]), nearest_name("x", ["headline"])
    ('headline', '')
    """
    from difflib import get_close_matches  # slow to import, and only errors need it

    return next(iter(get_close_matches(name, list(names), n=1, cutoff=cutoff)), "")


def nearest_path(path: Path) -> str:
    """Return the path in the same folder whose name has the most similar spelling; empty if none is similar.

    Raises OSError where the folder cannot be read.
    """
    names = os.listdir(path.parent)  # noqa: PTH208  a name may be of any bytes
    near = nearest_name(path.name, islice(names, _MOST_COMPARED))
    return str(path.parent / near) if near else ""


def choice_hint(name: str, names: Iterable[str], of: str = "there are", cutoff: float = 0.6) -> str:
    """Return the hint for a wrong name: the most similar name, and the list of all names.

    >>> choice_hint("tags", ["year", "tag"])
    'did you mean tag? there are: year, tag'
    """
    names = list(names)
    near = nearest_name(name.lower(), names, cutoff)
    return f"{f'did you mean {near}? ' if near else ''}{of}: {', '.join(names)}"


def misfit(unmet: Mapping[str, Sequence[str]]) -> str:
    """Return the message that no record has the keys that a mapping names for some fields."""
    lacking = (f"{' or '.join(keys)}, which the mapping names for {field}" for field, keys in unmet.items())
    return f"no record has the key {', nor '.join(lacking)}"


def keys_shown(keys: Sequence[str]) -> str:
    """Return the list of the keys of a record; of very many, only the first."""
    shown = ", ".join(key[:_LONGEST_KEY] for key in keys[:_MOST_KEYS])
    return f"the keys are {shown or 'none'}{', …' if len(keys) > _MOST_KEYS else ''}"
