"""SGML of news archives: elements cut from a stream one by one, and the fields of each, without a DTD.

>>> fields("<TITLE>Talks &amp; tea</TITLE> <TEXT>They ended.</TEXT>", "TITLE")
[Field(name='TITLE', start=7, end=22, outer_start=0, outer_end=30)]

A text keeps its lines: what is not of the body leaves its line ends behind, so that each line of a body
is the line of the file that its number says.
"""

from __future__ import annotations

import codecs
import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.entities import html5
from io import BufferedReader, BytesIO
from typing import NamedTuple

from newsgrep.errors import ArticleError
from newsgrep.formats import text
from newsgrep.formats.origin import Origin

_CHUNK = 2**16
#: The most bytes that a tag has between its angle brackets; what is longer is text.
_LONGEST_TAG = 2000
#: How a file in UTF-16 begins.
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"<\0", b"\0<")

# Angle brackets end each class, so that no beginning is looked at twice.
_TAGS = re.compile(rf"(?:</?[A-Za-z][\w.-]{{0,63}}(?:\s[^<>]{{0,{_LONGEST_TAG}}})?>|<![^<>]*>)++")
_ATTRIBUTE = re.compile(r"([\w.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+))")
_ENTITY = re.compile(r"&(?:#(?P<decimal>\d{1,7})|#[xX](?P<hex>[0-9A-Fa-f]{1,6})|(?P<name>\w{1,32}));")
_CONTROLS = dict.fromkeys([*range(9), *range(0x0B, 0x20), *range(0x7F, 0xA0)])
#: Names that HTML does not have, or has for another character: TREC's, and the wire's marks of typesetting.
_NAMES = {"hyph": "-", "blank": " ", "AMP": "&"} | dict.fromkeys(["LR", "UR", "QC", "QL", "QR"], "")
_WIRE_CONTROL = re.compile(r"Cx[0-9a-f]{2}")


class Field(NamedTuple):
    """An element within a text: its name in capitals, and where its content and its tags begin and end."""

    name: str
    start: int
    end: int
    outer_start: int
    outer_end: int


@dataclass(frozen=True, slots=True)
class Element:
    """One of the elements that a stream is a row of.

    line:  1-based, of its tag
    tag:   the tag, with its attributes
    data:  what is between its tags
    fault: why it cannot be read, empty where it can
    """

    line: int
    tag: bytes
    data: bytes
    fault: str = ""

    def content(self, origin: Origin, older: str = "") -> str:
        """Return what is between the tags as clean text, entities as they are; raises ArticleError.

        `older` is the encoding of what is not UTF-8, where the archive has one.
        """
        if self.fault:
            raise ArticleError(self.fault, self.line)
        data = self.data.replace(b"\0", b"")
        encoding = origin.encoding or (older if older and not data.isascii() and text.is_older(data) else "")
        try:
            return text.clean(text.decode(data, encoding))
        except ArticleError as error:
            raise ArticleError(error.message, self.line) from None

    def attribute(self, name: str) -> str:
        """Return the value of an attribute, empty where there is none."""
        for key, *values in _ATTRIBUTE.findall(self.tag.decode("ascii", "replace")):
            if key.upper() == name:
                return text.one_line(plain("".join(values)))
        return ""


def elements(stream: BufferedReader, name: str) -> Iterator[Element]:
    """Yield the elements of a name, which do not nest, as they come; raises ArticleError for none at all.

    One without an end, or too large to be held, has a `fault` in place of data.
    """
    held, count, line = None, 0, 1
    for data, tag in _pieces(stream, name):
        if held is not None:
            held.add(data)
        line += data.count(b"\n")
        if tag is None:
            continue
        if held is not None:
            yield held.close(ends=tag[1] == b"/")
        held = None if tag[1] else _Open(line, tag[0], name)
        count += held is not None
        line += tag[0].count(b"\n")
    if held is not None:
        yield held.close(ends=False)
    if not count:
        raise ArticleError(f"no <{name}> in it")


class _Open:
    """An element that has begun, of which no more than the limit is held."""

    def __init__(self, line: int, tag: bytes, name: str) -> None:
        self._line, self._tag, self._name = line, tag, name
        self._parts: list[bytes] = []
        self._size = 0

    def add(self, data: bytes) -> None:
        """Take more of the content."""
        self._size += len(data)
        if self._size > text.LIMIT:
            self._parts.clear()
        else:
            self._parts.append(data)

    def close(self, ends: bool) -> Element:
        """Return the element, which has an end of its own, or breaks off."""
        if self._size > text.LIMIT:
            return Element(self._line, self._tag, b"", text.too_large("story"))
        if not ends:
            return Element(self._line, self._tag, b"", f"no </{self._name}>: the story breaks off")
        return Element(self._line, self._tag, b"".join(self._parts))


