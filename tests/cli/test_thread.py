"""newsgrep thread, thread: and mail:, has:attachment, and counts of mails with files attached."""

from __future__ import annotations

import base64
import datetime as dt
import json
import mailbox
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.formats.test_thread_index import index


def mail(number: int, subject: str, answers: str = "", references: str = "") -> EmailMessage:
    """A mail of a day of March, which names others."""
    made = EmailMessage()
    made["From"], made["To"] = f"Ada {number} <ada{number}@x.example>", "all@x.example"
    made["Subject"], made["Date"] = subject, f"Tue, {number:02} Mar 2021 22:10:00 +0000"
    made["Message-ID"] = f"<{number}@x>"
    if answers:
        made["In-Reply-To"] = answers
    if references:
        made["References"] = references
    made.set_content(f"The ferry, text {number}.\n")
    return made


def write(*mails: EmailMessage) -> None:
    """Write a mailbox."""
    with closing(mailbox.mbox("in.mbox")) as box:
        for one in mails:
            box.add(one)


@pytest.fixture
def mails(folder: Path, run) -> Path:
    """A conversation of six mails and one that is missing, with a file attached, and another mail."""
    planned = mail(3, "Re: Ferry", references="<1@x> <2@x>")
    planned.add_attachment("The plan is secret.\n", filename="plan.txt")
    planned.add_attachment(b"x", "image", "png", filename="map.png")
    write(
        mail(1, "Ferry"), mail(4, "AW: Ferry", "<1@x> (Ada's mail)"), mail(2, "Re: Ferry", "<1@x>"), planned,
        mail(6, "Re: Ferry", references="<1@x> <5@x>"), mail(7, "New", "<5@x>"), mail(8, "Re: Ferry"),
    )  # fmt: skip
    assert run("index", "-q", "in.mbox").code == 0
    return folder


def tree(ended) -> list[tuple[int, str]]:
    """The depths and Message-IDs that a run printed as JSON Lines."""
    assert ended.code == 0, ended.err
    return [(row["depth"], row["message_id"]) for row in map(json.loads, ended.lines)]


TREE = [(0, "1@x"), (1, "2@x"), (2, "3@x"), (1, "4@x"), (1, "5@x"), (2, "6@x"), (2, "7@x")]


@pytest.mark.parametrize("key", ["in.mbox#1@x", "in.mbox#7@x", "in.mbox#3@x#plan.txt", "<5@x>", "6@x"])
def test_a_conversation_is_a_tree(mails, run, key):
    """The same from each of its mails, from a file attached to one, and from a Message-ID.

    A mail that is answered and missing has a row; one with the same subject and no Message-ID of it is none.
    """
    ended = run("thread", "--jsonl", key)
    assert tree(ended) == TREE
    assert ended.err == "newsgrep: 1 mail of the conversation is not in the index\n"
    rows = [json.loads(line) for line in ended.lines]
    assert rows[2]["attachments"] == ["plan.txt", "map.png"]
    assert rows[4]["attachments"] == rows[4]["senders"] == []
    assert (rows[4]["key"], rows[4]["title"]) == (None, None)
    assert (rows[6]["senders"], rows[6]["key"]) == (["Ada 7 <ada7@x.example>"], "in.mbox#7@x")


def test_a_table_has_a_cell_for_several_names(mails, run):
    """With semicolons between."""
    lines = run("thread", "--csv", "in.mbox#3@x").lines
    assert lines[0] == "depth,date,senders,recipients,title,key,attachments,message_id,parent"
    assert "plan.txt; map.png" in lines[3]


def test_a_row_names_the_mail_above(mails, run):
    """By its Message-ID; the first mail has none above."""
    rows = [json.loads(line) for line in run("thread", "--jsonl", "1@x").lines]
    assert [row["parent"] for row in rows] == [None, "1@x", "2@x", "1@x", "1@x", "5@x", "5@x"]


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "jsonl"])
def test_a_conversation_that_was_written_is_no_article(mails, run, form):
    """A run passes over it, as over other tables."""
    (mails / f"ferry.{form}").write_text(run("thread", f"--{form}", "3@x").out)
    ended = run("index", ".")
    assert f"passed over 1 file with output of newsgrep, for example ferry.{form}" in ended.err


