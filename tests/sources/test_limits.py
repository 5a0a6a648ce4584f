"""What was made to fill a disk or a memory is refused."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zipfile

import pytest

from newsgrep import zstd
from newsgrep.results import Unreadable
from newsgrep.sources import limits
from newsgrep.sources.limits import made_to_fill

ZEROS = bytes(2**20)


@pytest.fixture(autouse=True)
def _small_limits(monkeypatch):
    monkeypatch.setattr(limits, "FLOOR", 2**18)
    monkeypatch.setattr(limits, "MEMBERS", 20)
    monkeypatch.setattr(limits, "STREAM_SIZE", 2**21)


@pytest.mark.parametrize(
    ("name", "data"),
    ids=("gzip", "zstd"),
    argvalues=[
        ("a.txt.gz", gzip.compress(ZEROS)),
        ("a.txt.zst", zstd.compress(ZEROS)),
    ],
)
def test_a_compressed_bomb(tmp_path, found, name, data):
    """It is refused at the floor, long before it is expanded."""
    file = tmp_path / name
    file.write_bytes(data)
    [(_, begun, trouble)] = found(file)
    assert len(begun) <= 2**18 + 2**17
    assert trouble == made_to_fill()


def test_a_bomb_in_a_zip(zipped, found):
    """It is refused by the sizes that the zip tells, and no more than those is ever read."""
    assert found(zipped([("a.txt", ZEROS), ("b.txt", b"Barda.")])) == [
        ("a.txt", b"", made_to_fill()),
        ("b.txt", b"Barda."),
    ]


def test_a_zip_that_lies_of_a_size(zipped, found):
    """The member ends where it is told to, with a wrong checksum."""
    file = zipped([("a.txt", ZEROS)])
    data = file.read_bytes()
    size = struct.pack("<L", len(ZEROS))
    assert data.count(size) == 2
    file.write_bytes(data.replace(size, struct.pack("<L", 1000)))
    [(_, begun, trouble)] = found(file)
    assert len(begun) <= 1000
    assert trouble.startswith("damaged")


def test_bombs_within_archives(tarred, found):
    """Each in its own way, and the sum of them; the archive is no way around."""
    many = [(f"{number}.txt.gz", gzip.compress(ZEROS[: 2**18])) for number in range(10)]
    items = found(tarred(many, "a.tar.xz"))
    assert sum(len(one[1]) for one in items if isinstance(one, tuple)) < 2**20
    assert items[-1][2] == "its streams expand to too much in all"
    assert len(items) < 10


def test_a_stream_that_is_too_large(tmp_path, found):
    """Though it is compressed as news is."""
    file = tmp_path / "a.txt.gz"
    lines = "".join(f"Story {number}.\n" for number in range(300_000))
    file.write_bytes(gzip.compress(lines.encode(), 1))
    assert found(file)[0][2] == "expands to more than 0 GB"


@pytest.mark.parametrize("name", ["a.zip", "a.tar.gz"])
def test_too_many_members(zipped, tarred, found, name):
    """Those before are read."""
    make = zipped if name == "a.zip" else tarred
    items = found(make([(f"{number}.txt", b"Text.") for number in range(22)], name))
    assert len(items) == 21
    assert items[-1] == Unreadable(name, "more than 20 members")


def test_members_of_a_zip_that_overlap(zipped, found):
    """As in a bomb whose members are all the same bytes."""
    file = zipped([("a.txt", b"A" * 300), ("b.txt", bytes(range(256)) * 8)])
    with zipfile.ZipFile(file) as archive:
        size = archive.getinfo("b.txt").compress_size
    data = file.read_bytes()
    place = data.index(b"PK\1\2") + 20
    file.write_bytes(data[:place] + struct.pack("<L", size + len(data)) + data[place + 4 :])
    assert found(file) == [Unreadable("a.zip", "its members overlap, as in what is made to fill a disk")]


def test_a_zip_with_a_directory_too_large_to_hold(tmp_path, found):
    """It is refused by the size that the end of it tells."""
    file = tmp_path / "a.zip"
    file.write_bytes(b"PK\5\6" + struct.pack("<4H2LH", 0, 0, 1, 1, 2**30, 0, 0))
    assert found(file) == [Unreadable("a.zip", "more than 20 members")]


@pytest.mark.parametrize("size", [b"\x80" + bytes(7) + b"\1" + bytes(3), b"\xff" * 12])
def test_a_tar_with_a_strange_size(tmp_path, found, size):
    """Of 2 to the 24th and more for a name, or below nothing: refused, and not tried."""
    header = bytearray(tarfile.TarInfo("a.txt").tobuf())
    header[156:157] = tarfile.GNUTYPE_LONGNAME
    header[124:136] = size
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    file = tmp_path / "a.tar"
    file.write_bytes(bytes(header) + bytes(10240))
    [refused] = found(file)
    assert refused.reason.startswith("damaged: ")


def test_a_large_zip_within_another_file(tmp_path, found, monkeypatch):
    """It would have to be held in memory."""
    from newsgrep.sources.streams import text

    monkeypatch.setattr(text, "LIMIT", 2**20)
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.txt", bytes(2**20))
    file = tmp_path / "a.zip.gz"
    monkeypatch.setattr(limits, "RATIO", 10_000)
    file.write_bytes(gzip.compress(inner.getvalue()))
    assert found(file) == [Unreadable("a.zip.gz", "a .zip within another file, and larger than 1 MB")]
