"""newsgrep open: an article in the editor or the browser."""

from __future__ import annotations

import json
import webbrowser
from pathlib import Path

import pytest


@pytest.fixture
def opened(folder, run, monkeypatch):
    """Two files with an index, and editors that write down what they are asked to open."""
    (folder / "a.txt").write_text("Talks end\n2020-10-30\n\nTalks ended.\n\nNobody signed.\n")
    records = [
        {"id": "1", "title": "One", "body": "Oil rose.", "url": "https://example.org/one"},
        {"id": "2", "title": "Two", "body": "Gas fell.", "url": "file:///etc/passwd"},
    ]
    (folder / "b.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
    assert run("index", "-q", "a.txt", "b.jsonl").code == 0
    asked = folder / "asked"
    for name in ("vim", "code", "hx", "ed"):
        editor = folder / "bin" / name
        editor.parent.mkdir(exist_ok=True)
        editor.write_text(f'#!/bin/sh\necho "$@" >> {asked}\n')
        editor.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder / "bin"), prepend=":")
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.setattr(webbrowser, "open", lambda url: asked.write_text(f"browser {url}\n") > 0)
    return lambda: asked.read_text().replace(f"{folder}/", "").splitlines() if asked.exists() else []


@pytest.mark.parametrize(
    ("editor", "arguments"),
    [
        ("vim -R", "-R +2 b.jsonl"),
        ("code --wait", "--wait --goto b.jsonl:2"),
        ("hx", "b.jsonl:2"),
        ("ed", "b.jsonl"),
    ],
)
def test_an_editor_gets_file_and_line(opened, run, monkeypatch, editor, arguments):
    """As each editor is told a line; one that is not known gets the file alone."""
    monkeypatch.setenv("EDITOR", editor)
    assert run("open", "b.jsonl#2")[:2] == (0, "")
    assert opened() == [arguments]


def test_the_line_is_what_was_named_or_the_first_match(opened, run, monkeypatch):
    """A path:line as a terminal prints it; a notice for no match. $VISUAL goes before $EDITOR."""
    monkeypatch.setenv("EDITOR", "ed")
    monkeypatch.setenv("VISUAL", "vim")
    assert run("open", "a.txt:4").code == 0
    assert run("open", "a.txt", "--query", "signed").err == ""
    assert run("open", "a.txt", "--query", "gas").err == "newsgrep: the text of a.txt does not match gas\n"
    assert run("open", f"a.txt:{'9' * 5000}").code == 0  # is no line of any file
    assert opened() == ["+4 a.txt", "+6 a.txt", "+1 a.txt", "+1 a.txt"]


def test_several_articles_are_opened_one_after_the_other(opened, run, monkeypatch):
    """Their keys are typed, or come from a pipe."""
    monkeypatch.setenv("EDITOR", "vim")
    assert run("open", "b.jsonl#2", "a.txt")[:2] == (0, "")
    assert run("open", "-", stdin="a.txt\nb.jsonl#1\n")[:2] == (0, "")
    assert opened() == ["+2 b.jsonl", "+1 a.txt", "+1 a.txt", "+1 b.jsonl"]


@pytest.mark.parametrize(
    ("arguments", "keys", "message"),
    [
        (["-"], "", "no article was named on standard input"),
        (["-"], "a.txt\n" * 51, "more than 50 articles are named"),
        (["a.txt", "c.txt"], "", "there is no article c.txt in the index"),
    ],
)
def test_nothing_is_opened_if_not_all_can_be(opened, run, monkeypatch, arguments, keys, message):
    """A list without end is not opened, nor are the first articles of one with a wrong key."""
    monkeypatch.setenv("EDITOR", "vim")
    ended = run("open", *arguments, stdin=keys)
    assert (ended.code, ended.summary) == (2, f"newsgrep: {message}")
    assert opened() == []


def test_an_address_is_for_the_browser(opened, run, monkeypatch):
    """With --web, and where no editor is set."""
    assert run("open", "b.jsonl#1")[:2] == (0, "")
    assert opened() == ["browser https://example.org/one"]
    monkeypatch.setenv("EDITOR", "vim")
    assert run("open", "--web", "b.jsonl#1").code == 0
    assert opened() == ["browser https://example.org/one"]


@pytest.mark.parametrize(
    ("arguments", "editor", "message"),
    [
        (
            ["a.txt"],
            "",
            "no program is set that opens a.txt, and it has no web address\n"
            "hint: set VISUAL or EDITOR to your editor",
        ),
        (
            ["--web", "b.jsonl#2"],
            "vim",
            "b.jsonl#2 has no web address\nhint: newsgrep show 'b.jsonl#2' prints the article",
        ),
        (["a.txt"], "no-such-editor", "no-such-editor cannot be run: no such file or directory"),
        (["a.txt"], "false", "false ended with exit code 1"),
        (["a.txt"], "vim '", "the editor vim ' cannot be run: no closing quotation"),
        (["c.txt"], "vim", "there is no article c.txt in the index"),
    ],
)
def test_what_cannot_be_opened_is_an_error(opened, run, monkeypatch, arguments, editor, message):
    """It names the thing and what to do. An address that is none of the web goes to no browser."""
    monkeypatch.setenv("EDITOR", editor)
    ended = run("open", *arguments)
    assert ended[:2] == (2, "")
    assert ended.err.startswith(f"newsgrep: {message}")
    assert opened() == []


def test_a_file_that_is_gone_is_told(opened, run, monkeypatch, folder):
    """And how to read the article."""
    (folder / "a.txt").unlink()
    monkeypatch.setenv("EDITOR", "vim")
    ended = run("open", "a.txt")
    assert ended.code == 2
    assert ended.err == (
        "newsgrep: a.txt is no file, and it has no web address\n"
        "hint: newsgrep show a.txt prints the article\n"
    )


def test_a_document_is_for_the_desktop(opened, monkeypatch, folder):
    """Not for an editor of text."""
    from newsgrep.viewers import file_command

    monkeypatch.setenv("EDITOR", "vim")
    monkeypatch.setenv("PATH", str(folder / "bin"))
    monkeypatch.setattr("sys.platform", "linux")
    assert file_command(Path("a.pdf"), 3) == []
    (folder / "bin/xdg-open").symlink_to(folder / "bin/ed")
    assert file_command(Path("a.PDF"), 3) == ["xdg-open", "a.PDF"]
    assert file_command(Path("a.sqlite"), 0) == ["xdg-open", "a.sqlite"]
