"""Untrusted XML: the elements of a stream, one at a time, and the paragraphs within one.

>>> root_name('<?xml version="1.0"?><!-- made by hand --><nitf:nitf>')
'nitf'

Nothing is fetched and nothing is expanded: a document that declares entities is refused, and its DTD is not
loaded. lxml is imported for the first document.
"""

from __future__ import annotations

import codecs
import contextlib
import re
from collections.abc import Callable, Iterator, Sequence
from html.entities import html5
from io import BytesIO
from textwrap import dedent
from typing import Any, BinaryIO, Protocol

from newsgrep.article import Article
from newsgrep.bounded_bytes import too_large
from newsgrep.clean_text import clean, one_line
from newsgrep.encodings.decoding import is_utf_8
from newsgrep.errors import ArticleError
from newsgrep.extras import missing_library
from newsgrep.formats.htmltext import is_html, plain_text
from newsgrep.formats.making import ArticleMaker
from newsgrep.read_context import ReadContext
from newsgrep.results import Unreadable

#: An element of lxml, which has no type annotations.
Node = Any

# A processing instruction, a comment or a document type before the root.
_PROLOG = re.compile(
    r"\s*(?:<\?[^>]*>|<!--(?:[^-]|-(?!->))*-->|<!DOCTYPE[^\[>]*(?:\[[^\]]*\]\s*)?>)", re.IGNORECASE
)
_ROOT = re.compile(r"\s*<(?:[\w.-]{1,100}:)?([A-Za-z_][\w.-]{0,99})(?=[\s/>]|\Z)")
_DECLARED = re.compile(rb"""\s*<\?xml[^>]{0,99}?encoding\s*=\s*["']([\w.-]{1,40})""")
#: Bytes at the beginning by which the encoding is checked.
_FIRST_READ = 2**16
_CONTROLS_TO_SPACE = bytes(32 if byte < 32 and byte not in (9, 10, 13) else byte for byte in range(256))
_BREAK, _LINE_END, _APART = "\0", "\1", "\2"  # characters that XML does not allow
_BETWEEN_WORDS = re.compile(f"(?<=\\w){_APART}+(?=\\w)")
#: A blank line within some text, as agencies have it that put a whole story into one <p>.
_BLANK_LINE = re.compile(r"(?<=\S)[ \t]*\n[ \t]*\n\s*(?=\S)")
_BLOCKS = frozenset(
    ["p", "hl1", "hl2", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "li", "dt", "dd", "table", "tr"]
    + ["caption", "pre", "bq", "blockquote", "block", "div", "section", "article", "note", "fn", "byline"]
    + ["para", "paragraph"]
)
_SPACES = frozenset(["br", "td", "th"])
#: Elements that may stand within a word; those of other names are words of their own where nothing else is.
_WITHIN_WORDS = frozenset(
    ["a", "abbr", "b", "big", "bold", "cite", "code", "em", "emph", "font", "hi", "i", "italic", "q", "s"]
    + ["small", "span", "strong", "sub", "sup", "tt", "u"]
)
#: Elements without text of the article: scripts, pictures with their captions, and what stands above a page.
_SKIPPED = frozenset(["script", "style", "head", "header", "media", "figure"])


class Readable(Protocol):
    """A source of bytes, such as a stream."""

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes."""


def root_name(beginning: str) -> str:
    """Return the local name of the root element of a document by its beginning, '' if it is not in sight."""
    position = 0
    while match := _PROLOG.match(beginning, position):
        position = match.end()
    root = _ROOT.match(beginning, position)
    return root[1] if root else ""


def read_items(
    stream: BinaryIO,
    name: str,
    context: ReadContext,
    read: Callable[[Node, ArticleMaker], Article],
) -> Iterator[Article | Unreadable]:
    """Yield the article of each element of a name, or why it has none.

    read: makes the article of an element, or raises ArticleError

    Raises ArticleError where there is no such element, and as iterate_elements does.
    """
    make, found = ArticleMaker(context), False
    for item in iterate_elements(stream, name, context):
        found = True
        try:
            yield read(item, make)
        except ArticleError as error:
            yield Unreadable(context.path, error.message, error.line)
    if not found:
        raise ArticleError(f"no <{name}> element in the file")


def iterate_elements(
    stream: Readable,
    names: str | Sequence[str],
    context: ReadContext,
    is_wanted: Callable[[Node], bool] | None = None,
) -> Iterator[Node]:
    """Yield each element of a local name or of several, in any namespace, and free it afterwards.

    is_wanted: whether an element of the name is yielded; any other is part of one that is

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
            if event == "start":
                _refuse_entities(element.getroottree().docinfo.internalDTD)
                continue
            if is_wanted and not is_wanted(element):
                continue
            yield element
            source.size = 0
            _free(element)
    except etree.XMLSyntaxError as error:
        raise ArticleError("not valid XML", error.lineno or 0) from None


