"""Mails with files attached on the command line: found, shown, opened, exported, piped in and left out."""

from __future__ import annotations

import json
import shlex
import sys
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest


def mail(text: str, **attached: str) -> EmailMessage:
    """A mail with texts attached; `a_txt` is a.txt."""
    made = EmailMessage()
    made["From"], made["Subject"] = "Ada Roe <ada@ferry.example>", "Ferry"
    made["Date"], made["Message-ID"] = "Tue, 09 Mar 2021 22:10:00 +0100", "<1@ferry.example>"
    made.set_content(text)
    for name, content in attached.items():
        made.add_attachment(f"{content}\n", filename=name.replace("_", "."))
    return made


@pytest.fixture
def mails(folder: Path) -> Path:
    """A mail that forwards another, which has a text attached, and a picture."""
    forwards = mail("See below.", tolls_txt="The ferry tolls rise.")
    inner = mail("Inner words.", plan_txt="The ferry plan is secret.")
    forwards.add_attachment(inner)
    forwards.add_attachment(b"x", "image", "png", filename="scan.png")
    (folder / "mails").mkdir()
    (folder / "mails/a.eml").write_bytes(forwards.as_bytes())
    return folder


def test_what_is_attached_is_found_and_shown(mails, run):
    """By the key that a search prints; what is not read is counted."""
    ended = run("index", "mails")
    assert (ended.code, ended.summary) == (0, "4 added")
    assert "left out 1 file of another kind: .png (" in ended.err
    keys = sorted(run("search", "--fields", "key", "ferry").lines)
    assert keys == ["mails/a.eml", "mails/a.eml#message.eml", "mails/a.eml#message.eml#plan.txt",
                    "mails/a.eml#tolls.txt"]  # fmt: skip
    shown = run("show", "mails/a.eml#message.eml#plan.txt")
    assert (shown.code, shown.lines[-1]) == (0, "The ferry plan is secret.")
    (found,) = json.loads(run("search", "--json", "secret").out)
    assert (found["date"], found["line"]) == ("2021-03-09T22:10:00+01:00", 1)


def test_what_is_attached_opens_its_mail(mails, run, monkeypatch):
    """An editor is given the file of the mail."""
    assert run("index", "-q", "mails").code == 0
    program = "import shutil, sys; shutil.copy(sys.argv[-1], 'opened')"
    monkeypatch.setenv("VISUAL", shlex.join([sys.executable, "-c", program]))
    assert run("open", "mails/a.eml#tolls.txt").code == 0
    assert (mails / "opened").read_bytes() == (mails / "mails/a.eml").read_bytes()


def test_who_wrote_to_whom(folder, run):
    """By name and by address, in mails, in what is attached to them, and in a table of mails."""
    first = mail("The ferry budget.", plan_txt="The budget plan is secret.")
    first["To"], first["Cc"] = '"Ek, Bo" <bo@port.example>', "max@ferry.example"
    (folder / "a.eml").write_bytes(first.as_bytes())
    row = "Bo Ek <bo@port.example>,Ada Roe <ada@ferry.example>,Re: Ferry,The budget stands."
    (folder / "b.csv").write_text(f"From,To,Subject,Body\n{row}", "utf-8")
    (folder / "c.txt").write_text("Bo Ek read the ferry budget of Ada Roe.", "utf-8")
    assert run("index", "-q", ".").code == 0
    found = {
        query: sorted(run("search", "--fields", "key", query, "budget").lines)
        for query in ('to:"bo ek"', 'from:"Bo Ek"', "to:@ferry.example", "from:ada@ferry.example", "no:to")
    }
    assert found == {
        'to:"bo ek"': ["a.eml", "a.eml#plan.txt"],
        'from:"Bo Ek"': ["b.csv#L2"],
        "to:@ferry.example": ["a.eml", "a.eml#plan.txt", "b.csv#L2"],
        "from:ada@ferry.example": ["a.eml", "a.eml#plan.txt"],
        "no:to": ["c.txt"],
    }
    assert run("facets", "has:to", "--by", "from*to", "--csv").lines == [
        "from*to,ada@ferry.example,bo@port.example,max@ferry.example",
        "ada@ferry.example,0,1,1",
        "bo@port.example,1,0,0",
    ]
    shown = run("show", "a.eml").lines
    assert shown[2:4] == [
        "from: Ada Roe <ada@ferry.example>",
        "to: Ek, Bo <bo@port.example>; max@ferry.example",
    ]


def test_recipients_survive_a_dump(mails, run):
    """What show --jsonl prints of a mail has its persons, and is read with them elsewhere."""
    named = mail("The ferry budget.")
    named["To"] = "Ek, Bo; Max Muster"
    (mails / "a.eml").write_bytes(named.as_bytes())
    assert run("index", "-q", "a.eml").code == 0
    dump = run("show", "--jsonl", "a.eml").out
    assert json.loads(dump)["recipients"] == ["Ek, Bo", "Max Muster"]
    assert run("index", "-q", "--index", "other", "-", stdin=dump).code == 0
    found = run("search", "--index", "other", "--fields", "senders,recipients", 'to:"bo ek"')
    assert found.out == "Ada Roe <ada@ferry.example>\tEk, Bo; Max Muster\n"


