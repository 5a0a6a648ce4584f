"""The chapters of EPUB: the files of its spine, as its table of contents names them.

A file that continues the one before it, as calibre splits long files, is part of the same chapter. Pages that
only list contents are left out: the table of contents, and pages that link to all chapters below them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import unquote
from zipfile import ZipFile

from lxml import html
from msgspec.structs import replace

from newsgrep.clean_text import one_clean_line
from newsgrep.encodings.declared import decode_web
from newsgrep.errors import ArticleError
from newsgrep.formats.documents.bookcontents import (
    Entry,
    entries_by_file,
    line_within,
    lines_of_ncx,
    lines_of_page,
    linked_member,
)
from newsgrep.formats.documents.extracted import Chapter, Extracted
from newsgrep.formats.documents.safexml import parse_xml
from newsgrep.formats.documents.zipped import LARGEST_TREE, open_zip, read_member
from newsgrep.markup.html_text import plain_text

_LABEL = "EPUB"
_CONTAINER, _ENCRYPTION = "META-INF/container.xml", "META-INF/encryption.xml"
_PAGE, _NCX = ("application/xhtml+xml", "text/html"), "application/x-dtbncx+xml"
_MOST_CHAPTERS = 10_000
#: The name of a file that continues the one before it.
_GOES_ON = re.compile(r".*_split_0*[1-9]\d*\.\w+", re.S)
#: The elements that calibre adds to an article of the web, and the address of the article.
_AROUND = "//nav | //*[starts-with(@class, 'calibre_navbar')]"
_ORIGIN = "string(//a[@rel='calibre-downloaded-from']/@href)"
_HEADING = "string((//h1 | //h2 | //h3)[1])"
#: The declarations within a document type, which a browser takes for text.
_DECLARATIONS = re.compile(r"(<!DOCTYPE[^<>\[]{0,999})\[[^\]]*\]", re.I)


def extract(data: bytes) -> Extracted:
    """Return the chapters and the properties of a book. Raises ArticleError."""
    archive = open_zip(data, _LABEL, LARGEST_TREE)
    book = _Book(archive)
    return Extracted(
        title=book.property("title"),
        author=" and ".join(book.authors()),
        created=book.created(),
        language=book.property("language"),
        chapters=tuple(book.chapters()),
    )


class _Book:
    """A book as its package file describes it. The constructor and the methods raise ArticleError."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self._members = frozenset(archive.namelist())
        place = self._place_of_package()
        self._package = self._xml(place)
        self._items = {one.get("id", ""): one for one in self._package.iterfind("{*}manifest/{*}item")}
        self._paths = {name: linked_member(one.get("href", ""), place) for name, one in self._items.items()}
        self._navs = {name for name, one in self._items.items() if "nav" in one.get("properties", "").split()}

    def property(self, name: str) -> str:
        """Return the text of a property, '' for none."""
        return next(filter(None, (line_within(one) for one in self._properties(name))), "")

    def authors(self) -> Iterator[str]:
        """Yield the creators whose role is author, or is not given."""
        for one in self._properties("creator"):
            role = next((value for key, value in one.attrib.items() if key.endswith("role")), "aut")
            if role == "aut" and (name := line_within(one)):
                yield name

    def created(self) -> str:
        """Return the date of publication; the other dates are about the file."""
        for one in self._properties("date"):
            event = next((value for key, value in one.attrib.items() if key.endswith("event")), "publication")
            if event == "publication" and (date := line_within(one)):
                return date
        return ""

    def chapters(self) -> list[Chapter]:
        """Return the chapters with a text, and those that cannot be read.

        Raises ArticleError for a book with too much text.
        """
        pages = self._pages()
        self._refuse_encrypted(pages)
        entries, largest = self._contents(), LARGEST_TREE
        found: list[Chapter] = []
        for path in pages:
            largest -= self._archive.getinfo(path).file_size if path in self._members else 0
            if largest < 0:
                raise ArticleError(f"text larger than {LARGEST_TREE >> 20} MB")
            entry = entries.get(path)
            chapter = self._chapter(path, entry)
            goes_on = entry is None and _GOES_ON.fullmatch(path) is not None
            if found and goes_on and not (found[-1].error or chapter.error):
                found[-1] = replace(found[-1], lines=_joined(found[-1].lines, chapter.lines))
            else:
                found.append(chapter)
        return [chapter for chapter in found if chapter.lines or chapter.error]

    def _pages(self) -> list[str]:
        """Return the names of the pages in the order of the book, each once, without tables of contents."""
        names = (one.get("idref", "") for one in self._package.iterfind("{*}spine/{*}itemref"))
        known = (name for name in names if name in self._items and name not in self._navs)
        pages = (self._paths[name] for name in known if self._items[name].get("media-type") in _PAGE)
        return list(dict.fromkeys(pages))[:_MOST_CHAPTERS]

    def _refuse_encrypted(self, pages: Sequence[str]) -> None:
        """Raise ArticleError if chapters are encrypted, as shops do it. Encrypted fonts are no problem."""
        if _ENCRYPTION in self._members:
            files = {unquote(one.get("URI", "")) for one in self._xml(_ENCRYPTION).iter("{*}CipherReference")}
            if not files.isdisjoint(pages):
                raise ArticleError("encrypted: its shop lets no other program read it (DRM)")

    def _contents(self) -> dict[str, Entry]:
        """Return the table of contents by file: of version 3, else of version 2; empty for none."""
        for name in self._navs:
            path = self._paths[name]
            lines = list(lines_of_page(self._page(path), path)) if path in self._members else []
            if lines:
                return entries_by_file(lines)
        for name, item in self._items.items():
            if item.get("media-type") == _NCX and (path := self._paths[name]) in self._members:
                return entries_by_file(list(lines_of_ncx(self._xml(path), path)))
        return {}

    def _chapter(self, path: str, entry: Entry | None) -> Chapter:
        """Return the chapter on a page, without lines if the page only links to the chapters below it."""
        try:
            page = self._page(path)
        except ArticleError as error:
            return Chapter(path, error="missing" if path not in self._members else error.message)
        url, heading = (one_clean_line(page.xpath(path)) for path in (_ORIGIN, _HEADING))
        links = {linked_member(one, path) for one in page.xpath("//a/@href")}
        if entry and len(entry.below) > 1 and entry.below <= links:
            return Chapter(path)
        for around in page.xpath(_AROUND):
            around.drop_tree()
        body = page.find("body")
        text = "" if body is None else plain_text(html.tostring(body, encoding="unicode"))
        lines = tuple(text.split("\n")) if text else ()
        return Chapter(
            path,
            entry.label if entry and entry.label else heading,
            entry.section if entry else "",
            url,
            lines,
        )

    def _place_of_package(self) -> str:
        """Return the name of the member that lists all others."""
        if _CONTAINER in self._members:
            for root in self._xml(_CONTAINER).iter("{*}rootfile"):
                if place := root.get("full-path"):
                    return str(place)
        return next((name for name in sorted(self._members) if name.endswith(".opf")), _CONTAINER)

    def _properties(self, name: str) -> Iterator[Any]:
        for metadata in self._package.iterfind("{*}metadata"):
            yield from metadata.iter(f"{{http://purl.org/dc/elements/1.1/}}{name}")

    def _xml(self, name: str) -> Any:
        return parse_xml(read_member(self._archive, name, _LABEL), _LABEL)

    def _page(self, name: str) -> Any:
        """Return the tree of a page, as a browser reads it."""
        markup = _DECLARATIONS.sub(r"\1", decode_web(read_member(self._archive, name, _LABEL)), count=1)
        parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        data = markup.encode() or b"<body></body>"
        tree = html.document_fromstring(data, parser=parser, ensure_head_body=True)
        if any(error.level_name == "FATAL" for error in parser.error_log):
            raise ArticleError("elements nested too deeply")
        return tree


def _joined(lines: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    """Return the lines of two texts, with a blank line between them."""
    return (*lines, "", *more) if lines and more else lines or more
