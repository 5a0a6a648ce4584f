"""Archives made by the standard library, and a function that reads them."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from newsgrep.sources.streams import Stream, open_streams
from newsgrep.tuning import DEFAULT_TUNING


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
def read_file() -> Callable[..., list[object]]:
    """Return a function that reads a file: each stream as (member, bytes) or (member, bytes, error)."""

    def read(file: Path, wants=lambda name: None, limits=DEFAULT_TUNING.sources) -> list[object]:
        items: list[object] = []
        for item in open_streams(str(file), file.name, wants, limits=limits):
            if not isinstance(item, Stream):
                items.append(item)
                continue
            data, reason = b"", ""
            try:
                while part := item.reader.read1(1 << 16):
                    data += part
            except OSError as error:
                reason = error.strerror or "?"
            items.append((item.member, data, reason) if reason else (item.member, data))
        return items

    return read
