"""References in tagged lines: RIS (`TY  - NEWS`), EndNote (`%0 Newspaper Article`), RefWorks (`RT News`).

A tag begins a line, and lines without a tag below it continue its text. Each format has a tag that begins a
reference, and one that ends it and may be missing. Lines above the first reference are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from io import BufferedReader

from newsgrep.article import Article
from newsgrep.bounded_bytes import too_large
from newsgrep.clean_text import one_line
from newsgrep.encodings.text_streams import mend, read_lines
from newsgrep.errors import ArticleError
from newsgrep.formats.fields.article_builder import ArticleBuilder
from newsgrep.formats.references.reference import authors_of, best_date, reference_address, text_of_notes
from newsgrep.read_context import ReadContext
from newsgrep.results import Unreadable

#: The values of each tag, in the order of the file.
_Tags = dict[str, list[str]]


#: Characters in which a reference begins.
_FIRST_LINES = 1_000


class TaggedFormat:
    """Reads a format in which each line has a tag and a value, such as RIS: a reference after another."""

    def __init__(self, label: str, line: str, first: str, last: str, fields: Mapping[str, str]) -> None:
        """Take the form of the format.

        label:  the name of the format
        line:   what a line with a tag looks like: the first group is the tag, the second its value
        first, last: the tags that begin and end a reference
        fields: the tags of each field, best first
        """
        self._label = label
        self._line = re.compile(line, re.M)
        self._begins = re.compile(rf"\A(?:[^\n]*\n){{0,20}}?(?={first}){line}\n\s*{line}", re.M)
        self._first, self._last = first, last
        self._fields = {field: tags.split() for field, tags in fields.items()}

    def claims(self, beginning: str) -> bool:
        """Whether one of the first lines begins a reference."""
        first = beginning[:_FIRST_LINES]  # most texts have no such tag in it
        return self._first in first and self._begins.match(first) is not None

    def read(self, stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
        """Yield the article of each reference. Raises ArticleError if there is none.

        Raises it, too, if the last reference is cut off: it has no end tag, but others have one.
        """
        builder = ArticleBuilder(context)
        found = False
        for tags, line in self._references(read_lines(stream, context), context):
            found = True
            try:
                yield builder.build(self._record(_mended(tags, context, line), context), line)
            except ArticleError as error:
                yield Unreadable(context.path, error.message, line)
        if not found:
            raise ArticleError(f"no reference in {self._label}: a line with {self._first} begins one")

    def _references(self, lines: Iterator[str], context: ReadContext) -> Iterator[tuple[_Tags, int]]:
        """Yield the tags of each reference, and the line where it begins. Raises ArticleError."""
        tags: _Tags = {}
        begins, size, has_ends = 0, 0, False
        values: list[str] = []
        for number, line in enumerate(lines, 1):
            match = self._line.match(line.removeprefix("\ufeff"))
            tag = match[1] if match else ""
            if tags and tag and tag in (self._first, self._last):
                yield tags, begins
                tags, has_ends = {}, has_ends or tag == self._last
            if tag == self._first:
                begins, size = number, 0
            if match and (tags or tag == self._first):
                values = tags.setdefault(tag, [])
                values.append(match[2] or "")
            elif tags:
                values[-1] += f"\n{line.strip()}"
            size += len(line)
            if tags and size > context.limits.record_bytes:
                raise too_large("reference", context.limits.record_bytes, begins)
        if tags:
            yield tags, begins
        if tags and has_ends:
            raise ArticleError("the file ends within this reference", begins)

    def _record(self, tags: _Tags, context: ReadContext) -> dict[str, object]:
        """Return the record of a reference; if the user maps fields, with each tag, which may be mapped."""

        def values(field: str) -> list[str]:
            return [text for tag in self._fields.get(field, ()) for text in tags.get(tag, ()) if text.strip()]

        def first(field: str) -> str:
            return one_line(next(iter(values(field)), ""))

        texts = [_joined(tags.get(tag, ())) for tag in self._fields["text"]]
        record: dict[str, object] = {
            "id": first("id"),
            "title": first("title"),
            "author": authors_of(next((tags[tag] for tag in self._fields["author"] if tag in tags), [])),
            "date": best_date(values("date")),
            "text": max(texts, key=len) or text_of_notes(values("notes")),
            "url": reference_address(values("url"), first("doi")),
            "source": first("source"),
            "section": "" if first("section").isdecimal() else first("section"),
            "language": first("language"),
        }
        named = {tag: "\n\n".join(found) for tag, found in tags.items()} if context.mapping else {}
        return {**named, **record}


def _mended(tags: _Tags, context: ReadContext, line: int) -> _Tags:
    """Return tags with U+FFFD for undecodable bytes in their values. Raises ArticleError."""
    whole = iter(mend([value for values in tags.values() for value in values], context, line))
    return {tag: [next(whole) for _ in values] for tag, values in tags.items()}


def _joined(values: list[str] | tuple[()]) -> str:
    return "\n\n".join(value.strip() for value in values)


RIS = TaggedFormat(
    "RIS",
    r"[ \t]{0,3}([A-Z][A-Z0-9])  ?-(?:[ \t](.*)|[ \t]*$)",
    "TY",
    "ER",
    {
        "id": "AN ID",
        "title": "TI T1 CT BT",
        "author": "AU A1 A2",
        "date": "DA Y1 PY",
        "text": "AB N2",
        "notes": "N1",
        "url": "UR LK L1 L2",
        "source": "T2 JF JO JA J1 J2 BT PB",
        "section": "SE",
        "language": "LA",
        "doi": "DO",
    },
)
ENDNOTE = TaggedFormat(
    "EndNote",
    r"(%[0-9A-Z@!#$&()*+>?<\[\]=~^])(?:[ \t](.*)|[ \t]*$)",
    "%0",
    "",
    {
        "id": "%M",
        "title": "%T",
        "author": "%A",
        "date": "%8 %D",
        "text": "%X",
        "notes": "%Z",
        "url": "%U",
        "source": "%J %B %I",
        "section": "%&",
        "language": "%G",
        "doi": "%R",
    },
)
REFWORKS = TaggedFormat(
    "RefWorks",
    r"([A-Z][A-Z0-9]) ((?!@).*)",
    "RT",
    "",
    {
        "id": "AN ID",
        "title": "T1",
        "author": "A1",
        "date": "FD YR",
        "text": "AB",
        "notes": "NO",
        "url": "UL LK",
        "source": "JF JO T2 PB",
        "section": "",
        "language": "LA",
        "doi": "DO",
    },
)
