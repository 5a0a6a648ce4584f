"""Markdown, with or without front matter.

    ---
    title: Talks resume
    authors: [Jane Doe, John Roe]
    date: 2020-10-30
    ---
    Text, *lightly* marked.

The front matter is a record like any other. Without a title there, the first heading of the first level is
the title; without an author or a date, a byline and a date line below it are read as in plain text. If
there is no date, the name of the file, or of the folder of an `index.md`, may begin with one, as site
generators and note-takers write it (`2020-10-30-talks-resume.md`, `2020-10-30 Talks.md`, `2020-10-30.md`), or
else the path that the front matter gives to the page may have one (`path = "2020/10/30/talks"`).
The body is the text without marks; its lines are lines of the file, so that `body_line` is right.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from io import BufferedReader

from newsgrep.article import FIELD, URL, Article
from newsgrep.clean_text import one_line
from newsgrep.dates.reading import date_in_url
from newsgrep.encodings.decoding import read_text
from newsgrep.formats.fields.builder import ArticleBuilder, resolve_mapping
from newsgrep.formats.prose import frontmatter
from newsgrep.formats.prose.header import header_below
from newsgrep.formats.prose.layout import next_text, with_agency_line
from newsgrep.formats.prose.markdowntext import clean_lines
from newsgrep.read_context import ReadContext

_DATED_NAME = re.compile(r"(?:.*/)?(\d{4}-\d\d-\d\d)([-_ ][^/]*)?(?:/index)?\.[^/]+", re.S)

claims = frontmatter.claims


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article]:
    """Yield the article of a Markdown file. Raises ArticleError."""
    text = read_text(stream, context)
    record, offset = frontmatter.split_front_matter(text)
    above = text.count("\n", 0, offset)
    lines, title, end = clean_lines(text[offset:])
    first = next_text(lines, 0)
    # The title is cut from the body only if it is the first text there.
    start = (
        next_text(lines, end) if title and one_line(" ".join(lines[first:end])) == one_line(title) else first
    )
    mapping = {field: keys for field, keys in context.mapping.items() if field != "body"}
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
    article = article._replace(key=context.key(), body=body, body_line=above + start + 1 if body else 0)
    if authors:
        article = article._replace(authors=authors)
    if date or date_text:
        article = article._replace(date=date, date_text=date_text, date_from=FIELD)
    elif not article.date and (date := date_in_url(f"/{record.get('path') or record.get('slug')}")):
        article = article._replace(date=date, date_from=URL)
    yield with_agency_line(article)


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
