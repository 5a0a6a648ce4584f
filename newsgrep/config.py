"""Where the index is: what was named, else NEWSGREP_INDEX, else the nearest `.newsgrep/`, as git does."""

from __future__ import annotations

import os
import re
from pathlib import Path

from newsgrep.errors import UsageError

#: The name of the folder that holds an index.
FOLDER = ".newsgrep"
#: The environment variable that names an index; empty counts as not set.
VARIABLE = "NEWSGREP_INDEX"


def index_folder(named: Path | None = None) -> Path:
    """Return the absolute path of the index folder, which need not exist.

    The nearest `.newsgrep/` is looked for in the current folder and then in those above it; where there
    is none, it is to be made in the current one. Raises UsageError for the address of a server.
    """
    if named := named or _from_environment():
        if re.match(r"[a-z][a-z0-9+.-]+:/", os.fspath(named)):
            raise UsageError(f"an index is a folder, and {named} is not one", "name a folder of this machine")
        return Path(os.path.normpath(named.expanduser().absolute()))
    here = Path.cwd()
    folders = (above / FOLDER for above in (here, *here.parents))
    return next((folder for folder in folders if folder.is_dir()), here / FOLDER)


def _from_environment() -> Path | None:
    value = os.environ.get(VARIABLE)
    return Path(value) if value else None
