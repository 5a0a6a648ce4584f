"""CMS: take the mail out of an S/MIME message that is signed as a whole. This needs no key.

The encoding is DER, or BER, in which a length may be open and a text may be in pieces. Signatures are not
checked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from newsgrep.errors import ArticleError

_SIGNED = bytes.fromhex("2a864886f70d010702")
_ENCRYPTED = (bytes.fromhex("2a864886f70d010703"), bytes.fromhex("2a864886f70d0109100117"))
_SEQUENCE, _IDENTIFIER, _CONTENT, _OCTETS, _OCTETS_IN_PIECES = 0x30, 0x06, 0xA0, 0x04, 0x24
_OPEN_LENGTH, _END = 0x80, b"\0\0"
#: The deepest nesting of elements that is read; a message has eight levels.
_DEEPEST = 16
_BROKEN = "S/MIME whose structure is broken"


class _Element(NamedTuple):
    """An element: its tag, where its content begins and ends, and where the next one begins."""

    tag: int
    start: int
    end: int
    after: int


def signed_content(data: bytes) -> bytes:
    """Return the content that is signed; empty if the message has none, as it is elsewhere.

    Raises ArticleError if the message is encrypted, broken, or no CMS.
    """
    try:
        kind, content = _kind_and_content(data, _element(data, 0))
        if kind in _ENCRYPTED:
            raise ArticleError("encrypted (S/MIME): only a mail program with the key opens it")
        if kind != _SIGNED or content is None:
            raise ArticleError("S/MIME that is neither signed nor encrypted")
        inside = next(one for one in _children(data, content) if one.tag == _SEQUENCE)
        _, text = _kind_and_content(data, inside)
        return b"" if text is None else _octets(data, text)
    except (IndexError, StopIteration, ValueError):
        raise ArticleError(_BROKEN) from None


def _kind_and_content(data: bytes, element: _Element) -> tuple[bytes, _Element | None]:
    """Return the identifier that a sequence begins with, and the element in its tagged content, if any."""
    identifier, *rest = _children(data, element)
    if (element.tag, identifier.tag) != (_SEQUENCE, _IDENTIFIER):
        raise ValueError("no identifier")
    tagged = next((one for one in rest if one.tag == _CONTENT), None)
    content = None if tagged is None else next(_children(data, tagged))
    return data[identifier.start : identifier.end], content


def _octets(data: bytes, element: _Element, depth: int = 0) -> bytes:
    """Return the bytes of a text, which may be in pieces. Raises ValueError if the element is no text."""
    if element.tag == _OCTETS:
        return data[element.start : element.end]
    if element.tag != _OCTETS_IN_PIECES or depth > _DEEPEST:
        raise ValueError("no text")
    return b"".join(_octets(data, piece, depth + 1) for piece in _children(data, element))


def _children(data: bytes, element: _Element) -> Iterator[_Element]:
    at = element.start
    while at < element.end:
        yield (child := _element(data, at))
        at = child.after


def _element(data: bytes, at: int, depth: int = 0) -> _Element:
    """Return the element that begins at an offset. Raises IndexError or ValueError if it does not end."""
    tag, length, start = data[at], data[at + 1], at + 2
    if depth > _DEEPEST:
        raise ValueError("too deep")
    if length == _OPEN_LENGTH:
        end = start
        while data[end : end + 2] != _END:
            end = _element(data, end, depth + 1).after
        return _Element(tag, start, end, end + 2)
    if length > _OPEN_LENGTH:
        size = length - _OPEN_LENGTH
        start, length = start + size, int.from_bytes(data[start : start + size])
    if start + length > len(data):
        raise IndexError(at)
    return _Element(tag, start, start + length, start + length)