def parse_beginning(beginning: bytes, context: ReadContext) -> Node:
    """Return the root of a document of which the first bytes are given, None where these are no XML.

    What stands open at their end is taken for closed there. Raises ArticleError where lxml is missing.
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
        return parser.close()
    except (etree.XMLSyntaxError, LookupError):
        return None


class _XmlStream:
    """A stream of XML without the control characters that XML does not allow, and many exports have.

    encoding: that of the user, or one where the declaration is known to be wrong; None for the declared one
    size:     bytes since the last element ended
    """

    def __init__(self, stream: Readable, context: ReadContext) -> None:
        self._stream = stream
        self._largest = context.limits.record_bytes
        head = stream.read(_FIRST_READ)
        # Nothing may stand before a declaration, and templates leave blank lines there.
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
    """Return the encoding of a document whose declaration is wrong by its first bytes, '' for others.

    As in a browser, what is UTF-8 is read as such, and ISO 8859-1 is Windows-1252.
    """
    declared = _DECLARED.match(head)
    name = declared[1].lower() if declared else b"utf-8"
    if name in (b"utf-8", b"utf8", b"utf-16") or head.isascii():
        return ""
    if is_utf_8(head):
        return "utf-8"
    return "windows-1252" if name in (b"iso-8859-1", b"us-ascii", b"latin1") else ""


def text_within(node: Node) -> str:
    """Return all text within an element as one clean line, '' for None."""
    return one_line(" ".join(paragraphs(node))) if node is not None else ""


def character_data(node: Node, *, is_markup: bool = False) -> str:
    """Return the text of an element without elements, with its line ends; if it is HTML, its paragraphs.

    Its lines may be indented as the elements of the document are.
    """
    string = clean("".join(node.itertext())).strip()
    if is_markup or is_html(string):
        return plain_text(string)
    first, line_end, rest = string.partition("\n")
    return f"{first}{line_end}{dedent(rest)}"


def paragraphs(node: Node) -> list[str]:
    """Return the paragraphs within an element, each a clean line; a <pre> keeps its lines."""
    pieces: list[str] = []
    _collect(node, pieces)
    whole = _BETWEEN_WORDS.sub(" ", "".join(pieces)).replace(_APART, "")
    parts = (part.split(_LINE_END) for part in whole.split(_BREAK))
    found = ("\n".join(filter(None, (one_line(clean(line)) for line in part))) for part in parts)
    return [paragraph for paragraph in found if paragraph]


def with_dateline(dateline: str, body: list[str]) -> str:
    """Return the text of some paragraphs, with a dateline before the first that does not begin so itself."""
    place = re.match(r"\w+", dateline)
    if body and place and not place[0].isdigit() and not body[0].lower().startswith(place[0].lower()):
        body = [f"{dateline} {body[0]}", *body[1:]]
    return "\n\n".join(body)


def texts_of(node: Node, *names: str) -> Iterator[str]:
    """Yield the texts of the elements below `node` that have one of some local names, name by name."""
    return (text_within(found) for name in names for found in outermost(node, name))


def first_text(node: Node, *names: str) -> str:
    """Return the text of the first element below `node` with some, of the first local name; '' for none."""
    return next(filter(None, texts_of(node, *names)), "")


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


def _collect(node: Node, pieces: list[str], *, in_pre: bool = False) -> None:
    """Collect the text of an element, with breaks around each block. lxml limits the depth to 256."""
    name = local_name(node).lower()
    around = _BREAK if name in _BLOCKS else " " if name in _SPACES else ""
    in_pre = in_pre or name == "pre"
    pieces += [around, _with_breaks(node.text, in_pre=in_pre)]
    has_words = not len(node) or has_own_words(node)
    for child in node:
        if not has_words and isinstance(child.tag, str) and local_name(child).lower() not in _WITHIN_WORDS:
            pieces.append(_APART)
        if not isinstance(child.tag, str):  # an undeclared entity, such as &nbsp;
            pieces.append(html5.get(f"{child.name};", child.text))
        elif local_name(child) not in _SKIPPED:
            _collect(child, pieces, in_pre=in_pre)
        pieces.append(_with_breaks(child.tail, in_pre=in_pre))
    if not has_words and name not in _WITHIN_WORDS:
        pieces.append(_APART)
    pieces.append(around)


def has_own_words(node: Node) -> bool:
    """Whether an element has words that are in none of the elements in it."""
    text = node.text
    if text and not text.isspace():
        return True
    return any(child.tail and not child.tail.isspace() for child in node)


def _with_breaks(string: str | None, *, in_pre: bool) -> str:
    """Return some text with the marks of its paragraphs, and, within <pre>, of its lines."""
    if not string or "\n" not in string:
        return string or ""
    string = _BLANK_LINE.sub(_BREAK, string)
    return string.replace("\n", _LINE_END) if in_pre else string


def _import_etree() -> Any:
    try:
        from lxml import etree
    except ImportError:
        raise missing_library("lxml", "xml") from None
    return etree


def _refuse_entities(dtd: Any) -> None:
    """Raise ArticleError for entities with a text; a file that one names, as in NewsML 1, is not opened."""
    if dtd is not None and any(entity.content is not None for entity in dtd.iterentities()):
        raise ArticleError("declares entities, which are not expanded")


def _free(element: Node) -> None:
    """Free an element and its siblings before it."""
    element.clear()
    with contextlib.suppress(AttributeError):  # the root has no parent
        while element.getprevious() is not None:
            del element.getparent()[0]
