"""Europresse (Eureka, CEDROM-SNI): pages of many articles.

In a page of today each article is an `<article>`, with its parts in elements of certain classes. In a page
from before 2013 it is a table with fewer classes: the text is between the title and the notice of rights.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from newsgrep.article import Article
from newsgrep.bounded_bytes import read_bounded
from newsgrep.bylines.persons import persons, strip_by
from newsgrep.clean_text import one_clean_line
from newsgrep.encodings.declared import decode_web
from newsgrep.errors import ArticleError
from newsgrep.formats.exports.record import ExportRecord, find_date, first_words, make_articles
from newsgrep.markup.html_text import plain_text
from newsgrep.markup.html_tree import elements_of_class, parse_piece
from newsgrep.read_context import ReadContext
from newsgrep.results import Unreadable

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_PAGE = re.compile(
    r"xmlns:n1=\"http://www\.cedrom-sni\.com|titreArticleVisu|docOcurrContainer|rdp__DocPublicationName|class=[\"']DocPublicationName",
    re.I,
)
_ARTICLE = re.compile(r"<article\b", re.I)
_OLD_ARTICLE = re.compile(r'<span class="DocPublicationName">', re.I)
_NUMBER = re.compile(r"\bnews[·:;.](\d{8}[·:;.][\w-]{1,12}[·:;.][\w.-]{1,60})")
_ISSUE = re.compile(r"\s*,\s*(?:n[o°º]\.?|vol\.?|num\.?|nr\.?|#)\s*\S.*\Z|\s*•.*\Z", re.I | re.S)
_WEEKDAY = re.compile(r"[,;•\s]*(?:[^\W\d]+\.?,?\s*)?\Z")
_RIGHTS = re.compile(r"(?:©|copyright\b|\(c\))|.{0,40}\b(?:tous droits réservés|all rights reserved)", re.I)
_END = re.compile(r"(?:num[ée]ro de document|document number|n[uú]mero de documento|dokumentnummer)\b", re.I)
_LONGEST_BYLINE = 120
#: Marks that replace elements of these classes in an old page. These code points are for private use.
_OLD_MARKS = {"DocPublicationName": "\ue002", "DocHeader": "\ue003", "TitreArticleVisu": "\ue004"}
#: A word of the search, in colour.
_HIGHLIGHT = re.compile(r'<span (?:style=|class="occurr?ence")[^<>]*>([^<]*)</span>', re.I)
_OLD_MARK_END = "\ue005"


def claims(beginning: str) -> bool:
    """Whether a page begins as an export of Europresse."""
    return beginning.lstrip().startswith("<") and is_page(beginning)


def is_page(markup: str) -> bool:
    """Whether a page is an export of Europresse."""
    return _PAGE.search(markup) is not None


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the articles of an export. Raises ArticleError if there is none."""
    data = read_bounded(stream, context.limits.record_bytes, "export")
    markup = decode_web(data, context.encoding, on_remark=context.remark)
    form, parse = (_ARTICLE, _record) if _ARTICLE.search(markup) else (_OLD_ARTICLE, _old_record)
    starts = [found.start() for found in form.finditer(markup)]
    if not starts:
        raise ArticleError("no document of Europresse in the file")
    chunks = (markup[start:end] for start, end in pairwise([*starts, len(markup)]))
    yield from make_articles(_records(chunks, parse, context), context)


def _records(chunks: Iterator[str], parse: Any, context: ReadContext) -> Iterator[ExportRecord | Unreadable]:
    for number, chunk in enumerate(chunks, 1):
        record: ExportRecord = parse(chunk)
        found = _NUMBER.search(chunk)
        record.name = found[1].replace("·", "-").replace(":", "-").replace(";", "-") if found else ""
        if record.title and (record.source or record.date.written):
            yield record
        else:
            shown = first_words(plain_text(chunk))
            yield Unreadable(context.path, f"document {number} is no article: {shown}")


