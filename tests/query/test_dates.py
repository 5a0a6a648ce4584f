"""Dates as people write them, read on Thursday 12 November 2020."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.errors import UsageError
from newsgrep.query import dates
from newsgrep.query.dates import Period, read_last, read_period, read_since, read_until

TODAY = dt.date(2020, 11, 12)

# What is typed, and the first and last day in ISO form, empty where that end is open.
PERIODS = [
    ("2020", "2020-01-01", "2020-12-31"),
    ("1000", "1000-01-01", "1000-12-31"),
    ("9999", "9999-01-01", "9999-12-31"),
    ("2020-10", "2020-10-01", "2020-10-31"),
    ("2020-02", "2020-02-01", "2020-02-29"),
    ("1900-02", "1900-02-01", "1900-02-28"),
    ("2000-02", "2000-02-01", "2000-02-29"),
    ("2020-10-28", "2020-10-28", "2020-10-28"),
    ("2020-1-5", "2020-01-05", "2020-01-05"),
    ("28 October 2020", "2020-10-28", "2020-10-28"),
    ("October 28, 2020", "2020-10-28", "2020-10-28"),
    ("october 28 2020", "2020-10-28", "2020-10-28"),
    ("28 Oct 2020", "2020-10-28", "2020-10-28"),
    ("28  OCT.\t2020 ", "2020-10-28", "2020-10-28"),
    ("3 Sept 2020", "2020-09-03", "2020-09-03"),
    ("October 2020", "2020-10-01", "2020-10-31"),
    ("May 2020", "2020-05-01", "2020-05-31"),
    ("2020-10-01..2020-11-01", "2020-10-01", "2020-11-01"),
    ("2020-09..2020-10", "2020-09-01", "2020-10-31"),
    ("2020..2020", "2020-01-01", "2020-12-31"),
    ("28 October 2020 .. 1 November 2020", "2020-10-28", "2020-11-01"),
    ("..2020", "", "2020-12-31"),
    ("..2020-10", "", "2020-10-31"),
    ("2020..", "2020-01-01", ""),
    ("yesterday..today", "2020-11-11", "2020-11-12"),
    ("now", "2020-11-12", "2020-11-12"),
    ("last two weeks", "2020-10-30", "2020-11-12"),
    ("a year ago", "2019-11-12", "2019-11-12"),
    (">2020-10-01", "2020-10-02", ""),
    ("> 2020-10", "2020-11-01", ""),
    (">2020", "2021-01-01", ""),
    (">=2020-10", "2020-10-01", ""),
    ("<2020-10-01", "", "2020-09-30"),
    ("<2020", "", "2019-12-31"),
    ("<=2020-10", "", "2020-10-31"),
    (">yesterday", "2020-11-12", ""),
    ("20201028", "2020-10-28", "2020-10-28"),
    ("2020/10/28", "2020-10-28", "2020-10-28"),
    ("2020/10", "2020-10-01", "2020-10-31"),
    ("2020.10.28", "2020-10-28", "2020-10-28"),
    ("28.10.2020", "2020-10-28", "2020-10-28"),
    ("28/10/2020", "2020-10-28", "2020-10-28"),
    ("10/28/2020", "2020-10-28", "2020-10-28"),
    ("28-10-2020", "2020-10-28", "2020-10-28"),
    ("10/10/2020", "2020-10-10", "2020-10-10"),
    ("7/28/20", "2020-07-28", "2020-07-28"),
    ("10/2020", "2020-10-01", "2020-10-31"),
    ("28th October 2020", "2020-10-28", "2020-10-28"),
    ("October 1st, 2020", "2020-10-01", "2020-10-01"),
    ("28-Oct-2020", "2020-10-28", "2020-10-28"),
    ("Wednesday, 28 October 2020", "2020-10-28", "2020-10-28"),
    ("28. Oktober 2020", "2020-10-28", "2020-10-28"),
    ("28 de octubre de 2020", "2020-10-28", "2020-10-28"),
    ("28 октября 2020 г.", "2020-10-28", "2020-10-28"),
    ("Ekim 2020", "2020-10-01", "2020-10-31"),
    ("2020年10月28日", "2020-10-28", "2020-10-28"),
    ("2020年10月", "2020-10-01", "2020-10-31"),
    ("2020年", "2020-01-01", "2020-12-31"),
    ("2020년", "2020-01-01", "2020-12-31"),
    ("2019年..2020年10月", "2019-01-01", "2020-10-31"),
    ("令和2年10月28日", "2020-10-28", "2020-10-28"),
    ("令和元年", "2019-01-01", "2019-12-31"),
    (">=昭和64年1月7日", "1989-01-07", ""),
    ("民國109年10月", "2020-10-01", "2020-10-31"),
    ("٢٠٢٠-١٠", "2020-10-01", "2020-10-31"),
    ("२८ अक्टूबर २०२०", "2020-10-28", "2020-10-28"),
    ("28.10.2020..13.11.2020", "2020-10-28", "2020-11-13"),
    ("28. Oktober 2020..30. Oktober 2020", "2020-10-28", "2020-10-30"),
    ("2020-Q4", "2020-10-01", "2020-12-31"),
    ("q1 2020", "2020-01-01", "2020-03-31"),
    ("2020q2", "2020-04-01", "2020-06-30"),
    ("2020-W44", "2020-10-26", "2020-11-01"),
    ("2020-W53", "2020-12-28", "2021-01-03"),
    ("2020W44", "2020-10-26", "2020-11-01"),
    ("2020-W44-3", "2020-10-28", "2020-10-28"),
    ("1980s", "1980-01-01", "1989-12-31"),
    ("the 1980's", "1980-01-01", "1989-12-31"),
    ("1980s..", "1980-01-01", ""),
    ("spring 1987", "1987-03-01", "1987-05-31"),
    ("Summer of 1987", "1987-06-01", "1987-08-31"),
    ("fall 1987", "1987-09-01", "1987-11-30"),
    ("winter 1986/87", "1986-12-01", "1987-02-28"),
    ("winter 1999/2000", "1999-12-01", "2000-02-29"),
    ("last monday", "2020-11-09", "2020-11-09"),
    ("last thursday", "2020-11-05", "2020-11-05"),
    ("last Freitag", "2020-11-06", "2020-11-06"),
    ("last Oktober", "2020-10-01", "2020-10-31"),
    ("last summer", "2020-06-01", "2020-08-31"),
    ("last autumn", "2019-09-01", "2019-11-30"),
    ("last winter", "2019-12-01", "2020-02-29"),
    ("last quarter", "2020-07-01", "2020-09-30"),
    ("this quarter", "2020-10-01", "2020-12-31"),
    ("previous month", "2020-10-01", "2020-10-31"),
    ("past week", "2020-11-06", "2020-11-12"),
    ("the past month", "2020-10-13", "2020-11-12"),
    ("past 3 weeks", "2020-10-23", "2020-11-12"),
    ("24h", "2020-11-11", "2020-11-12"),
    ("past 24 hours", "2020-11-11", "2020-11-12"),
    ("past day", "2020-11-11", "2020-11-12"),
    ("25h", "2020-11-10", "2020-11-12"),
    ("today", "2020-11-12", "2020-11-12"),
    ("Yesterday", "2020-11-11", "2020-11-11"),
    ("this week", "2020-11-09", "2020-11-15"),
    ("last week", "2020-11-02", "2020-11-08"),
    ("this month", "2020-11-01", "2020-11-30"),
    ("last month", "2020-10-01", "2020-10-31"),
    ("this year", "2020-01-01", "2020-12-31"),
    ("last year", "2019-01-01", "2019-12-31"),
    ("last october", "2020-10-01", "2020-10-31"),
    ("last November", "2019-11-01", "2019-11-30"),
    ("last dec", "2019-12-01", "2019-12-31"),
    ("1d", "2020-11-12", "2020-11-12"),
    ("7d", "2020-11-06", "2020-11-12"),
    ("2w", "2020-10-30", "2020-11-12"),
    ("3m", "2020-08-13", "2020-11-12"),
    ("1y", "2019-11-13", "2020-11-12"),
    ("7 days", "2020-11-06", "2020-11-12"),
    ("last 7 days", "2020-11-06", "2020-11-12"),
    ("3 months ago", "2020-08-12", "2020-08-12"),
    ("1 year ago", "2019-11-12", "2019-11-12"),
    ("2 weeks ago", "2020-10-29", "2020-10-29"),
    ("0 days ago", "2020-11-12", "2020-11-12"),
    ("10 days ago..", "2020-11-02", ""),
    ("..9999-12-31", "", "9999-12-31"),
]

UNREADABLE = [
    ("", "cannot read the date ''"),
    ("   ", "cannot read the date"),
    ("soon", "cannot read the date 'soon'"),
    ("..", "cannot read the date '..'"),
    ("2020..2021..2022", "cannot read the date '2021..2022'"),
    ("2020...", "cannot read the date '.'"),
    (">", "cannot read the date '>'"),
    (">2020..2021", "cannot read the date"),
    ("last", "cannot read the date 'last'"),
    ("last soon", "cannot read the date 'last soon'"),
    ("this october", "cannot read the date 'this october'"),
    ("202010", "cannot read the date"),
    ("03/04/2020", "the date '03/04/2020' has two readings: 3 April 2020 and 4 March 2020"),
    ("3.4.2020", "has two readings"),
    ("28/10/20", "has two readings: 28 October 2020 and 20 October 2028"),
    ("1/2/03", "has two readings: 1 February 2003 and 2 January 2003"),
    ("31/02/2020", "there is no date '31/02/2020'"),
    ("01/02/03", "has three readings: 1 February 2003, 2 January 2003 and 3 February 2001"),
    ("20201340", "months run from 1 to 12"),
    ("13/2020", "months run from 1 to 12"),
    ("2020-Q5", "cannot read the date"),
    ("2021-W53", "there is no date '2021-w53': 2021 has 52 weeks"),
    ("0990s", "dates must lie in the years 1000 to 9999"),
    ("winter 1987", "has two readings: winter 1986/87 and winter 1987/88"),
    ("spring 1986/87", "there is no date"),
    ("winter 1986/88", "there is no date"),
    ("Monday, 28 October 2020", "28 October 2020 was a Wednesday"),
    ("this monday", "cannot read the date"),
    ("last ma", "cannot read the date"),  # a Monday in Dutch and a Tuesday in Spanish
    ("past 0 days", "is zero"),
    ("3 hours ago", "cannot read the date"),
    ("28 Oktober", "the date '28 oktober' has no year"),
    ("31. Februar 2020", "February has 29 days"),
    ("20201", "cannot read the date"),
    ("x" * 1000, "…'"),
    ("28 October", "the date '28 october' has no year"),
    ("October", "the date 'october' has no year"),
    ("2020-13-45", "there is no date '2020-13-45': months run from 1 to 12"),
    ("2020-00", "months run from 1 to 12"),
    ("2020-10-00", "October has 31 days"),
    ("2021-02-29", "there is no date '2021-02-29': February has 28 days"),
    ("31 April", "there is no date '31 april': April has 30 days"),
    ("31 April 2020", "April has 30 days"),
    ("February 30, 2020", "February has 29 days"),
    ("0999", "dates must lie in the years 1000 to 9999"),
    ("0000-01-01", "dates must lie in the years 1000 to 9999"),
    ("<1000", "dates must lie in the years 1000 to 9999"),
    (">9999", "dates must lie in the years 1000 to 9999"),
    ("99999999d", "dates must lie in the years 1000 to 9999"),
    ("9999999d", "dates must lie in the years 1000 to 9999"),
    ("9999999w", "dates must lie in the years 1000 to 9999"),
    ("9999999 months ago", "dates must lie in the years 1000 to 9999"),
    ("9" * 5000 + "y", "dates must lie in the years 1000 to 9999"),
    ("1021y", "dates must lie in the years 1000 to 9999"),
    ("400000d", "dates must lie in the years 1000 to 9999"),
    ("0d", "the length of time '0d' is zero"),
    ("2021..2020", "the period ends before it begins: 2021-01-01 to 2020-12-31"),
    ("2030..today", "the period ends before it begins"),
]

FRAGMENTS = [
    *("2020", "2020-10", "2020-13-45", "28", "31", "0999", "99999999", "october", "oct", "feb", "april"),
    *("okt", "spring", "winter", "/", "Q4", "W44", "0s", "past", "monday", "h", "年", "月"),
    *("today", "yesterday", "last", "this", "week", "month", "year", "ago", "days", "d", "w", "m", "y"),
    *("..", ">", ">=", "<", "<=", ",", ".", "-", " ", " ", "\n", "9" * 30),
]


def day(text: str) -> dt.date | None:
    """Return an ISO date as a day, None for the empty text."""
    return dt.date.fromisoformat(text) if text else None


@pytest.mark.parametrize(("text", "first", "last"), PERIODS)
def test_a_date_is_read_as_its_first_and_last_day(text: str, first: str, last: str) -> None:
    """Every form of a date, a period and a range."""
    assert read_period(text, TODAY) == Period(day(first), day(last))


@pytest.mark.parametrize(("text", "message"), UNREADABLE)
def test_a_text_that_is_no_date_is_refused(text: str, message: str) -> None:
    """With a message of one line that says why, and a hint."""
    with pytest.raises(UsageError, match=re.escape(message)) as caught:
        read_period(text, TODAY)
    assert caught.value.hint
    assert "\n" not in caught.value.message
    assert len(caught.value.message) < 120


@pytest.mark.parametrize("text", ["7x", "-7d", "now-7d"])
def test_a_mistyped_length_of_time_gets_those_that_can_be_read(text: str) -> None:
    """It begins as one, or is one as other programs write it."""
    with pytest.raises(UsageError, match=f"cannot read the date '{text}'") as caught:
        read_period(text, TODAY)
    assert caught.value.hint.startswith("lengths of time that can be read: 7d")


@pytest.mark.parametrize("form", re.findall(r'[^ ,"]*\d[^,"]*', dates.HINT))
def test_the_forms_of_the_hint_can_be_read(form: str) -> None:
    """All three of them."""
    assert len(re.findall(r'[^ ,"]*\d[^,"]*', dates.HINT)) == 3
    assert read_period(form, TODAY).first


@pytest.mark.parametrize(
    ("text", "swapped"),
    [
        ("2020-11-01..2020-10-01", "2020-10-01..2020-11-01"),
        ("2020-11 .. 2020-10", "2020-10..2020-11"),
        ("2020..2019-05", "2019-05..2020"),
    ],
)
def test_a_reversed_range_is_shown_the_right_way_round(text: str, swapped: str) -> None:
    """With the periods that were typed, from the first day of one to the last day of the other."""
    with pytest.raises(UsageError) as caught:
        read_period(text, TODAY)
    assert caught.value.hint == f"swap its ends: {swapped}"
    assert read_period(swapped, TODAY).first


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("2020", "2020-01-01", "2020-12-31"),
        ("2020-10", "2020-10-01", "2020-10-31"),
        ("28 October 2020", "2020-10-28", "2020-10-28"),
        ("last week", "2020-11-02", "2020-11-08"),
        ("3 months ago", "2020-08-12", "2020-08-12"),
    ],
)
def test_since_and_until(text: str, since: str, until: str) -> None:
    """--since takes the first day of a period and --until its last."""
    assert (read_since(text, TODAY), read_until(text, TODAY)) == (day(since), day(until))


@pytest.mark.parametrize("text", ["2020..2021", ">2020", "..2020", "soon", ""])
@pytest.mark.parametrize("read", [read_since, read_until])
def test_since_and_until_refuse_a_range(read: object, text: str) -> None:
    """A range has no single first or last day."""
    assert callable(read)
    with pytest.raises(UsageError, match="cannot read the date"):
        read(text, TODAY)


def test_a_length_of_time_is_the_end_of_no_period() -> None:
    """It ends today: up to there would be every day, and after it none. It may begin one."""
    for text in (">7d", "<=2 weeks", "..24h", "2020..7 days"):
        with pytest.raises(UsageError, match="ends today, and cannot be the end of a period") as refused:
            read_period(text, TODAY)
        assert '"7 days ago"' in refused.value.hint
    with pytest.raises(UsageError, match="'7d' ends today"):
        read_until("7d", TODAY)
    assert read_since("7d", TODAY) == day("2020-11-06")
    assert read_period("7d..", TODAY) == read_period(">=7d", TODAY) == Period(day("2020-11-06"), None)
    assert read_period("<7d", TODAY) == Period(None, day("2020-11-05"))


@pytest.mark.parametrize(
    ("text", "first"), [("7d", "2020-11-06"), ("1 Month", "2020-10-13"), ("three days", "2020-11-10")]
)
def test_last_counts_back_from_today(text: str, first: str) -> None:
    """Today is the last of its days."""
    assert read_last(text, TODAY) == Period(day(first), TODAY)


@pytest.mark.parametrize("text", ["2020", "week", "-7d", "7", "7dd", "0d", "99999999d", ""])
def test_last_refuses_other_texts(text: str) -> None:
    """Only a length of time can be read."""
    with pytest.raises(UsageError) as caught:
        read_last(text, TODAY)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("week", 'write 1w for the week that ends today, or date:"last week" in the query'),
        ("last month", 'write 1m for the month that ends today, or date:"last month" in the query'),
        ("day", "write 1d for the day that ends today, or date:yesterday in the query"),
    ],
)
def test_last_with_a_unit_alone_has_two_readings(text: str, hint: str) -> None:
    """The hint shows both."""
    with pytest.raises(UsageError) as refused:
        read_last(text, TODAY)
    assert refused.value.hint == hint


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Monday", 'write "last monday", or the date of the day'),
        ("January", 'write "january 2020", or "last january"'),
    ],
)
def test_a_weekday_or_a_month_alone_has_a_hint(text: str, hint: str) -> None:
    """It may be the last one or the next."""
    with pytest.raises(UsageError) as refused:
        read_since(text, TODAY)
    assert refused.value.hint == hint


def test_a_length_of_time_with_a_space_is_quoted_in_a_hint() -> None:
    """As it has to be in a query."""
    with pytest.raises(UsageError) as refused:
        read_until("2 weeks", TODAY)
    assert 'date:"2 weeks" for these days, date:<"2 weeks" for those before' in refused.value.hint


def test_short_months() -> None:
    """A month before 31 March is the last day of February, and a year before 29 February the 28th."""
    assert read_since("1 month ago", dt.date(2020, 3, 31)) == dt.date(2020, 2, 29)
    assert read_since("1 year ago", dt.date(2020, 2, 29)) == dt.date(2019, 2, 28)
    assert read_period("last month", dt.date(2020, 1, 31)) == read_period("2019-12", TODAY)


@given(st.one_of(st.text(), st.lists(st.sampled_from(FRAGMENTS)).map("".join)), st.dates(dt.date(1000, 1, 1)))
def test_any_text_is_a_period_or_refused(text: str, today: dt.date) -> None:
    """A period runs forwards and lies in the years 1000 to 9999; the error is a UsageError."""
    try:
        period = read_period(text, today)
    except UsageError:
        return
    assert period.first or period.last
    assert (period.first or dt.date.min) <= (period.last or dt.date.max)
    assert all(end is None or end.year >= 1000 for end in (period.first, period.last))
