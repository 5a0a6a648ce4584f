"""Dateline text: ` date 2020-10-30 By Aysel Newsgrep`, a blank line, paragraphs, perhaps a footer.

A headline is a paragraph of one short line that does not end like a sentence, with paragraphs below it.
Mostly there is none, and the lede is the title. The footer, with the handles of the paper and the writer, is
left out of the body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader

from newsgrep.article import Article
from newsgrep.bylines.persons import persons
from newsgrep.bylines.words import BY_WORDS
from newsgrep.clean_text import one_line
from newsgrep.dates.reading import iso_date
from newsgrep.encodings.decoding import read_text
from newsgrep.errors import ArticleError
from newsgrep.formats.prose.layout import (
    TextHeader,
    compose_article,
    has_headline_length,
    is_blank,
    next_text,
)
from newsgrep.read_context import ReadContext

# `By` needs its capital, and a date its digits: `Date set by court` is a headline.
_BY = "|".join(form for word in BY_WORDS for form in (word.capitalize(), word.upper()))
_DATELINE = re.compile(
    rf"""\s* (?i:date) :? [^\S\n]+ (?=\S)
        (?: (?P<date> [0-9] [\w/.:+-]* (?: [ ]+ [0-9]{{1,2}}:[0-9]{{2}} \S* )? )
        | (?P<words> (?=[^\n]{{0,40}}[0-9]{{4}}) [^\n]{{6,60}}? ) | None | null | N/A | Unknown )?
        [^\S\n]* (?: \b (?P<by> (?:{_BY}) \b [^\n]* ) )? (?: \n | \Z )""",
    re.VERBOSE,
)
_HANDLES = re.compile(
    # Aysel Newsgrep is AzerNews’ staff journalist, follow her on Twitter: @newsgrep_sample
    r"(?:.{3,80}\b(?:is|are)\b.{0,80}\b(?:journalist|reporter|correspondent|editor|writer|author)s?,?\s)?"
    r"follow\s+(?:\S+\s+){1,3}on\s+(?:Twitter|X|Facebook|Instagram|Telegram)\b\W*@\w+\W*",
    re.IGNORECASE,
)
_RULE = "---"

#: The most characters and lines of a footer below a rule; more is a section of the article.
_LONGEST_FOOTER = 600
_MOST_FOOTER_LINES = 6
_LONGEST_HANDLES = 300
_SENTENCE_ENDS = tuple('.!?…"”:,')


def claims(beginning: str) -> bool:
    """Whether the first line with text is a dateline."""
    return _match_dateline(beginning) is not None


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article]:
    """Yield the article of a dateline file. Raises ArticleError."""
    text = read_text(stream, context)
    match = _match_dateline(text)
    if match is None:
        raise ArticleError("no dateline")
    lines = text.split("\n")
    first = next_text(lines, 0)
    date, date_text = context.dates.read_first([match["date"] or match["words"]])
    lines = lines[: _footer_start(text, lines, first + 1)]
    start = next_text(lines, first + 1)
    title = lines[start] if _is_headline_paragraph(lines, start) else ""
    article = Article(
        context.key(), context.path, title=one_line(title), authors=persons(match["by"] or ""), date=date,
        date_text=date_text,
    )  # fmt: skip
    yield compose_article(lines, TextHeader(first, start + bool(title), article))


def _match_dateline(text: str) -> re.Match[str] | None:
    """Return the match of the dateline that a text begins with; a date in words has to be valid."""
    match = _DATELINE.match(text)
    is_other = match is not None and match["words"] and not iso_date(match["words"])
    return None if is_other else match


def _is_headline_paragraph(lines: list[str], index: int) -> bool:
    """Whether a paragraph is one short line that does not end like a sentence, and more text follows."""
    if not is_blank(lines, index + 1) or next_text(lines, index + 1) >= len(lines):
        return False
    line = lines[index].strip()
    return has_headline_length(line) and not line.endswith(_SENTENCE_ENDS)


def _footer_start(text: str, lines: list[str], start: int) -> int:
    """Return the index where the footer begins, else the number of lines. There is always text above it."""
    end = _footer_rule(lines, start) if _RULE in text else len(lines)
    if "@" in text:
        end = _skip_handles(lines, start, end)
    return end if next_text(lines, start) < end else len(lines)


def _footer_rule(lines: list[str], start: int) -> int:
    """Return the index of the first rule with only a footer below it, else the number of lines."""
    found, size, count = len(lines), 0, 0
    for index in range(len(lines) - 1, next_text(lines, start), -1):
        line = lines[index].strip()
        if line.startswith(_RULE) and not line.strip("-"):
            found = index
        elif line:
            size, count = size + len(line) + 1, count + 1
            if size > _LONGEST_FOOTER or count > _MOST_FOOTER_LINES:
                break
    return found


def _skip_handles(lines: list[str], start: int, end: int) -> int:
    """Return `end` moved up over paragraphs that only give handles to follow."""
    while end > start:
        last = end
        while last > start and not lines[last - 1].strip():
            last -= 1
        first = last
        while first > start and _is_handles(lines[first - 1].strip()):
            first -= 1
        if first == last or (first > start and lines[first - 1].strip()):
            break
        end = first
    return end


def _is_handles(line: str) -> bool:
    return len(line) <= _LONGEST_HANDLES and _HANDLES.fullmatch(line) is not None
