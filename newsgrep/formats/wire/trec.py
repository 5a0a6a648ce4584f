"""TREC SGML: collections of several papers, `<DOC>` after `<DOC>`, with different tags for each paper.

Supported are the Associated Press, Wall Street Journal, Los Angeles Times, Financial Times and San Jose
Mercury of the TREC disks, AQUAINT, and collections of the same structure. The document number names the paper
if it has a form that only one paper uses, and the day if no field gives it.

A date field may hold prose (`Sunday, Home Edition`, `EFFECTIVE DATE: …`): a date is read only at the
beginning of the field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader

from newsgrep.article import Article
from newsgrep.bylines.persons import persons, strip_by
from newsgrep.clean_text import one_line
from newsgrep.dates.reading import iso_date
from newsgrep.formats.article_maker import ArticleMaker
from newsgrep.formats.wire.sgml import Element, find_fields, first_field_text, read_elements, text_of_spans
from newsgrep.read_context import ReadContext
from newsgrep.results import Unreadable

_TITLES = ("HEADLINE", "TITLE", "HL", "HEAD", "TI")
_BYLINES = ("BYLINE", "AUTHOR")
_DATES = ("DATE_TIME", "DATE", "DD", "PUBDATE", "DATE1")
#: DATELINE included: it begins the first paragraph.
_BODIES = ("DATELINE", "LP", "LEADPARA", "TEXT", "GRAPHIC")
_OTHER_FIELDS = ("DOCNO", "PUB", "SECTION")

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
#: The agencies of Gigaword in its languages, and of AQUAINT.
_AGENCIES = {
    **{"AFP": "Agence France-Presse", "AFE": "Agence France-Presse", "APW": "Associated Press"},
    **{"CNA": "Central News Agency", "NYT": "New York Times", "WPB": "Washington Post/Bloomberg"},
    **{"LTW": "Los Angeles Times/Washington Post", "XIE": "Xinhua", "XIN": "Xinhua", "ZBN": "Zaobao"},
    **{"AAW": "Asharq Al-Awsat", "ASB": "Assabah", "HYT": "Al Hayat", "NHR": "An Nahar", "QDS": "Al-Quds"},
    **{"UMH": "Ummah Press"},
}
_LANGUAGES = {"ARB": "ar", "CMN": "zh", "ENG": "en", "FRE": "fr", "SPA": "es"}
#: Forms of document numbers, and the one paper that uses each; '' if a code names the agency.
_NUMBER_FORMS = tuple(
    (re.compile(form, re.ASCII), source)
    for form, source in (
        (rf"AP{_SHORT_DAY}-\d{{4}}", "Associated Press"),
        (rf"WSJ{_SHORT_DAY}-\d{{4}}", "Wall Street Journal"),
        (r"LA(?P<month>\d\d)(?P<day>\d\d)(?P<year>\d\d)-\d{4}", "Los Angeles Times"),
        (r"FT9\d{2}-\d{1,5}", "Financial Times"),
        (r"SJMN9\d-\d{8}", "San Jose Mercury News"),
        (rf"(?P<agency>AFE|APW|NYT|XIE|XIN|CNA){_LONG_DAY}\.\d{{4}}", ""),
        (rf"(?P<agency>[A-Z]{{3}})_(?P<language>[A-Z]{{3}})_{_LONG_DAY}\.\d{{4}}", ""),
    )
)


def claims(beginning: str) -> bool:
    """Whether the text begins with a document."""
    return _BEGINNING.match(beginning) is not None


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the article of each document. Raises ArticleError if there is none."""
    return ArticleMaker(context).each(read_elements(stream, "DOC", context), _article)


def _article(element: Element, make: ArticleMaker) -> Article:
    content = element.content(make.context)
    found = find_fields(content, *_TITLES, *_BYLINES, *_DATES, *_BODIES, *_OTHER_FIELDS)
    number = one_line(first_field_text(content, found, "DOCNO")) or element.attribute("ID")
    source, language, day = _source_language_day(number)
    body, index = text_of_spans(
        content, ((field.start, field.end) for field in found if field.name in _BODIES)
    )
    title, byline = _title_and_byline(first_field_text(content, found, *_TITLES))
    article = make(
        number,
        title=title,
        body=body,
        dates=(),
        authors=_byline_persons(first_field_text(content, found, *_BYLINES) or byline),
        source=one_line(first_field_text(content, found, "PUB")) or source,
        language=language,
        section=one_line(first_field_text(content, found, "SECTION").partition(";")[0]),
        line=element.line,
        body_line=element.line + index if body else 0,
    )
    date, date_text = _field_date(first_field_text(content, found, *_DATES), make.context)
    return article._replace(date=date or day, date_text="" if day else date_text)


def _source_language_day(number: str) -> tuple[str, str, str]:
    """Return the source, the language and the day in a document number, each '' if there is none."""
    for form, source in _NUMBER_FORMS:
        if match := form.fullmatch(number):
            parts = match.groupdict()
            agency, language = parts.get("agency") or "", parts.get("language") or ""
            day = _iso_day(parts) if "day" in parts else ""
            return source or _AGENCIES.get(agency, agency), _LANGUAGES.get(language, ""), day
    return "", "", ""


def _iso_day(parts: dict[str, str | None]) -> str:
    """Return year, month and day as an ISO date, '' if there is no such day."""
    year, month, day = (parts[name] or "" for name in ("year", "month", "day"))
    if len(year) == 2:
        year = ("19" if year >= "70" else "20") + year
    return iso_date(f"{year}-{int(month):02}-{int(day):02}")


def _field_date(written: str, context: ReadContext) -> tuple[str, str]:
    """Return the date at the beginning of a field and '', or '' and a text with digits that is no date."""
    written = one_line(written)
    if match := _DIGITS.fullmatch(written) or _SLASHES.fullmatch(written):
        parts = match.groupdict()
        if day := _iso_day(parts):
            return day + (parts.get("time") or "").replace(" ", "T"), ""
    elif match := _WORDS.match(written):
        written = match[0]
    elif not written[:1].isdigit():
        return "", ""
    return context.dates.read_first([written])


def _title_and_byline(headline: str) -> tuple[str, str]:
    """Return a bare headline, and the byline that the Wall Street Journal puts below it.

    The Journal sometimes separates lines by `@`, and the headline from the byline by a rule.
    """
    lines = [line.strip() for line in headline.replace("@", "\n").split("\n")]
    end = next((index for index, line in enumerate(lines) if line.startswith(("---", "By "))), len(lines))
    byline = next((line for line in lines[end:] if line.startswith("By ")), "")
    return _FT_DATE.sub("", one_line(" ".join(lines[:end])), count=1).rstrip("; "), byline


def _byline_persons(byline: str) -> tuple[str, ...]:
    """Return the persons of a byline; a long one has the author's biography after the name."""
    names = strip_by(byline)
    return persons(names if len(names) <= _LONGEST_BYLINE else names.partition(",")[0])
