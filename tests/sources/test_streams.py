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
from newsgrep.sources.file_names import kind_of, unsafe_name_reason

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
        ("example.com_2014_newsml_version_10", "", ""),
        ("Talks resume. The next day", "", ""),
    ],
)
def test_the_kind_of_a_file_by_its_name(name, suffix, compression):
    """The suffix within the compression, and the compression."""
    assert (kind_of(name).suffix, kind_of(name).compression) == (suffix, compression)


@pytest.mark.parametrize("suffix", COMPRESS)
def test_a_compressed_file_is_one_stream(tmp_path, read_file, suffix):
    """It has no member's name; parts that follow one another are read as one."""
    file = tmp_path / f"a.txt{suffix}"
    file.write_bytes(COMPRESS[suffix](TEXT) + COMPRESS[suffix](b"More."))
    assert read_file(file) == [("", TEXT + b"More.")]


@pytest.mark.parametrize("padding", [4, 8, 2**18 + 4])
def test_parts_of_an_xz_with_padding_between_them(tmp_path, read_file, padding):
    """As the format allows, also at the end."""
    file, zeros = tmp_path / "a.txt.xz", bytes(padding)
    file.write_bytes(lzma.compress(TEXT) + zeros + lzma.compress(b"More.") + zeros)
    assert read_file(file) == [("", TEXT + b"More.")]


@pytest.mark.parametrize("suffix", COMPRESS)
@pytest.mark.parametrize("rest", [b"x", b"What is not compressed."])
def test_what_follows_the_end_of_a_compressed_file_is_told(tmp_path, read_file, suffix, rest):
    """All that was compressed is read before."""
    file = tmp_path / f"a.txt{suffix}"
    file.write_bytes(COMPRESS[suffix](TEXT) + rest)
    [(_, data, reason)] = read_file(file)
    assert data == TEXT
    assert reason.startswith(("damaged: ", "cut off"))


@pytest.mark.parametrize("suffix", COMPRESS)
@pytest.mark.parametrize("share", [0.02, 0.5, 0.99])
def test_a_compressed_file_that_is_cut_off(tmp_path, read_file, suffix, share):
    """What came before is read, and the cut is reported."""
    file, data = tmp_path / f"a.txt{suffix}", COMPRESS[suffix](TEXT)
    file.write_bytes(data[: int(len(data) * share)])
    [(_, begun, reason)] = read_file(file)
    assert TEXT.startswith(begun)
    assert reason == "cut off: the compressed data has no end"


@pytest.mark.parametrize("suffix", COMPRESS)
def test_a_compressed_file_with_damaged_bytes(tmp_path, read_file, suffix):
    """It is reported as damaged, or read to its end where there is no checksum."""
    file, data = tmp_path / f"a.txt{suffix}", bytearray(COMPRESS[suffix](TEXT))
    middle = len(data) // 2
    data[middle : middle + 8] = bytes(byte ^ 0xFF for byte in data[middle : middle + 8])
    file.write_bytes(data)
    [(_, _, *reason)] = read_file(file)
    assert reason and reason[0].startswith(("damaged: ", "cut off")) or suffix == ".zst"  # has no checksum


@pytest.mark.parametrize("suffix", COMPRESS)
def test_a_file_that_is_compressed_by_its_name_only(tmp_path, read_file, suffix):
    """Other bytes are damaged; an empty file is cut off, or an empty stream."""
    file = tmp_path / f"a.txt{suffix}"
    file.write_bytes(b"This is no such file at all, and long enough to tell.")
    [(_, begun, reason)] = read_file(file)
    assert (begun, reason[:8]) == (b"", "damaged:")
    file.write_bytes(b"")
    assert read_file(file)[0][1] == b""


