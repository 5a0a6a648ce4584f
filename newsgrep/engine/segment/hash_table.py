"""Lookup of documents by 64-bit hashes: of the keys of articles, and of the IDs that relate mails.

A table is two sections: the hashes, ascending ("<u8"), and the document of each ("<u4"). Different texts may
have the same hash, so that a lookup gives candidates, and the stored articles decide.

    KEYS         the key of each article
    MESSAGE_IDS  for each mail its own Message-ID and those that it names, for each attachment the key of its
                 mail; a segment of an older version has no such table
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from newsgrep.engine.segment.sections import Array, SectionReader, SectionWriter, damaged

KEYS = ("key_hashes", "key_documents")
MESSAGE_IDS = ("message_ids.hashes", "message_ids.documents")


def key_hash(key: bytes) -> int:
    """Return the hash of a key: BLAKE2b with a digest of 8 bytes, as a little-endian number."""
    import hashlib  # takes 6 ms to import, and a search hashes nothing

    return int.from_bytes(hashlib.blake2b(key, digest_size=8).digest(), "little")


def hashes_of(texts: Iterable[str]) -> Array:
    """Return the hashes of keys or Message-IDs."""
    return np.fromiter((key_hash(text.encode("utf-8", "surrogatepass")) for text in texts), np.uint64)


def write_hash_table(file: SectionWriter, sections: tuple[str, str], hashes: Array, documents: Array) -> None:
    """Write a table.

    sections:  the names of its two sections, such as KEYS
    hashes:    in any order
    documents: the document of each hash
    """
    order = np.argsort(hashes, kind="stable")
    file.add(sections[0], hashes[order], "<u8")
    file.add(sections[1], documents[order], "<u4")


class HashTable:
    """Reads a table."""

    def __init__(self, reader: SectionReader, sections: tuple[str, str], count: int = -1) -> None:
        """Open the table of a segment of `count` documents; -1 if each document has one hash."""
        self._hashes = reader.section(sections[0], "<u8")
        self._documents = reader.section(sections[1], "<u4", count=len(self._hashes))
        self._count = len(self._hashes) if count < 0 else count
        self._path = reader.path

    def __len__(self) -> int:
        return len(self._hashes)

    def pairs(self) -> tuple[Array, Array]:
        """Return all hashes, ascending, and the document of each."""
        return self._hashes[:], self._checked(self._documents[:])

    def hashes(self) -> Array:
        """Return the hash of each document, if each document has one hash."""
        ascending, documents = self.pairs()
        hashes = np.empty_like(ascending)
        hashes[documents] = ascending
        return hashes

    def known(self, wanted: Array) -> Array:
        """Return the wanted hashes that are in the table."""
        first, end = self._places(wanted)
        return wanted[first < end]

    def documents_of(self, wanted: Array) -> Array:
        """Return the documents that have any of the wanted hashes, in no order, once for each of its hashes.

        Looks up each hash, so that the time depends on how many are wanted, not on the size of the table.
        """
        first, end = self._places(np.unique(wanted))
        counts = end - first
        offsets = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
        return self._checked(self._documents[:][np.repeat(first, counts) + offsets])

    def candidates(self, key: str) -> Iterator[int]:
        """Yield the documents that have the hash of a key."""
        return self.with_hash(key_hash(key.encode("utf-8", "surrogatepass")))

    def with_hash(self, wanted: int) -> Iterator[int]:
        """Yield the documents that have a hash."""
        for index in range(self._hashes.bisect_left(wanted), len(self._hashes)):
            if self._hashes[index] != wanted:
                break
            yield self._documents[index]

    def _places(self, wanted: Array) -> tuple[Array, Array]:
        """Return where the entries of each wanted hash begin in the table, and where they end."""
        hashes = self._hashes[:]
        return np.searchsorted(hashes, wanted, "left"), np.searchsorted(hashes, wanted, "right")

    def _checked(self, documents: Array) -> Array:
        if int(documents.max(initial=0)) >= max(1, self._count):
            raise damaged(self._path, "is damaged: a hash belongs to no document")
        return documents
