"""Citations: what well-kept parsers of each format read back is what the article has, and nothing else."""

from __future__ import annotations

import io
import json
import warnings

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import SeparateCoAuthors, SplitNameParts
from hypothesis import given, settings
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text

from newsgrep.article import LEDE, Article
from newsgrep.output import Output
from newsgrep.output.citations import citation_key
from newsgrep.results import Hit

FULL = Article(
    "a.jsonl#1",
    title="Profits up 5 % at Smith & Sons, {sic} #1_a ~ b^2 \\ $3",
    authors=("Jane Doe", "Ursula van der Roe", "Associated Press", "Aygün"),
    date="2020-10-30T12:00+04:00",
    source="Example & Post",
    section="World",
    url="https://example.org/a_b?x=1%20&y={z}#top",
    language="en",
    body="Profits rose.",
)


def printed(style: str, *articles: Article) -> str:
    """What a style prints for articles."""
    out = io.StringIO()
    printer = Output(style).printer(out)
    for rank, article in enumerate(articles, 1):
        printer.hit(Hit(rank, 1.0, article, article.path, 1), "q")
    printer.close()
    return out.getvalue()


def bibtex_entries(text: str) -> list[bibtexparser.model.Entry]:
    """The entries of a bibliography, as bibtexparser reads it, with names in parts."""
    library = bibtexparser.parse_string(text, append_middleware=[SeparateCoAuthors(), SplitNameParts()])
    assert not library.failed_blocks
    return library.entries


def bibtex(article: Article) -> bibtexparser.model.Entry:
    """The entry of an article."""
    (entry,) = bibtex_entries(printed("bibtex", article))
    return entry


def ris(article: Article) -> dict[str, object]:
    """The record of an article, as rispy reads it."""
    (record,) = rispy.loads(printed("ris", article))
    return record


def csl(article: Article) -> dict[str, object]:
    """The item of an article."""
    (item,) = json.loads(printed("csl-json", article))
    return item


#: Characters that the reader of LaTeX does not know, or takes for another.
_NAMED = {"\\textbraceleft{}": "⟨", "\\textbraceright{}": "⟩", "\\textasciicircum{}": "↑"}


def plain(latex: str) -> str:
    """The text that LaTeX shows, as pylatexenc reads it."""
    for name, character in _NAMED.items():
        latex = latex.replace(name, character)
    return LatexNodes2Text().latex_to_text(latex).translate(str.maketrans("⟨⟩↑", "{}^"))


def test_bibtex_has_a_newspaper_article() -> None:
    """With its names, its month for BibTeX and its date for biblatex."""
    entry = bibtex(FULL)
    assert (entry.entry_type, plain(entry["title"])) == ("article", FULL.title)
    assert plain(entry["journal"]) == "Example & Post"
    assert [entry[name] for name in ("date", "year", "month")] == ["2020-10-30", "2020", "oct"]
    assert entry["url"] == "https://example.org/a_b?x=1%20&y=%7Bz%7D#top"
    jane, ursula, agency, single = entry["author"]
    assert (jane.first, jane.last) == (["Jane"], ["Doe"])
    assert (ursula.von, ursula.last) == (["van", "der"], ["Roe"])
    assert (agency.first, agency.last) == ([], ["{Associated Press}"])
    assert single.last == ["{Aygün}"]


def test_ris_has_a_record_of_news() -> None:
    """The date has slashes."""
    record = ris(FULL)
    assert record == {
        "type_of_reference": "NEWS",
        "id": citation_key(FULL),
        "authors": ["Doe, Jane", "van der Roe, Ursula", "Associated Press", "Aygün"],
        "title": FULL.title,
        "secondary_title": "Example & Post",
        "year": "2020",
        "date": "2020/10/30/",
        "section": "World",
        "urls": ["https://example.org/a_b?x=1%20&y=%7Bz%7D#top"],
        "language": "en",
    }


