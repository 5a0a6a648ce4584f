"""The export of Evernote (ENEX): an article a note, such as a page that was clipped from the web.

A clipped page has its address. Its date is the day in the address, else the day when it was clipped. Its
author is not known, as the note names the person who clipped it. Files in a note are not read; all but
pictures are remarked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader

from newsgrep.article import Article
from newsgrep.clean_text import clean
from newsgrep.formats.article_maker import ArticleMaker
from newsgrep.formats.page.metadata import clean_line, first_url, persons_in_bylines, site_of
from newsgrep.formats.page.page import fallback_date
from newsgrep.markup.html_text import plain_text
from newsgrep.markup.xml_stream import Readable, XmlNode, iterate_elements, root_name
from newsgrep.read_context import ReadContext
from newsgrep.remarks import FILES_NOT_READ, NO_TEXT
from newsgrep.results import Unreadable

#: The element that holds an encrypted text.
_ENCRYPTED = re.compile(r"<en-crypt\b[^<>]*>[^<]*</en-crypt>", re.I)
_DATA, _DATA_END = re.compile(rb"<data\b[^<>]*(?<!/)>"), b"</data>"
#: How many bytes at the end may be the beginning of a tag, and wait for the next bytes.
_LONGEST_TAG = 100


def claims(beginning: str) -> bool:
    """Whether the root element of a document is the one of an export."""
    return root_name(beginning) == "en-export"


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the article of each note. Raises ArticleError for none, and for broken XML."""
    notes = iterate_elements(_WithoutFiles(stream), "note", context)
    return ArticleMaker(context).each(notes, _article, none="no note in the export")


class _WithoutFiles:
    """A stream of XML without the contents of files, as a file may be larger than any text."""

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self._left = b""
        self._is_file = False

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes."""
        kept = b""
        while not kept and (data := self._stream.read(size)):
            kept = self._without_files(self._left + data)
        if not kept:
            kept, self._left = self._left, b""
        return kept

    def _without_files(self, data: bytes) -> bytes:
        """Return the given bytes without the contents of files, up to a last `<`, which may begin a tag."""
        kept: list[bytes] = []
        while True:
            if self._is_file:
                end = data.find(_DATA_END)
                if end < 0:
                    self._left = data[-len(_DATA_END) :]
                    return b"".join(kept)
                data, self._is_file = data[end:], False
            elif begin := _DATA.search(data):
                kept.append(data[: begin.end()])
                data, self._is_file = data[begin.end() :], True
            else:
                tag = data.rfind(b"<", max(0, len(data) - _LONGEST_TAG))
                cut = len(data) if tag < 0 else tag
                self._left = data[cut:]
                return b"".join((*kept, data[:cut]))


def _article(note: XmlNode, make: ArticleMaker) -> Article:
    line = note.sourceline or 1
    content = _ENCRYPTED.sub("", note.findtext("content") or "")
    body = clean(plain_text(content))
    created = _text(note, "created")
    url = first_url([_text(note, "note-attributes/source-url")])
    author = "" if url else _text(note, "note-attributes/author")
    article = make(
        created,
        title=_text(note, "title"),
        body=body,
        dates=[created, _text(note, "updated")],
        authors=persons_in_bylines([author]),
        url=url,
        source=site_of(url),
        line=line,
        section="; ".join(filter(None, (clean_line(tag.text) for tag in note.iterchildren("tag")))),
    )
    if not body:
        make.context.remark(NO_TEXT, "", line)
    kinds = [_text(file, "mime") for file in note.iterchildren("resource")]
    if not all(kind.startswith("image/") for kind in kinds):
        make.context.remark(FILES_NOT_READ, "", line)
    if url:
        date, date_from = fallback_date(url, article.date)
        article = article._replace(date=date, date_from=date_from)
    return article


def _text(node: XmlNode, path: str) -> str:
    """Return the text of the first element at a path as one line, '' for none."""
    return clean_line(node.findtext(path))
