"""What is asked of an index run: what to index, and how."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol, Unpack

from msgspec import Struct, field
from msgspec.structs import force_setattr, replace

from newsgrep.analysis.languages import checked_language
from newsgrep.arguments import check_flags, check_number, check_text, path_argument
from newsgrep.errors import UsageError
from newsgrep.indexing.former_texts import USUAL_HISTORY
from newsgrep.indexing.read_options import ReadArguments, ReadOptions, checked_read_options

#: How many megabytes a change may take by default.
USUAL_MEMORY = 900
#: Megabytes: with less, indexing would begin a segment for every few articles.
LEAST_MEMORY = 100


class Follower(Protocol):
    """Keeps data by the keys of articles, such as tags, and moves it when articles get other keys."""

    def settle(self, published: int) -> None:
        """Finish what the change that published this generation left undone; drop what any other left."""

    def keys(self) -> Collection[str]:
        """Return the keys of the articles to follow."""

    def moving(self, new_keys: Mapping[str, str], generation: int) -> AbstractContextManager[None]:
        """Return a context in which to publish a generation, and with it the new keys, by former key."""


class UpdateOptions(ReadArguments, total=False):
    """Keyword arguments of `Index.update`, which says what each of them is."""

    keep_duplicates: bool
    forget: bool
    checksum: bool
    delete_excluded: bool
    rebuild: bool
    discard_piped: bool
    dry_run: bool
    language: str
    share: bool
    jobs: int
    memory: int
    history: int
    meaning: str | os.PathLike[str]
    wait: float


class IndexOptions(Struct, frozen=True):
    """How to index, and how to open an index for any other change: the options of `Index.update`, and others.

    reading:    how sources are read, where they are not read as before
    again:      read files though they are unchanged
    follower:   moves data that is kept by keys, such as tags, to new keys; None if there is none
    on_vectors: called with the vectors that are made, and to make

    Raises UsageError for flags, numbers and languages that are not valid.
    """

    reading: ReadOptions = field(default_factory=ReadOptions)
    forget: bool = False
    checksum: bool = False
    delete_excluded: bool = False
    rebuild: bool = False
    discard_piped: bool = False
    dry_run: bool = False
    language: str = ""
    share: bool = False
    jobs: int = 0
    memory: int = USUAL_MEMORY
    history: int = USUAL_HISTORY
    meaning: str = ""
    wait: float = 0.0
    again: bool = False
    follower: Follower | None = None
    on_vectors: Callable[[int, int], None] = lambda *_: None

    def __post_init__(self) -> None:
        check_flags({name: getattr(self, name) for name in _FLAGS})
        check_text("language", self.language)
        if self.language:
            force_setattr(self, "language", checked_language(self.language))
        check_number("jobs", self.jobs)
        check_number("history", self.history, unit=" texts")
        check_number("memory", self.memory, least=LEAST_MEMORY, unit=" megabytes")
        most = max(USUAL_MEMORY, os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 1_000_000)
        if self.memory > most:
            reason = f"memory cannot be {self.memory:,} megabytes: this machine has {most:,}"
            raise UsageError(reason, f"it is a number of megabytes; usual is {USUAL_MEMORY}")
        check_number("wait", self.wait, unit=" seconds", whole=False)


#: The options that are true or false.
_FLAGS = tuple(name for name, kind in IndexOptions.__annotations__.items() if kind == "bool")


def index_options(**given: Unpack[UpdateOptions]) -> IndexOptions:
    """Return the options of a run from arguments. Raises UsageError for values that are not valid."""
    own: dict[str, Any] = {**given}
    reading = checked_read_options(
        **{name: own.pop(name) for name in ReadArguments.__annotations__ if name in own}
    )
    keep_duplicates = own.pop("keep_duplicates", False)
    check_flags({"keep_duplicates": keep_duplicates})
    if own.get("meaning", "") != "":
        own["meaning"] = os.fspath(path_argument("meaning", own["meaning"]))
    return IndexOptions(reading=replace(reading, keep_duplicates=keep_duplicates), **own)


class Input(Struct, frozen=True):
    """What to index.

    roots:      files and folders, which have to exist
    listed:     more of them, which may be gone; they are iterated over once
    piped:      a stream of articles
    remembered: whether to index all sources that the index remembers, in place of `roots`
    sources:    files and folders with the options that they are remembered with from now on
    """

    roots: Sequence[Path] = ()
    listed: Iterable[Path] = ()
    piped: io.BufferedReader | None = None
    remembered: bool = False
    sources: Sequence[tuple[Path, ReadOptions]] = ()
