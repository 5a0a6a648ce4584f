"""Reuters-21578: stories, what is left out of them, and stories that are broken."""

from __future__ import annotations

import html
import io
import lzma
import re
import tarfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsgrep.article import HEADLINE, LEDE, Article
from newsgrep.formats.wire.reuters import read as read_stories
from newsgrep.read_context import ReadContext
from newsgrep.results import Unreadable
from newsgrep.tuning import SourceLimits

ARCHIVE = Path(__file__).parents[3] / "shared/data/reuters21578.tar.xz"

MONTHS = {"FEB": "02", "MAR": "03", "APR": "04", "JUN": "06", "OCT": "10"}

HEAD = '<!DOCTYPE lewis SYSTEM "lewis.dtd">\n'
STORY = """<REUTERS TOPICS="YES" OLDID="5544" NEWID="1">
<DATE>26-FEB-1987 15:01:01.79</DATE>
<TOPICS><D>tea</D><D>crude</D></TOPICS>
<PLACES><D>azerbaijan</D></PLACES>
<UNKNOWN> \n&#5;&#5;&#5;C T
&#22;f0704&#31;reute</UNKNOWN>
<TEXT>&#2;
<TITLE>TALKS &lt;TLK> RESUME
IN BAKU</TITLE>
<AUTHOR>    By Jane Doe and John Roe, Reuters</AUTHOR>
<DATELINE>    BAKU, Feb 26 - </DATELINE><BODY>Talks on tea &amp; oil re&#127;sumed
on Monday.
    They en\xfc ended.
 Reuter
&#3;</BODY></TEXT>
</REUTERS>
"""
FIRST = Article(
    key="n/story.sgm#1",
    path="n/story.sgm",
    body="BAKU, Feb 26 - Talks on tea & oil resumed\non Monday.\n    They en\xfc ended.",
    title="TALKS <TLK> RESUME IN BAKU",
    title_from=HEADLINE,
    authors=("Jane Doe", "John Roe"),
    date="1987-02-26T15:01:01.79",
    source="Reuters",
    language="en",
    section="tea; crude",
    line=2,
    body_line=13,
)


def story(inside: str, number: int = 1, date: str = "26-FEB-1987 15:01:01.79") -> str:
    """A story with something in its TEXT."""
    return f'<REUTERS NEWID="{number}">\n<DATE>{date}</DATE>\n<TEXT{inside}\n</TEXT>\n</REUTERS>\n'


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_story(read, encoding, end):
    """Every field is read, and body_line is the line in the file, in any encoding and with any line end."""
    assert read((HEAD + STORY).replace("\n", end).encode(encoding), ".sgm") == [FIRST]


def test_lines_of_the_body_are_those_of_the_file(read):
    """Below rows of a table before the dateline, and in the second story too."""
    content = HEAD + STORY + story("><TITLE>T</TITLE>\n MTH   LAST\n<BODY>May  13\nJune 14\n</BODY>", 2)
    _, second = read(content, ".sgml")
    assert second.body == "MTH   LAST\nMay  13\nJune 14"
    lines = content.split("\n")
    for offset, words in enumerate(("MTH", "May", "June")):
        assert words in lines[second.body_line + offset - 1]
    assert lines[second.line - 1].startswith("<REUTERS")


@pytest.mark.parametrize(
    ("inside", "title", "body", "title_from"),
    [
        (
            ' TYPE="BRIEF">&#2;\n******<TITLE>RATES FALL\n</TITLE>Blah blah blah.\n&#3;',
            "RATES FALL",
            "",
            HEADLINE,
        ),
        (' TYPE="BRIEF">&#2;\n**<TITLE>RATES FALL\n</TITLE>&#3;', "RATES FALL", "", HEADLINE),
        (' TYPE="UNPROC">&#2;\nRATES - FEB 26\n   1  2\n\n Reuter\n&#3;\n', "RATES - FEB 26", None, LEDE),
        (">\n<BODY>Rates fell.\n REUTER...^M\n</BODY>", "Rates fell.", "Rates fell.", LEDE),
        (">\n<BODY>Rates fell.       REUTER\n</BODY>", "Rates fell.", "Rates fell.", LEDE),
        (">\n<BODY>He told Reuters.</BODY>", "He told Reuters.", "He told Reuters.", LEDE),
        ("><TITLE></TITLE><BODY>Rates fell.</BODY>", "Rates fell.", "Rates fell.", LEDE),
    ],
)
def test_titles_and_bodies(read, inside, title, body, title_from):
    """A brief has only a title; a story without one has its lede; the end mark is left out."""
    (article,) = read(story(inside), ".sgm")
    body = "RATES - FEB 26\n   1  2" if body is None else body
    assert (article.body, article.title_from) == (body, title_from)
    assert article.title.startswith(title)
    assert bool(article.body_line) == bool(body)


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("  9-MAR-1987 09:15:05.4", "1987-03-09T09:15:05.4"),
        ("27-MAR-1987 00:02:59.13&#5;&#5;&#5;RM", "1987-03-27T00:02:59.13"),
        ("9-APR-1987 00:00:00.00    # date added as guesswork ", "1987-04-09T00:00:00.00"),
        ("31-MAR-1987 605:12:19.12", "1987-03-31"),
        ("31-MAR-1987 25:12:19.12", "1987-03-31"),
        ("", ""),
    ],
)
def test_dates(read, date, expected):
    """Text after a date is ignored, and so is an impossible time."""
    assert read(story("><BODY>x</BODY>", date=date), ".sgm")[0].date == expected


