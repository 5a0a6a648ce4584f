"""TREC's SGML: collections of several papers, `<DOC>` after `<DOC>`, each paper with tags of its own.

Read are the Associated Press, Wall Street Journal, Los Angeles Times, Financial Times and San Jose Mercury of
the TREC disks, AQUAINT, and what is built as they are. The paper is told by the document's number where that
has a form which only it uses, and so is the day where no field of its own gives it.

A field for the date may hold prose (`Sunday, Home Edition`, `EFFECTIVE DATE: …`): a date at its beginning is
read, and where it begins with words of another kind there is none. Digits that are no date are an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader

from newsgrep.article import HEADLINE, LEDE, Article
from newsgrep.errors import ArticleError
from newsgrep.formats.bylines import persons, strip_by
from newsgrep.formats.dates import read_date
from newsgrep.formats.keys import Keys
from newsgrep.formats.origin import Origin
from newsgrep.formats.text import lede_of, one_line
from newsgrep.formats.wire.sgml import Element, body_of, elements, fields, first
from newsgrep.results import Unreadable

_TITLES = ("HEADLINE", "TITLE", "HL", "HEAD", "TI")
_BYLINES = ("BYLINE", "AUTHOR")
_DATES = ("DATE_TIME", "DATE", "DD", "PUBDATE", "DATE1")
#: DATELINE too: it begins the first paragraph.
_BODIES = ("DATELINE", "LP", "LEADPARA", "TEXT", "GRAPHIC")
_OTHERS = ("DOCNO", "PUB", "SECTION")

_BEGINNING = re.compile(
    r"\s*(?:<\?xml[^<>]*>\s*|<!DOCTYPE[^<>]*>\s*|<(?:ROOT|ADD|DOCS)>\s*)*<DOC[\s>]", re.IGNORECASE
)
# FT  14 MAY 91 / International Company News: …
_FT_DATE = re.compile(r"FT\s+\d\d? [A-Z]{3} \d\d\s*/\s*")
_LONGEST_BYLINE = 100

_DIGITS = re.compile(r"(?P<year>\d{4}|\d\d)(?P<month>\d\d)(?P<day>\d\d)", re.ASCII)
_SLASHES = re.compile(
    r"(?P<month>\d\d?)/(?P<day>\d\d?)/(?P<year>\d{4}|\d\d)(?P<time>\s+\d\d:\d\d(?::\d\d)?)?", re.ASCII
)
_WORDS = re.compile(r"[A-Za-z]{3,9}\.?\s+\d\d?,\s+\d{4}\b|\d\d?\s+[A-Za-z]{3,9}\.?,?\s+\d{4}\b", re.ASCII)
_SHORT_DAY = r"(?P<year>\d\d)(?P<month>\d\d)(?P<day>\d\d)"
_LONG_DAY = r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)"
_AGENCIES = {
    "AFP": "Agence France-Presse",
    "APW": "Associated Press",
    "CNA": "Central News Agency",
    "NYT": "New York Times",
    "XIE": "Xinhua",
    "XIN": "Xinhua",
}
#: Forms of document numbers that belong to one paper or to agencies told by their code.
_NUMBERS = tuple(
    (re.compile(form, re.ASCII), source)
    for form, source in (
        (rf"AP{_SHORT_DAY}-\d{{4}}", "Associated Press"),
        (rf"WSJ{_SHORT_DAY}-\d{{4}}", "Wall Street Journal"),
        (r"LA(?P<month>\d\d)(?P<day>\d\d)(?P<year>\d\d)-\d{4}", "Los Angeles Times"),
        (r"FT9\d{2}-\d{1,5}", "Financial Times"),
        (r"SJMN9\d-\d{8}", "San Jose Mercury News"),
        (rf"(?P<agency>APW|NYT|XIE){_LONG_DAY}\.\d{{4}}", ""),
        (rf"(?P<agency>AFP|APW|CNA|NYT|XIN)_[A-Z]{{3}}_{_LONG_DAY}\.\d{{4}}", ""),
    )
)


def claims(beginning: str) -> bool:
    """Whether the text begins with a document."""
    return _BEGINNING.match(beginning) is not None


def read(stream: BufferedReader, origin: Origin) -> Iterator[Article | Unreadable]:
    """Yield the article of each document; raises ArticleError where there is none."""
    keys = Keys(origin)
    for element in elements(stream, "DOC"):
        try:
            yield _article(element, origin, keys)
        except ArticleError as error:
            yield Unreadable(origin.path, error.message, error.line or element.line)


def _article(element: Element, origin: Origin, keys: Keys) -> Article:
    content = element.content(origin)
    found = fields(content, *_TITLES, *_BYLINES, *_DATES, *_BODIES, *_OTHERS)
    number = one_line(first(content, found, "DOCNO")) or element.attribute("ID")
    source, day = _by_number(number)
    body, index = body_of(content, ((field.start, field.end) for field in found if field.name in _BODIES))
    title, byline = _title_and_byline(first(content, found, *_TITLES))
    if not body and not title:
        raise ArticleError("no text", element.line)
    return Article(
        date=_date(first(content, found, *_DATES), element.line) or day,
        key=keys.of(number or f"L{element.line}"),
        path=origin.path,
        body=body,
        title=title or lede_of(body),
        title_from=HEADLINE if title else LEDE,
        authors=_authors(first(content, found, *_BYLINES) or byline),
        source=one_line(first(content, found, "PUB")) or source,
        section=one_line(first(content, found, "SECTION").partition(";")[0]),
        line=element.line,
        body_line=element.line + index if body else 0,
    )


def _by_number(number: str) -> tuple[str, str]:
    """Return the source and the day that a document's number tells, each empty where it tells none."""
    for form, source in _NUMBERS:
        if match := form.fullmatch(number):
            parts = match.groupdict()
            return source or _AGENCIES[parts["agency"]], _day(parts) if "day" in parts else ""
    return "", ""


