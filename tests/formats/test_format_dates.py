"""Dates, to ISO 8601 as precise as written."""

from __future__ import annotations

import pytest

from newsgrep.errors import ArticleError
from newsgrep.formats.dates import iso_date, written_date


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2020", "2020"),
        ("2020-10", "2020-10"),
        (" 2020-10-30 ", "2020-10-30"),
        ("2020-10-30T12:00", "2020-10-30T12:00"),
        ("2020-10-30 12:00:05", "2020-10-30T12:00:05"),
        ("2020-10-30t12:00:05.123z", "2020-10-30T12:00:05.123Z"),
        ("2020-10-30T12:00:05,5+0400", "2020-10-30T12:00:05.5+04:00"),
        ("2020-10-30 12:00 -03", "2020-10-30T12:00-03:00"),
        ("2020-02-29", "2020-02-29"),
    ],
)
def test_iso_dates(text, iso):
    """Every precision is kept, and the offset."""
    assert iso_date(text) == iso


@pytest.mark.parametrize(
    "text",
    ["2020-13-45", "2021-02-29", "0000-01-01", "20", "2020-1-5", "2020-10-30T24:00", "2020-10-30T12"]
    + ["2020-10-30T12:00+25:00", "٢٠٢٠", "yesterday", "", "2020-10-30\n\n2020"],
)
def test_dates_that_cannot_be_read(text):
    """The message quotes the date."""
    with pytest.raises(ArticleError, match=r'^date ".*" cannot be read$'):
        iso_date(text)


def test_a_long_date_is_shortened_in_the_message():
    """A paragraph in place of a date does not flood the report."""
    with pytest.raises(ArticleError) as caught:
        iso_date("x " * 999)
    assert len(caught.value.message) < 70


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("2020-10-30", "2020-10-30"),
        (" 2020-10-30 12:00Z", "2020-10-30T12:00Z"),
        ("30 October 2020", "2020-10-30"),
        ("3 oct. 2020", "2020-10-03"),
        ("October 30, 2020", "2020-10-30"),
        ("Oct. 30, 2020", "2020-10-30"),
        ("SEPT 1 2020", "2020-09-01"),
        ("May 5,  2020", "2020-05-05"),
        ("2020", None),
        ("2020-10", None),
        ("October 2020", None),
        ("On 30 October 2020", None),
        ("30 October 2020 was quiet", None),
        ("30 Octo 2020", None),
        ("", None),
    ],
)
def test_written_dates(line, iso):
    """A line is a date only as a whole, and only to the day."""
    assert written_date(line) == iso


@pytest.mark.parametrize("line", ["2020-13-45", "31 February 2020", "Feb. 30, 2020", "2020-10-30T99:00"])
def test_written_dates_that_no_calendar_has(line):
    """A date in form but not in fact is an error, and no paragraph."""
    with pytest.raises(ArticleError):
        written_date(line)
