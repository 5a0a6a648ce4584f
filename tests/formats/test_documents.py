"""DOCX, RTF and PDF: text and properties; documents that are damaged, hostile or empty end with a reason."""

from __future__ import annotations

import datetime as dt
import io
import os
import re
import signal
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls

from newsgrep.article import FIELD, HEADLINE, LEDE, PROPERTIES
from newsgrep.formats import choose_format
from newsgrep.formats.documents import isolated
from newsgrep.tuning import SourceLimits
from tests.formats.opendocuments import odt
from tests.formats.outlook import compound, mail
from tests.formats.pdfs import pdf
from tests.formats.workbooks import xlsx

_NO_PARTS = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
TEXT = ["The ferry stopped on Monday.", "Its crew went home."]


def docx(*paragraphs: str, style: str = "", **properties: object) -> bytes:
    """A DOCX; the style is that of the first paragraph."""
    document = Document()
    for name, value in properties.items():
        setattr(document.core_properties, name, value)
    for number, text in enumerate(paragraphs):
        document.add_paragraph(text, style=style if style and not number else None)
    return saved(document)


def saved(document: object) -> bytes:
    """A document as bytes."""
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def rtf(*paragraphs: str, info: str = "") -> str:
    """An RTF."""
    text = "\n".join(rf"\pard {paragraph}\par" for paragraph in paragraphs)
    return r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Times;}}" + info + text + "}"


def test_properties_are_marked(read):
    """Title, author and date of a document are those of the file."""
    created = dt.datetime(2020, 10, 30, 8, 30)
    (article,) = read(docx(*TEXT, title="Ferry line closes", author="Jane Doe", created=created), ".docx")
    assert (article.title, article.title_from) == ("Ferry line closes", PROPERTIES)
    assert (article.date, article.date_from) == ("2020-10-30T08:30:00Z", PROPERTIES)
    assert article.authors == ("Jane Doe",)
    assert article.body == "\n\n".join(TEXT)


def test_what_a_document_says_goes_before_its_properties(read):
    """A byline and a date below the headline are those of the article."""
    data = docx(
        "Ferry line closes", "By Jane Doe", "30 October 2020", *TEXT, author="John Roe", title="Template 7"
    )
    (article,) = read(data, ".docx")
    assert (article.authors, article.date, article.date_from) == (("Jane Doe",), "2020-10-30", FIELD)
    (styled,) = read(docx("Ferry line closes!", *TEXT, style="Title", title="Template 7"), ".docx")
    assert (styled.title, styled.title_from, styled.body) == (
        "Ferry line closes!",
        HEADLINE,
        "\n\n".join(TEXT),
    )


@pytest.mark.parametrize(
    "title",
    ["", "Microsoft Word - ferry.doc", "Document1", "untitled", "ferry_final.docx", "0101_ferry_p15~x"],
)
@pytest.mark.parametrize("author", ["", "Microsoft Office User", "admin", "python-docx"])
def test_properties_that_say_nothing_are_none(read, title, author):
    """Such as programs write."""
    (article,) = read(docx(*TEXT, title=title, author=author), ".docx")
    assert (article.title, article.title_from) == (TEXT[0], LEDE)
    assert article.authors == ()


def test_the_date_of_a_template_is_none(read):
    """That with which a library begins each document."""
    (article,) = read(docx(*TEXT), ".docx")
    assert article.date == ""


def test_all_text_of_a_document_is_read(read):
    """Tables, tracked changes, form fields, text boxes once, and breaks; what was deleted is not."""
    document = Document()
    paragraph = document.add_paragraph("The ferry ")
    inserted, deleted = OxmlElement("w:ins"), OxmlElement("w:del")
    inserted.append(document.add_paragraph("stopped.").runs[0]._r)
    deleted.append(parse_xml(f"<w:r {nsdecls('w')}><w:delText>sank.</w:delText></w:r>"))
    paragraph._p.extend([inserted, deleted])
    document.add_table(1, 2).rows[0].cells[1].text = "in a table"
    box = "<w:txbxContent><w:p><w:r><w:t>in a box</w:t></w:r></w:p></w:txbxContent>"
    word = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    both = f"<mc:Choice Requires='wps'>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    inner = f"<w:r><mc:AlternateContent>{both}</mc:AlternateContent></w:r><w:sdt><w:sdtContent>"
    inner += "<w:r><w:t>a field</w:t>"
    document.element.body.append(
        parse_xml(
            f"<w:p {nsdecls('w')} {word}>{inner}<w:br/><w:t>below</w:t></w:r></w:sdtContent></w:sdt></w:p>"
        )
    )
    (article,) = read(saved(document), ".docx")
    assert article.body.split("\n\n") == ["The ferry stopped.", "in a table", "a field", "below", "in a box"]


