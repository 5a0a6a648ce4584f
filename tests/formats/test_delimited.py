"""CSV and TSV: delimiters, headers, rows that break."""

from __future__ import annotations

import csv

import pytest

from newsgrep.formats import choose_format
from newsgrep.read_context import ReadContext
from newsgrep.remarks import BROKEN_SEQUENCES, NO_HEADER, TEXT_FOUND, UNEVEN_ROW
from newsgrep.results import Unreadable
from newsgrep.tuning import SourceLimits
from tests.reading import read_file

NEVER_CLOSED = "a quote in this row is never closed: the rest of the file is not read"


def shown(results):
    """Titles, bodies and lines of articles, reasons and lines of the others."""
    return [
        (result.reason, result.line)
        if isinstance(result, Unreadable)
        else (result.title, result.body, result.line)
        for result in results
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_delimiters_line_ends_and_encodings(read, delimiter, end, encoding):
    """They are detected from the file, and quoted fields may contain any of them."""
    rows = [
        ["ID", "Headline", "Published Date", "Article Text"],
        ["7", "Café, x; y", "2020-10-30", f'One{end}{end}"Two" | three\tfour'],
        ["8", "Talks", "", "Five"],
    ]
    quoted = [delimiter.join('"' + field.replace('"', '""') + '"' for field in row) for row in rows]
    first, second = read((end.join(quoted) + end).encode(encoding), ".csv")
    assert (first.key, first.title, first.date, first.line) == (
        "n/story.csv#7",
        "Café, x; y",
        "2020-10-30",
        2,
    )
    assert first.body == 'One\n\n"Two" | three\tfour'
    assert (second.key, second.body, second.line) == ("n/story.csv#8", "Five", 5)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("\n\ntitle,text\n\nA,b\n,,\n", [("A", "b", 5)]),
        ("title,text\nA\nB,c,d\nC,d,,\nD,e", [
            ("A", "", 2), ("B", "c,d", 3), ("C", "d", 4), ("D", "e", 5),
        ]),
        ('title,text\nA,b\nC,"d\nE,f\n', [("A", "b", 2), (NEVER_CLOSED, 3)]),
        ('title,text\nA,"b"', [("A", "b", 2)]),
        ('title,text\nA,"b"" c" d\n', [("A", 'b" c d', 2)]),
        ("title,text\nA,\0b\n", [("A", "\ufffdb", 2)]),
        ("title,text,title\nA,b,C\n", [("A", "b", 2)]),
        (",title,text\n0,A,b\n", [("A", "b", 2)]),
        ("text\nA\n", [("A", "A", 2)]),
        ("title,date\nA,None\nB,soon\n", [("A", "", 2), ("B", "", 3)]),
        ("title,text\n,nan\n", [("no text", 2)]),
        ("title,text\n", []),
        ("", [("empty file", 0)]),
        ("\n \n", [("empty file", 0)]),
        ("a,b\n1,2\n", [("no text: the columns are a, b; --map body=COLUMN names it", 1)]),
        ('"', [(NEVER_CLOSED, 1)]),
    ],
)  # fmt: skip
def test_a_bad_row_is_left_out(read, content, found):
    """Line numbers are those of the file."""
    assert shown(read(content, ".csv")) == found


def test_a_row_with_a_stray_byte_is_kept(with_remarks):
    """With U+FFFD in its place, in a table that is UTF-8 before that row."""
    content = "title,text\nÉé,à\n".encode() + b"A,the \xff dam\nB,c\n"
    articles, remarks = with_remarks(content, ".csv")
    assert shown(articles) == [("Éé", "à", 2), ("A", "the \ufffd dam", 3), ("B", "c", 4)]
    assert remarks == [(BROKEN_SEQUENCES, "UTF-8", 3)]


