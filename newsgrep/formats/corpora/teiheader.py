"""What the header of a TEI document says of its text: title, who wrote it, when and where it appeared."""

from __future__ import annotations

from collections.abc import Iterator

from newsgrep.article import Article
from newsgrep.formats.corpora.teitext import line_of
from newsgrep.markup.xml_stream import XmlNode
from newsgrep.read_context import ReadContext

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
#: Attributes with a day in ISO form, the best first.
_DAYS = ("when", "when-iso", "from", "notBefore")


def article_of_header(document: XmlNode, context: ReadContext) -> Article:
    """Return an article without a body, with what the header says of the text, not of its digital edition.

    Its source is the newspaper, journal or record in which the text appeared; its section is a part of that.
    """
    article = Article(context.key(), context.path)
    header = next(document.iterchildren("{*}teiHeader"), None)
    if header is None:
        return article._replace(language=document.get(_LANGUAGE, ""))
    marks = dict(_marks(header))
    text = next(document.iterchildren("{*}text"), document)
    authors = list(filter(None, map(spoken_name, _writers(header)))) or [marks.get("authorLevel1", "")]
    date, date_text = context.dates.read(marks.get("witnessDateLevel1_from") or _date(header))
    return article._replace(
        title=marks.get("titleLevel1") or _title(header),
        authors=tuple(filter(None, authors)),
        date=date,
        date_text=date_text,
        source=marks.get("titleLevel2") or _source(header),
        section=marks.get("newspaperSection") or marks.get("articleClass", ""),
        url=marks.get("sourceUrl") or next(_addresses(header), ""),
        language=text.get(_LANGUAGE) or document.get(_LANGUAGE) or _stated_language(header),
    )


def spoken_name(person: XmlNode) -> str:
    """Return the name of a person as it is spoken: given names first, if they are marked."""
    given, family = (
        " ".join(filter(None, map(line_of, person.iterfind(f".//{{*}}{part}"))))
        for part in ("forename", "surname")
    )
    return f"{given} {family}" if given and family else line_of(person)


def _marks(header: XmlNode) -> Iterator[tuple[str, str]]:
    """Yield names and values of the metadata that the Dutch institute of language puts into its corpora."""
    for group in header.iterfind(".//{*}bibl/{*}interpGrp"):
        if group.get("type") and (value := line_of(next(group.iterchildren("{*}interp"), None))):
            yield group.get("type"), value


def _title(header: XmlNode) -> str:
    """Return the title of the text: the title of an article, else the main title, else the first one."""
    titles = [*header.iterfind(".//{*}titleStmt/{*}title"), *header.iterfind(".//{*}analytic/{*}title")]

    def rank(title: XmlNode) -> int:
        return 0 if title.get("level") == "a" else 1 if title.get("type") == "main" else 2

    return next(filter(None, map(line_of, sorted(titles, key=rank))), "")


def _writers(header: XmlNode) -> Iterator[XmlNode]:
    """Yield the elements of the people who wrote the text."""
    for place in ("titleStmt", "analytic", "monogr"):
        if found := list(header.iterfind(f".//{{*}}{place}/{{*}}author")):
            yield from (_person_in(author) for author in found)
            return


def _person_in(author: XmlNode) -> XmlNode:
    person = author.find(".//{*}persName")
    return author if person is None else person


def _date(header: XmlNode) -> str:
    """Return the day when a session took place, an issue appeared or a letter was sent."""
    paths = ("settingDesc//{*}date", "sourceDesc//{*}date", "correspAction//{*}date", "creation/{*}date")
    found = [date for path in paths for date in header.iterfind(f".//{{*}}{path}")]
    marked = (day for date in found for day in filter(None, map(date.get, _DAYS)))
    return next(marked, "") or next(filter(None, map(line_of, found)), "")


def _source(header: XmlNode) -> str:
    """Return the title of the publication in which the text appeared."""
    titles = header.findall(".//{*}sourceDesc//{*}title")
    journals = [title for title in titles if title.get("level") == "j"]
    # The source of a debate is the record of the parliament, and the source of a book is the book itself.
    others = (
        header.findall(".//{*}sourceDesc/{*}bibl/{*}title")
        if header.find(".//{*}meeting") is not None
        else []
    )
    return next(filter(None, map(line_of, [*journals, *others])), "")


def _addresses(header: XmlNode) -> Iterator[str]:
    for idno in header.iterfind(".//{*}sourceDesc//{*}idno"):
        if (address := line_of(idno)).startswith(("http://", "https://")):
            yield address


def _stated_language(header: XmlNode) -> str:
    """Return the only language that the header states."""
    stated = [language.get("ident", "") for language in header.iterfind(".//{*}langUsage/{*}language")]
    return stated[0] if len(stated) == 1 else ""
