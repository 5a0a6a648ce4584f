"""Reuters-21578: files of a thousand wire stories in SGML, `<REUTERS … NEWID="1">` to `</REUTERS>`.

The body is the TEXT element without TITLE and AUTHOR: the dateline begins the first paragraph, as in the
story as sent, and rows of tables before a BODY are kept. The last line `Reuter`, the end mark of the wire, is
left out, and so is the `Blah blah blah.` of a story that has only a title. The topics are the sections.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader

from newsgrep.article import SEVERAL, Article
from newsgrep.bylines.persons import persons
from newsgrep.clean_text import one_line
from newsgrep.errors import ArticleError
from newsgrep.formats.article_maker import ArticleMaker
from newsgrep.formats.wire.sgml import (
    Element,
    Field,
    find_fields,
    first_field_text,
    plain_text_of,
    read_elements,
    text_of_spans,
)
from newsgrep.read_context import ReadContext
from newsgrep.results import Unreadable

_BEGINNING = re.compile(r"\s*(?:<!DOCTYPE\s+lewis\b|<REUTERS[\s>])", re.IGNORECASE)
# A category or a remark may follow the time; one story has the time 605:12:19.12.
_DATE = re.compile(r"(?P<day>\d\d?-[A-Z]{3}-\d{4})(?:\s+(?P<time>\d\d:\d\d:\d\d(?:\.\d{1,6})?)?)?", re.ASCII)
# On a line of its own, or well apart from the last words.
_END_MARK = re.compile(r"(?:\A|(?<=\S)\s{2,})reuters?(?:\.\.\.)?(?:\^M)?\Z", re.IGNORECASE)
_AGENCY = re.compile(r"(?<=[^\s,])[\s,]+Reuters?\.?\s*\Z", re.IGNORECASE)
_FILLER = re.compile(r"\**\s*(?:Blah blah blah\.)?")


def claims(beginning: str) -> bool:
    """Whether the text begins with the archive's document type, or with a story."""
    return _BEGINNING.match(beginning) is not None


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the article of each story. Raises ArticleError if there is none."""
    return ArticleMaker(context).each(read_elements(stream, "REUTERS", context), _article)


def _article(element: Element, make: ArticleMaker) -> Article:
    content = element.content(make.context, legacy="latin-1")
    outer = find_fields(content, "DATE", "TOPICS", "TEXT")
    story = next((field for field in outer if field.name == "TEXT"), None)
    if story is None:
        raise ArticleError("no <TEXT> element in the story", element.line)
    markup = content[: story.end]
    inner = [field for field in find_fields(markup, "TITLE", "AUTHOR") if field.outer_start >= story.start]
    cuts = [
        story.start,
        *(edge for field in inner for edge in (field.outer_start, field.outer_end)),
        story.end,
    ]
    body, index = text_of_spans(markup, zip(cuts[::2], cuts[1::2], strict=True))
    body = _without_end_mark(body)
    return make(
        element.attribute("NEWID"),
        title=one_line(first_field_text(markup, inner, "TITLE")),
        body=body,
        dates=_date_forms(first_field_text(content, outer, "DATE")),
        authors=persons(_AGENCY.sub("", first_field_text(markup, inner, "AUTHOR"))),
        source="Reuters",
        language="en",
        section=SEVERAL.join(_topics(content, outer)),
        line=element.line,
        body_line=element.line + index if body else 0,
    )


def _topics(content: str, outer: list[Field]) -> Iterator[str]:
    """Yield the topics that the archive's editors gave a story."""
    for field in outer:
        if field.name == "TOPICS":
            topics = content[field.start : field.end]
            yield from (one_line(plain_text_of(topics[d.start : d.end])) for d in find_fields(topics, "D"))


def _without_end_mark(body: str) -> str:
    """Return the body without the end mark of the wire, '' for a filler."""
    above, end, last = body.rpartition("\n")
    if mark := _END_MARK.search(last.strip()):
        body = (above + end + last.strip()[: mark.start()]).rstrip()
    return "" if _FILLER.fullmatch(body) else body


def _date_forms(written: str) -> list[str]:
    """Return the texts to read as a date: a day with its time, then the day alone."""
    match = _DATE.match(written)
    return [" ".join(filter(None, match.groups())), match["day"]] if match else [written]
