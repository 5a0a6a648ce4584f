"""SGML of news archives, without a DTD: the elements of a stream, one by one, and the fields of each.

>>> find_fields("<TITLE>Talks &amp; tea</TITLE> <TEXT>They ended.</TEXT>", "TITLE")
[Field(name='TITLE', start=7, end=22, outer_start=0, outer_end=30)]

Line numbers are kept: markup that is removed from a body leaves its line ends, so that each line of the body
has its number in the file.
"""

from __future__ import annotations

import codecs
import functools
import re
from collections.abc import Iterable, Iterator
from html.entities import html5
from io import BufferedReader, BytesIO
from typing import NamedTuple

from msgspec import Struct

from newsgrep.bounded_bytes import BoundedBytes, too_large
from newsgrep.clean_text import clean, one_line, without_controls
from newsgrep.encodings.decoding import decode, is_legacy_encoding, read_text
from newsgrep.errors import ArticleError
from newsgrep.read_context import ReadContext

#: The most bytes between the angle brackets of a tag; anything longer is text.
_LONGEST_TAG = 2000
#: The beginnings of a file in UTF-16.
_UTF_16_STARTS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"<\0", b"\0<")

# No part of the pattern matches an angle bracket inside a tag, so that the time is linear.
_TAGS = re.compile(rf"(?:</?[A-Za-z][\w.-]{{0,63}}(?:\s[^<>]{{0,{_LONGEST_TAG}}})?>|<![^<>]*>)++")
_ATTRIBUTE = re.compile(r"([\w.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+))")
_ENTITY = re.compile(r"&(?:#(?P<decimal>\d{1,7})|#[xX](?P<hex>[0-9A-Fa-f]{1,6})|(?P<name>\w{1,32}));")
#: Entities that HTML does not have, or has for another character: entities of TREC, and typesetting marks.
_ENTITIES = {"hyph": "-", "blank": " ", "AMP": "&"} | dict.fromkeys(["LR", "UR", "QC", "QL", "QR"], "")
_CONTROL_ENTITY = re.compile(r"Cx[0-9a-f]{2}")


class Field(NamedTuple):
    """An element within a text: its name in capitals, and its span without and with its tags."""

    name: str
    start: int
    end: int
    outer_start: int
    outer_end: int


class Element(Struct, frozen=True):
    """An element of a stream.

    line:  the line of its start tag, from 1
    tag:   the start tag, with its attributes
    data:  the bytes between its tags
    error: why it cannot be read, '' if it can
    """

    line: int
    tag: bytes
    data: bytes
    error: str = ""

    def content(self, context: ReadContext, legacy: str = "") -> str:
        """Return the content as clean text, entities as they are. Raises ArticleError.

        `legacy` is the encoding of content that is not UTF-8, if it is known for the archive.
        """
        if self.error:
            raise ArticleError(self.error, self.line)
        data = self.data.replace(b"\0", b"")
        encoding = context.encoding
        if not encoding and legacy and not data.isascii() and is_legacy_encoding(data):
            encoding = legacy
        try:
            return clean(decode(data, encoding, context.remark))
        except ArticleError as error:
            raise ArticleError(error.message, self.line) from None

    def attribute(self, name: str) -> str:
        """Return the value of an attribute, its name in capitals; '' for none."""
        for key, *values in _ATTRIBUTE.findall(self.tag.decode("ascii", "replace")):
            if key.upper() == name:
                return one_line(plain_text_of("".join(values)))
        return ""


def read_elements(stream: BufferedReader, name: str, context: ReadContext) -> Iterator[Element]:
    """Yield the elements of a name, which do not nest. Raises ArticleError if there is none.

    One that has no end tag, or is too large to be held in memory, has an `error` in place of data.
    """
    content = BoundedBytes(context.limits.record_bytes)
    begun: tuple[int, bytes] | None = None  # line and tag of the element that is being read
    count, line = 0, 1
    for data, tag in _split_at_tags(stream, name, context):
        content.add(data if begun else b"")
        line += data.count(b"\n")
        if tag is None:
            continue
        if begun:
            yield _finish(*begun, content, name, has_end=tag[1] == b"/")
        begun = None if tag[1] else (line, tag[0])
        count += begun is not None
        line += tag[0].count(b"\n")
    if begun:
        yield _finish(*begun, content, name, has_end=False)
    if not count:
        raise ArticleError(f"no <{name}> element in the file")


