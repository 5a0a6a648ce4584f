"""The summary of an index run, and numbers as people read them."""

from __future__ import annotations

import pytest

from newsgrep.output.quantities import amount, count, size
from newsgrep.output.summary import summary_lines
from newsgrep.results import EXPORT, INDEX, LINK, SPECIAL, SYSTEM, IndexReport, Unreadable


def test_counts_come_first_and_zeros_are_left_out() -> None:
    """The first line has what was done; counts of zero are left out."""
    report = IndexReport(added=1070, changed=1, same=5, removed=2, renamed=1)
    assert summary_lines(report) == ["1,070 added, 1 changed, 5 unchanged, 2 removed, 1 renamed"]
    assert summary_lines(IndexReport(same=70, seconds=0.1)) == ["70 unchanged"]
    assert summary_lines(IndexReport()) == ["no articles"]


def test_speed_follows_when_something_was_read() -> None:
    """Articles and bytes a second, and the time it took."""
    report = IndexReport(added=3950, read_bytes=17_920_000, seconds=3.2)
    assert summary_lines(report) == ["3,950 added", "read 18 MB in 3.2 s: 1,234 articles/s, 5.6 MB/s"]


def test_speed_without_articles_is_that_of_the_bytes() -> None:
    """A file that was only touched is read, but none of its articles is added."""
    report = IndexReport(same=1, read_bytes=1000, seconds=0.5)
    assert summary_lines(report) == ["1 unchanged", "read 1.0 kB in 0.5 s: 2.0 kB/s"]


def test_a_rate_below_one_is_no_speed() -> None:
    """For one new file among a million only the time is printed: it went into the others."""
    report = IndexReport(added=1, same=1_000_000, read_bytes=90, seconds=17.3)
    assert summary_lines(report) == ["1 added, 1,000,000 unchanged", "read 90 bytes in 17.3 s"]
    report = IndexReport(added=1, read_bytes=30_000_000, seconds=5)
    assert summary_lines(report) == ["1 added", "read 30 MB in 5.0 s: 6.0 MB/s"]


def test_no_time_makes_no_speed() -> None:
    """A run too short to measure is not divided by."""
    assert summary_lines(IndexReport(added=1, read_bytes=10)) == ["1 added"]


def test_skipped_files_are_counted_by_suffix() -> None:
    """The most frequent kind is first; no suffix is a kind too, and the command that takes one is named."""
    report = IndexReport(
        same=1, skipped={".log": 3, ".pdf": 9, "": 3}, examples={".pdf": "a b/x.pdf", ".log": "y.log"}
    )
    assert summary_lines(report)[1:] == [
        "left out 15 files of other kinds: .pdf 9, no suffix 3, .log 3 "
        "(to index one: newsgrep index 'a b/x.pdf'; --filter converts a kind)"
    ]


def test_a_file_of_another_kind_is_named() -> None:
    """With the command that takes it, where the current folder is another one."""
    report = IndexReport(same=1, skipped={".log": 1}, examples={".log": "logs/a b.log"})
    assert summary_lines(report, lambda path: f"../{path}")[1:] == [
        "left out 1 file of another kind: ../logs/a b.log (to index it: newsgrep index '../logs/a b.log')"
    ]


def test_a_program_that_reads_a_kind_is_named() -> None:
    """Of the most frequent kind; a command that names such a file would find no text in it."""
    report = IndexReport(same=1, skipped={".doc": 2, ".ppt": 1}, examples={".doc": "a.doc", ".ppt": "b.ppt"})
    assert summary_lines(report)[1:] == [
        "left out 3 files of other kinds: .doc 2, .ppt 1 (--filter 'doc:antiword %' converts .doc)"
    ]
    report = IndexReport(same=1, skipped={".log": 2, ".doc": 1}, examples={".doc": "a.doc", ".log": "b.log"})
    assert summary_lines(report)[1:] == [
        "left out 3 files of other kinds: .log 2, .doc 1 "
        "(to index one: newsgrep index b.log; --filter 'doc:antiword %' converts .doc)"
    ]


def test_a_program_that_reads_an_unreadable_file_is_named() -> None:
    """Where the kind of the file is known to be binary."""
    report = IndexReport(
        unreadable=[Unreadable("old/a.DOC", "binary file"), Unreadable("b.txt", "binary file")]
    )
    assert summary_lines(report)[1:] == [
        "old/a.DOC: binary file (--filter 'doc:antiword %' converts .doc)",
        "b.txt: binary file",
    ]


def test_members_of_other_kinds_are_taken_by_a_glob() -> None:
    """They have no path that could be named."""
    report = IndexReport(same=1, skipped={".log": 2}, examples={".log": "old.zip#a.log"})
    assert summary_lines(report)[1:] == [
        "left out 2 files of other kinds: .log 2 (--include GLOB indexes the files that match, of any kind)"
    ]


def test_options_of_earlier_runs_are_told() -> None:
    """The first three sources that are read with them, and how many more there are."""
    flags = dict.fromkeys(("a", "b", "c", "d"), "--map title=hed") | {"a": ""}
    assert summary_lines(IndexReport(same=1, remembered=flags))[1:] == [
        "a as before: without options",
        "b as before: with --map title=hed",
        "c as before: with --map title=hed",
        "1 more as before; newsgrep sources lists them",
    ]


