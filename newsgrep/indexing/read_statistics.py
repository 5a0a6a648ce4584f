"""Statistics of the files that are read: formats, remarks, and keys of a mapping that no record has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from newsgrep.dates.date_reader import DateReader
from newsgrep.formats import Format
from newsgrep.remarks import Remark
from newsgrep.results import IndexReport

#: The orders of day and month that dates proved, as IndexReport has them.
DateOrders = dict[str, tuple[str, str, int]]
#: Remarks with more different details than this are joined.
_MOST_DETAILS = 50


class Seen(NamedTuple):
    """Statistics, in the form in which one process hands them to another.

    formats: how many streams there were of each format, by its label
    unmet:   fields whose named keys no record had; None where there was no record
    keys:    keys of one record
    has_articles: whether any article was read
    orders:  the orders of day and month that dates proved, with the first stream, the date, and the count
    remarks: what to know of articles
    """

    formats: Mapping[str, int]
    unmet: frozenset[str] | None
    keys: tuple[str, ...]
    has_articles: bool
    orders: DateOrders
    remarks: list[Remark]


class ReadStatistics:
    """Collects the formats of the files that are read, and the keys of their records.

    record: called with each record of named fields; None if nobody needs to know them
    keys:   the keys of one record
    opened: called for each file that is read as a stream, with a function that returns the bytes read of it
    remarked: how many times something was remarked
    is_table: whether all records of the file that is read have the same keys
    has_articles: whether any article was read
    """

    record: Callable[[Mapping[str, object]], None] | None = None
    opened: Callable[[Callable[[], int]], None] | None = None

    def __init__(self, mapping: Mapping[str, tuple[str, ...]] | None = None) -> None:
        """Begin; `mapping` has the keys that were named for fields, as ReadContext has them."""
        self.formats: Counter[str] = Counter()
        self._unmet: frozenset[str] | None = None
        self.keys: tuple[str, ...] = ()
        self.orders: DateOrders = {}
        self._mapping = mapping or {}
        self._remarks: dict[tuple[str, str], Remark] = {}
        self.remarked = 0
        self.is_table = self.has_articles = False
        if mapping:
            self.record = self._note_keys

    def begin(self, member: str, chosen: Format, head: bytes) -> None:
        """Note a stream that will be read: of a member, if it has a name, with its first bytes."""
        self.formats[chosen.label] += 1
        self.is_table = chosen.has_columns and not member

    def end(self, name: str, dates: DateReader) -> None:
        """Take note of the dates of a stream that was read to its end."""
        if dates.is_waiting and dates.order:
            self._add_orders({dates.order: (name, dates.proof, 1)})

    @property
    def seen(self) -> Seen:
        """What was noted so far."""
        return Seen(self.formats, self._unmet, self.keys, self.has_articles, self.orders, self.remarks)

    @property
    def remarks(self) -> list[Remark]:
        """The remarks on the articles that were read so far, one of each kind and detail."""
        return list(self._remarks.values())

    def forget_remarks(self) -> None:
        """Forget the remarks on articles that are not indexed."""
        self._remarks.clear()

    def remark(self, path: str, member: str, kind: str, detail: str, line: int) -> None:
        """Count one remark on an article of a file; the arguments are the fields of `Remark`."""
        self.add_remark(Remark(kind, detail, 1, path, line, member))

    def add_remark(self, remark: Remark) -> None:
        """Count a remark with others of its kind and detail."""
        self.remarked += remark.count
        detail = remark.detail if len(self._remarks) < _MOST_DETAILS else ""
        known = self._remarks.setdefault((remark.kind, detail), remark)
        if known is not remark:
            known.count += remark.count

    def join(self, other: Seen) -> None:
        """Add the statistics of another process."""
        self.formats.update(other.formats)
        if other.unmet is not None:
            self._unmet = other.unmet if self._unmet is None else self._unmet & other.unmet
            self.keys = other.keys
        self.has_articles |= other.has_articles
        self._add_orders(other.orders)
        for remark in other.remarks:
            self.add_remark(remark)

    def _add_orders(self, orders: DateOrders) -> None:
        for order, (name, proof, count) in orders.items():
            first, shown, before = self.orders.get(order, (name, proof, 0))
            self.orders[order] = first, shown, before + count

    def unmet(self) -> dict[str, tuple[str, ...]]:
        """Return the keys that were named for fields, and that no record had, by field."""
        return {field: self._mapping[field] for field in sorted(self._unmet or ())}

    @property
    def lacks_records(self) -> bool:
        """Whether articles were read for a mapping, and none of them from a record of named fields."""
        return self.has_articles and bool(self._mapping) and self._unmet is None

    def misfits(self) -> dict[str, tuple[str, ...]]:
        """Return what `unmet` returns; all of the mapping where no article came from a record."""
        return dict(self._mapping) if self.lacks_records else self.unmet()

    def _note_keys(self, record: Mapping[str, object]) -> None:
        unmet = frozenset(self._mapping) if self._unmet is None else self._unmet
        if unmet:
            from newsgrep.formats.fields.keypaths import has_any_key

            self.keys = tuple(record)
            unmet = frozenset(f for f in unmet if not has_any_key(record, self._mapping[f]))
        self._unmet = unmet


def report_statistics(report: IndexReport, statistics: Iterable[ReadStatistics]) -> None:
    """Report what was noted of all that was read, each remark of one kind and detail once."""
    every = ReadStatistics()
    for one in statistics:
        every.join(one.seen)
        if found := one.unmet():
            report.unmet |= found
            report.keys = one.keys
        report.keys = report.keys or one.keys
    report.formats, report.date_orders = dict(every.formats), every.orders
    report.remarks = every.remarks
