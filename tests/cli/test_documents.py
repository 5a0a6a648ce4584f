"""Documents of what was found: search and show with --format markdown and html."""

from __future__ import annotations

import pytest

STRIKE = "corpus/010_ganja-missile-strike.txt"


def test_a_document_has_the_query_with_its_filters(corpus, run):
    """As its heading, in the query language, above the hits."""
    ended = run("search", "--format", "markdown", "-n", "2", "--since", "2020-10", "ganja", "missile")
    assert ended.code == 0
    headings = [line for line in ended.lines if line.startswith("#")]
    assert headings[0] == "# ganja AND missile AND date:2020-10-01.."
    assert len(headings) == 3


def test_a_document_of_several_queries(corpus, run):
    """Each is a heading, with its name."""
    (corpus / "queries.tsv").write_text("Q1\tganja missile\nQ2\tnotre dame\n")
    ended = run("search", "--format", "html", "-n", "1", "-f", "queries.tsv")
    assert ended.code == 0
    assert [line for line in ended.lines if line.startswith("<h1>")] == [
        "<h1>Q1: ganja AND missile</h1>",
        "<h1>Q2: notre AND dame</h1>",
    ]


def test_a_document_says_how_much_was_found(corpus, run):
    """Below each query, also where that is nothing: a reader sees what was asked, and what is left out."""
    (corpus / "queries.tsv").write_text("Q1\tganja missile\nQ2\tnosuchword\n")
    ended = run("search", "--format", "markdown", "-n", "1", "-f", "queries.tsv")
    assert (ended.lines[4], ended.lines[-2]) == ("1 of 5 articles", "Nothing found")
    assert "# Q2: nosuchword" in ended.lines
    ended = run("search", "--format", "html", "nosuchword")
    assert (ended.code, ended.out.count("<h1>nosuchword</h1>")) == (1, 1)
    ended = run("search", "--format", "markdown", "--close", "-n", "2", "ganja missile nosuchword")
    assert ended.lines[4] == "No article has all the words; 2 close hits with some of them"


def test_a_document_of_what_is_new_has_the_query_as_it_was_asked(corpus, run):
    """Without what stands for all that is new; what came since a day is a part of the query."""
    assert "# ganja" in run("new", "--format", "markdown", "ganja").lines


def test_a_document_says_what_its_articles_are_similar_to(corpus, run):
    """As its heading."""
    ended = run("similar", "--format", "html", "-n", "2", STRIKE)
    assert f"<h1>Similar to {STRIKE}</h1>" in ended.lines
    assert '<p class="note">2 articles</p>' in ended.lines


def test_articles_whole_as_a_page(corpus, run):
    """The matches of the query are marked in them."""
    ended = run("show", "--format", "html", "--query", "the scud*", STRIKE, "corpus/039_notre-dame-fire.txt")
    assert ended.code == 0
    assert "<mark>Scud</mark>" in ended.out
    assert ended.out.count("<article") == ended.out.count('<li><a href="#article-') == 2


@pytest.mark.parametrize(("name", "mark"), [("bibtex", "@"), ("ris", "TY  - "), ("csl-json", '"id": ')])
def test_citations_of_articles_that_are_named(corpus, run, name, mark):
    """One each."""
    ended = run("show", f"--format={name}", STRIKE, "corpus/039_notre-dame-fire.txt")
    assert (ended.code, ended.out.count(mark)) == (0, 2)


def test_forms_of_json_by_name(corpus, run):
    """As by their flags."""
    assert run("show", "--format=jsonl", STRIKE) == run("show", "--jsonl", STRIKE)
    refused = run("show", "--format=html", "--json", STRIKE)
    assert (refused.code, refused.out) == (2, "")
    assert "--json" in refused.err


def test_a_document_beside_the_articles_is_no_article(corpus, run):
    """The next run passes over it, and says so."""
    for name, suffix in (("markdown", "md"), ("html", "html")):
        (corpus / f"corpus/found.{suffix}").write_text(run("search", "ganja", "--format", name).out)
        (corpus / f"corpus/whole.{suffix}").write_text(run("show", STRIKE, "--format", name).out)
    before = run("search", "-c", "*").out
    ended = run("index")
    assert "passed over 4 files with output of newsgrep" in ended.err
    assert run("search", "-c", "*").out == before
