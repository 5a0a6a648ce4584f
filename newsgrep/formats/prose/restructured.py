"""Posts in reStructuredText, as Pelican, Nikola and Sphinx have them.

>>> text = "Talks resume\\n============\\n\\n:date: 2020-10-30\\n\\nSee `the agenda <a.html>`_.\\n"
>>> RST.fields(text)
({'date': '2020-10-30', 'title': 'Talks resume'}, 45)
>>> RST.clean("See `the agenda <a.html>`_.", {}).lines
['See the agenda.']

The fields are those of `:date: …` below the title, or of comments `.. date: …` above it. Left out are the
marks of emphasis, links, sections and tables, comments, and directives, but for the texts in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from newsgrep.formats.prose.layout import next_text
from newsgrep.formats.prose.markup import CleanText, Markup, block_values, without_inline

_ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1+\s*")
_FIELD = re.compile(r":(?P<key>[\w][\w .-]{0,60}):(?:[ \t]+(?P<value>.*))?")
_COMMENTED = re.compile(r"\.\. (?P<key>[a-z_-]{1,40}):(?:[ \t]+(?P<value>.*))?")
_DIRECTIVE = re.compile(r"\.\.(?:\s+(?:(?P<name>[\w:+-]{1,40})::)?(?P<rest>.*))?")
#: Directives whose argument is a part of the text, though it may be one word; and those whose contents are
#: not. The argument of any other is, if it has several words.
_SPOKEN = frozenset(
    ["note", "warning", "tip", "important", "caution", "attention", "danger", "error", "hint", "admonition"]
    + ["topic", "sidebar", "rubric", "epigraph", "pull-quote", "highlights", "versionadded", "versionchanged"]
    + ["table", "list-table", "csv-table"]
)
_SILENT = frozenset(
    ["raw", "contents", "meta", "toctree", "image", "include", "default-role", "role", "youtube"]
)
_FOOTNOTE = re.compile(r"\[(?:#?[\w.-]+|#|\*)\]\s+(?=\S)")
_BULLET = re.compile(r"\s*(?:[*+•-]|#\.)[ \t]+(?=\S)")
_BORDER = re.compile(r"\s*(?:\+[-=+]+\+|={2,}(?:[ \t]+={2,})+)\s*")
#: Marks within a paragraph, and what is left of them.
_INLINE = (
    (re.compile(r":[A-Za-z][\w:+.-]{0,40}:`([^`<]{1,500}?)(?:\s*<[^`<>]{0,500}>)?`"), r"\1"),
    (re.compile(r"``([^`]{1,500})``"), r"\1"),
    (re.compile(r"`([^`<>]{1,500}?)\s*<[^`<>]{1,1000}>`__?"), r"\1"),
    (re.compile(r"`([^`]{1,500})`(?:__?)?"), r"\1"),
    (re.compile(r"(?<![\w*])\*\*(?=\S)([^*]{1,500})(?<=\S)\*\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*]{1,500})(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"[ \t]?\[(?:#?[\w.-]+|#|\*)\]_"), ""),
    (re.compile(r"\b([A-Za-z0-9][\w.-]{0,60}[A-Za-z0-9])__?(?=[\s.,;:!?)]|\Z)"), r"\1"),
    (re.compile(r"\\(?:[ \n]|([^\w\s]))"), r"\1"),
    (re.compile(r"::[ \t]*$", re.M), ":"),
)


def claims(beginning: str) -> bool:
    """Whether a text begins with the fields of Nikola."""
    return beginning.lstrip().startswith(".. ") and "title" in fields_of(beginning)[0]


def fields_of(text: str) -> tuple[Mapping[str, object], int]:
    """Return the fields above a text, its title among them, and the offset of the text below them."""
    lines = text.splitlines(keepends=True)
    record, index = block_values(lines, next_text(lines, 0), _COMMENTED)
    title, below = _title(lines, next_text(lines, index))
    found, end = block_values(lines, next_text(lines, below), _FIELD)
    record = {**record, **found}
    if title:
        record.setdefault("title", title)
    return record, sum(map(len, lines[: end if found else below if title else index]))


def _title(lines: list[str], index: int) -> tuple[str, int]:
    """Return the title that stands at a line, and the number of the line below it; '' for none."""
    over = index < len(lines) and _ADORNMENT.fullmatch(lines[index]) is not None
    line = lines[index + over : index + over + 2]
    if len(line) == 2 and line[0].strip() and _is_underline(line[1], line[0]):
        return without_inline(line[0].strip(), _INLINE), index + over + 2
    return "", index


def _is_underline(line: str, title: str) -> bool:
    return _ADORNMENT.fullmatch(line) is not None and len(line.strip()) >= min(len(title.strip()), 3)


def without_marks(text: str, record: Mapping[str, object]) -> CleanText:
    """Return a text without marks, each line at its place."""
    return CleanText(without_inline("\n".join(_lines(text.split("\n"))), _INLINE).split("\n"))


def _lines(lines: list[str]) -> Iterator[str]:
    """Yield each line without the marks that stand on lines of their own."""
    hidden = -1  # the indentation of a comment; the lines that are indented further are part of it
    is_options = False
    for number, line in enumerate(lines):
        indent = len(line) - len(line.lstrip())
        if hidden >= 0 and line.strip() and indent <= hidden:
            hidden = -1
        if hidden >= 0 or _is_mark(line, lines[number - 1] if number else ""):
            yield ""
        elif match := _DIRECTIVE.fullmatch(line.strip()):
            name, rest = match["name"] or "", match["rest"] or ""
            footnote = _FOOTNOTE.match(rest)
            hidden = indent if name in _SILENT or not (name or footnote) else -1
            is_options = bool(name)
            is_text = name in _SPOKEN or name and name not in _SILENT and " " in rest.strip()
            yield rest.strip() if is_text else rest[footnote.end() :] if footnote else ""
            continue
        elif is_options and _FIELD.fullmatch(line.strip()):
            yield ""
            continue
        else:
            bullet = _BULLET.match(line)
            yield _of_table(line[bullet.end() :] if bullet else line)
        is_options = False


def _is_mark(line: str, before: str) -> bool:
    """Whether a line underlines or separates, is a border of a table, or the target of a link."""
    is_rule = _ADORNMENT.fullmatch(line) and (len(line.strip()) > 3 or _is_underline(line, before))
    return bool(is_rule or _BORDER.fullmatch(line) or line.startswith("__ "))


def _of_table(line: str) -> str:
    """Return the text of a row of a table, or of a line of a poem, else the line."""
    if not line.lstrip().startswith("| "):
        return line
    return " ".join(line.replace("|", " ").split())


RST = Markup(claims, fields_of, without_marks)
