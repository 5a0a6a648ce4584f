"""Streams that take any file name.

Python reads bytes of a file name that are not valid text as lone surrogates. Here they are written as
the bytes they were, so that the next program in a pipe can open the file.
"""

from __future__ import annotations

import codecs
import io
from typing import TextIO

_BYTES_OR_ESCAPES = "newsgrep.bytes_or_escapes"


def _bytes_or_escapes(error: UnicodeError) -> tuple[str | bytes, int]:
    """Write a surrogate as its byte, and what the encoding of the stream lacks as a backslash escape."""
    try:
        return codecs.lookup_error("surrogateescape")(error)
    except UnicodeError:
        return codecs.backslashreplace_errors(error)


codecs.register_error(_BYTES_OR_ESCAPES, _bytes_or_escapes)


def accept_any_text(out: TextIO) -> TextIO:
    """Set a stream to write whatever string it is given, byte for byte where it names a file; return it."""
    if isinstance(out, io.TextIOWrapper):
        out.reconfigure(errors=_BYTES_OR_ESCAPES)
    return out


def is_utf_8(out: TextIO) -> bool:
    """Whether a stream writes every character as it is; one without an encoding does."""
    encoding = getattr(out, "encoding", None)
    return encoding is None or codecs.lookup(encoding).name == "utf-8"
