"""reStructuredText, AsciiDoc and Org mode."""

from __future__ import annotations

import pytest

from newsgrep.article import LEDE, Article
from newsgrep.formats import choose_format, format_named
from newsgrep.read_context import ReadContext
from newsgrep.results import Unreadable
from tests.reading import read_file

FIELDS = {
    ".rst": [
        "Talks\n=====\n\n:date: 2020-10-30\n:authors: Jane Doe; John Roe\n:category: Asia\n\n",
        "=====\nTalks\n=====\n:date: 2020-10-30\n:authors: Jane Doe;\n    John Roe\n:category: Asia\n\n",
        ".. title: Talks\n.. slug: x\n.. date: 2020-10-30\n.. author: Jane Doe, John Roe\n.. link:\n"
        ".. category: Asia\n\n",
    ],
    ".adoc": [
        "= Talks\nJane Doe <jane@example.org>; John Roe\n2020-10-30\n:page-category: Asia\n\n",
        "// draft\n= Talks\nJane Doe; John Roe\nv1.2, 2020-10-29: first\n:revdate: 2020-10-30\n"
        ":category: Asia\n\n",
        "---\ntitle: Talks\nauthor: [Jane Doe, John Roe]\ndate: 2020-10-30\ncategory: Asia\n---\n",
    ],
    ".org": [
        "#+TITLE: Talks\n#+AUTHOR: Jane Doe, John Roe\n#+DATE: <2020-10-30 Fri>\n#+CATEGORY: Asia\n\n",
        ":PROPERTIES:\n:ID: 7\n:END:\n#+title: Talks\n#+author: Jane Doe, John Roe\n#+date: [2020-10-30]\n"
        "#+category: Asia\n",
    ],
}


@pytest.mark.parametrize(
    ("suffix", "fields"), [(suffix, one) for suffix, forms in FIELDS.items() for one in forms]
)
def test_fields_above_a_text(read, suffix, fields):
    """As generators of sites read them; the text begins below."""
    (article,) = read(f"{fields}They *met*.\n", suffix)
    assert (article.title, article.date, article.authors) == ("Talks", "2020-10-30", ("Jane Doe", "John Roe"))
    assert (article.section, article.body) == ("Asia", "They met.")
    assert article.body_line == fields.count("\n") + 1


@pytest.mark.parametrize(
    ("marked", "text"),
    [
        ("*One* **two** ``three``, 2 * 3 * 4 and a*b.", "One two three, 2 * 3 * 4 and a*b."),
        ("The `new\nport <https://example.org>`__ and `dock`_, port_ [1]_.", "The new\nport and dock, port."),
        ("A :ref:`pier <p>` and :sup:`2`.", "A pier and 2."),
        (".. _port: https://example.org\n.. [1] A note.\n.. hidden\n   words\n\nTea.", "A note.\n\n\n\nTea."),
        (".. image:: a.jpg\n   :alt: A pier\n\n.. note:: Tea\n   and oil.\n", "Tea\n   and oil."),
        (
            "Tea\n---\n\n* One\n- two\n#. three\n\n----\n\nFour::\n\n  five",
            "Tea\n\n\nOne\ntwo\nthree\n\n\n\nFour:\n\n  five",
        ),
        ("===  ===\nOne  two\n===  ===\n\n+---+\n| a |\n+---+", "One  two\n\n\n\na"),
        (".. figure:: a.jpg\n   :width: 9\n\n   The pier.", "The pier."),
        (
            "Ended [CIT]_.\n\n.. [CIT] A letter.\n.. pull:: Tea and oil\n.. csv-table:: Prices",
            "Ended.\n\nA letter.\nTea and oil\nPrices",
        ),
        (".. code-block:: python\n\n   tea()", "tea()"),
        ("Snake_case and re\\ *structured*\\ Text.", "Snake_case and restructuredText."),
    ],
)
def test_marks_of_restructuredtext(read, marked, text):
    """Are left out; what is text stays on its line."""
    (article,) = read(f"Talks\n=====\n\n{marked}\n", ".rst")
    assert article.body.strip() == text