def test_originals_of_what_is_attached_are_taken_out(mails, run):
    """Each as a file of its own, in a mail, in a mailbox and in an archive; the mail itself is copied."""
    with zipfile.ZipFile(mails / "mails/old.zip", "w") as out:
        out.writestr("b.eml", mail("Old.", tolls_txt="The old tolls.").as_bytes())
    box = (
        b"From ada@ferry.example Tue Mar  9 22:10:00 2021\n" + mail("Box.", tolls_txt="Box tolls.").as_bytes()
    )
    (mails / "mails/in.mbox").write_bytes(box)
    assert run("index", "-q", "mails").code == 0
    ended = run("export", "out", "plan OR tolls OR title:ferry OR below")
    assert ended.code == 0, ended.err
    assert (mails / "out/mails/a.eml.attached/message.eml.attached/plan.txt").is_file()
    rows = [json.loads(line) for line in (mails / "out/manifest.jsonl").read_text("utf-8").splitlines()]
    written = {row["key"]: (row["kind"], (mails / "out" / row["file"]).read_bytes()) for row in rows}
    assert {key: written[key] for key in written if "#" in key and key.endswith("txt")} == {
        "mails/a.eml#tolls.txt": ("member", b"The ferry tolls rise.\n"),
        "mails/a.eml#message.eml#plan.txt": ("member", b"The ferry plan is secret.\n"),
        "mails/old.zip#b.eml#tolls.txt": ("member", b"The old tolls.\n"),
        "mails/in.mbox#1@ferry.example#tolls.txt": ("member", b"Box tolls.\n"),
    }
    assert written["mails/a.eml"] == ("file", (mails / "mails/a.eml").read_bytes())


def test_mails_are_read_again_when_the_globs_change(mails, run):
    """As archives are, since the globs see what is attached; else an unchanged mail is not read."""
    assert run("index", "-q", "mails").code == 0
    assert "4 unchanged" in run("index", "mails").err
    assert "3 removed" in run("index", "--exclude", "*.txt", "--exclude", "message.eml", "mails").err


def test_a_mail_that_is_piped_in(mails, run):
    """What is attached to it is below its Message-ID, so that another mail does not take its place."""
    first, second = mail("One.", t_txt="The first ferry."), mail("Two.", t_txt="The second ferry.")
    second.replace_header("Message-ID", "<2@ferry.example>")
    second.add_attachment(b"x", "image", "png", filename="scan.png")
    assert run("index", "-q", "-", stdin=first.as_string()).code == 0
    ended = run("index", "-", stdin=second.as_string())
    assert "2 added" in ended.err
    assert "left out 1 file of another kind: .png (" in ended.err
    found = run("search", "--fields", "key", "body:ferry").lines
    assert sorted(found) == ["stdin:#1@ferry.example#t.txt", "stdin:#2@ferry.example#t.txt"]


def test_a_guessed_encoding_of_a_mail_is_told(folder, run):
    """Where the mail names none."""
    text = "W środę burmistrz Łodzi ogłosił, że składa urząd. Śledztwo trwa.\n".encode("cp1250")
    (folder / "a.eml").write_bytes(b"From: ada@ferry.example\nSubject: Urzad\n\n" + text)
    told = "guessed the encoding of 1 text: cp1250, for example a.eml; --encoding names another"
    assert told in run("index", "a.eml").err
    assert run("search", "-l", "śledztwo").lines == ["a.eml"]


@pytest.mark.parametrize("box", [False, True])
def test_a_deleted_mail_is_taken_in_again_by_its_message_id(folder, run, box):
    """Of a file of its own and of a mailbox, as it was deleted; one that was not deleted is named."""
    (folder / "mails").mkdir()
    other = mail("Another ferry.")
    other.replace_header("Message-ID", "<2@ferry.example>")
    if box:
        parts = (
            b"From a@b Tue Mar  9 22:10:00 2021\n" + one.as_bytes() + b"\n"
            for one in (mail("A ferry."), other)
        )
        (folder / "mails/box.mbox").write_bytes(b"".join(parts))
    else:
        for name, one in (("a.eml", mail("A ferry.")), ("b.eml", other)):
            (folder / "mails" / name).write_bytes(one.as_bytes())
    assert run("index", "-q", "mails").code == 0
    for identifier in ("<1@ferry.example>", "<2@ferry.example>"):
        assert run("delete", identifier).code == 0
    ended = run("delete", "--undo", "<2@ferry.example>")
    assert (ended.code, ended.err) == (0, "newsgrep: 1 article indexed again\n")
    assert run("search", "--fields", "message_id", "ferry").lines == ["2@ferry.example"]
    for identifier in ("<2@ferry.example>", "<3@ferry.example>"):
        ended = run("delete", "--undo", identifier)
        assert (ended.code, ended.err.startswith(f"newsgrep: {identifier} was not deleted")) == (2, True)
