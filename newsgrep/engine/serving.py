"""What a worker process does: it takes work from one pipe, and hands what comes of it into another.

It is started for every index run that is worth it, so that it imports next to nothing of its own.
"""

from __future__ import annotations

import os
import pickle
import select
import struct
import sys
import threading
import traceback
from typing import IO, NoReturn

#: The size of what comes next, before it.
_SIZE = struct.Struct("<Q")


def send(stream: IO[bytes], data: bytes) -> None:
    """Write a piece of data, of any size. Raises OSError where nobody reads it."""
    stream.write(_SIZE.pack(len(data)))
    stream.write(data)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes:
    """Return the next piece of data. Raises EOFError where it ends before."""
    head = stream.read(_SIZE.size)
    if len(head) < _SIZE.size:
        raise EOFError
    (size,) = _SIZE.unpack(head)
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data


def serve() -> NoReturn:
    """Do what the process that started this one asks for, until that ends or asks no more."""
    tasks, results = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    _keep_apart()
    threading.Thread(target=_end_with_parent, args=[tasks.fileno()], daemon=True).start()
    while True:
        try:
            task = receive(tasks)
        except EOFError:
            sys.exit()
        send(results, _result_of(task))


def _keep_apart() -> None:
    """See to it that whatever prints or reads in this process does not get at the pipes."""
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    try:
        os.dup2(2, 1)
    except OSError:  # closed by whoever started the program
        os.dup2(nothing, 1)


def _end_with_parent(descriptor: int) -> None:
    """Wait until nobody can ask for anything any more: a process that was killed cannot say so itself."""
    ended = select.poll()
    ended.register(descriptor, 0)  # for its end alone, which is always told
    ended.poll()
    os._exit(1)


def _result_of(task: bytes) -> bytes:
    """Return what comes of some work, or what went wrong in it, ready to be sent."""
    try:
        work, arguments = pickle.loads(task)
        return pickle.dumps((work(*arguments), None), pickle.HIGHEST_PROTOCOL)
    except Exception as error:
        error.add_note(f"It was raised in a worker process:\n{traceback.format_exc()}")
        return _sent_error(error)


def _sent_error(error: Exception) -> bytes:
    """Return an error ready to be sent, or another that says the same where it cannot be."""
    try:
        data = pickle.dumps((None, error), pickle.HIGHEST_PROTOCOL)
        pickle.loads(data)
    except Exception:
        data = pickle.dumps((None, RuntimeError(f"{type(error).__name__}: {error}")), pickle.HIGHEST_PROTOCOL)
    return data
