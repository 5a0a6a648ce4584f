"""Notes and posts in the Org mode of Emacs.

>>> ORG.fields("#+TITLE: Talks\\n#+DATE: <2020-10-30 Fri>\\n\\nText.")
({'title': 'Talks', 'date': '2020-10-30'}, 40)
>>> ORG.clean("* TODO Talks :oil:\\nSee [[https://example.org][the agenda]].", {}).lines
['Talks', 'See the agenda.']

Left out are the marks of headings, links, tables and emphasis, comments, drawers, and keywords other than
captions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from newsgrep.formats.prose.layout import next_text
from newsgrep.formats.prose.markup import CleanText, Markup, block_values, without_inline

_KEYWORD = re.compile(r"#\+(?P<key>[\w-]{1,60}):(?:[ \t]+(?P<value>.*))?", re.I)
_TIMESTAMP = re.compile(r"[<\[](\d{4}-\d\d-\d\d)(?:[ \t]+[^\W\d]+\.?)?(?:[ \t]+(\d\d?:\d\d))?[^>\]]*[>\]]")
_HEADING = re.compile(
    r"(?P<stars>\*+)[ \t]+(?:(?:TODO|DONE|NEXT|WAITING)[ \t]+)?(?P<text>.*?)(?:[ \t]+:[\w@#%:]+:)?[ \t]*"
)
_CAPTION = re.compile(r"[ \t]*#\+CAPTION(?:\[.*?\])?:[ \t]+(?P<text>.+)", re.I)
_DRAWER = re.compile(r"[ \t]*:[\w-]+:[ \t]*")
_BULLET = re.compile(r"[ \t]*[-+][ \t]+(?:\[[ X-]\][ \t]+)?")
_RULE = re.compile(r"[ \t]*(?:-{5,}|\|[-+|]+)[ \t]*")
_INLINE = (
    (re.compile(r"\[\[[^\[\]]{1,1000}\]\[([^\[\]]{1,500})\]\]"), r"\1"),
    (re.compile(r"\[\[((?:https?|mailto):[^\[\]]{1,1000})\]\]"), r"\1"),
    (re.compile(r"\[\[[^\[\]]{1,1000}\]\]"), ""),
    (re.compile(r"[ \t]?\[fn:[\w-]{1,60}\]"), ""),
    (re.compile(r"(?<![\w/*_=~+])([*/_=~+])(?=\S)([^*/_=~+\n]{1,500})(?<=\S)\1(?![\w/*_=~+])"), r"\2"),
)


def claims(beginning: str) -> bool:
    """Whether a text begins with a keyword for its title."""
    return "#+" in beginning and "title" in fields_of(beginning)[0]


def fields_of(text: str) -> tuple[Mapping[str, object], int]:
    """Return the fields above a text, and the offset of the text below them."""
    lines = text.splitlines(keepends=True)
    start = next_text(lines, 0)
    if start < len(lines) and lines[start].strip().upper() == ":PROPERTIES:":
        ends = (number for number in range(start, len(lines)) if lines[number].strip().upper() == ":END:")
        start = next(ends, start - 1) + 1
    record, end = block_values(lines, next_text(lines, start), _KEYWORD)
    date = record.get("date")
    if isinstance(date, str) and (match := _TIMESTAMP.search(date)):
        record["date"] = f"{match[1]} {match[2] or ''}".strip()
    return record, sum(map(len, lines[: end if record else 0]))


def without_marks(text: str, record: Mapping[str, object]) -> CleanText:
    """Return a text without marks, each line at its place."""
    return CleanText(without_inline("\n".join(_lines(text.split("\n"))), _INLINE).split("\n"))


def _lines(lines: list[str]) -> Iterator[str]:
    is_in_drawer, comment = False, 0  # the level of a section that is a comment
    for line in lines:
        heading = _HEADING.fullmatch(line)
        if heading and (not comment or len(heading["stars"]) <= comment):
            comment = len(heading["stars"]) if re.match(r"COMMENT\b", heading["text"]) else 0
        if comment:
            yield ""
        elif is_in_drawer or _DRAWER.fullmatch(line):
            is_in_drawer = line.strip().upper() != ":END:" and bool(line.strip())
            yield ""
        elif heading:
            yield heading["text"]
        elif caption := _CAPTION.fullmatch(line):
            yield caption["text"]
        elif line.lstrip().startswith(("#+", "# ")) or _RULE.fullmatch(line):
            yield ""
        elif line.lstrip().startswith("|"):
            yield " ".join(line.replace("|", " ").split())
        else:
            bullet = _BULLET.match(line)
            yield line[bullet.end() :] if bullet else line


ORG = Markup(claims, fields_of, without_marks)