def test_a_file_compressed_twice_is_refused(tmp_path, read_file):
    """By its name."""
    file = tmp_path / "a.txt.gz.gz"
    file.write_bytes(gzip.compress(gzip.compress(TEXT)))
    assert read_file(file) == [Unreadable("a.txt.gz.gz", "compressed twice", rest_is_lost=True)]


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz", "a.tgz", "a.tar.bz2", "a.tar.xz"])
def test_members_come_in_their_order(zipped, tarred, read_file, name):
    """With folders and any letters in their names, compressed or not; other kinds are reported."""
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
            ("n/~$report.txt", b"who opened it"),
        ],
        name,
    )
    assert read_file(file) == [
        ("n/b.txt", b"Barda."),
        ("a.txt", b"Ganja."),
        ("шуша 日報.jsonl", b"{}"),
        ("c.txt.xz", b"Shusha."),
        Skipped(f"{name}#d.png", ".png"),
        Skipped(f"{name}#README", ""),
    ]


def test_a_wanted_member_is_read_whatever_its_suffix(zipped, read_file):
    """One that is not wanted is left out unreported."""
    file = zipped([("a.txt", b"A"), ("b.log", b"B"), ("c.png", b"C")])
    wanted = {"a.txt": False, "b.log": True}.get
    assert read_file(file, wanted) == [("b.log", b"B"), Skipped("a.zip#c.png", ".png")]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../../x.txt", "the member's path leads out of the archive"),
        ("n/../../x.txt", "the member's path leads out of the archive"),
        ("n\\..\\x.txt", "the member's path leads out of the archive"),
        ("/etc/x.txt", "the member's path is absolute"),
        ("C:\\x.txt", "the member's path is absolute"),
        ("\\x.txt", "the member's path is absolute"),
        ("n\0.txt", "the member's name has a NUL character in it"),
        ("", "the member has no name"),
        ("n/" * 3000 + "x.txt", "the member's name is too long"),
        ("n/x..txt", ""),
        ("...txt", ""),
    ],
)
def test_names_of_members_that_are_refused(name, reason):
    """Though nothing is ever written to the disk."""
    assert unsafe_name_reason(name) == reason


@pytest.mark.parametrize("name", ["a.zip", "a.tar"])
def test_a_path_out_of_the_archive_is_reported(zipped, tarred, read_file, name):
    """And the rest is read."""
    make = zipped if name == "a.zip" else tarred
    file = make([("../../x.txt", b"X"), ("/y.txt", b"Y"), ("z.txt", b"Z")], name)
    assert read_file(file) == [
        Unreadable(name, "the member's path leads out of the archive", member="../../x.txt"),
        Unreadable(name, "the member's path is absolute", member="/y.txt"),
        ("z.txt", b"Z"),
    ]


def test_members_of_the_same_name(tarred, read_file):
    """A tar that was appended to has them: each is given a name of its own."""
    file = tarred([("a.txt", b"1"), ("a.txt", b"2"), ("b", b""), ("./a.txt", b"3")])
    assert [item[:2] for item in read_file(file, lambda name: True)] == [
        ("a.txt", b"1"),
        ("a~2.txt", b"2"),
        ("b", b""),
        ("a~3.txt", b"3"),
    ]


def test_links_and_devices_of_a_tar(tarred, read_file):
    """They are left out."""
    headers = []
    for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
        header = tarfile.TarInfo("link.txt")
        header.type, header.linkname = kind, "/etc/passwd"
        headers.append((header, b""))
    assert {item.suffix for item in read_file(tarred(headers))} == {SPECIAL}


def test_archives_within_archives(zipped, tarred, read_file):
    """Two deep, with the names of both; deeper ones are refused."""
    inner = zipped([("n/a.txt", b"Ganja.")], "in.zip").read_bytes()
    middle = tarred([("in.zip", inner), ("b.txt", b"Barda.")], "mid.tar.gz").read_bytes()
    assert read_file(tarred([("in.zip", inner)], "two.tar")) == [("in.zip/n/a.txt", b"Ganja.")]
    assert read_file(zipped([("mid.tar.gz", middle)], "three.zip")) == [
        Unreadable(
            "three.zip",
            "more than 2 archives within one another",
            member="mid.tar.gz/in.zip",
            rest_is_lost=True,
        ),
        ("mid.tar.gz/b.txt", b"Barda."),
    ]