def test_rich_text_has_its_code_page_and_properties(read):
    """Characters of every plane, in the text and in the properties."""
    info = r"{\info{\title Le ferry s'arr\'eate}{\author Ren\'e9 Doe}{\creatim\yr2020\mo10\dy30\hr8\min5}}"
    (article,) = read(rtf(r"L'\'e9quipage est parti.", r"\u-10179?\u-8704? fin.", info=info), ".rtf")
    assert (article.title, article.title_from) == ("Le ferry s'arrête", PROPERTIES)
    assert (article.authors, article.date) == (("René Doe",), "2020-10-30T08:05")
    assert article.body == "L'équipage est parti.\n\n\U0001f600 fin."


@pytest.mark.parametrize(("skip", "letter"), [("", r"\u233?"), (r"\uc0", r"\u233 "), (r"\uc2", r"\u233??")])
def test_addresses_of_links_are_no_text(read, skip, letter):
    """However many characters stand in the place of one of Unicode, in the text and in the properties."""
    link = r'{\field{\*\fldinst{ HYPERLINK "https://example.org/1"}}{\fldrslt{\ul ferry}}}'
    info = rf"{skip}{{\info{{\title The caf{letter}s}}}}"
    (article,) = read(rtf(f"The {link} stopped at the caf{letter}s.", info=info), ".rtf")
    assert (article.title, article.body) == ("The cafés", "The ferry stopped at the cafés.")


def test_pages_of_a_pdf_are_read(read):
    """A word that is divided between lines is one; the properties are marked."""
    properties = "/Title(Ferry line closes)/Author(Jane Doe)/CreationDate(D:20201030083000+02'00')"
    data = pdf(["The ferry stop-", "ped on Monday."], ["Its crew went home."], properties=properties)
    (article,) = read(data, ".pdf")
    assert article.body == "The ferry stopped on Monday.\n\nIts crew went home."
    assert (article.title, article.title_from, article.authors) == (
        "Ferry line closes",
        PROPERTIES,
        ("Jane Doe",),
    )
    assert (article.date, article.date_from) == ("2020-10-30T08:30:00+02:00", PROPERTIES)


def test_the_pages_of_a_pdf_are_known(read):
    """From the line below the header on; a page without text has a number, too."""
    data = pdf(
        ["Ferry line closes", "By Jane Doe", "", "It stopped."], [], ["Its crew", "went home."], ["Why?"]
    )
    (article,) = read(data, ".pdf")
    assert article.authors == ("Jane Doe",)
    assert [(article.body[offset:].split("\n")[0], number) for offset, number in article.pages] == [
        ("It stopped.", 1),
        ("Its crew", 3),
        ("Why?", 4),
    ]
    assert [article.page_at(article.body.index(word)) for word in ("It", "Its", "home", "Why")] == [
        1,
        3,
        3,
        4,
    ]


def test_a_page_that_has_the_header_alone_is_not_in_the_body(read):
    """The body begins with the next one."""
    (article,) = read(pdf(["Ferry line closes", "By Jane Doe", ""], ["It stopped."]), ".pdf")
    assert (article.body, article.pages, article.page_at(3)) == ("It stopped.", ((0, 2),), 2)


def test_a_header_with_labels_is_read_as_in_a_text(read):
    """Its source, section and address are those of the article, too."""
    fields = ["Title: Ferry stops", "Source: Example Post", "Section: Sport", "URL: https://example.org/a"]
    (article,) = read(pdf(fields, ["It stopped on Monday."]), ".pdf")
    assert (article.title, article.body) == ("Ferry stops", "It stopped on Monday.")
    assert (article.source, article.section, article.url) == (
        "Example Post",
        "Sport",
        "https://example.org/a",
    )


def test_the_pages_of_other_documents_are_not_known(read):
    """Word breaks a text into pages when it shows it."""
    (article,) = read(docx(*TEXT), ".docx")
    assert (article.pages, article.page_at(0)) == ((), 0)


@pytest.mark.parametrize("suffix", [".docx", ".rtf", ".pdf"])
def test_a_document_is_recognised_by_its_beginning(suffix):
    """Without a suffix."""
    data = {".docx": docx(*TEXT), ".rtf": rtf(*TEXT).encode(), ".pdf": pdf(TEXT)}[suffix]
    assert choose_format("", data[:8192]).name == suffix[1:]


