"""What newsgrep index could not read: lists of it, other tries, and what a quiet run tells."""

from __future__ import annotations

import gzip
import json
import os


def test_errors_are_written_and_tried_again(write, folder, run):
    """--retry reads the files that --errors wrote."""
    write("a.txt", "Ganja.")
    file = folder / "b.jsonl"
    file.write_bytes(gzip.compress(b"no JSON"))
    os.utime(file, (1, 1))
    ended = run("index", "--errors", "bad.jsonl", ".", "--exclude", "bad.jsonl")
    assert ended.code == 2
    (line,) = (folder / "bad.jsonl").read_text().splitlines()
    problem = json.loads(line)
    assert (problem["path"], bool(problem["reason"])) == ("b.jsonl", True)
    file.write_text('{"id": "1", "body": "Barda."}')
    os.utime(file, (1, 1))
    ended = run("index", "--retry", "bad.jsonl", "--errors", "bad.jsonl")
    assert (ended.code, ended.summary) == (0, "1 added")
    assert (folder / "bad.jsonl").read_text() == ""


def test_an_encoding_is_tried_on_what_failed_for_its_own(folder, run):
    """--retry with --encoding leaves the others alone, whose texts it would ruin."""
    (folder / "a.jsonl").write_text('{"id": "1", "body": "Дождь идёт."}\n{"id"\n')
    (folder / "b.jsonl").write_bytes('{"id": "1", "body": "Снег идёт."}\n'.encode("koi8-r"))
    problems = [("a.jsonl", "not valid JSON"), ("b.jsonl", "broken UTF-8 at byte 21"), ("b.jsonl", "other")]
    assert run("index", "a.jsonl").code == 2
    list_ = "".join(
        json.dumps({"path": path, "line": 1, "reason": reason}) + "\n" for path, reason in problems
    )
    (folder / "bad.jsonl").write_text(list_)
    ended = run("index", "--retry", "bad.jsonl", "--encoding", "koi8-r")
    assert ended.err.startswith(
        "newsgrep: passed over 1 file of bad.jsonl with another failure than the encoding\n1 added\n"
    )
    assert run("search", "--fields", "key", "дождь OR снег").lines == ["a.jsonl#1", "b.jsonl#1"]
    (folder / "bad.jsonl").write_text(list_.splitlines()[0])
    ended = run("index", "--retry", "bad.jsonl", "--encoding", "koi8-r")
    assert (ended.code, ended.err) == (
        2,
        "newsgrep: no file of bad.jsonl failed for its encoding\n"
        "hint: leave out --encoding, or name the files themselves\n",
    )
    assert run("index", "--retry", "bad.jsonl").code == 2


def test_what_cannot_be_read_opens_from_a_subfolder(write, run, folder, monkeypatch):
    """In the summary, a dry run, status and the list of --errors, which --retry takes from a pipe, too."""
    file = write("news/a.json", "[{")
    write("sub/b.txt", "Talks.")
    monkeypatch.chdir(folder / "sub")
    for command in (("index", "--dry-run", "../news/a.json"), ("index", "..")):
        assert "../news/a.json:1: not valid JSON" in run(*command, "--index", "..").err.splitlines()
    assert run("index", "--dry-run", "../news/a.json").lines[0] == "../news/a.json"
    assert "unreadable\t../news/a.json:1: not valid JSON" in run("status").lines
    ended = run("index", "-q", "--errors", "-")
    (problem,) = (json.loads(line) for line in ended.lines)
    assert (ended.code, problem["path"]) == (2, str(file.absolute().resolve()))
    file.write_text('{"id": "1", "body": "No talks."}')
    assert run("index", "--retry", "-", stdin=ended.out).summary == "1 added"


def test_a_quiet_run_tells_once_what_cannot_be_read(write, run, folder):
    """So a crontab mails it once; the exit code says it every time."""
    for name in ("a.json", "b.json"):
        os.utime(write(f"news/{name}", "[{"), (1, 1))
        ended = run("index", "-q", "news")
        assert (ended.code, ended.err) == (2, "newsgrep: 1 unreadable item; newsgrep status lists them\n")
        ended = run("index", "-q")
        assert (ended.code, ended.err) == (2, "")


def test_a_quiet_run_names_what_is_not_there(write, run, folder):
    """As newsgrep status has no record of it: a source that is gone, a file of a list."""
    write("news/a.txt", "A missile.")
    run("index", "news")
    (folder / "news").rename(folder / "olds")
    for _ in range(2):
        ended = run("index", "-q")
        assert ended.err.startswith("newsgrep: news: no such file or directory; its articles stay until")
        assert (ended.code, len(ended.err.splitlines())) == (2, 1)
    ended = run("index", "-q", "--files-from", "-", stdin="nowhere.txt\n")
    assert (ended.code, ended.err) == (2, "newsgrep: nowhere.txt: no such file or directory\n")


def test_what_was_never_read_stays_on_record(write, run, folder):
    """A broken link and a file that is too large are told once, too, and listed until they can be read."""
    os.truncate(write("news/large.txt", ""), 40_000_000)
    link = folder / "news/link.txt"
    link.symlink_to("gone.md")
    assert "40 MB" not in run("index", "news").err
    assert run("index", "-q", "news") == (2, "", "")
    problems = ["news/large.txt: file larger than 32 MB", "news/link.txt: broken link"]
    listed = [line for line in run("status").lines if line.startswith("unreadable")]
    assert listed == [f"unreadable\t{problem}" for problem in problems]
    write("news/gone.md", "# Ganja\n\nA missile.\n")
    assert run("index", "--include", "*.txt", "news").summary == "1 added, 1 unreadable"
    link.unlink()
    assert run("index", "news").summary == "1 removed, 1 unreadable"
    assert run("verify").code == 0
