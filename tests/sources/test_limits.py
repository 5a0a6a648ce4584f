"""Files that were made to fill a disk or the memory are refused."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zipfile

import pytest
from msgspec.structs import replace

from newsgrep import zstd
from newsgrep.results import Unreadable
from newsgrep.tuning import SourceLimits

ZEROS = bytes(2**20)

#: Small enough to be reached by files of a test.
LIMITS = SourceLimits(
    expansion_floor=2**18, archive_members=20, stream_bytes=2**21, file_bytes=2**22, record_bytes=2**20
)
BOMB = "expands more than 250 times: made to fill a disk, not a news archive"


@pytest.fixture
def read_limited(read_file):
    """Return a function that reads a file within small limits."""
    return lambda file, limits=LIMITS: read_file(file, limits=limits)


@pytest.mark.parametrize(
    ("name", "data"),
    ids=("gzip", "zstd"),
    argvalues=[
        ("a.txt.gz", gzip.compress(ZEROS)),
        ("a.txt.zst", zstd.compress(ZEROS)),
    ],
)
def test_a_compressed_bomb_is_refused_at_the_floor(tmp_path, read_limited, name, data):
    """Long before it is expanded."""
    file = tmp_path / name
    file.write_bytes(data)
    [(_, begun, reason)] = read_limited(file)
    assert len(begun) <= 2**18 + 2**17
    assert reason == BOMB


def test_a_bomb_in_a_zip_is_refused_unread(zipped, read_limited):
    """By the sizes in the zip's directory; the other members are read."""
    assert read_limited(zipped([("a.txt", ZEROS), ("b.txt", b"Barda.")])) == [
        ("a.txt", b"", BOMB),
        ("b.txt", b"Barda."),
    ]


def test_a_zip_with_a_false_size_is_damaged(zipped, read_limited):
    """No more than the size in the directory is ever read; then the checksum is wrong."""
    file = zipped([("a.txt", ZEROS)])
    data = file.read_bytes()
    size = struct.pack("<L", len(ZEROS))
    assert data.count(size) == 2
    file.write_bytes(data.replace(size, struct.pack("<L", 1000)))
    [(_, begun, reason)] = read_limited(file)
    assert len(begun) <= 1000
    assert reason.startswith("damaged")


def test_many_small_bombs_are_counted_together(tarred, read_limited):
    """Members of an archive that are compressed once more, and the archive itself."""
    many = [(f"{number}.txt.gz", gzip.compress(ZEROS[: 2**18])) for number in range(10)]
    items = read_limited(tarred(many, "a.tar.xz"))
    assert sum(len(item[1]) for item in items if isinstance(item, tuple)) < 2**20
    assert items[-1][2] == "the streams of this file expand to too much in all"
    assert len(items) < 10


def test_a_stream_that_is_too_large_is_refused(tmp_path, read_limited):
    """Though it is compressed as news is."""
    file = tmp_path / "a.txt.gz"
    lines = "".join(f"Story {number}.\n" for number in range(300_000))
    file.write_bytes(gzip.compress(lines.encode(), 1))
    assert read_limited(file)[0][2] == "expands to more than 0 GB"


@pytest.mark.parametrize("name", ["a.zip", "a.tar.gz"])
def test_members_beyond_the_limit_are_refused(zipped, tarred, read_limited, name):
    """Those before are read."""
    make = zipped if name == "a.zip" else tarred
    items = read_limited(make([(f"{number}.txt", b"Text.") for number in range(22)], name))
    assert len(items) == 21
    assert items[-1] == Unreadable(name, "more than 20 members", rest_is_lost=True)


def test_a_zip_whose_members_overlap_is_refused(zipped, read_limited):
    """As in a bomb whose members are all the same bytes."""
    file = zipped([("a.txt", b"A" * 300), ("b.txt", bytes(range(256)) * 8)])
    with zipfile.ZipFile(file) as archive:
        size = archive.getinfo("b.txt").compress_size
    data = file.read_bytes()
    start = data.index(b"PK\1\2") + 20
    file.write_bytes(data[:start] + struct.pack("<L", size + len(data)) + data[start + 4 :])
    assert read_limited(file) == [
        Unreadable("a.zip", "its members overlap: made to fill a disk, not a news archive", rest_is_lost=True)
    ]


def test_a_zip_with_a_directory_too_large_for_the_memory_is_refused(tmp_path, read_limited):
    """By the size that the end of the file gives."""
    file = tmp_path / "a.zip"
    file.write_bytes(b"PK\5\6" + struct.pack("<4H2LH", 0, 0, 1, 1, 2**30, 0, 0))
    assert read_limited(file) == [Unreadable("a.zip", "more than 20 members", rest_is_lost=True)]


@pytest.mark.parametrize("size", [b"\x80" + bytes(7) + b"\1" + bytes(3), b"\xff" * 12])
def test_a_tar_with_an_impossible_size_is_damaged(tmp_path, read_limited, size):
    """A name of 16 MB and more, or of less than nothing: refused before anything is read."""
    header = bytearray(tarfile.TarInfo("a.txt").tobuf())
    header[156:157] = tarfile.GNUTYPE_LONGNAME
    header[124:136] = size
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    file = tmp_path / "a.tar"
    file.write_bytes(bytes(header) + bytes(10240))
    [refused] = read_limited(file)
    assert refused.reason.startswith("damaged: ")


def test_a_large_zip_within_another_file_is_refused(tmp_path, read_limited):
    """It would have to be held in memory."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.txt", bytes(2**20))
    file = tmp_path / "a.zip.gz"
    file.write_bytes(gzip.compress(inner.getvalue()))
    limits = replace(LIMITS, expansion_ratio=10_000)
    assert read_limited(file, limits) == [
        Unreadable("a.zip.gz", "a .zip within another file, and larger than 1 MB", rest_is_lost=True)
    ]
