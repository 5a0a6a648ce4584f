"""The commands of `--filter` that this user has run, by a digest.

An index never says what to run: it may come from a stranger. It has only a digest of the commands that a
source was read with. The commands are looked up in a file of the user:
`$XDG_STATE_HOME/newsgrep/filters.json`.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Mapping

from newsgrep.config.settings_files import remember_value, remembered_value

FilterCommands = Mapping[str, tuple[str, ...]]

_FILE = "filters.json"


def digest_of(filters: FilterCommands) -> str:
    """Return the digest of filters: suffix -> words of a command."""
    return hashlib.blake2b(json.dumps(sorted(filters.items())).encode(), digest_size=8).hexdigest()


def remember_filters(filters: FilterCommands) -> None:
    """Store filters that are run. If they cannot be stored, the user has to name them again."""
    known = _read()
    digest = digest_of(filters)
    if digest not in known:
        known[digest] = {suffix: list(words) for suffix, words in filters.items()}
        with contextlib.suppress(OSError):
            remember_value(_FILE, known)


def filters_of(digest: str) -> dict[str, tuple[str, ...]] | None:
    """Return the filters that have a digest, None if it is not known."""
    try:
        filters = {suffix: tuple(words) for suffix, words in _read()[digest].items()}
        return filters if digest_of(filters) == digest else None
    except (LookupError, AttributeError, TypeError):
        return None


def _read() -> dict[str, dict[str, list[str]]]:
    known = remembered_value(_FILE)
    return known if isinstance(known, dict) else {}
