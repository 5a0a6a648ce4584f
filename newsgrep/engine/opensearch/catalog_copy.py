"""A copy of the catalog on this machine, so that a run need not fetch what has not changed on the server."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from newsgrep.config import Address
from newsgrep.config.files import cache_folder
from newsgrep.whole_files import whole_file

#: Bytes of a block of a catalog.
BLOCK = 262_144


def block_name(data: bytes) -> str:
    """Return the name of a block, which its contents give."""
    return hashlib.sha256(data).hexdigest()


def copied_blocks(address: Address) -> Iterator[tuple[str, bytes]]:
    """Yield the blocks of the copy with their names; none where there is no copy."""
    with suppress(OSError), _copy_of(address).open("rb") as copy:
        while data := copy.read(BLOCK):
            yield block_name(data), data


def keep_copy(address: Address, file: Path) -> None:
    """Keep a catalog as the copy. That it cannot be kept does not matter: the next run fetches it."""
    copy = _copy_of(address)
    with suppress(OSError):
        copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with whole_file(copy) as out, file.open("rb") as catalog:
            shutil.copyfileobj(catalog, out.buffer)


def _copy_of(address: Address) -> Path:
    name = hashlib.sha256(str(address).encode()).hexdigest()[:32]
    return cache_folder() / "catalogs" / f"{name}.sqlite"