@pytest.mark.parametrize(
    ("marked", "text"),
    [
        ("*One* _two_ `three`, 2 * 3 * 4, **f**our and a_b_c.", "One two three, 2 * 3 * 4, four and a_b_c."),
        ("See https://example.org/a_b[the *port*^] and link:a.html[a, b,role=x].", "See the port and a, b."),
        ("A <<pier,pier>> of version 1.5.0{nothing}.", "A pier of version 1.5.0{nothing}."),
        (".Tea\nimage::a.jpg[A pier]\n\n* One\n** two\n. three", "Tea\n\n\nOne\ntwo\nthree"),
        (
            "== Tea\n\n[source,java]\n----\na.close(); <1>\n----\n\nOil +\nsalt",
            "Tea\n\n\n\na.close();\n\n\nOil\nsalt",
        ),
        ("|===\n|One |two\n2+|three\n|===", "One two\nthree"),
        ("////\nhidden\n////\n// hidden\n:port: Baku\nIn {port}.footnote:[Or not.]", "In Baku. (Or not.)"),
        ('He said "`yes`".\n\n[quote]\n____\nNo.\n____', "He said “yes”.\n\n\n\nNo."),
        ('[quote, Jane Doe, "Talks, 2020"]\n____\nNo.\n____', "Jane Doe, Talks, 2020\n\nNo."),
        ("[verse.small,Jane Doe]\nNo.\n\n////\n[quote, hidden]\n////", "Jane Doe\nNo."),
        ("The ((pilots)) (((harbour, pilots))) met (((a))).", "The pilots met ."),
        ("They met in the old port.", "They met in the old port."),
    ],
)
def test_marks_of_asciidoc(read, marked, text):
    """Are left out; attributes have their values."""
    (article,) = read(f"= Talks\n\n{marked}\n", ".adoc")
    assert article.body.strip() == text


@pytest.mark.parametrize(
    ("marked", "text"),
    [
        (
            "*One* /two/ =three= ~four~ +five+, 2 * 3 * 4 and a/b/c.",
            "One two three four five, 2 * 3 * 4 and a/b/c.",
        ),
        (
            "See [[https://example.org][the port]] and [[https://example.org]][fn:1].",
            "See the port and https://example.org.",
        ),
        ("* TODO Tea :oil:\n:PROPERTIES:\n:ID: 7\n:END:\n- [ ] One\n+ two", "Tea\n\n\n\nOne\ntwo"),
        ("#+CAPTION: The port\n#+NAME: p\n[[./a.jpg]]\nTea.", "The port\n\n\nTea."),
        ("* COMMENT Notes\nhidden\n** DONE hidden\n* Tea\nOne.\n* Comment on it", "Tea\nOne.\nComment on it"),
        ("# hidden\n#+BEGIN_QUOTE\nNo.\n#+END_QUOTE\n| a | b |\n|---+---|", "No.\n\na b"),
    ],
)
def test_marks_of_org_mode(read, marked, text):
    """Are left out."""
    (article,) = read(f"#+TITLE: Talks\n\n{marked}\n", ".org")
    assert article.body.strip() == text


@pytest.mark.parametrize("suffix", FIELDS)
def test_a_text_without_fields(read, suffix):
    """Its lede is the title."""
    (article,) = read("They met.\n", suffix)
    assert (article.title, article.title_from, article.body) == ("They met.", LEDE, "They met.")


def test_a_text_right_below_a_title(read):
    """It is no line of authors, if it is longer than names are."""
    (article,) = read("= Talks\nThey met in the old port.\n", ".adoc")
    assert (article.authors, article.body) == ((), "They met in the old port.")


@pytest.mark.parametrize("suffix", FIELDS)
def test_an_empty_text(read, suffix):
    """Is listed."""
    assert read("\n\n", suffix) == [Unreadable(f"n/story{suffix}", "empty file")]


def test_a_post_of_nikola_under_the_suffix_of_texts():
    """It is recognised by its fields; a text that only begins with dots is none."""
    assert choose_format(".txt", b".. title: Talks\n.. date: 2020\n\nText.") is format_named("rst")
    assert choose_format(".txt", b".. and so they met.\n\nText.") is format_named("text")


@pytest.mark.parametrize("suffix", FIELDS)
def test_the_name_of_a_file_dates_a_post(tmp_path, suffix):
    """As that of a post in Markdown."""
    name = f"2020-10-30-talks{suffix}"
    undated = [line for line in FIELDS[suffix][0].split("\n") if "2020-10-30" not in line]
    (tmp_path / name).write_text("\n".join([*undated, "They met.\n"]))
    (article,) = read_file(tmp_path / name, ReadContext(name))
    assert isinstance(article, Article)
    assert (article.title, article.date) == ("Talks", "2020-10-30")