def test_a_row_with_many_undecodable_bytes_is_left_out(read):
    """It is of another encoding."""
    content = "title,text\nÉéééé,àààà\n".encode() + "A,été à l'été\n".encode("latin-1") + b"B,c\n"
    assert shown(read(content, ".csv")) == [("Ééééé", "àààà", 2), ("broken UTF-8", 3), ("B", "c", 4)]


def test_a_legacy_encoding_deep_in_the_file(read):
    """The encoding is detected at the first bytes beyond ASCII."""
    content = "title,text\nA," + "b" * 2**19 + "\nПереговоры возобновились,в понедельник\n"
    _, last = read(content.encode("cp1251"), ".csv")
    assert last.title == "Переговоры возобновились"


def test_a_field_of_a_megabyte_is_read(read):
    """The limit of the csv module is what it was before."""
    before = csv.field_size_limit()
    (article,) = read('title,text\nA,"' + "x\n" * 2**19 + '"\n', ".csv")
    assert len(article.body) == 2**20 - 1
    assert csv.field_size_limit() == before


def test_a_field_beyond_the_limit_ends_the_reading(read):
    """An unclosed quote does not exhaust the memory."""
    limits = SourceLimits(record_bytes=2**20)
    rows = "C,d\n" * 2**19
    assert shown(read(f'title,text\nA,b\n"{rows}', ".csv", limits)) == [
        ("A", "b", 2),
        ("field larger than 1 MB", 3),
    ]
    assert shown(read("title,text\nA,b\n" + "x" * (3 * 2**20), ".csv", limits))[-1] == (
        "line larger than 1 MB",
        0,
    )


def test_a_mapping_names_columns(tmp_path):
    """Where the header has no known names."""
    file = tmp_path / "a.csv"
    file.write_text("h1;Body Copy\nA;One.\n")
    context = ReadContext("a.csv", mapping={"title": ("h1",), "body": ("body copy",)})
    assert shown(read_file(file, context)) == [("A", "One.", 2)]


def test_the_table_of_trafilatura(read):
    """It has tabs, no header, and `null` for empty fields."""
    row = ["https://example.org/x", "null", "1ffc7bc1d8b5eb1c", "example.org", "Talks", "null", "2020-10-30"]
    content = "\t".join([*row, '"One.\nTwo, a; b"', "null", "null", "article"]) + "\r\n"
    first, second = read(content * 2, ".csv")
    assert (first.title, first.body, first.date, first.url, first.source, first.line, second.line) == (
        *("Talks", "One.\nTwo, a; b", "2020-10-30", "https://example.org/x", "example.org"),
        *(1, 3),
    )


def test_output_of_trafilatura_is_read(read):
    """As it writes it for a page."""
    trafilatura = pytest.importorskip("trafilatura", exc_type=ImportError)
    body = "".join(
        f"<p>The talks between both sides went on for a day {n}, it was said.</p>" for n in range(9)
    )
    page = (
        f"<html><head><title>Talks</title></head><body><article><h1>Talks</h1>{body}</article></body></html>"
    )
    table = trafilatura.extract(page, url="https://example.org/x", output_format="csv", with_metadata=True)
    (article,) = read(table, ".csv")
    assert article.title == "Talks"
    assert article.url == "https://example.org/x"
    assert "went on for a day 8" in article.body


@pytest.mark.parametrize(
    ("beginning", "name"),
    [
        ("id,title,text\n1,A,b\n", "csv"),
        ("\n\nHeadline;Date\nA;2020\n", "csv"),
        ("Talks, title and text\n\nMore.", "text"),
        ("title\nOne", "text"),
    ],
)
def test_a_table_is_detected_by_its_header(beginning, name):
    """A sentence is no header."""
    assert choose_format("", beginning.encode()).name == name


def remarks_of(tmp_path, content, **context):
    """What is read from a table, and the remarks on it."""
    file, remarks = tmp_path / "a.csv", []
    file.write_text(content)
    context = ReadContext("a.csv", on_remark=lambda *remark: remarks.append(remark), **context)
    return list(read_file(file, context)), remarks


