"""Dates of files that are not understood: counted, listed, and read with --dates."""

from __future__ import annotations

import json
import os

import pytest

TWO_READINGS = "title,date,text\nA,02/01/2020,One.\nB,03/01/2020,Two.\nC,soon,Three.\nD,Unknown,Four.\n"
#: The proof stands at the end.
PROVED = "title,date,text\nA,02/01/2020,One.\nB,03/01/2020,Two.\nC,13/01/2020,Three.\n"


@pytest.fixture
def table(folder):
    """Return a function that writes a table to `a.csv`, some time ago."""

    def write_table(text: str) -> None:
        file = folder / "a.csv"
        file.write_text(text)
        os.utime(file, (1_600_000_000, 1_600_000_000))

    return write_table


def dates(run) -> dict[str, tuple[str | None, str | None]]:
    """The date and what stood there of each article, by its title."""
    found = run("search", "--jsonl", "--all", "--fields", "title,date,date_text", "*").lines
    return {hit["title"]: (hit["date"], hit["date_text"]) for hit in map(json.loads, found)}


def test_articles_are_indexed_without_a_date_and_counted_once(table, run):
    """The line has an example with two readings, and the flag that would help."""
    table(TWO_READINGS)
    ended = run("index", "a.csv")
    assert ended.code == 0
    assert "3 dates not understood, for example 02/01/2020; --dates dmy or mdy\n" in ended.err
    assert dates(run) == {
        "A": (None, "02/01/2020"),
        "B": (None, "03/01/2020"),
        "C": (None, "soon"),
        "D": (None, None),
    }


def test_dates_without_any_reading_are_listed_by_errors(table, run):
    """No order of numbers would help."""
    table("title,date\nA,soon\n")
    assert "1 date not understood, for example soon; --errors FILE lists them\n" in run("index", "a.csv").err


def test_an_unchanged_file_is_counted_and_listed_again(table, run, folder):
    """As what could not be read is; --retry reads its file with the flag."""
    table(TWO_READINGS)
    run("index", "a.csv")
    ended = run("index", "--errors", "bad.jsonl", "a.csv")
    assert "3 dates not understood" in ended.err
    listed = [json.loads(line) for line in (folder / "bad.jsonl").read_text().splitlines()]
    assert [(one["path"], one["line"]) for one in listed] == [("a.csv", 2), ("a.csv", 3), ("a.csv", 4)]
    assert listed[0]["reason"] == 'no date: "02/01/2020" is ambiguous: day or month first'
    assert listed[2]["reason"] == 'no date: "soon" is not understood'
    assert run("index", "--retry", "bad.jsonl", "--dates", "mdy").code == 0
    assert dates(run)["A"] == ("2020-02-01", None)


@pytest.mark.parametrize(("order", "date"), [("dmy", "2020-01-02"), ("MDY", "2020-02-01")])
def test_the_flag_says_the_order(table, run, order, date):
    """In a file that does not show it."""
    table(TWO_READINGS)
    assert "1 date not understood, for example soon" in run("index", "--dates", order, "a.csv").err
    assert dates(run)["A"] == (date, None)


def test_an_order_that_is_none(table, run):
    """The message says what there is."""
    table(TWO_READINGS)
    ended = run("index", "--dates", "ydm", "a.csv")
    assert ended.code == 2
    assert ended.err == (
        "newsgrep: ydm is no order of day, month and year\n"
        "hint: dmy for 31/12/2020, mdy for 12/31/2020, or ymd\n"
    )


def test_a_file_is_read_again_with_another_order(table, run):
    """The catalog keeps the flag, as the other options of reading."""
    table(TWO_READINGS)
    run("index", "a.csv")
    assert run("index", "--dates", "dmy", "a.csv").err.startswith("2 changed, 2 unchanged\n")


def test_a_column_that_proves_its_order_is_told_by_a_dry_run(table, run):
    """Its first article has its date already, though the proof comes last."""
    table(PROVED)
    ended = run("index", "--dry-run", "a.csv")
    assert "  date: 2020-01-02\n" in ended.out
    assert "dates of a.csv are read day first, as 13/01/2020 there shows\n" in ended.err
    ended = run("index", "a.csv")
    assert "day first" not in ended.err
    assert dates(run)["B"] == ("2020-01-03", None)


def test_a_dry_run_shows_a_date_that_is_not_understood(table, run):
    """In the fields of the first article."""
    table(TWO_READINGS)
    assert "  date: 02/01/2020 (not understood)\n" in run("index", "--dry-run", "a.csv").out


def test_piped_articles_prove_their_order_too(folder, run):
    """As those of a file do."""
    lines = [
        json.dumps({"title": f"T{day}", "date": f"{day}.1.2020", "text": "Talks."}) for day in (2, 12, 13)
    ]
    ended = run("index", "-", stdin="\n".join(lines))
    assert (ended.code, "not understood" in ended.err) == (0, False)
    assert {date for date, _ in dates(run).values()} == {"2020-01-02", "2020-01-12", "2020-01-13"}


def test_piped_dates_that_are_not_understood_are_counted(folder, run):
    """Once: the next run does not know them."""
    ended = run("index", "-", stdin='{"title": "T", "date": "soon", "text": "Talks."}\n')
    assert "1 date not understood, for example soon" in ended.err
    ended = run("index", "-", stdin='{"title": "U", "text": "Talks went on."}')
    assert "not understood" not in ended.err


def test_show_prints_what_stood_there(table, run):
    """In the line of the date, and in JSON."""
    table("title,date,text\nA,soon,One.\n")
    run("index", "a.csv")
    assert run("show", "a.csv#L2").lines[1] == "soon"
    shown = json.loads(run("show", "--jsonl", "a.csv#L2").out)
    assert (shown["date"], shown["date_text"]) == (None, "soon")
