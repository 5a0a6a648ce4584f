"""Files whose library is not installed: the error, and whether it is there now."""

from __future__ import annotations

import re

from newsgrep.errors import ArticleError
from newsgrep.extras import install_command

_NEEDS = re.compile(r"needs ([A-Za-z0-9._-]+): ")


class MissingLibraryError(ArticleError):
    """A file of a format whose library is not installed."""


def missing_library(library: str, extra: str) -> MissingLibraryError:
    """Return the error for a library that one of newsgrep's extras installs, with what installs it here."""
    return MissingLibraryError(f"needs {library}: {install_command(extra) or f'install {library}'}")


def can_be_read_now(reason: str) -> bool:
    """Whether the library is there now, for want of which a file was not read."""
    found = _NEEDS.match(reason)
    if found is None:
        return False
    from importlib import metadata  # takes 14 ms to import

    try:
        metadata.version(found[1])
    except metadata.PackageNotFoundError:
        return False
    return True
