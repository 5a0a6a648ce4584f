"""XML that a stranger wrote: the elements of a stream, one at a time, and the paragraphs within one.

>>> root_of('<?xml version="1.0"?><!-- made by hand --><nitf:nitf>')
'nitf'

Nothing is fetched and nothing is expanded: a document that declares entities is refused, and a DTD that it
names is not looked at. lxml is loaded when the first document is read.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from html.entities import html5
from typing import Any, BinaryIO, NoReturn

from newsgrep.errors import ArticleError
from newsgrep.formats import text
from newsgrep.formats.extras import missing

#: An element of lxml's, which has no types.
Node = Any

# A comment, an instruction or a document type, and then the root; each is passed over once.
_PROLOG = re.compile(
    r"\s*(?:<\?[^>]*>|<!--(?:[^-]|-(?!->))*-->|<!DOCTYPE[^\[>]*(?:\[[^\]]*\]\s*)?>)", re.IGNORECASE
)
_ROOT = re.compile(r"\s*<(?:[\w.-]{1,100}:)?([A-Za-z_][\w.-]{0,99})(?=[\s/>]|\Z)")
_BREAK = "\0"  # XML has no such character
_BLOCKS = frozenset(
    ["p", "hl1", "hl2", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "li", "dt", "dd", "table", "tr"]
    + ["caption", "pre", "bq", "blockquote", "block", "div", "section", "article", "note", "fn", "byline"]
)
_SPACES = frozenset(["br", "td", "th"])
#: What holds no text of an article: scripts, and pictures with what belongs to them.
_SKIPPED = frozenset(["script", "style", "head", "media", "figure"])


def root_of(beginning: str) -> str:
    """Return the local name of the root of a document that begins so, empty where none is to be seen."""
    position = 0
    while match := _PROLOG.match(beginning, position):
        position = match.end()
    root = _ROOT.match(beginning, position)
    return root[1] if root else ""


def elements(stream: BinaryIO, name: str, encoding: str = "") -> Iterator[Node]:
    """Yield each element of a local name, in any namespace, and forget it afterwards.

    Raises ArticleError where the XML is broken or declares entities, where an element is too large to be
    held, and where lxml is missing.
    """
    etree = _etree()
    source = _Counted(stream)
    try:
        events = etree.iterparse(
            source, events=("start", "end"), tag=f"{{*}}{name}", encoding=encoding or None, no_network=True,
            resolve_entities=False, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True,
        )  # fmt: skip
        for event, element in events:
            if event == "start":
                _refuse_entities(element.getroottree().docinfo.internalDTD)
                continue
            yield element
            source.since = 0
            _forget(element)
    except etree.XMLSyntaxError as error:
        _refuse(error)


class _Counted:
    """A stream that counts the bytes since the last element was done with, and stops at the limit."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.since = 0

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes; raises ArticleError beyond the limit."""
        data = self._stream.read(size)
        self.since += len(data)
        if self.since > text.LIMIT:
            raise ArticleError(f"XML larger than {text.LIMIT >> 20} MB in one piece")
        return data


def text_of(node: Node) -> str:
    """Return all text within an element as one clean line; empty for None."""
    return text.one_line(" ".join(paragraphs(node))) if node is not None else ""


def paragraphs(node: Node) -> list[str]:
    """Return the paragraphs within an element, each a clean line."""
    pieces: list[str] = []
    _flow(node, pieces)
    lines = (text.one_line(text.clean(line)) for line in "".join(pieces).split(_BREAK))
    return [line for line in lines if line]


def first(node: Node, *names: str) -> Node | None:
    """Return the first element below one that has the first local name of those given that has any text."""
    for name in names:
        if (found := next(filter(text_of, outermost(node, name)), None)) is not None:
            return found
    return None


def outermost(node: Node, name: str) -> Iterator[Node]:
    """Yield the elements of a local name within one, but none within another: no text is read twice."""
    walk = _etree().iterwalk(node, events=("start",), tag=f"{{*}}{name}")
    for _, found in walk:
        walk.skip_subtree()
        yield found


def local(node: Node) -> str:
    """Return the name of an element without its namespace."""
    name: str = node.tag
    return name.rpartition("}")[2]


def _flow(node: Node, pieces: list[str]) -> None:
    """Gather the text of an element, with a break around each block; lxml nests no deeper than 256."""
    around = _BREAK if local(node) in _BLOCKS else " " if local(node) in _SPACES else ""
    pieces += [around, node.text or ""]
    for child in node:
        if not isinstance(child.tag, str):  # an entity that nobody declared, such as &nbsp;
            pieces.append(html5.get(f"{child.name};", child.text))
        elif local(child) not in _SKIPPED:
            _flow(child, pieces)
        pieces.append(child.tail or "")
    pieces.append(around)


def _etree() -> Any:
    try:
        from lxml import etree
    except ImportError:
        raise missing("lxml", "xml") from None
    return etree


def _refuse_entities(dtd: Any) -> None:
    if dtd is not None and next(dtd.iterentities(), None) is not None:
        raise ArticleError("declares entities, which are not expanded")


def _refuse(error: Any) -> NoReturn:
    raise ArticleError("not valid XML", error.lineno or 0) from None


def _forget(element: Node) -> None:
    """Free an element and what stands before it."""
    element.clear()
    with contextlib.suppress(AttributeError):  # the root has nothing around it
        while element.getprevious() is not None:
            del element.getparent()[0]
