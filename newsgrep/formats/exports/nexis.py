"""Nexis, LexisNexis, Nexis Uni and Lexis+: one article per document, from text, HTML, RTF and DOCX."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader
from itertools import chain

from newsgrep.article import Article
from newsgrep.encodings.decoding import HEAD
from newsgrep.encodings.text_streams import read_lines
from newsgrep.errors import ArticleError
from newsgrep.formats.documents.first_bytes import PDF, RTF, ZIP
from newsgrep.formats.exports import nexisclassic, nexisuni
from newsgrep.formats.exports.export_lines import read_all_lines
from newsgrep.formats.exports.labels import mark_of, may_have_mark
from newsgrep.formats.exports.record import make_articles
from newsgrep.read_context import ReadContext
from newsgrep.results import Unreadable

#: In the HTML of Nexis; the comments hold the structure that was there before.
_HTML = re.compile(r"<DOCFULL>|<!-- LXNComment|NexisLogo\.gif", re.I)
_HTML_COUNT = re.compile(r'<meta\s+topic="[^"]*"\s+documents="(\d{1,7})"', re.I)
#: Words of a cover page.
_COVER = (
    *("Download Request:", "Print Request:", "Ausgabeauftrag:", "Printopdracht:"),
    "Demande de téléchargement",
)
#: The line above each document of ProQuest, which numbers documents in the same way.
_PROQUEST = "_" * 40


def claims(beginning: str) -> bool:
    """Whether a text or a page begins as an export of Nexis."""
    if beginning.lstrip().startswith("<"):
        return _HTML.search(beginning) is not None
    if _PROQUEST in beginning:
        return False
    if any(word in beginning for word in _COVER):
        return True
    lines = beginning.split("\n")
    if may_have_mark(beginning) and any(map(mark_of, lines)):
        return True
    return "\nBody" in beginning and any(map(nexisuni.is_body, lines)) and any(map(nexisuni.is_length, lines))


def is_page(markup: str) -> bool:
    """Whether a page is an export of Nexis."""
    return _HTML.search(markup) is not None


def reads_lines(lines: list[str]) -> bool:
    """Whether the lines of a document are an export of Nexis."""
    return nexisuni.is_uni(lines) or nexisuni.is_list(lines) or any(map(mark_of, lines))


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the articles of an export. Raises ArticleError if there is none."""
    head = stream.peek(HEAD)[:HEAD].lstrip()
    if head.startswith((b"<", ZIP, RTF, PDF)) or b"\0" in head:
        yield from articles(read_all_lines(stream, context, _with_count), context)
        return
    lines = read_lines(stream, context)
    buffered: list[str] = []
    for line in lines:  # up to the first document: a cover page
        buffered.append(line)
        if mark_of(line):
            break
    else:
        yield from articles([line.rstrip("\n") for line in buffered], context, is_text=True)
        return
    numbered = enumerate(chain(buffered, lines), 1)
    yield from make_articles(nexisclassic.records(numbered, context), context)


def _with_count(markup: str) -> str:
    """Return HTML with the number of its documents, which is in a meta tag, as a line of a cover page."""
    count = _HTML_COUNT.search(markup)
    return f"<p>Items: 1-{count[1]}</p>{markup}" if count else markup


def articles(lines: list[str], context: ReadContext, is_text: bool = False) -> Iterator[Article | Unreadable]:
    """Yield the articles of the lines of a document. Raises ArticleError if there is none.

    is_text: whether the lines are lines of the file, so that their numbers are kept
    """
    if nexisuni.is_uni(lines):
        found = nexisuni.records(lines, context)
    elif any(map(mark_of, lines)):
        found = nexisclassic.records(enumerate(lines, 1), context)
    elif nexisuni.is_list(lines):
        raise ArticleError("a list of documents, without their texts")
    else:
        raise ArticleError("no document of Nexis in the file")
    for article in make_articles(found, context):
        if isinstance(article, Article) and not is_text:
            article = article._replace(line=1, body_line=0)
        yield article
