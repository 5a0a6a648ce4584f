"""Telegram: chats and accounts as JSON, and pages of chats."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from newsgrep.article import Article
from newsgrep.formats import choose_format
from newsgrep.remarks import WORDLESS
from newsgrep.results import Unreadable

SAMPLES = Path(__file__).parent / "samples"
PAGE = (SAMPLES / "telegram.html").read_text("utf-8")
CHAT = json.loads((SAMPLES / "telegram.json").read_text("utf-8"))
(MESSAGE,) = CHAT["messages"]
MESSAGE_ON_PAGE = PAGE[
    PAGE.index('     <div class="message default') : PAGE.index("    </div>\n   </div>\n  </div>\n </body>")
]


def chat(*messages: dict[str, object], **others: object) -> str:
    """Return an export with some messages, each like that of the sample but for what is given."""
    return json.dumps({**CHAT, **others, "messages": [{**MESSAGE, **message} for message in messages]})


def page(*messages: str) -> str:
    """Return a page with some messages in the place of that of the sample."""
    return PAGE.replace(MESSAGE_ON_PAGE, "".join(messages))


@pytest.mark.parametrize(("suffix", "line"), [(".json", 6), (".html", 24)])
def test_every_field(read, suffix, line):
    """A channel is the source; who signed the message is the author; the time has its zone."""
    assert read((SAMPLES / f"telegram{suffix}").read_text("utf-8"), suffix) == [
        Article(
            key=f"n/story{suffix}#7",
            path=f"n/story{suffix}",
            title="Harbour pilots went back to work after two days.",
            title_from="lede",
            authors=("Jane Sample",),
            date="2020-10-17T08:30:00+04:00",
            body="Harbour pilots went back to work after two days.",
            source="Harbour Watch",
            line=line,
        )
    ]


@pytest.mark.parametrize(
    ("message", "authors"),
    [
        ({"author": None}, ()),
        ({"author": None, "from": "John Roe"}, ("John Roe",)),
        ({"author": None, "from": None}, ()),
        ({"forwarded_from": "Port Authority"}, ("Port Authority",)),
    ],
    ids=["the channel", "a person", "a deleted account", "forwarded"],
)
def test_who_wrote_a_message(read, message, authors):
    """The channel is no author of its own messages; a forwarded one is of who wrote it."""
    (article,) = read(chat(message), ".json")
    assert article.authors == authors
    assert article.source == "Harbour Watch"


def test_a_person_after_whom_a_chat_is_named_is_an_author(read):
    """A conversation of two has the name of the other one; only a channel is no author."""
    messages = chat({"author": None, "from": "Jane Doe"}, name="Jane Doe", type="personal_chat")
    (article,) = read(messages, ".json")
    assert (article.authors, article.source) == (("Jane Doe",), "Jane Doe")


@pytest.mark.parametrize(
    ("message", "date"),
    [
        ({"date_unixtime": None}, "2020-10-17T08:30:00"),
        ({"date_unixtime": "1602923400"}, "2020-10-17T08:30:00Z"),
        ({"date_unixtime": "1"}, "2020-10-17T08:30:00"),
        ({"date": "", "date_unixtime": ""}, ""),
    ],
    ids=["without the seconds", "in UTC", "of another time", "none"],
)
def test_when_a_message_was_sent(read, message, date):
    """The zone is known by the seconds of UTC alone, and only where they are near."""
    (article,) = read(chat(message), ".json")
    assert (article.date, article.date_text) == (date, "")


def test_a_poll_is_a_text(read):
    """Its question and answers are searched."""
    poll = {"question": "Should the port close?", "answers": [{"text": "Yes", "voters": 3}, {"text": "No"}]}
    (article,) = read(chat({"text": "", "poll": poll}), ".json")
    assert article.body == "Should the port close?\n\nYes\n\nNo"


def test_messages_without_a_text_are_counted(with_remarks):
    """A picture alone, and what Telegram reports of its own."""
    text = chat({"text": "", "photo": "photos/1.jpg"}, {"type": "service", "text": ["Pinned"]}, {"id": 9})
    articles, remarks = with_remarks(text.encode(), ".json")
    assert [article.key for article in articles] == ["a.json#9"]
    assert remarks == [(WORDLESS, "", 1), (WORDLESS, "", 1)]


def test_the_chats_of_an_account(read):
    """The key has the chat and the message; what else is in the account is passed over."""
    others = [{**CHAT, "id": 2, "name": "Quay", "messages": [MESSAGE, {**MESSAGE, "id": 8}]}]
    account = {
        "about": "What was asked for.",
        "personal_information": {"first_name": "Jane"},
        "contacts": {"about": "", "list": [{"first_name": "John"}]},
        "chats": {"about": "", "list": [CHAT]},
        "left_chats": {"about": "", "list": others},
    }
    found = read(json.dumps(account), ".json")
    assert [(one.key.partition("#")[2], one.source) for one in found] == [
        ("1500000001/7", "Harbour Watch"),
        ("2/7", "Quay"),
        ("2/8", "Quay"),
    ]


def test_an_export_that_is_cut_off(read):
    """What comes before is read, and the place is named."""
    text = chat({}, {"id": 8}, {"id": 9}, name="Quay")
    first, second, error = read(text[: text.rindex('"id"')], ".json")
    assert (first.key, second.key) == ("n/story.json#7", "n/story.json#8")
    assert error == Unreadable("n/story.json", "not valid JSON", 1)


def test_what_is_no_message_is_reported(read):
    """And the next one is read."""
    text = chat({}).replace('"messages": [', '"messages": [3, ')
    assert read(text, ".json")[0] == Unreadable("n/story.json", "not a JSON object", 1)
    assert len(read(text, ".json")) == 2


@pytest.mark.parametrize(
    "text",
    [
        '{"name": "A", "type": "blog", "id": 1, "messages": []}',
        '{"name": "A", "type": "public_channel", "articles": []}',
        '{"about": "A", "title": "B"}',
    ],
)
def test_other_json_is_not_of_telegram(text):
    """It is read as JSON."""
    assert choose_format(".json", text.encode()).name == "jsonl"


def test_the_next_message_of_a_person_has_no_name(read):
    """It is of the one whose name came last, also where a forwarded one came between."""
    first = MESSAGE_ON_PAGE.replace("Harbour Watch", "John Roe via @helper").replace("Jane Sample", "")
    forwarded = """<div class="message default clearfix joined" id="message8"><div class="body">
        <div class="pull_right date details" title="17.10.2020 08:31:00">08:31</div>
        <div class="forwarded body">
        <div class="from_name">Port Authority <span class="date details" title="x">16.10</span></div>
        <div class="text">First line.<br>Second line.<br><br>Third.</div></div></div></div>"""
    last = """<div class="message default clearfix joined" id="message9"><div class="body">
        <div class="pull_right date details" title="17.10.2020 08:32:00">08:32</div>
        <div class="text">So it is.</div></div></div>"""
    found = read(page(first, forwarded, last), ".html")
    assert [one.authors for one in found] == [("John Roe",), ("Port Authority",), ("John Roe",)]
    assert found[1].body == "First line.\nSecond line.\n\nThird."
    assert found[1].date == "2020-10-17T08:31:00"


def test_who_wrote_on_a_page_without_signatures(read):
    """Where only the chat writes, it is a channel, and no author; where others do, too, it is a person."""
    by_chat = MESSAGE_ON_PAGE.replace("Jane Sample", "")
    (channel,) = read(page(by_chat), ".html")
    of_two = read(page(by_chat, by_chat.replace("Harbour Watch", "John Roe")), ".html")
    assert channel.authors == ()
    assert [one.authors for one in of_two] == [("Harbour Watch",), ("John Roe",)]


def test_a_poll_on_a_page(read):
    """As in JSON."""
    poll = """<div class="media_poll"><div class="question bold">Close the port?</div>
        <div class="details">Anonymous poll</div><div class="answer">- Yes</div></div>"""
    start, end = MESSAGE_ON_PAGE.index('<div class="text">'), MESSAGE_ON_PAGE.index('<div class="signature')
    (article,) = read(page(MESSAGE_ON_PAGE[:start] + poll + MESSAGE_ON_PAGE[end:]), ".html")
    assert article.body == "Close the port?\n\n- Yes"


def test_pictures_and_notices_on_a_page_are_counted(with_remarks):
    """The headings of days are not."""
    notice = '<div class="message service" id="message3"><div class="body details">A joined</div></div>'
    picture = '<div class="message default" id="message4"><div class="body"></div></div>'
    articles, remarks = with_remarks(page(notice, picture, MESSAGE_ON_PAGE).encode(), ".html")
    assert [article.key for article in articles] == ["a.html#7"]
    assert [kind for kind, _, _ in remarks] == [WORDLESS, WORDLESS]
