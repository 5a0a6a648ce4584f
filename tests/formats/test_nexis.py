"""Nexis: classic and Uni, in text, HTML, RTF and DOCX; what does not parse or is missing is told."""

# ruff: noqa: E501 lines are as long as the databases write them

from __future__ import annotations

import io

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from newsgrep.article import Article
from newsgrep.formats import choose_format
from newsgrep.results import Unreadable
from tests.formats.pdfs import pdf

#: The labels of a classic document, a date and a length, by language.
LANGUAGES = {
    "en": ("1 of 1 DOCUMENTS", "October 30, 2020 Friday", "BYLINE", "SECTION", "LENGTH", "90 words", "LANGUAGE: ENGLISH"),
    "de": ("Dokument 1 von 1", "30. Oktober 2020 Freitag", "AUTOR", "RUBRIK", "LÄNGE", "90 Wörter", "SPRACHE: GERMAN"),
    "fr": ("Document 1 de 1", "30 octobre 2020 vendredi", "AUTEUR", "RUBRIQUE", "LONGUEUR", "90 mots", "LANGUE: FRENCH"),
    "es": ("Documento 1 de 1", "30 de octubre de 2020", "AUTOR", "SECCIÓN", "LONGITUD", "90 palabras", "IDIOMA: Español"),
    "nl": ("1 van 1 DOCUMENTEN", "30 oktober 2020 vrijdag", "AUTEUR", "RUBRIEK", "LENGTE", "90 woorden", "TAAL: Dutch"),
    "pt": ("Documento 1 de 1", "30 de outubro de 2020", "AUTOR", "SEÇÃO", "COMPRIMENTO", "90 palavras", "LÍNGUA: Português"),
    "it": ("Documento 1 di 1", "30 ottobre 2020 venerdì", "AUTORE", "SEZIONE", "LUNGHEZZA", "90 parole", "LINGUA: Italiano"),
}  # fmt: skip


def classic(number: int, total: int, *, text: str = "The ferry stopped.\nIts crew went home.") -> str:
    """A document of Nexis as text: what is centred is indented."""
    return f"""\

                               {number} of {total} DOCUMENTS


                                Example Post

                           October {number}, 2020 Thursday

Ferry line closes for the winter, part {number}
of the story

BYLINE: By Jane Doe and John Roe

SECTION: NEWS; Pg. {number}

LENGTH: 12 words

{text}

LOAD-DATE: October 9, 2020

LANGUAGE: ENGLISH; ENGLISHS

                       Copyright 2020 Example Post Ltd.
                              All Rights Reserved
"""


def titles(results: list[Article | Unreadable]) -> list[str]:
    """The titles of articles, and the reasons of what is none."""
    return [result.title if isinstance(result, Article) else result.reason for result in results]


def uni(*documents: list[str], cover: tuple[str, ...] = ()) -> bytes:
    """A DOCX with a paragraph a line."""
    document = Document()
    for line in (*cover, *(line for lines in documents for line in lines)):
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def story(title: str = "Ferry line closes", day: str = "July 1, 2019 Monday 9:20 AM GMT") -> list[str]:
    """The paragraphs of a document of Nexis Uni."""
    head = [title, "The Example Post(London)", day, "", "Copyright 2019 Example Post. All Rights Reserved"]
    fields = ["Section:\u00a0NEWS; City Desk; Pg. 2", "Length:\u00a012 words", "Byline:\u00a0Jane Doe"]
    text = ["Body", "", "The ferry stopped.", "", "Its crew went home.", "Classification", ""]
    return [
        *head,
        *fields,
        *text,
        "Language:\u00a0ENGLISH",
        "Load-Date:\u00a0July 2, 2019",
        "End of Document",
    ]


def test_each_document_of_a_text_is_an_article(read):
    """With its fields, and its text where it stands in the file."""
    content = "\n\n\n".join(classic(number, 3) for number in (1, 2, 3))
    first, second, third = read(content)
    assert (first.source, first.date, first.section, first.language) == (
        "Example Post",
        "2020-10-01",
        "NEWS",
        "en",
    )
    assert second.title == "Ferry line closes for the winter, part 2 of the story"
    assert third.authors == ("Jane Doe", "John Roe")
    assert second.body == "The ferry stopped.\nIts crew went home."
    assert content.split("\n")[second.body_line - 1] == "The ferry stopped."
    assert second.key == "n/story.txt#2020-10-02-ferry-line-closes-for-the-winter-part-2-of-the"


