"""Which article stands for a copy that is left out."""

from __future__ import annotations

from collections.abc import Mapping

from newsgrep.duplicates import PRINTS
from newsgrep.manifest.records import FileRecord


def original_of(manifest: Mapping[str, FileRecord], copy: str) -> str:
    """Return the key of the article that is stored in place of a copy, empty where the key is of none."""
    wanted = {
        one
        for record in manifest.values()
        if record.copies
        for name, prints in record.printed()
        if name in record.copies and record.key(name) == copy
        for one in PRINTS.unpack(prints)
    } - {0}
    for record in manifest.values() if wanted else ():
        for name, prints in record.printed():
            if name not in record.copies and not wanted.isdisjoint(PRINTS.unpack(prints)):
                return record.key(name)
    return ""
