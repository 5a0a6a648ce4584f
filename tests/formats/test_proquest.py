"""ProQuest: text, in the languages of its labels, and both kinds of XML."""

# ruff: noqa: E501 lines are as long as the databases write them

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document

import newsgrep
from newsgrep.remarks import BROKEN_SEQUENCES

RULE = "_" * 60
LABELS = {
    "en": ("Author", "Full text", "Publication title", "Publication date", "Language of publication: English"),
    "de": ("Autor", "Volltext", "Titel der Publikation", "Publikationsdatum", "Publikationssprache: Deutsch"),
    "es": ("Autor", "Texto completo", "Título de publicación", "Fecha de publicación", "Idioma de la publicación: Español"),
    "fr": ("Auteur", "Texte intégral", "Titre de la publication", "Date de publication", "Langue de publication: Français"),
    "it": ("Autore", "Testo completo", "Titolo pubblicazione", "Data di pubblicazione", "Lingua di pubblicazione: Italiano"),
    "pt": ("Autor", "Texto completo", "Título da publicação", "Data da publicação", "Idioma de publicação: Português"),
}  # fmt: skip
DAYS = {
    "en": "Oct 30, 2020",
    "de": "30. Okt 2020",
    "es": "30 oct 2020",
    "fr": "30 oct. 2020",
    "it": "30 ott 2020",
    "pt": "30 out 2020",
}


def document(
    number: int, total: int, language: str = "en", text: str = "The ferry stopped.\nIts crew went home."
) -> str:
    """A document between two rules."""
    author, full, source, date, spoken = LABELS[language]
    return "\n\n".join(
        [RULE, f"Document {number} of {total}", "Ferry line closes", f"{author}: Doe, Jane; Roe, John M"]
        + [f"{full}: {text}", "Subject: Ferries", f"{source}: Example Post; Springfield"]
        + [f"{date}: {DAYS[language]}", "Section: News", spoken, f"ProQuest document ID: 10000{number}"]
        + [f"Document URL: https://proxy.example.edu/login?url=https://www.proquest.com/docview/10000{number}/se-2?accountid=1", ""]
    )  # fmt: skip


COVER = f"{RULE}\n\nReport Information from ProQuest\n\n30 October 2020\n\n{RULE}\n\nTable of contents\n\n1. Ferry.... 1\n\n"
END = f"{RULE}\n\nContact us at: http://www.proquest.com/go/x\n\nDatabase copyright © 2020 ProQuest LLC.\n"


@pytest.mark.parametrize("language", LABELS)
def test_each_document_is_an_article(read, language):
    """In the language of the export; cover, contents and contacts are none."""
    first, second = read(COVER + document(1, 2, language) + document(2, 2, language) + END)
    assert (first.title, first.authors) == ("Ferry line closes", ("Jane Doe", "John M Roe"))
    assert (first.source, first.date, first.language) == ("Example Post", "2020-10-30", language)
    assert first.body == "The ferry stopped.\n\nIts crew went home."
    assert (second.key, second.url) == ("n/story.txt#100002", "https://www.proquest.com/docview/100002")


def test_a_byte_that_is_of_no_encoding(with_remarks):
    """Wherever it is, it is U+FFFD in the article, and remarked with the line of its document."""
    whole = (document(1, 2) + document(2, 2)).encode().replace(b"Oct 30, 2020", "Oct 30, 2020 ™".encode())
    for old, new in ((b"Roe, J", b"R\xf3e, J"), (b"crew", b"cr\xe9w"), (b": News", b": N\xe9ws")):
        articles, remarks = with_remarks(whole.replace(old, new, 1))
        assert "\ufffd" in "".join((*articles[0].authors, articles[0].body, articles[0].section))
        assert remarks == [(BROKEN_SEQUENCES, "UTF-8", articles[0].line)]


def test_labels_within_a_text_end_nothing(read):
    """A paragraph of the text may begin as a field does; a rule of another length is no end."""
    text = "The ferry stopped.\nSubject: the weather, the captain said.\n____________\nIts crew went home."
    (article,) = read(document(1, 1, text=text))
    assert article.body.endswith("captain said.\n\n____________\n\nIts crew went home.")


def test_a_text_that_is_not_in_the_export_is_told(read):
    """The abstract stands in for it, if there is one."""
    results = read(
        document(1, 2, text="Not available.") + document(2, 2, text="None\n\nAbstract: The ferry stopped.")
    )
    assert results[0].reason == 'no text of "Ferry line closes" in the export'
    assert (
        read(document(1, 1, text="Not available.\n\nAbstract: The ferry stopped."))[0].body
        == "The ferry stopped."
    )


def test_what_does_not_fit_is_told(read):
    """A document without fields, and numbers that are missing."""
    results = read(document(1, 4) + f"{RULE}\n\nDocument 2 of 4\n\nAn error occurred.\n\n" + document(4, 4))
    assert [getattr(result, "reason", "") for result in results] == [
        "",
        "a document is no article: An error occurred",
        "",
        "the export says 4 documents, 3 found: 3 missing",
    ]


def test_a_line_of_another_text_is_no_export(read):
    """A rule alone is in many texts."""
    (article,) = read(f"Talks resume\n\n{RULE}\n\nThey ended.\n")
    assert article.key == "n/story.txt"


