"""Nexis Uni, Lexis+ and Lexis Advance: a cover page, and documents that end with `End of Document`.

A document begins with the headline, the source and the date, a line each; then there are fields, `Body`, the
text, and perhaps `Classification`. The identifier of the database is in the link of the headline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsgrep.clean_text import one_line
from newsgrep.formats.documents.extracted import plain_line, split_link
from newsgrep.formats.exports.labels import TRAILER_FIELDS, field_of_label, split_field, stated_word_count
from newsgrep.formats.exports.record import ExportRecord, Found, find_date, first_words, section_name
from newsgrep.read_context import ReadContext
from newsgrep.results import Unreadable

_END = re.compile(
    r"\s*(?:end of document|ende des dokuments|fin du document|fin del documento|fine del documento"
    r"|einde van (?:het )?document|fim do documento)\s*",
    re.I,
)
_TRAILERS = frozenset(
    ["classification", "klassifizierung", "klassifikation", "clasificación", "classificazione"]
    + ["classificatie", "classificação", "graphic", "grafik", "gráfico", "graphique", "notes"]
    + ["correction", "load-date"]
)
_COUNT = re.compile(
    r"\s*(?:documents?|dokumente?|documentos?|documenti|documento|documenten)\s*\((\d{1,6})\)\s*", re.I
)
_ITEM = re.compile(r"urn(?::|%3A)contentItem(?::|%3A)([\w-]{10,60})", re.I)
_LISTED = re.compile(r"\s*(\d{1,5})\.\s")
#: The address of a document in the database, up to its identifier.
_ADDRESS = "https://advance.lexis.com/api/document?id=urn:contentItem:"
_COPYRIGHT = re.compile(r"(?:copyright|©|\(c\)|all rights reserved)\b", re.I)
_LONGEST_DATE = 120


def is_uni(lines: list[str]) -> bool:
    """Whether the lines are such an export: they have the end of a document, and a body or a length."""
    ends = any(_is_end(line) for line in lines)
    return ends and any(is_body(line) or is_length(line) for line in lines)


def is_list(lines: list[str]) -> bool:
    """Whether the lines are the list of documents that comes with an export of one file per document."""
    has_number = any(_COUNT.fullmatch(plain_line(line)) for line in lines[:40] if len(line) < 60)
    return has_number and any(_LISTED.match(plain_line(line)) for line in lines[:80])


def records(lines: list[str], context: ReadContext) -> Iterator[ExportRecord | Unreadable]:
    """Yield a record for each document; an Unreadable for one that does not parse, and for missing ones."""
    promised = 0
    start = count = 0
    items = _listed_items(lines)
    for at, line in enumerate(lines):
        if not count and not promised and (found := _COUNT.fullmatch(plain_line(line))):
            promised = int(found[1])
        if _is_end(line):
            count += 1
            record = _record(lines[start:at], start, count, context)
            if isinstance(record, ExportRecord):
                record.name = record.name or items.get(count, "")
                record.url = _ADDRESS + record.name if record.name else ""
            yield record
            start = at + 1
    rest = [line for line in lines[start:] if line.strip()]
    if any(map(is_body, rest)):
        count += 1
        yield Unreadable(context.path, f"document {count} is cut off: it has no end", start + 1)
    if promised and promised != count:
        yield Unreadable(context.path, f"the export says {promised:,} documents, {count:,} found")


def _listed_items(lines: list[str]) -> dict[int, str]:
    """Return the identifiers in the list of the cover page, by their numbers in it."""
    found: dict[int, str] = {}
    for line in lines:
        if _is_end(line) or is_body(line):
            break
        link, text = split_link(line)
        if (number := _LISTED.match(text)) and (item := _item(link)):
            found.setdefault(int(number[1]), item)
    return found


def _item(link: str) -> str:
    item = _ITEM.search(link)
    return item[1].upper() if item else ""


def _is_end(line: str) -> bool:
    return len(line) < 60 and _END.fullmatch(plain_line(line)) is not None


def is_length(line: str) -> bool:
    """Whether a line gives the number of words."""
    field, value = split_field(plain_line(line))
    return field == "length" and stated_word_count(value) > 0


def is_body(line: str) -> bool:
    """Whether a line is the heading of the text."""
    return len(line) < 30 and ":" not in line and field_of_label(plain_line(line)) == "body"


def _record(lines: list[str], start: int, number: int, context: ReadContext) -> ExportRecord | Unreadable:
    body_at = next((at for at, line in enumerate(lines) if is_body(line)), -1)
    above = [(at, line) for at, line in enumerate(lines[:body_at]) if line.strip()] if body_at >= 0 else []
    head = _head(above)
    if len(head) < 2:
        shown = first_words(next((plain_line(line) for line in lines if line.strip()), ""))
        return Unreadable(context.path, f"document {number} is no article: {shown}", start + 1)
    record = ExportRecord(line=start + 1 + above[head[0]][0])
    link, title = split_link(above[head[0]][1])
    record.title = one_line(title)
    record.name = _item(link)
    record.source = re.sub(r"(?<=\w)\((?=\w)", " (", one_line(plain_line(above[head[1]][1])))
    record.date = find_date(plain_line(above[head[2]][1])) if len(head) > 2 else Found()
    for _, line in above[head[-1] + 1 :]:
        field, value = split_field(plain_line(line))
        _take_field(record, field, value)
    _take_body(record, lines[body_at + 1 :])
    return record


def _head(above: list[tuple[int, str]]) -> list[int]:
    """Return the indexes of the headline, the source and the date; the last only if there is one."""
    fields = [
        at for at, (_, line) in enumerate(above) if split_field(plain_line(line))[0] or _is_copyright(line)
    ]
    after = next((at for at in reversed(range(len(above))) if _is_day(above[at][1])), -1)
    if after >= 2:
        return [after - 2, after - 1, after]
    first = next((at for at in fields if at >= 2), len(above))
    return [first - 2, first - 1] if first >= 2 else []


def _is_day(line: str) -> bool:
    """Whether a line consists of a date, with the weekday and the time."""
    text = one_line(plain_line(line))
    day = find_date(text) if len(text) <= _LONGEST_DATE else Found()
    return bool(day.written) and day.start <= 15 and ":" not in text[: day.start]


def _is_copyright(line: str) -> bool:
    return _COPYRIGHT.match(plain_line(line).strip()) is not None


def _take_field(record: ExportRecord, field: str, value: str) -> None:
    if field == "byline":
        record.byline = value
    elif field == "section":
        record.section = section_name(value)
    elif field == "length":
        record.words = stated_word_count(value)
    elif field == "language":
        record.language = value
    elif field == "highlight":
        record.body = value


def _take_body(record: ExportRecord, below: list[str]) -> None:
    """Add the paragraphs up to the first field below the text; take the language from these fields."""
    paragraphs: list[str] = [record.body] if record.body else []
    in_body = True
    for line in filter(str.strip, map(plain_line, below)):
        field, value = split_field(line)
        is_field = field in TRAILER_FIELDS and len(line) < 2000
        if is_field or one_line(line).lower().rstrip(":") in _TRAILERS:
            in_body = False
        if in_body:
            paragraphs.append(one_line(line))
        elif field == "language" and not record.language:
            record.language = value
    record.body = "\n\n".join(paragraphs)
