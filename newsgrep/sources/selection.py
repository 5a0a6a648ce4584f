"""Which files of a folder and which members of an archive are read: globs and suffixes."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Collection, Sequence

from newsgrep.formats import READABLE_SUFFIXES
from newsgrep.sources.file_names import is_hidden, kind_of


class FileFilter:
    """Which files are read below a folder, and which members of an archive.

    include, exclude: globs, matched against the path relative to the root and against the bare name
    suffixes:         suffixes to read besides the suffixes of the known formats
    follows:          whether symbolic links below a folder are followed
    """

    def __init__(
        self,
        include: Sequence[str] = (),
        exclude: Sequence[str] = (),
        suffixes: Collection[str] = (),
        *,
        follows: bool = True,
    ) -> None:
        self.follows = follows
        self.include = _compile_globs(include)
        self.exclude = _compile_globs(exclude)
        self._suffixes = frozenset(suffixes)

    @property
    def has_globs(self) -> bool:
        """Whether globs choose the files."""
        return self.include is not None or self.exclude is not None

    def excludes(self, relative: str, name: str) -> bool:
        """Whether a glob excludes a file or a folder."""
        return self.exclude is not None and _matches(self.exclude, relative, name)

    def includes(self, relative: str, name: str) -> bool:
        """Whether a glob includes a file; False where no globs were given."""
        return self.include is not None and _matches(self.include, relative, name)

    def is_readable(self, path: str) -> bool:
        """Whether a file is of a known format, an archive, or of one of the further suffixes, by its path."""
        if path[path.rfind(".") :] in READABLE_SUFFIXES:  # nearly all: saves a fifth of a walk's time
            return True
        kind = kind_of(path)
        return kind.is_readable or kind.suffix in self._suffixes

    def reads(self, relative: str) -> bool:
        """Whether a walk reads a file, by its path below the root: no part may be hidden or excluded."""
        if not self.enters(relative):
            return False
        if self.include is None:
            return self.is_readable(relative)
        return self.includes(relative, relative.rpartition("/")[2])

    def enters(self, relative: str) -> bool:
        """Whether a walk enters the folder at a path below the root: no part may be hidden or excluded."""
        return not is_hidden(relative) and not self.excludes_path(relative)

    def excludes_path(self, relative: str) -> bool:
        """Whether a glob excludes a file or a folder, or a folder above it."""
        parts = relative.split("/") if self.exclude is not None else ()
        return any(self.excludes("/".join(parts[: end + 1]), part) for end, part in enumerate(parts))

    def wants_member(self, archive: str, name: str) -> bool | None:
        """Whether to read a member of an archive, whatever its suffix; None to decide by the suffix.

        `archive` is the archive's path relative to the root; globs see it as if it were a folder.
        """
        relative, bare = f"{archive}/{name}", name.rpartition("/")[2]
        if self.excludes(relative, bare):
            return False
        return True if self.includes(relative, bare) or kind_of(bare).suffix in self._suffixes else None


def _compile_globs(patterns: Sequence[str]) -> re.Pattern[str] | None:
    """Return one expression for several globs, None for no globs."""
    normal = (pattern.removeprefix("./").rstrip("/") for pattern in patterns)
    return re.compile("|".join(map(fnmatch.translate, normal))) if patterns else None


def _matches(globs: re.Pattern[str], relative: str, name: str) -> bool:
    return bool(globs.fullmatch(relative) or globs.fullmatch(name))