def test_a_terminal_indents_answers(mails, terminal):
    """Below each subject stand day, persons, key and files; a missing mail is named."""
    code, screen = terminal("thread", "in.mbox#3@x", NO_COLOR="1", COLUMNS="120")
    assert code == 0
    lines = [line.rstrip() for line in screen.splitlines()]
    first = lines.index("    Re: Ferry")
    assert lines[first + 1].startswith("    2021-")
    assert lines[first + 1].endswith(" · in.mbox#3@x")
    assert lines[first + 2] == "    attached: plan.txt, map.png"
    assert "  not in the index: 5@x" in lines


def test_a_narrow_terminal_cuts_no_key(mails, terminal):
    """It has a line of its own there, and subjects and persons are cut."""
    code, screen = terminal("thread", "in.mbox#3@x", NO_COLOR="1", COLUMNS="40")
    assert code == 0
    lines = [line.rstrip() for line in screen.splitlines()]
    assert "    in.mbox#3@x" in lines
    assert "  2021-03-02 22:10+00:00 · Ada 2 to all…" in lines


def test_a_subject_in_hindi_is_cut_at_the_width(folder, run, terminal):
    """Its vowel signs have columns of their own."""
    write(mail(1, "नि " * 30))
    assert run("index", "-q", "in.mbox").code == 0
    _, screen = terminal("thread", "1@x", NO_COLOR="1", COLUMNS="40", PAGER="cat")
    assert "नि " * 13 + "…" in [line.rstrip() for line in screen.splitlines()]


def test_a_narrow_terminal_cuts_no_message_id(folder, run, terminal):
    """That of a missing mail is all that is known of it."""
    write(mail(2, "Re: Ferry", "<a-long-id-of-a-mail-that-is-missing@mailer.ministry.example>"))
    assert run("index", "-q", "in.mbox").code == 0
    _, screen = terminal("thread", "2@x", NO_COLOR="1", COLUMNS="40", PAGER="cat")
    assert "a-long-id-of-a-mail-that-is-missing@mailer.ministry.example" in screen


def test_a_mail_too_deep_to_be_indented_says_how_deep_it_is(folder, run, terminal):
    """Its number stands before the subject."""
    write(*(mail(number, f"Answer {number}", f"<{number - 1}@x>") for number in range(1, 31)))
    assert run("index", "-q", "in.mbox").code == 0
    _, screen = terminal("thread", "5@x", NO_COLOR="1", COLUMNS="60", PAGER="cat")
    lines = [line.rstrip() for line in screen.splitlines()]
    assert "        Answer 4" in lines
    assert " " * 20 + "(30) Answer 30" in lines


def test_a_conversation_is_searched(mails, run):
    """With what is attached to its mails, in all outputs."""
    found = run("search", "--fields", "key", "--sort", "date", "thread:in.mbox#7@x").lines
    assert sorted(found) == [f"in.mbox#{n}@x" for n in (1, 2, 3)] + ["in.mbox#3@x#plan.txt"] + [
        f"in.mbox#{n}@x" for n in (4, 6, 7)
    ]
    assert run("search", "-c", "ferry NOT thread:in.mbox#7@x").out == "1\n"
    assert run("search", "--fields", "key", "secret thread:1@x").lines == ["in.mbox#3@x#plan.txt"]
    assert run("timeline", "--by", "year", "thread:1@x").lines[1] == "2021\t7"