def test_what_is_left_out_and_stays_is_told() -> None:
    """With what removes it; and links out of the folders that were named."""
    report = IndexReport(
        same=1, excluded=2, excluded_articles=3, excluded_example="old/a.txt", outside=["x", "y"]
    )
    assert summary_lines(report)[1:] == [
        "3 articles of 2 files that are left out now stay in the index, as of old/a.txt "
        "(--delete-excluded removes them)",
        "followed 2 links out of the named paths: x, … (or --no-follow)",
    ]


def test_special_files_have_no_option_that_reads_them() -> None:
    """A pipe or a socket is skipped, and the line names no option."""
    assert summary_lines(IndexReport(skipped={SPECIAL: 2, LINK: 1, SYSTEM: 1}))[1:] == [
        "left out 4 files of other kinds: special file 2, link 1, system file 1"
    ]
    report = IndexReport(skipped={SPECIAL: 1}, examples={SPECIAL: "a.fifo"})
    assert summary_lines(report)[1:] == ["left out 1 file of another kind: a.fifo"]


def test_the_folders_of_other_indexes_have_a_line_of_their_own() -> None:
    """They are no files of another kind."""
    report = IndexReport(skipped={INDEX: 2, SPECIAL: 1}, examples={INDEX: "a/idx", SPECIAL: "a.fifo"})
    assert summary_lines(report)[1:] == [
        "left out 2 folders of other indexes: a/idx, …",
        "left out 1 file of another kind: a.fifo",
    ]


def test_the_folders_of_exports_say_how_to_index_them() -> None:
    """A folder that somebody else exported may be all that a person has."""
    report = IndexReport(skipped={EXPORT: 1}, examples={EXPORT: "a/evidence"})
    assert summary_lines(report)[1:] == [
        "left out 1 folder that newsgrep exported (name one to index it): a/evidence"
    ]


def test_standard_input_has_one_colon() -> None:
    """An unreadable record of it is at stdin, a colon, the line."""
    unreadable = [Unreadable("stdin:", "not JSON", line=1), Unreadable("stdin:", "no text")]
    assert summary_lines(IndexReport(unreadable=unreadable))[1:] == ["stdin:1: not JSON", "stdin: no text"]


def test_each_unreadable_has_its_line() -> None:
    """Place and reason, with a line where it is known, and no control characters of a file name."""
    report = IndexReport(
        added=1,
        unreadable=[Unreadable("a.txt", "empty file"), Unreadable("b\n\x1b.jsonl", "not JSON", line=7)],
    )
    assert summary_lines(report) == [
        "1 added, 2 unreadable",
        "a.txt: empty file",
        "b .jsonl:7: not JSON",
    ]


def test_dry_run_says_what_would_be_done() -> None:
    """Nothing was done, and the summary does not say otherwise."""
    report = IndexReport(
        added=70, changed=1, same=5, removed=2, renamed=1, unreadable=[Unreadable("a", "b")], dry_run=True
    )
    assert summary_lines(report)[0] == "would add 70, change 1, keep 5, remove 2, rename 1; 1 unreadable"
    assert summary_lines(IndexReport(dry_run=True)) == ["would do nothing"]


def test_plural() -> None:
    """One thing is singular, all other numbers are plural."""
    assert [count(number, "file") for number in (0, 1, 2, 1000)] == [
        "0 files",
        "1 file",
        "2 files",
        "1,000 files",
    ]


@pytest.mark.parametrize(
    ("byte_count", "text"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (999.7, "1.0 kB"),
        (1000, "1.0 kB"),
        (9_949, "9.9 kB"),
        (9_951, "10 kB"),
        (999_499, "999 kB"),
        (999_500, "1.0 MB"),
        (5_600_000, "5.6 MB"),
        (12_345_678_900, "12 GB"),
        (1.5e15, "1,500 TB"),
    ],
)
def test_size(byte_count: float, text: str) -> None:
    """Bytes are printed in the unit that leaves one to three digits."""
    assert size(byte_count) == text


def test_amount() -> None:
    """Small numbers keep a decimal."""
    assert [amount(number) for number in (0.31, 9.94, 9.96, 1234.5)] == ["0.3", "9.9", "10", "1,234"]


def test_many_unreadable_items_are_listed_by_reason() -> None:
    """The most frequent reason first, each with the first places, and how to have them all."""
    unreadable = [Unreadable("a.zip", "no text", line, "b.jsonl") for line in range(1, 2001)]
    unreadable += [Unreadable(f"{number}.html", "needs a library") for number in range(30)]
    assert summary_lines(IndexReport(unreadable=unreadable))[1:] == [
        "2,000 × no text: a.zip#b.jsonl:1, a.zip#b.jsonl:2, a.zip#b.jsonl:3, …",
        "30 × needs a library: 0.html, 1.html, 2.html, …",
        "newsgrep index --errors FILE lists them all",
    ]
    entries = [Unreadable("a.rss", f"no text: entry {number}") for number in range(30)]
    named = "30 × no text: a.rss entry 0, a.rss entry 1, a.rss entry 2, …"
    assert summary_lines(IndexReport(unreadable=entries))[1] == named
    many = [Unreadable("a", f"reason {number}") for number in range(30)]
    assert summary_lines(IndexReport(unreadable=many))[-2] == "10 more for 10 other reasons"


def test_duplicates_are_counted() -> None:
    """In what was done, and in what would be."""
    assert summary_lines(IndexReport(added=5, duplicates=3)) == ["5 added, 3 duplicates"]
    lines = summary_lines(IndexReport(added=5, duplicates=1, dry_run=True, formats={"HTML": 2, "JSON": 3}))
    assert lines == ["would add 5; 1 duplicate", "formats: JSON 3, HTML 2"]
