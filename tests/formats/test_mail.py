"""Mail: one message and many, as Python's email and mailbox write them, and messages that are broken."""

from __future__ import annotations

import mailbox
import random
from email.message import EmailMessage
from email.mime.text import MIMEText
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsgrep import read_articles
from newsgrep.article import HEADLINE, LEDE, Article
from newsgrep.formats.mail import eml, mbox
from newsgrep.results import Skipped, Unreadable
from newsgrep.tuning import SourceLimits

#: References to 500 mails, folded.
MANY = "\n ".join(["", *(f"<{n}@x>" for n in range(500))]).lstrip("\n")

SEPARATOR = "From jane@example.org Fri Oct 30 12:00:00 2020\n"


def message(
    body: str = "Talks.\n\nThey ended.\n", subject: str = "Talks end", number: int = 1
) -> EmailMessage:
    """A message of a mailing list."""
    made = EmailMessage()
    made["From"] = "Jane Doe <jane@example.org>"
    made["To"] = "news@example.org"
    made["Subject"] = subject
    made["Date"] = "Fri, 30 Oct 2020 12:00:00 +0400"
    made["Message-ID"] = f"<{number}@example.org>"
    made["List-Id"] = "Example News <news.example.org>"
    made.set_content(body)
    return made


def box(tmp_path: Path, *messages: EmailMessage | bytes) -> bytes:
    """The messages as mailbox writes them."""
    made = mailbox.mbox(tmp_path / "made")
    for one in messages:
        made.add(one)
    made.close()
    return (tmp_path / "made").read_bytes()


def test_every_field_of_a_message(read):
    """A file of one message is one article."""
    assert read(message(subject="Bakı: talks end").as_bytes(), ".eml") == [
        Article(
            key="n/story.eml",
            path="n/story.eml",
            body="Talks.\n\nThey ended.",
            title="Bakı: talks end",
            title_from=HEADLINE,
            authors=("Jane Doe",),
            date="2020-10-30T12:00:00+04:00",
            source="Example News",
            senders=("Jane Doe <jane@example.org>",),
            recipients=("news@example.org",),
            message_id="1@example.org",
        )
    ]


@pytest.mark.parametrize(
    ("headers", "known"),
    [
        ("In-Reply-To: <a@x>", ("a@x",)),
        ("In-Reply-To: <a@x> (Jane's (of May <no@x>))\nReferences: <r@x>\n <s@x>", ("r@x", "s@x", "a@x")),
        ("References: <a@x><b@x>,\n\t<a@x> <long.\n id@x>", ("a@x", "b@x", "long.id@x")),
        ("In-Reply-To: a@x\nReferences: r@x s@x", ("r@x", "s@x", "a@x")),
        ("In-Reply-To: Your message of Mon, 1 May. <a@x>", ("a@x",)),
        ('In-Reply-To: <News@example.org>\'s message of "Mon, 1 May" <a@x>', ("a@x",)),
        ("In-Reply-To: your mail of Monday", ()),
        ("References: <me@x> <a@x>", ("a@x",)),
        ("In-Reply-To: <yes>", ()),
        ("In-Reply-To: (it (is) mine) a@x (<no@x>)", ("a@x",)),
        ("References: <1(a)@x> (was (now <no@x>)) <1(b)@x>", ("1(a)@x", "1(b)@x")),
        ("In-Reply-To: <b@x>\nReferences: <b@x> <a@x>", ("a@x", "b@x")),
        ("Subject: Re: Talks end", ()),
        ("References:" + MANY, ("0@x", *(f"{n}@x" for n in range(401, 500)))),
    ],
    ids=(
        ["plain", "comment", "folded", "bare", "words", "address", "no id", "itself", "no @"]
        + ["comments beside bare", "parentheses within", "newest first", "subject", "many"]
    ),
)  # fmt: skip
def test_the_mails_that_a_mail_answers(read, headers, known):
    """By the Message-IDs in its headers, the one that it answers last; no subject is taken for one."""
    source = (
        f"From: jane@example.org\nTo: news@example.org\nMessage-ID:\n <me@x> (added)\n{headers}\n\nTalks.\n"
    )
    (found,) = read(source.encode(), ".eml")
    assert (found.message_id, found.answers) == ("me@x", known)


