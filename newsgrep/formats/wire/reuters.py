"""Reuters-21578: files of a thousand wire stories in SGML, `<REUTERS … NEWID="1">` to `</REUTERS>`.

The body is the story's TEXT without TITLE and AUTHOR: the dateline begins its first paragraph, as it ran,
and the few rows of tables that stand before a BODY are not lost. The wire's end mark, a last line `Reuter`,
is a footer and stays out; so does the `Blah blah blah.` of a story that is but a title.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from io import BufferedReader

from newsgrep.article import HEADLINE, LEDE, Article
from newsgrep.errors import ArticleError
from newsgrep.formats.bylines import persons
from newsgrep.formats.dates import read_date
from newsgrep.formats.keys import Keys
from newsgrep.formats.origin import Origin
from newsgrep.formats.text import lede_of, one_line
from newsgrep.formats.wire.sgml import Element, body_of, elements, fields, first
from newsgrep.results import Unreadable

_BEGINNING = re.compile(r"\s*(?:<!DOCTYPE\s+lewis\b|<REUTERS[\s>])", re.IGNORECASE)
# Behind the time there may be a wire's category or a remark; one story has the time 605:12:19.12.
_DATE = re.compile(r"(?P<day>\d\d?-[A-Z]{3}-\d{4})(?:\s+(?P<time>\d\d:\d\d:\d\d(?:\.\d{1,6})?)?)?", re.ASCII)
# On a line of its own, or far behind the last words.
_END_MARK = re.compile(r"(?:\A|(?<=\S)\s{2,})reuters?(?:\.\.\.)?(?:\^M)?\Z", re.IGNORECASE)
_AGENCY = re.compile(r"(?<=[^\s,])[\s,]+Reuters?\.?\s*\Z", re.IGNORECASE)
_FILLER = re.compile(r"\**\s*(?:Blah blah blah\.)?")


def claims(beginning: str) -> bool:
    """Whether the text begins with the archive's document type, or with a story."""
    return _BEGINNING.match(beginning) is not None


def read(stream: BufferedReader, origin: Origin) -> Iterator[Article | Unreadable]:
    """Yield the article of each story; raises ArticleError where there is none."""
    keys = Keys(origin)
    for element in elements(stream, "REUTERS"):
        try:
            yield _article(element, origin, keys)
        except ArticleError as error:
            yield Unreadable(origin.path, error.message, error.line or element.line)


def _article(element: Element, origin: Origin, keys: Keys) -> Article:
    content = element.content(origin, older="latin-1")
    outer = fields(content, "DATE", "TEXT")
    story = next((field for field in outer if field.name == "TEXT"), None)
    if story is None:
        raise ArticleError("no <TEXT>", element.line)
    markup = content[: story.end]
    inner = [field for field in fields(markup, "TITLE", "AUTHOR") if field.outer_start >= story.start]
    cuts = [
        story.start,
        *(edge for field in inner for edge in (field.outer_start, field.outer_end)),
        story.end,
    ]
    body, index = body_of(markup, zip(cuts[::2], cuts[1::2], strict=True))
    body = _without_end_mark(body)
    title = one_line(first(markup, inner, "TITLE"))
    if not body and not title:
        raise ArticleError("no text", element.line)
    return Article(
        date=_date(first(content, outer, "DATE"), element.line),
        key=keys.of(element.attribute("NEWID") or f"L{element.line}"),
        path=origin.path,
        body=body,
        title=title or lede_of(body),
        title_from=HEADLINE if title else LEDE,
        authors=persons(_AGENCY.sub("", first(markup, inner, "AUTHOR"))),
        source="Reuters",
        language="en",
        line=element.line,
        body_line=element.line + index if body else 0,
    )


def _without_end_mark(body: str) -> str:
    """Return the body without the wire's end mark, and empty where it is but a filler."""
    above, end, last = body.rpartition("\n")
    if mark := _END_MARK.search(last.strip()):
        body = (above + end + last.strip()[: mark.start()]).rstrip()
    return "" if _FILLER.fullmatch(body) else body


def _date(written: str, line: int) -> str:
    """Return a date in ISO form, without a time that no clock has. Raises ArticleError."""
    match = _DATE.match(written)
    forms = [" ".join(filter(None, match.groups())), match["day"]] if match else [written]
    for form in forms[:-1]:
        with contextlib.suppress(ArticleError):  # the day may be known nevertheless
            return read_date(form)
    try:
        return read_date(forms[-1]) if written else ""
    except ArticleError as error:
        raise ArticleError(error.message, line) from None
