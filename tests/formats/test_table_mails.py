"""Mails in tables and JSON: what they answer, and whole mails with their headers in a column."""

from __future__ import annotations

import csv
import io
import json

import pytest

from newsgrep.results import Unreadable

RAW = (
    "Message-ID: <7.evans@thyme>\nDate: Mon, 14 May 2001 16:39:00 -0700 (PDT)\nFrom: ada@ferry.example\n"
    "To: =?utf-8?q?J=C3=B8rn?= <j@ferry.example>\nSubject: Forecast\nMime-Version: 1.0\n"
    "In-Reply-To: <6.evans@thyme>\nContent-Type: {}\n\n{}\n"
)


def table(*rows: list[str]) -> str:
    """Rows as CSV."""
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue()


def test_a_table_has_what_a_mail_answers(read):
    """In columns of its own; the Message-ID is the name of a mail that has no other."""
    head = ["Message-ID", "In-Reply-To", "References", "From", "To", "Subject", "Body"]
    first = ["<1@x.org>", "", "", "Ada <ada@x.org>", "bo@x.org", "Ferry", "It stopped."]
    then = ["<2@x.org>", "<1@x.org>", "<0@x.org> <1@x.org>", "bo@x.org", "ada@x.org", "Re: Ferry", "Why?"]
    found = read(table(head, first, then), ".csv")
    assert [(one.key, one.message_id, one.answers) for one in found] == [
        ("n/story.csv#1@x.org", "1@x.org", ()),
        ("n/story.csv#2@x.org", "2@x.org", ("0@x.org", "1@x.org")),
    ]


@pytest.mark.parametrize(
    ("fields", "known"),
    [
        (
            {"message_id": "2@x.org", "references": ["0@x.org", "<1@x.org>"]},
            ("2@x.org", ("0@x.org", "1@x.org")),
        ),
        ({"internetMessageId": "<2@x.org>", "inReplyTo": "1@x.org"}, ("2@x.org", ("1@x.org",))),
        ({"from": "ada@x.org", "references": "['0@x.org', '1@x.org']"}, ("", ("0@x.org", "1@x.org"))),
        ({"from": "ada@x.org", "in_reply_to": "<ada@x.org>"}, ("", ())),
        ({"references": "Doe (2019), doe@x.org", "author": "Jane Roe"}, ("", ())),
        ({"references": "<doe@x.org>", "author": "Jane Roe"}, ("", ())),
        ({"message_id": 17, "in_reply_to": 16, "from": "ada@x.org"}, ("", ())),
    ],
)
def test_json_has_what_a_mail_answers(read, fields, known):
    """In angle brackets or not, in a text or a list; of an article that is no mail, references are none."""
    (article,) = read(json.dumps({"text": "It stopped.", **fields}), ".json")
    assert (article.message_id, article.answers) == known


def test_json_of_exchange(read):
    """Persons, the time and the Message-ID, as the web service of Microsoft has them."""
    ada, bo = ({"emailAddress": {"name": n, "address": f"{n}@x.org"}} for n in ("Ada", "Bo"))
    body = {"contentType": "html", "content": "<p>It sank.</p>"}
    mail = {
        "internetMessageId": "<3@x.org>", "sentDateTime": "2021-03-09T21:10:00Z", "subject": "Ferry",
        "from": ada, "toRecipients": [bo, ada], "body": body,
    }  # fmt: skip
    (article,) = read(json.dumps([mail]), ".json")
    assert article.senders == ("Ada <Ada@x.org>",)
    assert article.recipients == ("Bo <Bo@x.org>", "Ada <Ada@x.org>")
    assert (article.date, article.body, article.message_id) == ("2021-03-09T21:10:00Z", "It sank.", "3@x.org")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("text/plain; charset=us-ascii", "Here is our\n\n forecast."),
        ("text/html; charset=iso-8859-1", "<p>Here is our</p><p>forecast.</p>"),
        (
            "text/html; charset=utf-8\nContent-Transfer-Encoding: base64",
            "PHA+SGVyZSBpcyBvdXI8L3A+Zm9yZWNhc3Qu",
        ),
    ],
)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_whole_mail_in_a_column(read, kind, text, ending):
    """It is read as a mail is, with the persons, the time and the subject of its headers."""
    raw = RAW.format(kind, text).replace("\n", ending)
    article, news = read(table(["file", "message"], ["ada/1.", raw], ["b", "Dear all: come. " * 9]), ".csv")
    assert (article.key, article.message_id, article.answers) == (
        "n/story.csv#7.evans@thyme",
        "7.evans@thyme",
        ("6.evans@thyme",),
    )
    assert (article.title, article.body.split()) == ("Forecast", ["Here", "is", "our", "forecast."])
    assert (article.date, article.senders) == ("2001-05-14T16:39:00-07:00", ("ada@ferry.example",))
    assert article.recipients == ("Jørn <j@ferry.example>",)
    assert news.body.startswith("Dear all: come.")


def test_columns_of_mails(read):
    """As in sets of mails that were released, and as mail programs name the day and the sender."""
    head = ["MetadataSubject", "MetadataFrom", "MetadataDateSent", "ExtractedBodyText", "RawText"]
    row = ["Ferry", "Ada", "2011-03-03", "It stopped.", "UNCLASSIFIED It stopped."]
    (article,) = read(table(head, row), ".csv")
    assert (article.title, article.date, article.body) == ("Ferry", "2011-03-03", "It stopped.")
    head = ["Subject", "Body", "Sent", "From: (Name)", "From: (Address)"]
    (article,) = read(table(head, ["Ferry", "It stopped.", "2011-03-03", "Ada Roe", "ada@x.org"]), ".csv")
    assert (article.date, article.authors) == ("2011-03-03", ("Ada Roe",))


def test_a_whole_mail_without_a_text(read):
    """It is told, and the others are read."""
    empty = "From: a@x.org\nMessage-ID: <1@x>\n\n"
    rows = [["message"], [empty], [RAW.format("text/plain", "It sank.")]]
    assert [type(one) for one in read(table(*rows), ".csv")][0] is Unreadable