def test_the_mail_of_an_attachment_and_its_attachments_are_found(mails, run):
    """From either end; the file that is no text is named."""
    both = ["in.mbox#3@x", "in.mbox#3@x#plan.txt"]
    for key in both:
        assert sorted(run("search", "--fields", "key", f"mail:{key}").lines) == both
    assert run("search", "--fields", "key,attachments", "has:attachment").lines == [
        "in.mbox#3@x\tplan.txt; map.png"
    ]
    assert run("search", "--fields", "key", "attachment:map").lines == ["in.mbox#3@x"]
    assert run("search", "--fields", "key,attached_to", "secret").lines == [
        "in.mbox#3@x#plan.txt\tin.mbox#3@x"
    ]
    assert "attached: plan.txt; map.png" in run("show", both[0]).lines
    assert "attached to: in.mbox#3@x" in run("show", both[1]).lines


def test_persons_are_counted_by_mails(mails, run):
    """Without the files that are attached to them, which is said."""
    ended = run("facets", "from:ada3", "--by", "from", "--csv")
    assert ended.lines == ["facet,value,articles", "from,ada3@x.example,1"]
    assert "1 of the articles are attached to mails; by from the mails count alone" in ended.err
    assert run("facets", "from:ada3", "--by", "format").lines[1:] == ["format\tmbox\t1", "format\ttext\t1"]


def test_a_circle_ends(folder, run):
    """Mails that name one another; the earliest stands above."""
    write(mail(1, "One", "<3@x>"), mail(2, "Two", "<1@x>"), mail(3, "Three", "<2@x>"), mail(4, "Me", "<4@x>"))
    assert run("index", "-q", ".").code == 0
    assert tree(run("thread", "--jsonl", "2@x")) == [(0, "1@x"), (1, "2@x"), (2, "3@x")]
    ended = run("thread", "--jsonl", "4@x")
    assert tree(ended) == [(0, "4@x")]
    assert ended.err == "newsgrep: there is no other mail of it in the index\n"


def test_mails_with_one_message_id_are_all_listed(folder, run):
    """As copies by a list, which adds a footer; the earliest is the one that is answered."""
    copy = mail(1, "[list] Ferry")
    copy.replace_header("Date", "Tue, 01 Mar 2021 22:15:00 +0000")
    write(mail(2, "Re: Ferry", "<1@x>"), copy, mail(1, "Ferry"))
    assert run("index", "-q", ".").code == 0
    ended = run("thread", "--jsonl", "2@x")
    rows = [json.loads(line) for line in ended.lines]
    assert [(row["depth"], row["title"]) for row in rows] == [
        (0, "Ferry"),
        (1, "Re: Ferry"),
        (0, "[list] Ferry"),
    ]
    assert "2 mails have the Message-ID of another, too" in ended.err


def test_missing_mails_stand_where_others_name_them(folder, run):
    """By References of any mail, where none of its own is known; a mail of the index stands by its own."""
    late = mail(7, "Re: Ferry", "<4@x>", "<1@x> <2@x> <3@x> <4@x>")
    write(mail(1, "Ferry"), mail(5, "Re: Ferry", "<4@x>"), mail(6, "Re", "", "<0@x> <9@x> <1@x>"), late)
    assert run("index", "-q", ".").code == 0
    whole = [(0, "1@x"), (1, "2@x"), (2, "3@x"), (3, "4@x"), (4, "5@x"), (4, "7@x"), (1, "6@x")]
    for key in ("5@x", "2@x", "9@x"):
        ended = run("thread", "--jsonl", key)
        assert tree(ended) == [*whole, (0, "0@x"), (1, "9@x")]
        assert "5 mails of the conversation are not in the index" in ended.err


def test_a_missing_mail_has_its_place_below_one_that_was_found(folder, run):
    """The found one names the missing, and a later mail says what that answered."""
    write(mail(1, "Ferry"), mail(3, "Re: Ferry", "<2@x>"), mail(4, "Re: Ferry", "<3@x>", "<1@x> <2@x> <3@x>"))
    assert run("index", "-q", ".").code == 0
    assert tree(run("thread", "--jsonl", "1@x")) == [(0, "1@x"), (1, "2@x"), (2, "3@x"), (3, "4@x")]


