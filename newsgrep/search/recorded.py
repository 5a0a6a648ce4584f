"""The keys of the articles that a catalog has for filters such as `added:7d`, which no engine answers.

Days are in the time zone of this machine.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from newsgrep.query.nodes import Keys, Recorded
from newsgrep.query.rendering import render

if TYPE_CHECKING:
    from newsgrep.indexing.catalog.reader import Catalog

#: Later than every time, in seconds since 1970.
_END = 1 << 40


def recorded_keys(catalog: Catalog, node: Recorded, *, may_exclude: bool = True) -> Keys:
    """Return the keys of the articles that were added or changed on the days of a filter.

    may_exclude: whether to return the keys to exclude, of all other articles, if these are fewer
    """
    since = 0 if node.since is None else _seconds(node.since)
    until = _END if node.until is None else _seconds(node.until, days=1)
    if node.field == "changed":
        return Keys(frozenset(catalog.changed_keys(since, until)), render(node))
    return _added_keys(catalog, since, until, render(node), may_exclude=may_exclude)


def keys_since(catalog: Catalog, time: int, *, may_exclude: bool = True) -> Keys:
    """Return the keys of the articles that were first indexed later than a time, in seconds since 1970.

    may_exclude: whether to return the keys to exclude, of all other articles, if these are fewer
    """
    shown = f"added:{dt.datetime.fromtimestamp(time).date()}.." if time > 0 else "*"
    return _added_keys(catalog, time + 1, _END, shown, may_exclude=may_exclude)


def _added_keys(catalog: Catalog, since: int, until: int, shown: str, *, may_exclude: bool) -> Keys:
    excluded = may_exclude and catalog.most_were_added(since, until)
    return Keys(frozenset(catalog.added_keys(since, until, outside=excluded)), shown, excluded)


def _seconds(day: dt.date, days: int = 0) -> int:
    """Return when the day that is `days` after a day begins, in seconds since 1970; 0 for earlier days."""
    if day.year < 1970:
        return 0
    if day.year > 9990:
        return _END
    return int(dt.datetime.combine(day + dt.timedelta(days), dt.time()).timestamp())