@pytest.mark.parametrize("suffix", [".mbox", ".txt", ""])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_a_box_of_messages(read, tmp_path, suffix, end):
    """Keys are Message-IDs without brackets, lines those of the file; `From ` in a text is unquoted."""
    first = message("Talks.\n\nFrom here on they talk.\n>From the talks.\n")
    content = box(tmp_path, first, message(number=2), message(number=1)).replace(b"\n", end)
    articles = read(content, suffix)
    assert [article.key.partition("#")[2] for article in articles] == [
        "1@example.org", "2@example.org", "1@example.org~2",
    ]  # fmt: skip
    lines = content.split(end)
    assert all(lines[article.line - 1].startswith(b"From ") for article in articles)
    assert articles[0].body == "Talks.\n\nFrom here on they talk.\nFrom the talks."
    assert articles[1].body == "Talks.\n\nThey ended."


def test_from_in_a_text_begins_no_message(read):
    """Without a date, or within a paragraph; one `>` of several is removed."""
    content = f"{SEPARATOR}Subject: a\n\nTalks.\n{SEPARATOR}\nFrom here on.\n>>From it.\n"
    (article,) = read(content, ".mbox")
    assert article.body == f"Talks.\n{SEPARATOR}\nFrom here on.\n>From it."
    assert article.key == "n/story.mbox#L1"


@pytest.mark.parametrize(
    ("list_id", "source"),
    [
        ("<news.example.org>", "news.example.org"),
        ("news.example.org", "news.example.org"),
        ('"Example News" <news.example.org>', "Example News"),
        ("=?utf-8?q?N=C3=A9ws?= <news.example.org>", "Néws"),
    ],
)
def test_the_source_is_the_mailing_list(read, list_id, source):
    """By name, else by its identifier."""
    assert read(f"List-Id: {list_id}\nSubject: a\n\nb", ".eml")[0].source == source


def test_plain_text_goes_before_html(read):
    """Where there is a choice; attachments and footers of the list are left out."""
    made = message()
    made.add_alternative("<p>No</p>", subtype="html")
    made.add_attachment("No", filename="no.txt")
    made.add_attachment(b"\0\1", maintype="image", subtype="png")
    assert read(made.as_bytes(), ".eml")[0].body == "Talks.\n\nThey ended."
    made = EmailMessage()
    made.set_content("<p>Talks &amp; tea.</p><p>They ended.</p>", subtype="html")
    made.make_mixed()
    made.attach(MIMEText("To leave this list, …"))
    assert read(made.as_bytes(), ".eml")[0].body == "Talks & tea.\n\nThey ended."


def test_plain_text_after_html(read):
    """The order of the parts does not matter."""
    made = EmailMessage()
    made.set_content("<p>No</p>", subtype="html")
    made.add_alternative("Talks.")
    assert read(made.as_bytes(), ".eml")[0].body == "Talks."


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-9", "windows-1254", "koi8-u"])
@pytest.mark.parametrize("encoding", ["base64", "quoted-printable"])
def test_charsets_of_parts(read, charset, encoding):
    """Those that a part declares."""
    words = "Київ" if charset == "koi8-u" else "Bakı, café"
    made = EmailMessage()
    made.set_content(f"{words}\n", charset=charset, cte=encoding)
    assert read(made.as_bytes(), ".eml")[0].body == words


