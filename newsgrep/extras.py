"""Libraries of extras: the command that installs one, and the error if it is missing."""

from __future__ import annotations

import re
import shlex
import sys
from importlib.util import find_spec
from pathlib import Path

from newsgrep.errors import ArticleError, UsageError

_NEEDS = re.compile(r"needs ([A-Za-z0-9._-]+): ")


class MissingLibraryError(ArticleError):
    """A file of a format whose library is not installed."""


def missing_library(library: str, extra: str) -> MissingLibraryError:
    """Return the error for a library that is not installed, with the command that installs it here."""
    return MissingLibraryError(f"needs {library}: {install_command(extra) or f'install {library}'}")


def library_needed(what: str, library: str, extra: str) -> UsageError:
    """Return the error for a feature whose library is not installed, with the command that installs it.

    what:    the feature as the user wrote it, such as `--plot`
    library: the distribution that is missing
    extra:   the extra of newsgrep that has it
    """
    return UsageError(f"{what} needs {library}", install_command(extra) or f"install {library}")


def can_be_read_now(reason: str) -> bool:
    """Whether a file can be read now that an earlier run did not read for lack of a library.

    reason: why it was not read; for any other reason the answer is no
    """
    found = _NEEDS.match(reason)
    if found is None:
        return False
    from importlib import metadata  # takes 14 ms to import

    try:
        metadata.version(found[1])
    except metadata.PackageNotFoundError:
        return False
    return True


def install_command(extra: str) -> str:
    """Return the command that installs the libraries of an extra for the running interpreter.

    It names the libraries, not the extra, as newsgrep is on no package index. Empty for no libraries.
    """
    libraries = shlex.join(_requirements(extra))
    if not libraries:
        return ""
    environment = Path(sys.prefix)
    if (environment / "pipx_metadata.json").is_file():
        return f"pipx inject {shlex.quote(environment.name)} {libraries}"
    python = shlex.quote(sys.executable)
    if (environment / "uv-receipt.toml").is_file() or find_spec("pip") is None:
        return f"uv pip install --python {python} {libraries}"
    return f"{python} -m pip install {libraries}"


def _requirements(extra: str) -> list[str]:
    """Return the requirements of an extra, from the metadata of newsgrep."""
    from importlib import metadata  # takes 14 ms to import

    found: dict[str, None] = {}
    for line in metadata.requires("newsgrep") or ():
        requirement, _, marker = (part.strip() for part in line.partition(";"))
        if re.search(rf"""extra\s*==\s*["']{re.escape(extra)}["']""", marker):
            inner = re.match(r"newsgrep\[(.+)\]", requirement)
            names = (name.strip() for name in inner[1].split(",")) if inner else ()
            found |= dict.fromkeys([line for name in names for line in _requirements(name)] or [requirement])
    return list(found)