def test_an_article_keeps_its_key_in_another_export(read):
    """Whatever its number there."""
    (first,) = (result for result in read(classic(2, 2)) if isinstance(result, Article))
    assert first.key in {result.key for result in read(classic(1, 2) + classic(2, 2))}


@pytest.mark.parametrize("language", LANGUAGES)
def test_fields_are_read_in_the_language_of_the_export(read, language):
    """The date, the byline, the section, the length and the language."""
    mark, day, byline, section, length, words, last = LANGUAGES[language]
    (article,) = read(
        f"{mark}\n\n Example Post\n\n {day}\n\nFerry line closes\n\n{byline}: Jane Doe\n\n{section}: News\n\n"
        f"{length}: {words}\n\nThe ferry stopped.\n\n{last}\n"
    )
    assert (article.title, article.authors, article.section) == ("Ferry line closes", ("Jane Doe",), "News")
    assert (article.date, article.language, article.body) == ("2020-10-30", language, "The ferry stopped.")


def test_a_document_that_does_not_parse_is_told_and_not_merged(read):
    """With its line; those around it are read."""
    broken = " 2 of 3 DOCUMENTS\n\nWe are sorry, but this document cannot be shown.\n\n"
    first, fault, last = read(classic(1, 3) + broken + classic(3, 3))
    assert fault.reason == "document 2 of 3 is no article: We are sorry, but this document cannot be shown"
    assert fault.line == classic(1, 3).count("\n") + 2
    assert "sorry" not in first.body + last.body


def test_missing_documents_are_told(read):
    """By their numbers, also where exports were joined."""
    assert titles(read(classic(1, 4) + classic(4, 4)))[2:] == [
        "the export says 4 documents, 2 found: 2 to 3 missing"
    ]
    assert len(read(classic(3, 9) + classic(4, 9))) == 2  # a part of what was found
    cover = "Download Request: Selected Items: 3-5\n\n"
    told = titles(read(cover + classic(3, 9) + classic(4, 9)))
    assert told[2:] == ["the export says 3 documents, 2 found"]
    joined = read(classic(1, 2) + classic(2, 2) + classic(1, 1))
    assert all(isinstance(result, Article) for result in joined)


def test_pages_of_nexis_are_split(read):
    """Structure and number are in comments and a meta tag; the spans of search terms are no words of their own."""
    document = (
        '<!-- Hide XML section from browser\n<DOC NUMBER=1>\n<DOCFULL> -->\n<BR><DIV CLASS="c0"><P CLASS="c1"><SPAN>'
        "{0} of 2146 DOCUMENTS</SPAN></P></DIV>\n<BR><DIV><P><SPAN>Example Post</SPAN></P></DIV>\n<BR><DIV><P>"
        "<SPAN>October</SPAN><SPAN> {0}, 2020, Thursday, Late Edition</SPAN></P></DIV>\n<BR><DIV><P><SPAN>Ferry line "
        "closes</SPAN></P></DIV>\n<BR><DIV><P><SPAN>BYLINE: </SPAN><SPAN>By JANE DOE</SPAN></P></DIV>\n<BR><DIV><P>"
        "<SPAN>LENGTH: </SPAN><SPAN>9 words</SPAN></P></DIV>\n<BR><DIV><P><SPAN>The </SPAN><SPAN>ferry</SPAN><SPAN>\n"
        "stopped.</SPAN></P><P>Its crew went home.</P></DIV>\n<BR><DIV><P><SPAN>SUBJECT: </SPAN><SPAN>FERRIES (90%)"
        "</SPAN></P></DIV>\n<BR><DIV><P>Copyright 2020 Example Post</P></DIV>"
    )
    meta = '<HTML><HEAD><META TOPIC="null" DOCUMENTS="2" UPDATED="x"></HEAD><BODY>'
    first, second = read(meta + document.format(1) + document.format(2), ".html")
    assert first.body == "The ferry stopped.\n\nIts crew went home."
    assert (second.title, second.date, second.authors) == ("Ferry line closes", "2020-10-02", ("JANE DOE",))


