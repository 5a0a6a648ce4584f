"""Mails of Outlook: their texts, what is attached, and files that are damaged or none."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

import newsgrep
from newsgrep.article import Article
from newsgrep.formats import choose_format
from newsgrep.results import Skipped, Unreadable
from tests.formats.outlook import attached, compound, data, mail, recipient, text

TEXT = "The ferry stopped on Monday."


def test_a_mail(read):
    """Subject, sender, text, and the time that it was sent."""
    (article,) = read(compound(mail("Ferry stops", TEXT)), ".msg")
    assert article == Article(
        key="n/story.msg",
        path="n/story.msg",
        title="Ferry stops",
        authors=("Ada Roe",),
        date="2021-03-09T21:10:00+00:00",
        body=TEXT,
        senders=("Ada Roe <ada@ferry.example>",),
    )


def test_the_recipients(read):
    """Those of To, Cc and Bcc, by name where a server of a company has no address of mail for them."""
    persons = [
        recipient(0, 3, "Bo Ek", "bo@ferry.example"),
        recipient(1, 2, "Max Muster", "/O=FERRY/CN=MAX"),
        recipient(2, 1, "Roe, Jane", "jane@ferry.example"),
    ]
    (article,) = read(compound(mail("Ferry stops", TEXT, *persons)), ".msg")
    assert article.recipients == ("Roe, Jane <jane@ferry.example>", "Max Muster", "Bo Ek <bo@ferry.example>")


def test_the_headers_that_a_mail_came_with(read):
    """They have the zone of its date, and the list that it was sent to."""
    headers = (
        "Date: Tue, 09 Mar 2021 22:10:00 +0100\r\nList-Id: Ferry News <news.ferry.example>\r\n"
        "From: Other\r\n\r\n"
    )
    (article,) = read(compound(mail("Ferry stops", TEXT, text(0x7D, headers))), ".msg")
    assert (article.date, article.source) == ("2021-03-09T22:10:00+01:00", "Ferry News")
    assert article.authors == ("Ada Roe",)


def test_what_a_mail_answers(read):
    """By its headers, else, as of a mail that was sent, by its properties."""
    headers = "Message-ID: <2@x>\r\nIn-Reply-To: <1@x>\r\n\r\n"
    properties = [text(0x1035, "<3@x>"), text(0x1042, "<2@x>"), text(0x1039, "<1@x> <2@x>")]
    (came,) = read(compound(mail("Ferry", TEXT, text(0x7D, headers), *properties)), ".msg")
    (sent,) = read(compound(mail("Ferry", TEXT, *properties)), ".msg")
    assert [(one.message_id, one.answers) for one in (came, sent)] == [
        ("2@x", ("1@x",)),
        ("3@x", ("1@x", "2@x")),
    ]


@pytest.mark.parametrize("name", ["", "'Ada Roe'", "Roe, Ada", "Ада Ро"])
def test_a_sender(read, name):
    """With a name and without, and with an address that is none of mail."""
    (article,) = read(
        compound(mail("Ferry", TEXT, text(0x0C1A, name), text(0x5D01, "/O=FERRY/CN=ADA"))), ".msg"
    )
    assert article.authors == tuple(filter(None, [name.strip("'")]))


HIDDEN = "/O=FERRY/CN=ADA@X"


@pytest.mark.parametrize(
    ("properties", "sender"),
    [
        # A secretary sent it for the captain.
        ([(0x42, "Bo Ek"), (0x5D02, "bo@ferry.example")], "Bo Ek <bo@ferry.example>"),
        # The server of a company has an address of its own, beside that of mail and alone.
        ([(0x42, "Ada Roe"), (0x65, HIDDEN)], "Ada Roe <ada@ferry.example>"),
        ([(0x42, "Ada Roe"), (0x65, HIDDEN), (0x5D01, HIDDEN)], "Ada Roe"),
        # The address stands in the place of the name, too.
        ([(0x42, "ada@ferry.example"), (0x65, "ada@ferry.example")], "Ada Roe <ada@ferry.example>"),
        # The header with which it came.
        ([(0x5D01, HIDDEN), (0x7D, 'From: "Roe, A." <a@x.example>\n\n')], "Roe, A. <a@x.example>"),
        ([(0x5D01, HIDDEN), (0x7D, "From: =?utf-8?q?=C3=85sa?= <a@x.example>\n\n")], "Åsa <a@x.example>"),
    ],
)
def test_whom_a_mail_is_from(read, properties, sender):
    """As EML has it: whom it was sent for, with the address of mail."""
    (article,) = read(compound(mail("Ferry", TEXT, *(text(*one) for one in properties))), ".msg")
    assert article.senders == (sender,)


def test_the_address_of_a_recipient_that_only_the_headers_have(read):
    """By the name; a name alone if they do not have it."""
    persons = [recipient(0, 1, "Roe, Jane", HIDDEN), recipient(1, 1, "Bo Ek", HIDDEN)]
    headers = text(0x7D, 'To: "Roe, Jane" <jane@ferry.example>, Bo <bo@ferry.example>\n\n')
    (article,) = read(compound(mail("Ferry", TEXT, headers, *persons)), ".msg")
    assert article.recipients == ("Roe, Jane <jane@ferry.example>", "Bo Ek")


@pytest.mark.parametrize(
    ("locale", "internet", "encoding", "subject"),
    [
        (0x0411, 50220, "cp932", "日本語 ferry"),
        (0x0804, 20127, "gbk", "渡船"),
        (0x0404, 950, "cp950", "測試"),
        (0x0419, 28591, "cp1251", "паром"),
        (0x0411, 65001, "utf-8", "あいう"),
        (0x0407, 1252, "cp1252", "Fähre"),
    ],
)
def test_texts_in_the_code_page_of_a_language(read, locale, internet, encoding, subject):
    """Where a mail names no code page of its texts, only that of the mail on the internet."""
    tree = mail("", TEXT, data(0x37, subject.encode(encoding), "001E"))
    tree["__properties_version1.0"] += struct.pack("<HHIQHHIQ", 3, 0x3FF1, 6, locale, 3, 0x3FDE, 6, internet)
    (article,) = read(compound(tree), ".msg")
    assert article.title == subject


def test_a_page_is_the_text_where_there_is_no_plain_one(read):
    """In the encoding that the mail names."""
    page = "<p>The ferry</p><p>паром</p>".encode("cp1251")
    table = struct.pack("<HHIQ", 3, 0x3FDE, 6, 1251)
    tree = mail("Ferry", "", data(0x1013, page))
    tree["__properties_version1.0"] += table
    (article,) = read(compound(tree), ".msg")
    assert article.body == "The ferry\n\nпаром"


def literals(rich: bytes) -> bytes:
    """Rich text as it is compressed, without a repetition."""
    runs = b"".join(b"\0" + rich[start : start + 8] for start in range(0, len(rich), 8))
    return struct.pack("<II4sI", len(runs) + 12, len(rich), b"LZFu", 0) + runs


@pytest.mark.parametrize(
    "compressed",
    [
        literals(rb"{\rtf1\ansi The {\field{\*\fldinst HYPERLINK "
                 rb'"https://a.example"}{\fldrslt ferry}} stopped.\par It sank.}'),
        # The first 10 letters are those that the window begins with; `ferry ` comes again.
        struct.pack("<II4sI", 99, 99, b"LZFu", 0) + b"\x01" + struct.pack(">H", 8) + b" The fe"
        + b"\x00" + b"rry stop" + b"\x00" + b"ped.\\par" + b"\x00" + b" It sank" + b"\x00" + b".}      ",
        struct.pack("<II4sI", 99, 99, b"MELA", 0) + rb"{\rtf1\ansi The ferry stopped.\par It sank.}",
    ],
)  # fmt: skip
def test_rich_text_is_the_text_where_there_is_no_other(read, compressed):
    """Compressed or not."""
    (article,) = read(compound(mail("Ferry", "", data(0x1009, compressed))), ".msg")
    assert article.body.split() == ["The", "ferry", "stopped.", "It", "sank."]


def test_texts_of_eight_bits(read):
    """In the code page of the mail, else as Windows has them in the West."""
    for page, value, found in (
        (1251, "паром".encode("cp1251"), "паром"),
        (65001, "Fähre".encode(), "Fähre"),
        (65001, "Fähre".encode("cp1252"), "Fähre"),
        (0, "Fähre".encode("cp1252"), "Fähre"),
    ):
        (article,) = read(compound(mail("", TEXT, data(0x37, value, "001E"), page=page)), ".msg")
        assert article.title == found


def test_what_is_attached_is_read(tmp_path: Path):
    """Files, mails, and files of these; pictures in the text are passed over."""
    inner = mail("Tolls", "See the list.", attached(0, "tolls.txt", b"Tolls went up."), head=24)
    logo = attached(4, "logo.png", b"png", "image/png")
    logo["__attach_version1.0_#00000004"] |= text(0x3712, "1@ferry")
    tree = mail(
        "Ferry stops",
        TEXT,
        attached(0, "", inner),
        attached(1, "contract.txt", b"Ferry contract, signed."),
        attached(2, "crew.bin", b"crew"),
        attached(3, "big.txt", b"A long text. " * 1000),
        logo,
    )
    (tmp_path / "a.msg").write_bytes(compound(tree))
    problems: list[Unreadable | Skipped] = []
    found = newsgrep.read_articles(tmp_path / "a.msg", on_problem=problems.append)
    keys = {Path(article.key).name: article.title for article in found}
    assert keys == {
        "a.msg": "Ferry stops",
        "a.msg#contract.txt": "Ferry contract, signed.",
        "a.msg#message.eml": "Tolls",
        "a.msg#message.eml#tolls.txt": "Tolls went up.",
        "a.msg#big.txt": ("A long text. " * 1000).strip(),
    }
    assert [problem.suffix for problem in problems] == [".bin"]


def test_a_mail_that_is_signed(tmp_path: Path):
    """Its text and its files are in what is attached to it, and are those of the mail, once."""
    signed = (
        b'From: Other <o@ferry.example>\nContent-Type: multipart/signed; boundary="x"\n\n--x\n'
        b'Content-Type: multipart/mixed; boundary="y"\n\n--y\n\nThe ferry sank.\n--y\n'
        b"Content-Disposition: attachment; filename=tolls.txt\n\nTolls went up.\n--y--\n--x\n"
        b"Content-Type: application/pkcs7-signature; name=smime.p7s\n\nMII\n--x--\n"
    )
    tree = mail("Ferry", "The ferry sank.", attached(0, "smime.p7m", signed, "multipart/signed"))
    (tmp_path / "a.msg").write_bytes(compound(tree))
    found = [*newsgrep.read_articles(tmp_path / "a.msg")]
    assert [article.body for article in found] == ["The ferry sank.", "Tolls went up."]
    assert [*found[0].senders, *found[0].attachments] == ["Ada Roe <ada@ferry.example>", "tolls.txt"]


def test_what_a_server_says_of_a_mail_that_it_could_not_deliver(tmp_path: Path):
    """It has no name and is not attached; another file without a name has one all the same."""
    report = attached(0, "", b"Reporting-MTA: dns;x", "message/delivery-status")
    tree = mail("Undelivered", TEXT, report, attached(1, "", b"\0\1", "application/octet-stream"))
    (tmp_path / "a.msg").write_bytes(compound(tree))
    (article,) = newsgrep.read_articles(tmp_path / "a.msg")
    assert article.attachments == ("attachment",)


def test_a_mail_is_recognised_by_its_beginning():
    """Without its suffix; under the suffix there may be a mail of the internet."""
    assert choose_format("", compound(mail("Ferry", TEXT))[:8192]).name == "msg"
    assert (
        choose_format(".msg", b"From: ada@ferry.example\nMessage-ID: <1>\nSubject: x\n\nTalks").name == "eml"
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not a mail of Outlook, or damaged"),
        (b"Talks resume", "not a mail of Outlook, or damaged"),
        (compound(mail("Ferry", TEXT))[:700], "a damaged mail of Outlook"),
        (compound({"WordDocument": b"x"}), "not a mail of Outlook: another file of Office"),
        (compound({"__properties_version1.0": bytes(32)}), "no text"),
    ],
)
def test_what_is_no_mail_is_told(read, content, reason):
    """With the reason."""
    assert read(content, ".msg") == [Unreadable("n/story.msg", reason)]
