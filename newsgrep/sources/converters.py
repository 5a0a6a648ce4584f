"""Filters: programs that print the text of files which newsgrep does not read itself.

Only the user names a filter, never an index or a file. It is run without a shell.

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

from newsgrep.errors import ArticleError, UsageError, reason_of
from newsgrep.tuning import DEFAULT_TUNING, SourceLimits

#: How many bytes are written to a filter at once, and how many of its error output are kept.
_CHUNK = 2**16

#: Stands for the file in a command.
FILE = "%"

_HINT = "for example: --filter 'pdf:pdftotext % -'"


def parse_filter(spec: str) -> tuple[str, tuple[str, ...]]:
    """Return the suffix and the words of the command of `suffix:command`. Raises UsageError."""
    suffix, _, command = spec.partition(":")
    try:
        words = tuple(shlex.split(command))
    except ValueError as error:
        raise UsageError(f"the filter {spec} cannot be parsed: {str(error).lower()}", _HINT) from None
    return checked_filter(suffix, words, spec)


def checked_filter(suffix: str, words: tuple[str, ...], spec: str) -> tuple[str, tuple[str, ...]]:
    """Return the suffix of a filter in the usual form, and the words of its command.

    spec: the filter as it was given, for the error

    Raises UsageError for a suffix that cannot be one, and for a command that names no program.
    """
    suffix = suffix.strip().lower().lstrip(".")
    if not any(words[:1]) or not suffix or "/" in suffix or "." in suffix:
        raise UsageError(f"the filter {spec} is not SUFFIX:COMMAND", _HINT)
    return f".{suffix}", words


def run_filter(
    command: Sequence[str],
    file: Path | None,
    stream: BinaryIO,
    limits: SourceLimits = DEFAULT_TUNING.sources,
) -> bytes:
    """Run a command on a file, and return what it prints. Without `%` it reads the stream from its stdin.

    file: None for a member of an archive, which is no file on the disk

    Raises ArticleError for a command that fails (with the first line of its error output), takes too long or
    prints too much, and the OSError of the stream.
    """
    if FILE not in command:
        return _FilterProcess(command, stream, limits).output()
    if file is None:
        raise ArticleError(f"members of archives are read by filters without {FILE}, from standard input")
    location = os.fspath(file.absolute())  # an absolute path cannot be taken for an option
    words = [location if word == FILE else word for word in command]
    return _FilterProcess(words, None, limits).output()


class _FilterProcess:
    """A running command, with a thread that writes its input and one that reads its error output."""

    def __init__(self, command: Sequence[str], stream: BinaryIO | None, limits: SourceLimits) -> None:
        self._name = command[0]
        self._stream = stream
        self._limits = limits
        self._is_late = False
        self._error_output = b""
        self._stream_error: OSError | None = None
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL if stream is None else subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,  # so that it can be stopped with all that it starts
            )
        except OSError as error:
            raise ArticleError(f"the filter {self._name} cannot be run: {reason_of(error)}") from None

    def output(self) -> bytes:
        """Return all that the command prints. Raises ArticleError, and the OSError of the stream."""
        threads = [
            threading.Thread(target=work, daemon=True) for work in (self._write_input, self._read_errors)
        ]
        timer = threading.Timer(self._limits.filter_seconds, self._stop_late)
        try:
            for thread in (*threads, timer):
                thread.start()
            assert self._process.stdout is not None
            data = self._process.stdout.read(self._limits.record_bytes + 1)
            if len(data) <= self._limits.record_bytes:
                self._wait()
        finally:
            timer.cancel()
            self._stop()
            self._process.wait()
            for thread in threads:
                thread.join()
            self._close_pipes()
        return self._checked(data)

    def _checked(self, data: bytes) -> bytes:
        """Return the output of a command that succeeded."""
        limits = self._limits
        if self._stream_error:
            raise self._stream_error
        if self._is_late:
            raise ArticleError(f"the filter {self._name} took more than {limits.filter_seconds:.0f} seconds")
        if len(data) > limits.record_bytes:
            raise ArticleError(f"the filter {self._name} prints more than {limits.record_bytes >> 20} MB")
        if status := self._process.returncode:
            reason = self._error_output.decode("utf-8", "replace").strip().partition("\n")[0]
            raise ArticleError(f"the filter {self._name} failed: {reason or f'exit status {status}'}")
        return data

    def _write_input(self) -> None:
        if self._stream is None or self._process.stdin is None:
            return
        try:
            while chunk := self._stream.read(_CHUNK):
                with contextlib.suppress(BrokenPipeError):
                    self._process.stdin.write(chunk)
                    continue
                break  # the command does not read any further
        except OSError as error:
            self._stream_error = error
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()

    def _read_errors(self) -> None:
        """Keep the beginning of the error output, and read the rest so that the command does not block."""
        assert self._process.stderr is not None
        while data := self._process.stderr.read1(_CHUNK):  # type: ignore[attr-defined]
            self._error_output = (self._error_output + data)[:_CHUNK]

    def _close_pipes(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            with contextlib.suppress(BrokenPipeError):
                if pipe is not None:
                    pipe.close()

    def _stop_late(self) -> None:
        self._is_late = True
        self._stop()

    def _wait(self) -> None:
        """Wait until the command has ended; keep its process id, so that `_stop` kills no other group."""
        if hasattr(os, "waitid"):
            os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOWAIT)
        else:
            self._process.wait()

    def _stop(self) -> None:
        """Kill the command and all that it started."""
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
