"""Extract the text of documents in a separate process, within limits of time and memory.

The libraries for documents limit neither: a PDF of some kilobytes may keep them busy for hours. A process can
be killed. It is started for the first document and serves all others, as a start takes 0.2 s; it ends with
the main process. If a document exceeds a limit, this process is lost, but no other document.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO

from msgspec import MsgspecError
from msgspec.msgpack import Decoder

import newsgrep
from newsgrep.errors import ArticleError
from newsgrep.extras import missing_library
from newsgrep.formats.documents.extracted import Extracted
from newsgrep.tuning import SourceLimits

#: The name of the extra that has the libraries.
_EXTRA = "documents"
#: The number of bytes in which a frame states its length.
LENGTH = 8

_decode = Decoder(Extracted).decode


def extract(kind: str, data: bytes, limits: SourceLimits) -> Extracted:
    """Return the text and the properties of a document; `kind` is a name in worker.py.

    Raises ArticleError for one that cannot be read or exceeds a limit, and MissingLibraryError.
    """
    with _lock:
        try:
            found = _process().ask(kind, data, limits.filter_seconds)
        except EOFError:  # the process may have been ended for another reason, as when memory is short
            try:
                found = _process().ask(kind, data, limits.filter_seconds)
            except EOFError:
                raise ArticleError("the library for it failed, or needs too much memory") from None
    if found.missing:
        raise missing_library(found.missing, _EXTRA)
    if found.error:
        raise ArticleError(found.error)
    return found


class _Extractor:
    """A running process of `newsgrep.formats.documents.worker`."""

    def __init__(self) -> None:
        package = str(Path(newsgrep.__file__).parents[1])
        places = filter(None, (package, os.environ.get("PYTHONPATH")))
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "newsgrep.formats.documents.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(places)},
        )

    @property
    def is_running(self) -> bool:
        """Whether the process is running, so that it can be asked."""
        return self._process.poll() is None

    def ask(self, kind: str, data: bytes, seconds: float) -> Extracted:
        """Return what is in a document. Raises ArticleError if it takes too long.

        Raises EOFError if the process ends.
        """
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        is_late = threading.Event()

        def end_late() -> None:
            is_late.set()
            process.kill()

        timer = threading.Timer(seconds, end_late)
        timer.start()
        try:
            write_frame(process.stdin, kind.encode())
            write_frame(process.stdin, data)
            return _decode(read_frame(process.stdout))
        except (OSError, EOFError, MsgspecError):
            self.close()
            if is_late.is_set():
                raise ArticleError(f"takes more than {seconds:.0f} seconds to read") from None
            raise EOFError from None
        except BaseException:  # such as Ctrl-C: the next document must not get the answer to this one
            self.close()
            raise
        finally:
            timer.cancel()

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:  # closing writes what is left, which nobody reads
                    continue


_lock = threading.Lock()
_running: list[_Extractor] = []


def _process() -> _Extractor:
    """Return the process that is running, else start it."""
    if not _running:
        atexit.register(end)
    if not _running or not _running[0].is_running:
        end()
        _running.append(_Extractor())
    return _running[0]


def end() -> None:
    """End the process, if one is running; the next document starts another."""
    while _running:
        _running.pop().close()


def write_frame(stream: IO[bytes], data: bytes) -> None:
    """Write a frame: its length, then its bytes."""
    stream.write(len(data).to_bytes(LENGTH, "big"))
    stream.write(data)
    stream.flush()


def read_frame(stream: IO[bytes]) -> bytes:
    """Return the data of the next frame. Raises EOFError if there is none, or only a part of one."""
    size = _read_exactly(stream, LENGTH)
    return _read_exactly(stream, int.from_bytes(size, "big"))


def _read_exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data
