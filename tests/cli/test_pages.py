"""The pages of PDF files: where a match stands, in every form of output."""

from __future__ import annotations

import json

import pytest

from tests.formats.pdfs import pdf


@pytest.fixture
def report(folder, run):
    """A report of three pages, the second of which has no text, and an index of it."""
    first, third = ["The ferry line", "is old."], ["Nobody repaired it.", "A gangway broke."]
    (folder / "report.pdf").write_bytes(pdf(first, [], third))
    (folder / "note.txt").write_text("A gangway, too.")
    assert run("index", "-q", ".").code == 0


def test_json_has_the_page_of_the_match_and_of_each_passage(report, run):
    """Null for a file without pages."""
    hits = {hit["key"]: hit for hit in map(json.loads, run("search", "--jsonl", "gangway").lines)}
    assert (hits["report.pdf"]["page"], hits["note.txt"]["page"]) == (3, None)
    assert [passage["page"] for passage in hits["report.pdf"]["passages"]] == [3]
    assert [passage["page"] for passage in hits["note.txt"]["passages"]] == [None]


def test_fields_and_templates_have_it(report, run):
    """It is empty where it is not known."""
    assert set(run("search", "--fields", "key,page", "gangway").lines) == {"note.txt\t", "report.pdf\t3"}
    assert run("search", "--template", "{path}, p. {page}", "repaired").out == "report.pdf, p. 3\n"


def test_a_concordance_has_the_page_of_each_match(report, run):
    """In a last column, which is empty where it is not known; in JSON, null."""
    rows = [line.split("\t") for line in run("kwic", "gangway OR ferry").lines]
    assert rows[0][-1] == "page"
    assert {(row[0], row[3], row[-1]) for row in rows[1:]} == {
        ("note.txt", "gangway", ""), ("report.pdf", "gangway", "3"), ("report.pdf", "ferry", "1")
    }  # fmt: skip
    lines = map(json.loads, run("kwic", "--jsonl", "gangway").lines)
    assert {line["key"]: line["page"] for line in lines} == {"note.txt": None, "report.pdf": 3}


def test_a_terminal_names_the_page_and_links_to_it(report, terminal):
    """In the place of a line, which a PDF does not have."""
    screen = terminal("search", "--hyperlink=always", "repaired")[1]
    assert "page 3 · " in screen
    assert "report.pdf#page=3\x1b\\" in screen
    assert "report.pdf:" not in screen


def test_documents_name_it(report, run):
    """Beside the key."""
    assert "page 3 · `report.pdf`" in run("search", "--format", "markdown", "repaired").out


def test_open_says_which_page_to_turn_to(report, run, monkeypatch):
    """As no desktop can be told."""
    monkeypatch.setenv("PATH", "")
    ended = run("open", "report.pdf", "--query", "gangway")
    assert "newsgrep: the first match is on page 3\n" in ended.err
