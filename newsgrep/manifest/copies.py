"""Which articles are left out as copies of which others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, groupby
from operator import itemgetter

from newsgrep.duplicates import PRINTS
from newsgrep.manifest.records import FileRecord
from newsgrep.outofcore.numberset import NumberSet
from newsgrep.outofcore.sorter import Sorter


class Copies:
    """The copies among the articles of an index, of which there may be more than fit the memory."""

    def __init__(self) -> None:
        self._prints = NumberSet()
        # Rows of print, number of the copy, and its key.
        self._rows = Sorter()
        self._count = 0

    def note(self, record: FileRecord) -> None:
        """Remember the copies in a file. Raises NewsgrepError where there is no room for it."""
        for name, prints in record.printed() if record.copies else ():
            if name not in record.copies:
                continue
            self._count += 1
            for one in set(PRINTS.unpack(prints)) - {0}:
                self._prints.add(one)
                self._rows.add((one, self._count, record.key(name)))

    def by_original(self, records: Iterable[FileRecord]) -> Iterator[tuple[str, list[str]]]:
        """Yield the key of each article that has copies, and theirs in the order in which they were noted.

        `records` are those of all files. What was noted is forgotten.
        """
        pairs = Sorter()
        if self._count:
            originals = groupby(self._originals(records), itemgetter(0))
            original = next(originals, None)
            for one, copies in groupby(self._rows.drain(), itemgetter(0)):
                while original and original[0] < one:
                    original = next(originals, None)
                if original and original[0] == one:
                    keys = [key for _, key in original[1]]
                    for _, number, copy in copies:
                        for key in keys:
                            pairs.add((key, number, copy))
        for key, rows in groupby(pairs.drain(), itemgetter(0)):
            yield key, list(dict.fromkeys(copy for _, _, copy in rows))

    def _originals(self, records: Iterable[FileRecord]) -> Iterator[tuple[int, str]]:
        """Yield a print and a key of each article that may have copies, by print."""
        found = Sorter()
        for record in records:
            # Most files have nothing to do with copies, and their names need not be looked at.
            if not self._prints.has_any(chain.from_iterable(PRINTS.iter_unpack(record.prints))):
                continue
            for name, prints in record.printed():
                for one in set(PRINTS.unpack(prints)) if name not in record.copies else ():
                    if one in self._prints:
                        found.add((one, record.key(name)))
        return found.drain()


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