@pytest.mark.parametrize("line", ["sep=;\n", '"sep=;"\n', "SEP=;\r\n", "sep=;;;\n\n", "\ufeffsep=;\n"])
def test_a_line_may_name_the_delimiter(read, line):
    """As Excel has it; it is no header, also where another delimiter would be detected."""
    (article,) = read(f"{line}title;text,date\nA;b, c\n", ".csv")
    assert (article.title, article.title_from) == ("A", "headline")
    (article,) = read(f"{line}title;text\nA;b, c\n", ".csv")
    assert article.body == "b, c"


def test_rows_of_another_length(tmp_path):
    """They are read, and remarked; what is too much belongs to the text, and the columns after it fit."""
    content = "title,text,date\nA,b,2020\nB,c, d, e,2021\nC,f\n"
    results, remarks = remarks_of(tmp_path, content)
    assert [(one.title, one.body, one.date) for one in results] == [
        ("A", "b", "2020"),
        ("B", "c, d, e", "2021"),
        ("C", "f", ""),
    ]
    assert remarks == [(UNEVEN_ROW, "3", 3), (UNEVEN_ROW, "3", 4)]


LONG = (
    "The council voted on Monday to keep the fish market open; and that after a long debate in the old town."
)


def test_a_table_without_a_header(tmp_path):
    """The columns are numbered, for --map; the only long one is the text."""
    content = f'7,2020-10-30,Talks,"{LONG}"\n8,2020-10-31,News,"{LONG}"\n'
    results, remarks = remarks_of(tmp_path, content)
    assert [(one.body, one.line) for one in results] == [(LONG, 1), (LONG, 2)]
    assert remarks == [(NO_HEADER, "title=3,body=4", 1), (TEXT_FOUND, "4", 1), (TEXT_FOUND, "4", 2)]
    results, remarks = remarks_of(tmp_path, content, mapping={"title": ("3",), "body": ("4",)})
    assert ([one.title for one in results], remarks) == (["Talks", "News"], [])


def test_a_header_of_unknown_names(tmp_path):
    """The only long column is the text; a table without any has no text, which is one error."""
    results, remarks = remarks_of(tmp_path, f'h1,h2\nA,\nA,"{LONG}"\nB,Short.\n')
    assert shown(results) == [
        ("no text: the keys are h1, h2; --map body=KEY names it", 2),
        (LONG, LONG, 3),
        ("Short.", "Short.", 4),
    ]
    assert remarks == [(TEXT_FOUND, "h2", 3), (TEXT_FOUND, "h2", 4)]
    results, _ = remarks_of(tmp_path, "h1,h2\n" + "A,b\n" * 1000)
    assert shown(results) == [("no text: the columns are h1, h2; --map body=COLUMN names it", 1)]


def test_short_texts_before_the_first_long_one(tmp_path):
    """The column is known from the first row on, as rows ahead are looked at; errors stay in place."""
    rows = "T,Short.\n" * 5 + f'U,"{LONG}"\n' * 5
    results, _ = remarks_of(tmp_path, f'title,h2\n{rows}V,"W')
    assert [one.body for one in results[:-1]] == ["Short."] * 5 + [LONG] * 5
    assert shown(results[-1:]) == [(NEVER_CLOSED, 12)]


def test_short_texts_without_titles(tmp_path):
    """Any long one shows which column has them, so that none is lost."""
    rows = [*["Short.,1"] * 20, f'"{LONG}",1']
    results, _ = remarks_of(tmp_path, "\n".join(["h1,h2", *rows]))
    assert [one.body for one in results] == ["Short."] * 20 + [LONG]


def test_the_header_of_columns_without_names(tmp_path):
    """Pandas numbers them; the names of `--map` are these numbers."""
    content = f",0,1\n0,Talks,{LONG}\n"
    results, remarks = remarks_of(tmp_path, content)
    assert [one.body for one in results] == [LONG]
    assert NO_HEADER not in [kind for kind, *_ in remarks]
    (article,) = read_file(
        tmp_path / "a.csv", ReadContext("a.csv", mapping={"title": ("0",), "body": ("1",)})
    )
    assert article.title == "Talks"


