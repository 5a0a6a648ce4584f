"""ProQuest's XML: `<RECORD>` of TDM Studio, and `<Record>` of its historical newspapers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from io import BufferedReader

from newsgrep.article import Article
from newsgrep.bylines.persons import persons
from newsgrep.clean_text import clean
from newsgrep.formats.exports.labels import stated_word_count
from newsgrep.formats.exports.record import ExportRecord, Found, find_date, given_name_first, make_articles
from newsgrep.markup.html_text import is_html, plain_text
from newsgrep.markup.xml_stream import XmlNode, iterate_elements, outermost, root_name
from newsgrep.markup.xml_text import first_text
from newsgrep.read_context import ReadContext
from newsgrep.results import Unreadable

_IDENTIFIER = re.compile(r"<(?:GOID|RecordID|DocID)\b")
_ROOTS = ("RECORD", "Record")
_LANGUAGES = re.compile(r"(?P<code>[a-z]{2,3})\b|.*", re.I)


def claims(beginning: str) -> bool:
    """Whether a document begins as a record of ProQuest, or as a list of records."""
    root = root_name(beginning)
    return root.upper() in ("RECORD", "RECORDS") and _IDENTIFIER.search(beginning) is not None


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the article of each record. Raises ArticleError if there is none."""
    head = stream.peek(65536).decode("utf-8", "replace")
    name = "RECORD" if "<RECORD" in head and "<RECORDS" not in head.replace("<RECORDS>", "") else "Record"
    records = map(_record, iterate_elements(stream, name, context))
    return make_articles(records, context, none="no record of ProQuest in the file")


def docview_address(name: str) -> str:
    """Return the address of a document in the database, without the proxy and the account of the reader."""
    return f"https://www.proquest.com/docview/{name}" if name.isdecimal() else ""


def _record(node: XmlNode) -> ExportRecord:
    text = partial(first_text, node)
    publications = (found for name in ("PubFrosting", "Publication") for found in outermost(node, name))
    publication = next(publications, None)
    name = text("GOID", "RecordID", "DocID")
    return ExportRecord(
        name=name,
        title=text("RecordTitle", "TitleAtt"),
        authors=_authors(node),
        date=_date(text("NumericPubDate", "NumericDate", "StartDate"), text("AlphaPubDate")),
        url=docview_address(name),
        source=first_text(publication, "Title") if publication is not None else "",
        section=text("SectionTitle", "Section", "DocSection"),
        language=text("LanguageCode", "RawLang", "Language"),
        words=stated_word_count(f"{text('WordCount')} words"),
        body=_body(node),
        line=node.sourceline or 1,
    )


def _authors(node: XmlNode) -> tuple[str, ...]:
    """Return the contributors in their order, given names first."""
    names: list[str] = []
    for contributor in outermost(node, "Contributor"):
        family, given = first_text(contributor, "LastName"), first_text(contributor, "FirstName")
        if family and given:
            names += persons(f"{given} {family}")
        else:
            names += persons(given_name_first(first_text(contributor, "OriginalForm") or family))
    return tuple(dict.fromkeys(names))


def _date(digits: str, written: str) -> Found:
    """Return the date in words, else in numbers (`20201030`, `2020-10-30`); zeros stand for unknown."""
    found = re.fullmatch(r"(\d{4})-?(\d\d)?-?(\d\d)?(?:T.*)?", digits)
    if not found or find_date(written).iso:
        return find_date(written)
    parts = [found[1]]
    for part in (found[2], found[3]):
        if not part or part == "00":
            break
        parts.append(part)
    whole = "-".join(parts)
    return Found(digits, whole if len(parts) < 3 or find_date(whole).iso else "-".join(parts[:2]))


def _body(node: XmlNode) -> str:
    """Return the text: HTML as text in `<Text>`, or the words of `<FullText>`."""
    for name in ("Text", "FullText", "HiddenText", "Abstract"):
        for part in outermost(node, name):
            text = clean("".join(part.itertext())).strip()
            if text:
                return plain_text(text) if is_html(text) else re.sub(r"\n\s*\n\s*", "\n\n", text)
    return ""
