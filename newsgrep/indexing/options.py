"""What is asked of an index run: what to index, and how."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from msgspec import Struct, field

from newsgrep.analysis.languages import checked_language
from newsgrep.arguments import check_flags, check_number, check_text
from newsgrep.errors import UsageError
from newsgrep.indexing.former_texts import USUAL_HISTORY
from newsgrep.indexing.read_options import ReadOptions
from newsgrep.indexing.remembered import SourceOptions

#: Megabytes that a change may take, where nothing else is asked for.
USUAL_MEMORY = 900
#: Megabytes: with less, indexing would begin a segment for every few articles.
LEAST_MEMORY = 100


class Follower(Protocol):
    """Keeps something by the keys of articles, such as tags, and has it follow them when they get others."""

    def settle(self, published: int) -> None:
        """Finish what the change that published this generation has left; forget what any other has."""

    def keys(self) -> Collection[str]:
        """Return the keys of the articles to follow."""

    def moving(self, new_keys: Mapping[str, str], generation: int) -> AbstractContextManager[None]:
        """Return a block that publishes a generation, and with it the new keys, each by its former key."""


class IndexOptions(Struct, frozen=True):
    """How to index, and how to open an index for any other change.

    reading:         how files are read, where they are not read as before
    keep_duplicates: store articles though they are duplicates of others
    forget:          do without the options that are remembered for what is indexed
    again:           read files though they are unchanged
    checksum:        compare the bytes of files, whatever their size and times of change are
    delete_excluded: delete the articles of files that the globs leave out
    wait:            seconds to wait for another writer
    rebuild:         forget what the index holds, readable or not
    discard_piped:   rebuild though articles are lost that were piped in, or added by a program
    dry_run:         report what would be done, and write nothing
    jobs:            processes that work, 0 for one a core as far as memory allows
    memory:          megabytes that indexing may take, about
    language:        words are stemmed in it, or in several with commas; empty keeps that of the index
    share:           let other users read the index, as far as umask allows
    history:         former texts of an article that are kept, where its text is changed
    meaning:         the folder of the model that makes vectors of articles, `none` to take them out, empty to
                     keep to what is remembered
    follower:        has what is kept by the keys of articles follow them to others; None if there is nothing
    on_vectors:      called with the vectors that are made, and to make
    """

    reading: ReadOptions = field(default_factory=ReadOptions)
    keep_duplicates: bool = False
    forget: bool = False
    again: bool = False
    checksum: bool = False
    delete_excluded: bool = False
    wait: float = 0.0
    rebuild: bool = False
    discard_piped: bool = False
    dry_run: bool = False
    jobs: int = 0
    memory: int = USUAL_MEMORY
    language: str = ""
    share: bool = False
    history: int = USUAL_HISTORY
    meaning: str = ""
    follower: Follower | None = None
    on_vectors: Callable[[int, int], None] = lambda *_: None


_FLAGS = (
    *("keep_duplicates", "forget", "checksum", "delete_excluded"),
    *("rebuild", "discard_piped", "dry_run", "share"),
)


class Input(Struct, frozen=True):
    """What to index.

    roots:      files and folders, which have to exist
    listed:     more of them, which may be gone; they are taken once
    piped:      a stream of articles
    remembered: all sources that were indexed before, and these:
    sources:    files and folders with the options that they are remembered with from now on
    """

    roots: Sequence[Path] = ()
    listed: Iterable[Path] = ()
    piped: io.BufferedReader | None = None
    remembered: bool = False
    sources: Sequence[tuple[Path, SourceOptions]] = ()


def check_options(options: IndexOptions) -> None:
    """Raise UsageError for flags, numbers and languages that cannot be meant, before anything is read."""
    check_flags({name: getattr(options, name) for name in _FLAGS})
    check_text("language", options.language)
    if options.language:
        checked_language(options.language)
    check_number("jobs", options.jobs)
    check_number("history", options.history, unit=" texts")
    check_number("memory", options.memory, least=LEAST_MEMORY, unit=" megabytes")
    most = max(USUAL_MEMORY, os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 1_000_000)
    if options.memory > most:
        reason = f"memory cannot be {options.memory:,} megabytes: this machine has {most:,}"
        raise UsageError(reason, f"it is a number of megabytes; usual is {USUAL_MEMORY}")
    check_number("wait", options.wait, unit=" seconds", whole=False)
