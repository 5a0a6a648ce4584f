"""newsgrep quotes: what is quoted, and the sentence that names the speaker."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def articles(write, run):
    """Two articles with quotations, one without, and an index of them."""
    text = 'Oil is dear. "We sold all of our oil," Doe said. "It is gone for good."'
    write("a.txt", text, date="2020-10-30")
    write("b.txt", '"Nobody buys our wheat any more," said Roe, who has no oil.', date="2020-10-31")
    write("c.txt", "Farmers sold oil.", date="2020-11-01")
    assert run("index", ".").code == 0


def test_a_line_in_a_pipe_has_key_date_quote_context_and_page(articles, run):
    """With tabs between, below a header."""
    assert run("quotes", "oil") == (
        0,
        "key\tdate\tquote\tcontext\tpage\n"
        'a.txt\t2020-10-30\tWe sold all of our oil, … It is gone for good.\t"…" Doe said.\t\n'
        'b.txt\t2020-10-31\tNobody buys our wheat any more,\t"…" said Roe, who has no oil.\t\n',
        "newsgrep: 2 quotations in 2 articles\n",
    )


def test_a_speaker_needs_no_query(articles, run):
    """The words are looked for beside the quotation alone; with a query both count."""
    assert [line.split("\t")[0] for line in run("quotes", "--speaker", "roe").lines[1:]] == ["b.txt"]
    assert [line.split("\t")[0] for line in run("quotes", "--speaker", "wheat").lines[1:]] == []
    assert [line.split("\t")[0] for line in run("quotes", "oil", "--speaker", "doe").lines[1:]] == ["a.txt"]


def test_a_speaker_adds_a_column_that_says_where_the_name_stands(write, run):
    """What `he` stands for is in the sentence before, which the context shows."""
    write("a.txt", 'Doe was there. "We sold all of it," he said. "It is gone for good," said Doe.')
    assert run("index", ".").code == 0
    ended = run("quotes", "--speaker", "doe", "--tsv")
    assert [line.split("\t")[3:] for line in ended.lines] == [
        ["context", "page", "speaker_in"],
        ['Doe was there. "…" he said.', "", "before"],
        ['"…" said Doe.', "", "sentence"],
    ]
    assert ended.err.endswith("in 1 of them an earlier sentence names the speaker: check these\n")


def test_a_speaker_is_read_as_the_query_is(articles, run):
    """-F reads OR as a word."""
    assert run("quotes", "--speaker", "doe OR roe").code == 0
    assert run("quotes", "-F", "--speaker", "doe OR roe").code == 1


def test_a_speaker_who_is_in_no_article_is_diagnosed(articles, run):
    """As the words of a query are."""
    ended = run("quotes", "--speaker", "rooe")
    assert ended.code == 1
    assert "rooe: no such word; nearest: roe" in ended.err


def test_a_filter_alone_has_every_quotation(articles, run):
    """Of an author, a source, a day."""
    ended = run("quotes", "--since", "2020-10-31", "--jsonl")
    objects = [json.loads(line) for line in ended.lines]
    assert [one["quote"] for one in objects] == ["Nobody buys our wheat any more,"]
    assert objects[0]["page"] is None


def test_a_terminal_shows_quotation_and_sentence_below_the_key(articles, terminal):
    """In curly marks, and wrapped at words."""
    code, screen = terminal("quotes", "oil", columns=60, NO_COLOR="1")
    assert code == 0
    assert screen == (
        "2020-10-30  a.txt\n"
        "  “We sold all of our oil, … It is gone for good.”\n"
        '  "…" Doe said.\n'
        "\n"
        "2020-10-31  b.txt\n"
        "  “Nobody buys our wheat any more,”\n"
        '  "…" said Roe, who has no oil.\n'
        "newsgrep: 2 quotations in 2 articles\n"
    )


def test_articles_without_a_quotation_are_counted(articles, run):
    """With exit code 1, as nothing is printed."""
    ended = run("quotes", "farmers")
    assert (ended.code, ended.out) == (1, "key\tdate\tquote\tcontext\tpage\n")
    assert ended.err == (
        "newsgrep: 1 article found, but no quotation of 4 words or more with a match in its sentence; "
        "--least 1 prints shorter ones, too\n"
    )


def test_nothing_found_says_why(articles, run):
    """As for a search."""
    ended = run("quotes", "oill")
    assert ended.code == 1
    assert "oill: no such word; nearest: oil" in ended.err


def test_a_wrong_query_of_a_speaker_is_refused(articles, run):
    """With its caret, as that of the query is."""
    ended = run("quotes", "oil", "--speaker", "doe AND")
    assert (ended.code, ended.out) == (2, "")
    assert "doe AND" in ended.err


def test_an_empty_speaker_is_refused(articles, run):
    """It often comes from a shell variable without a value, and would let every quotation through."""
    ended = run("quotes", "--speaker", "", "oil")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == "newsgrep: --speaker is empty\nhint: name someone, or leave --speaker out\n"
