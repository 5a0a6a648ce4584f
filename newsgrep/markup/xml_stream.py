"""Untrusted XML: the elements of a stream, one at a time.

>>> root_name('<?xml version="1.0"?><!-- made by hand --><nitf:nitf>')
'nitf'

Nothing is fetched and nothing is expanded: a document that declares entities is refused, and its DTD is not
loaded. Entities that it uses without a declaration, such as `&eacute;`, are read as in HTML. lxml is
imported for the first document.
"""

from __future__ import annotations

import codecs
import contextlib
import re
from collections.abc import Callable, Iterator, Sequence
from html.entities import html5
from io import BytesIO
from typing import Any, Protocol

from newsgrep.bounded_bytes import too_large
from newsgrep.encodings.decoding import is_utf_8
from newsgrep.errors import ArticleError
from newsgrep.extras import missing_library
from newsgrep.read_context import ReadContext

#: An element of lxml, which has no type annotations.
XmlNode = Any

# A processing instruction, a comment or a document type before the root.
_PROLOG = re.compile(
    r"\s*(?:<\?[^>]*>|<!--(?:[^-]|-(?!->))*-->|<!DOCTYPE[^\[>]*(?:\[[^\]]*\]\s*)?>)", re.IGNORECASE
)
_ROOT = re.compile(r"\s*<(?:[\w.-]{1,100}:)?([A-Za-z_][\w.-]{0,99})(?=[\s/>]|\Z)")
_DECLARED = re.compile(rb"""\s*<\?xml[^>]{0,99}?encoding\s*=\s*["']([\w.-]{1,40})""")
#: How many bytes at the beginning show the encoding.
_FIRST_READ = 2**16
_CONTROLS_TO_SPACE = bytes(32 if byte < 32 and byte not in (9, 10, 13) else byte for byte in range(256))


class Readable(Protocol):
    """A source of bytes, such as a stream."""

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes."""


def root_name(beginning: str) -> str:
    """Return the local name of the root element of a document, '' if its beginning does not reach that."""
    position = 0
    while match := _PROLOG.match(beginning, position):
        position = match.end()
    root = _ROOT.match(beginning, position)
    return root[1] if root else ""


def iterate_elements(
    stream: Readable,
    names: str | Sequence[str],
    context: ReadContext,
    is_wanted: Callable[[XmlNode], bool] | None = None,
) -> Iterator[XmlNode]:
    """Yield each element with one of the local names, in any namespace, and free it afterwards.

    is_wanted: whether to yield an element; one that is not yielded stays in the element around it

    Raises ArticleError where the XML is malformed or declares entities, where an element is too large to be
    held in memory, and where lxml is missing.
    """
    etree = _import_etree()
    names = (names,) if isinstance(names, str) else names
    source = _XmlStream(stream, context)
    try:
        events = etree.iterparse(
            source, events=("start", "end"), tag=[f"{{*}}{name}" for name in names], encoding=source.encoding,
            no_network=True, resolve_entities=False, load_dtd=False, huge_tree=False, remove_comments=True,
            remove_pis=True,
        )  # fmt: skip
        for event, element in events:
            dtd = element.getroottree().docinfo.internalDTD
            if event == "start":
                _refuse_entities(dtd)
                continue
            if is_wanted and not is_wanted(element):
                continue
            if dtd is not None:
                _resolve_entities(element)
            yield element
            source.size = 0
            _free(element)
    except etree.XMLSyntaxError as error:
        raise ArticleError("not valid XML", error.lineno or 0) from None


def parse_beginning(beginning: bytes, context: ReadContext) -> XmlNode:
    """Return the root of a document, parsed from its first bytes; None if these are no XML.

    An element that is open at their end counts as closed there. Raises ArticleError if lxml is missing.
    """
    etree = _import_etree()
    source = _XmlStream(BytesIO(beginning), context)
    parser = etree.XMLParser(
        encoding=source.encoding, recover=True, no_network=True, resolve_entities=False, load_dtd=False,
        huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        while data := source.read(_FIRST_READ):
            parser.feed(data)
        root = parser.close()
    except (etree.XMLSyntaxError, LookupError):
        return None
    if root is not None:
        _resolve_entities(root)
    return root


class _XmlStream:
    """A stream of XML without the control characters that XML does not allow, and many exports have.

    encoding: the one that the user gives, else the right one if the declaration is wrong; None if it is right
    size:     bytes that were read since the last element ended
    """

    def __init__(self, stream: Readable, context: ReadContext) -> None:
        self._stream = stream
        self._largest = context.limits.record_bytes
        head = stream.read(_FIRST_READ)
        # XML allows nothing before the declaration, but templates leave blank lines there.
        begun = head.lstrip()
        self._head = begun if begun.startswith(b"<?xml") else head
        is_wide = self._head[:4].count(0) > 0 or self._head.startswith(
            (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
        )
        self._table = None if is_wide else _CONTROLS_TO_SPACE
        self.encoding = context.encoding or _right_encoding(self._head) or None
        self.size = 0

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes. Raises ArticleError for an element beyond the limit."""
        data, self._head = self._head or self._stream.read(size), b""
        self.size += len(data)
        if self.size > self._largest:
            raise too_large("XML element", self._largest)
        return data.translate(self._table) if self._table else data


