"""Read the dates of one stream of articles, and find the order of day, month and year in their numbers.

>>> dates = DateReader()
>>> dates.read("30. Oktober 2020"), dates.read("Unknown"), dates.read("02/01/2020")
(('2020-10-30', ''), ('', ''), ('', '02/01/2020'))
>>> dates.read("31/01/2020"), dates.order
(('2020-01-31', ''), 'dmy')

No article is lost for its date: a date that cannot be understood is kept as text. The dates of a stream may
prove their order: `31/01/2020` shows that the day comes first in `02/01/2020`, too, unless a third date
contradicts it. That is known only at the end of the stream. So as soon as a date waits for the order,
`settled` holds its article and all after it, on the disk if they are many.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from newsgrep.article import CRAWL, FIELD, Article
from newsgrep.clean_text import one_clean_line
from newsgrep.dates.orders import ORDERS
from newsgrep.dates.reading import Reading, date_of, read_date
from newsgrep.errors import ArticleError
from newsgrep.spill import Queue

#: How many characters of a date that is not understood are kept.
_LONGEST_TEXT = 200
#: Of the first and the third number of the dates, one is the day if it has at least _MANY values, and the
#: other at most _FEW.
_MANY, _FEW = 8, 2

_Item = TypeVar("_Item")


class DateReader:
    """Reads the dates of one stream.

    given:      the order that the user gives, one of ORDERS; '' for none
    proof:      the first date of the stream that can have only one order, '' while there is none
    is_waiting: whether a date waits for the order to be proved
    """

    __slots__ = ("_firsts", "_possible", "_takes_note", "_thirds", "given", "is_waiting", "proof")

    def __init__(self, given: str = "", *, takes_note: bool = True) -> None:
        """Begin. Without `takes_note`, no date proves the order of another."""
        self.given = given
        self._takes_note = takes_note
        self.proof = ""
        self.is_waiting = False
        self._possible = frozenset(ORDERS)
        self._firsts: set[str] = set()
        self._thirds: set[str] = set()

    @property
    def order(self) -> str:
        """The order of the numbers: as given, else the only one that fits all dates; '' if it is unknown."""
        possible = self._possible
        if not self.given and "ymd" in possible and len(possible) > 1:
            # 20-10-30 may begin or end with its year. The number that has few values is the year, as articles
            # of many years are not all of one day of the month.
            if len(self._firsts) >= _MANY and len(self._thirds) <= _FEW:
                possible -= {"ymd"}
            elif len(self._thirds) >= _MANY and len(self._firsts) <= _FEW:
                possible &= {"ymd"}
        return self.given or (next(iter(possible)) if len(possible) == 1 else "")

    def read(self, value: object) -> tuple[str, str]:
        """Return a date in ISO form and ''; '' and its text if it is not understood; '' twice for no date."""
        reading = read_date(value)
        if reading.choices and self._takes_note:
            self._note(reading, value)
        if found := date_of(reading, self.given):
            return found, ""
        if reading.is_none:
            return "", ""
        self.is_waiting |= bool(reading.choices) and self._takes_note
        return "", text_of_date(value)

    def read_first(self, values: Iterable[object]) -> tuple[str, str]:
        """Return the first of the values that is understood as a date and '', else '' and the first text."""
        text = ""
        for value in values:
            if value is None or value == "":
                continue
            date, unread = self.read(value)
            if date:
                return date, ""
            text = text or unread
        return "", text

    def alone(self) -> DateReader:
        """Return a reader for dates of many writers, as on web pages: none proves the order of another."""
        return DateReader(self.given, takes_note=False)

    def settle(self, article: Article) -> Article:
        """Return an article with its date if the order of the stream makes it known, else as it is."""
        if not article.date_text or not (order := self.order):
            return article
        date = date_of(read_date(article.date_text), order)
        date_from = CRAWL if article.date_from == CRAWL else FIELD
        return article._replace(date=date, date_from=date_from, date_text="") if date else article

    def _note(self, reading: Reading, value: object) -> None:
        """Take note of the orders that a date may have."""
        self._possible &= reading.choices.keys()
        if not self.proof and len(reading.choices) == 1:
            self.proof = text_of_date(value)
        if "ymd" in reading.choices and "ymd" in self._possible:
            numbers = reading.choices["ymd"]
            self._firsts.add(numbers[2:4])
            self._thirds.add(numbers[8:10])


def text_of_date(value: object) -> str:
    """Return a text or a number in the place of a date, on one line, cut if it is long; '' for any other."""
    if isinstance(value, str):
        return one_clean_line(value[: 2 * _LONGEST_TEXT])[:_LONGEST_TEXT]
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and value == value
    return str(value)[:_LONGEST_TEXT] if is_number else ""


def settled(items: Iterator[_Item], dates: DateReader) -> Iterator[_Item]:
    """Yield the items of a stream; articles get the dates that the order of the whole stream makes known.

    If reading the stream raises an error, the items before it are yielded first.
    """
    for item in items:
        if not dates.is_waiting:
            yield item
            continue
        with Queue[_Item]() as held:
            held.add(item)
            lost = _add_all(items, held)
            for one in held:
                yield dates.settle(one) if isinstance(one, Article) else one  # type: ignore[misc]
        if lost:
            raise lost


def _add_all(items: Iterator[_Item], held: Queue[_Item]) -> ArticleError | OSError | None:
    """Add all items to a queue; return the error that ends the stream too early, None for none."""
    try:
        for item in items:
            held.add(item)
    except (ArticleError, OSError) as error:
        return error
    return None