def test_a_mail_without_message_id_is_told(folder, run):
    """It is its own conversation."""
    one = mail(1, "Ferry")
    del one["Message-ID"]
    (folder / "a.eml").write_bytes(one.as_bytes())
    (folder / "b.txt").write_text("No mail.", "utf-8")
    assert run("index", "-q", ".").code == 0
    ended = run("thread", "a.eml")
    assert (ended.code, len(ended.lines)) == (0, 2)
    assert "a.eml has no Message-ID, so that no mail is known to answer it" in ended.err
    assert run("search", "-c", "thread:a.eml").out == "1\n"
    assert run("thread", "b.txt").err == "newsgrep: b.txt is not a mail\n"


def test_mails_of_outlook_have_conversations(folder, run):
    """By the Thread-Index: below the nearest that is there; so a mail without a Message-ID has answers."""
    begun = dt.datetime(2021, 3, 1, tzinfo=dt.UTC)
    answers = [dt.timedelta(days=day) for day in (1, 2, 3)]
    mails = [
        ("sent", [], ""),
        ("came", answers[:1], "Message-ID: <2@x>\nIn-Reply-To: <1@x>\n"),
        ("later", answers[:3], ""),
        ("other", answers[2:], "Message-ID: <4@x>\nReferences: <1@x> <0@x>\n"),
        ("new", [answers[2]], ""),
    ]
    for name, passed, headers in mails:
        date = begun + (passed or [dt.timedelta()])[-1]
        place = base64.b64encode(index(begun + dt.timedelta(days=9) * (name == "new"), *passed)).decode()
        headers += f"From: {name}@x.example\nDate: {date:%d %b %Y} 00:00:00 +0000\nThread-Index: {place}\n"
        (folder / f"{name}.eml").write_text(f"{headers}Subject: Ferry\n\nIt stopped.\n")
    assert run("index", "-q", ".").code == 0
    for key in ("sent.eml", "later.eml", "<0@x>"):
        rows = [json.loads(line) for line in run("thread", "--jsonl", key).lines]
        assert [(row["depth"], row["key"]) for row in rows] == [
            (0, "sent.eml"), (1, "came.eml"), (2, "later.eml"), (1, None), (2, "other.eml"),
        ]  # fmt: skip
    ended = run("thread", "new.eml")
    assert (len(ended.lines), "no Message-ID" in ended.err) == (2, True)


def test_an_unknown_key_is_an_error(mails, run):
    """In the command and in a query."""
    for words in (["thread", "in.mbox#9@x"], ["search", "thread:in.mbox#9@x"], ["search", "mail:9@x"]):
        ended = run(*words)
        assert ended[:2] == (2, "")
        assert "9@x" in ended.err
    ended = run("search", "mail:5@x")  # which others answer
    assert ended[:2] == (2, "")
    assert "the mail 5@x is not in the index" in ended.err
    assert 'thread:"5@x" finds those that answer it' in ended.err
    ended = run("search", "thread:*")
    assert "write thread:KEY" in ended.err


def test_several_indexes_have_conversations(folder, run):
    """A mail of one answers a mail of another."""
    for number, name in enumerate("ab", 1):
        (folder / name).mkdir()
        answer = mail(number, "Ferry", "<1@x>" if number == 2 else "")
        answer.add_attachment("A plan.\n", filename="plan.txt")
        (folder / name / "in.eml").write_bytes(answer.as_bytes())
        assert run("index", "-q", "--index", f"{name}/.newsgrep", name).code == 0
    both = ["--index", "a/.newsgrep", "--index", "b/.newsgrep"]
    rows = [json.loads(line) for line in run("thread", *both, "--jsonl", "b/in.eml").lines]
    assert [(row["depth"], row["key"]) for row in rows] == [(0, "a/in.eml"), (1, "b/in.eml")]
    assert run("search", *both, "-c", "thread:a/in.eml").out == "4\n"