def test_csl_has_what_a_style_needs() -> None:
    """A citation processor prints it in a style of its own."""
    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON

    item = csl(FULL)
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)  # of citeproc, for what CSL does not know
        source = CiteProcJSON([item])
        warnings.simplefilter("ignore")
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        bibliography = CitationStylesBibliography(style, source, formatter.plain)
    bibliography.register(Citation([CitationItem(item["id"].lower())]))
    (text,) = map(str, bibliography.bibliography())
    assert text.startswith("Doe, J. et al. (2020) “Profits up 5 % at Smith & Sons")
    assert "Example & Post, 30 October. Available at: https://example.org/" in text
    assert (item["type"], item["author"][2]) == ("article-newspaper", {"literal": "Associated Press"})


@pytest.mark.parametrize(
    ("date", "in_ris", "parts"),
    [("2020", "2020///", [2020]), ("2020-10", "2020/10//", [2020, 10]), ("2020-10-03", "2020/10/03/", None)],
)
def test_a_date_is_as_precise_as_it_is_known(date: str, in_ris: str, parts: list[int] | None) -> None:
    """To the year, the month or the day."""
    article = Article("a", title="Talks", date=date, source="Post")
    assert bibtex(article)["date"] == date
    assert ("month" in bibtex(article)) == (len(date) > 4)
    assert ris(article)["date"] == in_ris
    assert csl(article)["issued"] == {"date-parts": [parts or [2020, 10, 3]]}


def test_no_field_is_invented() -> None:
    """No title of a lede, no newspaper, no date: a page is a page, and its lede an abstract."""
    page = Article("a", title="Talks resumed.", title_from=LEDE, url="https://example.org/a")
    key, lede = citation_key(page), "Talks resumed."
    assert csl(page) == {"id": key, "type": "webpage", "URL": page.url, "abstract": lede}
    assert ris(page) == {"type_of_reference": "ELEC", "id": key, "urls": [page.url], "abstract": lede}
    entry = bibtex(page)
    assert (entry.entry_type, list(entry.fields_dict)) == ("misc", ["url", "abstract"])
    assert (entry["url"], entry["abstract"]) == (page.url, lede)
    bare = Article("b", title="Talks")
    assert bibtex(bare).entry_type == "misc"
    assert (ris(bare)["type_of_reference"], csl(bare)["type"]) == ("NEWS", "article-newspaper")


@settings(max_examples=40)  # the parsers take their time
@given(st.text("ab Çé&%$#_\\{}~^\n\x1b,@", min_size=1, max_size=30))
def test_any_title_and_name_comes_back(text: str) -> None:
    """Whatever has a meaning in TeX; line ends and controls are spaces."""
    wanted = " ".join(text.replace("\x1b", "\n").split())
    article = Article("k", title=text, source="Post", authors=("Jane Doe",))
    assert " ".join(csl(article).get("title", "").split()) == wanted
    assert " ".join(str(ris(article).get("title", "")).split()) == wanted
    entry = bibtex(article)
    assert " ".join(plain(entry["title"] if wanted else "").split()) == wanted
    named = Article("k", title="Talks", source="Post", authors=(text, "Jane Doe"))
    assert len(bibtex(named)["author"]) == (2 if wanted else 1)


def test_an_article_is_cited_once_and_entries_have_names_of_their_own() -> None:
    """Whichever of several queries find it; a name depends on the article alone."""
    other = FULL._replace(key="a.jsonl#2")
    entries = [one.key for one in bibtex_entries(printed("bibtex", FULL, other, FULL))]
    assert entries == [citation_key(FULL), citation_key(other)]
    assert all(key.startswith("doe2020-") for key in entries)
    assert len({citation_key(FULL._replace(key=f"a#{n}")) for n in range(5_000)}) == 5_000
    assert len(json.loads(printed("csl-json", FULL, other, FULL))) == 2
    assert printed("csl-json") == "[]\n"
