"""One article in an export of any database, and the check that no article is missing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from msgspec import Struct

from newsgrep.article import Article
from newsgrep.bylines.persons import persons
from newsgrep.clean_text import clean_any, one_clean_line, one_line
from newsgrep.dates.reading import iso_date
from newsgrep.encodings.text_streams import mend
from newsgrep.errors import ArticleError, shortened
from newsgrep.formats.article_maker import ArticleMaker
from newsgrep.paragraphs import lede_of
from newsgrep.read_context import ReadContext
from newsgrep.remarks import SHORT_TEXT
from newsgrep.results import Unreadable

_WORD = r"[^\W\d_]{3,}\.?"
_YEAR = r"(?:19|20)\d\d"
_DAY = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th|er|º|\.)?[ \u00a0-](?:de |of |d['’])?{_WORD},?"
    rf"[ \u00a0-](?:de |del )?{_YEAR}\b"
    rf"|\b{_WORD}[ \u00a0]\d{{1,2}},?[ \u00a0]{_YEAR}\b|\b{_YEAR}-\d\d-\d\d(?!\d)"
    rf"|{_YEAR} ?年 ?\d{{1,2}} ?月 ?\d{{1,2}} ?日"
    rf"|\b\d{{1,2}}[./]\d{{1,2}}[./]{_YEAR}\b",
)
_CLOCK = re.compile(
    r"\b(\d{1,2}:\d\d(?::\d\d)?)(?: ?([AP])\.?M\b\.?)?(?: (GMT|UTC|EST|EDT|CET|CEST|PST|PDT)\b)?", re.I
)
#: The most characters between a day and its time, such as the name of the weekday.
_MOST_BETWEEN = 20
_LONGEST_SLUG = 48
#: The page or the version at the end of the name of a section.
_PAGE = re.compile(r"(?:\A|[;,]\s*)(?:(?:pg|page|seite|s|p|pag|blz|pág)\b\.?|version:)\s*\S+\s*\Z", re.I)
#: A text is too short if the export states many words, and the text has this many times fewer.
_MANY_WORDS, _SHORTER = 100, 3
#: Thai, Japanese, Chinese and Korean.
_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")


class Found(NamedTuple):
    """A date within a line: as written, in ISO form ('' if it is not understood), and where it is."""

    written: str = ""
    iso: str = ""
    start: int = 0
    end: int = 0


class ExportRecord(Struct):
    """What an export says of an article.

    name:  the identifier in the database, '' if the export has none
    words: the length that the database gives, 0 if it gives none
    line, body_line: as in Article
    """

    name: str = ""
    title: str = ""
    byline: str = ""
    authors: tuple[str, ...] = ()
    date: Found = Found()
    url: str = ""
    source: str = ""
    section: str = ""
    language: str = ""
    body: str = ""
    words: int = 0
    line: int = 1
    body_line: int = 0


def make_article(record: ExportRecord, make: ArticleMaker) -> Article:
    """Return the article of a record. Raises ArticleError if there is no text, or none that is readable.

    The key has the identifier of the database, or else the date and the title, so that an article keeps its
    key when it is exported again with other articles.
    """
    context = make.context
    found = (record.body, record.title, record.byline, record.source, record.section, record.language)
    mended, *others = mend((*found, record.name, *record.authors), context, record.line)
    title, byline, source, section, language, name, *authors = map(one_clean_line, others)
    body = clean_any(mended).strip("\n")
    if not body.strip():
        raise ArticleError(f'no text of "{title[:60]}" in the export' if title else "no text", record.line)
    if _is_short(body, record.words):
        context.remark(SHORT_TEXT, "", record.line)
    dates = [record.date.iso, record.date.written]
    return make(
        name or _slug(context.dates.read_first(dates)[0], title or lede_of(body)),
        title=title,
        body=body,
        dates=dates,
        authors=tuple(authors) or persons(byline),
        url=record.url,
        source=source,
        language=language,
        section=section,
        line=record.line,
        body_line=record.body_line,
    )


def make_articles(
    records: Iterable[ExportRecord | Unreadable], context: ReadContext, none: str = ""
) -> Iterator[Article | Unreadable]:
    """Yield the article of each record, and an Unreadable for each that makes none.

    none: the error to raise if there is no record
    """
    return ArticleMaker(context).each(records, make_article, none)


def _is_short(body: str, words: int) -> bool:
    """Whether a text has far fewer words than the export states; False in scripts without word spaces."""
    is_long = words < _MANY_WORDS or _SHORTER * len(body.split()) >= words
    return not is_long and _UNSPACED.search(body[:200]) is None


def find_date(text: str) -> Found:
    """Return the first date within a line, with all empty for none.

    A time within a few words of it belongs to it: `July 1, 2019 Monday 9:20 AM GMT`.
    """
    first = Found()
    for match in _DAY.finditer(text[:400]):
        written = one_line(match[0])
        if "年" in written:
            written = written.replace(" ", "")
        day = iso_date(re.sub(r"(?<=\d)(?:er|º|\.)(?= )|\b(?:d['’])", "", written))
        clock = _CLOCK.search(text, match.end())
        is_near = day and clock is not None and clock.start() - match.end() <= _MOST_BETWEEN
        if is_near and clock and (timed := iso_date(f"{day} {_clock_text(clock)}")):
            return Found(written, timed, match.start(), clock.end())
        if day:
            return Found(written, day, match.start(), match.end())
        first = first if first.written else Found(written, "", match.start(), match.end())
    return first


def first_words(text: str) -> str:
    """Return the first words of a text, to end a reason with: without a full stop."""
    return shortened(one_line(text), 60).rstrip(" .") or "it is empty"


def missing_numbers(numbers: Iterable[int], last: int, first: int = 1) -> str:
    """Return in words which numbers from `first` to `last` are not among the given ones; '' for none."""
    present = sorted(set(numbers))
    ranges: list[str] = []
    expected = first
    for number in [*present, last + 1]:
        if number > expected:
            ranges.append(f"{expected}" if number - 1 == expected else f"{expected} to {number - 1}")
        expected = number + 1
    if not ranges:
        return ""
    shown = ", ".join(ranges[:5]) + (" …" if len(ranges) > 5 else "")
    return f"the export says {last - first + 1:,} documents, {len(present):,} found: {shown} missing"


def section_name(text: str) -> str:
    """Return the name of a section, without the page and the version at its end."""
    return _PAGE.sub("", text).rstrip(" ,;")


def given_name_first(name: str) -> str:
    """Return `Jane Doe` for `Doe, Jane`, as databases list authors; other names as they are."""
    family, comma, given = name.partition(", ")
    is_name = comma and "," not in given and len(given.split()) <= 3 and not given.isupper()
    return one_line(f"{given} {family}") if is_name else one_line(name)


def _clock_text(clock: re.Match[str]) -> str:
    half = f" {clock[2]}m" if clock[2] else ""
    return f"{clock[1]}{half}{' ' + clock[3].upper() if clock[3] else ''}"


def _slug(date: str, title: str) -> str:
    """Return a name made of the day and the title: `2020-10-30-talks-resume`."""
    words = re.findall(r"\w+", title.lower())
    slug = "-".join(words)
    cut = slug[:_LONGEST_SLUG].rpartition("-")[0] if len(slug) > _LONGEST_SLUG else slug
    return "-".join(filter(None, (date[:10], cut or slug[:_LONGEST_SLUG])))


#: Reads the lines of an export; `context` has its path.
LinesReader = Callable[[list[str], ReadContext], Iterator[Article | Unreadable]]
