"""What the name of a file, or of a member of an archive, says of it.

>>> kind_of("2020/dump.jsonl.gz"), kind_of("old.tgz").is_archive
(Kind(suffix='.jsonl', compression='.gz'), True)
"""

from __future__ import annotations

import re
from typing import NamedTuple

from newsgrep.formats import READABLE_SUFFIXES

ARCHIVES = frozenset([".zip", ".tar"])
COMPRESSIONS = frozenset([".gz", ".bz2", ".xz", ".zst"])

_SHORT = {".tgz": ".gz", ".tbz": ".bz2", ".tbz2": ".bz2", ".txz": ".xz", ".tzst": ".zst"}

#: File systems take 255 bytes a part and some 4,000 in all; nothing longer was ever a file.
LONGEST = 4096

_DRIVE = re.compile(r"[a-zA-Z]:")


class Kind(NamedTuple):
    """What a name says: the suffix, without that of a compression, which stands by itself."""

    suffix: str
    compression: str = ""

    @property
    def is_archive(self) -> bool:
        """Whether there are members in it."""
        return self.suffix in ARCHIVES

    @property
    def is_plain(self) -> bool:
        """Whether it is one stream as it is, neither compressed nor with members."""
        return not self.compression and not self.is_archive

    @property
    def is_readable(self) -> bool:
        """Whether it is an archive, or of the suffix of a format."""
        return self.suffix in READABLE_SUFFIXES or self.is_archive


def kind_of(name: str) -> Kind:
    """Return what a file's name says of it."""
    suffix = suffix_of(name)
    if suffix in _SHORT:
        return Kind(".tar", _SHORT[suffix])
    if suffix not in COMPRESSIONS:
        return Kind(suffix)
    return Kind(suffix_of(name[: -len(suffix)]), suffix)


def suffix_of(name: str) -> str:
    """Return the suffix of a name in lower case, with its point; a name of nothing else has none."""
    stem, dot, ending = name.rpartition(".")
    return f".{ending.lower()}" if stem and dot and "/" not in ending and not stem.endswith("/") else ""


def is_hidden(name: str) -> bool:
    """Whether a member is what a walk over a folder passes over, or what macOS adds to an archive."""
    return any(part.startswith(".") or part == "__MACOSX" for part in name.split("/"))


def tidy(name: str) -> str:
    """Return the name of a member without `./` before it."""
    while name.startswith("./"):
        name = name[2:].lstrip("/")
    return name


def fault_of(name: str) -> str:
    """Return what is wrong with the name of a member, empty for a name that stays within the archive."""
    parts = name.replace("\\", "/").split("/")
    if not name or "\0" in name:
        return "its name is none"
    if parts[0] == "" or _DRIVE.match(name):
        return "its path is absolute"
    if ".." in parts:
        return "its path leads out of the archive"
    return "its name is too long" if len(name) > LONGEST else ""