def _day(parts: dict[str, str | None]) -> str:
    """Return year, month and day as an ISO date, empty where no calendar has it."""
    year, month, day = (parts[name] or "" for name in ("year", "month", "day"))
    if len(year) == 2:
        year = ("19" if year >= "70" else "20") + year
    try:
        return read_date(f"{year}-{int(month):02}-{int(day):02}")
    except ArticleError:
        return ""


def _date(written: str, line: int) -> str:
    """Return the date that a field begins with, in ISO form; empty for prose. Raises ArticleError."""
    written = one_line(written)
    if match := _DIGITS.fullmatch(written) or _SLASHES.fullmatch(written):
        parts = match.groupdict()
        if day := _day(parts):
            return day + (parts.get("time") or "").replace(" ", "T")
    elif match := _WORDS.match(written):
        written = match[0]
    elif not written[:1].isdigit():
        return ""
    try:
        return read_date(written)
    except ArticleError as error:
        raise ArticleError(error.message, line) from None


def _title_and_byline(headline: str) -> tuple[str, str]:
    """Return a headline without what stands around it, and the byline that the Journal puts below it.

    The Journal parts its lines by `@` at times, and the headline from the byline by a rule.
    """
    lines = [line.strip() for line in headline.replace("@", "\n").split("\n")]
    end = next((index for index, line in enumerate(lines) if line.startswith(("---", "By "))), len(lines))
    byline = next((line for line in lines[end:] if line.startswith("By ")), "")
    return _FT_DATE.sub("", one_line(" ".join(lines[:end])), count=1).rstrip("; "), byline


def _authors(byline: str) -> tuple[str, ...]:
    """Return the persons of a byline; a long one tells of the author's life behind the name."""
    names = strip_by(byline)
    return persons(names if len(names) <= _LONGEST_BYLINE else names.partition(",")[0])
