"""The paths of hits, as they open from the current folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from msgspec.structs import replace

from newsgrep.article import STDIN
from newsgrep.remarks import Remark
from newsgrep.results import GuessedEncoding, Unreadable

Placed = TypeVar("Placed", Unreadable, Remark, GuessedEncoding)


def with_shown_paths(items: Iterable[Placed], shown: Callable[[str], str]) -> list[Placed]:
    """Return problems or remarks, each with a path that opens from the current folder."""
    return [replace(item, path=shown(item.path)) for item in items]


def relative_to_cwd(home: Path) -> Callable[[str], str]:
    """Return a function that turns a stored path into the shortest path that opens from the current folder.

    One that begins with a dash is written as `./-a.txt`: no program takes that for an option.

    home: the folder that stored paths are relative to
    """
    cwd = Path.cwd()
    base = str(home)

    @lru_cache(maxsize=1024)  # a file may hold many of the articles, and answer many queries
    def shown(path: str) -> str:
        if path in ("", STDIN):  # the article came from no file
            return path
        absolute = os.path.normpath(os.path.join(base, path))  # noqa: PTH118
        relative = os.path.relpath(absolute, cwd)
        if relative.startswith("-"):
            relative = f"./{relative}"
        return relative if len(relative) <= len(absolute) else absolute

    return shown
