"""What a notebook shows and what becomes a data frame: rows as dicts, tables of HTML, and short names."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

import newsgrep
from newsgrep import Article, Index, UsageError

SCRIPT = "<script>alert('x')</script>"
#: Answers about texts in which that is a word.
FIGURES = (
    newsgrep.Names((newsgrep.Name(f"Ada {SCRIPT}", 2, 3),), 2, 2),
    newsgrep.KeyTerms((newsgrep.KeyTerm(SCRIPT, 2.5, 1, 2, 3, 4),), 2, 9),
    newsgrep.Collocates((newsgrep.Collocate(SCRIPT, 1, 2, 3, 4.5, 1.5),), 5, 2, 2),
)


@pytest.fixture
def index(tmp_path: Path) -> Index:
    """Three articles, one of them by a stranger who writes HTML into every field."""
    made = Index(tmp_path / "index")
    with made.writer() as writer:
        for number in (1, 2):
            writer.add(
                Article(
                    f"{number}", body=f"Missiles hit Ganja {number}.", date=f"2020-0{number}", source="Wire"
                )
            )
        title, text = f"Ganja {SCRIPT}", f"Ganja & {SCRIPT} Ganja"
        writer.add(Article(SCRIPT, title=title, body=text, source=SCRIPT, date="2020-03"))
    return made


def test_rows_are_dicts_with_the_names_of_their_columns(index: Index) -> None:
    """Those that the command line prints; with the articles of the index where these were counted."""
    months = index.timeline("missiles", by="month")
    assert months.as_dicts()[0] == {"month": "2020-01", "articles": 1, "index_articles": 1, "per_1000": 1000}
    several = index.timeline(["missiles", "ganja"], by="year", share=False)
    assert several.as_dicts() == [{"year": "2020", "missiles": 2, "ganja": 3}]
    sources, pairs = index.facets("ganja", by="source,lang*year", share=False).tables
    assert sources.as_dicts() == [{"source": "Wire", "articles": 2}, {"source": SCRIPT, "articles": 1}]
    assert pairs.as_dicts() == [{"lang": None, "year": "2020", "articles": 3}]
    (line, *_) = index.concordance("missiles").as_dicts()
    assert (line["key"], line["match"], line["right"]) == ("1", "Missiles", " hit Ganja 1.")
    names, terms, collocates = FIGURES
    assert names.as_dicts() == [{"name": f"Ada {SCRIPT}", "articles": 2, "mentions": 3}]
    assert terms.as_dicts()[0]["term"] == collocates.as_dicts()[0]["word"] == SCRIPT
    assert terms.as_dicts()[0]["other_articles"] == 4
    assert collocates.as_dicts()[0]["mi"] == 1.5


def test_a_notebook_shows_tables_in_which_nothing_runs(index: Index) -> None:
    """Whatever strangers write into their articles; the matches are marked."""
    results = index.search("ganja")
    assert "<mark>Ganja</mark>" in results._repr_html_()
    shown = [
        results,
        index.concordance("ganja"),
        index.timeline([SCRIPT, "ganja"], literal=True),
        index.facets("ganja", by="source,source*year"),
        *FIGURES,
    ]
    for one in shown:
        html = one._repr_html_()
        assert html.startswith("<table><tr><th>")
        assert "<script" not in html
    assert "&lt;script&gt;" in results._repr_html_()
    assert index.search("nothing")._repr_html_().startswith("<table>")


def test_a_notebook_shows_the_first_rows_and_reads_no_others(tmp_path: Path) -> None:
    """The lines of a concordance that were shown are streamed all the same, and so are hits."""
    made = Index(tmp_path / "index")
    with made.writer() as writer:
        for number in range(70):
            writer.add(Article(f"{number:03}", body=f"Missiles hit Ganja {number}."))
    lines, results = made.concordance("ganja"), made.search("ganja", limit=None)
    assert lines._repr_html_().count("<tr>") == 51
    assert len(list(lines.stream())) == 70
    assert results._repr_html_().count("<tr>") == 51
    assert "20 more" in results._repr_html_()
    assert len(list(results.stream())) == 70
    assert results._repr_html_().count("<tr>") == 51


def test_what_is_printed_is_short(index: Index) -> None:
    """Of an article its length and not its text."""
    article = index["1"]._replace(body="x" * 1_234_567)
    assert repr(article) == "Article(key='1', date='2020-01', source='Wire', body=1,234,567 characters)"
    assert repr(index.concordance("missiles")) == "<Concordance: 2 articles>"
    assert repr(index.highlighter("ganja -drone")) == "Highlighter('ganja AND NOT drone')"


def test_a_highlighter_is_sent_to_another_process(index: Index) -> None:
    """It finds the same there."""
    sent = pickle.loads(pickle.dumps(index.highlighter("missile")))
    assert sent.spans("The missiles fell.", "body") == [(4, 12)]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda index: index.search("ganja")[0].as_dict(5), "fields cannot be 5"),
        (lambda index: index.places(5), "languages cannot be 5"),
        (lambda index: index.check_receipt(5), "receipt cannot be 5"),
        (lambda index: index.highlighter("a").spans(5, "body"), "text cannot be 5"),
        (lambda index: index.shown_key("1"), "article cannot be '1'"),
    ],
)
def test_what_cannot_be_meant_is_named(index: Index, call, message: str) -> None:
    """As an error of newsgrep, with a hint."""
    with pytest.raises(UsageError, match=message) as raised:
        call(index)
    assert raised.value.hint


def test_an_argument_that_is_misspelt_is_named(index: Index) -> None:
    """With the nearest that there is, as Python does for other functions."""
    with pytest.raises(TypeError, match="there is no argument 'authors': did you mean author?"):
        index.count("a", authors="x")  # type: ignore[call-arg]


def test_a_hit_that_is_not_there(index: Index) -> None:
    """The error says how many there are."""
    with pytest.raises(IndexError, match="there is no hit 7: the search returned 3"):
        index.search("ganja")[7]
    with pytest.raises(TypeError, match="hits have whole numbers, or slices, as indices, and not 'a'"):
        index.search("ganja")["a"]  # type: ignore[call-overload]
    with pytest.raises(newsgrep.ArticleNotFoundError):
        index["7"]
