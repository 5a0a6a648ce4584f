"""Dateline text: the dateline, the headline that may follow, and the footer."""

from __future__ import annotations

import pytest

from newsgrep.article import HEADLINE, LEDE, Article
from newsgrep.results import Unreadable

HANDLES = "Aysel Newsgrep is AzerNews’ staff journalist, follow her on Twitter: @newsgrep_sample"


@pytest.mark.parametrize(
    ("dateline", "date", "authors"),
    [
        (" date 2020-10-30 By Aysel Newsgrep", "2020-10-30", ("Aysel Newsgrep",)),
        ("date 2020-10-30 By Aysel Newsgrep", "2020-10-30", ("Aysel Newsgrep",)),
        ("\n\n  DATE 2020-10 By A B and C D, Reuters  ", "2020-10", ("A B", "C D")),
        ("\xa0date\xa02020-10-30\xa0By\xa0Aysel Newsgrep", "2020-10-30", ("Aysel Newsgrep",)),
        ("Date: 2020", "2020", ()),
        (" date 2020-10-30 By", "2020-10-30", ()),
        (" date 2020-10-30T12:00Z By Reuters", "2020-10-30T12:00Z", ("Reuters",)),
        (" date 2020-10-30 12:00:05+0400 BY JANE DOE", "2020-10-30T12:00:05+04:00", ("JANE DOE",)),
        (" date 2020-10-30 Von Jane Doe und John Roe", "2020-10-30", ("Jane Doe", "John Roe")),
        (" date 2020-10-30 Par Jane Doe", "2020-10-30", ("Jane Doe",)),
        (" date None By Aysel Newsgrep", "", ("Aysel Newsgrep",)),
        (" date By Aysel Newsgrep", "", ("Aysel Newsgrep",)),
    ],
)
def test_dateline_gives_date_and_authors(read, dateline, date, authors):
    """The date is kept as precise as given; date and byline may each be absent."""
    (article,) = read(f"{dateline}\n\nTalks resumed.\n")
    assert (article.date, article.authors, article.body) == (date, authors, "Talks resumed.")


@pytest.mark.parametrize(
    "line",
    [
        "Date set by court",
        "Date night returns",
        "Date 2020 was a bad year",
        "date",
        "Dates 2020-10-30",
        "By A B",
    ],
)
def test_a_headline_is_not_a_dateline(read, line):
    """A first line that only begins with the word is plain text."""
    (article,) = read(f"{line}\n\nTalks resumed.\n")
    assert article.date == ""
    assert article.title in (line, "Talks resumed.")


@pytest.mark.parametrize("date", ["2020-13-45", "2020-02-30", "30/13/2020", "2020-10-30T25:00"])
def test_an_impossible_date_is_kept_as_text(read, date):
    """The article is there without a date."""
    (article,) = read(f"\n date {date} By A B\n\nText.")
    assert (article.date, article.date_text, article.authors, article.body) == ("", date, ("A B",), "Text.")


def test_a_date_in_words(read):
    """Of any language; other words make no dateline."""
    (article,) = read(" date 30. Oktober 2020 By A B\n\nText.")
    assert (article.date, article.authors) == ("2020-10-30", ("A B",))
    (article,) = read("Date set in 2020 by court\n\nText.")
    assert (article.title, article.body) == ("Date set in 2020 by court", "Text.")


def test_the_lede_is_the_title_without_a_headline(read):
    """The first paragraph, on one line, marked as the lede."""
    assert read(" date 2020 By A B\n\nTalks\nresumed.\n\nThey ended.\n") == [
        Article(
            key="n/story.txt",
            path="n/story.txt",
            body="Talks\nresumed.\n\nThey ended.",
            title="Talks resumed.",
            title_from=LEDE,
            authors=("A B",),
            date="2020",
            line=1,
            body_line=3,
        )
    ]


@pytest.mark.parametrize(
    ("text", "title", "title_from", "body_line"),
    [
        ("TALKS RESUME\n\nThe body.", "TALKS RESUME", HEADLINE, 5),
        ("TALKS RESUME\n\n\nThe body.", "TALKS RESUME", HEADLINE, 6),
        ("\n\nThe body.\n\nGoes on.", "The body.", LEDE, 5),
        ("TALKS RESUME\n", "TALKS RESUME", LEDE, 3),
        ("TALKS\nRESUME\n\nThe body.", "TALKS RESUME", LEDE, 3),
        ("Talks resumed?\n\nThe body.", "Talks resumed?", LEDE, 3),
        ("“We talk”\n\nThe body.", "“We talk”", LEDE, 3),
        ("He said:\n\nThe body.", "He said:", LEDE, 3),
        ("x" * 200 + "\n\nThe body.", "x" * 200, HEADLINE, 5),
        ("x" * 201 + "\n\nThe body.", "x" * 201, LEDE, 3),
        ("REPORT - FEB 26\n    Two weeks ended\n\nEnd.", "REPORT - FEB 26", LEDE, 3),
    ],
)
def test_a_short_line_unlike_a_sentence_is_the_headline(read, text, title, title_from, body_line):
    """One line of at most 200 characters, with text below it; else the lede is the title."""
    (article,) = read(f" date 2020 By A B\n\n{text}\n")
    assert (article.title, article.title_from, article.body_line) == (title, title_from, body_line)


@pytest.mark.parametrize(
    "footer",
    [
        f"---\n\n{HANDLES}\n\nFollow us on Twitter @AzerNewsAz",
        "  -----  \nAnything short.",
        "---\n\nOne line.\n\n---\n\nAnother.",
        "---",
        HANDLES,
        "Follow us on Twitter @AzerNewsAz",
        f"{HANDLES}\nFollow us on Twitter @AzerNewsAz\n\n",
        f"{HANDLES}\n\n---\n\nFollow us on Twitter @AzerNewsAz",
    ],
)
def test_the_footer_is_left_out_of_the_body(read, footer):
    """The text below a rule, and paragraphs that only give handles."""
    (article,) = read(f" date 2020 By A B\n\nTalks resumed.\n\nThey ended.\n\n{footer}")
    assert article.body == "Talks resumed.\n\nThey ended."


@pytest.mark.parametrize(
    "body",
    [
        "One.\n\n---\n\n" + "A long section. " * 50 + "End.",
        "One.\n\n---\n\n" + "A line.\n" * 7 + "End.",
        "---\n\nText below a rule with nothing above.",
        "One.\n\nHe told them to follow us on Twitter: @x and see.",
        "One.\n\nThe ministry is urging people to follow it on Twitter @mod",
        "One.\n\nFollow us on Twitter @x\n\nTwo.",
        "One, she said, and told them:\nFollow us on Twitter @x",
        "Follow us on Twitter @AzerNewsAz",
        "One -- two.\n\n--",
    ],
)
def test_no_paragraph_is_taken_for_a_footer(read, body):
    """A rule with much text below it separates sections; handles are a footer only at the very end."""
    (article,) = read(f" date 2020 By A B\n\n{body}\n")
    assert article.body == body


@pytest.mark.parametrize("text", [" date 2020 By A B", " date 2020-10-30\n\n \n\xa0\n"])
def test_a_dateline_without_a_paragraph_is_unreadable(read, text):
    """It has no text."""
    assert read(text) == [Unreadable("n/story.txt", "no text")]
