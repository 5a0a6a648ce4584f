"""Archives made by the standard library, and what is found in them."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from newsgrep.sources.streams import Stream, open_streams


@pytest.fixture
def zipped(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that makes a zip of names and bytes."""

    def make(members: list[tuple[str, bytes]], name: str = "a.zip") -> Path:
        with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as archive:
            for member, data in members:
                archive.writestr(member, data)
        return tmp_path / name

    return make


@pytest.fixture
def tarred(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that makes a tar, compressed as its name says, of names and bytes or of headers."""

    def make(members: list[tuple[str | tarfile.TarInfo, bytes]], name: str = "a.tar") -> Path:
        mode = {".gz": "w:gz", ".tgz": "w:gz", ".bz2": "w:bz2", ".xz": "w:xz"}.get(Path(name).suffix, "w")
        with tarfile.open(tmp_path / name, mode) as archive:
            for member, data in members:
                header = tarfile.TarInfo(member) if isinstance(member, str) else member
                header.size = len(data)
                archive.addfile(header, io.BytesIO(data))
        return tmp_path / name

    return make


@pytest.fixture
def found() -> Callable[..., list[object]]:
    """Return a function that reads a file: a stream as (member, bytes, why there are no more)."""

    def read(file: Path, wants=lambda name: None) -> list[object]:
        items: list[object] = []
        for one in open_streams(str(file), file.name, wants):
            if not isinstance(one, Stream):
                items.append(one)
                continue
            data, trouble = b"", ""
            try:
                while part := one.reader.read1(1 << 16):
                    data += part
            except OSError as error:
                trouble = error.strerror or "?"
            items.append((one.member, data, trouble) if trouble else (one.member, data))
        return items

    return read