def _right_encoding(head: bytes) -> str:
    """Return the real encoding of a document, by its first bytes, if the declaration is wrong; else ''.

    As in a browser, valid UTF-8 is read as UTF-8, and ISO 8859-1 as Windows-1252.
    """
    declared = _DECLARED.match(head)
    name = declared[1].lower() if declared else b"utf-8"
    if name in (b"utf-8", b"utf8", b"utf-16") or head.isascii():
        return ""
    if is_utf_8(head):
        return "utf-8"
    return "windows-1252" if name in (b"iso-8859-1", b"us-ascii", b"latin1") else ""


def outermost(node: XmlNode, name: str) -> Iterator[XmlNode]:
    """Yield the elements of a local name below `node` that are not nested in another of them."""
    walk = _import_etree().iterwalk(node, events=("start",), tag=f"{{*}}{name}")
    for _, found in walk:
        walk.skip_subtree()
        yield found


def local_name(node: XmlNode) -> str:
    """Return the name of an element without its namespace."""
    name: str = node.tag
    return name.rpartition("}")[2]


def _import_etree() -> Any:
    try:
        from lxml import etree
    except ImportError:
        raise missing_library("lxml", "xml") from None
    return etree


def _refuse_entities(dtd: Any) -> None:
    """Raise ArticleError if a DTD declares entities with a text.

    An entity that names a file, as in NewsML 1, is harmless: the file is not opened.
    """
    if dtd is not None and any(entity.content is not None for entity in dtd.iterentities()):
        raise ArticleError("declares entities, which are not expanded")


def _resolve_entities(element: XmlNode) -> None:
    """Replace the entities in an element by their characters; one that HTML does not know stays as text."""
    for parent in {entity.getparent(): None for entity in element.iter(_import_etree().Entity)}:
        before: XmlNode | None = None
        texts = {before: [parent.text]}  # by the element before the text
        for child in list(parent):
            if isinstance(child.tag, str):
                before, texts[child] = child, [child.tail]
            else:
                texts[before] += [html5.get(f"{child.name};", child.text), child.tail]
                parent.remove(child)
        for before, parts in texts.items():
            text = "".join(filter(None, parts))
            if before is None:
                parent.text = text
            else:
                before.tail = text


def _free(element: XmlNode) -> None:
    """Free an element and its siblings before it."""
    element.clear()
    with contextlib.suppress(AttributeError):  # the root has no parent
        while element.getprevious() is not None:
            del element.getparent()[0]