def _pieces(stream: BufferedReader, name: str) -> Iterator[tuple[bytes, re.Match[bytes] | None]]:
    """Yield what stands before each tag of a name, with the tag, in pieces of bounded size."""
    stream = _as_utf_8(stream)
    mark = re.compile(rb"<(/?)%s(?:\s[^<>]{0,%d})?>" % (name.encode(), _LONGEST_TAG), re.IGNORECASE)
    held = b""
    while chunk := stream.read(_CHUNK):
        held += chunk
        start = 0
        for tag in mark.finditer(held):
            yield held[start : tag.start()], tag
            start = tag.end()
        cut = held.rfind(b"<", max(start, len(held) - _LONGEST_TAG))  # a tag may go on in the next chunk
        cut = cut if cut >= 0 else len(held)
        yield held[start:cut], None
        held = held[cut:]
    yield held, None


def _as_utf_8(stream: BufferedReader) -> BufferedReader:
    """Return a stream whose tags are ASCII: the same, or a UTF-16 file that was read whole."""
    if stream.peek(2)[:2] not in _WIDE:
        return stream
    return BufferedReader(BytesIO(text.read_text(stream).encode("utf-8", "replace")))


def fields(markup: str, *names: str) -> list[Field]:
    """Return the elements of some names, given in capitals, in their order, but none within another.

    One that is never closed reaches to the end.
    """
    found: list[Field] = []
    begun: re.Match[str] | None = None
    for tag in _tags_of(names).finditer(markup):
        if begun is None:
            begun = None if tag["end"] else tag
        elif tag["end"] and tag["name"].upper() == begun["name"].upper():
            found.append(Field(begun["name"].upper(), begun.end(), tag.start(), begun.start(), tag.end()))
            begun = None
    if begun is not None:
        end = len(markup)
        found.append(Field(begun["name"].upper(), begun.end(), end, begun.start(), end))
    return found


@functools.cache
def _tags_of(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(
        rf"<(?P<end>/)?(?P<name>{'|'.join(names)})(?:\s[^<>]{{0,{_LONGEST_TAG}}})?>", re.IGNORECASE
    )


def first(markup: str, found: Iterable[Field], *names: str) -> str:
    """Return the text of a field: the first one that is not blank, of the first name that has any."""
    found = list(found)
    for name in names:
        for field in found:
            if field.name == name and (string := plain(markup[field.start : field.end]).strip()):
                return string
    return ""


def body_of(markup: str, spans: Iterable[tuple[int, int]]) -> tuple[str, int]:
    """Return the text of some stretches in their order, and the index of the line on which it begins.

    What stands between them leaves its line ends behind.
    """
    parts, position = [], 0
    for start, end in spans:
        parts += ["\n" * markup.count("\n", position, start) or " ", plain(markup[start:end])]
        position = end
    lines = [line.rstrip() for line in "".join(parts).split("\n")]
    index = next((number for number, line in enumerate(lines) if line), 0)
    return "\n".join(lines[index:]).strip(), index


def plain(markup: str) -> str:
    """Return text without tags and control characters, and with entities as the characters they stand for."""
    bare = _TAGS.sub(_between, markup) if "<" in markup else markup
    bare = _ENTITY.sub(_character, bare) if "&" in bare else bare
    return text.clean(bare.translate(_CONTROLS))


def _between(tags: re.Match[str]) -> str:
    """Return what is left of tags in a row: their line ends, or a space where two words would meet."""
    if ends := tags[0].count("\n"):
        return "\n" * ends
    meet = (
        tags.string[tags.start() - 1 : tags.start()].strip()
        and tags.string[tags.end() : tags.end() + 1].strip()
    )
    return " " if meet else ""


def _character(entity: re.Match[str]) -> str:
    """Return what an entity stands for: itself where nobody knows, and no line end."""
    name = entity["name"]
    if name:
        known = "" if _WIRE_CONTROL.fullmatch(name) else _NAMES.get(name)
        return html5.get(f"{name};", entity[0]).replace("\n", " ") if known is None else known
    number = int(entity["decimal"] or entity["hex"], 10 if entity["decimal"] else 16)
    if number > 0x10FFFF or 0xD800 <= number < 0xE000:
        return "\ufffd"
    return " " if number in (10, 13) else chr(number)
