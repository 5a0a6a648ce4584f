"""newsgrep search -f: many queries from a file, each answered by itself."""

from __future__ import annotations

import csv
import io
import json

import pytest

from newsgrep.search.query_lines import LONGEST_LINE, read_queries

QUERIES = "ganja missile\n\n# what follows has a name\nq7\tbarda OR rockets\n   \nnowhere\n"


@pytest.fixture
def archive(write, run, folder):
    """Three short articles, indexed, and a file of queries."""
    write("1.txt", "Missiles fell on Ganja.", date="2020-10-04", author="Ada Stone")
    write("2.txt", "A missile fell on Ganja again.", date="2020-10-17", author="Ben Stone")
    write("3.txt", "Rockets fell on Barda; the bank of Barda closed.", date="2020-10-28")
    assert run("index", ".", "--include", "*.txt").code == 0
    (folder / "queries.tsv").write_text(QUERIES, "utf-8")
    return folder


def many(run, *arguments: str, queries: str = QUERIES):
    """Run a search for each line of standard input."""
    return run("search", "-f", "-", *arguments, stdin=queries)


def test_each_hit_says_which_query_it_is_for(archive, run):
    """By its name, or else the number of its line."""
    ended = run("search", "-f", "queries.tsv", "--fields", "path", "--sort", "date")
    assert ended == (0, "1\t1.txt\n1\t2.txt\nq7\t3.txt\n", "newsgrep: 6: nothing found\n")
    assert ended == many(run, "--fields", "path", "--sort", "date")


def test_lines_begin_with_the_query(archive, run):
    """Its name or its number is the first field."""
    lines = many(run, "--sort", "date").lines
    assert lines[0].split("\t")[:4] == ["1", "1.txt", "2020-10-04", "Ada Stone"]
    assert [line.split("\t")[0] for line in lines] == ["1", "1", "q7"]


def test_objects_have_a_key_for_the_query(archive, run):
    """In JSON, also where fields are chosen."""
    hits = json.loads(many(run, "--json").out)
    assert [(hit["query"], hit["rank"]) for hit in hits] == [("1", 1), ("1", 2), ("q7", 1)]
    lines = many(run, "--jsonl", "--fields", "path").lines
    assert json.loads(lines[-1]) == {"schema_version": 1, "query": "q7", "path": "3.txt"}


@pytest.mark.parametrize(("flag", "delimiter"), [("--csv", ","), ("--format=tsv", "\t")])
def test_tables_have_a_column_for_the_query(archive, run, flag, delimiter):
    """The first one."""
    rows = list(csv.DictReader(many(run, flag).lines, delimiter=delimiter))
    assert [row["query"] for row in rows] == ["1", "1", "q7"]


def test_an_empty_table_has_that_column_too(archive, run):
    """A program that reads it finds the same header."""
    ended = many(run, "--csv", "--fields", "path", queries="nowhere\n")
    assert (ended.code, ended.out) == (1, "query,path\n")


def test_counts_and_paths_come_after_the_name(archive, run):
    """With -c and -l."""
    assert many(run, "-c").out == "1\t2\nq7\t1\n6\t0\n"
    assert many(run, "-l", "--sort", "-date").lines == ["1\t2.txt", "1\t1.txt", "q7\t3.txt"]
    assert many(run, "-l", "-0", "-n", "1", queries="q\tganja").out == "q\t1.txt\0"


def test_a_template_may_have_the_query(archive, run):
    """As the field {query}."""
    assert many(run, "--template", "{query}: {path}", "-n", "1", queries="barda\n").out == "1: 3.txt\n"


def test_blocks_have_a_heading(archive, run):
    """The name and the text of the query."""
    out = many(run, "--color", "always", queries="q7\tbarda\n").out
    assert "q7: barda" in out.splitlines()[0]


def test_an_empty_answer_in_json_is_an_empty_array(archive, run):
    """One for all queries."""
    assert many(run, "--json", queries="nowhere\nnothing\n")[:2] == (1, "[]\n")


@pytest.mark.parametrize(
    ("queries", "code"),
    [("ganja\nnowhere\n", 0), ("nowhere\n", 1), ("", 1), ("# only this\n", 1), ("ganja\n(a\n", 2)],
)
def test_exit_codes(archive, run, queries, code):
    """Found anything, nothing at all, or an error anywhere."""
    assert many(run, "-l", queries=queries).code == code


def test_a_line_that_cannot_be_parsed_is_reported_and_the_rest_is_answered(archive, run):
    """With its file and line, a caret and a hint."""
    (archive / "q.txt").write_text('ganja\nq2\tbarda "missile\nrockets\n')
    ended = run("search", "-c", "-f", "q.txt")
    assert ended == (
        2,
        "1\t2\n3\t1\n",
        "newsgrep: q.txt:2: the phrase has no closing quote\n"
        '  barda "missile\n'
        "        ^\n"
        'hint: add " at the end of the phrase\n',
    )


def test_quiet_ends_at_the_first_that_is_found(archive, run):
    """With 0, as grep does, whatever went wrong before."""
    assert many(run, "-q", queries="nowhere\n(a\nganja\n(b\n").code == 0
    assert many(run, "-q", queries="nowhere\n").code == 1
    assert many(run, "-q", queries="nowhere\n(a\n").code == 2


def test_a_notice_begins_with_the_name_of_its_query(archive, run):
    """So that one knows which of many it is about."""
    ended = many(run, "-l", queries="the barda\nq2\tganja or barda\n")
    assert ended.summary.startswith("newsgrep: 1: left out as too common: the ")
    assert ended.err.splitlines()[1].startswith('newsgrep: q2: "or" is read as a word')


