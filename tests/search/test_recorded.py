"""The filters `added:` and `changed:`, which the catalog answers."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import newsgrep
from newsgrep.index_group import IndexGroup

DAYS = [dt.date(2026, 10, day) for day in (5, 6, 20, 28)]


@pytest.fixture(scope="session")
def dated(tmp_path_factory):
    """An index whose articles came on DAYS, a file more each day; b.txt was changed on the third."""
    home = tmp_path_factory.mktemp("dated")
    index = newsgrep.Index(home / ".newsgrep")
    with pytest.MonkeyPatch.context() as patch:
        for number, day in enumerate(DAYS):
            for name in "abc"[: number + 1] if number < 3 else "d":
                (home / f"{name}.txt").write_text(f"Sheep in the {name} pasture.")
            if number == 2:
                (home / "b.txt").write_text("Goats are in the b pasture now.")
            noon = dt.datetime.combine(day, dt.time(12)).timestamp()
            patch.setattr(time, "time", lambda noon=noon: noon)
            index.update(home)
    return index


def found(index, query: str) -> str:
    """The names of the files of the articles that a query finds, without their suffix, in a row."""
    return "".join(sorted(Path(hit.path).stem for hit in index.search(query, limit=None)))


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("added:2026-10-05", "a"),
        ("added:2026-10-05..2026-10-06", "ab"),
        ("added:>2026-10-06", "cd"),
        ("added:<=2026-10-20", "abc"),
        ("added:2025", ""),
        ("sheep NOT added:>2026-10-05", "a"),
        ("sheep added:2026", "acd"),
        ("added:(2026-10-05 OR 2026-10-28)", "ad"),
        ("changed:2026", "b"),
        ("changed:2026-10-20 sheep", ""),
        ("changed:<2026-10-20", ""),
        ("NOT changed:2026", "acd"),
    ],
)
def test_a_filter_finds_what_came_on_its_days(dated, query, names):
    """An article that was indexed again unchanged did not come again."""
    assert found(dated, query) == names
    assert dated.count(query) == len(names)
    assert dated.facets(query, by="year").total == len(names)


@settings(max_examples=40)
@given(st.lists(st.dates(DAYS[0], DAYS[-1]), min_size=1, max_size=3, unique=True).map(sorted))
def test_periods_in_a_row_have_each_article_once(dated, cuts):
    """However the days are divided."""
    ends = [None, *cuts, None]
    parts = [
        f"added:{'' if first is None else first + dt.timedelta(1)}..{last or ''}"
        for first, last in zip(ends, ends[1:], strict=False)
    ]
    assert sorted("".join(found(dated, part) for part in parts)) == list("abcd")


def test_several_indexes_are_asked_each_for_its_own(dated, tmp_path):
    """The keys are those of the folder above them."""
    (tmp_path / "e.txt").write_text("Sheep in the e pasture.")
    newsgrep.Index(tmp_path / ".newsgrep").update(tmp_path)
    both = IndexGroup([dated.place, tmp_path / ".newsgrep"])
    assert found(both, "added:>2026-10-06") == "cde"
    assert found(both, "added:today") == "e"
    assert found(both, "sheep NOT added:today") == "acd"


def test_the_account_of_a_query_has_the_filter_as_it_was_typed(dated):
    """With the number of articles that it selects."""
    account = dated.explain_query("sheep added:>2026-10-06")
    assert account.answered == "sheep AND added:2026-10-07.."
    assert [(clause.clause, clause.articles) for clause in account.clauses] == [
        ("sheep", 3),
        ("added:2026-10-07..", 2),
    ]


def test_a_run_is_later_than_the_one_before_it_whatever_the_clock_says(tmp_path):
    """So what a later run adds can be told from what was there, also within a second."""
    index = newsgrep.Index(tmp_path / ".newsgrep")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(time, "time", lambda: 1_000_000_000)
        for name in "ab":
            (tmp_path / f"{name}.txt").write_text(f"The {name} text.")
            index.update(tmp_path)
            patch.setattr(time, "time", lambda: 999_999_000)
    day = dt.datetime.fromtimestamp(1_000_000_000).date()
    assert found(index, f"added:{day}") == "ab"
