"""How the files of documents begin.

>>> begins_as("%PDF-1.7", PDF)
True
"""

from __future__ import annotations

from newsgrep.encodings.decoding import decode_head

#: OLE holds a mail of Outlook, a document of an older Office, or a document with a password.
ZIP, OLE, PDF, RTF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-", b"{\\rtf"


def begins_as(beginning: str, mark: bytes) -> bool:
    """Whether the beginning of a file, as `decode_head` returns it, has a mark."""
    return beginning.startswith(decode_head(mark))