def _finish(line: int, tag: bytes, content: BoundedBytes, name: str, *, has_end: bool) -> Element:
    """Return the element whose content was gathered."""
    data = content.take()
    if data is None:
        return Element(line, tag, b"", too_large("story", content.largest).message)
    if not has_end:
        return Element(line, tag, b"", f"no </{name}>: the story is cut off")
    return Element(line, tag, data)


def _split_at_tags(
    stream: BufferedReader, name: str, context: ReadContext
) -> Iterator[tuple[bytes, re.Match[bytes] | None]]:
    """Yield the bytes before each tag of a name with the match of the tag, in parts of bounded size."""
    if stream.peek(2)[:2] in _UTF_16_STARTS:
        recoded = read_text(stream, context._replace(encoding="")).encode("utf-8", "replace")
        stream = BufferedReader(BytesIO(recoded))
    mark = re.compile(rb"<(/?)%s(?:\s[^<>]{0,%d})?>" % (name.encode(), _LONGEST_TAG), re.IGNORECASE)
    pending = b""
    while chunk := stream.read(context.limits.chunk_bytes):
        pending += chunk
        start = 0
        for tag in mark.finditer(pending):
            yield pending[start : tag.start()], tag
            start = tag.end()
        # A tag may go on in the next chunk.
        cut = pending.rfind(b"<", max(start, len(pending) - _LONGEST_TAG))
        cut = cut if cut >= 0 else len(pending)
        yield pending[start:cut], None
        pending = pending[cut:]
    yield pending, None


def find_fields(markup: str, *names: str) -> list[Field]:
    """Return the elements of the names, given in capitals, in the order of the text; none within another.

    An element without an end tag reaches to the end of the text.
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


def first_field_text(markup: str, found: Iterable[Field], *names: str) -> str:
    """Return the text of the first field that is not blank, of the first name that has one; '' for none."""
    found = list(found)
    for name in names:
        for field in found:
            if field.name == name and (string := plain_text_of(markup[field.start : field.end]).strip()):
                return string
    return ""


def text_of_spans(markup: str, spans: Iterable[tuple[int, int]]) -> tuple[str, int]:
    """Return the text in the spans of markup, and the index of the line where it begins.

    The line ends between the spans are kept.
    """
    parts, position = [], 0
    for start, end in spans:
        parts += ["\n" * markup.count("\n", position, start) or " ", plain_text_of(markup[start:end])]
        position = end
    lines = [line.rstrip() for line in "".join(parts).split("\n")]
    index = next((number for number, line in enumerate(lines) if line), 0)
    return "\n".join(lines[index:]).strip(), index


def plain_text_of(markup: str) -> str:
    """Return text without tags and control characters, entities decoded."""
    bare = _TAGS.sub(_tags_to_space, markup) if "<" in markup else markup
    bare = _ENTITY.sub(_decode_entity, bare) if "&" in bare else bare
    return clean(without_controls(bare))


def _tags_to_space(tags: re.Match[str]) -> str:
    """Return the replacement of tags in a row: their line ends, or a space between two words."""
    if ends := tags[0].count("\n"):
        return "\n" * ends
    before, after = tags.string[tags.start() - 1 : tags.start()], tags.string[tags.end() : tags.end() + 1]
    return " " if before.strip() and after.strip() else ""


def _decode_entity(entity: re.Match[str]) -> str:
    """Return the characters of an entity, a space for a line end; an unknown entity stays as it is."""
    name = entity["name"]
    if name:
        known = "" if _CONTROL_ENTITY.fullmatch(name) else _ENTITIES.get(name)
        return html5.get(f"{name};", entity[0]).replace("\n", " ") if known is None else known
    number = int(entity["decimal"] or entity["hex"], 10 if entity["decimal"] else 16)
    if number > 0x10FFFF or 0xD800 <= number < 0xE000:
        return "\ufffd"
    return " " if number in (10, 13) else chr(number)
