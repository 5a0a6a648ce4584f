"""Lines, tables and paths: one row a hit."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from newsgrep.article import Article
from newsgrep.cli.standard_streams import BYTES_OR_ESCAPES
from newsgrep.errors import UsageError
from newsgrep.output import FIELDS, Output, check_fields
from newsgrep.output.hit_fields import MATCH_FIELDS, field_value
from newsgrep.results import Hit, Passage
from tests.output.printing import printed

ARTICLE = Article(
    key="news/a.txt",
    path="news/a.txt",
    body="A missile fell on Ganja.\n\nNobody slept.",
    title="Missile hits Ganja",
    authors=("Ann Lee", "Bo Ek"),
    date="2020-10-17",
    url="https://example.org/a",
    source="Daily",
    language="en",
    format="html",
    line=1,
    pages=((0, 1), (2, 2)),
)
HIT = Hit(
    rank=1,
    score=12.345678912,
    article=ARTICLE,
    path="../news/a.txt",
    line=3,
    passages=(
        Passage("A missile fell", 0, ((2, 9),), ends_inside=True),
        Passage("Nobody slept.", 26, starts_inside=True),
    ),
    title_spans=((0, 7), (13, 18)),
    byline_spans=((4, 7),),
    tags=("quote", "read"),
    index="news",
)
BARE = Hit(rank=2, score=0.0, article=Article(key="b", path="b", body=""), path="b", line=1)


class Pipe(io.TextIOWrapper):
    """A stream like standard output in a pipe, which keeps the bytes it is given."""

    def __init__(self, encoding: str = "utf-8") -> None:
        self.bytes = io.BytesIO()
        super().__init__(self.bytes, encoding=encoding, errors=BYTES_OR_ESCAPES)

    def written(self) -> bytes:
        self.flush()
        return self.bytes.getvalue()


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def named(path: str) -> Hit:
    """Return a hit in a file of this name."""
    return replace(HIT, path=path)


def titled(title: str) -> Hit:
    """Return a hit with this title."""
    return replace(HIT, article=ARTICLE._replace(title=title))


def test_line_has_path_date_author_title_and_passage() -> None:
    """A line is path, date, byline, title and passages, with an ellipsis where text is left out."""
    assert printed("lines", HIT) == (
        "../news/a.txt\t2020-10-17\tAnn Lee, Bo Ek\tMissile hits Ganja\tA missile fell … Nobody slept.\n"
    )


def test_line_of_an_article_of_which_nothing_is_known() -> None:
    """What is not known leaves its column empty."""
    assert printed("lines", BARE) == "b\t\t\t\t\n"


def test_passage_that_is_cut_on_both_sides() -> None:
    """An ellipsis stands at each end where the body goes on."""
    cut = replace(HIT, passages=(Passage("fell on", 10, starts_inside=True, ends_inside=True),))
    assert printed("lines", cut, fields=("passage",)) == "… fell on …\n"


def test_lede_stands_in_the_column_of_the_title() -> None:
    """A title that is the lede is printed as a title in lines."""
    hit = replace(HIT, article=ARTICLE._replace(title="A missile fell on Ganja.", title_from="lede"))
    assert printed("lines", hit, fields=("title", "title_from")) == "A missile fell on Ganja.\tlede\n"


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("a\tb", "a b"),
        ("a\r\nb", "a b"),
        ("a \n\n\t b", "a b"),
        ("a  b", "a  b"),
        ("\x1b[31mred\x1b[0m", " [31mred [0m"),
        ("a\0b\x07c\x7fd", "a b c d"),
        ("a\x85b\x9bc", "a b c"),
        ("a\u2028b\u2029c", "a b c"),
        ("a\u202eb\u2066c\u2069d", "a b c d"),
        ("\u05d0\u200f!", "\u05d0\u200f!"),
        ("[bold]a[/bold] {b}", "[bold]a[/bold] {b}"),
    ],
)
def test_control_characters_in_a_field_are_folded_to_a_space(title: str, shown: str) -> None:
    """No field breaks its line, its column or the terminal; runs count once, and plain spaces stay."""
    assert printed("lines", titled(title), fields=("title",)) == shown + "\n"


@given(st.text(), st.text(), st.lists(st.text()), st.text(), st.text())
def test_a_hit_is_one_line_with_four_tabs(
    path: str, title: str, authors: list[str], date: str, text: str
) -> None:
    """Whatever is in the fields, a hit is exactly one line of five columns."""
    article = ARTICLE._replace(title=title, authors=tuple(authors), date=date)
    line = printed("lines", replace(HIT, path=path, article=article, passages=(Passage(text, 0),)))
    assert len(line.splitlines()) == 1
    assert line.endswith("\n")
    assert line.count("\t") == 4


def test_fields_choose_the_columns() -> None:
    """Columns are those asked for, in that order, also twice."""
    assert printed("lines", HIT, fields=("line", "path", "line")) == "3\t../news/a.txt\t3\n"


def test_every_field_can_be_printed() -> None:
    """Every name of the list prints something as text."""
    row = printed("lines", HIT, query="q", fields=FIELDS).rstrip("\n").split("\t")
    assert dict(zip(FIELDS, row, strict=True)) == {
        "query": "q",
        "rank": "1",
        "score": "12.3457",
        "explanation": "",
        "key": "../news/a.txt",
        "path": "../news/a.txt",
        "line": "3",
        "page": "2",
        "title": "Missile hits Ganja",
        "title_from": "headline",
        "title_matches": "0-7 13-18",
        "author": "Ann Lee, Bo Ek",
        "authors": "Ann Lee, Bo Ek",
        "author_matches": "4-7",
        "senders": "",
        "recipients": "",
        "message_id": "",
        "answers": "",
        "attachments": "",
        "attached_to": "",
        "date": "2020-10-17",
        "date_from": "field",
        "date_text": "",
        "url": "https://example.org/a",
        "source": "Daily",
        "section": "",
        "language": "en",
        "format": "html",
        "tags": "quote, read",
        "index": "news",
        "words": "7",
        "passage": "A missile fell … Nobody slept.",
        "passages": "A missile fell … Nobody slept.",
        "versions": "0",
        "close": "",
        "missing": "",
        "by_meaning": "",
        "body": "A missile fell on Ganja. Nobody slept.",
    }


def test_query_is_the_first_column_when_there_are_several() -> None:
    """The query that a hit answers comes first, unless it was asked for at another place."""
    assert printed("lines", HIT, query="ganja", fields=("rank",)) == "ganja\t1\n"
    assert printed("lines", HIT, query="ganja", fields=("rank", "query")) == "1\tganja\n"


def test_unknown_field_is_refused_with_the_nearest_name() -> None:
    """The error names the unknown field, what may have been meant, and all fields."""
    with pytest.raises(UsageError) as error:
        check_fields(["path", "Titel"])
    assert error.value.message == "there is no field 'Titel'"
    assert error.value.hint.startswith("did you mean title? fields: query, rank, score, ")
    with pytest.raises(UsageError) as error:
        Output("csv", fields=["xyzzy"]).printer(io.StringIO())
    assert error.value.hint.startswith("fields: query, ")


def test_null_ends_lines() -> None:
    """With -0 records end with NUL and not with a newline."""
    assert printed("lines", HIT, HIT, fields=("rank",), null=True) == "1\x001\x00"


def test_nothing_is_printed_for_no_hits() -> None:
    """Lines and paths of no hits are no bytes at all."""
    assert printed("lines") == ""
    assert printed("paths") == ""


def test_tsv_has_a_header_and_folded_fields() -> None:
    """A table of tabs begins with the names of its columns."""
    assert printed("tsv", titled("a\tb")) == (
        "rank\tscore\tpath\tline\tdate\tauthor\ttitle\tpassage\n"
        "1\t12.3457\t../news/a.txt\t3\t2020-10-17\tAnn Lee, Bo Ek\ta b\tA missile fell … Nobody slept.\n"
    )


@pytest.mark.parametrize("style", ["csv", "tsv"])
def test_table_without_hits_has_its_header(style: str) -> None:
    """Whoever reads an empty table finds its columns."""
    assert printed(style, fields=("path",)) == "path\n"


@pytest.mark.parametrize("style", ["csv", "tsv"])
def test_table_of_several_queries_has_a_column_for_them(style: str) -> None:
    """The header names the query's column too."""
    separator = "," if style == "csv" else "\t"
    assert (
        printed(style, HIT, query="q", fields=("path",))
        == f"query{separator}path\nq{separator}../news/a.txt\n"
    )


