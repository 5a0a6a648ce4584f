"""Where the index is: what was named, else NEWSGREP_INDEX, else the nearest `.newsgrep/`, as git does."""

from __future__ import annotations

import os
import re
from pathlib import Path

from newsgrep.errors import IndexUnusableError, UsageError

#: The name of the folder that holds an index.
FOLDER = ".newsgrep"
#: The environment variable that names an index; empty counts as not set.
VARIABLE = "NEWSGREP_INDEX"
#: The environment variable that lists folders whose indexes are used though others own them; `*` for all.
SAFE = "NEWSGREP_SAFE_DIRECTORY"


def index_folder(named: Path | None = None) -> Path:
    """Return the absolute path of the index folder, which need not exist.

    The nearest `.newsgrep/` is looked for in the current folder and then in those above it; where there
    is none, it is to be made in the current one. What is named is the folder of the index, or the one that
    holds its `.newsgrep/`.

    Raises UsageError for the address of a server, and IndexUnusableError if the nearest one belongs to
    another user, who could read what is indexed, and choose what is found. One that is named is used,
    whosever it is.
    """
    if named := named or _from_environment():
        if re.match(r"[a-z][a-z0-9+.-]+:/", os.fspath(named)):
            raise UsageError(f"an index is a folder, and {named} is not one", "name a folder of this machine")
        folder = Path(os.path.normpath(named.expanduser().absolute()))
        within = folder / FOLDER
        return within if within.is_dir() and not any(folder.glob("_MAIN_*.toc")) else folder
    here = Path.cwd()
    folders = (above / FOLDER for above in (here, *here.parents))
    found = next((folder for folder in folders if folder.is_dir()), None)
    if found is not None and not _is_ours(found) and not _is_safe(found):
        raise IndexUnusableError(
            f"the index in {found} belongs to another user",
            f"to use it, name it with --index, or set {SAFE}={found}; "
            f"to make your own, name that with --index {FOLDER}",
        )
    return found or here / FOLDER


def _is_ours(folder: Path) -> bool:
    """Return whether a folder, and what it links to, belong to the user, or to the one who called sudo."""
    users = {os.geteuid()}
    caller = os.environ.get("SUDO_UID", "")
    if users == {0} and caller.isdecimal():
        users.add(int(caller))
    return {folder.stat().st_uid, folder.lstat().st_uid} <= users


def _is_safe(folder: Path) -> bool:
    """Return whether the user has said that a folder, or the one that holds it, is safe."""
    listed = [entry for entry in os.environ.get(SAFE, "").split(os.pathsep) if entry]
    places = {folder.resolve(), folder.parent.resolve()}
    return "*" in listed or any(Path(entry).resolve() in places for entry in listed)


def _from_environment() -> Path | None:
    value = os.environ.get(VARIABLE)
    return Path(value) if value else None
