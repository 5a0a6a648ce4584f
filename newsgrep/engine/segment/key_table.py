"""Finding a document by the key of its article, through a 64-bit hash of the key.

`key_hashes` has the hashes of all keys, ascending ("<u8"), and `key_documents` the document of each ("<u4").
Different keys may have the same hash, so that a lookup gives candidates, and their stored keys decide.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from newsgrep.engine.segment.sections import Array, SectionReader, SectionWriter, damaged


def key_hash(key: bytes) -> int:
    """Return the hash of a key: BLAKE2b with a digest of 8 bytes, as a little-endian number."""
    import hashlib  # takes 6 ms to import, and a search hashes nothing

    return int.from_bytes(hashlib.blake2b(key, digest_size=8).digest(), "little")


def write_keys(file: SectionWriter, hashes: Array) -> None:
    """Write the table, given the hash of each document's key."""
    order = np.argsort(hashes, kind="stable")
    file.add("key_hashes", hashes[order], "<u8")
    file.add("key_documents", order, "<u4")


class KeyTable:
    """Reads the table."""

    def __init__(self, reader: SectionReader) -> None:
        self._hashes = reader.section("key_hashes", "<u8")
        self._documents = reader.section("key_documents", "<u4", count=len(self._hashes))
        self._path = reader.path

    def __len__(self) -> int:
        return len(self._hashes)

    def hashes(self) -> Array:
        """Return the hash of each document's key, by document."""
        hashes = np.empty(len(self._hashes), np.uint64)
        documents = self._documents[:]
        if len(documents) and int(documents.max()) >= len(hashes):
            raise damaged(self._path, "is damaged: a key is that of no document")
        hashes[documents] = self._hashes[:]
        return hashes

    def documents_of(self, wanted: Array) -> Array:
        """Return the documents whose keys have any of some hashes, in no order.

        Each is looked up, so that the time depends on how many are wanted, and not on how many there are.
        """
        hashes, wanted = self._hashes[:], np.unique(wanted)
        first, end = (np.searchsorted(hashes, wanted, side) for side in ("left", "right"))
        counts = end - first
        offsets = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
        documents: Array = self._documents[:][np.repeat(first, counts) + offsets]
        if len(documents) and int(documents.max()) >= len(hashes):
            raise damaged(self._path, "is damaged: a key is that of no document")
        return documents

    def candidates(self, key: str) -> Iterator[int]:
        """Yield the documents whose keys have the same hash as a key."""
        return self.with_hash(key_hash(key.encode("utf-8", "surrogatepass")))

    def with_hash(self, wanted: int) -> Iterator[int]:
        """Yield the documents whose keys have a hash."""
        for index in range(self._hashes.bisect_left(wanted), len(self._hashes)):
            if self._hashes[index] != wanted:
                break
            yield self._documents[index]
