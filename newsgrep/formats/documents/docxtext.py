"""The text of DOCX through python-docx: all paragraphs, also in tables, text boxes and changes.

`paragraph.text` of the library leaves out text that is a tracked insertion, and text in a form field,
so the text is taken from the XML that it parsed.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from newsgrep.errors import ArticleError
from newsgrep.formats.documents.extracted import Extracted, mark_link
from newsgrep.formats.documents.first_bytes import OLE
from newsgrep.formats.documents.zipped import LARGEST_TREE, open_zip

_P, _T, _HYPERLINK, _ID = qn("w:p"), qn("w:t"), qn("w:hyperlink"), qn("r:id")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
#: Elements that stand for a character.
_CHARACTERS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_INSTRUCTION = qn("w:instrText")
_LINK_FIELD = re.compile(r'HYPERLINK\s+"([^"]*)"')
_TITLE_STYLES = frozenset(["title", "heading 1"])
#: The author and the day in the template of python-docx, which new documents keep.
_TEMPLATE_AUTHOR, _TEMPLATE_DAY = "python-docx", "2013-12-23"


def extract(data: bytes) -> Extracted:
    """Return the text and the properties of a document. Raises ArticleError."""
    if data.startswith(OLE):
        raise ArticleError("not DOCX: an encrypted or an older Word document")
    open_zip(data, "DOCX", LARGEST_TREE)
    try:
        document = Document(io.BytesIO(data))
    except (KeyError, ValueError):  # a part or a link is missing, or the main part is of another kind
        raise ArticleError("not DOCX, or damaged") from None
    properties = document.core_properties
    created = properties.created
    author, day = properties.author or "", created.isoformat(timespec="seconds") if created else ""
    if author == _TEMPLATE_AUTHOR:
        author, day = "", "" if day.startswith(_TEMPLATE_DAY) else day
    targets = {key: link.target_ref for key, link in document.part.rels.items() if link.is_external}
    paragraphs = list(_paragraphs(document.element.body, targets))
    return Extracted(
        lines=tuple(line for text in paragraphs for line in text.split("\n")),
        headline=_headline(document),
        title=properties.title or "",
        author=author,
        created=day.removesuffix("+00:00") + "Z" if day else "",
    )


def _headline(document: Any) -> str:
    """Return the first paragraph with text, if it has the style of a title."""
    for paragraph in document.paragraphs:
        if text := paragraph.text.strip():
            return text if (paragraph.style.name or "").lower() in _TITLE_STYLES else ""
    return ""


def _paragraphs(body: Any, targets: dict[str, str]) -> Iterator[str]:
    """Yield the text of each paragraph in the order of the document."""
    for paragraph in body.iter(_P):
        if next(paragraph.iterancestors(_FALLBACK), None) is None:
            yield "".join(_pieces(paragraph, targets))


def _pieces(paragraph: Any, targets: dict[str, str]) -> Iterator[str]:
    """Yield the pieces of text of a paragraph, without the paragraphs in it."""
    waiting = list(reversed(paragraph))
    while waiting:
        node = waiting.pop()
        if node.tag == _T:
            yield node.text or ""
        elif node.tag in _CHARACTERS:
            yield _CHARACTERS[node.tag]
        elif node.tag == _INSTRUCTION:
            if link := _LINK_FIELD.search(node.text or ""):
                yield mark_link(link[1])
        elif node.tag != _P:
            if node.tag == _HYPERLINK and (target := targets.get(node.get(_ID, ""))):
                yield mark_link(target)
            waiting.extend(reversed(node))