@pytest.mark.parametrize("end", [100, 512, 700, 1024, 1536, 2000])
def test_a_tar_that_is_cut_off(tarred, read_file, end):
    """At a header, in it, in a member or after one: whole members are read, the cut is reported once."""
    file = tarred([("a.txt", b"A" * 512), ("b.txt", b"B" * 512)])
    file.write_bytes(file.read_bytes()[:end])
    items = read_file(file)
    whole = [item for item in items if isinstance(item, tuple) and len(item) == 2]
    assert whole == [("a.txt", b"A" * 512)][: end >= 1024]
    reported = [item for item in items if item not in whole]
    assert len(reported) == 1
    assert "cut off" in str(reported[0])


def test_a_tar_with_a_broken_header(tarred, read_file):
    """It is not taken for the end of the archive."""
    file = tarred([("a.txt", b"A" * 512), ("b.txt", b"B" * 512)])
    data = bytearray(file.read_bytes())
    data[1024:1100] = b"\xff" * 76
    file.write_bytes(data)
    assert read_file(file) == [
        ("a.txt", b"A" * 512),
        Unreadable("a.tar", "damaged: broken tar header", rest_is_lost=True),
    ]


def test_a_zip_that_is_cut_off(zipped, read_file):
    """Its list of members is at its end, so that none can be read."""
    file = zipped([("a.txt", TEXT), ("b.txt", TEXT)])
    for share in (0.1, 0.9):
        file.write_bytes(file.read_bytes()[: int(file.stat().st_size * share)])
        assert read_file(file) == [
            Unreadable(
                "a.zip", "cut off, or not a zip: the list of members at its end is missing", rest_is_lost=True
            )
        ]


def test_a_zip_with_a_wrong_checksum(zipped, read_file):
    """Only that member is reported."""
    file = zipped([("a.txt", b"Ganja."), ("b.txt", b"Barda.")])
    data = file.read_bytes()
    with zipfile.ZipFile(file) as archive:
        checksum = archive.getinfo("a.txt").CRC.to_bytes(4, "little")
    file.write_bytes(data.replace(checksum, b"\1\2\3\4"))
    [(member, _, reason), other] = read_file(file)
    assert (member, other) == ("a.txt", ("b.txt", b"Barda."))
    assert reason.startswith("damaged: Bad CRC")


@pytest.mark.parametrize(
    ("offset", "value", "reason"),
    [(6, 1, "encrypted"), (8, 99, "compressed by a method that is not supported")],
)
def test_a_zip_with_a_member_that_cannot_be_decompressed(zipped, read_file, offset, value, reason):
    """Encrypted, or compressed by an unknown method: only that member is reported."""
    file = zipped([("a.txt", b"Ganja."), ("b.txt", b"Barda.")])
    data = bytearray(file.read_bytes())
    data[offset] = value  # in the member's own header, and in the list
    data[data.index(b"PK\1\2") + offset + 2] = value
    file.write_bytes(data)
    assert read_file(file) == [("a.txt", b"", reason), ("b.txt", b"Barda.")]


def test_a_zip_with_a_member_without_a_name(zipped, read_file):
    """A list of members may be damaged so: the others are read."""
    file = zipped([("a.txt", b"Ganja."), ("b.txt", b"Barda.")])
    data = bytearray(file.read_bytes())
    entry = data.rindex(b"PK\1\2")
    data[entry + 28] = 0  # the length of its name
    del data[entry + 46 : entry + 51]
    data[data.rindex(b"PK\5\6") + 12] -= 5  # the length of the list
    file.write_bytes(data)
    assert read_file(file) == [("a.txt", b"Ganja."), Unreadable("a.zip", "the member has no name")]


def test_a_compressed_zip_is_read(zipped, read_file, tmp_path):
    """It is held in memory."""
    file = tmp_path / "b.zip.gz"
    file.write_bytes(gzip.compress(zipped([("a.txt", b"Ganja.")]).read_bytes()))
    assert read_file(file) == [("a.txt", b"Ganja.")]


def test_no_stream_asks_for_more_than_its_reader(tmp_path):
    """A file is opened, and not read to its end."""
    from newsgrep.sources.streams import open_streams

    file = tmp_path / "a.txt"
    with file.open("wb") as out:
        out.truncate(10 * 2**30)
    (stream,) = open_streams(str(file), "a.txt", lambda name: None)
    assert isinstance(stream.reader, io.BufferedReader)
    assert Path(file).stat().st_size == 10 * 2**30
