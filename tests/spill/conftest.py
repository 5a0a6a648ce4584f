"""What tests of collections on the disk share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from newsgrep.errors import NewsgrepError


@pytest.fixture
def told_of_a_full_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Return a context in which temporary files have no room, and which checks that this is told.

    It says which folder is full, and is no trouble of a file that is being read.
    """

    @contextmanager
    def full_disk() -> Iterator[None]:
        monkeypatch.setenv("TMPDIR", str(tmp_path))
        monkeypatch.setattr("tempfile.tempdir", None)
        with Path("/dev/full").open("r+b", buffering=0) as full:
            monkeypatch.setattr("tempfile.TemporaryFile", lambda **_: full)
            with pytest.raises(NewsgrepError, match=f"{tmp_path} cannot be written: No space left on device"):
                yield

    return full_disk
