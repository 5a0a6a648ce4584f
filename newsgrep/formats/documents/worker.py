"""The process that opens documents: reads each from its standard input, and writes its text.

It is started by `isolated.py`, and ends with its standard input. It imports a library for the first document
of a kind.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module

from msgspec.msgpack import encode

from newsgrep.errors import ArticleError
from newsgrep.formats.documents.extracted import Extracted
from newsgrep.formats.documents.isolated import read_frame, write_frame

#: Bytes of memory that the process may take. A document of the largest size that is read needs less.
_MOST_MEMORY = 2 * 2**30
#: The module that reads each kind, and the library that it needs.
_KINDS = {
    "docx": ("docxtext", "python-docx"),
    "odt": ("odttext", "lxml"),
    "epub": ("epubtext", "lxml"),
    "rtf": ("rtftext", "striprtf"),
    "pdf": ("pdftext", "pypdf"),
    "msg": ("msgtext", "olefile"),
    "workbook": ("workbook", "python-calamine"),
}


def serve() -> None:
    """Answer until the standard input ends."""
    _limit_memory()
    stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what a library prints must not mix with the answers
    while True:
        try:
            kind, data = read_frame(stdin).decode(), read_frame(stdin)
        except EOFError:
            return
        write_frame(stdout, encode(_extracted(kind, data)))


def _extracted(kind: str, data: bytes) -> Extracted:
    module, library = _KINDS[kind]
    try:
        extract: Callable[[bytes], Extracted] = import_module(f"newsgrep.formats.documents.{module}").extract
    except ImportError:
        return Extracted(missing=library)
    try:
        return extract(data)
    except ArticleError as error:
        return Extracted(error=error.message)
    except MemoryError:
        return Extracted(error="needs too much memory")
    except Exception as error:  # the libraries raise anything for a malformed document
        return Extracted(error=f"{library} failed: {type(error).__name__}")


def _limit_memory() -> None:
    """Limit the memory of this process, where the system can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    _, hardest = resource.getrlimit(resource.RLIMIT_AS)
    most = _MOST_MEMORY if hardest == resource.RLIM_INFINITY else min(hardest, _MOST_MEMORY)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (most, hardest))
    except (OSError, ValueError):  # macOS takes no such limit
        return


if __name__ == "__main__":
    serve()
