"""Text streams that write any file name.

Python decodes bytes of a file name that are not valid text as lone surrogates. They are written as the
bytes they were, so that the next program in a pipe can open the file.
"""

from __future__ import annotations

import codecs
import io
from typing import TextIO

_BYTES_OR_ESCAPES = "newsgrep.bytes_or_escapes"


def _bytes_or_escapes(error: UnicodeError) -> tuple[str | bytes, int]:
    """Write a surrogate as its byte, and what the stream's encoding lacks as a backslash escape."""
    try:
        return codecs.lookup_error("surrogateescape")(error)
    except UnicodeError:
        return codecs.backslashreplace_errors(error)


codecs.register_error(_BYTES_OR_ESCAPES, _bytes_or_escapes)


def accept_any_text(out: TextIO) -> TextIO:
    """Set a stream to write any string, byte for byte where it names a file, and return the stream."""
    if isinstance(out, io.TextIOWrapper):
        out.reconfigure(errors=_BYTES_OR_ESCAPES)
    return out


def is_utf_8(out: TextIO) -> bool:
    """Return whether a stream can encode every character; one without an encoding can."""
    encoding = getattr(out, "encoding", None)
    return encoding is None or codecs.lookup(encoding).name == "utf-8"
