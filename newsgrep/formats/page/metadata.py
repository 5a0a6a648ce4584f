"""The metadata of the article on a web page, from any kind of markup.

>>> PageMetadata(title="Talks resume").or_else(PageMetadata(title="Talks", source="Example News")).source
'Example News'
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import fields, replace

from newsgrep.bylines.persons import bare_name, persons, without_source, writers
from newsgrep.clean_text import one_clean_line
from newsgrep.dates.date_reader import DateReader
from newsgrep.dates.reading import iso_date

_EMPTY_WORDS = frozenset(["", "none", "null", "n/a", "undefined"])
_ADDRESS = re.compile(r"https?:|www\.|(?:[a-z][\w.-]*)?/|@|\S+@\S+\.\w+$", re.I)
#: A name with which a user logs in, such as `jdoe2`, `jane.doe` and `JaneD`; or what names the work of each.
_LOGIN = re.compile(r"[a-z0-9._-]+|[A-Z][a-z0-9]+[A-Z][A-Za-z0-9]*|.*:.*")
_FULL_NAME = re.compile(r"(?!(?i:von|di|av|af|da)\s)[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*)+")
#: An address of the Wayback Machine, and the address that it archived.
_ARCHIVED = re.compile(
    r"https?://(?:www\.|web\.)?archive\.org/web/\d{1,14}(?:[a-z]{2}_)?/(?P<scheme>https?:/+)?", re.I
)
#: The legal form in the name of a company or an association: neither is a person.
_COMPANY = re.compile(
    r"\b(?:G?mbH|GesmbH|e\. ?V\.|AG|KG|Ltd\.?|LLC|Inc\.|PLC|S\.p\.A\.|S\.r\.l\.|B\.V\.|Sp\. z o\.o\.)(?!\w)"
)


class PageMetadata(Struct, frozen=True):
    """Metadata of an article, each field empty where the page has none.

    bylines:    the bylines or names in each place of the page that has some, the most reliable place first
    persons:    authors that the page describes as persons, so that they may have the name of the site
    is_article: whether the page says that it is an article
    date_text:  the text in the place of the date
    """

    title: str = ""
    bylines: tuple[tuple[str, ...], ...] = ()
    persons: tuple[str, ...] = ()
    date: str = ""
    url: str = ""
    source: str = ""
    language: str = ""
    section: str = ""
    body: str = ""
    is_article: bool = False
    date_text: str = ""

    @property
    def authors(self) -> tuple[str, ...]:
        """The persons in the most reliable place that names some. The name of the site is skipped.

        A less reliable place counts if it has full names where the first one has user names.
        """
        found = list(filter(None, map(self._authors_in, self.bylines)))
        first = found[0] if found else ()
        if not all(map(_LOGIN.fullmatch, first)):
            return first
        return next((names for names in found if all(map(_FULL_NAME.fullmatch, names))), first)

    def _authors_in(self, lines: tuple[str, ...]) -> tuple[str, ...]:
        sites = {bare_name(self.source), bare_name(site_of(self.url))} - set(map(bare_name, self.persons))
        names = persons_in_bylines(line for line in lines if bare_name(line) not in sites)
        if bare_name(self.source) in sites:
            names = without_source(names, self.source)
        return tuple(name for name in names if bare_name(name) not in sites)

    def or_else(self, other: PageMetadata) -> PageMetadata:
        """Return this metadata, with empty fields taken from `other`, and the bylines of `other` appended."""
        names = (field.name for field in fields(self))
        merged = {name: getattr(self, name) or getattr(other, name) for name in names}
        return PageMetadata(**{**merged, "bylines": self.bylines + other.bylines})


def site_of(url: str) -> str:
    """Return the host of a URL, without `www.`; '' for none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def clean_line(value: object) -> str:
    """Return a string as one clean line; '' for any other value, and for words such as `null`."""
    if not isinstance(value, str):
        return ""
    line = one_clean_line(value)
    return "" if line.lower() in _EMPTY_WORDS else line


def persons_in_bylines(values: Iterable[object]) -> tuple[str, ...]:
    """Return the persons in the given bylines, without web addresses, mail addresses and companies."""
    lines = filter(None, (clean_line(html.unescape(value)) for value in values if isinstance(value, str)))
    names = (
        name
        for line in lines
        if not _ADDRESS.match(line) and not _COMPANY.search(line)
        for name in persons(line)
    )
    return writers(tuple(dict.fromkeys(names)))


def first_date(values: Iterable[object]) -> str:
    """Return the first of the values that is a date, in ISO form; '' for none."""
    return next(filter(None, map(iso_date, map(clean_line, values))), "")


def with_date(metadata: PageMetadata, dates: DateReader) -> PageMetadata:
    """Return metadata with a missing date read from `date_text`; keep a text that is not understood.

    dates: reads the text in the order that the user gives
    """
    if metadata.date or not metadata.date_text:
        return replace(metadata, date_text="")
    date, text = dates.alone().read(metadata.date_text)
    return replace(metadata, date=date, date_text=text)


def first_url(values: Iterable[object]) -> str:
    """Return the first of the values that is an absolute URL; '' for none.

    Of an address of the Wayback Machine, it is the one that was archived.

    >>> first_url(["/lake", "https://web.archive.org/web/20200304050607/https://example.org/lake"])
    'https://example.org/lake'
    """
    lines = map(clean_line, values)
    found = next((line for line in lines if re.match(r"https?://\w", line, re.I)), "")
    return _ARCHIVED.sub(lambda wrapper: wrapper["scheme"] or "http://", found, count=1)
