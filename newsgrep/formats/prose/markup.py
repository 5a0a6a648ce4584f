"""Texts with light markup, such as Markdown: fields above a text, whose lines have marks.

A field may be the title, which is else a heading in the text. Without an author or a date among the fields, a
byline and a date line above the text are read as in plain text. If there is no date, the name of the file, or
of the folder of an `index.md`, may begin with one, as site generators and note-takers write it
(`2020-10-30-talks-resume.md`, `2020-10-30 Talks.md`, `2020-10-30.md`), or else the path that the fields give
to the page may have one (`path = "2020/10/30/talks"`). The lines of the body are lines of the file, so that
`body_line` is right.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import BufferedReader
from typing import NamedTuple

from newsgrep.article import FIELD, URL, Article
from newsgrep.clean_text import one_line
from newsgrep.dates.reading import date_in_url
from newsgrep.encodings.decoding import read_text
from newsgrep.errors import ArticleError
from newsgrep.formats.fields.article_builder import ArticleBuilder, resolve_mapping
from newsgrep.formats.prose.header import header_below
from newsgrep.formats.prose.layout import next_text, with_agency_line
from newsgrep.read_context import ReadContext

#: A text with more characters keeps its marks: to parse it would take seconds.
_LARGEST = 2**20
_DATED_NAME = re.compile(r"(?:.*/)?(\d{4}-\d\d-\d\d)([-_ ][^/]*)?(?:/index)?\.[^/]+", re.S)


class CleanText(NamedTuple):
    """A text without its markup.

    lines: its lines, each at its place
    title: the first heading of the first level, '' for none
    end:   the index of the line after that heading
    """

    lines: list[str]
    title: str = ""
    end: int = 0


class Markup(NamedTuple):
    """A reader of texts in a markup.

    claims: whether a text is of this markup, by its beginning
    fields: returns the fields above a text, and the offset of the text below them
    clean:  returns a text below the given fields without marks
    """

    claims: Callable[[str], bool]
    fields: Callable[[str], tuple[Mapping[str, object], int]]
    clean: Callable[[str, Mapping[str, object]], CleanText]

    def read(self, stream: BufferedReader, context: ReadContext) -> Iterator[Article]:
        """Yield the article of a file. Raises ArticleError."""
        text = read_text(stream, context)
        record, offset = self.fields(text)
        above = text.count("\n", 0, offset)
        body = text[offset:]
        clean = self.clean(body, record) if len(body) <= _LARGEST else CleanText(body.split("\n"))
        yield _article(record, clean, above, context)


def block_values(lines: list[str], start: int, field: re.Pattern[str]) -> tuple[dict[str, object], int]:
    """Return the fields in lines that match a pattern, by lower-case keys, and the number of the line below.

    The value of a field goes on in lines that are indented.
    """
    record: dict[str, object] = {}
    key, index = "", start
    for index in range(start, len(lines)):
        line = lines[index].rstrip()
        if match := field.fullmatch(line):
            key = match["key"].lower()
            record[key] = (match["value"] or "").strip()
        elif key and line[:1].isspace():
            record[key] = f"{record[key]} {line.strip()}"
        else:
            break
    else:
        index = max(start, len(lines))
    return {key: value for key, value in record.items() if value}, index


def without_inline(text: str, marks: Iterable[tuple[re.Pattern[str], str]]) -> str:
    """Return a text without marks within its paragraphs: each pattern, in order, gives way to its rest."""
    for mark, rest in marks:
        text = mark.sub(rest, text)
    return text


def _article(record: Mapping[str, object], clean: CleanText, above: int, context: ReadContext) -> Article:
    """Return the article of the fields and the text; `above` lines of the file are above the text."""
    lines, title, end = clean
    first = next_text(lines, 0)
    # The title is cut from the body only if it is the first text there.
    start = (
        next_text(lines, end) if title and one_line(" ".join(lines[first:end])) == one_line(title) else first
    )
    mapping = {
        **context.mapping,
        "body": ("body",),
    }  # the text below the front matter, and no field `content`
    known = resolve_mapping(record, mapping)
    header = header_below(lines, start, context, title or known.get("title", ""))
    authors = () if "author" in known else header.article.authors
    date, date_text = ("", "") if "date" in known else (header.article.date, header.article.date_text)
    if authors or date or date_text:
        start = next_text(lines, header.end)
    elif "date" not in known:
        date = _date_in_name(context.member or context.path, has_front_matter=bool(record))
    body = "\n".join(lines[start:]).strip("\n").rstrip()
    fields = {**record, "body": body or None}
    if title and "title" not in known:
        fields["title"], mapping["title"] = title, ("title",)
    article = ArticleBuilder(context._replace(mapping=mapping)).build(fields, 1)
    if not (body or article.title):  # the text of a field such as `content` is none
        raise ArticleError("no text", 1)
    article = article._replace(key=context.key(), body=body, body_line=above + start + 1 if body else 0)
    if authors:
        article = article._replace(authors=authors)
    if date or date_text:
        article = article._replace(date=date, date_text=date_text, date_from=FIELD)
    elif not article.date and (date := date_in_url(f"/{record.get('path') or record.get('slug')}")):
        article = article._replace(date=date, date_from=URL)
    return with_agency_line(article)


def _date_in_name(path: str, *, has_front_matter: bool) -> str:
    """Return the day that the name of a file, or of the folder of an index.md, begins with; '' for none.

    Without front matter the name has to be a day alone, as for a daily note.
    """
    match = _DATED_NAME.fullmatch(path)
    if match and match[2] and not has_front_matter:
        return ""
    try:
        return datetime.date.fromisoformat(match[1]).isoformat() if match else ""
    except ValueError:
        return ""
