"""What is known of a file that was read, and of its articles, in little memory."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from types import MappingProxyType
from typing import NamedTuple

from newsgrep.duplicates import NO_PRINTS, PRINTS
from newsgrep.results import Unreadable

#: Bytes of the digest of an article.
DIGEST = 8


class Digests(Mapping[str, bytes]):
    """Names of records with a digest each, in their order: some 30 bytes a record where a dict takes 200.

    To look a name up, a dict is made of them after all.
    """

    __slots__ = ("_digests", "_ends", "_known", "_names")

    def __init__(self, names: bytes | bytearray, ends: Iterable[int], digests: bytes | bytearray) -> None:
        """Take names in UTF-8 one after the other, where each ends, and digests of DIGEST bytes each.

        An array of ends is one of 32-bit numbers.
        """
        self._names, self._digests = names, digests
        self._ends = (ends if isinstance(ends, array) else array("I", ends)).tobytes()
        self._known: dict[str, bytes] | None = None

    @classmethod
    def of(cls, names: Iterable[str], digests: bytes) -> Digests:
        """Return some names with the digest of each."""
        encoded = list(map(encoded_name, names))
        return cls(b"".join(encoded), accumulate(map(len, encoded)), digests)

    @classmethod
    def joined(cls, several: Sequence[Digests]) -> Digests:
        """Return those of some, one after the other."""
        ends, start = array("I"), 0
        for one in several:
            ends.extend(start + end for end in memoryview(one._ends).cast("I"))
            start += len(one._names)
        return cls(b"".join(one._names for one in several), ends, b"".join(one._digests for one in several))

    def __len__(self) -> int:
        return len(self._digests) // DIGEST

    def __iter__(self) -> Iterator[str]:
        return iter(self.names(0, len(self)))

    def __getitem__(self, name: str) -> bytes:
        if self._known is None:
            self._known = dict(zip(self, self._each(), strict=True))
        return self._known[name]

    def names(self, start: int, end: int) -> list[str]:
        """Return the names from one number up to another."""
        ends = memoryview(self._ends).cast("I")
        first = ends[start - 1] if start else 0
        bounds = pairwise((0, *(one - first for one in ends[start:end])))
        some = self._names[first : ends[end - 1] if end else 0]
        if some.isascii():
            text = some.decode()
            return [text[a:b] for a, b in bounds]
        return [some[a:b].decode("utf-8", "surrogatepass") for a, b in bounds]

    def digests(self, start: int, end: int) -> bytes:
        """Return the digests from one number up to another, one after the other."""
        return bytes(self._digests[start * DIGEST : end * DIGEST])

    def _each(self) -> Iterator[bytes]:
        return (self.digests(number, number + 1) for number in range(len(self)))


def encoded_name(name: str) -> bytes:
    """Return the name of a record in UTF-8, with what is not Unicode in it."""
    return name.encode("utf-8", "surrogatepass")


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
        size = PRINTS.size
        for place, name in enumerate(self.articles):
            yield name, self.prints[place * size : (place + 1) * size] or NO_PRINTS
