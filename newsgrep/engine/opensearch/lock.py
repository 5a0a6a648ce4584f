"""The lock of the one writer: a document that is renewed, and that another takes over when it is not."""

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
from newsgrep.engine.opensearch.state import LOCK, STATE, state_index, version_of
from newsgrep.errors import IndexLockedError, IndexUnusableError, NewsgrepError

#: Seconds for which a lock is taken, between two renewals, and by which clocks may differ.
_HELD = 60.0
_RENEWED = 15.0
_CLOCKS = 30.0
#: Seconds between two attempts to take it.
_POLL = 0.25
#: Seconds in which a renewal is sent again. The next one follows soon, and to release the lock waits for it.
_PATIENCE = 2.0


class Lock:
    """Holds the lock of an index until it is released.

    run: the name of this run, which no other has
    is_inherited: whether it was left by a process that is gone
    """

    def __init__(self, client: Client, wait: float) -> None:
        """Take the lock, in an index of the state that is made if there is none.

        Raises IndexLockedError if another process still has it after `wait` seconds, and UsageError for a
        name that is in use on the server.
        """
        self.run = secrets.token_hex(6)
        self.is_inherited = False
        self._client = client
        self._path = f"/{state_index(client.address)}/_doc/{LOCK}"
        self._version = self._taken(wait)
        self._is_lost = False
        self._released = threading.Event()
        self._renewer = threading.Thread(target=self._renew, daemon=True)
        self._renewer.start()

    def check(self) -> None:
        """Raise IndexUnusableError if another process has taken the lock over."""
        if self._is_lost:
            raise _lost(self._client.address)

    def release(self) -> None:
        """Let another writer begin, and leave nothing on the server where nothing was ever published."""
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

    def _taken(self, wait: float) -> dict[str, Any]:
        """Take the lock, and return the version of its document."""
        deadline = time.monotonic() + wait
        while True:
            make_state_index(self._client)
            create = self._path.replace("/_doc/", "/_create/")
            answer = self._client.request("PUT", create, self._document(), ok=(404, 409))
            if self._client.status == 404:  # the process before has published nothing and deleted it just now
                continue
            if self._client.status != 409:
                if answer["_seq_no"] == 0 and not is_state_index(self._client):
                    # The process before deleted it just now, and the server made one of its own.
                    self._delete_index()
                    continue
                return version_of(answer)
            held = self._client.request("GET", self._path, ok=(404,))
            if self._client.status != 404:
                holder = held["_source"]
                if holder.get("run") == self.run:  # the answer to the request before was lost
                    return version_of(held)
                if _is_over(holder):
                    version = version_of(held)
                    answer = self._client.request(
                        "PUT", self._path, self._document(), params=version, ok=(409,)
                    )
                    if self._client.status != 409:
                        self.is_inherited = True
                        return version_of(answer)
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
                self._version = version_of(answer)
            except NewsgrepError:  # the next one may reach the server; publishing checks the lock by itself
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
