"""Runs on an issue of a scanned newspaper: its pages are part of its articles, or articles."""

from __future__ import annotations

import gzip
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.formats.issues import area, mets, page


@pytest.fixture
def index(run):
    """Index something, which succeeds, and return what the run says."""

    def indexed(*arguments):
        ended = run("index", *arguments)
        assert ended.code == 0, ended.err
        return ended.err

    return indexed


@pytest.fixture
def keys(run):
    """Return the keys of all articles, in order."""
    return lambda: sorted(run("search", "--fields", "key", "*").lines)


@pytest.fixture
def archive(folder):
    """A folder with an issue: a METS file, and a page in a folder below it."""
    logical = f'<div ID="A1" TYPE="ARTICLE">{area("B1")}</div><div ID="A2" TYPE="ARTICLE">{area("B2")}</div>'
    (folder / "in/text").mkdir(parents=True)
    (folder / "in/1824-METS.xml").write_text(mets(logical, pages=["text/p1.xml"]))
    (folder / "in/text/p1.xml").write_text(page({"B1": ["Tea fell."], "B2": ["Talks ended."]}))
    return folder


def test_the_pages_of_an_issue_are_read_once(archive, index, keys):
    """As part of its articles; a page beside them that no issue names is an article."""
    (archive / "in/text/p9.xml").write_text(page({"B": ["A loose leaf."]}))
    assert "left 1 file of scanned issues to the METS or DIDL file" in index("in")
    assert keys() == ["in/1824-METS.xml#A1", "in/1824-METS.xml#A2", "in/text/p9.xml"]


def test_a_list_of_the_pages_beside_the_file_that_has_their_articles(archive, run, index, keys):
    """As the manifest of the French national library: it is passed over; alone, it gives the pages."""
    physical = mets("", pages=["text/p1.xml", "toc/M1.xml"]).replace('TYPE="LOGICAL"', 'TYPE="physical"')
    (archive / "in/manifest.xml").write_text(physical)
    (archive / "in/toc").mkdir()
    (archive / "in/1824-METS.xml").unlink()
    logical = f'<div ID="A1" TYPE="ARTICLE">{area("B1")}</div>'
    (archive / "in/toc/T1.xml").write_text(mets(logical, pages=["../text/p1.xml"]))
    assert "left 2 files of scanned issues to the METS or DIDL file" in index("in")
    assert keys() == ["in/toc/T1.xml#A1"]
    assert "page toc/M1.xml: no such file" in run("index", "--exclude", "toc", "--delete-excluded", "in").err
    assert keys() == ["in/manifest.xml#text/p1.xml"]


def test_the_pages_of_an_issue_may_be_compressed(archive, index, keys):
    """Under the names that the METS file has, with `.gz` behind them."""
    plain = archive / "in/text/p1.xml"
    (archive / "in/text/p1.xml.gz").write_bytes(gzip.compress(plain.read_bytes()))
    plain.unlink()
    assert "left 1 file of scanned issues to the METS or DIDL file" in index("in")
    assert keys() == ["in/1824-METS.xml#A1", "in/1824-METS.xml#A2"]


def test_a_file_that_describes_an_issue_under_another_name(archive, index, keys):
    """It is known by its root: its pages are not read twice."""
    (archive / "in/1824-METS.xml").rename(archive / "in/issue.xml")
    assert "left 1 file of scanned issues to the METS or DIDL file" in index("in")
    assert keys() == ["in/issue.xml#A1", "in/issue.xml#A2"]


def test_pages_are_articles_where_the_file_that_has_their_articles_is_broken(archive, run, keys):
    """Else their text would be in none."""
    file = archive / "in/1824-METS.xml"
    file.write_text(file.read_text().removesuffix("</mets>"))
    assert "in/1824-METS.xml" in run("index", "in").err
    assert keys() == ["in/text/p1.xml"]


