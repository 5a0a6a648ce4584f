"""Finding mails by Message-ID, their own and those that they name, and what is attached by the key of a mail.

`message_ids.hashes` has the hashes of all, ascending ("<u8"), and `message_ids.documents` the document of
each ("<u4"). Different ones may have the same hash, so that a lookup gives candidates, and the stored mails
decide. A segment of an older version has no such sections.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from msgspec import Struct

from newsgrep.engine.segment.key_table import key_hash
from newsgrep.engine.segment.sections import Array, SectionReader, SectionWriter, damaged


class MessageIds(Struct, frozen=True):
    """Hashes of Message-IDs and of keys of mails, ascending, each with a document; it may have several."""

    hashes: Array
    documents: Array

    def documents_with(self, ids: Iterable[str]) -> Array:
        """Return the documents, ascending, that have the hash of any of some Message-IDs."""
        wanted = np.fromiter({key_hash(one.encode("utf-8", "surrogatepass")) for one in ids}, np.uint64)
        first, end = (np.searchsorted(self.hashes, wanted, side) for side in ("left", "right"))
        found = [self.documents[start:stop] for start, stop in zip(first, end, strict=True)]
        return np.unique(np.concatenate([np.zeros(0, np.uint32), *found]))

    def renumbered(self, numbers: Array) -> MessageIds:
        """Return the same with other numbers of the documents; those numbered -1 are left out."""
        documents = numbers[self.documents]
        return MessageIds(self.hashes[documents >= 0], documents[documents >= 0])


def write_message_ids(file: SectionWriter, parts: Sequence[MessageIds]) -> None:
    """Write the Message-IDs of several parts together."""
    hashes = np.concatenate([np.zeros(0, np.uint64), *(part.hashes for part in parts)])
    documents = np.concatenate([np.zeros(0, np.uint32), *(part.documents for part in parts)])
    order = np.argsort(hashes, kind="stable")
    file.add("message_ids.hashes", hashes[order], "<u8")
    file.add("message_ids.documents", documents[order], "<u4")


def read_message_ids(file: SectionReader, count: int) -> MessageIds | None:
    """Return the Message-IDs of a segment of `count` documents; None if an older newsgrep wrote it."""
    if "message_ids.hashes" not in file.names():
        return None
    hashes = file.read("message_ids.hashes", "<u8")
    documents = file.read("message_ids.documents", "<u4")
    if len(documents) != len(hashes) or int(documents.max(initial=0)) >= max(1, count):
        raise damaged(file.path, "is damaged: a Message-ID is that of no document")
    return MessageIds(hashes, documents)
