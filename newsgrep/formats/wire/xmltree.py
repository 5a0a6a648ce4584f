"""Untrusted XML: the elements of a stream, one at a time, and the paragraphs within one.

>>> root_name('<?xml version="1.0"?><!-- made by hand --><nitf:nitf>')
'nitf'

Nothing is fetched and nothing is expanded: a document that declares entities is refused, and its DTD is not
loaded. lxml is imported for the first document.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from html.entities import html5
from typing import Any, BinaryIO

from newsgrep.errors import ArticleError
from newsgrep.formats import text
from newsgrep.formats.context import ReadContext
from newsgrep.formats.extras import missing_library

#: An element of lxml, which has no type annotations.
Node = Any

# A processing instruction, a comment or a document type before the root.
_PROLOG = re.compile(
    r"\s*(?:<\?[^>]*>|<!--(?:[^-]|-(?!->))*-->|<!DOCTYPE[^\[>]*(?:\[[^\]]*\]\s*)?>)", re.IGNORECASE
)
_ROOT = re.compile(r"\s*<(?:[\w.-]{1,100}:)?([A-Za-z_][\w.-]{0,99})(?=[\s/>]|\Z)")
_BREAK = "\0"  # a character that XML does not allow
_BLOCKS = frozenset(
    ["p", "hl1", "hl2", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "li", "dt", "dd", "table", "tr"]
    + ["caption", "pre", "bq", "blockquote", "block", "div", "section", "article", "note", "fn", "byline"]
)
_SPACES = frozenset(["br", "td", "th"])
#: Elements without text of the article: scripts, and pictures with their captions.
_SKIPPED = frozenset(["script", "style", "head", "media", "figure"])


def root_name(beginning: str) -> str:
    """Return the local name of the root element of a document by its beginning, '' if it is not in sight."""
    position = 0
    while match := _PROLOG.match(beginning, position):
        position = match.end()
    root = _ROOT.match(beginning, position)
    return root[1] if root else ""


def iterate_elements(stream: BinaryIO, name: str, context: ReadContext) -> Iterator[Node]:
    """Yield each element of a local name, in any namespace, and free it afterwards.

    Raises ArticleError where the XML is malformed or declares entities, where an element is too large to be
    held in memory, and where lxml is missing.
    """
    etree = _import_etree()
    source = _ElementSizeLimit(stream, context.limits.record_bytes)
    try:
        events = etree.iterparse(
            source, events=("start", "end"), tag=f"{{*}}{name}", encoding=context.encoding or None,
            no_network=True, resolve_entities=False, load_dtd=False, huge_tree=False, remove_comments=True,
            remove_pis=True,
        )  # fmt: skip
        for event, element in events:
            if event == "start":
                _refuse_entities(element.getroottree().docinfo.internalDTD)
                continue
            yield element
            source.size = 0
            _free(element)
    except etree.XMLSyntaxError as error:
        raise ArticleError("not valid XML", error.lineno or 0) from None


class _ElementSizeLimit:
    """A stream that counts the bytes since the last element ended, in `size`."""

    def __init__(self, stream: BinaryIO, largest: int) -> None:
        self._stream = stream
        self._largest = largest
        self.size = 0

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes. Raises ArticleError beyond the limit."""
        data = self._stream.read(size)
        self.size += len(data)
        if self.size > self._largest:
            raise text.too_large("XML element", self._largest)
        return data


def text_within(node: Node) -> str:
    """Return all text within an element as one clean line, '' for None."""
    return text.one_line(" ".join(paragraphs(node))) if node is not None else ""


def paragraphs(node: Node) -> list[str]:
    """Return the paragraphs within an element, each a clean line."""
    pieces: list[str] = []
    _collect(node, pieces)
    lines = (text.one_line(text.clean(line)) for line in "".join(pieces).split(_BREAK))
    return [line for line in lines if line]


def first_with_text(node: Node, *names: str) -> Node | None:
    """Return the first element with text of the first local name of which there is any below `node`."""
    for name in names:
        if (found := next(filter(text_within, outermost(node, name)), None)) is not None:
            return found
    return None


def outermost(node: Node, name: str) -> Iterator[Node]:
    """Yield the elements of a local name below `node` that are not nested in another of them."""
    walk = _import_etree().iterwalk(node, events=("start",), tag=f"{{*}}{name}")
    for _, found in walk:
        walk.skip_subtree()
        yield found


def local_name(node: Node) -> str:
    """Return the name of an element without its namespace."""
    name: str = node.tag
    return name.rpartition("}")[2]


def _collect(node: Node, pieces: list[str]) -> None:
    """Collect the text of an element, with breaks around each block. lxml limits the depth to 256."""
    around = _BREAK if local_name(node) in _BLOCKS else " " if local_name(node) in _SPACES else ""
    pieces += [around, node.text or ""]
    for child in node:
        if not isinstance(child.tag, str):  # an undeclared entity, such as &nbsp;
            pieces.append(html5.get(f"{child.name};", child.text))
        elif local_name(child) not in _SKIPPED:
            _collect(child, pieces)
        pieces.append(child.tail or "")
    pieces.append(around)


def _import_etree() -> Any:
    try:
        from lxml import etree
    except ImportError:
        raise missing_library("lxml", "xml") from None
    return etree


def _refuse_entities(dtd: Any) -> None:
    if dtd is not None and next(dtd.iterentities(), None) is not None:
        raise ArticleError("declares entities, which are not expanded")


def _free(element: Node) -> None:
    """Free an element and its siblings before it."""
    element.clear()
    with contextlib.suppress(AttributeError):  # the root has no parent
        while element.getprevious() is not None:
            del element.getparent()[0]
