"""Plain text: headline, byline, date line, paragraphs."""

from __future__ import annotations

import pytest

from newsgrep.article import HEADLINE, LEDE


@pytest.mark.parametrize(
    ("text", "title", "authors", "date", "body"),
    [
        ("Talks resume\n\nText.", "Talks resume", (), "", "Text."),
        ("\n\nTalks resume\n\nText.", "Talks resume", (), "", "Text."),
        ("Will talks resume?\n\nText.", "Will talks resume?", (), "", "Text."),
        ("Talks resume\nBy Jane Doe\n\nText.", "Talks resume", ("Jane Doe",), "", "Text."),
        ("Talks resume\nBy Jane Doe\nText.", "Talks resume", ("Jane Doe",), "", "Text."),
        ("Talks\n\nBy: Jane Doe\n2020-10-30\n\nText.", "Talks", ("Jane Doe",), "2020-10-30", "Text."),
        ("Talks\n30 October 2020\nBy A B and C D\n\nText.", "Talks", ("A B", "C D"), "2020-10-30", "Text."),
        ("Talks\n\nOct. 30, 2020\n\nText.", "Talks", (), "2020-10-30", "Text."),
        ("Gespräche\nVon Jane Doe\n\nText.", "Gespräche", ("Jane Doe",), "", "Text."),
        ("Talks\n\nBy Jane Doe\n", "Talks", ("Jane Doe",), "", ""),
        ("Talks\n\nBy Jane Doe, 6 March 2021\n\nText.", "Talks", ("Jane Doe",), "2021-03-06", "Text."),
        ("Talks\nBy Jane Doe on March 6, 2021\nText.", "Talks", ("Jane Doe",), "2021-03-06", "Text."),
        ("Talks\n\nVon Jane Doe, 7. März 2021\n\nText.", "Talks", ("Jane Doe",), "2021-03-07", "Text."),
        ("Talks\n\nPar Jane Doe, le 7 mars 2021\n\nText.", "Talks", ("Jane Doe",), "2021-03-07", "Text."),
        (
            "Talks\n\nBy: Jane Doe | The Ledger | Posted: 6 March 2021\n\nText.",
            "Talks",
            ("Jane Doe",),
            "2021-03-06",
            "Text.",
        ),
        ("Talks\n\nVon Jane Doe, Berlin\n\nText.", "Talks", ("Jane Doe",), "", "Text."),
        ("Talks\n\nJane Doe\n6 March 2021\n\nText.", "Talks", ("Jane Doe",), "2021-03-06", "Text."),
        ("Talks\n\nJane Doe\n\n6 March 2021\n\nText.", "Talks", ("Jane Doe",), "2021-03-06", "Text."),
        ("Talks\n\nJane Doe | 6 March 2021\n\nText.", "Talks", ("Jane Doe",), "2021-03-06", "Text."),
        (
            "Talks\nPor Jane Doe\nMadrid - 7 SEP 2020 - 10:30 CEST\n\nText.",
            "Talks",
            ("Jane Doe",),
            "2020-09-07T10:30+02:00",
            "Text.",
        ),
        (
            "Talks\nBy Jane Doe\nMonday, Sept 7, 2020; 10:30 AM\n\nText.",
            "Talks",
            ("Jane Doe",),
            "2020-09-07T10:30",
            "Text.",
        ),
        ("Talks\n\nBy Jane Doe\nKYIV — Mar. 4, 2021\n\nText.", "Talks", ("Jane Doe",), "2021-03-04", "Text."),
        ("Talks\nJane Doe\n6 March 2021\n\nText.", "Talks", ("Jane Doe",), "2021-03-06", "Text."),
        ("Talks\n\nJane Doe in Kyiv\n6 March 2021\n\nText.", "Talks", ("Jane Doe",), "2021-03-06", "Text."),
        ("Talks\n\n6 March 2021 by Jane Doe\n\nText.", "Talks", ("Jane Doe",), "2021-03-06", "Text."),
        # Of two days the one of an update does not count.
        (
            "Talks\nBy Jane Doe\nPublished: Mar 6, 2021, 2:22 PM / Updated: Mar 7, 2021\n\nText.",
            "Talks",
            ("Jane Doe",),
            "2021-03-06T14:22",
            "Text.",
        ),
        ("Talks\nUpdated: Mar 7, 2021 | Published: Mar 6, 2021\n\nText.", "Talks", (), "2021-03-06", "Text."),
        ("Talks\nUpdated 7 March 2021\nPublished 6 March 2021\n\nText.", "Talks", (), "2021-03-06", "Text."),
        ("Talks\nPublished 6 March 2021\nUpdated 7 March 2021\n\nText.", "Talks", (), "2021-03-06", "Text."),
        (
            "Talks\n\nPublié le 6 mars 2021 à 14h22 - Mis à jour le 7 mars 2021\n\nText.",
            "Talks",
            (),
            "2021-03-06T14:22",
            "Text.",
        ),
    ],
)
def test_header_lines(read, text, title, authors, date, body):
    """Byline and date line follow the headline in either order, with or without blank lines."""
    (article,) = read(text)
    assert (article.title, article.authors, article.date, article.body) == (title, authors, date, body)
    assert article.title_from == HEADLINE


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        ("Talks resumed.\n\nText.", "Talks resumed.", "Talks resumed.\n\nText."),
        ("One\ntwo\n\nText.", "One two", "One\ntwo\n\nText."),
        ("* * *\n\nText", "* * *", "* * *\n\nText"),
        ("Only a line", "Only a line", "Only a line"),
        ("x" * 201 + "\n\nText.", "x" * 201, "x" * 201 + "\n\nText."),
        ("By Jane Doe\n\nTalks resumed.", "Talks resumed.", "Talks resumed."),
        ("2020-10-30\n\nTalks resumed.", "Talks resumed.", "Talks resumed."),
    ],
)
def test_the_lede_is_the_title_without_a_headline(read, text, title, body):
    """A sentence, a long line, a line with text right below it and a lone line are no headlines."""
    (article,) = read(text)
    assert (article.title, article.body, article.title_from) == (title, body, LEDE)