@pytest.mark.parametrize(
    ("suffix", "content", "reason"),
    [
        (".docx", b"", "not DOCX, or damaged"),
        (".docx", b"PK\x03\x04 no zip", "not DOCX, or damaged"),
        (".docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "not DOCX: an encrypted or an older Word document"),
        (".rtf", b"Talks resume", "not RTF"),
        (".rtf", rb"{\rtf1\u99999999999 x}", "malformed RTF: "),
        (".rtf", rb"{\rtf1 }", "no text"),
        (".pdf", b"Talks resume", "not PDF, or damaged: "),
    ],
)
def test_what_is_no_document_is_told(read, suffix, content, reason):
    """With the reason."""
    (fault,) = read(content, suffix)
    assert fault.reason.startswith(reason)


def test_a_zip_without_a_main_text_is_no_docx(read):
    """The reason is the same as for other bytes, and not the name of an exception."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", _NO_PARTS)
        archive.writestr("word/document.xml", "<document/>")
    assert [result.reason for result in read(stream.getvalue(), ".docx")] == ["not DOCX, or damaged"]


def test_a_scan_is_told(read):
    """With what makes text of it."""
    (fault,) = read(pdf([]), ".pdf")
    assert fault.reason == "no text in its pages: if they are scans, run OCR on it, as ocrmypdf does"


def test_a_document_that_expands_too_much_is_not_opened(read):
    """By what its members say that they expand to, which they cannot exceed."""
    stream = io.BytesIO(docx(*TEXT))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/image.bin", bytes(300 * 2**20))
    assert [result.reason for result in read(stream.getvalue(), ".docx")] == ["expands to more than 256 MB"]


def test_a_document_that_takes_too_long_costs_no_other(read):
    """The process that reads it is ended, and another reads the next."""
    slow = r"{\rtf1 " + r"{\fonttbl{\f0\fcharset0 " * 20_000
    limits = SourceLimits(filter_seconds=1.0)
    assert [result.reason for result in read(slow, ".rtf", limits)] == ["takes more than 1 seconds to read"]
    assert [article.body for article in read(rtf(*TEXT), ".rtf")] == ["\n\n".join(TEXT)]


def test_a_document_of_many_bytes_is_not_read(read):
    """Within the limit of a record."""
    assert [result.reason for result in read(rtf(*TEXT), ".rtf", SourceLimits(record_bytes=20))] == [
        "document larger than 0 MB"
    ]


def test_a_process_that_was_killed_is_started_again(read):
    """Nothing is lost but time."""
    read(rtf(*TEXT), ".rtf")
    find = ["pgrep", "-P", str(os.getpid()), "-f", "documents.worker"]
    os.kill(int(subprocess.run(find, capture_output=True, check=True).stdout), signal.SIGKILL)
    assert [article.body for article in read(rtf(*TEXT), ".rtf")] == ["\n\n".join(TEXT)]


@pytest.mark.parametrize(
    ("module", "library", "suffix", "content"),
    [
        ("lxml", "lxml", ".odt", odt(f"<text:p>{TEXT[0]}</text:p>")),
        ("striprtf", "striprtf", ".rtf", rtf(*TEXT).encode()),
        ("python_calamine", "python-calamine", ".xlsx", xlsx([["Title"], TEXT])),
        ("olefile", "olefile", ".msg", compound(mail("Ferry", *TEXT[:1]))),
    ],
)
def test_a_missing_library_is_told(read, monkeypatch, tmp_path, module, library, suffix, content):
    """With what installs it, which is in the extra."""
    (tmp_path / f"{module}.py").write_text("raise ImportError")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    isolated.end()
    try:
        (fault,) = read(content, suffix)
    finally:
        isolated.end()
    assert re.match(rf"needs {library}: .*install", fault.reason)
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]
    assert library in [re.split("[>=]", one)[0] for one in project["optional-dependencies"]["documents"]]


def test_the_process_ends_with_its_parent():
    """Whether it is asked or not."""
    code = (
        "from newsgrep.formats.documents.isolated import extract; from newsgrep.tuning import DEFAULT_TUNING;"
        r"print(extract('rtf', rb'{\rtf1 x}', DEFAULT_TUNING.sources).lines)"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, timeout=60
    )
    assert (done.stdout, done.stderr) == ("('x',)\n", "")
