"""Factiva's XML: `<article>` after `<article>` in a response of its service."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from io import BufferedReader

from newsgrep.article import Article
from newsgrep.clean_text import clean, one_line
from newsgrep.formats.exports.labels import stated_word_count
from newsgrep.formats.exports.record import ExportRecord, Found, find_date, make_articles
from newsgrep.markup.xml_stream import XmlNode, iterate_elements, local_name, outermost, root_name
from newsgrep.markup.xml_text import first_text, text_within
from newsgrep.read_context import ReadContext
from newsgrep.results import Unreadable

_ROOTS = frozenset(["PPSResponse", "ppsArticleResponse", "ppsarticleResultSet", "GetArticleResponse"])
_COUNT = re.compile(rb'<(?:\w+:)?ppsarticleResultSet\b[^>]*\bcount="(\d{1,7})"', re.I)
_INDENT = re.compile(r"\n(?=[ \t]{2,}\S)|\n\s*\n")
#: The parts of the text.
_TEXT = ("leadParagraph", "tailParagraphs")
_HEAD = 65536


def claims(beginning: str) -> bool:
    """Whether the root of a document is a response of Factiva."""
    return root_name(beginning) in _ROOTS


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the articles of a document. Raises ArticleError."""
    count = _COUNT.search(stream.peek(_HEAD))
    found = 0
    records = map(_record, iterate_elements(stream, "article", context))
    for article in make_articles(records, context):
        found += 1
        yield article
    if count and found != int(count[1]):
        yield Unreadable(context.path, f"the export says {int(count[1]):,} documents, {found:,} found")


def _record(node: XmlNode) -> ExportRecord:
    text = partial(first_text, node)
    return ExportRecord(
        name=text("accessionNo") or text("reference").rpartition("/")[2],
        title=text("headline"),
        byline=text("byline"),
        date=_date(text("publicationDate")),
        source=text("sourceName"),
        section=text("sectionName", "columnName"),
        language=text("baseLanguage"),
        words=stated_word_count(f"{text('wordCount')} words"),
        body="\n\n".join(
            line for name in _TEXT for part in outermost(node, name) for line in _paragraphs(part)
        ),
        line=node.sourceline or 1,
    )


def _date(written: str) -> Found:
    """Return the day or the time of publication."""
    iso = re.match(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?)?", written)
    day = find_date(written)
    return day._replace(iso=iso[0]) if iso and day.iso else day


def _paragraphs(part: XmlNode) -> list[str]:
    """Return the paragraphs of a part: its elements, or its indented lines if it has none."""
    nodes = [child for child in part if local_name(child) == "paragraph"]
    if nodes:
        return [line for line in map(text_within, nodes) if line]
    pieces = _INDENT.split(clean("".join(part.itertext())).strip("\n"))
    return [line for line in map(one_line, pieces) if line]
