"""The dates of one stream of articles: what is understood of them, and the order of their numbers.

>>> dates = DateReader()
>>> dates.read("30. Oktober 2020"), dates.read("Unknown"), dates.read("02/01/2020")
(('2020-10-30', ''), ('', ''), ('', '02/01/2020'))
>>> dates.read("31/01/2020"), dates.order
(('2020-01-31', ''), 'dmy')

No article is lost for its date: a date that cannot be understood is kept as text. A stream of many dates may
prove their order: in `31/01/2020` the day comes first, and so it does in `02/01/2020` then, unless a third
date says otherwise. That is known at the end only. So once a date waits for the order, all articles after it
are held, on the disk if they are many.
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

#: The most characters of a date that is not understood to keep.
_LONGEST_TEXT = 200
#: Of two numbers, one is the day if it takes this many values while the other takes no more than _FEW.
_MANY, _FEW = 8, 2

Item = TypeVar("Item")


class DateReader:
    """Reads the dates of one stream.

    given:      the order that the user gives, one of ORDERS; '' for none
    proof:      a date of the stream that has one order only, '' while there is none
    is_waiting: whether a date waits for the order to be proved
    """

    __slots__ = ("_firsts", "_possible", "_takes_note", "_thirds", "given", "is_waiting", "proof")

    def __init__(self, given: str = "", *, takes_note: bool = True) -> None:
        """Begin; without `takes_note` each date is read for itself."""
        self.given = given
        self._takes_note = takes_note
        self.proof = ""
        self.is_waiting = False
        self._possible = frozenset(ORDERS)
        self._firsts: set[str] = set()
        self._thirds: set[str] = set()

    @property
    def order(self) -> str:
        """The order of the numbers: as given, else the one that all dates of the stream have; '' for none."""
        possible = self._possible
        if not self.given and "ymd" in possible and len(possible) > 1:
            # 20-10-30 may begin with its year. Where the first number has many values, and the third few, the
            # third is the year: articles of many years are not all of one day of the month.
            if len(self._firsts) >= _MANY and len(self._thirds) <= _FEW:
                possible -= {"ymd"}
            elif len(self._thirds) >= _MANY and len(self._firsts) <= _FEW:
                possible &= {"ymd"}
        return self.given or (next(iter(possible)) if len(possible) == 1 else "")

    def read(self, value: object) -> tuple[str, str]:
        """Return a date in ISO form, and '' or what stands there if it is not understood."""
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
        """Return the first date of some values that is understood, else the first text that is not."""
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
        """Return a reader for dates of many hands, as pages of the web have: each is read for itself."""
        return DateReader(self.given, takes_note=False)

    def settle(self, article: Article) -> Article:
        """Return an article with its date, if that has become known by the order that was proved."""
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
    """Return what stands in the place of a date as one line, cut if it is long; '' for what is no text."""
    if isinstance(value, str):
        return one_clean_line(value[: 2 * _LONGEST_TEXT])[:_LONGEST_TEXT]
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and value == value
    return str(value)[:_LONGEST_TEXT] if is_number else ""


def settled(items: Iterator[Item], dates: DateReader) -> Iterator[Item]:
    """Yield the items of a stream, articles with their dates in the order that the whole stream proves.

    Raises what iterating raises, after the items before it.
    """
    for item in items:
        if not dates.is_waiting:
            yield item
            continue
        with Queue[Item]() as held:
            held.add(item)
            lost = _add_all(items, held)
            for one in held:
                yield dates.settle(one) if isinstance(one, Article) else one  # type: ignore[misc]
        if lost:
            raise lost


def _add_all(items: Iterator[Item], held: Queue[Item]) -> ArticleError | OSError | None:
    """Add all items to a queue; return why the rest of them is lost, None if it is not."""
    try:
        for item in items:
            held.add(item)
    except (ArticleError, OSError) as error:
        return error
    return None
