"""Which articles are left out as copies of which others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, groupby
from operator import itemgetter

from newsgrep.indexing.dedupe import PRINTS
from newsgrep.indexing.manifest.records import FileRecord
from newsgrep.outofcore.numberset import NumberSet
from newsgrep.outofcore.sorter import Sorter


class Copies:
    """The copies among the articles of an index, of which there may be more than fit the memory."""

    def __init__(self) -> None:
        self._prints = NumberSet()
        # Rows of a print, the number of a copy with it, from 1, or 0 for an original, and its key.
        self._rows = Sorter()
        self._count = 0

    def note(self, record: FileRecord) -> None:
        """Remember the copies in a file. Raises NewsgrepError where there is no room for it."""
        for name, prints in record.printed() if record.copies else ():
            if name in record.copies:
                self._count += 1
                for one in _prints_in(prints):
                    self._prints.add(one)
                    self._rows.add((one, self._count, record.key(name)))

    def by_original(self, records: Iterable[FileRecord]) -> Iterator[tuple[str, list[str]]]:
        """Yield the key of each article that has copies, and theirs in the order in which they were noted.

        `records` are those of all files. What was noted is forgotten.
        """
        for record in records if self._count else ():
            self._note_originals(record)
        pairs = Sorter()
        for _, rows in groupby(self._rows.drain(), itemgetter(0)):
            originals: list[str] = []
            for _, number, key in rows:
                if number:
                    for original in originals:
                        pairs.add((original, number, key))
                else:
                    originals.append(key)
        for key, several in groupby(pairs.drain(), itemgetter(0)):
            yield key, list(dict.fromkeys(copy for _, _, copy in several))

    def _note_originals(self, record: FileRecord) -> None:
        """Remember which articles in a file have a print that some copy has."""
        # Most files have nothing to do with copies, and their names need not be looked at.
        if not self._prints.has_any(chain.from_iterable(PRINTS.iter_unpack(record.prints))):
            return
        for name, prints in record.printed():
            for one in _prints_in(prints) if name not in record.copies else ():
                if one in self._prints:
                    self._rows.add((one, 0, record.key(name)))


def _prints_in(prints: bytes) -> set[int]:
    """Return the prints of an article that it has."""
    return set(PRINTS.unpack(prints)) - {0}


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
