"""IPTC 7901 and ANPA 1312: headings, headlines, bylines, tables, and several messages in a file."""

from __future__ import annotations

import pytest

from newsgrep.article import LEDE, Article
from newsgrep.results import Unreadable

IPTC = """\x01exa062 4 i 211 ccccb   exa 061\r
\r
Germany-politics/\r
\x021ST LEAD\r
Talks on tea and oil\r
could fail\r
By Jane Doe =\r
\r
   Berlin (exa) - The talks could fail,\r
a member warned.\r
\r
   They may end.\r
\x03131137 GMT Nov 13 \r
\x7f\r
\x7f\x04"""
ANPA = """\x16\x16\x01W2870\x1fasian
f l\x13\x11 BC-LT--Talks-Tea     11-13 1049
\x02^BC-LT--Talks-Tea, 1st Ld-Writethru,466<
^Talks on tea end <
^AP Photo XNP101, XNP102<
^Eds: With AP Photos.<
^By JANE DOE and JOHN ROE=
^Associated Press=
\t   BAKU (AP) _ The talks ended.

\t   A long line
is wrapped.<

\t   \x03AP-WF-11-13-13 1509GMT<

\x0c
\x04"""


def test_iptc_7901(read):
    """The headline may have several lines; the day is in front of the time, the year is last."""
    assert read(IPTC, ".txt") == [
        Article(
            key="n/story.txt#exa062",
            path="n/story.txt",
            title="Talks on tea and oil could fail",
            authors=("Jane Doe",),
            date="2013-11-13T11:37Z",
            body="Berlin (exa) - The talks could fail,\na member warned.\n\nThey may end.",
        )
    ]


@pytest.mark.parametrize("suffix", [".txt", ".tst", ""])
def test_anpa_1312(read, suffix):
    """Notes to editors and the slug are no headline; the day is at the end, month first."""
    assert read(ANPA, suffix) == [
        Article(
            key=f"n/story{suffix}#W2870",
            path=f"n/story{suffix}",
            title="Talks on tea end",
            authors=("JANE DOE", "JOHN ROE"),
            date="2013-11-13T15:09Z",
            body="BAKU (AP) _ The talks ended.\n\nA long line is wrapped.",
            source="AP",
        )
    ]


def test_tables_of_anpa(read):
    """Each row is a paragraph; lines above them that are no headline stay."""
    table = (
        "\x16\x16\x01z9\x1f-----\n\x02^BC-Standings< \n^Standings= \n^All Times EDT= \n"
        "\x08^;W;L\x10 \n\x08New\x10 York;23;13\x10 \n\x03AP-WF-05-17-16 0620GMT<\n\x04"
    )
    (article,) = read(table, ".tst")
    assert (article.title, article.body) == ("Standings", "All Times EDT\n\n;W;L\n\nNew York;23;13")


def test_a_slug_stands_in_for_a_headline(read):
    """And the lede for both."""
    bare = ANPA[: ANPA.index("^Talks on tea")] + ANPA[ANPA.index("\t   BAKU") :]
    assert read(bare, ".txt")[0].title == "BC-LT--Talks-Tea, 1st Ld-Writethru"
    (article,) = read("\x01exa 1\n\x02Talks ended.\n\x03\x04", ".txt")
    assert (article.title, article.title_from, article.key) == ("Talks ended.", LEDE, "n/story.txt#L1")


def test_a_message_behind_signs_without_a_meaning(read):
    """Agencies send DEL to fill the line between two messages."""
    (article,) = read(f"\x7f\x7f\r\n\x7f{IPTC}")
    assert (article.title, article.authors) == ("Talks on tea and oil could fail", ("Jane Doe",))


def test_several_messages(read):
    """Each with its line; one without text is reported."""
    first, bad, last = read(f"{IPTC}\n\x01exa063\n\x02\n\x03\x04\n{ANPA}", ".txt")
    assert (first.line, last.line, last.title) == (1, 19, "Talks on tea end")
    assert bad == Unreadable("n/story.txt", "no text", 16)


def test_a_mail_in_a_text_file_is_a_mail(read):
    """Its headers tell."""
    mail = "Message-ID: <1@example.org>\nFrom: Jane Doe <jane@example.org>\nSubject: Talks\n\nThey ended.\n"
    (article,) = read(mail, ".txt")
    assert (article.title, article.authors, article.body) == ("Talks", ("Jane Doe",), "They ended.")


@pytest.mark.parametrize(
    ("end", "date", "date_text"),
    [
        ("071341 GMT Okt 15", "2015-10-07T13:41Z", ""),
        ("211259 Nov 98", "1998-11-21T12:59", ""),
        ("991137 GMT Nov 13", "", "991137 GMT Nov 13"),
        ("131137 GMT Nov", "", "131137 GMT Nov"),
    ],
)
def test_the_time_of_iptc_7901(read, end, date, date_text):
    """Months have the names of any language, a zone may be missing; what is no time is kept as text."""
    (article,) = read(IPTC.replace("131137 GMT Nov 13", end), ".txt")
    assert (article.date, article.date_text) == (date, date_text)
