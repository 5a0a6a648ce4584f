"""Compressed files and archives as streams."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from pathlib import Path

import pytest

from newsgrep import zstd
from newsgrep.results import SPECIAL, Skipped, Unreadable
from newsgrep.sources.names import fault_of, kind_of

COMPRESS = {
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": zstd.compress,
}
TEXT = "\n".join(f"Talks went on for {number} days." for number in range(20_000)).encode()


@pytest.mark.parametrize(
    ("name", "suffix", "compression"),
    [
        ("a.jsonl", ".jsonl", ""),
        ("a.JSONL.GZ", ".jsonl", ".gz"),
        ("a.b.txt.zst", ".txt", ".zst"),
        ("a.tar.bz2", ".tar", ".bz2"),
        ("a.tgz", ".tar", ".gz"),
        ("a.txz", ".tar", ".xz"),
        ("a.gz", "", ".gz"),
        (".gz", "", ""),
        ("folder.d/name", "", ""),
        ("folder/.txt", "", ""),
        ("a.gz.gz", ".gz", ".gz"),
    ],
)
def test_what_a_name_says(name, suffix, compression):
    """The suffix within the compression, and the compression."""
    assert (kind_of(name).suffix, kind_of(name).compression) == (suffix, compression)


@pytest.mark.parametrize("suffix", COMPRESS)
def test_a_compressed_file_is_one_stream(tmp_path, found, suffix):
    """It has no member's name; parts that follow one another are read as one."""
    file = tmp_path / f"a.txt{suffix}"
    file.write_bytes(COMPRESS[suffix](TEXT) + COMPRESS[suffix](b"More."))
    assert found(file) == [("", TEXT + b"More.")]


@pytest.mark.parametrize("suffix", COMPRESS)
@pytest.mark.parametrize("share", [0.02, 0.5, 0.99])
def test_a_compressed_file_that_is_cut_off(tmp_path, found, suffix, share):
    """What came before is read, and then told that there is no end."""
    file, data = tmp_path / f"a.txt{suffix}", COMPRESS[suffix](TEXT)
    file.write_bytes(data[: int(len(data) * share)])
    [(_, begun, trouble)] = found(file)
    assert TEXT.startswith(begun)
    assert trouble == "cut off: the compressed data has no end"


@pytest.mark.parametrize("suffix", COMPRESS)
def test_a_compressed_file_with_other_bytes_in_it(tmp_path, found, suffix):
    """It is told to be damaged, or read to its end where nothing could tell."""
    file, data = tmp_path / f"a.txt{suffix}", bytearray(COMPRESS[suffix](TEXT))
    middle = len(data) // 2
    data[middle : middle + 8] = bytes(byte ^ 0xFF for byte in data[middle : middle + 8])
    file.write_bytes(data)
    [(_, _, *trouble)] = found(file)
    assert trouble and trouble[0].startswith(("damaged: ", "cut off")) or suffix == ".zst"  # has no checksum


@pytest.mark.parametrize("suffix", COMPRESS)
def test_what_only_has_the_name_of_a_compressed_file(tmp_path, found, suffix):
    """Nonsense is damaged; nothing at all is cut off, or an empty stream."""
    file = tmp_path / f"a.txt{suffix}"
    file.write_bytes(b"This is no such file at all, and long enough to tell.")
    [(_, begun, trouble)] = found(file)
    assert (begun, trouble[:8]) == (b"", "damaged:")
    file.write_bytes(b"")
    assert found(file)[0][1] == b""