@pytest.mark.parametrize(
    "typed",
    ['<"quo te"@x.example>', "<sp ace@x.example>", "<o'neil*(x):y/z@x.example>", "<ünï-дом@x.example>"],
)
def test_a_message_id_is_typed_as_a_header_has_it(folder, run, typed):
    """With comments, spaces and quotes, as it is pasted; so it is in a query, in quotes."""
    for number, headers in enumerate((f"Message-ID: {typed}", f"Message-ID: <b@x>\nIn-Reply-To: {typed}")):
        text = f"From: ada@x.example\nSubject: {number}\n{headers}\n\nText {number} of the ferry.\n"
        (folder / f"{number}.eml").write_text(text, "utf-8")
    assert run("index", "-q", ".").code == 0
    assert [depth for depth, _ in tree(run("thread", typed, "--jsonl"))] == [0, 1]
    quoted = typed.replace('"', '""')
    assert run("search", "-l", f'mail:"{quoted}"').lines == ["0.eml"]
    assert run("show", typed).out.startswith("0\n")


def test_a_key_may_be_a_message_id_in_brackets(mails, run):
    """Wherever a command takes keys; of a query, which would find who quotes it, it is refused."""
    assert run("show", "<1@x>").out.startswith("Ferry\n")
    assert run("similar", "<1@x>").code == 0
    assert run("tag", "seen", "<3@x>").code == 0
    assert run("search", "tag:seen", "--fields", "key").lines == ["in.mbox#3@x"]
    ended = run("tag", "seen", "<33@x>")
    assert (ended.code, ended.err.splitlines()[0]) == (2, "newsgrep: there is no article <33@x> in the index")
    assert "there is no article <33@x>" in run("show", "<33@x>").err
    assert run("export", "copies", "<3@x>").code == 0
    ended = run("search", "<3@x>")
    assert ended.code == 2
    assert ended.err.splitlines()[-1] == (
        'hint: the mail with this Message-ID is mail:3@x; to search for the text: "3@x"'
    )
    ended = run("delete", "<3@x>")
    undone = "newsgrep delete --undo 'in.mbox#3@x'"  # the Message-ID is not known any more
    assert ended.err == f"newsgrep: deleted 1 article; {undone} takes it in again\n"
    assert run("search", "-c", "mail:in.mbox#1@x").out == "1\n"


@pytest.mark.parametrize("name", ['(k) "2".eml', "k3*.eml", "a b?.eml", "x^2~1.eml"])
def test_any_key_can_be_written_in_a_query(folder, run, name):
    """In quotes it is read as it is, but that a quote in it is written twice."""
    (folder / name).write_text("From: ada@x.example\nMessage-ID: <1@x>\nSubject: One\n\nOf the ferry.\n")
    assert run("index", "-q", ".").code == 0
    doubled = name.replace('"', '""')
    for field in ("thread", "mail"):
        ended = run("search", "-l", f'ferry {field}:"{doubled}"')
        assert ended.lines == [name], ended.err


def test_a_key_that_a_space_ends_has_a_hint(mails, run):
    """In a query the rest of the path is the next word; in quotes all of it is the key."""
    ended = run("search", "thread:old mails/1.eml")
    assert ended.code == 2
    assert ended.err.endswith('; a key with spaces is put in quotes: thread:"KEY"\n')
    assert "in quotes" not in run("search", 'thread:"old mails/1.eml"').err


def test_a_quote_within_a_key_has_a_hint(mails, run):
    """That says how it is written."""
    ended = run("search", 'thread:"(k) "2".eml"')
    assert ended.code == 2
    assert 'a quote in a key is written twice: ""' in ended.err


def test_a_saved_search_for_a_mail_that_is_gone_is_named(mails, run):
    """Also where it is named by another one; its Message-ID would have stayed."""
    for name, query in (("gone", "thread:nosuch.eml"), ("outer", "ferry @gone"), ("there", "thread:1@x")):
        assert run("save", name, query).code == 0
    for query in ("@gone", "@outer"):
        ended = run("search", query)
        assert ended.code == 2
        assert "the saved search @gone asks for a mail that is not there: there is no article" in ended.err
    assert run("search", "-c", "@there").out == run("search", "-c", "thread:1@x").out
