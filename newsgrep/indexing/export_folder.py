"""The folder of exported originals: files, a manifest, and a list of SHA-256 sums."""

from __future__ import annotations

import hashlib
import io
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, TextIO

import msgspec
from msgspec import Struct

from newsgrep.results import Unreadable
from newsgrep.sources.own_files import MANIFEST, SUMS

_PIECE = 1 << 20
#: The most bytes of one part of a path.
_LONGEST_NAME = 120
_UNSAFE = re.compile(r"[^\w.\-+=,@~() ]|^\.+|[. ]+$")


class Original(Struct, frozen=True):
    """The original of an article, a line of the manifest.

    file: where it was written, below the folder
    kind: file, member (of an archive), record, or container for what holds other articles, too
    """

    key: str
    path: str
    file: str
    kind: str
    bytes: int
    sha256: str


class ExportReport(Struct):
    """What was exported.

    articles: how many have their original in the folder
    files:    how many files these are
    problems: articles whose original cannot be exported, by key, and why
    """

    articles: int = 0
    files: int = 0
    problems: list[Unreadable] = []


class ExportFolder:
    """The folder that is written, with its manifest and its list of sums."""

    def __init__(self, path: Path, home: Path, manifest: BinaryIO, sums: TextIO) -> None:
        """Begin; the paths in the manifest start from `home`."""
        self.home = home
        self.report = ExportReport()
        self._path = path
        self._taken: set[str] = {MANIFEST, SUMS}
        self._pages: set[str] = set()
        self._manifest, self._sums = manifest, sums

    def holds(self, path: str) -> bool:
        """Return whether a file lies in this folder."""
        return Path(path).is_relative_to(self._path)

    def has_page(self, place: str) -> bool:
        """Return whether a page was written before, and note that it is now: several issues may name it."""
        is_there = place in self._pages
        self._pages.add(place)
        return is_there

    def write(
        self, path: str, names: Iterable[str], kind: str, source: io.BufferedIOBase, place: str
    ) -> None:
        """Write bytes to a file of their own, and a line of the manifest for each article.

        path:  of the file that has the articles with these names
        place: the name of the new file; if it is taken, a similar one is used
        """
        name = self._free_name(place)
        file = self._path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        sum_, size = hashlib.sha256(), 0
        with file.open("xb") as opened:
            while piece := source.read(_PIECE):
                opened.write(piece)
                sum_.update(piece)
                size += len(piece)
        self._sums.write(f"{sum_.hexdigest()}  {name}\n")
        for article in sorted(names):
            key = f"{path}#{article}" if article else path
            row = Original(_text(key), _text(path), name, kind, size, sum_.hexdigest())
            self._manifest.write(msgspec.json.encode(row) + b"\n")
            self.report.articles += 1
        self.report.files += 1

    def _free_name(self, path: str) -> str:
        """Return a name below the folder that is not taken, safe on every system."""
        wanted = "/".join(_safe(part) for part in path.split("/") if part not in ("", "."))
        name, number = wanted, 1
        while name.casefold() in self._taken:
            number += 1
            stem, suffix = os.path.splitext(wanted)  # noqa: PTH122  of a text, not of a path here
            name = f"{stem}~{number}{suffix}"
        self._taken.add(name.casefold())
        return name


def _safe(part: str) -> str:
    """Return a part of a path that names a file on every system; one that is changed ends in a hash."""
    safe = _UNSAFE.sub("_", part).encode("utf-8", "replace")[:_LONGEST_NAME].decode("utf-8", "ignore")
    if safe == part:
        return part
    stem, suffix = os.path.splitext(safe)  # noqa: PTH122
    return f"{stem}-{hashlib.sha256(part.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}{suffix}"


def _text(name: str) -> str:
    """Return a name, whose bytes need not be UTF-8, in valid Unicode for JSON."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