def test_compressed_twice(tmp_path, found):
    """That is refused."""
    file = tmp_path / "a.txt.gz.gz"
    file.write_bytes(gzip.compress(gzip.compress(TEXT)))
    assert found(file) == [Unreadable("a.txt.gz.gz", "compressed twice")]


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz", "a.tgz", "a.tar.bz2", "a.tar.xz"])
def test_members_come_in_their_order(zipped, tarred, found, name):
    """With folders in their names, any letters, their own compression; other kinds are told."""
    make = zipped if name.endswith(".zip") else tarred
    file = make(
        [
            ("n/b.txt", b"Barda."),
            ("./a.txt", b"Ganja."),
            ("шуша 日報.jsonl", b"{}"),
            ("c.txt.xz", lzma.compress(b"Shusha.")),
            ("d.png", b"picture"),
            ("README", b"Read me."),
            ("__MACOSX/a.txt", b"hidden"),
            ("n/.e.txt", b"hidden"),
        ],
        name,
    )
    assert found(file) == [
        ("n/b.txt", b"Barda."),
        ("a.txt", b"Ganja."),
        ("шуша 日報.jsonl", b"{}"),
        ("c.txt.xz", b"Shusha."),
        Skipped(f"{name}#d.png", ".png"),
        Skipped(f"{name}#README", ""),
    ]


def test_wants_goes_before_suffixes(zipped, found):
    """A member that is wanted is read whatever it is, and one that is not wanted is not told."""
    file = zipped([("a.txt", b"A"), ("b.log", b"B"), ("c.png", b"C")])
    wanted = {"a.txt": False, "b.log": True}.get
    assert found(file, wanted) == [("b.log", b"B"), Skipped("a.zip#c.png", ".png")]


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("../../x.txt", "its path leads out of the archive"),
        ("n/../../x.txt", "its path leads out of the archive"),
        ("n\\..\\x.txt", "its path leads out of the archive"),
        ("/etc/x.txt", "its path is absolute"),
        ("C:\\x.txt", "its path is absolute"),
        ("\\x.txt", "its path is absolute"),
        ("n\0.txt", "its name is none"),
        ("", "its name is none"),
        ("n/" * 3000 + "x.txt", "its name is too long"),
        ("n/x..txt", ""),
        ("...txt", ""),
    ],
)
def test_names_of_members_that_are_refused(name, fault):
    """Though nothing is ever written where they lead."""
    assert fault_of(name) == fault


@pytest.mark.parametrize("name", ["a.zip", "a.tar"])
def test_a_path_out_of_the_archive_is_told(zipped, tarred, found, name):
    """And the rest is read."""
    make = zipped if name == "a.zip" else tarred
    file = make([("../../x.txt", b"X"), ("/y.txt", b"Y"), ("z.txt", b"Z")], name)
    assert found(file) == [
        Unreadable(name, "its path leads out of the archive", member="../../x.txt"),
        Unreadable(name, "its path is absolute", member="/y.txt"),
        ("z.txt", b"Z"),
    ]


def test_members_of_one_name(tarred, found):
    """As a tar that was added to has them: each keeps a name of its own."""
    file = tarred([("a.txt", b"1"), ("a.txt", b"2"), ("b", b""), ("./a.txt", b"3")])
    assert [one[:2] for one in found(file, lambda name: True)] == [
        ("a.txt", b"1"),
        ("a~2.txt", b"2"),
        ("b", b""),
        ("a~3.txt", b"3"),
    ]


def test_links_and_devices_of_a_tar(tarred, found):
    """They are left out."""
    headers = []
    for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
        header = tarfile.TarInfo("link.txt")
        header.type, header.linkname = kind, "/etc/passwd"
        headers.append((header, b""))
    assert {one.suffix for one in found(tarred(headers))} == {SPECIAL}


def test_archives_within_archives(zipped, tarred, found):
    """Two deep, with the names of both; deeper ones are refused."""
    inner = zipped([("n/a.txt", b"Ganja.")], "in.zip").read_bytes()
    middle = tarred([("in.zip", inner), ("b.txt", b"Barda.")], "mid.tar.gz").read_bytes()
    assert found(tarred([("in.zip", inner)], "two.tar")) == [("in.zip/n/a.txt", b"Ganja.")]
    assert found(zipped([("mid.tar.gz", middle)], "three.zip")) == [
        Unreadable("three.zip", "more than 2 archives within one another", member="mid.tar.gz/in.zip"),
        ("mid.tar.gz/b.txt", b"Barda."),
    ]


