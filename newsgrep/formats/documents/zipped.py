"""Open documents that are zip archives, within limits for their expanded size."""

from __future__ import annotations

import io
import zipfile
import zlib

from newsgrep.errors import ArticleError

#: The most bytes that a document may expand to, its pictures included.
_MOST_EXPANDED = 256 * 2**20
#: The largest member of XML, in bytes, that is parsed to a tree, which takes several times as much.
LARGEST_TREE = 64 * 2**20
_MOST_PARTS = 10_000
_MEGABYTE = 2**20
#: Where a document of OpenDocument says which of its members are encrypted.
_MANIFEST = "META-INF/manifest.xml"
#: What zipfile raises for a member that is missing, damaged or of a kind that it does not read.
_DAMAGE = (zipfile.BadZipFile, zlib.error, KeyError, ValueError, RuntimeError, EOFError, OSError)
PASSWORD = "encrypted: save it without its password"


def open_zip(data: bytes, label: str, largest_xml: int) -> zipfile.ZipFile:
    """Open a document as a zip archive; no member expands to more than its stated size.

    label:       the name of the format
    largest_xml: the most bytes that a member of XML may have

    Raises ArticleError for a file that is no zip, needs a password, or expands to too much.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise ArticleError(f"not {label}, or damaged") from None
    members = archive.infolist()
    if len(members) > _MOST_PARTS or sum(member.file_size for member in members) > _MOST_EXPANDED:
        raise ArticleError(f"expands to more than {_MOST_EXPANDED // _MEGABYTE} MB")
    if any(member.file_size > largest_xml for member in members if member.filename.endswith(".xml")):
        raise ArticleError(f"text larger than {largest_xml // _MEGABYTE} MB")
    if _MANIFEST in archive.namelist() and b"encryption-data" in read_member(archive, _MANIFEST, label):
        raise ArticleError(PASSWORD)
    return archive


def read_member(archive: zipfile.ZipFile, name: str, label: str) -> bytes:
    """Return the bytes of a member. Raises ArticleError for one that is missing or damaged."""
    try:
        return archive.read(name)
    except _DAMAGE:
        raise ArticleError(f"not {label}, or damaged") from None