def test_a_file_without_queries_is_reported(archive, run):
    """With exit code 1."""
    assert many(run, queries="# nothing\n\n") == (1, "", "newsgrep: no query was answered\n")


def test_filters_and_flags_hold_for_every_query(archive, run):
    """Authors, -F, --any and the page."""
    assert many(run, "-c", "--author", "ben", queries="ganja\nbarda\n").lines == ["1\t1", "2\t0"]
    assert many(run, "-c", "-F", queries="-ganja?\n").lines == ["1\t2"]
    assert many(run, "-c", "--any", queries="ganja barda\n").lines == ["1\t3"]
    page = ("-n", "1", "--offset", "1", "--sort", "date")
    assert many(run, "-l", *page, queries="ganja\n").lines == ["1\t2.txt"]


def test_a_limit_is_reported_once(write, run, folder):
    """For all queries together, unless -n sets it."""
    for number in range(12):
        write(f"{number:02}.txt", f"Ganja, part {number}.")
    run("index", ".")
    ended = many(run, "-l", queries="ganja\npart\nfive\n")
    assert len(ended.lines) == 20
    assert ended.err == (
        "newsgrep: 3: nothing found\n"
        "newsgrep: at most 10 articles per query shown; 2 of 3 queries found more; -n N or --all shows more\n"
    )
    assert many(run, "-l", "-n", "5", queries="ganja\n").err == ""


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-f", "queries.tsv", "ganja"], "-f and a query are both given: ganja"),
        (["-f", "queries.tsv", "-e", "ganja"], "-f and a query are both given: ganja"),
        (["-f", "queries.tsv", "-"], "-f and a query are both given: -"),
        (["-f", "queries.tsv", "--since", "soon"], "cannot read the date 'soon'"),
        (["-f", "nowhere.tsv"], "nowhere.tsv: no such file or directory"),
        (["-f", "."], ".: is a directory"),
    ],
)
def test_what_contradicts_or_cannot_be_opened_is_an_error(archive, run, arguments, message):
    """Before anything is printed."""
    ended = run("search", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert ended.summary == f"newsgrep: {message}"


def test_a_file_is_utf_8_with_any_line_ends(archive, run):
    """With a mark at its beginning or none; other bytes make a bad line."""
    (archive / "q.txt").write_bytes(b"\xef\xbb\xbfganja\r\nq2\tbarda\r\n\xff\r\n")
    ended = run("search", "-c", "-f", "q.txt")
    assert (ended.code, ended.lines) == (2, ["1\t2", "q2\t1"])
    assert ended.err.startswith("newsgrep: q.txt:3: the query contains the byte FF, which is not UTF-8\n")


def test_names_of_queries():
    """The first tab ends it; one that is empty is the number."""
    lines = io.StringIO("a\tb\tc\n\td\n e \tf\ng h\n#x\ty\n #z\n")
    assert [(one.name, one.text) for one in read_queries(lines)] == [
        ("a", "b\tc"),
        ("2", "d"),
        ("e", "f"),
        ("4", "g h"),
        ("6", " #z"),
    ]


def test_a_line_of_any_length_is_read_in_pieces():
    """The rest of a longer line is skipped, and the line is marked as cut."""
    long = "x" * LONGEST_LINE
    lines = io.StringIO(f"{long}\n{long}{long}\nganja\n{long}yz")
    assert [(one.line, one.text == long, one.is_cut) for one in read_queries(lines)] == [
        (1, True, False),
        (2, True, True),
        (3, False, False),
        (4, True, True),
    ]


def test_a_line_that_is_too_long_is_an_error(archive, run):
    """And the others are answered."""
    ended = many(run, "-c", queries="x" * LONGEST_LINE + "x\nbarda\n")
    assert ended == (2, "2\t1\n", "newsgrep: -:1: the line is longer than 1,000,000 characters\n")


def test_a_file_without_an_end_is_refused(archive, run):
    """It has no line ends either, so there is no next query."""
    ended = run("search", "-c", "-f", "/dev/zero")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == (
        "newsgrep: line 1 of the queries does not end\nhint: give a file with a query on each line\n"
    )


def test_an_answer_is_there_before_the_next_query_is_asked(archive, start):
    """So that another program can ask one question after another."""
    import subprocess

    with start("search", "-c", "-f", "-", popen={"stdin": subprocess.PIPE, "bufsize": 0}) as process:
        for query, answer in (("ganja", b"1\t2\n"), ("barda", b"2\t1\n")):
            process.stdin.write(f"{query}\n".encode())
            assert process.stdout.readline() == answer
        process.stdin.close()
        assert process.wait(30) == 0


def test_words_stand_for_their_equivalents(archive, run, folder, tmp_path_factory, monkeypatch):
    """As in a search for one query."""
    config = tmp_path_factory.mktemp("person")
    (config / "newsgrep").mkdir()
    (config / "newsgrep/config.toml").write_text('[equivalents]\nmissile = ["rocket"]\n', "utf-8")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(config))
    one = run("search", "-c", "missile")
    ended = many(run, "-c", queries="missile\n")
    assert (one.lines, ended.lines) == (["3"], ["1\t3"])


def test_close_hits_fill_the_page_of_each_query(archive, run):
    """Where they are asked for."""
    asked = ("--close", "--fields", "path,missing", "--sort", "relevance")
    ended = many(run, *asked, queries="bank zeppelin\nganja airship\n")
    assert ended.lines == ["1\t3.txt\tzeppelin", "2\t1.txt\tairship", "2\t2.txt\tairship"]
    assert run("search", *asked, "bank", "zeppelin").lines == ["3.txt\tzeppelin"]
