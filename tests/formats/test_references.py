"""Lists of references: RIS, EndNote, RefWorks and BibTeX."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsgrep.article import Article
from newsgrep.read_context import ReadContext
from newsgrep.remarks import NO_TEXT
from newsgrep.results import Unreadable
from tests.reading import read_file

RIS = """\
TY  - NEWS
TI  - Talks resume
AU  - Doe,Jane
AU  - Roe, John, Jr.
JF  - Example Post
{}
ER  - 
"""  # noqa: W291
BIBTEX = "@article{{doe2020,\n  title = {{Talks resume}},\n  {}\n}}\n"


def read(tmp_path: Path, name: str, text: str, **context: object) -> list[Article | Unreadable]:
    """What is read from a file of this text."""
    (tmp_path / name).write_text(text, "utf-8")
    return list(read_file(tmp_path / name, ReadContext(name, **context)))  # type: ignore[arg-type]


def article(tmp_path: Path, name: str, text: str, **context: object) -> Article:
    """The only article of a file of this text."""
    (found,) = read(tmp_path, name, text, **context)
    assert isinstance(found, Article)
    return found


def test_authors_of_ris_have_their_given_names_first(tmp_path: Path) -> None:
    """With or without a space behind the comma."""
    assert article(tmp_path, "a.ris", RIS.format("AB  - One.")).authors == ("Jane Doe", "John Roe, Jr.")


@pytest.mark.parametrize(
    ("lines", "date"),
    [
        ("DA  - 2020/10/30/\nPY  - 2020", "2020-10-30"),
        ("Y1  - 2020/10//", "2020-10"),
        ("PY  - 2020///", "2020"),
        ("DA  - Oct 30\nPY  - 2020", "2020-10-30"),
        ("DA  - 2020 Oct 30\nPY  - 2020", "2020-10-30"),
        ("PY  - 2020\nDA  - 2020/10/30/Friday", "2020-10-30"),
    ],
)
def test_the_date_of_ris_is_the_most_precise(tmp_path: Path, lines: str, date: str) -> None:
    """Of several tags, with parts that may be empty."""
    assert article(tmp_path, "a.ris", RIS.format(lines)).date == date


def test_the_text_of_ris_is_the_longest(tmp_path: Path) -> None:
    """Of the abstract and the second one, with the lines that have no tag."""
    found = article(tmp_path, "a.ris", RIS.format("AB  - Talks.\nN2  - Talks resumed.\n\n  They ended."))
    assert found.body == "Talks resumed.\n\nThey ended."


def test_a_long_note_of_ris_is_a_text(tmp_path: Path) -> None:
    """Where there is no abstract; what a database notes of a reference is none."""
    words = "Talks resumed in Rome. " * 10
    assert article(tmp_path, "a.ris", RIS.format(f"N1  - {words}")).body == words.strip()
    assert not article(tmp_path, "a.ris", RIS.format(f"N1  - Copyright - {words}")).body


def test_a_reference_without_a_text_is_its_title(tmp_path: Path) -> None:
    """And this is remarked, as of other records."""
    remarks: list[str] = []
    found = article(tmp_path, "a.ris", RIS.format(""), on_remark=lambda kind, *_: remarks.append(kind))
    assert (found.title, found.body, remarks) == ("Talks resume", "", [NO_TEXT])


def test_a_reference_of_ris_may_lack_its_end(tmp_path: Path) -> None:
    """The next one ends it; what is above the first is left out."""
    text = "Provider: Example\n\n" + RIS.format("").replace("ER  - \n", "") * 2
    assert [found.line for found in read(tmp_path, "a.ris", text) if isinstance(found, Article)] == [3, 9]


@pytest.mark.parametrize("name", ["a.ris", "a.bib"])
def test_a_list_that_is_cut_off_says_so(tmp_path: Path, name: str) -> None:
    """What is there of the last reference is read."""
    text = RIS.format("AB  - Talks resumed.") if name == "a.ris" else BIBTEX.format("year = 2020")
    first, second, cut = read(
        tmp_path, name, (text * 2)[: -len("ER  - ") if name == "a.ris" else -len("}\n")]
    )
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert isinstance(cut, Unreadable)
    assert (second.title, cut.reason[:20], cut.line) == ("Talks resume", "the file ends within", second.line)


def test_the_address_of_a_reference_may_be_a_doi(tmp_path: Path) -> None:
    """Where there is none of the web."""
    found = article(tmp_path, "a.ris", RIS.format("UR  - <Go to it>\nDO  - 10.1/talks"))
    assert found.url == "https://doi.org/10.1/talks"


def test_a_mapping_names_a_tag(tmp_path: Path) -> None:
    """Such as that of a note."""
    text = RIS.format("AB  - Talks.\nN1  - The full text.")
    assert article(tmp_path, "a.ris", text, mapping={"body": ("N1",)}).body == "The full text."


def test_a_reference_with_many_broken_bytes_is_left_out(tmp_path: Path) -> None:
    """The others are read."""
    broken = RIS.format("AB  - {}").encode().replace(b"{}", b"\xc3\x28" * 20)
    whole = RIS.format("AB  - Straße, Köln, Düsseldorf, Münster und Nürnberg.").encode()
    (tmp_path / "a.ris").write_bytes(whole * 9 + broken + whole)
    kinds = [type(found) for found in read_file(tmp_path / "a.ris", ReadContext("a.ris"))]
    assert kinds == [*[Article] * 9, Unreadable, Article]


@pytest.mark.parametrize("name", ["a.ris", "a.enw", "a.bib"])
def test_a_file_without_references_is_unreadable(tmp_path: Path, name: str) -> None:
    """Whatever its suffix."""
    (found,) = read(tmp_path, name, "Talks resumed.\n")
    assert isinstance(found, Unreadable)
    assert found.reason.startswith("no ")


def test_a_text_that_shares_a_post_is_no_refworks(tmp_path: Path) -> None:
    """Though such a line begins with RT, too."""
    found = article(tmp_path, "a.txt", "RT @post: talks resume\nUN envoy arrives\n")
    assert found.format == "text"


@pytest.mark.parametrize(
    ("fields", "date"),
    [
        ("year = 2020, month = oct, day = 30", "2020-10-30"),
        ('year = {2020}, month = oct # "~30"', "2020-10-30"),
        ("date = {2020-10-30/2020-11-02}", "2020-10-30"),
        ("date = {2020-10}, year = {2020}", "2020-10"),
        ("year = {2020}, month = {10}", "2020-10"),
        ("year = {1982--1983}", "1982"),
    ],
)
def test_the_date_of_bibtex(tmp_path: Path, fields: str, date: str) -> None:
    """In one field or in several, the first of a range."""
    assert article(tmp_path, "a.bib", BIBTEX.format(fields)).date == date


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"M{\"u}nchen \& K\"{o}ln", "München & Köln"),
        (r"{\v{S}}koda, Dvo{\v r}{\'a}k, Garc{\'\i}a", "Škoda, Dvořák, García"),
        (r"{\O}resund {\ss} {\ae}", "Øresund ß æ"),
        (r"``Talks'' -- \emph{again} 50\,\% \{now\}", "“Talks” – again 50 % {now}"),
        ("{NATO} and {{the EU}}", "NATO and the EU"),
    ],
)
def test_latex_is_plain_text(tmp_path: Path, latex: str, text: str) -> None:
    """Accents, characters, commands and braces."""
    assert article(tmp_path, "a.bib", BIBTEX.format(f"abstract = {{{latex}}}")).body == text


def test_authors_of_bibtex(tmp_path: Path) -> None:
    """Given names first; a name in braces is an institution."""
    fields = "author = {Doe, Jane and John Roe and {Ministry of Trade, Rome} and others}"
    found = article(tmp_path, "a.bib", BIBTEX.format(fields))
    assert found.authors == ("Jane Doe", "John Roe", "Ministry of Trade, Rome")


def test_strings_of_bibtex_are_filled_in(tmp_path: Path) -> None:
    """Comments and other text between entries is left out."""
    text = '@string{ep = "Example Post"}\n@comment{@x}\nMy list\n' + BIBTEX.format('journal = ep # " Weekly"')
    assert article(tmp_path, "a.bib", text).source == "Example Post Weekly"


def test_a_field_with_a_broken_brace_ends_at_the_next(tmp_path: Path) -> None:
    """The other fields, and the entry below it, are read."""
    broken = BIBTEX.format("publisher = {Doe {\\& Roe},\n  abstract = {Talks resumed.}")
    first, second = read(tmp_path, "a.bib", broken + BIBTEX.format("year = 2020"))
    assert isinstance(first, Article)
    assert first.body == "Talks resumed."
    assert isinstance(second, Article)
    assert second.date == "2020"


def test_an_entry_that_is_cut_off_is_unreadable(tmp_path: Path) -> None:
    """With the reason."""
    (found,) = read(tmp_path, "a.bib", "@article{doe, title = {Talks resu")
    assert isinstance(found, Unreadable)
    assert found.reason == "a brace or a quote in this entry is never closed"
