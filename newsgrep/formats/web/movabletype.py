"""The export of a blog in the form of Movable Type, which TypePad, Hatena, Ameba and others write.

    AUTHOR: Jane Doe
    TITLE: Talks resume
    DATE: 10/30/2020 06:30:00 PM
    -----
    BODY:
    <p>They met.</p>
    -----
    --------

A post ends with eight dashes, and each of its sections with five. The body may go on in a section of its own.
Comments of readers, notices of links, and posts that are not published are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader

from newsgrep.article import Article
from newsgrep.bounded_bytes import too_large
from newsgrep.clean_text import one_line
from newsgrep.encodings.text_streams import mend, read_lines
from newsgrep.errors import ArticleError
from newsgrep.formats.fields.article_builder import ArticleBuilder
from newsgrep.formats.prose.markdowntext import clean_lines
from newsgrep.markup.html_text import plain_text
from newsgrep.read_context import ReadContext
from newsgrep.remarks import UNPUBLISHED
from newsgrep.results import Unreadable

_POST_END, _SECTION_END = "--------", "-----"
_FIELD = re.compile(r"(?P<name>[A-Z][A-Z ]{1,30}):(?:[ \t]+(?P<value>.*))?")
_BEGINNING = re.compile(r"\s*(?:[A-Z][A-Z ]{1,30}:.*\n+){2,}-----[ \t]*\n(?:BODY|EXTENDED BODY):[ \t]*\n")
#: The month stands before the day in every language, and the hour may have 12 or 24 hours.
_DATE = re.compile(r"(\d\d?)/(\d\d?)/(\d{4})(?: (\d\d?):(\d\d)(?::(\d\d))?(?: ([AP]M))?)?", re.I)
#: The values of `CONVERT BREAKS` for a body that is HTML already.
_HTML = frozenset(["", "0", "richtext", "wysiwyg"])


def claims(beginning: str) -> bool:
    """Whether a text begins with the fields of a post, and its body below five dashes."""
    match = _BEGINNING.match(beginning)
    return match is not None and "TITLE:" in match[0] and "DATE:" in match[0]


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the article of each published post. Raises ArticleError for a file without posts."""
    builder = ArticleBuilder(context._replace(mapping={}))
    found = False
    for lines, line in _posts(read_lines(stream, context)):
        found = True
        try:
            if post := _read_post(lines, line, context):
                name, record = post
                yield builder.build(record, line, name=name)
        except ArticleError as error:
            yield Unreadable(context.path, error.message, line)
    if not found:
        raise ArticleError("no post in the export")


def _posts(lines: Iterator[str]) -> Iterator[tuple[list[str], int]]:
    """Yield the lines of each post, and the number of the first."""
    post: list[str] = []
    number = 0
    for number, text in enumerate(lines, 1):
        line = text.rstrip("\n")
        if line.rstrip() != _POST_END:
            post.append(line)
            continue
        if any(post):
            yield post, number - len(post)
        post = []
    if any(post):
        yield post, number - len(post) + 1


def _read_post(lines: list[str], line: int, context: ReadContext) -> tuple[str, dict[str, object]] | None:
    """Return the name and the record of a post; None for one that is not published. Raises ArticleError."""
    if sum(map(len, lines)) > context.limits.record_bytes:
        raise too_large("post", context.limits.record_bytes, line)
    lines = list(mend(lines, context, line))
    fields, texts = _sections(lines)
    if fields.get("STATUS", ["publish"])[0].lower() not in ("publish", "published"):
        context.remark(UNPUBLISHED, "", line)
        return None
    breaks = fields.get("CONVERT BREAKS", [""])[0].lower()
    body = "\n\n".join(
        filter(None, (_text(texts.get(name, ""), breaks) for name in ("BODY", "EXTENDED BODY")))
    )
    categories = dict.fromkeys(fields.get("PRIMARY CATEGORY", []) + fields.get("CATEGORY", []))
    record: dict[str, object] = {
        "title": plain_text(fields.get("TITLE", [""])[0]),
        "author": fields.get("AUTHOR", [""])[0],
        "date": _date(fields.get("DATE", [""])[0]),
        "categories": list(categories),
        "body": body,
        "excerpt": plain_text(texts.get("EXCERPT", "")),
    }
    return one_line(fields.get("BASENAME", [""])[0]), record


def _sections(lines: list[str]) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Return the values of each field of a post, and the texts of its sections by their names."""
    fields: dict[str, list[str]] = {}
    texts: dict[str, list[str]] = {}
    section: list[str] | None = None
    is_head = is_first = True
    for line in lines:
        match = _FIELD.fullmatch(line) if is_head or is_first else None
        if line.rstrip() == _SECTION_END:
            is_head, is_first = False, True
        elif is_head:
            if match and match["value"]:
                fields.setdefault(match["name"], []).append(match["value"].strip())
        elif is_first and match:
            section, is_first = texts.setdefault(match["name"], []), False
        elif section is not None:
            section.append(line)
            is_first = is_first and not line.strip()
    return fields, {name: "\n".join(text).strip("\n") for name, text in texts.items()}


def _date(text: str) -> str:
    """Return a date of Movable Type in ISO 8601; any other as it is."""
    match = _DATE.fullmatch(text.strip())
    if not match:
        return text
    month, day, year, hour, minute, second, half = match.groups()
    date = f"{year}-{month:>02}-{day:>02}"
    if hour is None:
        return date
    hours = int(hour) % 12 + 12 * (half.upper() == "PM") if half else int(hour)
    return f"{date}T{hours:02}:{minute}:{second or '00'}"


def _text(text: str, breaks: str) -> str:
    """Return a body as plain text, by the way in which its line breaks are converted."""
    if "markdown" in breaks:
        return "\n".join(clean_lines(text).lines).strip("\n")
    if breaks not in _HTML:
        text = "".join(f"<p>{part}</p>" for part in re.split(r"\n{2,}", text)).replace("\n", "<br>")
    return plain_text(text)