@pytest.mark.parametrize(
    "line",
    [
        "d41d8cd98f00b204e9800998ecf8427e  0002647_18240217_mets.xml",
        "d41d8cd98f00b204e9800998ecf8427e *a/0002647_18240217_mets.xml",
        "0002647_18240217_mets.xml, D41D8CD98F00B204E9800998ECF8427E",
        "MD5 (0002647_18240217_mets.xml) = d41d8cd98f00b204e9800998ecf8427e",
    ],
)
def test_a_list_of_checksums_has_no_article(folder, index, keys, line):
    """As libraries put them beside the files of an issue. A text with a checksum in it is one."""
    Path("in").mkdir()
    Path("in/0002647_18240217_manifest.txt").write_text(f"{line}\n" * 200)
    Path("in/tea.txt").write_text(f"Tea fell\n\n{line}\n")
    assert "1 file of checksums with no article" in index("in")
    assert keys() == ["in/tea.txt"]


@pytest.mark.parametrize("glob", [("--exclude", "*METS*"), ("--exclude", "in/1*"), ("--include", "p*.xml")])
def test_pages_are_articles_where_the_file_that_has_their_articles_is_left_out(archive, index, keys, glob):
    """Else their text would be in none."""
    source = "." if "/" in glob[1] else "in"
    index(*glob, source)
    assert keys() == ["in/text/p1.xml"]
    index("--forget", source)
    assert keys() == ["in/1824-METS.xml#A1", "in/1824-METS.xml#A2"]


def test_an_issue_in_a_zip(archive, index, keys):
    """Is read as in a folder."""
    with zipfile.ZipFile("a.zip", "w") as packed:
        for file in ("in/1824-METS.xml", "in/text/p1.xml"):
            packed.write(file)
    index("a.zip")
    assert keys() == ["a.zip#in/1824-METS.xml#A1", "a.zip#in/1824-METS.xml#A2"]


def test_an_issue_in_a_zip_under_any_name(archive, index, keys):
    """The METS file is known by its root, as in a folder; other XML beside scans is read."""
    (archive / "in/1824-METS.xml").rename(archive / "in/manifest.xml")
    with zipfile.ZipFile("a.zip", "w") as packed:
        for file in ("in/manifest.xml", "in/text/p1.xml"):
            packed.write(file)
        packed.write("in/text/p1.xml", "loose/a/p1.xml")
    index("a.zip")
    assert keys() == ["a.zip#in/manifest.xml#A1", "a.zip#in/manifest.xml#A2", "a.zip#loose/a/p1.xml"]


@pytest.mark.parametrize("source", ["in", "a.zip"])
def test_the_originals_of_an_issue_are_its_pages_too(archive, run, index, source):
    """The METS file has no text of its own. What it names and is no page is not exported."""
    file = archive / "in/1824-METS.xml"
    file.write_text(
        file.read_text().replace("<fileGrp>", '<fileGrp><file><FLocat xlink:href="b.xml"/></file>')
    )
    (archive / "in/b.xml").write_text("<accounts><account>Secret.</account></accounts>")
    with zipfile.ZipFile("a.zip", "w") as packed:
        for name in ("in/1824-METS.xml", "in/b.xml", "in/text/p1.xml"):
            packed.write(name)
    index(source)
    run("export", "out", "tea OR talks")
    folder = archive / "out" / (source if source == "a.zip" else "")
    assert (folder / "in/text/p1.xml").read_bytes() == (archive / "in/text/p1.xml").read_bytes()
    assert (folder / "in/1824-METS.xml").is_file()
    assert not (folder / "in/b.xml").exists()
    assert "in/text/p1.xml" in (archive / "out/SHA256SUMS").read_text()


def test_an_issue_in_a_tar(archive, index, keys):
    """Gives its pages, as nothing beside the METS file can be read there."""
    with tarfile.open("a.tar", "w") as packed:
        packed.add("in")
    assert "1 file of METS/ALTO with no article" in index("a.tar")
    assert keys() == ["a.tar#in/text/p1.xml"]
