"""Mails as Outlook saves them, for tests: a file of OLE with a stream for each property."""

from __future__ import annotations

import datetime as dt
import struct
from collections.abc import Iterable, Mapping
from typing import Any

_FREE, _END, _FAT = 0xFFFF_FFFF, 0xFFFF_FFFE, 0xFFFF_FFFD
_SECTOR, _MINI, _CUT = 512, 64, 4096


def compound(tree: Mapping[str, Any]) -> bytes:
    """A file of OLE with streams (bytes) and folders (mappings)."""
    entries: list[dict[str, Any]] = []
    mini, sectors = b"", b""

    def add(name: str, content: Any) -> int:
        nonlocal mini, sectors
        number = len(entries)
        entry = {"name": name, "kind": 1, "right": _FREE, "child": _FREE, "start": _END, "size": 0}
        entries.append(entry)
        if isinstance(content, bytes):
            entry |= {"kind": 2, "size": len(content)}
            if len(content) < _CUT:
                entry["start"] = len(mini) // _MINI if content else _END
                mini += content + bytes(-len(content) % _MINI)
                chains.append((_MINI, entry["start"], len(content)))
            else:
                entry["start"] = len(sectors) // _SECTOR
                sectors += content + bytes(-len(content) % _SECTOR)
                chains.append((_SECTOR, entry["start"], len(content)))
            return number
        children = [add(*item) for item in content.items()]
        for left, right in zip(children, children[1:], strict=False):
            entries[left]["right"] = right
        entry["child"] = children[0] if children else _FREE
        return number

    chains: list[tuple[int, int, int]] = []
    add("Root Entry", tree)
    entries[0] |= {"kind": 5, "start": len(sectors) // _SECTOR, "size": len(mini)}
    chains.append((_SECTOR, len(sectors) // _SECTOR, len(mini)))
    sectors += mini + bytes(-len(mini) % _SECTOR)
    mini_table = struct.pack(f"<{len(mini) // _MINI}I", *_table(chains, _MINI, len(mini) // _MINI))
    mini_start, mini_table = len(sectors) // _SECTOR, mini_table + b"\xff" * (-len(mini_table) % _SECTOR)
    chains.append((_SECTOR, mini_start, len(mini_table)))
    sectors += mini_table
    listed = b"".join(map(_entry, entries))
    listed += bytes(-len(listed) % _SECTOR)
    list_start = len(sectors) // _SECTOR
    chains.append((_SECTOR, list_start, len(listed)))
    sectors += listed
    used, fats = len(sectors) // _SECTOR, 1
    while fats * 128 < used + fats:
        fats += 1
    table = [*_table(chains, _SECTOR, used), *[_FAT] * fats]
    table += [_FREE] * (fats * 128 - len(table))
    head = struct.pack(
        "<8s16sHHHHH6xIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(16), 62, 3, 0xFFFE, 9, 6,
        0, fats, list_start, 0, _CUT, mini_start, len(mini_table) // _SECTOR, _END, 0, used,
    )  # fmt: skip
    places = [*range(used + 1, used + fats), *[_FREE] * (109 - fats)]
    return head + struct.pack("<108I", *places) + sectors + struct.pack(f"<{len(table)}I", *table)


def _table(chains: Iterable[tuple[int, int, int]], unit: int, size: int) -> list[int]:
    table = [_FREE] * size
    for kind, start, length in chains:
        if kind == unit and length:
            last = start + (length - 1) // unit
            table[start : last + 1] = [*range(start + 1, last + 1), _END]
    return table


def _entry(entry: Mapping[str, Any]) -> bytes:
    name = entry["name"].encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII16sIQQIQ",
        name, len(name), entry["kind"], 1, _FREE, entry["right"], entry["child"], bytes(16), 0, 0, 0,
        entry["start"], entry["size"],
    )  # fmt: skip


def text(number: int, value: str) -> dict[str, bytes]:
    """A property that is a text."""
    return {f"__substg1.0_{number:04X}001F": value.encode("utf-16-le")}


def data(number: int, value: bytes, kind: str = "0102") -> dict[str, bytes]:
    """A property that is bytes, or of another kind."""
    return {f"__substg1.0_{number:04X}{kind}": value}


def mail(
    subject: str, body: str = "", *properties: Mapping[str, Any], head: int = 32, page: int = 0
) -> dict[str, Any]:
    """The folder of a mail of 9 March 2021 by an invented person.

    head: bytes before its table of properties; 24 in a mail that is attached
    page: the code page of its texts
    """
    sent = dt.datetime(2021, 3, 9, 21, 10, tzinfo=dt.UTC) - dt.datetime(1601, 1, 1, tzinfo=dt.UTC)
    table = struct.pack("<HHIQ", 0x40, 0x39, 6, sent // dt.timedelta(microseconds=1) * 10)
    table += struct.pack("<HHIQ", 3, 0x3FFD, 6, page) if page else b""
    found: dict[str, Any] = {"__properties_version1.0": bytes(head) + table}
    found |= text(0x37, subject) if subject else {}
    found |= text(0x1000, body) if body else {}
    found |= text(0x0C1A, "Ada Roe") | text(0x5D01, "ada@ferry.example")
    for more in properties:
        found |= more
    return found


def recipient(number: int, kind: int, name: str, address: str) -> dict[str, Any]:
    """The folder of a recipient; kind: 1 for To, 2 for Cc, 3 for Bcc."""
    table = bytes(8) + struct.pack("<HHIQ", 3, 0x0C15, 6, kind)
    found = {"__properties_version1.0": table, **text(0x3001, name), **text(0x3003, address)}
    return {f"__recip_version1.0_#{number:08X}": found}


def attached(number: int, name: str, content: bytes | Mapping[str, Any], kind: str = "") -> dict[str, Any]:
    """A file, or the folder of a mail, that is attached."""
    inner = data(0x3701, content) if isinstance(content, bytes) else {"__substg1.0_3701000D": content}
    names = (text(0x3707, name) if name else {}) | (text(0x370E, kind) if kind else {})
    return {f"__attach_version1.0_#{number:08X}": {"__properties_version1.0": bytes(8), **inner, **names}}
