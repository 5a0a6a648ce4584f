"""BibTeX and BibLaTeX: one article per entry, `@article{key, title = {…}, abstract = {…}}`.

Entries are taken one by one: a line that begins one ends the entry before it, whose braces may be broken.
Text between them is a comment.
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
from newsgrep.formats.references.latex import plain
from newsgrep.formats.references.reference import authors_of, best_date, reference_address, text_of_notes
from newsgrep.read_context import ReadContext
from newsgrep.results import Unreadable

_ENTRY = re.compile(r"\s{0,8}@\s*([A-Za-z]\w*)\s*[{(]\s*")
#: Entries that are no references.
_OTHERS = frozenset(["comment", "preamble", "string"])
_KEY = re.compile(r"[^\s,={}\"]*\s*(?:,|(?=[})]))")
_NAME = re.compile(r"[\s,}\"]*([A-Za-z][\w:.+/-]*)\s*=\s*")
#: The end of a field, and the beginning of the next one on a line below.
_NEXT_FIELD = re.compile(r"[}\"][ \t]*,[ \t]*\n\s*[A-Za-z][\w-]*\s*=\s*[{\"\d]")
_BRACES = re.compile(r"\\.|[{}\"]", re.S)
_BARE = re.compile(r"[^\s,#{}\"()]+")
_AND = re.compile(r"\s+and\s+")
_BRACED = re.compile(r"\{[^{}]*\}")
#: The fields of BibTeX for each field of a record, best first.
_TEXTS = ("fulltext", "abstract")
_SOURCES = (
    *("journaltitle", "journal", "journalsubtitle", "maintitle", "booktitle", "eventtitle", "organization"),
    *("institution", "publisher"),
)


def claims(beginning: str) -> bool:
    """Whether one of the first lines begins an entry with a key."""
    if "@" not in beginning:  # most texts have none
        return False
    lines = [line for line in beginning.split("\n")[:40] if line.strip() and not line.startswith("%")]
    return any(
        (match := _ENTRY.match(line)) and _KEY.match(line, match.end()) and match[1].lower() not in _OTHERS
        for line in lines[:2]
    ) or any(re.match(r"\s*@string\s*\{\s*\w+\s*=", line, re.I) for line in lines[:1])


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the article of each entry. Raises ArticleError for no entry, and for one that is cut off."""
    builder = ArticleBuilder(context)
    macros: dict[str, str] = {}
    found, failed, entry, line = False, 0, "", 0
    for entry, line in _entries(read_lines(stream, context), context):
        match = _ENTRY.match(entry)
        kind = match[1].lower() if match else ""
        if match is None or kind in ("comment", "preamble"):
            continue
        if kind == "string":
            macros.update(_fields(entry, match.end(), macros))
            continue
        found = True
        try:
            (whole,) = mend([entry], context, line)
            yield builder.build(_record(whole, match.end(), macros, context), line)
        except ArticleError as error:
            failed = line
            yield Unreadable(context.path, error.message, line)
    if line != failed and _is_cut_off(entry):
        raise ArticleError("the file ends within this entry", line)
    if not found:
        raise ArticleError("no entry of BibTeX: one begins with a line such as @article{key,")


def _is_cut_off(entry: str) -> bool:
    """Whether the braces around an entry are not closed."""
    match = _ENTRY.match(entry)
    brace = entry.find("{", 0, match.end()) if match else -1
    return brace >= 0 and _balanced_end(entry, brace) < 0


def _entries(lines: Iterator[str], context: ReadContext) -> Iterator[tuple[str, int]]:
    """Yield the text of each entry up to the next one, and the line where it begins. Raises ArticleError."""
    parts: list[str] = []
    begins, size = 0, 0
    for number, line in enumerate(lines, 1):
        if _ENTRY.match(line):
            if parts:
                yield "".join(parts), begins
            parts, begins, size = [line], number, len(line)
        elif parts:
            parts.append(line)
            size += len(line)
            if size > context.limits.record_bytes:
                raise too_large("entry", context.limits.record_bytes, begins)
    if parts:
        yield "".join(parts), begins


