"""What is attached to mails: files, archives and forwarded messages, and what is left out of them."""

from __future__ import annotations

import base64
import io
import mailbox
import struct
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from docx import Document

from newsgrep.article import FIELD, MAIL
from tests.formats.mails import mail
from tests.formats.pdfs import pdf
from tests.formats.workbooks import xlsx

SENT = "2021-03-09T22:10:00+01:00"


def raw_part(headers: str, content: str, text: str = "See below.") -> bytes:
    """A mail with one part beside its text, as it is written."""
    head = "From: a@ferry.example\nMIME-Version: 1.0\nSubject: Ferry\n"
    parts = f"--b\n\n{text}\n--b\n{headers}\n\n{content}\n--b--\n"
    return f"{head}Content-Type: multipart/mixed; boundary=b\n\n{parts}".encode()


def tnef(*attributes: tuple[int, bytes]) -> bytes:
    """A `winmail.dat` of some attributes."""
    packed = struct.pack("<IH", 0x223E9F78, 1)
    for identifier, value in attributes:
        packed += struct.pack("<BII", 2, identifier, len(value)) + value
        packed += struct.pack("<H", sum(value) % 2**16)
    return packed


def mapi(tag: int, value: bytes) -> bytes:
    """A property of an attachment in a `winmail.dat`, behind another."""
    return struct.pack("<II", 2, 0x37050003) + bytes(4) + struct.pack("<III", tag, 1, len(value)) + value


