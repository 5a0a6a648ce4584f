"""TREC's SGML: what each paper's tags mean, and documents that are broken."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsgrep.article import HEADLINE, LEDE, Article
from newsgrep.formats.wire.sgml import plain_text_of
from newsgrep.results import Unreadable

ASSOCIATED_PRESS = """<DOC>
<DOCNO> AP880212-0001 </DOCNO>
<FILEID>AP-NR-02-12-88 2344EST</FILEID>
<HEAD>Talks Resume in
the Capital</HEAD>
<BYLINE>By JANE DOE</BYLINE>
<BYLINE>Associated Press Writer</BYLINE>
<DATELINE>BAKU (AP) </DATELINE>
<TEXT>
   Talks on tea &amp; oil resumed.
   They ended.
</TEXT>
</DOC>
"""
WALL_STREET_JOURNAL = """<DOC>
<DOCNO> WSJ870324-0001 </DOCNO>
<HL> Talks Are Near Accord,@  Sources Say@ ----@ By Jane Doe and John Roe@ Staff Reporters of The Paper</HL>
<DD> 03/25/87</DD>
<SO> THE PAPER (J)</SO>
<LP>
Talks.
</LP>
<TEXT>
They ended.
</TEXT>
</DOC>
"""
LOS_ANGELES_TIMES = """<DOC>
<DOCNO> LA010189-0001 </DOCNO>
<DATE>
<P>
January 2, 1989, Monday, Home Edition
</P>
</DATE>
<SECTION>
<P>
Book Review; Page 1; Book Review Desk
</P>
</SECTION>
<HEADLINE>
<P>
NEW TALKS;
</P>
<P>
OLD WAYS
</P>
</HEADLINE>
<BYLINE>
<P>
By Jane Q. Doe , Doe, an engineer, is the author of "Seven Years of Talks and What Came of Them" (No House).
</P>
</BYLINE>
<TEXT>
<P>
Talks.
</P>
</TEXT>
<GRAPHIC><P>
Photo, the table</P></GRAPHIC>
</DOC>
"""
FINANCIAL_TIMES = """<DOC>
<DOCNO>FT911-3</DOCNO>
<PROFILE>_AN-XXXX</PROFILE>
<DATE>910514
</DATE>
<HEADLINE>
FT  14 MAY 91 / International News: Talks end
</HEADLINE>
<BYLINE>
   By JANE DOE