def _record(entry: str, start: int, macros: dict[str, str], context: ReadContext) -> dict[str, object]:
    """Return the record of an entry; if the user maps fields, with all its fields. Raises ArticleError."""
    key = _KEY.match(entry, start)
    fields = _fields(entry, key.end() if key else start, macros)
    texts = {name: plain(value) for name, value in fields.items()}
    get = texts.get
    notes = [texts[name] for name in ("annote", "annotation", "note") if name in texts]
    record: dict[str, object] = {
        "id": key[0].strip(" ,\n\t") if key else "",
        "title": ": ".join(one_line(texts[name]) for name in ("title", "subtitle") if name in texts),
        "author": _authors(fields.get("author", "")),
        "date": best_date([get("date", ""), *_dates(*(get(name, "") for name in ("year", "month", "day")))]),
        "text": next((texts[name].strip() for name in _TEXTS if get(name)), "") or text_of_notes(notes),
        "url": reference_address([get("url", ""), get("link", "")], get("doi", "")),
        "source": next((one_line(texts[name]) for name in _SOURCES if get(name)), ""),
        "language": get("language", "") or get("langid", ""),
    }
    return {**(texts if context.mapping else {}), **record}


def _authors(names: str) -> list[object]:
    """Return the authors; a name in braces is an institution, as in {Ministry of Trade, Rome}."""
    authors: list[object] = []
    for name in _AND.split(names.strip()):
        if _BRACED.fullmatch(name):
            authors.append({"name": plain(name)})
        else:
            authors += authors_of([plain(name)])
    return [author for author in authors if author != "others"]


def _dates(year: str, month: str, day: str) -> list[str]:
    """Return the ways to write the date of an entry, whose month may be a name or a number."""
    numbers = [number.zfill(2) for number in re.findall(r"\d{1,2}", f"{month} {day}")]
    return [f"{day} {month} {year}".strip(), f"{month} {year}", "-".join([year, *numbers]), year]


def _fields(entry: str, position: int, macros: dict[str, str]) -> dict[str, str]:
    """Return the fields of an entry by their names in small letters, the first of each."""
    fields: dict[str, str] = {}
    while match := _NAME.match(entry, position):
        value, position = _value(entry, match.end(), macros)
        fields.setdefault(match[1].lower(), value)
    return fields


def _value(entry: str, position: int, macros: dict[str, str]) -> tuple[str, int]:
    """Return the value that begins at a position, which may have parts with # between them, and its end."""
    parts: list[str] = []
    while position < len(entry):
        first = entry[position]
        if first in '{"':
            end = _end_of(entry, position)
            parts.append(entry[position + 1 : end])
            position = end + 1
        elif bare := _BARE.match(entry, position):
            parts.append(macros.get(bare[0].lower(), bare[0]))
            position = bare.end()
        joined = re.compile(r"\s*#\s*").match(entry, position)
        if not joined:
            break
        position = joined.end()
    return "".join(parts), position


def _end_of(entry: str, start: int) -> int:
    """Return the end of the value whose brace or quote opens at a position. Raises ArticleError.

    A value with broken braces ends above the line of the next field.
    """
    closed = _balanced_end(entry, start)
    if following := _NEXT_FIELD.search(entry, start + 1, len(entry) if closed < 0 else closed):
        return following.start()
    last = len(entry.rstrip().removesuffix(entry.rstrip()[-1]).rstrip()) - 1
    if closed < 0 and (last <= start or entry[last] not in '}"'):
        raise ArticleError("a brace or a quote in this entry is never closed")
    return last if closed < 0 else closed


def _balanced_end(entry: str, start: int) -> int:
    """Return the position at which all opened braces are closed; -1 if there is none."""
    depth = 0
    is_quoted = entry[start] == '"'
    for match in _BRACES.finditer(entry, start + is_quoted):
        mark = match[0]
        depth += (mark == "{") - (mark == "}")
        if mark == '}"'[is_quoted] and depth == 0:
            return match.start()
    return -1
