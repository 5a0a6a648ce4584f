"""DIDL of Delpher, the newspapers of the Dutch national library: the articles of a scanned issue.

The file describes issue and articles; the text of each article is in a file beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader, BytesIO

from msgspec import Struct

from newsgrep.article import SEVERAL, Article
from newsgrep.bounded_bytes import read_bounded
from newsgrep.errors import ArticleError
from newsgrep.formats.scans.pagefiles import ADVERTISEMENT, read_page_file
from newsgrep.markup.xml_stream import XmlNode, iterate_elements, outermost, root_name
from newsgrep.markup.xml_text import first_text, paragraphs
from newsgrep.read_context import ReadContext
from newsgrep.results import Unreadable

_IDENTIFIER = "{http://purl.org/dc/elements/1.1/}identifier"
_FILE = "{http://krait.kb.nl/coop/tel/handbook/telterms.html}filename"
#: The identifier of a component: it names the article, or none for the issue, and the role of the component.
_COMPONENT = re.compile(r".*:mpeg21(?::(?P<article>a\d+))?:(?P<role>metadata|ocr|zoning)")
_PAGE = re.compile(r".*:p(\d{1,6})")
_XSI = b' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
#: Sections by Dutch kinds of articles; any other kind is the section itself.
_KINDS = {"artikel": "", "advertentie": ADVERTISEMENT}


class _Part(Struct):
    """An issue or an article, as the file describes it; empty if it says nothing.

    file:  the name of the file with the text
    pages: the numbers of the pages that it is on
    line:  its line in the DIDL file
    """

    title: str = ""
    kind: str = ""
    date: str = ""
    language: str = ""
    url: str = ""
    file: str = ""
    pages: tuple[int, ...] = ()
    line: int = 0


def claims(beginning: str) -> bool:
    """Whether the root of the document is DIDL."""
    return root_name(beginning) == "DIDL"


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the articles of an issue, and an Unreadable for each whose text cannot be read.

    Yields nothing if the files beside it cannot be opened, as in a tar. Raises ArticleError for broken XML.
    """
    parts: dict[str, _Part] = {}
    for component in iterate_elements(BytesIO(_whole(stream, context)), "Component", context):
        if match := _COMPONENT.fullmatch(component.get(_IDENTIFIER, "")):
            part = parts.setdefault(match["article"] or "", _Part())
            _describe(part, component, match["role"])
    issue = parts.pop("", _Part())
    for name, part in parts.items():
        if context.beside is not None and part.file:
            try:
                yield _article(name, part, issue, context)
            except ArticleError as error:
                yield Unreadable(context.path, f"{part.file}: {error.message}", part.line)


def _whole(stream: BufferedReader, context: ReadContext) -> bytes:
    """Return the file. If it was cut out of a reply to a harvester, add the missing namespace of a prefix."""
    data = read_bounded(stream, context.limits.record_bytes, "file")
    if b"xmlns:xsi" in data:
        return data
    return re.sub(rb"<(?:\w+:)?DIDL(?=\s)", lambda root: root[0] + _XSI, data, count=1)


def _describe(part: _Part, component: XmlNode, role: str) -> None:
    if role == "ocr":
        part.file = next((resource.get(_FILE, "") for resource in outermost(component, "Resource")), "")
        part.line = component.sourceline or 1
        return
    if role == "zoning":
        found = (_PAGE.fullmatch(zone.get("pageid", "")) for zone in outermost(component, "article-part"))
        part.pages = tuple(dict.fromkeys(int(page[1]) for page in found if page))
        return
    part.title, part.kind, part.date, part.language = (
        first_text(component, name) for name in ("title", "subject", "date", "language")
    )
    addresses = (node.text or "" for node in outermost(component, "identifier"))
    part.url = next((address for address in addresses if address.startswith("http")), "")


def _article(name: str, part: _Part, issue: _Part, context: ReadContext) -> Article:
    if "/" in part.file:
        raise ArticleError("no name of a file")
    body: list[str] = []
    for text in iterate_elements(BytesIO(read_page_file(part.file, context)), "text", context):
        body += [paragraph for inner in outermost(text, "p") for paragraph in paragraphs(inner)]
    date, date_text = context.dates.read(issue.date)
    sections = (_KINDS.get(part.kind, part.kind),)
    return Article(
        key=context.key(name),
        path=context.path,
        title=part.title,
        date=date,
        date_text=date_text,
        body="\n\n".join(body),
        source=issue.title,
        language=part.language or issue.language,
        section=SEVERAL.join(filter(None, sections)),
        url=part.url,
        line=part.line,
        # If an article is on several pages, nothing says where in its text the second one begins.
        pages=((0, part.pages[0]),) if len(part.pages) == 1 else (),
    )