@pytest.mark.parametrize("end", [100, 512, 700, 1024, 1536, 2000])
def test_a_tar_that_is_cut_off(tarred, found, end):
    """At a header, in it, in a member or after one: what was whole is read, and it is told once."""
    file = tarred([("a.txt", b"A" * 512), ("b.txt", b"B" * 512)])
    file.write_bytes(file.read_bytes()[:end])
    items = found(file)
    whole = [one for one in items if isinstance(one, tuple) and len(one) == 2]
    assert whole == [("a.txt", b"A" * 512)][: end >= 1024]
    told = [one for one in items if one not in whole]
    assert len(told) == 1
    assert "cut off" in str(told[0])


def test_a_tar_with_a_broken_header(tarred, found):
    """It is not taken for its end."""
    file = tarred([("a.txt", b"A" * 512), ("b.txt", b"B" * 512)])
    data = bytearray(file.read_bytes())
    data[1024:1100] = b"\xff" * 76
    file.write_bytes(data)
    assert found(file) == [("a.txt", b"A" * 512), Unreadable("a.tar", "damaged: broken tar header")]


def test_a_zip_that_is_cut_off(zipped, found):
    """Its list of members is at its end, so that none can be read."""
    file = zipped([("a.txt", TEXT), ("b.txt", TEXT)])
    for share in (0.1, 0.9):
        file.write_bytes(file.read_bytes()[: int(file.stat().st_size * share)])
        assert found(file) == [Unreadable("a.zip", "cut off, or no zip: it has no end")]


def test_a_zip_with_a_wrong_checksum(zipped, found):
    """It is told of the member alone."""
    file = zipped([("a.txt", b"Ganja."), ("b.txt", b"Barda.")])
    data = file.read_bytes()
    with zipfile.ZipFile(file) as archive:
        checksum = archive.getinfo("a.txt").CRC.to_bytes(4, "little")
    file.write_bytes(data.replace(checksum, b"\1\2\3\4"))
    [(member, _, trouble), other] = found(file)
    assert (member, other) == ("a.txt", ("b.txt", b"Barda."))
    assert trouble.startswith("damaged: Bad CRC")


@pytest.mark.parametrize(
    ("place", "value", "reason"),
    [(6, 1, "encrypted"), (8, 99, "compressed by a method that is not read")],
)
def test_a_zip_of_what_is_not_read(zipped, found, place, value, reason):
    """Encrypted, or compressed by a strange method: told of the member."""
    file = zipped([("a.txt", b"Ganja."), ("b.txt", b"Barda.")])
    data = bytearray(file.read_bytes())
    data[place] = value  # in the member's own header, and in the list
    data[data.index(b"PK\1\2") + place + 2] = value
    file.write_bytes(data)
    assert found(file) == [("a.txt", b"", reason), ("b.txt", b"Barda.")]


def test_a_zip_is_read_from_a_stream_too(zipped, found, tmp_path):
    """Where it is compressed once more; it is held in memory then."""
    file = tmp_path / "b.zip.gz"
    file.write_bytes(gzip.compress(zipped([("a.txt", b"Ganja.")]).read_bytes()))
    assert found(file) == [("a.txt", b"Ganja.")]


def test_no_stream_asks_for_more_than_its_reader(tmp_path):
    """A file is opened and looked at, and not read to its end."""
    from newsgrep.sources.streams import open_streams

    file = tmp_path / "a.txt"
    with file.open("wb") as out:
        out.truncate(10 * 2**30)
    (stream,) = open_streams(str(file), "a.txt", lambda name: None)
    assert isinstance(stream.reader, io.BufferedReader)
    assert Path(file).stat().st_size == 10 * 2**30