def test_xml_of_tdm_studio_is_read(read):
    """The text is HTML in a field."""
    (article,) = read(
        "<RECORD><Version>1</Version><GOID>100001</GOID><DFS><PubFrosting><Title>Example Post</Title></PubFrosting></DFS>"
        "<Obj><TitleAtt><Title>Ferry line closes</Title></TitleAtt><NumericDate>2020-10-30</NumericDate><Contributors>"
        '<Contributor ContribOrder="1"><Author><LastNameAtt><LastName>Doe</LastName></LastNameAtt><FirstNameAtt><FirstName>'
        "Jane</FirstName></FirstNameAtt></Author></Contributor><Contributor><Author><OriginalFormAtt><OriginalForm>Roe, John"
        "</OriginalForm></OriginalFormAtt></Author></Contributor></Contributors></Obj><TextInfo><Text HTMLContent='true'>"
        "&lt;p&gt;The ferry stopped.&lt;/p&gt;&lt;p&gt;Its crew went home.&lt;/p&gt;</Text></TextInfo></RECORD>",
        ".xml",
    )
    assert (article.key, article.source) == ("n/story.xml#100001", "Example Post")
    assert (article.title, article.authors) == ("Ferry line closes", ("Jane Doe", "John Roe"))
    assert (article.date, article.body) == ("2020-10-30", "The ferry stopped.\n\nIts crew went home.")


def test_xml_of_historical_newspapers_is_read(read):
    """A day may be unknown."""
    (article,) = read(
        "<Record><RecordID>475043769</RecordID><RecordTitle>Ferry line closes</RecordTitle><Publication><Title>Example Post"
        "</Title></Publication><AlphaPubDate>Apr 1910</AlphaPubDate><NumericPubDate>19100400</NumericPubDate>"
        "<Contributor><LastName>Doe</LastName><FirstName>Jane</FirstName></Contributor><LanguageCode>ENG</LanguageCode>"
        "<FullText>The ferry stopped.</FullText></Record>",
        ".xml",
    )
    assert (article.date, article.language, article.authors) == ("1910-04", "en", ("Jane Doe",))
    assert article.url == "https://www.proquest.com/docview/475043769"


def page(*documents: str) -> str:
    """A page as ProQuest mails it: the text of a document is a page within."""
    return (
        "<!DOCTYPE html><html><head><title>Document Email</title></head><body><p>Please do not reply.</p>"
        + "".join(documents)
        + "<p>Contact ProQuest</p></body></html>"
    )


def on_page(number: int) -> str:
    """A document of a page, with a label within its text, and a link below its author."""
    return (
        f'<div><a name="DocID_PQ_10000{number}"></a><p></p><p>Ferry line {number} closes</p>'
        "<p><strong>Author:  </strong>Doe, Jane; Roe, John</p>"
        f'<p><a href="https://www.proquest.com/docview/10000{number}/se-2">ProQuest document link</a></p>'
        "<p><strong>Abstract:  </strong>None available.</p>"
        '<p><strong>Full text: </strong><Text WordCount="9"><html><head><title></title></head><body>'
        '<a class="sr-only" title="A ferry">Enlarge this image.</a>'
        "<p>The ferry stopped.</p>\n<p>Source: the crew &amp; others.</p></body></html></Text></p>"
        "<p><strong>Publication title: </strong>Example Post</p>"
        "<p><strong>Publication date: </strong>Oct 30, 2020</p>"
        f"<p><strong>ProQuest document ID: </strong>10000{number}</p></div>"
    )


def test_a_page_of_documents_is_an_article_each(read):
    """As ProQuest mails it: a label within a text ends nothing, and a link below the author is none."""
    first, second = read(page(on_page(1), on_page(2)), ".html")
    assert (first.title, second.title) == ("Ferry line 1 closes", "Ferry line 2 closes")
    assert (first.authors, first.source, first.date) == (
        ("Jane Doe", "John Roe"),
        "Example Post",
        "2020-10-30",
    )
    assert first.body == "The ferry stopped.\n\nSource: the crew & others."
    assert first.key == "n/story.html#100001"


def test_a_mail_of_documents(tmp_path, monkeypatch):
    """The page in a mail that ProQuest sent is attached to it, and an article for each document."""
    monkeypatch.chdir(tmp_path)
    head = "From: noreply@proquest.example\nSubject: Your research\nContent-Type: text/html\n\n"
    Path("a.eml").write_text(head + page(on_page(1), on_page(2)))
    mail, first, second = newsgrep.read_articles("a.eml")
    assert (mail.title, mail.body) == ("Your research", "")
    assert (first.key, second.key) == ("a.eml#attachment.html#100001", "a.eml#attachment.html#100002")
    assert first.body == "The ferry stopped.\n\nSource: the crew & others."


def rich_text(text: str) -> str:
    """RTF with a paragraph for each line."""
    return "{\\rtf1\\ansi\\ansicpg1252 " + "".join(f"\\pard {line}\\par\n" for line in text.split("\n")) + "}"


@pytest.mark.parametrize("rule", [RULE, ""])
@pytest.mark.parametrize("suffix", [".rtf", ".docx"])
def test_documents_in_rtf_and_docx_are_split(read, suffix, rule):
    """By the rules between them, or by the lines that number them."""
    text = (
        (document(1, 2) + document(2, 2))
        .replace(RULE, rule)
        .replace("went home.", "went home.\nIt was late.")
    )
    if suffix == ".docx":
        stream = io.BytesIO()
        file = Document()
        for line in filter(None, text.split("\n")):
            file.add_paragraph(line)
        file.save(stream)
        found = read(stream.getvalue(), suffix)
    else:
        found = read(rich_text(text), suffix)
    assert [article.key for article in found] == [f"n/story{suffix}#10000{number}" for number in (1, 2)]
    assert {(article.title, article.date, article.line) for article in found} == {
        ("Ferry line closes", "2020-10-30", 1)
    }
    assert {article.body for article in found} == {
        "The ferry stopped.\n\nIts crew went home.\n\nIt was late."
    }
