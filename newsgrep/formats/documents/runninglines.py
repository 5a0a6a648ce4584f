"""Running heads, feet and numbers of pages, which repeat at the top or the bottom of the pages of a document.

>>> pages = [["The Ferry Report", "It sank.", "1"], ["The Ferry Report", "Why?", "2"], ["Rust.", "3"]]
>>> without_running_lines(pages)
[['The Ferry Report', 'It sank.'], ['The Ferry Report', 'Why?'], ['Rust.']]
>>> without_running_lines([*pages, ["The Ferry Report", "Bolts, too.", "4"]])
[['The Ferry Report', 'It sank.'], ['Why?'], ['Rust.'], ['Bolts, too.']]
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]+")
#: Words beside the number of a page. A line with any other word, as in `Article 3`, may be a heading.
_PAGE_WORDS = frozenset(
    [
        *("page", "pages", "pag", "pg", "p", "pp", "of", "de", "di", "von", "sur", "van"),
        *("av", "af", "iz", "из", "z", "s"),
        *("seite", "pagina", "página", "pág", "blz", "bladzijde", "sida", "sid", "side", "sivu", "strona"),
        *("str", "strana", "stranica", "стр", "страница", "сторінка", "oldal", "sayfa", "σελίδα", "σελ"),
        *("الصفحة", "صفحة"),
        *("עמוד", "页", "頁", "第", "共", "ページ", "쪽", "lk", "lehekülg", "puslapis", "lappuse", "faqe"),
    ]
)  # fmt: skip
#: The fewest pages with such a line, and the most such lines at the top or the bottom of a page.
_FEWEST, _MOST_LINES = 3, 4


class _Edge(NamedTuple):
    """The first or the last line of a page: the place of the page, and the numbers in the line."""

    page: int
    numbers: tuple[int, ...]


def without_running_lines(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the lines of pages without those that repeat at the top or the bottom of most of them.

    Such a line is the same on more than half of all pages, or of the left or the right pages, apart from a
    number that goes up with the pages. If it has words, it stays on the first page that has it.
    """
    kept = [list(lines) for lines in pages]
    for is_top in (True, False):
        below = [0] * len(kept)  # for each page, how many running lines at its edge stay
        for _ in range(_MOST_LINES):
            places = [number if is_top else -1 - number for number in below]
            running, staying = _running(kept, places)
            if not running:
                break
            for page in staying:
                below[page] += 1
            for page in running:
                del kept[page][places[page]]
    return kept if any(kept) else [list(lines) for lines in pages]


def _running(pages: Sequence[Sequence[str]], places: Sequence[int]) -> tuple[list[int], list[int]]:
    """Return the pages whose line at a place is a running line to leave out, and the pages that keep it.

    places: for each page, the index of the line to look at
    """
    alike: dict[str, list[_Edge]] = defaultdict(list)
    for page, (lines, place) in enumerate(zip(pages, places, strict=True)):
        if lines[place:] if place >= 0 else len(lines) >= -place:
            line = " ".join(lines[place].split())
            numbers = tuple(int(number[-9:]) for number in _NUMBER.findall(line))
            alike[_NUMBER.sub("0", line)].append(_Edge(page, numbers))
    running: list[int] = []
    staying: list[int] = []
    for shape, edges in alike.items():
        words = [word.casefold() for word in _WORD.findall(shape)]
        is_of_pages = _PAGE_WORDS.issuperset(words)
        fitting, is_counting = _fitting(edges)
        if not _is_on_most(fitting, [page for page, lines in enumerate(pages) if lines]):
            continue
        if is_of_pages and is_counting:
            running += fitting
        elif not is_of_pages and (len(words) > 1 or not is_counting):
            running += fitting[1:]
            staying.append(fitting[0])
    return running, staying


def _fitting(edges: Sequence[_Edge]) -> tuple[list[int], bool]:
    """Return the pages whose numbers agree with most others, and whether a number goes up with the pages."""
    is_counting, fitting = False, list(edges)
    for column in range(len(edges[0].numbers)):
        same, same_times = _usual(one.numbers[column] for one in edges)
        shift, shift_times = _usual(one.numbers[column] - one.page for one in edges)
        if same_times >= shift_times:
            fitting = [one for one in fitting if one.numbers[column] == same]
        else:
            is_counting = True
            fitting = [one for one in fitting if one.numbers[column] - one.page == shift]
    return [one.page for one in fitting], is_counting


def _usual(numbers: Iterable[int]) -> tuple[int, int]:
    """Return the number that occurs most often, and how often."""
    return Counter(numbers).most_common(1)[0]


def _is_on_most(pages: Sequence[int], of: Sequence[int]) -> bool:
    """Whether pages are more than half of the pages `of`, or of every second one of them."""
    for begin, step in ((0, 1), (0, 2), (1, 2)):
        some = [page for page in pages if page % step == begin % step]
        if len(some) >= _FEWEST and 2 * len(some) > sum(page % step == begin % step for page in of):
            return True
    return False