@pytest.mark.parametrize("charset", ["nonesuch", "idna", "zlib", "us-ascii", "", '"', "utf-8*'x"])
@pytest.mark.parametrize("data", ["café".encode(), "café".encode("cp1252")])
def test_missing_and_unknown_charsets(read, charset, data):
    """The encoding is detected from the bytes."""
    content = (
        f"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n\n".encode() + data
    )
    assert read(content, ".eml")[0].body == "café"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "empty file"),
        ("\n", "no text"),
        ("Subject: \nFrom: a@b\n\n \n", "no text"),
        ("From: a:;\nSubject: a\n\nb" * 2000, None),
        ("Content-Type: message/rfc822\n\n" * 5000, "message nested too deeply, or not well formed"),
        ("Content-Type: multipart/mixed; boundary=b\n\n--b\n" * 5000, None),
        ("".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(9999)), None),
    ],
)
def test_an_unreadable_message_has_one_reason(read, content, reason):
    """And no article."""
    (result,) = read(content, ".eml")
    if reason is not None:
        assert result == Unreadable("n/story.eml", reason)
    assert isinstance(result, Article | Unreadable)


def test_a_broken_message_is_left_out(read):
    """It is reported with its line, and its key stays free."""
    one = f"{SEPARATOR}Message-ID: <1@example.org>\nSubject: a\n\nb\n\n"
    first, bad, last = read(one + one.replace("Subject: a\n\nb", "\n\n") + one, ".mbox")
    assert bad == Unreadable("n/story.mbox", "no text", 7)
    assert (first.line, last.line, last.key) == (1, 13, "n/story.mbox#1@example.org~2")


def test_a_message_that_is_too_large_is_left_out(read):
    """It is not held in memory, and the next one is read, whether its lines are many or one."""
    limits = SourceLimits(record_bytes=2**20)
    small = f"{SEPARATOR}Subject: a\n\nb\n\n"
    for huge in ("x\n" * 2**20, "x" * 2**21 + "\n"):
        big, after = read(f"{SEPARATOR}Subject: a\n\n{huge}\n{small}", ".mbox", limits)
        assert big == Unreadable("n/story.mbox", "message larger than 1 MB", 1)
        assert (after.body, after.line) == ("b", huge.count("\n") + 5)
    assert read("Subject: a\n\n" + "x" * 2**20, ".eml", limits)[0].reason == "message larger than 1 MB"


def test_a_file_of_something_else(read):
    """It is not an mbox."""
    reason = "not an mbox: it does not begin with a From line"
    assert read("\n\nSubject: a\n\nb", ".mbox") == [Unreadable("n/story.mbox", reason, 3)]
    assert read("\n\n", ".mbox") == [Unreadable("n/story.mbox", "no message in the file")]


@pytest.mark.parametrize(
    ("beginning", "is_box", "is_message"),
    [
        (f"{SEPARATOR}Subject: a\n\nb", True, False),
        (f"{SEPARATOR}\nTalks", False, False),
        ("From here on 12:00 it is 2020\n\nTalks", False, False),
        ("From 12:00 " * 900, False, False),
        ("Received: x\n\tby y\nFrom: a@b\n\nb", False, True),
        ("From: a@b\nMessage-Id: <1>\n\nb", False, True),
        ("From: Baku\nDate: 2020-10-30\n\nTalks", False, False),
        ("Talks end\n\nFrom: a@b\nReceived: x\n", False, False),
        ("From: a@b\nTalks end\nReceived: x\n", False, False),
        (":" * 8000, False, False),
    ],
)
def test_mail_is_detected_by_its_headers(beginning, is_box, is_message):
    """Text with a `From` or a `Date` in it is not mail."""
    assert (mbox.claims(beginning), eml.claims(beginning)) == (is_box, is_message)


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("=?windows-1252?Q?TeaTalk’s_day=92?=", "TeaTalk’s day’"),
        ("=?nonesuch?Q?Talk’s_a=E9?=", "Talk’s a\ufffd"),
        ("=?utf-8?Q?Tea?= and oil", "Tea and oil"),
    ],
)
def test_encoded_words_with_letters_in_them(read, written, title):
    """They are decoded as far as they can be, though the letters should be encoded too."""
    (article,) = read(f"From: Jane Doe <j@example.org>\nSubject: {written}\n\nText.\n", ".eml")
    assert article.title == title


