"""newsgrep status: what an index holds."""

from __future__ import annotations

import json

from newsgrep.engine.embedded.directory import FORMAT_VERSION


def test_status_is_lines_of_a_key_and_a_value(corpus, run):
    """In a pipe, with a tab between."""
    ended = run("status")
    assert (ended.code, ended.err) == (0, "")
    values = dict(line.split("\t")[:2] for line in ended.lines)
    assert values["index"] == str(corpus / ".newsgrep")
    assert int(values["articles"]) >= 40
    assert int(values["files"]) == sum(file.is_file() for file in (corpus / "corpus").rglob("*.*"))
    assert values["format_version"] == str(FORMAT_VERSION)
    assert values["language"] == "english"
    assert int(values["size"]) > 10_000


def test_status_as_json(corpus, run):
    """An object with the same contents."""
    status = json.loads(run("status", "--json").out)
    assert status["first_day"] < "2020-10-17" < status["last_day"]
    assert status["top_authors"][0]["articles"] >= status["top_authors"][1]["articles"]
    assert status["unreadable"] == []


def test_status_reads_no_article(folder, run, write):
    """So it is quick in an index of any size; what is wrong with the texts, newsgrep verify finds."""
    write("a.jsonl", json.dumps({"title": "Ganja", "authors": ["Ada Doe", "Bo Ek"], "text": "A missile."}))
    run("index", ".")
    (texts,) = (folder / ".newsgrep").glob("*.art")
    texts.write_bytes(texts.read_bytes().replace(b"missile", b"weather"))
    assert {"top_author\tAda Doe\t1", "top_author\tBo Ek\t1"} <= {*run("status").lines}
    assert "1 damaged block" in run("verify").out


def test_status_of_no_index_names_the_command_that_makes_one(folder, run):
    """As an error."""
    ended = run("status")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.endswith("hint: make one with: newsgrep index PATH\n")


def test_status_in_colour(corpus, run):
    """If that is asked for."""
    assert "\x1b[" in run("status", "--color", "always").out


def test_encodings_that_were_guessed_are_listed(folder, run):
    """With the number of texts, for each file; a run over unchanged files keeps them."""
    (folder / "news").mkdir()
    (folder / "news/a.txt").write_bytes("Un été “très” généreux.\n".encode("cp1252"))
    (folder / "news/b.txt").write_text("A flood reached Elmford.\n")
    assert run("index", "news").code == 0
    assert run("index", "news").code == 0
    assert json.loads(run("status", "--json").out)["guessed_encodings"] == [
        {"path": "news/a.txt", "encoding": "cp1252", "texts": 1}
    ]
    assert "guessed_encoding\tcp1252\t1\tnews/a.txt" in run("status").lines
    assert "cp1252 for 1 text: news/a.txt" in " ".join(run("status", "--color", "always").out.split())
    assert run("index", "--encoding", "cp1252", "news/a.txt").code == 0
    assert json.loads(run("status", "--json").out)["guessed_encodings"] == []
