"""TNEF: the `winmail.dat` in which Outlook sends the attachments of a mail.

https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxtnef defines it: attributes in a row,
each with a level, an identifier, a length, data and a checksum.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

_SIGNATURE = 0x223E9F78
_HEADER, _ATTRIBUTE, _PAIR = struct.Struct("<IH"), struct.Struct("<BII"), struct.Struct("<II")
_CHECKSUM_SIZE = 2
#: The attributes that begin an attachment, and that have its short name, its data, and its properties.
_BEGIN, _TITLE, _DATA, _PROPERTIES = 0x00069002, 0x00018010, 0x0006800F, 0x00069005
#: How properties begin: with the long name of a file; with the content of a file that has no data attribute.
_LONG_NAMES = {b"\x1f\x00\x07\x37": "utf-16-le", b"\x1e\x00\x07\x37": "windows-1252"}
_CONTENT, _OBJECT = b"\x02\x01\x01\x37", b"\x0d\x00\x01\x37"
_INTERFACE_SIZE = 16
#: The most attachments that are read.
_MOST = 200


def tnef_files(data: bytes) -> list[tuple[str, bytes]]:
    """Return name and data of each file in a `winmail.dat`, as far as that is whole; none for other data."""
    if len(data) < _HEADER.size or _HEADER.unpack_from(data)[0] != _SIGNATURE:
        return []
    files: list[tuple[str, bytes]] = []
    name, content = "", b""
    for identifier, value in _attributes(data):
        if identifier == _BEGIN:
            files.append((name, content))
            name, content = "", b""
        elif identifier == _TITLE:
            name = name or _text(value, "windows-1252")
        elif identifier == _DATA:
            content = value
        elif identifier == _PROPERTIES:
            name = _long_name(value) or name
            content = content or _property(value, _CONTENT) or _property(value, _OBJECT)[_INTERFACE_SIZE:]
        if len(files) >= _MOST:
            break
    return [(name, content) for name, content in (*files, (name, content)) if content]


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the identifier and the data of each attribute, up to one that is cut off."""
    place = _HEADER.size
    while place + _ATTRIBUTE.size <= len(data):
        _, identifier, length = _ATTRIBUTE.unpack_from(data, place)
        place += _ATTRIBUTE.size
        if place + length > len(data):
            return
        yield identifier, data[place : place + length]
        place += length + _CHECKSUM_SIZE


def _long_name(properties: bytes) -> str:
    """Return the long name among the properties of an attachment, '' for none."""
    names = (_text(_property(properties, mark), encoding) for mark, encoding in _LONG_NAMES.items())
    return next(filter(None, names), "")


def _property(properties: bytes, mark: bytes) -> bytes:
    """Return the value of the property that begins with a mark and has one value; empty for none."""
    start = properties.find(mark) + len(mark) + _PAIR.size
    if mark not in properties or start > len(properties):
        return b""
    values, length = _PAIR.unpack_from(properties, start - _PAIR.size)
    return properties[start : start + length] if values == 1 and start + length <= len(properties) else b""


def _text(value: bytes, encoding: str) -> str:
    return value.decode(encoding, "replace").rstrip("\0")
