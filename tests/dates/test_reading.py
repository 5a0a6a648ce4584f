"""Dates, to ISO 8601 as precise as written."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.dates.reading import date_in_url, date_of, is_date_line, iso_date, read_date


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
        ("2020-1-5", "2020-01-05"),
        ("2020-10-30T12:00:00.123456", "2020-10-30T12:00:00.123456"),
        ("2020-10-30 12:00:00+00:00", "2020-10-30T12:00:00+00:00"),
        ("2020-10-30 12:00:00 UTC", "2020-10-30T12:00:00Z"),
        ("2020-10-30T12:00:00-0000", "2020-10-30T12:00:00Z"),
        ("2020-10-30T12:00+04:00[Asia/Baku]", "2020-10-30T12:00+04:00"),
        ("20201030", "2020-10-30"),
        ("20201030T120005+0400", "2020-10-30T12:00:05+04:00"),
        ("20201030T1200Z", "2020-10-30T12:00Z"),
        ("20201030T12:00:05Z", "2020-10-30T12:00:05Z"),
        ("2020-10-30 T12:00:05Z", "2020-10-30T12:00:05Z"),
        ("2020-10-30T12:00+5.30", "2020-10-30T12:00+05:30"),
        ("2563-10-30", "2020-10-30"),  # of the Buddhist era
        ("20201030120005", "2020-10-30T12:00:05"),
        ("2020/10/30 12:00", "2020-10-30T12:00"),
    ],
)
def test_dates_in_iso_form(text, iso):
    """Every precision is kept, and the offset."""
    assert iso_date(text) == iso


@pytest.mark.parametrize(
    "text",
    ["2020-13-45", "2021-02-29", "0000-01-01", "20", "2020-10-30T24:01", "2020-10-30T12"]
    + ["2020-10-30T12:00+25:00", "30 October", "yesterday", "", "2020-10-30\n\n2020"],
)
def test_a_text_that_is_no_date_is_none(text):
    """Nor is a paragraph in the place of a date."""
    assert iso_date(text) == iso_date("x " * 999) == ""


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("2020-10-30", True),
        (" 2020-10-30 12:00Z", True),
        ("30 October 2020", True),
        ("3 oct. 2020", True),
        ("October 30, 2020", True),
        ("Oct. 30, 2020", True),
        ("SEPT 1 2020", True),
        ("May 5,  2020", True),
        ("30. Oktober 2020", True),
        ("Published: 30 October 2020, 10:15", True),
        ("2020年10月30日", True),
        ("03/04/2021", True),
        ("3.4.2021, 10:15", True),
        ("2020-13-45", True),
        ("31 February 2020", True),
        ("Feb. 30, 2020", True),
        ("2020-10-30T99:00", True),
        ("Oktober 2020", False),
        ("30 Oktober 2020 war still", False),
        ("2020", False),
        ("20201030", False),
        ("2020-10", False),
        ("October 2020", False),
        ("On 30 October 2020", False),
        ("30 October 2020 was quiet", False),
        ("30 Octo 2020", False),
        ("", False),
    ],
)
def test_a_line_that_is_a_date(line, expected):
    """Only as a whole, and only to the day; it may be ambiguous, or not in the calendar."""
    assert is_date_line(line) == expected


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Fri, 30 Oct 2020 12:00:05 +0400", "2020-10-30T12:00:05+04:00"),
        ("Fri, 30 Oct 2020 12:00:05 +0000 (UTC)", "2020-10-30T12:00:05+00:00"),
        ("Fri, 30 Oct 20 12:00:05 GMT", "2020-10-30T12:00:05Z"),
        ("30 Oct 87 12:00 EST", "1987-10-30T12:00-05:00"),
        ("Fri Oct 30 12:00:05 2020", "2020-10-30T12:00:05"),
        ("26-FEB-1987 15:01:01.79", "1987-02-26T15:01:01.79"),
        (" 5-MAR-1987 09:06:24.40", "1987-03-05T09:06:24.40"),
        ("October 30, 2020, 10:15 a.m.", "2020-10-30T10:15"),
        ("Friday, October 30, 2020 at 12:15 AM", "2020-10-30T00:15"),
        ("Oct 30, 2020 12:15 pm EDT", "2020-10-30T12:15-04:00"),
        ("30 October 2020 12:00 GMT", "2020-10-30T12:00Z"),
        ("30 October 2020 12:00 (UTC+04:00)", "2020-10-30T12:00+04:00"),
        ("30 October 2020 12:00 IST", "2020-10-30T12:00"),
        ("Fri, 30 Oct 2020 12:00:05 America/Los_Angeles", "2020-10-30T12:00:05"),
        ("2020-10-30T12:00:05-05:00Z", "2020-10-30T12:00:05-05:00"),
        ("30th of October 2020", "2020-10-30"),
        ("January 1, 1989, Sunday, Home Edition", "1989-01-01"),
        ("October 2020", "2020-10"),
        ("30/10/2020", "2020-10-30"),
        ("10/30/2020 10:15 PM", "2020-10-30T22:15"),
        ("31.12.2020", "2020-12-31"),
        ("10/10/2020", "2020-10-10"),
        ("10/10/10", "2010-10-10"),
        ("7/18/20", "2020-07-18"),
        ("99/12/31", "1999-12-31"),
        ("Thu, 01 Jan 2020 24:00:00 GMT", "2020-01-02T00:00:00Z"),
        ("2020-12-31T24:00", "2021-01-01T00:00"),
        ("تم نشره الجمعة 24 نيسان / أبريل 2020 09:22 مساءً", "2020-04-24T21:22"),
        ("প্রকাশ: ২৪ এপ্রিল ২০২০, ১২:৩০ পিএম", "2020-04-24T12:30"),
        ("24 เม.ย. 2563 เวลา 09:22 น.", "2020-04-24T09:22"),
        ("입력 2020.04.24 15:20", "2020-04-24T15:20"),
        ("发布时间：2020-04-24 09:22", "2020-04-24T09:22"),
        ("公開日：2020年4月24日", "2020-04-24"),
        ("Thứ sáu, 24/4/2020, 10:15 (GMT+7)", "2020-04-24T10:15+07:00"),
    ],
)
def test_dates_of_feeds_tables_and_agencies(text, iso):
    """The offset is kept; a zone name with several offsets is dropped."""
    assert iso_date(text) == iso


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        (1604059205, "2020-10-30T12:00:05Z"),
        (1604059205.5, "2020-10-30T12:00:05.5Z"),
        (1604059205120, "2020-10-30T12:00:05.12Z"),
        ("1604059205", "2020-10-30T12:00:05Z"),
        ("1604059205000", "2020-10-30T12:00:05Z"),
        (541350061000, "1987-02-26T15:01:01Z"),
        (2020, "2020"),
        (20201030, "2020-10-30"),
        (dt.date(2020, 10, 30), "2020-10-30"),
        (dt.datetime(2020, 10, 30, 12, tzinfo=dt.UTC), "2020-10-30T12:00:00Z"),
    ],
)
def test_numbers_and_dates_of_python(value, iso):
    """Seconds and milliseconds since 1970 are times in UTC."""
    assert iso_date(value) == iso


@pytest.mark.parametrize(
    "value",
    [5, -1, 0, 5413500610, 10**30, 1e300, float("nan"), float("-inf"), True, None, [], {}, b"2020"]
    + ["202010301200", "202010", "940115", "30/13/2020", "32/10/2020", "October 30, 2020 13:15 pm"]
    + [
        "30 October 2020 25:00",
        "20201030T250000",
        "0000-00-00 00:00:00",
        "2020-W44",
        "20 30 Oct",
        "x" * 10**6,
    ],
)
def test_other_values_are_no_dates(value):
    """Nothing is guessed, and numbers out of range are no times."""
    assert iso_date(value) == ""


@pytest.mark.parametrize("text", ["03/04/2020 12:00", "3.4.2020", "1/2/20", "18/07/20", "12-11-2020"])
def test_a_day_with_two_readings_is_refused(text):
    """Both are kept for when the order is known."""
    assert iso_date(text) == ""
    assert len(read_date(text).choices) > 1


@pytest.mark.parametrize(
    ("text", "order", "iso"),
    [
        ("03/04/2020 12:00", "dmy", "2020-04-03T12:00"),
        ("03/04/2020", "mdy", "2020-03-04"),
        ("18/07/20", "dmy", "2020-07-18"),
        ("18/07/20", "ymd", "2018-07-20"),
        ("10/30/2020", "dmy", "2020-10-30"),  # there is one reading only
        ("2020-10-30", "mdy", "2020-10-30"),
        ("Sat 03/04/2021", "", "2021-04-03"),  # 4 March was a Thursday
    ],
)
def test_the_order_of_numbers_may_be_known(text, order, iso):
    """It decides between two readings; the weekday does too."""
    assert date_of(read_date(text), order) == iso


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("30. Oktober 2020", "2020-10-30"),
        ("Freitag, 30. Oktober 2020, 11.41 Uhr", "2020-10-30T11:41"),
        ("Mo, 25 Jun 2018 11:41", "2018-06-25T11:41"),
        ("Fr, 30 Okt 2020 12:00:00 +0100", "2020-10-30T12:00:00+01:00"),
        ("Пт, 30 окт 2020 12:00:00 +0300", "2020-10-30T12:00:00+03:00"),
        ("30 октября 2020 года, 12:30", "2020-10-30T12:30"),
        ("mar, 3 mar 2020 08:00:00 GMT", "2020-03-03T08:00:00Z"),
        ("le 30 octobre 2020 à 12h30", "2020-10-30T12:30"),
        ("30 de octubre de 2020", "2020-10-30"),
        ("30 Ekim 2020 Cuma", "2020-10-30"),
        ("2020. október 30., péntek 12:30", "2020-10-30T12:30"),
        ("2020-október-30T9:15+01:00", "2020-10-30T09:15+01:00"),
        ("30. lokakuuta 2020 klo 12.30", "2020-10-30T12:30"),
        ("2020 m. spalio 30 d.", "2020-10-30"),
        ("30 نوفمبر ٢٠٢٠", "2020-11-30"),
        ("٢٠٢٠-١٠-٣٠", "2020-10-30"),
        ("2020年10月30日", "2020-10-30"),
        ("2020年10月30日(金) 午後3時05分", "2020-10-30T15:05"),
        ("2020-10-30 下午3:05", "2020-10-30T15:05"),
        ("2020년 10월 30일", "2020-10-30"),
        ("2020. 10. 30.", "2020-10-30"),
        ("18-Jul-20", "2020-07-18"),
        ("7:51 PM ET Fri, 17 July 2020", "2020-07-17T19:51"),
        ("Published: 30 October 2020", "2020-10-30"),
        ("Published 9:15 a.m. EST Oct. 30, 2020", "2020-10-30T09:15-05:00"),
        ("Veröffentlicht am 30.10.2020", "2020-10-30"),
        ("Fri, 30 October 2020 12:00 +0300", "2020-10-30T12:00+03:00"),
        ("Fri, 30 Oct 2020 12:00 Uhr", "2020-10-30T12:00"),
        ("Fri, 30 Oct 2020 12:00:00 BST", "2020-10-30T12:00:00"),
        ("Friday, October 30, 2020 - 12:00", "2020-10-30T12:00"),
        ("Fri Oct 30 2020 12:00:00 GMT+0300 (Moscow Standard Time)", "2020-10-30T12:00:00+03:00"),
        ("30. Oktober 2020, 15:07:00 UTC", "2020-10-30T15:07:00Z"),
        ("30 أكتوبر 2020، 3:07:00 م UTC", "2020-10-30T15:07:00Z"),
        ("30\u200f/10\u200f/2020، 3:07 م", "2020-10-30T15:07"),
        ("30 Οκτ 2020, 3:07\u202fμ.μ.", "2020-10-30T15:07"),
        ("30. okt. 2020 15.07.00", "2020-10-30T15:07:00"),
        ("30 oct. 2020, 15 h 07 min 00 s", "2020-10-30T15:07:00"),
        ("2020년 10월 30일 PM 3시 7분 0초", "2020-10-30T15:07:00"),
        ("30.10.2020\u202fг., 15:07 ч.", "2020-10-30T15:07"),
        ("Friday, October 30, 2020 3:07 PM Eastern Daylight Time", "2020-10-30T15:07"),
        ("30. listopada 2020. u 15:07", "2020-11-30T15:07"),
        ("12:00 OCT 30 2020", "2020-10-30T12:00"),
    ],
)
def test_dates_in_words_of_many_languages(text, iso):
    """With weekdays, small words, labels, and the time wherever it stands."""
    assert iso_date(text) == iso


@pytest.mark.parametrize(
    "text",
    [
        *("30 October 2020 in Paris", "30 Brumaire 2020", "October 30 November 2020", "30 31 October 2020"),
        *("30 October", "October", "12:00", "31. Februar 2020", "30 October 2020 10:00 12:00", "Monday"),
        *(
            "0020-10-30",
            "1399/08/09",
            "۱۳۹۹/۰۸/۰۹",
            "30 Oct 0020",
            "updated 30 minutes ago",
            "in 2020 und 2021",
            "3 mar",
            "Mai 2020 12:00",
        ),
    ],
)
def test_words_that_are_no_date(text):
    """A text with any word beyond a date is none."""
    assert iso_date(text) == ""


@pytest.mark.parametrize(
    "value",
    [0, 0.0, "0", "Unknown", "n/a", "n.d.", "-", "0000-00-00", "0000-00-00 00:00:00", "0001-01-01T00:00:00Z"]
    + ["00/00/0000", "Mon, 01 Jan 0001 00:00:00 +0000", "Thu, 01 Jan 1970 00:00:00 GMT", "1970-01-01"]
    + ["Wed, 31 Dec 1969 23:59:59 +0000", "1970-01-01T01:00:00+01:00", dt.datetime(1, 1, 1)],
)
def test_what_programs_write_for_no_date_is_none(value):
    """It is told from a date that cannot be understood."""
    assert read_date(value).is_none
    assert iso_date(value) == ""


@pytest.mark.parametrize("text", ["1970-01-02", "1969-12-31", "1970-01-01T00:00:01Z", "1970", "January 1970"])
def test_other_days_about_1970_are_dates(text):
    """Archives have them."""
    assert iso_date(text)


@pytest.mark.parametrize(
    ("url", "iso"),
    [
        ("https://example.org/2020/10/30/talks", "2020-10-30"),
        ("https://example.org/world/2020/oct/30/talks", "2020-10-30"),
        ("https://example.org/2020/9/5/", "2020-09-05"),
        ("https://example.org/news/2020-10-30-talks.html", "2020-10-30"),
        ("https://example.org/20201030/talks", "2020-10-30"),
        ("https://example.org/2020/13/30/talks/2020/10/30/", "2020-10-30"),
        ("https://example.org/2020/10/talks", ""),
        ("https://example.org/2020/1030456", ""),
        ("https://example.org/talks?from=/2020/10/30/", ""),
        ("https://2020/10/30/x", ""),
        ("", ""),
    ],
)
def test_the_day_in_a_url(url, iso):
    """Only in the path, and only a day that exists."""
    assert date_in_url(url) == iso


@given(
    st.sampled_from(["2020-02-29", "2019-02-29", "1900-12-31", "2020-13-01", "0000-01-01", "2020-1-01"]),
    st.sampled_from(["", "T", "t", " "]),
    st.sampled_from(["", "12:00", "23:59:59", "24:00", "09:60", "12:00:00.5", "1:30"]),
    st.sampled_from(["", "Z", "z", "+04:00", "-00:00", "-05:30", "+24:00", "+0400", " GMT"]),
)
def test_a_parsed_date_is_parsed_to_itself(day, between, clock, zone):
    """Whatever the case and the spaces around it."""
    text = day + between + clock + zone
    found = iso_date(text)
    assert iso_date(f" {text.lower()}\n") == iso_date(text.upper()) == found == iso_date(found)


FRAGMENTS = st.sampled_from(
    [
        "2020",
        "30",
        "10",
        "3",
        "00",
        "Oct",
        "oktobra",
        "Mai",
        "mar",
        "Fri",
        "Fr.",
        "12:30",
        "12.30",
        "24:00",
        "3:07 PM",
    ]
    + [
        "UTC",
        "+02:00",
        "Uhr",
        "kl.",
        "Published:",
        "de",
        "年",
        "月",
        "日",
        "T",
        "Z",
        "/",
        "-",
        ".",
        ",",
        " ",
        " ",
        "午後",
    ]
    + ["م", "\u200f", "٣", "(", ")", "20", "1970", "0001", "h", "AM", "x"]
)


@given(st.text(max_size=60) | st.lists(FRAGMENTS, max_size=12).map("".join))
def test_any_text_has_one_reading_or_none(text):
    """A date in ISO form that is read as itself; or choices, or nothing. No text raises another error."""
    reading = read_date(text)
    for iso in filter(None, (reading.iso, *reading.choices.values())):
        assert iso_date(iso) == iso
    assert iso_date(text) == reading.iso
    assert not (reading.is_none and reading.iso)
