"""The header of a text: a headline, perhaps a byline and a date line, or both on one line.

    Talks resume
    By Jane Doe, 30 October 2020

The headline is a short first line without a full stop at its end, with a blank line, a byline or a date line
below it. A name without `By` is a byline where a date follows it. Below a byline the date may have a place.

    Title: Talks resume
    Author: Jane Doe

A header may also have labels, a field a line: a title and another field, with a blank line below.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from newsgrep.article import Article
from newsgrep.bylines.persons import are_persons, is_byline, persons, split_date
from newsgrep.clean_text import one_line
from newsgrep.dates.reading import is_date_line
from newsgrep.formats.prose.layout import TextHeader, has_headline_length, is_blank, next_text
from newsgrep.read_context import ReadContext

_LONGEST_BYLINE = 100
_BYLINE = re.compile(r"B[Yy]:?\s+(?=\w)[^a-z].*[^\s.!?:,;]")
#: The beginning of a line with the day of an update.
_UPDATE = re.compile(
    r"\s*(?:last |zuletzt )?(?:updated|modified|aktualisiert|mis à jour|actualizado|atualizado|aggiornato)\b",
    re.I,
)
_BETWEEN_DAYS = re.compile(r"\s+[|/·•–—-]\s+|\s*;\s+")
_SENTENCE_ENDS = tuple(".!?:,;")
#: Words of places and of sections, which are written as names are.
_NO_NAME = re.compile(
    r"(?:the|new|old|north|south|east|west|central|upper|lower|san|santa|são|sao|saint|st\.?|los|las|el|la|le"
    r"|port|fort|cape|mount|lake|hong|tel|abu|rio|buenos|kuala|addis|phnom|sri|saudi|united|costa|bad|sankt"
    r"|news|world|politics|business|sports?|opinion|editorial|letters?|analysis|comment|features?|affairs"
    r"|foreign|local|national|international|economy|culture|science|technology|health|travel|press|release"
    r"|special|report|breaking|daily|weekly|times|post|city|county|island|states?|desk|staff|wire|services?)",
    re.I,
)
#: The labels of fields, in lower case.
_LABELS = {
    label: field
    for field, labels in {
        "title": "title|headline|titel|überschrift|titre|título|titolo|заголовок",
        "byline": "author|authors|byline|by|autor|autorin|autoren|auteur|auteurs|autora|autore|автор",
        "date": "date|published|publication date|datum|fecha|data|дата",
        "source": "source|publication|newspaper|publisher|quelle|zeitung|journal|fuente|fonte|источник",
        "section": "section|rubrik|ressort|rubrique|sección|sezione|рубрика",
        "url": "url|link",
    }.items()
    for label in labels.split("|")
}
_LABELLED = re.compile(r"\s*(?P<label>[^\W\d_][\w ]{1,30}?)\s*:\s+(?P<value>\S.*)")


class _Mark(NamedTuple):
    """The byline and the date in a line of a header, each '' if it has none."""

    byline: str
    date: str


def find_header(lines: list[str], context: ReadContext) -> TextHeader:
    """Return the header: headline, byline and date line, as far as they are there."""
    first = next_text(lines, 0)
    if labelled := _labelled_header(lines, first, context):
        return labelled
    if first < len(lines) and _is_headline(lines, first):
        return header_below(lines, first + 1, context, lines[first])._replace(first=first)
    return header_below(lines, first, context)


def _labelled_header(lines: list[str], first: int, context: ReadContext) -> TextHeader | None:
    """Return the header whose lines are fields with labels; None for any other, and with an unknown label."""
    fields: dict[str, str] = {}
    end = first
    while match := _LABELLED.fullmatch(lines[end]) if end < len(lines) else None:
        field = _LABELS.get(one_line(match["label"]).lower(), "")
        if not field or field in fields:
            return None
        fields[field] = one_line(match["value"])
        end += 1
    if "title" not in fields or len(fields) == 1 or not is_blank(lines, end):
        return None
    date, date_text = context.dates.read(fields.get("date", ""))
    article = Article(
        context.key(), context.path, title=fields["title"], authors=persons(fields.get("byline", "")),
        date=date, date_text=date_text, source=fields.get("source", ""), section=fields.get("section", ""),
        url=fields.get("url", ""),
    )  # fmt: skip
    return TextHeader(first, end, article)


def header_below(lines: list[str], first: int, context: ReadContext, title: str = "") -> TextHeader:
    """Return the header with a given title, whose byline and date line begin at the line `first`."""
    end, byline, day = first, "", ""
    while (index := next_text(lines, end)) < len(lines):
        mark = _mark_of(lines, index)
        if mark is None and (byline or title):
            mark = _place_and_date(lines[index]) if byline else _name_and_date(lines, index)
        if mark is None or byline and mark.byline:
            break
        if day and mark.date and not (_UPDATE.match(day) or _UPDATE.match(mark.date)):
            break
        byline, day, end = byline or mark.byline, _published(day, mark.date), index + 1
    date, date_text = context.dates.read(day)
    article = Article(
        context.key(), context.path, title=one_line(title), authors=persons(byline), date=date,
        date_text=date_text,
    )  # fmt: skip
    return TextHeader(first, end, article)


def _is_headline(lines: list[str], index: int) -> bool:
    line = lines[index].strip()
    if not has_headline_length(line) or line.endswith(".") or next_text(lines, index + 1) == len(lines):
        return False
    if _mark_of(lines, index):
        return False
    below = index + 1
    return is_blank(lines, below) or bool(_mark_of(lines, below) or _name_and_date(lines, below))


def _mark_of(lines: list[str], index: int) -> _Mark | None:
    """Return the mark of a line that is a byline, a date, or both; None for any other line."""
    line = lines[index].strip()
    if day := _day_of(line):
        return _Mark("", day)
    if len(line) > _LONGEST_BYLINE:
        return None
    rest, date = split_date(line)
    if not _has_form_of_byline(rest) or not (date or _is_at_edge(lines, index)):
        return None
    return _Mark(rest, date)


def _day_of(line: str) -> str:
    """Return the day that a line consists of, the first of two (`Published … | Updated …`); '' for none."""
    if is_date_line(line):
        return line
    parts = ((line[: mark.start()], line[mark.end() :]) for mark in _BETWEEN_DAYS.finditer(line))
    days = ((first, other) for first, other in parts if is_date_line(first) and is_date_line(other))
    return next((_published(first, other) for first, other in days), "")


def _published(day: str, other: str) -> str:
    """Return the first of two days; the other one if the first is '' or the day of an update."""
    return other if other and (not day or _UPDATE.match(day) and not _UPDATE.match(other)) else day


def _has_form_of_byline(line: str) -> bool:
    """Whether a line begins with a `By` of any language.

    Words of other languages, such as `Von`, may also begin a headline: only persons may follow them.
    """
    return _BYLINE.fullmatch(line) is not None or not line.endswith(_SENTENCE_ENDS) and is_byline(line)


def _is_at_edge(lines: list[str], index: int) -> bool:
    """Whether a line is the first or the last of its paragraph, or has a date below it."""
    below = index + 1
    alone = is_blank(lines, below) or bool(_day_of(lines[below]) or _place_and_date(lines[below]))
    return alone or index > 0 and not is_blank(lines, index - 1)


def _name_and_date(lines: list[str], index: int) -> _Mark | None:
    """Return the mark of a line that is a name, with a date behind or below it; None for any other line."""
    line = lines[index].strip()
    if len(line) > _LONGEST_BYLINE:
        return None
    rest, date = split_date(line)
    below = next_text(lines, index + 1)
    has_day = bool(date) or below < len(lines) and bool(_day_of(lines[below]))
    return _Mark(rest, date) if has_day and _is_name(rest) else None


def _place_and_date(line: str) -> _Mark | None:
    """Return the date of a line such as `Madrid - 7 SEP 2020`; None for any other line."""
    rest, date = split_date(line) if len(line) <= _LONGEST_BYLINE else ("", "")
    words = rest.split()
    is_place = 0 < len(words) <= 3 and all(word.isalpha() and word[0].isupper() for word in words)
    return _Mark("", date) if date and is_place else None


def _is_name(line: str) -> bool:
    """Whether the form of a line is the name of a person, perhaps with `in` and a place."""
    names = persons(line)
    if len(names) != 1 or not are_persons(names):
        return False
    words, behind = names[0].split(), line.removeprefix(names[0])
    has_letters = all(word.replace("-", "").replace(".", "").isalpha() for word in words)
    has_form = len(words) <= 4 and has_letters and re.fullmatch(r"(?: in \w[\w -]*)?", behind)
    return bool(has_form) and not any(map(_NO_NAME.fullmatch, words))
