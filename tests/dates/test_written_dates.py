"""Dates in words: the table of names is that of CLDR, and every language reads its own dates."""

from __future__ import annotations

import datetime as dt
import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.dates.written_dates import Written, month_number, read_written, weekday_number, without_weekday

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "scripts" / "date_names.py"

# Dates whose months are words; in others Babel writes numbers alone.
_HAS_WORD = re.compile(r"[^\W\d_]{2}")


def test_the_table_is_what_the_script_makes():
    """So that a newer CLDR is taken over by running it again."""
    pytest.importorskip("babel")
    made = subprocess.run([sys.executable, SCRIPT], capture_output=True, check=True).stdout.decode()
    assert made == (ROOT / "newsgrep/dates/month_names.py").read_text("utf-8")


def languages():
    """The codes of the languages that the script reads, and of those that write their months as numbers."""
    if importlib.util.find_spec("babel") is None:
        return []
    spec = importlib.util.spec_from_file_location("date_names", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return [*module.codes()[:-1], "ja", "zh", "ko"]


def test_every_language_of_stemming_has_its_names():
    """A language that is added to the stemmer needs a row in the script."""
    stemmer = pytest.importorskip("Stemmer")
    if SCRIPT.exists():
        named = re.findall(r'"([a-z]+)": \(', SCRIPT.read_text("utf-8"))
        assert {*stemmer.algorithms()} - {"porter", "dutch_porter"} <= {*named}


@pytest.mark.parametrize("language", languages())
def test_a_language_reads_the_dates_that_it_writes(language):
    """Each month of the year, long and short, with its weekday and without."""
    dates = pytest.importorskip("babel.dates")
    for month in range(1, 13):
        for day in (1, 13, 29):
            date = dt.date(2020, month, day)
            # Without a weekday, some names of Croatian months are those of others in Polish or Czech.
            for form in ("full",) if language == "hr" else ("full", "long", "medium"):
                text = dates.format_date(date, form, locale=language)
                if _HAS_WORD.search(text):
                    found = read_written(text)
                    assert found is not None, text
                    assert found[:3] == ("2020", f"{month:02}", str(day)) or found.day == f"{day:02}", text
                    assert found.weekday in (None, date.weekday()), text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("30. Oktober 2020", Written("2020", "10", "30")),
        ("Di, 3. März 2020", Written("2020", "03", "3")),  # `di` is a small word of Italian
        ("sábado 30 de mayo de 2020", Written("2020", "05", "30", 5)),
        ("mar. 3 mar. 2020", Written("2020", "03", "3", 1)),
        ("3 Mar 2020", Written("2020", "03", "3")),
        ("petak, 30. listopada 2020.", Written("2020", "10", "30", 4)),  # Croatian
        ("pon., 29 listopada 2021", Written("2021", "11", "29", 0)),
        ("30 listopada 2020", Written("2020", "11", "30")),  # Polish
        ("18-Jul-20", Written("20", "07", "18")),
        ("Jul 18, 20", Written("20", "07", "18")),
        ("Oktober 2020", Written("2020", "10", "")),
        ("30 October", Written("", "10", "30")),
        ("2020年10月", Written("2020", "10", "")),
        ("2020年10月30日（金）", Written("2020", "10", "30")),
        ("30 October 2020 in Rome", None),
        ("20 18 July", None),
        ("July 5 of 6 2020", None),
        ("30 October = 2020", None),
        ("2020", None),
        ("", None),
        ("x" * 10**6, None),
    ],
)
def test_a_text_is_a_date_as_a_whole(text, written):
    """Small words are passed over, and nothing else is."""
    assert read_written(text) == written


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("24 نيسان / أبريل 2020", ("2020", "04", "24")),
        ("24 เม.ย. 2563", ("2563", "04", "24")),
        ("วันศุกร์ที่ 24 เมษายน พ.ศ. 2563", ("2563", "04", "24")),
        ("২৪ ফেব্রুয়ারি ২০২০", ("2020", "02", "24")),
        ("24 फरवरी 2020", ("2020", "02", "24")),
        ("Thứ Sáu, ngày 24 tháng 4, 2020", ("2020", "04", "24")),
        ("24-апрель, 2020-йил", ("2020", "04", "24")),
        ("2020-ci il 24 aprel", ("2020", "04", "24")),
    ],
)
def test_dates_as_papers_print_them(text, day):
    """With both names of a month, in short forms, in other spellings than CLDR's, with words around them."""
    found = read_written(text)
    assert found is not None
    assert found[:3] == day


def test_two_months_are_no_date():
    """Only two names of the same one are."""
    assert read_written("24 May June 2020") is None


def test_names_of_months_and_weekdays():
    """In any language, whatever the case, with accents or without."""
    assert [month_number(name) for name in ("MÄRZ", "marz", "août", "Aout", "октябрь", "Mai.")] == [
        *(3, 3, 8, 8, 10, 5)
    ]
    assert month_number("Montag") == 0
    assert [weekday_number(name) for name in ("Montag", "lundi", "MON", "пятница")] == [0, 0, 0, 4]
    assert weekday_number("ma") is None  # Tuesday in Spanish, Monday in Dutch
    assert weekday_number("October") is None


def test_a_weekday_beside_a_date_in_numbers():
    """Before it, or after it in brackets or not."""
    assert without_weekday("Freitag, 30.10.2020") == ("30.10.2020", 4)
    assert without_weekday("30.10.2020 (Fr)") == ("30.10.2020", 4)
    assert without_weekday("Thứ sáu, 30/10/2020") == ("30/10/2020", 4)
    assert without_weekday("Talks 30.10.2020") == ("Talks 30.10.2020", None)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text):
    """Nothing is raised, and what is read has the numbers of a date."""
    found = read_written(text)
    assert found is None or (len(found.year) in (0, 2, 4) and 1 <= int(found.month) <= 12)
