"""The lock of the one writer: a document that its holder renews. Another takes it over if that stops."""

from __future__ import annotations

import os
import secrets
import socket
import threading
import time
from typing import Any

from newsgrep.config import Address
from newsgrep.engine.opensearch.builds import is_state_index, make_state_index
from newsgrep.engine.opensearch.client import Client
from newsgrep.engine.opensearch.state import LOCK, STATE, if_unchanged, state_index
from newsgrep.errors import IndexLockedError, IndexUnusableError, NewsgrepError

#: Seconds for which a lock is held, seconds between two renewals, and seconds by which clocks may differ.
_HELD = 60.0
_RENEWED = 15.0
_CLOCKS = 30.0
#: Seconds between two attempts to take it.
_POLL = 0.25
#: Seconds for which a renewal is sent again: few, as the next follows soon and `release` waits for this one.
_PATIENCE = 2.0


class Lock:
    """Holds the lock of an index until it is released.

    run:          the unique name of this run
    is_inherited: whether a process that is gone had left the lock
    """

    def __init__(self, client: Client, wait: float) -> None:
        """Take the lock, and make the index of state if there is none.

        Raises IndexLockedError if another process still has it after `wait` seconds, and UsageError for a
        name that is in use on the server.
        """
        self.run = secrets.token_hex(6)
        self.is_inherited = False
        self._client = client
        self._path = f"/{state_index(client.address)}/_doc/{LOCK}"
        self._version = self._take(wait)
        self._is_lost = False
        self._released = threading.Event()
        self._renewer = threading.Thread(target=self._renew, daemon=True)
        self._renewer.start()

    def check(self) -> None:
        """Raise IndexUnusableError if another process has taken the lock over."""
        if self._is_lost:
            raise _lost(self._client.address)

    def release(self) -> None:
        """Let another writer begin. If nothing was ever published, delete the index of state."""
        self._released.set()
        self._renewer.join()
        if self._is_lost:
            return
        self._client.request("HEAD", f"/{state_index(self._client.address)}/_doc/{STATE}", ok=(404,))
        if self._client.status == 404:
            self._delete_index()
        else:
            self._client.request("DELETE", self._path, params=self._version, ok=(404, 409), again=True)

    def _delete_index(self) -> None:
        self._client.request("DELETE", f"/{state_index(self._client.address)}", ok=(404,), again=True)

    def _document(self) -> dict[str, Any]:
        until = time.time() + _HELD
        return {"run": self.run, "host": socket.gethostname(), "pid": os.getpid(), "until": until}

    def _take(self, wait: float) -> dict[str, Any]:
        """Take the lock, and return the version of its document."""
        deadline = time.monotonic() + wait
        while True:
            make_state_index(self._client)
            create = self._path.replace("/_doc/", "/_create/")
            answer = self._client.request("PUT", create, self._document(), ok=(404, 409))
            if self._client.status == 404:  # the previous holder, which published nothing, just deleted it
                continue
            if self._client.status != 409:
                if answer["_seq_no"] == 0 and not is_state_index(self._client):
                    # The previous holder just deleted the index, and the server made one by itself.
                    self._delete_index()
                    continue
                return if_unchanged(answer)
            held = self._client.request("GET", self._path, ok=(404,))
            if self._client.status != 404:
                holder = held["_source"]
                if holder.get("run") == self.run:  # the answer to the request before was lost
                    return if_unchanged(held)
                if _is_over(holder):
                    version = if_unchanged(held)
                    answer = self._client.request(
                        "PUT", self._path, self._document(), params=version, ok=(409,)
                    )
                    if self._client.status != 409:
                        self.is_inherited = True
                        return if_unchanged(answer)
                if time.monotonic() >= deadline:
                    raise _locked(self._client.address, holder)
                time.sleep(_POLL)

    def _renew(self) -> None:
        client = Client(self._client.address, patience=_PATIENCE)
        while not self._released.wait(_RENEWED):
            try:
                answer = client.request("PUT", self._path, self._document(), params=self._version, ok=(409,))
                if client.status == 409:
                    found = client.request("GET", self._path, ok=(404,))
                    if client.status == 404 or found["_source"].get("run") != self.run:
                        self._is_lost = True
                        break
                    answer = found  # the answer to a renewal was lost
                self._version = if_unchanged(answer)
            except NewsgrepError:  # the next renewal may reach the server; publishing checks the lock itself
                continue
        client.close()


def _is_over(holder: dict[str, Any]) -> bool:
    """Return whether the process that had the lock is known to be gone."""
    if holder.get("host") == socket.gethostname():
        try:
            os.kill(int(holder["pid"]), 0)
        except ProcessLookupError:
            return True
        except (OSError, ValueError, KeyError):
            pass
    return float(holder.get("until", 0)) + _CLOCKS < time.time()


def _locked(address: Address, holder: dict[str, Any]) -> IndexLockedError:
    who = f"process {holder.get('pid')} on {holder.get('host')}"
    line = "".join(c if c.isprintable() else " " for c in who)[:200]
    return IndexLockedError(
        f"{line} is writing to the index {address}", "wait for it with --wait SECONDS, or try again later"
    )


def _lost(address: Address) -> IndexUnusableError:
    return IndexUnusableError(
        f"another process has taken over the lock of the index {address}",
        "this one was not heard of for too long; nothing of it is published: run it again",
    )
