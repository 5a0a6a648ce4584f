"""Nexis and LexisNexis before Nexis Uni: `3 of 200 DOCUMENTS`, and fields in capitals.

The lines above the fields are the source, the date, perhaps an edition, and the headline; in text all but the
headline are centred. The article ends at the first field below its text, such as LOAD-DATE or SUBJECT.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from newsgrep.bounded_bytes import too_large
from newsgrep.clean_text import clean
from newsgrep.errors import ArticleError
from newsgrep.formats.exports.labels import (
    HEADER_FIELDS,
    TRAILER_FIELDS,
    Mark,
    Paragraph,
    mark_of,
    paragraphs_of,
    stated_word_count,
)
from newsgrep.formats.exports.record import (
    ExportRecord,
    Found,
    find_date,
    first_words,
    missing_numbers,
    section_name,
)
from newsgrep.read_context import ReadContext
from newsgrep.results import Unreadable

#: The line of the cover page that says which of the documents found are in the file.
_ITEMS = re.compile(
    r".*(?:items|documents|dokumente|documenten|documentos|documenti)\b.*?:\s*([\d\s,–-]+)", re.I
)
_COPYRIGHT = re.compile(
    r"(?:copyright|copr\.|©|\(c\))\b|(?:all rights reserved|alle rechte|tous droits)", re.I
)
_EDITION = re.compile(r"\b(?:edition|ausgabe|édition|edición|edizione|edição|editie)\b", re.I)
_LONGEST_DATE, _LONGEST_EDITION = 150, 60


def records(lines: Iterable[tuple[int, str]], context: ReadContext) -> Iterator[ExportRecord | Unreadable]:
    """Yield a record for each document in numbered lines; an Unreadable for one that does not parse.

    Exports that were joined into one file have several totals.

    Raises ArticleError if there is no document.
    """
    found: dict[int, list[int]] = {}
    wanted = 0
    mark: Mark | None = None
    block: list[str] = []
    start = size = 0
    for number, line in lines:
        line = clean(line.rstrip("\n"))
        if (begun := mark_of(line)) is not None:
            if mark is not None:
                yield _record(mark, block, start, context)
            mark, block, start, size = begun, [], number + 1, 0
            found.setdefault(mark.total, []).append(mark.number)
            continue
        if mark is None:
            wanted = wanted or _number_wanted(line)
            continue
        block.append(line)
        size += len(line)
        if size > context.limits.record_bytes:
            raise too_large("document", context.limits.record_bytes, start)
    if mark is None:
        raise ArticleError("no document in the file")
    yield _record(mark, block, start, context)
    for reason in _what_is_missing(found, wanted):
        yield Unreadable(context.path, reason)


def _what_is_missing(found: dict[int, list[int]], wanted: int) -> Iterator[str]:
    """Yield what is missing: by the number of documents that are wanted, else by gaps in their numbers.

    A file that does not begin with document 1 holds a part of the documents that were found in the database.

    found:  the numbers of the documents by their totals
    wanted: 0 if it is not known
    """
    count = sum(len(set(numbers)) for numbers in found.values())
    if wanted:
        if count < wanted:
            yield f"the export says {wanted:,} documents, {count:,} found"
        return
    for total, numbers in found.items():
        first = min(numbers)
        if reason := missing_numbers(numbers, total if first == 1 else max(numbers), first):
            yield reason


def _number_wanted(line: str) -> int:
    """Return how many documents a line of the cover page says are in the file, 0 if it says nothing."""
    items = _ITEMS.fullmatch(line) if len(line) <= _LONGEST_DATE else None
    ranges = re.findall(r"(\d{1,7})(?:\s*[–-]\s*(\d{1,7}))?", items[1]) if items else []
    return sum(max(0, int(last or first) - int(first) + 1) for first, last in ranges)


def _record(mark: Mark, lines: list[str], start: int, context: ReadContext) -> ExportRecord | Unreadable:
    paragraphs = list(paragraphs_of(lines))
    first_field = next((at for at, found in enumerate(paragraphs) if found.field in HEADER_FIELDS), 0)
    end = next((at for at, found in enumerate(paragraphs) if found.field in TRAILER_FIELDS), len(paragraphs))
    fields: dict[str, str] = {}
    for found in paragraphs:
        if found.field:
            fields.setdefault(found.field, found.value)
    if first_field > end:
        first_field = 0
    above = paragraphs[: first_field or end]
    record = _read_above(above)
    body_start = first_field
    if first_field:
        while body_start < end and paragraphs[body_start].field in HEADER_FIELDS - {"body"}:
            body_start += 1
    body = paragraphs[body_start:end] if first_field else _below_headline(above, record.title)
    while body and _COPYRIGHT.match(body[-1].text):
        body.pop()
    if not record.date.written and "length" not in fields or not body:
        shown = first_words(paragraphs[0].text if paragraphs else "")
        reason = f"document {mark.number} of {mark.total:,} is no article: {shown}"
        return Unreadable(context.path, reason, start)
    return _complete(record, fields, body, lines, start)


def _complete(
    record: ExportRecord, fields: dict[str, str], body: list[Paragraph], lines: list[str], start: int
) -> ExportRecord:
    """Return the record with its fields and its body."""
    record.line = start
    record.title = fields.get("headline") or record.title
    record.byline = fields.get("byline", "")
    record.section = section_name(fields.get("section", ""))
    record.words = stated_word_count(fields.get("length", ""))
    record.language = fields.get("language", "")
    if not record.date.written:
        record.date = find_date(fields.get("date", ""))
    text = lines[body[0].start : body[-1].end]
    record.body_line = start + body[0].start
    if body[0].field == "body":
        text[0] = text[0].partition(":")[2].lstrip()
        record.body_line = 0
    record.body = "\n".join(text)
    if teaser := fields.get("highlight"):
        record.body, record.body_line = f"{teaser}\n\n{record.body}", 0
    return record


def _read_above(above: list[Paragraph]) -> ExportRecord:
    """Return the source, the date and the title, from the paragraphs above the fields."""
    record = ExportRecord()
    rest = [found for found in above if not _COPYRIGHT.match(found.text)]
    for at, found in enumerate(rest):
        day = find_date(found.text) if len(found.text) <= _LONGEST_DATE else Found()
        if day.written and day.start <= 20:
            record.date = day
            del rest[at]
            break
    if rest:
        record.source = rest.pop(0).text
    if any(found.is_indented for found in rest):
        rest = [found for found in rest if not found.is_indented] or rest
    headlines = [found for found in rest if not _is_edition(found.text)] or rest
    record.title = headlines[0].text if headlines else ""
    return record


def _is_edition(text: str) -> bool:
    return len(text) <= _LONGEST_EDITION and _EDITION.search(text) is not None


def _below_headline(above: list[Paragraph], title: str) -> list[Paragraph]:
    """Return the paragraphs below the headline, where no field separates them."""
    at = next((at for at, found in enumerate(above) if found.text == title), len(above))
    return above[at + 1 :]