def _record(chunk: str) -> ExportRecord:
    """Return the record of an `<article>`."""
    tree = parse_piece(chunk)

    def of_class(*names: str) -> str:
        return next(
            filter(None, (_text(node) for name in names for node in elements_of_class(tree, name))), ""
        )

    record = ExportRecord(
        title=of_class("titreArticleVisu", "grandTitre", "rdp__articletitle", "titreArticle")
    )
    record.source = _ISSUE.sub("", of_class("DocPublicationName", "rdp__DocPublicationName"))
    _take_header(record, " ".join(_text(node) for node in elements_of_class(tree, "DocHeader")))
    record.byline = of_class("docAuthors", "sm-margin-bottomNews") or _byline_below_title(tree)
    record.body = _body(tree)
    record.language = str(next(iter(tree.xpath("//article/@lang")), ""))
    return record


def _text(node: HtmlElement) -> str:
    return one_clean_line(node.text_content())


def _byline_below_title(tree: HtmlElement) -> str:
    """Return the text of the element below the title, if the authors have no class of their own."""
    for title in elements_of_class(tree, "titreArticle"):
        below = title.getnext()
        if below is not None and below.tag in ("div", "p") and len(text := _text(below)) <= _LONGEST_BYLINE:
            return text
    return ""


def _body(tree: HtmlElement) -> str:
    """Return the paragraphs of the text, or of the whole section if the text has no class of its own."""
    from lxml.html import tostring

    containers = (*elements_of_class(tree, "docOcurrContainer"),) or (*elements_of_class(tree, "DocText"),)
    nodes = containers or tree.xpath("//section")
    outermost = [node for node in nodes if not any(above in nodes for above in node.iterancestors())]
    pieces = (plain_text(tostring(node, encoding="unicode", with_tail=False)) for node in outermost)
    return "\n\n".join(filter(None, pieces))


def _take_header(record: ExportRecord, text: str) -> None:
    """Take the date and the section from `Politique, jeudi 5 octobre 2013, p. 12`."""
    record.date = find_date(text)
    record.section = _WEEKDAY.sub("", text[: record.date.start])


def _old_record(chunk: str) -> ExportRecord:
    """Return the record of a table of an old page."""
    chunk = _HIGHLIGHT.sub(r"\1", chunk)
    for name, mark in _OLD_MARKS.items():
        form = rf'<span class="{name}">((?:[^<]|<(?!/?span\b))*+)</span>'
        chunk = re.sub(form, rf"<p>{mark}\1{_OLD_MARK_END}</p>", chunk, flags=re.I)
    lines = [
        line.strip(_OLD_MARK_END) for line in plain_text(chunk).split("\n") if line.strip(_OLD_MARK_END + " ")
    ]
    named = {name: [line[1:] for line in lines if line.startswith(mark)] for name, mark in _OLD_MARKS.items()}
    record = ExportRecord(title=" ".join(named["TitreArticleVisu"]))
    record.source = _ISSUE.sub("", " ".join(named["DocPublicationName"]))
    _take_header(record, " ".join(named["DocHeader"]))
    at = next(
        (at for at, line in enumerate(lines) if line.startswith(_OLD_MARKS["TitreArticleVisu"])), len(lines)
    )
    below = lines[at + 1 :]
    end = next((at for at, line in enumerate(below) if _END.match(line) or _RIGHTS.match(line)), len(below))
    below = below[:end]
    if len(below) > 1 and _is_names(below[0]):
        record.byline = below.pop(0)
    record.body = "\n\n".join(below)
    return record


def _is_names(line: str) -> bool:
    """Whether a line has nothing but names."""
    names = persons(line)
    is_short = len(line) <= _LONGEST_BYLINE and not line.endswith((".", "?", "!"))
    return is_short and (strip_by(line) != line or all(2 <= len(name.split()) <= 4 for name in names))
