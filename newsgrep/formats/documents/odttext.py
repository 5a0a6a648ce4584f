"""The text of ODT: all paragraphs, also in tables, text boxes and notes.

What was deleted as a tracked change, comments and tables of contents are no text. A note follows the
paragraph that it belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from newsgrep.errors import ArticleError
from newsgrep.formats.documents.extracted import Extracted, mark_link
from newsgrep.formats.documents.safexml import parse_xml
from newsgrep.formats.documents.zipped import LARGEST_TREE, open_zip, read_member

_MOST_SPACES = 100
_NAMES = {
    **{
        prefix: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"
        for prefix, name in (("office", "office"), ("text", "text"), ("style", "style"), ("meta", "meta"))
    },
    **{"svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"},
    **{"dc": "http://purl.org/dc/elements/1.1/", "xlink": "http://www.w3.org/1999/xlink"},
}


def _name(short: str) -> str:
    """Return the name of an element or an attribute as lxml has it."""
    prefix, _, local = short.partition(":")
    return f"{{{_NAMES[prefix]}}}{local}"


_P, _H, _A = _name("text:p"), _name("text:h"), _name("text:a")
_STYLE, _LEVEL = _name("text:style-name"), _name("text:outline-level")
_SPACE, _COUNT, _HREF = _name("text:s"), _name("text:c"), _name("xlink:href")
_CHARACTERS = {_name("text:tab"): "\t", _name("text:line-break"): "\n"}
#: Elements without text of the article.
_SKIPPED = frozenset(
    _name(short)
    for short in (
        *("text:tracked-changes", "office:annotation", "office:forms", "text:table-of-content"),
        *("text:alphabetical-index", "text:ruby-text", "svg:title", "svg:desc"),
    )
)
_NOTE = _name("text:note")
_LABEL, _META = "ODT", "meta.xml"
_WHITE = re.compile(r"[ \t\r\n]+")
_MARK = re.compile(r"(?:\ufeff|\xef\xbb\xbf)?\s*<")


def extract(data: bytes) -> Extracted:
    """Return the text and the properties of a document. Raises ArticleError."""
    if _MARK.match(data[:100].decode("latin-1")):
        content = about = parse_xml(data, _LABEL)
    else:
        content, about = _parts(data)
    body = content.find(".//office:body/office:text", _NAMES)
    if body is None:
        raise ArticleError(f"not {_LABEL}, or damaged")
    return Extracted(
        lines=tuple(line for one in _visible(body) for line in "".join(_pieces(one)).split("\n")),
        headline=_headline(body, content),
        title=_property(about, "dc:title"),
        author=_property(about, "meta:initial-creator") or _property(about, "dc:creator"),
        created=_property(about, "meta:creation-date"),
    )


def _parts(data: bytes) -> tuple[Any, Any]:
    """Return the trees of the text and of the properties in a zip; None for properties that are missing."""
    archive = open_zip(data, _LABEL, LARGEST_TREE)
    about = parse_xml(read_member(archive, _META, _LABEL), _LABEL) if _META in archive.namelist() else None
    return parse_xml(read_member(archive, "content.xml", _LABEL), _LABEL), about


def _property(about: Any, short: str) -> str:
    found = None if about is None else about.find(f".//office:meta/{short}", _NAMES)
    return "" if found is None else (found.text or "").strip()


def _headline(body: Any, content: Any) -> str:
    """Return the first paragraph with text, if it has the style of a title."""
    for paragraph in _visible(body):
        if text := "".join(_pieces(paragraph)).strip():
            if paragraph.tag == _H:
                return text if paragraph.get(_LEVEL, "1") == "1" else ""
            return text if _is_title(paragraph.get(_STYLE, ""), content) else ""
    return ""


def _is_title(style: str, content: Any) -> bool:
    """Whether a style is for titles, or is derived from such a style."""
    for automatic in content.iterfind(".//office:automatic-styles/style:style", _NAMES):
        if automatic.get(_name("style:name")) == style:
            style = automatic.get(_name("style:parent-style-name"), "")
            break
    return style in ("Title", "Heading_20_1")


def _visible(body: Any) -> Iterator[Any]:
    """Yield the paragraphs and headings in the order of the document."""
    for paragraph in body.iter(_P, _H):
        if _SKIPPED.isdisjoint(node.tag for node in paragraph.iterancestors()):
            yield paragraph


def _pieces(node: Any) -> Iterator[str]:
    """Yield the pieces of text in an element, without the paragraphs in it."""
    yield _WHITE.sub(" ", node.text or "")
    for child in node:
        tag = child.tag
        if tag == _SPACE:
            count = child.get(_COUNT, "1")
            yield " " * min(int(count) if count.isdecimal() else 1, _MOST_SPACES)
        elif tag in _CHARACTERS:
            yield _CHARACTERS[tag]
        elif isinstance(tag, str) and tag not in (_P, _H, _NOTE) and tag not in _SKIPPED:
            if tag == _A and (target := child.get(_HREF)):
                yield mark_link(target)
            yield from _pieces(child)
        yield _WHITE.sub(" ", child.tail or "")
