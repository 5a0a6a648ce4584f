"""What is known of a file that was read, and of its articles, in little memory."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate, pairwise
from types import MappingProxyType
from typing import NamedTuple

from newsgrep.indexing.dedupe import NO_PRINTS, PRINTS
from newsgrep.results import Unreadable

#: Bytes of the digest of an article.
DIGEST = 8


class Digests(Mapping[str, bytes]):
    """Names of records with a digest each, in their order: some 30 bytes a record where a dict takes 200.

    Names that are looked up in their order are found at once; for any other, a table of all is made.
    """

    __slots__ = ("_digests", "_next", "_table", "encoded", "ends")

    def __init__(self, names: bytes | bytearray, ends: Iterable[int], digests: bytes | bytearray) -> None:
        """Take names in UTF-8 one after the other, where each ends, and digests of DIGEST bytes each.

        An array of ends is one of 32-bit numbers.
        """
        self.encoded, self._digests = names, digests
        self.ends: array[int] = ends if isinstance(ends, array) else array("I", ends)
        self._next = 0
        self._table: array[int] | None = None

    @classmethod
    def of(cls, names: Iterable[str], digests: bytes) -> Digests:
        """Return some names with the digest of each."""
        encoded = list(map(encoded_name, names))
        return cls(b"".join(encoded), accumulate(map(len, encoded)), digests)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Digests):  # also in the same order, which is found out without a dict of all
            mine = self.encoded, self.ends, self._digests
            return mine == (other.encoded, other.ends, other._digests)
        return super().__eq__(other)

    __hash__ = None  # type: ignore[assignment]

    def __len__(self) -> int:
        return len(self.ends)

    def __iter__(self) -> Iterator[str]:
        for start in range(0, len(self), _SOME):
            yield from self.names(start, min(start + _SOME, len(self)))

    def __getitem__(self, name: str) -> bytes:
        place = self.place(name)
        if place < 0:
            raise KeyError(name)
        return self.digests(place, place + 1)

    def place(self, name: str) -> int:
        """Return the number of a name, -1 where it is not there."""
        data, place = encoded_name(name), self._next
        if place >= len(self) or self._name(place) != data:
            place = self._look_up(data)
        if place >= 0:
            self._next = place + 1
        return place

    def _look_up(self, name: bytes) -> int:
        """Return the place of a name, -1 where it is not there."""
        table = self._table = self._table or self._new_table()
        slot = hash(name) % len(table)
        while place := table[slot]:
            if self._name(place - 1) == name:
                return place - 1
            slot = (slot or len(table)) - 1
        return -1

    def _new_table(self) -> array[int]:
        """Return the places of all names, counted from 1, where their hashes lead to, or before that."""
        size = 2 * len(self) | 1
        table = array("I", bytes(4 * size))
        for place in range(len(self)):
            slot = hash(self._name(place)) % size
            while table[slot]:
                slot = (slot or size) - 1
            table[slot] = place + 1
        return table

    def _name(self, place: int) -> bytes:
        return bytes(self.encoded[self.ends[place - 1] if place else 0 : self.ends[place]])

    def names(self, start: int, end: int) -> list[str]:
        """Return the names from one number up to another."""
        ends = self.ends
        first, last = ends[start - 1] if start else 0, ends[end - 1] if end else 0
        if first == last:  # as of a file that is one article
            return [""] * (end - start)
        bounds = pairwise((0, *(one - first for one in ends[start:end])))
        some = self.encoded[first:last]
        if some.isascii():
            text = some.decode()
            return [text[a:b] for a, b in bounds]
        return [some[a:b].decode("utf-8", "surrogatepass") for a, b in bounds]

    def digests(self, start: int, end: int) -> bytes:
        """Return the digests from one number up to another, one after the other."""
        return bytes(self._digests[start * DIGEST : end * DIGEST])


#: Names that are made at once, of all.
_SOME = 10_000

NO_DIGESTS = Digests(b"", (), b"")


def encoded_name(name: str) -> bytes:
    """Return the name of a record in UTF-8, with what is not Unicode in it."""
    return name.encode("utf-8", "surrogatepass")


class Gathered:
    """Articles of a file that come one by one: the name, the digest and the prints of each."""

    def __init__(self) -> None:
        self._names, self._ends, self._digests = bytearray(), array("I"), bytearray()
        self._prints = bytearray()

    def __len__(self) -> int:
        return len(self._ends)

    def append(self, name: str, digest: bytes, prints: bytes) -> None:
        """Take an article in."""
        self._names += encoded_name(name)
        self._ends.append(len(self._names))
        self._digests += digest
        self._prints += prints

    def extend(self, digests: Digests, prints: bytes) -> None:
        """Take several articles in."""
        start = len(self._names)
        self._names += digests.encoded
        self._ends.extend(start + end for end in digests.ends)
        self._digests += digests.digests(0, len(digests))
        self._prints += prints

    @property
    def articles(self) -> Digests:
        """The names, with the digest of each."""
        return Digests(self._names, self._ends, self._digests)

    @property
    def prints(self) -> bytes:
        """The prints, one after the other."""
        return bytes(self._prints)


class FileRecord(NamedTuple):
    """One file as it was when it was read.

    digest:     of its bytes; two files with the same digest are one file renamed
    articles:   record name ("" for a file that is one article) -> digest of the article, 8 bytes, in order
    unreadable: (line, reason, member) of what was left out
    prints:     what the articles are known again by, 16 bytes each, in the order of `articles`
    copies:     names of the articles that are not in the index, as another that is the same is
    keeps:      whether articles are stored though they are copies
    reading:    how it was read, as `Reading.mark` tells it: empty for the usual way
    skipped:    members of kinds that are not read, by suffix
    """

    path: str
    size: int
    mtime_ns: int
    digest: str
    articles: Mapping[str, bytes] = MappingProxyType({})
    unreadable: tuple[tuple[int, str, str], ...] = ()
    prints: bytes = b""
    copies: frozenset[str] = frozenset()
    keeps: bool = False
    reading: str = ""
    skipped: Mapping[str, int] = MappingProxyType({})

    @property
    def keys(self) -> list[str]:
        """The keys of the articles that are in the index from this file."""
        return [self.key(name) for name in self.articles if name not in self.copies]

    @property
    def stored(self) -> int:
        """How many articles are in the index from this file."""
        return len(self.articles) - len(self.copies)

    def key(self, name: str) -> str:
        """Return the key of an article by the name of its record."""
        return f"{self.path}#{name}" if name else self.path

    def problems(self) -> list[Unreadable]:
        """Return what was left out of this file."""
        return [Unreadable(self.path, reason, line, member) for line, reason, member in self.unreadable]

    def printed(self) -> Iterator[tuple[str, bytes]]:
        """Yield the name and the prints of each article."""
        for place, name in enumerate(self.articles):
            yield name, self.prints_at(place)

    def prints_at(self, place: int) -> bytes:
        """Return the prints of an article by its place among the others."""
        return self.prints[place * PRINTS.size : (place + 1) * PRINTS.size] or NO_PRINTS


def digests_of(record: FileRecord) -> Digests:
    """Return the names and the digests of a file's articles as what they mostly are already."""
    articles = record.articles
    return articles if isinstance(articles, Digests) else Digests.of(articles, b"".join(articles.values()))