@pytest.mark.parametrize(
    "paragraph",
    [
        "By Tuesday thousands had fled the city.",
        "By the sea the fighting goes on",
        "By Tuesday thousands of people from\nthe region had fled.",
        "1984",
        "2020-21 was the season",
        "May 2020 was quiet",
        "New York\n6 March 2021",
        "Foreign Affairs\n\n6 March 2021",
        "Jane Doe\nwas elected on 6 March 2021",
        "Jane Doe",
    ],
)
def test_a_paragraph_is_no_header_line(read, paragraph):
    """What only resembles a byline or a date is in the body."""
    (article,) = read(f"Talks resume\n\n{paragraph}\n\nText.")
    assert article.body == f"{paragraph}\n\nText."
    assert article.authors == ()


def test_an_impossible_date_line(read):
    """It is no part of the text, and is kept."""
    (article,) = read("Talks\n\nBy Jane Doe\n31 February 2020\n\nText.")
    assert (article.date, article.date_text, article.body) == ("", "31 February 2020", "Text.")


def test_a_date_line_in_another_language(read):
    """It is a date line as an English one is."""
    (article,) = read("Gespräche\n\nVon Jane Doe\nVeröffentlicht: 30. Oktober 2020\n\nText.")
    assert (article.date, article.authors, article.body) == ("2020-10-30", ("Jane Doe",), "Text.")


def test_body_line_is_the_line_in_the_file(read):
    """The body is verbatim from body_line on, with indents and rules."""
    text = "\n\nTalks resume\nBy Jane Doe\n\n\n  Indented.\n\t\nMore.\n---\nEnd  \n\n"
    (article,) = read(text)
    assert (article.line, article.body_line) == (3, 7)
    assert article.body == "  Indented.\n\t\nMore.\n---\nEnd"
    assert article.lede == "Indented."


@pytest.mark.parametrize("line", ["03/04/2021", "03.04.2021", "Published: 03/04/2021 10:15"])
def test_an_ambiguous_date_line(read, line):
    """It is no part of the text, and is kept; the order of its numbers, if it is known, makes it a date."""
    text = f"Talks\n\nBy Jane Doe\n\n{line}\n\nText."
    (article,) = read(text)
    assert (article.date, article.date_text, article.body) == ("", line, "Text.")
    (article,) = read(text, dates="dmy")
    assert (article.date[:10], article.date_text) == ("2021-04-03", "")
    (article,) = read(text.replace(f"\n\n{line}", f", {line}"), dates="mdy")
    assert (article.date[:10], article.authors) == ("2021-03-04", ("Jane Doe",))


@pytest.mark.parametrize(
    ("lead", "date", "source"),
    [
        ("LONDON, March 9, 2021 (Reuters) - Shares fell.", "2021-03-09", "Reuters"),
        ("BERLIN, 9. März 2021 (dpa) – Die Kurse fielen.", "2021-03-09", "dpa"),
        ("NEW YORK, 9 March 2021 -- Shares fell.", "2021-03-09", ""),
        ("London, March 9, 2021 (Reuters) - Shares fell.", "", ""),
        ("LONDON, March 9 (Reuters) - Shares fell.", "", ""),
        ("LONDON, 03/04/2021 (Reuters) - Shares fell.", "", ""),
        ("NATO, founded on 4 April 1949 - a treaty - met.", "", ""),
        ("LONDON, March 9, 2021 was a quiet day.", "", ""),
    ],
)
def test_the_line_of_an_agency(read, lead, date, source):
    """With a headline and without; only where it is beyond doubt, and it stays in the text."""
    for above in ("", "Talks resume\n\n", "Talks resume\n\nBy Jane Doe\n\n"):
        (article,) = read(f"{above}{lead}\n\nMore.")
        assert (article.date, article.source, article.body) == (date, source, f"{lead}\n\nMore.")
    (article,) = read(f"Talks\n\n10 March 2021\n\n{lead}")
    assert article.date == "2021-03-10"


def test_a_header_with_labels(read):
    """Each line is a field, in any order; the blank line below ends it."""
    text = (
        "Author: Jane Doe and John Roe\nTITLE : Ferry stops\nDate: 5 May 2021\nSource: Example Post\n"
        "Section: Sport\nURL: https://example.org/a\n\nThe ferry: it stopped.\n"
    )
    (article,) = read(text)
    assert (article.title, article.title_from) == ("Ferry stops", HEADLINE)
    assert (article.authors, article.date) == (("Jane Doe", "John Roe"), "2021-05-05")
    assert (article.source, article.section, article.url) == (
        "Example Post",
        "Sport",
        "https://example.org/a",
    )
    assert (article.body, article.body_line) == ("The ferry: it stopped.", 8)


@pytest.mark.parametrize(
    "head",
    [
        "Title: Ferry stops\n\n",
        "Author: Jane Doe\nSource: Post\n\n",
        "Title: A\nDate: 2021\nThe ferry stops.\n\n",
    ]
    + ["Title: A\nWeather: fine\n\n", "Title: A\nTitle: B\n\n"],
)
def test_labels_that_make_no_header(read, head):
    """A title alone, none, text right below, an unknown label, a label twice: no line of these is lost."""
    (article,) = read(f"{head}It rained.\n")
    shown = " ".join([article.title, *article.authors, article.date, article.body])
    assert [word for word in head.split() if word not in shown and word not in ("Author:", "Date:")] == []
