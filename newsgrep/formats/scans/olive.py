"""Olive ActivePaper: one article of a scanned newspaper per file, with its headline, day, paper and page.

Files of the pages and of the contents of an issue stand beside the articles, and have none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader

from newsgrep.article import Article
from newsgrep.clean_text import clean, one_line
from newsgrep.dates.reading import iso_date
from newsgrep.formats.scans.pagefiles import ADVERTISEMENT
from newsgrep.formats.scans.pagenumbers import whole_number
from newsgrep.markup.xml_stream import XmlNode, iterate_elements, local_name, root_name
from newsgrep.read_context import ReadContext

_ARTICLE = "XMD-entity"
_ROOTS = frozenset([_ARTICLE, "XMD-PAGE", "Xmd_toc"])
#: The names of articles without a headline.
_UNTITLED = re.compile(r"untitled\b.*|no headline", re.I)
#: The day in the folder of an issue: GDL/1900/01/02.
_DAY = re.compile(r"(\d{4})/(\d\d)/(\d\d)\b")


def claims(beginning: str) -> bool:
    """Whether the document has a root of Olive's."""
    return root_name(beginning) in _ROOTS


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article]:
    """Yield the article of a file, nothing for an empty one and for pages. Raises ArticleError."""
    for node in iterate_elements(stream, sorted(_ROOTS), context):
        if node.tag == _ARTICLE and (article := _article(node, context)):
            yield article


def _article(node: XmlNode, context: ReadContext) -> Article | None:
    headlines = [text for one in node.iterchildren() if _is_headline(one) for text in _paragraphs(one)]
    body = "\n\n".join(text for one in node.iterchildren("Content") for text in _paragraphs(one))
    meta = next(node.iterchildren("Meta"), node)
    name = one_line(clean(meta.get("NAME", "")))
    title = " ".join(headlines) or ("" if _UNTITLED.fullmatch(name) or not body else name)
    if not body and not title:
        return None
    folder = _DAY.search(meta.get("BASE_HREF", ""))
    day = iso_date("-".join(folder.groups())) if folder else ""
    date, date_text = context.dates.read_first([day or meta.get("ISSUE_DATE", "")])
    section = one_line(meta.get("SECTION", ""))
    page = whole_number(node.get("PAGE_NO", ""))
    return Article(
        key=context.key(),
        path=context.path,
        body=body,
        title=title,
        date=date,
        date_text=date_text,
        source=one_line(clean(meta.get("PUBLICATION", ""))),
        language=node.get("LANGUAGE", ""),
        section=ADVERTISEMENT if node.get("ENTITY_TYPE") == "Ad" else "" if section == "None" else section,
        pages=((0, page),) if page else (),
    )


def _is_headline(node: XmlNode) -> bool:
    return local_name(node).lower().startswith("hedline")


def _paragraphs(node: XmlNode) -> Iterator[str]:
    """Yield the paragraphs of an element, each one line.

    A word in several parts (`Q`, the last one `q`) is whole in the `QW` that follows them. A word with NS has
    no space behind it.
    """
    text, gap, after = "", "", " "
    for one in node.iter("L", "W", "q", "QW"):
        if one.tag == "L":
            if one.get("P") and text:
                yield one_line(clean(text))
                text = ""
            gap = " "
        elif one.tag == "q":
            after = "" if one.get("NS") == "y" else " "
        else:
            text += gap + (one.text or "")
            gap = after if one.tag == "QW" else "" if one.get("NS") == "y" else " "
    if text.strip():
        yield one_line(clean(text))