</BYLINE>
<TEXT>
TALKS ended.
</TEXT>
<PUB>The Paper
</PUB>
</DOC>
"""
AQUAINT = """<DOC>
<DOCNO> NYT19980601.0001 </DOCNO>
<DATE_TIME> 1998-06-02 00:12 </DATE_TIME>
<HEADER>
A4462 &Cx1f; taf-z
</HEADER>
<BODY>
<HEADLINE>
Talks end
</HEADLINE>
<TEXT>
<P>
Talks &UR; ended&hyph;up.
</P>
</TEXT>
</BODY>
</DOC>
"""
GIGAWORD = '<DOC id="AFP_ENG_20020101.0001" type="story" >\n<TEXT>\n<P>\nTalks.\n</P>\n</TEXT>\n</DOC>\n'


@pytest.mark.parametrize(
    ("document", "fields"),
    [
        (
            ASSOCIATED_PRESS,
            {
                "key": "AP880212-0001", "title": "Talks Resume in the Capital", "authors": ("JANE DOE",),
                "date": "1988-02-12", "source": "Associated Press", "body_line": 8,
                "body": "BAKU (AP)\n\n   Talks on tea & oil resumed.\n   They ended.",
            },
        ),
        (
            WALL_STREET_JOURNAL,
            {
                "key": "WSJ870324-0001", "title": "Talks Are Near Accord, Sources Say", "date": "1987-03-25",
                "authors": ("Jane Doe", "John Roe"), "source": "Wall Street Journal", "body_line": 7,
                "body": "Talks.\n\n\nThey ended.",
            },
        ),
        (
            LOS_ANGELES_TIMES,
            {
                "key": "LA010189-0001", "title": "NEW TALKS; OLD WAYS", "authors": ("Jane Q. Doe",),
                "date": "1989-01-02", "source": "Los Angeles Times", "section": "Book Review",
                "body": "Talks.\n\n\n\nPhoto, the table", "body_line": 28,
            },
        ),
        (
            FINANCIAL_TIMES,
            {
                "key": "FT911-3", "title": "International News: Talks end", "authors": ("JANE DOE",),
                "date": "1991-05-14", "source": "The Paper", "body_line": 13, "body": "TALKS ended.",
            },
        ),
        (
            AQUAINT,
            {
                "key": "NYT19980601.0001", "title": "Talks end", "authors": (), "date": "1998-06-02T00:12",
                "source": "New York Times", "body_line": 13, "body": "Talks  ended-up.",
            },
        ),
        (
            GIGAWORD,
            {
                "key": "AFP_ENG_20020101.0001", "title": "Talks.", "title_from": LEDE, "date": "2002-01-01",
                "source": "Agence France-Presse", "body_line": 4, "body": "Talks.",
            },
        ),
    ],
    ids=["AP", "WSJ", "LA", "FT", "AQUAINT", "Gigaword"],
)  # fmt: skip
def test_each_paper_has_tags_of_its_own(read, document, fields):
    """They give the same fields, and a body begins at its number in the file."""
    fields = {"title_from": HEADLINE, **fields, "key": f"n/story.trec#{fields['key']}"}
    (article,) = read(document.replace("\n", "\r\n"), ".trec")
    assert {name: getattr(article, name) for name in fields} == fields
    assert article.body.split()[0] in document.split("\n")[article.body_line - 1]


@pytest.mark.parametrize(
    ("number", "source", "language", "date"),
    [
        ("LTW_ENG_20091231.0042", "Los Angeles Times/Washington Post", "en", "2009-12-31"),
        ("XIN_CMN_20041101.0003", "Xinhua", "zh", "2004-11-01"),
        ("HYT_ARB_19990105.0101", "Al Hayat", "ar", "1999-01-05"),
        ("QQQ_SPA_20010203.0004", "QQQ", "es", "2001-02-03"),
        ("AFE19940512.0001", "Agence France-Presse", "", "1994-05-12"),
        ("XIN_CMN_20041301.0003", "Xinhua", "zh", ""),
    ],
)
def test_document_numbers_of_gigaword(read, number, source, language, date):
    """They have the agency, the language and the day, in all editions."""
    (article,) = read(GIGAWORD.replace("AFP_ENG_20020101.0001", number), ".sgml")
    assert (article.source, article.language, article.date) == (source, language, date)


def test_several_documents_a_file(read):
    """Each with its number and its line in the file; with any suffix, or none."""
    content = ASSOCIATED_PRESS + "\n" + GIGAWORD + GIGAWORD
    for suffix in (".sgm", ".sgml", ".trec", ""):
        first, second, third = read(content, suffix)
        assert [first.line, second.line, second.body_line, third.line] == [1, 15, 18, 22]
        assert third.key == f"n/story{suffix}#AFP_ENG_20020101.0001~2"


def document(inside: str, number: str = "X-1") -> str:
    """A document with a text and something else."""
    return f"<DOC>\n<DOCNO>{number}</DOCNO>{inside}<TEXT>Talks.</TEXT>\n</DOC>\n"


@pytest.mark.parametrize(
    ("field", "date"),
    [
        ("<DATE>910514</DATE>", "1991-05-14"),
        ("<DATE>19910514</DATE>", "1991-05-14"),
        ("<DATE>011231</DATE>", "2001-12-31"),
        ("<DD>3/4/87</DD>", "1987-03-04"),
        ("<DATE_TIME>06/01/1998 00:12:34</DATE_TIME>", "1998-06-01T00:12:34"),
        ("<DATE1>  14 March 1994 </DATE1>", "1994-03-14"),
        ("<DATE>EFFECTIVE DATE: January 4, 1994.</DATE>", ""),
        ("<DATE>Sunday</DATE>", ""),
        ("<DATE> </DATE>", ""),
    ],
)
def test_dates(read, field, date):
    """Months come first between slashes; years of two digits are 1970 to 2069; prose is no date."""
    assert read(document(field), ".trec")[0].date == date


@pytest.mark.parametrize(
    ("number", "source", "date"),
    [
        ("AP880212-0001", "Associated Press", "1988-02-12"),
        ("AP881399-0001", "Associated Press", ""),
        ("AP-880212-0001", "", ""),
        ("XIE19960101.0001", "Xinhua", "1996-01-01"),
        ("SJMN91-06142109", "San Jose Mercury News", ""),
        ("FBIS3-1", "", ""),
    ],
)
def test_source_and_day_of_a_document_number(read, number, source, date):
    """Only of a form that one paper uses."""
    (article,) = read(document("<DATE>Sunday</DATE>", number), ".trec")
    assert (article.source, article.date) == (source, date)


@pytest.mark.parametrize(
    ("broken", "reason", "lines"),
    [
        ("<DOC><DOCNO>1</DOCNO><TEXT> <P></P></TEXT></DOC>\n", "no text", 1),
        ("<DOC>\n<DOCNO>1</DOCNO><TEXT>cut\n", "no </DOC>: the story is cut off", 2),
        (f"<doc><text>{'é' * 9}\udce9 \udce9</text></doc>\n", "broken UTF-8 at byte 24", 1),
    ],
)
def test_a_broken_document_is_left_out(read, broken, reason, lines):
    """It is reported with its line, and the documents around it are read."""
    content = (GIGAWORD + broken + GIGAWORD).encode("utf-8", "surrogateescape")
    first, bad, last = read(content, ".trec")
    assert bad == Unreadable("n/story.trec", reason, 8)
    assert (first.body, last.body, last.line) == ("Talks.", "Talks.", 8 + lines)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("a<P>b</P><P>c", "a b c"),
        ("a <B>b</B>, c", "a b , c"),
        ("a<P\nN=1>b", "a\nb"),
        ("a < b > c, &lt;SRD>", "a < b > c, <SRD>"),
        ("<!-- note -->a", "a"),
        ("AT&T; Q&A &unknown; R&D", "AT&T; Q&A &unknown; R&D"),
        ("&eacute;&#233;&#xE9;&#x110000;&#xD800;", "ééé\ufffd\ufffd"),
        ("a&#10;b&NewLine;c&#3;d&#127;e", "a b cde"),
        ("&LR;&blank;&hyph;&AMP;&Cx1f;", " -&"),
        ("e&#769;", "é"),
    ],
)
def test_tags_and_entities(markup, text):
    """Tags separate words, entities are no markup and end no line, control characters are removed."""
    assert plain_text_of(markup) == text


PIECES = [
    "<DOC>",
    "</DOC>",
    "<DOCNO>",
    "</DOCNO>",
    "<TEXT>",
    "</TEXT>",
    "<HL>",
    "@",
    "By A B",
    "</HL>",
    "<BYLINE>",
]
PIECES += [
    "<DATE>",
    "</DATE>",
    "1/2/03",
    "Jan 1, 1990",
    "AP880212-0001",
    "<P>",
    "&#",
    "x;",
    "\r",
    "\n",
    "\0",
    "é",
    "<",
    "-",
]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary() | st.lists(st.sampled_from(PIECES)).map(lambda pieces: "".join(pieces).encode()))
def test_any_bytes_are_articles_or_reasons(read, content):
    """No two articles share a key, and each has text."""
    results = read(GIGAWORD.encode() + content + GIGAWORD.encode(), ".trec")
    articles = [result for result in results if isinstance(result, Article)]
    assert len({article.key for article in articles}) == len(articles) >= 1
    assert all(article.body or article.title for article in articles)
