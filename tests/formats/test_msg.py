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
    """Its text is in what is attached to it."""
    signed = b'Content-Type: multipart/signed; boundary="x"\n\n--x\n\nThe ferry sank.\n--x--\n'
    tree = mail("Ferry", "", attached(0, "smime.p7m", signed, "multipart/signed"))
    (tmp_path / "a.msg").write_bytes(compound(tree))
    found = newsgrep.read_articles(tmp_path / "a.msg")
    assert [article.body for article in found] == ["", "The ferry sank."]


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
