"""The styles of output, and what is on stdout when nothing is found."""

from __future__ import annotations

import csv
import json

import pytest

GANJA = ("search", "title:missile", "ganja", "--sort", "date")


def test_json_is_one_array(corpus, run):
    """Its passages mark the matches."""
    hits = json.loads(run("search", "ganja", "missile", "--sort", "date", "--json").out)
    assert hits[0]["path"] == "corpus/004_ganja-first-missiles.txt"
    assert hits[0]["date"] == "2020-10-05"
    assert hits[0]["schema_version"] == 1
    assert hits[0]["score"] > 0
    passage = hits[0]["passages"][0]
    marked = {passage["text"][start:end].lower() for start, end in passage["matches"]}
    assert marked == {"missiles", "ganja"}


def test_jsonl_is_an_object_a_line(corpus, run):
    """In the order of ranks."""
    lines = run(*GANJA, "--jsonl").lines
    assert [json.loads(line)["rank"] for line in lines] == list(range(1, len(lines) + 1))


@pytest.mark.parametrize(("flag", "delimiter"), [("--csv", ","), ("--tsv", "\t")])
def test_tables_have_a_header(corpus, run, flag, delimiter):
    """CSV and TSV name their columns."""
    rows = list(csv.DictReader(run(*GANJA, flag).lines, delimiter=delimiter))
    assert rows[0]["path"] == "corpus/004_ganja-first-missiles.txt"
    assert rows[0]["author"] == "Aysel Newsgrep"


def test_fields_choose_what_is_printed(corpus, run):
    """In lines and in JSON."""
    assert run(*GANJA, "-n", "1", "--fields", "date, path").out == (
        "2020-10-05\tcorpus/004_ganja-first-missiles.txt\n"
    )
    assert json.loads(run(*GANJA, "--jsonl", "-n1", "--fields", "date").out)["date"] == "2020-10-05"


def test_a_template_is_filled_in(corpus, run):
    """With fields of the hit."""
    ended = run(*GANJA, "-n", "1", "--template", "{date} {path}:{line}")
    assert ended.out == "2020-10-05 corpus/004_ganja-first-missiles.txt:3\n"


@pytest.mark.parametrize("flag", ["-0", "-Z"])
def test_nul_ends_records(corpus, run, flag):
    """For xargs -0."""
    assert run(*GANJA, "-n", "1", "-l", flag).out == "corpus/004_ganja-first-missiles.txt\0"


@pytest.mark.parametrize(
    ("flag", "out"),
    [("--json", "[]\n"), ("--jsonl", ""), ("-l", ""), ("--fields=path", ""), ("--template={path}", "")],
)
def test_nothing_found_is_nothing_or_an_empty_array(corpus, run, flag, out):
    """What a program reads is always valid."""
    assert run("search", flag, "xyzzy")[:2] == (1, out)


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (["-l", "-c"], "-l and -c contradict each other"),
        (["--json", "--csv"], "--json and --csv contradict each other"),
        (["--tsv", "--template", "{path}"], "--tsv and --template contradict each other"),
        (["-l", "--fields", "path"], "--fields has no meaning with -l"),
        (["--csv", "-0"], "-0 has no meaning with --csv"),
        (["--fields", "size"], "there is no field 'size'"),
        (["--template", "{size}"], "size"),
    ],
)
def test_styles_that_contradict_are_refused(corpus, run, flags, message):
    """The error names both flags."""
    ended = run("search", *flags, "ganja")
    assert (ended.code, ended.out) == (2, "")
    assert message in ended.err


def test_a_pipe_gets_no_escape_codes(corpus, run):
    """Nor does standard error."""
    assert "\x1b" not in "".join(map(str, run(*GANJA)))


def test_always_colours_in_a_pipe(corpus, run, monkeypatch):
    """Whatever the environment says."""
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" in run(*GANJA, "--color", "always").out


def test_force_color_colours_in_a_pipe(corpus, run, monkeypatch):
    """Unless --color=never."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in run(*GANJA).out
    assert "\x1b[" not in run(*GANJA, "--color=never").out


def test_no_color_beats_force_color(corpus, run, monkeypatch):
    """As no-color.org has it."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in run(*GANJA).out


def test_an_empty_no_color_is_none(corpus, run, monkeypatch):
    """It counts as not set."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("NO_COLOR", "")
    assert "\x1b[" in run(*GANJA).out


def test_data_formats_are_never_coloured(corpus, run):
    """Programs read them."""
    for flag in ("-l", "-c", "--json", "--csv", "--fields=title"):
        assert "\x1b" not in run(*GANJA, flag, "--color=always").out


def test_a_table_for_a_spreadsheet(write, run):
    """Begins with the mark of UTF-8; of a title, no formula is made."""
    write("news/a.txt", "=HYPERLINK(1) is a headline\nof two lines about a bridge.")
    assert run("index", "-q", "news").code == 0
    ended = run("search", "--excel", "--fields", "path,body", "bridge")
    assert ended.code == 0
    assert ended.out == (
        "\ufeffpath,body\r\nnews/a.txt,'=HYPERLINK(1) is a headline of two lines about a bridge.\r\n"
    )
    assert run("timeline", "--excel", "bridge").out.startswith("\ufeffday,")
    assert "--csv and --excel contradict each other" in run("facets", "--excel", "--csv", "x").err


def test_no_line_grows_with_the_article(write, run):
    """A lede that stands in for a headline is cut at a word, in every form; its marks lie within."""
    paragraph = "The bridge of Elmford is closed for repairs again, " * 20_000
    write("news/a.txt", paragraph)
    assert run("index", "-q", "news").code == 0
    for flags in ((), ("--csv",), ("--jsonl",), ("--fields", "title"), ("--color", "always")):
        ended = run("search", *flags, "bridge")
        assert ended.code == 0
        assert max(map(len, ended.lines)) < 2_000
    hit = json.loads(run("search", "--jsonl", "bridge").out)
    assert hit["title"].endswith(" …")
    assert len(hit["title"]) <= 302
    assert all(hit["title"][start:end] == "bridge" for start, end in hit["title_matches"])


@pytest.mark.parametrize(
    "command",
    [
        ("search", "ganja"),
        ("show", "corpus/010_ganja-missile-strike.txt", "corpus/039_notre-dame-fire.txt"),
        ("sources",),
        ("config", "NEWSGREP_CONFIG"),
        ("timeline", "ganja"),
    ],
)
def test_json_is_an_array_and_jsonl_an_object_a_line(corpus, run, monkeypatch, command):
    """The same objects, for every command, each with its schema_version."""
    monkeypatch.setenv("NEWSGREP_CONFIG", "/dev/null")
    array = json.loads(run(*command, "--json").out)
    assert array == [json.loads(line) for line in run(*command, "--jsonl").lines]
    assert array
    assert all(one["schema_version"] == 1 for one in array)
    refused = run(*command, "--json", "--jsonl")
    assert (refused.code, "contradict each other" in refused.err) == (2, True)