def test_quotes_behind_backslashes(read):
    """As databases write them, unless quotes are doubled anywhere; then a backslash is one."""
    escaped = '"A","He said \\"no, never\\" and left",2020\n'
    (article,) = read(f"title,text,date\n{escaped}", ".csv")
    assert (article.body, article.date) == ('He said "no, never" and left', "2020")
    doubled = '"A","He said ""no, never"" and left C:\\x",2020\n'
    (article,) = read(f"title,text,date\n{doubled}", ".csv")
    assert article.body == 'He said "no, never" and left C:\\x'


def test_single_quotes(read):
    """They are quotes if only then all rows have the same columns; else a part of the text."""
    single = "title;text\nA;'One; ''two''.'\nB;Three.\nC;\"Four\n"
    assert [one.body for one in read(single, ".csv")] == ["One; 'two'.", "Three.", '"Four']
    double = "title;text\nA;'One.'\nB;\"'Two;' three.\"\n"
    assert [one.body for one in read(double, ".csv")] == ["'One.'", "'Two;' three."]


def test_the_delimiter_of_a_table_without_a_header(read):
    """It gives all rows the same columns, and is not the mark that the first text has most."""
    text = LONG.replace(";", ",")
    found = read(f"World;Tea, oil, salt, {text}\nAsia;{text}\nAsia;'Oil; {text}'\n", ".csv")
    assert [one.body for one in found] == [f"Tea, oil, salt, {text}", text, f"Oil; {text}"]


@pytest.mark.parametrize("last", ['C\t"h"\t2022', 'C\t"h\t2022'])
def test_a_table_with_tabs_and_without_quoting(read, last):
    """A quote that opens in one row and closes in another, or never, joins no rows."""
    content = f'title\ttext\tdate\nA\t"b c\t2020\nB\td" e\t2021\n{last}\n'
    found = [(one.title, one.body, one.date, one.line) for one in read(content, ".tsv")]
    assert found[:2] == [("A", '"b c', "2020", 2), ("B", 'd" e', "2021", 3)]
    assert (found[2][0], found[2][2:]) == ("C", ("2022", 4))
    (article,) = read('title\ttext\tdate\nA\t"b\n\nc"\t2020\n', ".tsv")
    assert (article.body, article.date) == ("b\n\nc", "2020")


def test_encoded_words_of_a_table_of_mails(read):
    """As their headers have them: subjects and persons are decoded, and a text is left as it is."""
    (article,) = read(
        "From,To,Subject,Body\n"
        "=?utf-8?Q?J=C3=BCrgen_K?= <j@x.org>,"
        '"=?iso-8859-1?Q?M=FCller=2C_Ada?= <a@x.org>; b@x.org",'
        "=?utf-8?B?S8O2bG4gZsOkaHJ0?= =?utf-8?Q?_ab_=3Dx?=,The =?utf-8?Q?code?= stays.\n",
        ".csv",
    )
    assert (article.title, article.body) == ("Köln fährt ab =x", "The =?utf-8?Q?code?= stays.")
    assert article.authors == ("Jürgen K",)
    assert article.senders == ("Jürgen K <j@x.org>",)
    assert article.recipients == ("Müller, Ada <a@x.org>", "b@x.org")


def test_a_table_of_proquest(read):
    """Which has the abstracts of what was found."""
    header = "Title,Abstract,StoreId,ArticleType,Authors,pubdate,pubtitle,year,DocumentURL,Database\n"
    row = '"Talks","They met.",7,News,"Doe, Jane A","Oct 30, 2020","Example Post",2020,https://example.org/7,Newsstream\n'
    (article,) = read(header + row, ".csv")
    assert (article.title, article.body, article.source) == ("Talks", "They met.", "Example Post")
    assert (article.date, article.url) == ("2020-10-30", "https://example.org/7")
