"""Filters: a program that prints the text of files which newsgrep does not read itself.

They are only ever named on the command line, and are run without a shell.

>>> parse_filter("pdf:pdftotext % -")
('.pdf', ('pdftotext', '%', '-'))
"""

from __future__ import annotations

import contextlib
import os
import shlex
import signal
import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from newsgrep.errors import ArticleError, UsageError
from newsgrep.formats import text

#: Seconds that a program may take for a file; a book's worth of PDF takes a few.
TIMEOUT = 60.0

#: Bytes to hand on at once, and to keep of a complaint.
_CHUNK = 2**16

#: Stands for the file in a command.
FILE = "%"

_HINT = "for example: --filter 'pdf:pdftotext % -'"


def parse_filter(spec: str) -> tuple[str, tuple[str, ...]]:
    """Return the suffix and the words of the command of `suffix:command`. Raises UsageError."""
    suffix, colon, command = spec.partition(":")
    try:
        words = tuple(shlex.split(command))
    except ValueError as error:
        raise UsageError(f"the filter {spec} cannot be read: {str(error).lower()}", _HINT) from None
    suffix = suffix.strip().lower().lstrip(".")
    if not colon or not words or not suffix or "/" in suffix or "." in suffix:
        raise UsageError(f"the filter {spec} is not SUFFIX:COMMAND", _HINT)
    return f".{suffix}", words


def filtered(command: Sequence[str], file: Path | None, stream: BinaryIO) -> bytes:
    """Return what a command prints for a file, or where it names none, for a stream on its standard input.

    `file` is None for a member of an archive, which has no place of its own. Raises ArticleError for a
    command that fails, with the first line of what it says, that takes too long or that prints too much,
    and the OSError of the stream.
    """
    if FILE not in command:
        return _Filter(command, stream).output()
    if file is None:
        raise ArticleError(f"members of archives are read by filters without {FILE}, from standard input")
    place = os.fspath(file.absolute())  # which looks like no option
    return _Filter([place if word == FILE else word for word in command], None).output()


class _Filter:
    """A command that runs, with threads that feed it and that listen to what it complains of."""

    def __init__(self, command: Sequence[str], stream: BinaryIO | None) -> None:
        self._name = command[0]
        self._stream = stream
        self._late = False
        self._complaint = b""
        self._broken: OSError | None = None
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL if stream is None else subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,  # so that it can be stopped with all that it starts
            )
        except OSError as error:
            raise ArticleError(f"the filter {self._name} cannot be run: {text.trouble(error)}") from None

    def output(self) -> bytes:
        """Return all that the command prints."""
        threads = [threading.Thread(target=work, daemon=True) for work in (self._feed, self._listen)]
        timer = threading.Timer(TIMEOUT, self._stop_late)
        try:
            for thread in (*threads, timer):
                thread.start()
            assert self._process.stdout is not None
            data = self._process.stdout.read(text.LIMIT + 1)
            if len(data) <= text.LIMIT:
                self._wait_for_end()
        finally:
            timer.cancel()
            self._stop()
            self._process.wait()
            for thread in threads:
                thread.join()
            self._close()
        return self._checked(data)

    def _checked(self, data: bytes) -> bytes:
        if self._broken:
            raise self._broken
        if self._late:
            raise ArticleError(f"the filter {self._name} took more than {TIMEOUT:.0f} seconds")
        if len(data) > text.LIMIT:
            raise ArticleError(f"the filter {self._name} prints more than {text.LIMIT >> 20} MB")
        if status := self._process.returncode:
            said = self._complaint.decode("utf-8", "replace").strip().partition("\n")[0]
            raise ArticleError(f"the filter {self._name} failed: {said or f'exit status {status}'}")
        return data

    def _feed(self) -> None:
        if self._stream is None or self._process.stdin is None:
            return
        try:
            while chunk := self._stream.read(_CHUNK):
                with contextlib.suppress(BrokenPipeError):
                    self._process.stdin.write(chunk)
                    continue
                break  # it needs no more
        except OSError as error:
            self._broken = error
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()

    def _listen(self) -> None:
        """Keep the beginning of what the command complains of, and read the rest so that it goes on."""
        assert self._process.stderr is not None
        while said := self._process.stderr.read1(_CHUNK):  # type: ignore[attr-defined]
            self._complaint = (self._complaint + said)[:_CHUNK]

    def _close(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            with contextlib.suppress(BrokenPipeError):
                if pipe is not None:
                    pipe.close()

    def _stop_late(self) -> None:
        self._late = True
        self._stop()

    def _wait_for_end(self) -> None:
        """Wait until the command has ended, without letting go of its number, which is that of its group."""
        if hasattr(os, "waitid"):
            os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOWAIT)
        else:
            self._process.wait()

    def _stop(self) -> None:
        """End the command, and all that it started."""
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