def zip_of(**members: str) -> bytes:
    """A zip; `a_txt` is the member a.txt."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as out:
        for name, content in members.items():
            out.writestr(name.replace("_", "."), content)
    return data.getvalue()


def box_of(tmp_path: Path, *mails: EmailMessage) -> bytes:
    """The mails as mailbox writes them."""
    made = mailbox.mbox(tmp_path / "made")
    for one in mails:
        made.add(one)
    made.close()
    return (tmp_path / "made").read_bytes()


def test_a_text_attached_is_an_article_below_its_mail(read_mails):
    """It has the date of the mail, marked so, and the line of the mail; its own date goes first."""
    made = mail()
    made.add_attachment("Clause seven speaks of tolls.\n", filename="contract.txt")
    made.add_attachment(b'{"id": "x", "text": "Tolls.", "date": "2019-05-01"}\n', "application", "json",
                        filename="list.jsonl")  # fmt: skip
    found, problems = read_mails(made)
    assert [*found] == ["a.eml", "a.eml#contract.txt", "a.eml#list.jsonl#x"]
    assert found["a.eml"].body == "See below."
    text = found["a.eml#contract.txt"]
    assert (text.body, text.path, text.format) == ("Clause seven speaks of tolls.", "a.eml", "text")
    assert (text.date, text.date_from, text.line, text.body_line) == (SENT, MAIL, 1, 0)
    record = found["a.eml#list.jsonl#x"]
    assert (record.date, record.date_from) == ("2019-05-01", FIELD)
    assert not problems


def test_documents_and_pages_attached_are_read(read_mails):
    """By the suffix of their name, or else by their type."""
    document = Document()
    document.add_paragraph("The harbour is closed.")
    data = io.BytesIO()
    document.save(data)
    made = mail()
    made.add_attachment(pdf(["The ferry is scrapped."]), "application", "pdf")
    made.add_attachment(data.getvalue(), "application", "octet-stream", filename="Minutes 3.docx")
    made.add_attachment("<html><body><p>The pier is sold.</p></body></html>", "html", filename="pier")
    found, problems = read_mails(made)
    assert {key: article.format for key, article in found.items()} == {
        "a.eml": "eml",
        "a.eml#attachment.pdf": "pdf",
        "a.eml#Minutes 3.docx": "docx",
        "a.eml#pier.html": "html",
    }
    assert not problems


def test_a_forwarded_message_is_an_article(read_mails):
    """With its own sender and date, and what is attached to it below it; the mail keeps its own text."""
    inner = mail("The dam reports were changed.", "Original", "2@ferry.example")
    inner.replace_header("Date", "Mon, 01 Mar 2021 08:00:00 +0100")
    inner.replace_header("From", "Béla Doe <bela@ferry.example>")
    inner.add_attachment("Level: nine metres.\n", filename="levels.txt")
    outer = mail("", "Fwd: Original")
    outer.set_content(inner)
    outer.make_mixed()
    outer.add_attachment(mail("Another one."))
    found, problems = read_mails(outer)
    assert [*found] == ["a.eml", "a.eml#message.eml", "a.eml#message.eml#levels.txt", "a.eml#message~2.eml"]
    assert (found["a.eml"].title, found["a.eml"].body) == ("Fwd: Original", "")
    first = found["a.eml#message.eml"]
    assert (first.authors, first.date) == (("Béla Doe",), "2021-03-01T08:00:00+01:00")
    assert found["a.eml#message.eml#levels.txt"].date == first.date
    assert found["a.eml#message~2.eml"].body == "Another one."
    assert not problems


def test_a_forwarded_message_may_be_encoded(read_mails):
    """Though it must not be; where the code is broken, the reason is told."""
    headers = "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64"
    code = base64.b64encode(mail("Tolls rise.").as_bytes()).decode()
    found, _ = read_mails(raw_part(headers, code))
    assert found["a.eml#message.eml"].body == "Tolls rise."
    found, problems = read_mails(raw_part(headers, code[:-3]))
    assert [*found] == ["a.eml"]
    assert problems == ["a.eml#message.eml: the attachment cannot be read"]


def test_names_of_attachments_are_unique_and_safe(read_mails):
    """A folder in a name is dropped, encoded words are decoded, a repeated name is numbered."""
    made = mail()
    for name in ("../../etc/notes.txt", "C:\\notes.txt", ".hidden.txt", "=?utf-8?b?xqDDqS50eHQ=?=", None):
        made.add_attachment(f"A text in {name}.\n", filename=name)
    made.add_attachment("A log.\n", filename="a/run.log")
    found, problems = read_mails(made)
    assert [*found] == ["a.eml"] + [
        f"a.eml#{name}"
        for name in ("notes.txt", "notes~2.txt", "hidden.txt", "Ơé.txt", "attachment.txt", "run.log.txt")
    ]
    assert not problems


def test_a_mailbox_keys_attachments_below_the_message(read_mails, tmp_path):
    """By its Message-ID; their line is that of the message, and each has its own names."""
    first, second = mail(identifier="1@ferry.example"), mail("Two.", identifier="2@ferry.example")
    for made in (first, second):
        made.add_attachment("Tolls.\n", filename="tolls.txt")
    content = box_of(tmp_path, first, second)
    found, _ = read_mails(content, "box.mbox")
    assert [*found] == [
        "box.mbox#1@ferry.example", "box.mbox#1@ferry.example#tolls.txt",
        "box.mbox#2@ferry.example", "box.mbox#2@ferry.example#tolls.txt",
    ]  # fmt: skip
    lines = [article.line for article in found.values()]
    assert lines[0] == lines[1] == 1
    assert lines[2] == lines[3] > 1
    assert len(read_mails(content, "box.txt")[0]) == 4


def test_archives_attached_to_mails_in_archives(read_mails):
    """A mail is no archive, so the limit of two archives within one another is not reached."""
    made = mail()
    made.add_attachment(zip_of(b_txt="Tolls.", c_png="x"), "application", "zip", filename="b.zip")
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w") as out:
        out.writestr("deep.zip", zip_of(d_txt="Never."))
    made.add_attachment(bomb.getvalue(), "application", "zip", filename="deeper.zip")
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as out:
        out.writestr("box/a.eml", made.as_bytes())
    found, problems = read_mails(data.getvalue(), "mails.zip")
    assert [*found] == ["mails.zip#box/a.eml", "mails.zip#box/a.eml#b.zip/b.txt"]
    assert problems == [
        "mails.zip#box/a.eml#b.zip/c.png: .png",
        "mails.zip#box/a.eml#deeper.zip/deep.zip: more than 2 archives within one another",
    ]


def test_messages_nested_deeply_are_read_to_a_limit(read_mails):
    """Ten mails within one another, with the files attached to the tenth; what is deeper is named."""
    made = mail("Innermost.", subject="12")
    for number in range(11, 0, -1):
        outer = mail(f"Text {number}.", subject=str(number))
        if number == 10:
            outer.add_attachment("Tolls.\n", filename="tolls.txt")
        outer.add_attachment(made)
        made = outer
    found, problems = read_mails(made)
    assert [article.title for article in found.values()] == [*map(str, range(1, 11)), "Tolls."]
    member = "#".join(["message.eml"] * 10)
    assert problems == [f"a.eml#{member}: more than 10 mails within one another"]


def test_a_document_without_a_suffix_is_known_by_its_beginning(read_mails):
    """Where its type says nothing; of another kind it is left out."""
    made = mail()
    for name, content in (
        ("tolls", xlsx([["Title"], ["Tolls rise"]])),
        ("list.dat", b"PK\x03\x04"),
        ("x", b""),
    ):
        made.add_attachment(content, "application", "octet-stream", filename=name)
    found, problems = read_mails(made)
    assert [*found] == ["a.eml", "a.eml#tolls.xlsx#Sheet1!2"]
    assert problems == ["a.eml#list.dat: .dat", "a.eml#x: "]


def test_pictures_within_the_text_and_signatures_are_no_news(read_mails):
    """Neither articles nor left out; what is attached and not read is."""
    made = mail()
    made.add_alternative("<p>See <img src='cid:1'></p>", subtype="html")
    made.get_payload()[1].add_related(b"png", "image", "png", cid="<1>")
    made.add_attachment(b"png", "image", "png", filename="logo.png", disposition="inline")
    made.add_attachment(b"sig", "application", "pkcs7-signature", filename="smime.p7s")
    made.add_attachment(b"jpg", "image", "jpeg", filename="Scan.JPG")
    made.add_attachment(b"ppt", "application", "vnd.ms-powerpoint", filename="tolls.ppt")
    found, problems = read_mails(made)
    assert [*found] == ["a.eml"]
    assert problems == ["a.eml#Scan.JPG: .jpg", "a.eml#tolls.ppt: .ppt"]


def test_a_form_of_the_text_may_have_files_attached(read_mails):
    """The plain text is read, and the file within the form that is not; an invitation is no attachment."""
    made = mail("Plain.")
    made.add_alternative("<p>Rich.</p>", subtype="html")
    made.get_payload()[1].add_attachment("Tolls.\n", filename="tolls.txt")
    made.add_alternative("BEGIN:VCALENDAR", subtype="calendar")
    found, problems = read_mails(made)
    assert {key: article.body for key, article in found.items()} == {
        "a.eml": "Plain.",
        "a.eml#tolls.txt": "Tolls.",
    }
    assert not problems


def test_the_text_goes_on_after_an_attachment(read_mails):
    """As some mailers write it; what follows the text at once is the footer of a list."""
    part = "Content-Type: text/plain; name=tolls.txt\nContent-Disposition: attachment\n\nTolls."
    found, _ = read_mails(raw_part(part, "--b\n\nGoodbye.\n--b\n\nTo leave this list …"))
    assert found["a.eml"].body == "See below.\n\nGoodbye."
    assert found["a.eml#tolls.txt"].body == "Tolls."


def test_charsets_of_texts_attached(read_mails):
    """The declared one is used, and a broken byte costs no word."""
    text = "Content-Type: text/plain; charset={}; name=t.txt\nContent-Transfer-Encoding: base64"
    found, _ = read_mails(raw_part(text.format("koi8-u"), "68nX18E="))
    assert found["a.eml#t.txt"].body == "Кивва"
    found, problems = read_mails(raw_part(text.format("utf-8"), "VG9sbHMg/yByaXNlIMOp"))
    assert found["a.eml#t.txt"].body == "Tolls \ufffd rise é"
    assert not problems


def test_what_is_attached_and_broken_is_named(read_mails):
    """The mail is read, and so is what comes after."""
    made = mail()
    made.add_attachment(b"PK\3\4 no zip", "application", "zip", filename="b.zip")
    made.add_attachment(b"\0\0\0\1\2", "application", "octet-stream", filename="c.txt")
    made.add_attachment("Tolls.\n", filename="d.txt")
    found, problems = read_mails(made)
    assert [*found] == ["a.eml", "a.eml#d.txt"]
    assert problems == [
        "a.eml#b.zip: cut off, or not a zip: the list of members at its end is missing",
        "a.eml#c.txt: binary file",
    ]


def test_a_mail_of_attachments_alone(read_mails):
    """Without a text and a subject it is an article if it tells who sent it, and nothing is missing."""
    made = EmailMessage()
    made.make_mixed()
    made.add_attachment("Tolls.\n", filename="tolls.txt")
    found, problems = read_mails(made)
    assert ([*found], problems) == (["a.eml#tolls.txt"], [])
    made["From"] = "Ada Roe <ada@ferry.example>"
    found, problems = read_mails(made)
    assert ([*found], problems) == (["a.eml", "a.eml#tolls.txt"], [])
    assert found["a.eml"].attachments == ("tolls.txt",)


def test_a_message_with_too_many_parts_is_reported(read_mails):
    """What comes before the limit is read."""
    parts = "".join(f"--b\nContent-Disposition: attachment\n\nText {number}.\n" for number in range(2500))
    content = f"Subject: Ferry\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nBody.\n{parts}--b--\n"
    found, problems = read_mails(content.encode())
    assert (found["a.eml"].body, len(found)) == ("Body.", 1999)
    assert problems == ["a.eml#: more than 2,000 parts: the rest is not read"]


def test_globs_see_attachments(read_mails):
    """As members of an archive: the mail is a folder to them."""
    made = mail()
    for name in ("tolls.txt", "tolls.log2", "draft.txt"):
        made.add_attachment(b"Tolls.", "application", "octet-stream", filename=name)
    assert [*read_mails(made, exclude="draft*")[0]] == ["a.eml", "a.eml#tolls.txt"]
    assert [*read_mails(made, exclude="a.eml/*")[0]] == ["a.eml"]
    assert len(read_mails(made, include="*.log2")[0]) == 4


def test_a_format_that_is_named_is_that_of_the_mail(read_mails):
    """What is attached is of its own."""
    made = mail()
    made.add_attachment("<html><body><p>Tolls.</p></body></html>", "html", filename="t.html")
    found, _ = read_mails(made, "mail.dat", format="eml")
    assert [article.format for article in found.values()] == ["eml", "html"]


BEGIN, TITLE, DATA, PROPERTIES = 0x00069002, 0x00018010, 0x0006800F, 0x00069005
TEA = b"Tea is dear\n\nSo they say."


@pytest.mark.parametrize(
    ("attributes", "key"),
    [
        (((BEGIN, b""), (TITLE, b"tea.txt\0"), (DATA, TEA)), "a.eml#tea.txt"),
        (
            (
                (BEGIN, b""),
                (DATA, TEA),
                (TITLE, b"TEALON~1.TXT\0"),
                (PROPERTIES, mapi(0x3707001F, "tea läst.txt\0".encode("utf-16-le"))),
            ),
            "a.eml#tea läst.txt",
        ),
        (
            ((BEGIN, b""), (TITLE, b"tea.txt\0"), (PROPERTIES, mapi(0x37010102, TEA))),
            "a.eml#tea.txt",
        ),
        (
            ((BEGIN, b""), (TITLE, b"tea.txt\0"), (PROPERTIES, mapi(0x3701000D, bytes(16) + TEA))),
            "a.eml#tea.txt",
        ),
    ],
)
@pytest.mark.parametrize("is_cut", [False, True])
def test_what_outlook_packs_into_winmail_dat(read_mails, attributes, key, is_cut):
    """Is attached like any other file, by its long name; what comes before the file is cut off is read."""
    packed = tnef(*attributes, (BEGIN, b""), (TITLE, b"b.txt\0"), (DATA, b"Milk"))
    packed = packed[:-4] if is_cut else packed
    made = mail()
    made.add_attachment(packed, maintype="application", subtype="ms-tnef", filename="winmail.dat")
    found, problems = read_mails(made)
    assert found[key].body == "So they say."
    assert (("a.eml#b.txt" in found), problems) == (not is_cut, [])


@pytest.mark.parametrize("packed", [b"", b"x" * 99, tnef(), tnef((BEGIN, b""), (DATA, b""))])
def test_a_winmail_dat_without_files(read_mails, packed):
    """Is counted as a file of a kind that is not read."""
    made = mail()
    made.add_attachment(packed, maintype="application", subtype="octet-stream", filename="winmail.dat")
    found, problems = read_mails(made)
    assert list(found) == ["a.eml"]
    assert len(problems) == 1
