"""The commands of `--filter` that this user has run, by a digest.

An index never says what to run, as it may be from a stranger. It has the digest of the commands that a source
was read with, and they are looked up here, in a file of the user: `$XDG_STATE_HOME/newsgrep/filters.json`.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Mapping

from newsgrep.config.files import read_state, write_state

Filters = Mapping[str, tuple[str, ...]]

_FILE = "filters.json"


def digest_of(filters: Filters) -> str:
    """Return the digest of some filters, which are suffix -> words of a command."""
    return hashlib.blake2b(json.dumps(sorted(filters.items())).encode(), digest_size=8).hexdigest()


def remember_filters(filters: Filters) -> None:
    """Write down filters that are run. Where that cannot be, they have to be named again."""
    known = _read()
    digest = digest_of(filters)
    if digest not in known:
        known[digest] = {suffix: list(words) for suffix, words in filters.items()}
        with contextlib.suppress(OSError):
            write_state(_FILE, known)


def filters_of(digest: str) -> dict[str, tuple[str, ...]] | None:
    """Return the filters that were run with a digest, None where it is not known."""
    try:
        filters = {suffix: tuple(words) for suffix, words in _read()[digest].items()}
        return filters if digest_of(filters) == digest else None
    except (LookupError, AttributeError, TypeError):
        return None


def _read() -> dict[str, dict[str, list[str]]]:
    known = read_state(_FILE)
    return known if isinstance(known, dict) else {}