@pytest.mark.parametrize(
    ("named", "content", "body"),
    [
        (
            "the\n boundary",
            "A note.\n--the boundary\n\nThe ferry\n--the boundary\n\n--the boundary--\n",
            "The ferry",
        ),
        ("other", "--=_b\nContent-Type: text/html\n\n<p>The ferry</p>\n--=_b--\n", "The ferry"),
        ("other", "The ferry stopped.\n-- \nAda\n", "The ferry stopped.\n-- \nAda"),
        ("other", "\n \n", ""),
    ],
    ids=["folded", "rewritten", "no parts", "nothing"],
)
def test_a_boundary_that_does_not_stand_in_the_mail(read, named, content, body):
    """Nothing of the text is lost."""
    header = f'From: a@x.example\nSubject: Ferry\nContent-Type: multipart/mixed; boundary="{named}"\n\n'
    (article,) = read(header + content, ".eml")
    assert (article.body, article.attachments) == (body, ())


def test_without_a_subject(read):
    """The lede is the title."""
    (article,) = read("From: a@b\n\nTalks.\n\nThey ended.", ".eml")
    assert (article.title, article.title_from) == ("Talks.", LEDE)


PIECES = [
    "From: ",
    "Subject: ",
    "Date: ",
    "Content-Type: ",
    "multipart/mixed; boundary=b",
    "message/rfc822",
    "text/html",
]
PIECES += [
    "\nContent-Disposition: attachment; filename=",
    '"a.txt"',
    "multipart/alternative; boundary=b",
    "application/zip",
    "; charset=",
    "Content-Transfer-Encoding: ",
    "base64",
    "quoted-printable",
    "x-uuencode",
    "List-Id: ",
    "<a@b>",
]
PIECES += [
    "\n",
    "\n\n",
    "\n--b\n",
    "--b--",
    SEPARATOR,
    "begin 644 a\n",
    "=?utf-8?b?",
    "=?=",
    "(",
    '"',
    "=",
    "\r",
    "\0",
    "é",
]
MAIL = st.lists(st.sampled_from(PIECES) | st.text(max_size=3)).map(lambda pieces: "".join(pieces).encode())


@pytest.mark.parametrize("suffix", [".eml", ".mbox"])
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary() | MAIL)
def test_any_bytes_are_articles_or_reasons(tmp_path, suffix, content):
    """The next message is read, and what is attached is read or left out."""
    before = SEPARATOR.encode() if suffix == ".mbox" else b""
    (tmp_path / f"a{suffix}").write_bytes(before + content)
    problems: list[Unreadable | Skipped] = []
    articles = list(read_articles(tmp_path / f"a{suffix}", on_problem=problems.append))
    assert articles or problems
    assert all(article.body or article.title or article.attachments for article in articles)
    assert all(problem.reason for problem in problems if isinstance(problem, Unreadable))


def test_an_overwritten_message_never_raises(read):
    """At any offset, with any byte."""
    whole = message(subject="Bakı").as_bytes().replace(b"plain", b"html")
    chance = random.Random(5)
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(3):
            data[chance.randrange(len(data))] = chance.choice(b'\n\r\0"(<>=?:;, \xff')
        (result,) = read(bytes(data), ".eml")
        assert isinstance(result, Article | Unreadable)


@pytest.mark.parametrize("clock", ["16:21:05 H0500", "   59:10 -0500", "25:00:00 +0100"])
def test_a_broken_clock_leaves_the_day(read, clock):
    """Of the header of a mail."""
    (found,) = read(f"From: jane@example.org\nDate: Fri, 30 Oct 2020 {clock}\n\nTalks.\n", ".eml")
    assert (found.date, found.date_text) == ("2020-10-30", "")