def test_csv_quotes_what_needs_it() -> None:
    """Commas, quotes and line breaks of a field are quoted; rows end with a line feed."""
    hit = titled('He said, "no"\nand left')
    assert printed("csv", hit, fields=("rank", "title")) == 'rank,title\n1,"He said, ""no""\nand left"\n'


def test_csv_drops_control_characters_but_keeps_lines_and_tabs() -> None:
    """Neither NUL nor an escape sequence gets into a table."""
    text = printed("csv", titled("a\0b\x1b[1mc\td\ne\u2028f"), fields=("title",))
    assert list(csv.reader(io.StringIO(text))) == [["title"], ["a b [1mc\td\ne f"]]


@given(st.lists(st.text(st.characters(exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp"))), min_size=1))
def test_csv_reads_back(titles: list[str]) -> None:
    """A reader of CSV gets the fields back that were printed."""
    text = printed("csv", *map(titled, titles), fields=("title", "rank"))
    assert list(csv.reader(io.StringIO(text))) == [["title", "rank"], *([title, "1"] for title in titles)]


def test_each_path_is_printed_once() -> None:
    """A file with many hits is named once, at its first."""
    assert printed("paths", named("b"), named("a"), named("b")) == "b\na\n"


def test_paths_are_named_once_for_each_query() -> None:
    """After the query, where there are several."""
    out = io.StringIO()
    printer = Output("paths").printer(out)
    for query, path in (("1", "a"), ("1", "a"), ("2\t", "b"), ("2\t", "a")):
        printer.hit(named(path), query)
    assert out.getvalue() == "1\ta\n2 \tb\n2 \ta\n"


def test_null_ends_paths() -> None:
    """-l -0 is for xargs -0, also with a newline in a name."""
    assert printed("paths", named("a\nb"), named("c"), null=True) == "a\nb\0c\0"


def test_path_reaches_a_pipe_raw_and_a_terminal_clean() -> None:
    """A name with an escape sequence is passed on as it is, but not to a terminal."""
    out = Terminal()
    Output("paths").printer(out).hit(named("a\x1b[31m\udcff"))
    assert out.getvalue() == "a [31m\ufffd\n"
    assert printed("paths", named("a\x1b[31m")) == "a\x1b[31m\n"


@pytest.mark.parametrize("style", ["lines", "paths", "csv", "tsv"])
def test_name_that_is_not_utf_8_reaches_a_pipe_as_its_bytes(style: str) -> None:
    """The next program in a pipe can open the file."""
    out = Pipe()
    printer = Output(style, fields=("path",)).printer(out)
    printer.hit(named(b"caf\xe9\xff.txt".decode("utf-8", "surrogateescape")))
    printer.close()
    assert out.written().splitlines()[-1] == b"caf\xe9\xff.txt"


def test_stream_of_a_narrow_encoding_takes_every_text() -> None:
    """What an encoding lacks is spelt out; nothing ends the output."""
    out = Pipe("ascii")
    printer = Output("lines", fields=("path", "title")).printer(out)
    printer.hit(replace(titled("Gəncə \ud800"), path="\udcff"))
    printer.close()
    assert out.written() == b"\xff\tG\\u0259nc\\u0259 \\ud800\n"


def test_closed_pipe_is_told_to_the_caller() -> None:
    """A broken pipe is not swallowed: the command line decides what it means."""

    class Closed(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        Output("lines").printer(Closed()).hit(HIT)


def test_matches_are_found_only_for_what_shows_them() -> None:
    """A list of keys and titles needs none of them, whatever its style."""
    without = replace(HIT, line=1, passages=(), title_spans=(), byline_spans=())
    assert {name for name in FIELDS if field_value(name, HIT) != field_value(name, without)} == MATCH_FIELDS
    assert Output("blocks").marked
    assert Output("csv").marked
    assert Output("jsonl", ("key", "line")).marked
    assert Output("template", template="{passage}").marked
    assert not Output("jsonl", ("key", "date", "title", "body")).marked
    assert not Output("template", template="{key} {title}").marked
    assert not Output("paths").marked