@pytest.mark.parametrize(
    ("broken", "reason", "length"),
    [
        (story(">&#2;\n&#3;"), "no text", 6),
        ('<REUTERS NEWID="9">\n</REUTERS>\n', "no <TEXT> element in the story", 2),
        ('<REUTERS NEWID="9">\n<TEXT><BODY>cut of\n', "no </REUTERS>: the story is cut off", 2),
    ],
)
def test_a_broken_story_is_left_out(read, broken, reason, length):
    """It is reported with its line, and the stories around it are read."""
    first, bad, last = read(STORY + broken + STORY, ".sgm")
    assert bad == Unreadable("n/story.sgm", reason, 18)
    assert (first.body, last.body) == (FIRST.body, FIRST.body)
    assert (last.key, last.line) == ("n/story.sgm#1~2", 18 + length)


def test_a_story_that_is_too_large_is_left_out(read):
    """It is not held in memory, and the next one is read."""
    content = story("><BODY>" + "x\n" * 2**20 + "</BODY>") + STORY
    big, after = read(content, ".sgm", SourceLimits(record_bytes=2**20))
    assert big == Unreadable("n/story.sgm", "story larger than 1 MB", 1)
    assert (after.body, after.line) == (FIRST.body, 2**20 + 6)


@pytest.mark.parametrize("size", [1, 7, 64])
def test_tags_are_found_across_chunks(size):
    """Wherever the stream is cut."""
    stream = io.BufferedReader(io.BytesIO((HEAD + STORY * 2).encode("latin-1")))
    context = ReadContext("n/story.sgm", limits=SourceLimits(chunk_bytes=size))
    first, second = read_stories(stream, context)
    assert (first, second.body) == (FIRST, FIRST.body)


def test_a_file_of_something_else(read):
    """The missing element is named."""
    assert read("<html>", ".sgm") == [Unreadable("n/story.sgm", "no <DOC> element in the file", 0)]
    assert read(HEAD, ".sgm") == [Unreadable("n/story.sgm", "no <REUTERS> element in the file", 0)]


PIECES = [
    "<REUTERS",
    ' NEWID="1"',
    ">",
    "</REUTERS>",
    "<TEXT>",
    "</TEXT>",
    "<TITLE>",
    "</TITLE>",
    "<AUTHOR>",
    "<BODY>",
]
PIECES += [
    "<DATE>",
    "</DATE>",
    "26-FEB-1987",
    "&#",
    "55296;",
    "&#10;",
    "&NewLine;",
    "&lt;",
    "\r",
    "\n",
    "\0",
    "é",
    "<",
    "x",
]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary() | st.lists(st.sampled_from(PIECES)).map(lambda pieces: "".join(pieces).encode()))
def test_any_bytes_are_articles_or_reasons(read, content):
    """Each line of a body is at its number in the file."""
    lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
    for result in read(STORY.encode() + content + STORY.encode(), ".sgm"):
        if isinstance(result, Article):
            assert result.body or result.title
            assert "\r" not in result.body
            assert result.body_line + result.body.count("\n") <= lines + 32


def _crude(story: str, tag: str) -> str:
    """The content of the first element of a name, entities read and control characters gone."""
    found = re.search(rf"<{tag}[^>]*>(.*?)</{tag}>", story, re.S)
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", html.unescape(found[1])) if found else ""


def _solid(string: str) -> str:
    return "".join(string.split())


@pytest.mark.skipif(not ARCHIVE.exists(), reason="no archive to read")
def test_the_archive_agrees_with_an_independent_parse():
    """All 21,578 stories, in number, title, author, date and words of the body; one of them has no text."""
    empty, count = [], 0
    with lzma.open(ARCHIVE) as packed, tarfile.open(fileobj=packed, mode="r|") as archive:
        for member in archive:
            if not member.name.endswith(".sgm"):
                continue
            data = archive.extractfile(member).read()
            whole = data.decode("latin-1")
            stories, lines = re.findall(r'NEWID="(\d+)">(.*?)</REUTERS>', whole, re.S), whole.split("\n")
            results = list(read_stories(io.BufferedReader(io.BytesIO(data)), ReadContext("f")))
            assert len(results) == len(stories)
            count += len(stories)
            for (number, raw), article in zip(stories, results, strict=True):
                if isinstance(article, Unreadable):
                    empty.append((number, article.reason))
                else:
                    _agree(number, raw, article, lines)
    assert (count, empty) == (21_578, [("12793", "no text")])


def _agree(number: str, raw: str, article: Article, lines: list[str]) -> None:
    assert article.key == f"f#{number}"
    title = " ".join(_crude(raw, "TITLE").split())
    assert article.title == title
    byline = re.sub(r"(?i)^by |,? Reuters?d?[.]?$", "", " ".join(_crude(raw, "AUTHOR").split()))
    assert ", ".join(article.authors) == re.sub(r"(?i) and ", ", ", byline)
    day, month, year = re.match(r"\s*(\d+)-(\w+)-(\d+)", _crude(raw, "DATE")).groups()
    assert article.date[:10] == f"{year}-{MONTHS[month]}-{int(day):02}"
    body = _crude(raw, "DATELINE") + _crude(raw, "BODY")
    body = body or _crude(re.sub("(?s)[*]*<TITLE>.*</TITLE>", "", raw), "TEXT")
    body = re.sub(r"(?i)(\n|  )\s*reuters?(\.\.\.)?(\^M)?\s*$|Blah blah blah\.\s*$", "", body)
    assert _solid(article.body).endswith(_solid(body))
    assert bool(article.body) == bool(_solid(body))
    if article.body:
        first_word = article.body.split()[0]
        assert first_word in html.unescape(lines[article.body_line - 1].replace("&#127;", ""))
