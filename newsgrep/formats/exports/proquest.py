"""ProQuest: one article per document, from text, from pages as it mails them, and from XML (`proquestxml`).

In text a line of underscores separates the documents, in a page an anchor. A document begins with its title;
then come fields with labels, such as `Full text`, and at the end `ProQuest document ID` and others. There may
be a cover page, a table of contents and a page of contacts.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from io import BufferedReader
from typing import NamedTuple

from newsgrep.article import Article
from newsgrep.bounded_bytes import too_large
from newsgrep.clean_text import clean, one_line
from newsgrep.encodings.decoding import HEAD
from newsgrep.encodings.text_streams import read_lines
from newsgrep.errors import ArticleError
from newsgrep.formats.exports import proquestxml
from newsgrep.formats.exports.export_lines import read_all_lines
from newsgrep.formats.exports.labels import mark_of
from newsgrep.formats.exports.record import (
    ExportRecord,
    Found,
    find_date,
    first_words,
    given_name_first,
    make_articles,
    missing_numbers,
)
from newsgrep.markup.html_text import plain_text
from newsgrep.read_context import ReadContext
from newsgrep.results import Unreadable

_RULE = re.compile(r"_{40,}")
_A_RULE = "_" * 40
#: The labels of a document by field, in the languages of ProQuest. Labels of the field '' only end another.
_LABELS = {
    "text": "full text|full text translation|texto completo|texte intégral|texte complet|volltext"
    "|testo completo|volledige tekst|tam metin|полный текст|pełny tekst|plný text|fulltekst|全文"
    "|teks lengkap",
    "abstract": "abstract|resumen|résumé|resumo|abstrakt|zusammenfassung|özet",
    "title": "title|título|titre|titel|titolo|başlık|название|tytuł|název|tittel|标题|標題|タイトル|judul"
    "|cím",
    "author": "author|authors|autor|auteur|autore|verfasser|autoren|yazar|автор|forfatter|作者|著者|penulis"
    "|szerző",
    "info": "publication info|source|información de publicación|infos de publication|publikationsinfo",
    "source": "publication title|título de publicación|título de la publicación|titre de la publication"
    "|titel der publikation|titolo pubblicazione|titolo della pubblicazione|título da publicação|yayın adı"
    "|название публикации|tytuł publikacji|název publikace|utgivelsestittel|publikáció címe|judul publikasi"
    "|出版物名称|出版物名稱|出版物のタイトル|출판물 제목|titel van publicatie",
    "date": "publication date|fecha de publicación|date de publication|publikationsdatum"
    "|data di pubblicazione|data de publicação|data da publicação|yayınlanma tarihi|дата публикации"
    "|data publikacji|datum vydání|utgivelsesdato|publikáció dátuma|tanggal publikasi|出版日期|出版日"
    "|출판 날짜|publicatiedatum",
    "year": "publication year|año de publicación|année de publication|erscheinungsjahr|anno di pubblicazione"
    "|ano de publicação|ano da publicação|yayın yılı|год публикации|rok publikacji|rok vydání|utgivelsesår",
    "section": "section|sección|abschnitt|sezione|seção|secção|bölüm",
    "language": "language of publication|language|idioma de la publicación|langue de publication"
    "|publikationssprache|lingua di pubblicazione|idioma de publicação|yayın dili|язык публикации",
    "name": "proquest document id|id del documento de proquest|id de documento de proquest"
    "|id de document proquest|id du document proquest|proquest-dokument-id|id documento proquest"
    "|id do documento proquest|id do documento do proquest|proquest belge no"
    "|идентификатор документа proquest",
    "url": "document url|url del documento|url du document|dokument-url|url documento|url do documento",
    "": "subject|subjects|location|people|company / organization|company/organization|business indexing term"
    "|identifier / keyword|links|publisher|place of publication|country of publication|publication subject"
    "|issn|e-issn|isbn|source type|document type|document feature|pages|number of pages|first page|volume"
    "|issue|copyright|last updated|database|classification|supplement|edition|dateline|column"
    "|online publication date|publication history|correspondence author|credit|broad subject|narrow subject"
    "|ticker symbol|accession number|temas|asunto|sujet|thema|argomento|assunto|éditeur|editorial|verlag"
    "|editore|editora|materia|lugar|tipo de fuente|type de source|quellentyp|tipo di fonte|tipo de fonte"
    "|tipo de documento|type de document|dokumententyp|tipo di documento|base de datos|base de données"
    "|datenbank|banca dati|base de dados|lieu|pays de publication|sachgebiet|vínculos|liens|verknüpfungen"
    "|collegamenti",
}
#: The fields by their labels without spaces, as the export loses some of the spaces.
_FIELDS = {label.replace(" ", ""): field for field, labels in _LABELS.items() for label in labels.split("|")}
_LABEL = re.compile(r"([^\W\d_][^:\n]{1,40}?)\s?:(?=\s|\Z)\s*(.*)", re.S)
_NOTHING = re.compile(
    r"(?:none available|not available|anonymous|no disponible|non disponible|nicht verfügbar"
    r"|keine angabe)\.?",
    re.I,
)
_COVER = re.compile(
    r"report information from proquest|table of contents|contact us at|database copyright"
    r"|terms and conditions",
    re.I,
)
_DOCVIEW = re.compile(r"/docview/(\d{5,15})")
#: In a page: the beginning of a document, its text, which is a page of its own, and an invisible button.
_ANCHOR = re.compile(r'<a name="DocID_\w{1,40}"', re.I)
_PAGE_TEXT = re.compile(r"<text\b[^<>]{0,200}>(.*?)(?=</text>|<a name=\"DocID_|\Z)", re.I | re.S)
_BUTTON = re.compile(r'<a\s[^<>]{0,5000}class="sr-only[^<>]{0,500}>[^<]{0,100}</a>', re.I)


def claims(beginning: str) -> bool:
    """Whether a file begins as an export of ProQuest."""
    if proquestxml.claims(beginning) or is_page(beginning):
        return True
    if _A_RULE not in beginning:
        return False
    lines = beginning.split("\n")
    if not any(_RULE.fullmatch(line.strip()) for line in lines):
        return False
    found = {field[0] for field in map(_field, lines) if field}
    return "ProQuest" in beginning or len(found & {"text", "name", "info", "abstract", "source"}) > 1


def is_page(markup: str) -> bool:
    """Whether a page has documents of ProQuest."""
    return _ANCHOR.search(markup) is not None


def reads_lines(lines: list[str]) -> bool:
    """Whether the lines of a document are an export of ProQuest: one of them has the number of a document."""
    return any(field[0] == "name" and field[1] for field in map(_field, lines) if field)


def articles(lines: list[str], context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the articles of the lines of a document. Raises ArticleError if there is none.

    Where no rule separates them, a line such as `Document 1 of 5` begins each.
    """
    if not any(_RULE.fullmatch(line.strip()) for line in lines):
        lines = [part for line in lines for part in ([_A_RULE, line] if mark_of(line) else [line])]
    for item in make_articles(_records(lines, context), context):
        yield item._replace(line=1, body_line=0) if isinstance(item, Article) else item


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the articles of an export. Raises ArticleError if there is none."""
    head = stream.peek(HEAD)[:HEAD]
    if proquestxml.claims(head.decode("utf-8", "replace").removeprefix("\ufeff")):
        yield from proquestxml.read(stream, context)
    elif head.lstrip().startswith(b"<"):
        yield from articles(read_all_lines(stream, context, _as_text), context)
    else:
        yield from make_articles(_records(read_lines(stream, context), context), context)


def _as_text(markup: str) -> str:
    """Return a page with a rule above each document, and one line end between the paragraphs of its text."""

    def joined(text: re.Match[str]) -> str:
        paragraphs = plain_text(_BUTTON.sub("", text[1])).split("\n")
        return "<br>".join(html.escape(line) for line in paragraphs if line)

    first = _ANCHOR.search(markup)  # above it are addresses and advice
    documents = _PAGE_TEXT.sub(joined, markup[first.start() if first else 0 :])
    return _ANCHOR.sub(rf"<p>{_A_RULE}</p>\g<0>", documents)


def _field(line: str) -> tuple[str, str] | None:
    """Return the field that a line begins with, and its value; None for another line."""
    if line[:1].isspace() or not (found := _LABEL.match(line)):
        return None
    field = _FIELDS.get(found[1].lower().replace(" ", ""))
    return None if field is None else (field, found[2])


def _records(lines: Iterable[str], context: ReadContext) -> Iterator[ExportRecord | Unreadable]:
    numbers: list[int] = []
    total = count = 0
    for start, block in _blocks(lines, context.limits.record_bytes):
        mark = next((mark for line in block[:6] if (mark := mark_of(line))), None)
        if mark is not None:
            numbers.append(mark.number)
            total = max(total, mark.total)
        record = _record(block, start)
        if record is not None:
            count += 1
            yield record
        elif mark is not None or not _is_cover(block):
            shown = first_words(next((line for line in block if line.strip() and not mark_of(line)), ""))
            yield Unreadable(context.path, f"a document is no article: {shown}", start)
            count += 1
    if not count:
        raise ArticleError("no document of ProQuest in the file")
    if total and (reason := missing_numbers(numbers, total)):
        yield Unreadable(context.path, reason)


def _blocks(lines: Iterable[str], largest: int) -> Iterator[tuple[int, list[str]]]:
    """Yield the number of the first line and the lines of each block between rules. Raises ArticleError."""
    block: list[str] = []
    start, size = 1, 0
    for number, line in enumerate(lines, 1):
        line = clean(line.rstrip("\n"))
        if not _RULE.fullmatch(line.strip()):
            block.append(line)
            size += len(line)
            if size > largest:
                raise too_large("document", largest, start)
            continue
        if any(map(str.strip, block)):
            yield start, block
        block, start, size = [], number + 1, 0
    if any(map(str.strip, block)):
        yield start, block


def _is_cover(block: list[str]) -> bool:
    """Whether a block is a cover page, a table of contents or a page of contacts."""
    text = "\n".join(block[:12])
    return _COVER.search(text) is not None or all(map(_is_listed, filter(str.strip, block)))


def _is_listed(line: str) -> bool:
    """Whether a line is of a table of contents: `1. Ferry line closes .... 3`."""
    return re.match(r"\s{0,40}\d{1,4}\.\s|.{1,400}\.{3}\s{0,9}\d{1,6}\s*\Z", line[:500]) is not None


def _record(block: list[str], start: int) -> ExportRecord | None:
    """Return the record of a document, None for a block without its fields."""
    fields = _fields_of(block)
    if fields.keys().isdisjoint(("text", "name", "abstract", "source", "info")):
        return None

    def value(name: str) -> str:
        lines = "\n".join(fields[name].lines).strip() if name in fields else ""
        return one_line(re.split(r"\n\s*\n", lines)[0])  # below it may be links

    record = ExportRecord(line=start + _first_text(block))
    record.title = value("title") or _title_above(block)
    record.authors = _authors(value("author"))
    info = value("info")
    record.source = re.split(r"\s*[;\[]", value("source") or re.split(r"\d", info)[0])[0].strip(" .:")
    record.date = _date(value("date"), info, value("year"))
    record.section = value("section")
    record.language = value("language")
    number = _DOCVIEW.search(value("url")) or _DOCVIEW.search("\n".join(block))
    record.name = value("name") or (number[1] if number else "")
    record.url = proquestxml.docview_address(record.name)
    for name in ("text", "abstract"):
        if name in fields and _take_text(record, fields[name], start):
            break
    return record


class _Lines(NamedTuple):
    """The lines of a field, the first without the label, and the index of the first in the block."""

    at: int
    lines: list[str]


def _fields_of(block: list[str]) -> dict[str, _Lines]:
    """Return the lines of each field of a block; the first field of a name counts.

    A label begins a field at the head of a paragraph only.
    """
    heads = [at for at in range(len(block)) if at == 0 or not block[at - 1].strip()]
    begun = [(at, *field) for at in heads if (field := _field(block[at]))]
    ends = [*(at for at, _, _ in begun[1:]), len(block)]
    fields: dict[str, _Lines] = {}
    for (at, name, first), end in zip(begun, ends, strict=False):
        fields.setdefault(name, _Lines(at, [first, *block[at + 1 : end]]))
    return fields


def _take_text(record: ExportRecord, field: _Lines, start: int) -> bool:
    """Take the text of a field of a block that begins on a line; return whether there is any."""
    text = "\n".join(field.lines).strip()
    if not text or _NOTHING.fullmatch(text):
        return False
    if _is_wrapped(field.lines):
        record.body = text
        record.body_line = 0 if field.lines[0] else start + field.at + _first_text(field.lines)
    else:
        record.body = re.sub(r"\n+(?=\S)", "\n\n", text)
    return True


def _is_wrapped(lines: list[str]) -> bool:
    """Whether most lines end at the edge of a column, so that a line is no paragraph."""
    return len(lines) > 3 and sum(60 <= len(line) <= 90 for line in lines) * 2 > len(lines)


def _first_text(lines: list[str]) -> int:
    return next((at for at, line in enumerate(lines) if line.strip()), 0)


def _title_above(block: list[str]) -> str:
    """Return the first line that is no field and no number of the document."""
    lines = (line for line in block if line.strip() and mark_of(line) is None)
    first = next(lines, "")
    return "" if _field(first) else one_line(first)


def _authors(text: str) -> tuple[str, ...]:
    """Return the persons of a list in which family names come first: `Doe, Jane; Roe, John`."""
    from newsgrep.bylines.persons import persons

    if _NOTHING.fullmatch(text):
        return ()
    names = [name for piece in text.split(";") for name in persons(given_name_first(one_line(piece)))]
    return tuple(dict.fromkeys(names))


def _date(*texts: str) -> Found:
    """Return the first date in the given texts, else a year in the last one."""
    found = [find_date(text) for text in texts]
    year = re.search(r"\b(?:1[5-9]|20)\d\d\b", texts[-1])
    if year:
        found.append(Found(year[0], year[0]))
    return next((day for day in found if day.iso), next((day for day in found if day.written), Found()))
