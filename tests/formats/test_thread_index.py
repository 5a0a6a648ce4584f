"""The Thread-Index of Outlook: the place of a mail in its conversation, if it has the time of the mail."""

from __future__ import annotations

import base64
import datetime as dt

import pytest

from newsgrep.formats.mail.thread_index import thread_index
from tests.formats.outlook import compound, data, mail, text

SENT = dt.datetime(2021, 3, 9, 21, 10, tzinfo=dt.UTC)
GUID = bytes(range(16))


def index(begun: dt.datetime, *passed: dt.timedelta, is_new: bool = False, is_long: bool = False) -> bytes:
    """The place of a mail in a conversation that was begun then, and answered after some times."""
    units = (begun - dt.datetime(1601, 1, 1, tzinfo=dt.UTC)) // dt.timedelta(microseconds=1) * 10
    time = units.to_bytes(8, "big")
    found = (b"\1" + time[:5] if is_new else time[:6]) + GUID
    for one in passed:
        number = one // dt.timedelta(microseconds=1) * 10 >> (23 if is_long else 18)
        found += (number | is_long << 31).to_bytes(4, "big") + b"\x25"
    return found


def place(found: bytes, date: str = SENT.isoformat()) -> str:
    """What is read of it in a mail of a date."""
    return thread_index(base64.b64encode(found).decode(), date)


HOUR, YEAR = dt.timedelta(hours=1), dt.timedelta(days=365)


@pytest.mark.parametrize(
    "found",
    [
        index(SENT),
        index(SENT, is_new=True),
        index(SENT - 3 * YEAR, 3 * YEAR, is_long=True),
        index(SENT - YEAR, HOUR, YEAR),
        index(SENT - YEAR - 2 * HOUR, 2 * HOUR, YEAR, is_new=True),
    ],
    ids=["beginning", "newer versions", "after years", "counted from the beginning", "from the one before"],
)
def test_a_place_whose_times_are_those_of_the_mail(found):
    """It is the conversation, with five bytes for each answer."""
    assert place(found) == found.hex()
    assert place(found + b"cut") == found.hex()


@pytest.mark.parametrize(
    "found",
    [
        *(index(SENT - YEAR), index(SENT - YEAR, 9 * HOUR), index(SENT + 3 * YEAR)),
        *(b"\2" + index(SENT)[1:], index(SENT)[:20], b"", b"\x01202103092110 made of some text"),
    ],
)
def test_what_is_made_up_or_broken_is_no_place(found):
    """It would join what has nothing in common."""
    assert place(found) == ""


def test_a_place_of_a_mail_without_a_date_is_none():
    """It cannot be compared; nor is what is not in Base64 a place."""
    assert place(index(SENT), "") == thread_index("Ad!", SENT.isoformat()) == ""


def test_a_mail_has_the_place_that_its_header_has(read):
    """In EML; in MSG that of the header, else that of the property."""
    one, other = index(SENT), index(SENT, HOUR)
    header = f"Thread-Index: {base64.b64encode(one).decode()}\n"
    (found,) = read(f"From: a@x.example\nDate: {SENT:%d %b %Y %H:%M:%S} +0000\n{header}\nIt sank.\n", ".eml")
    assert found.thread_index == one.hex()
    for headers, wanted in (("", other), (f"{header}\n", one)):
        (found,) = read(compound(mail("Ferry", "It sank.", data(0x71, other), text(0x7D, headers))), ".msg")
        assert found.thread_index == wanted.hex()