def test_each_document_of_nexis_uni_is_an_article(read):
    """Below a cover page; the classification is no part of the text."""
    cover = (
        "Date and Time: Friday, 5. July 2019 09:31:00 CEST",
        "Job Number: 1",
        "Documents (2)",
        "1. Ferry line closes",
    )
    first, second = read(uni(story(), story("Docks reopen", "2. Juli 2019 Dienstag"), cover=cover), ".docx")
    assert (first.title, first.source, first.date) == (
        "Ferry line closes",
        "The Example Post (London)",
        "2019-07-01T09:20Z",
    )
    assert (first.body, first.section) == ("The ferry stopped.\n\nIts crew went home.", "NEWS; City Desk")
    assert (second.title, second.date, second.language) == ("Docks reopen", "2019-07-02", "en")
    assert second.key == "n/story.docx#2019-07-02-docks-reopen"


def test_the_identifier_of_nexis_uni_is_that_of_the_link(read):
    """It names the article, and its address is without what is of the session."""
    document = Document()
    target = "https://advance.lexis.com/api/document?id=urn:contentItem:5WG2-7T11-F021&idtype=PID&context=15"
    paragraph = document.add_paragraph()
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), document.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    link.append(document.add_paragraph("Ferry line closes").runs[0]._r)
    paragraph._p.append(link)
    for line in story()[1:]:
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    (article,) = read(stream.getvalue(), ".docx")
    assert article.key == "n/story.docx#5WG2-7T11-F021"
    assert article.url == "https://advance.lexis.com/api/document?id=urn:contentItem:5WG2-7T11-F021"
    assert article.title == "Ferry line closes"


def test_what_is_wrong_with_nexis_uni_is_told(read):
    """A document without a body, one without an end, and a number that disagrees."""
    results = read(
        uni(story(), ["Error", "End of Document"], story()[:-1], cover=("Documents (4)",)), ".docx"
    )
    assert titles(results) == [
        "Ferry line closes",
        "document 2 is no article: Error",
        "document 3 is cut off: it has no end",
        "the export says 4 documents, 3 found",
    ]


def test_the_list_of_an_export_is_no_article(read):
    """It comes as a file of its own where each document is one."""
    (fault,) = read(
        uni(["Job Number: 1", "Documents (2)", "1. Ferry line closes", "2. Docks reopen"]), ".docx"
    )
    assert fault.reason == "a list of documents, without their texts"


def test_a_date_that_is_not_understood_costs_nothing(read):
    """What stood there is kept."""
    (article,) = read(uni(story(day="31 Brumaire 2019")), ".docx")
    assert (article.date, article.date_text, article.title) == ("", "31 Brumaire 2019", "Ferry line closes")


def test_rich_text_of_nexis_is_split(read):
    """The instruction of a link is no text, and it has the identifier."""
    lines = [line.replace("\u00a0", r"\~") for line in story()]
    link = r'{\field{\*\fldinst{ HYPERLINK "https://advance.lexis.com/api/document?id=urn:contentItem:5WG2-7T11-F021"}}'
    lines[0] = rf"{link}{{\fldrslt{{Ferry line closes}}}}}}"
    text = r"{\rtf1\ansi\ansicpg1252 " + "".join(rf"\pard {line}\par" + "\n" for line in lines) + "}"
    (article,) = read(text, ".rtf")
    assert (article.title, article.authors) == ("Ferry line closes", ("Jane Doe",))
    assert article.key == "n/story.rtf#5WG2-7T11-F021"
    assert article.body == "The ferry stopped.\n\nIts crew went home."


def test_a_portable_document_of_nexis_is_not_read_as_one_article(read):
    """The reason says what to export instead."""
    lines = [line.replace("(", r"\(").replace(")", r"\)") for line in story()]
    (fault,) = read(pdf(lines), ".pdf")
    assert fault.reason == "an export of a news database as PDF: export it as DOCX, RTF, HTML or text instead"


def test_texts_of_others_are_not_taken_for_exports():
    """A number of documents within a sentence, or without their word."""
    for text in ("Talks\n\nOnly 1 of 3 documents was signed.\n", "Page\n\n1 of 3\n\nBody\n\nText\n"):
        assert choose_format(".txt", text.encode()).name == "text"
