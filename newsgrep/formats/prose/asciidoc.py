"""Posts in AsciiDoc, as Asciidoctor, Antora and Jekyll have them.

>>> text = "= Talks resume\\nJane Doe <jane@example.org>\\n2020-10-30\\n:place: Baku\\n\\nIn {place}.\\n"
>>> record, offset = ASCIIDOC.fields(text)
>>> record["title"], record["author"], record["date"], text[offset:]
('Talks resume', ['Jane Doe'], '2020-10-30', '\\nIn {place}.\\n')
>>> ASCIIDOC.clean("== Talks\\n\\nSee https://example.org[the *agenda*].", {}).lines
['Talks', '', 'See the agenda.']

The fields are those of front matter, and of the header: the title, the authors, the line of the revision, and
attributes. Left out are the marks of emphasis, links, sections, blocks and tables, comments, pictures, and
macros without a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from newsgrep.formats.prose.frontmatter import split_front_matter
from newsgrep.formats.prose.layout import next_text
from newsgrep.formats.prose.markup import CleanText, Markup, block_values, without_inline

_TITLE = re.compile(r"[=#] +(\S.*)")
_ATTRIBUTE = re.compile(r":(?P<key>\w[\w-]{0,60}):(?:[ \t]+(?P<value>.*))?")
_AUTHOR = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W_][\w.'’-]*){0,3}(?: <[^<>]*>)?")
_REVISION = re.compile(r"(?:v?\d+(?:\.\d+)*,[ \t]*)?(?P<date>\d{4}-\d\d-\d\d|[^:]*\b\d{4})(?::.*)?")
#: What programs put before the names of their attributes.
_PREFIX = re.compile(r"(?:page|jbake|awestruct|article)-")
_DELIMITER = re.compile(r"-{2}|([-.=*_+/])\1{3,}|`{3}\S*|[|,:!]={3}|'{3}|<{3}|\+|\[[^\[\]]*\]{1,2}|-{3}")
_COMMENTS = re.compile(r"/{4,}")
#: The line above a quotation or a poem that says who spoke, and where.
_QUOTED = re.compile(r"\[(?:quote|verse)[^,\]]*,[ \t]*(?P<speaker>.+)\]")
_MACRO = re.compile(
    r"(?:image|video|audio|include|toc|ifdef|ifndef|ifeval|endif)::\S*?\[.*\]|//(?!/).*|<!--.*-->"
)
_HEADING = re.compile(r"(?:={1,6}|#{1,6})[ \t]+(?=\S)|\.(?=[^\s.])")
_BULLET = re.compile(r"[ \t]*(?:\*{1,5}|-|\.{1,5})[ \t]+(?:\[[ x*]\][ \t]+)?(?=\S)")
_CELL = re.compile(r"(?:\d*\.?\d*\+)?[<^>]?[a-z]?\|[ \t]?")
_OPTIONS = re.compile(r"(?:,[ \t]*[\w-]+=[^,\]]*)+\Z|\^\Z")
_LINK = re.compile(
    r"(?:(?:link|xref|mailto):(?P<target>[^\s\[\]]{1,1000})|(?P<url>\b(?:https?|ftp)://[^\s\[\]<>]{1,1000}))"
    r"\[(?P<text>[^\]]{0,500})\]"
)
_REFERENCE = re.compile(r"\{([\w-]{1,60})\}(?:\[([^\]\n]{1,500})\])?")
_INLINE = (
    (re.compile(r"\(\(\([^()\n]{1,500}\)\)\)[ \t]?"), ""),  # terms of the index alone, and terms in the text
    (re.compile(r"\(\(([^()\n]{1,500})\)\)"), r"\1"),
    (re.compile(r"<<[^<>,]{1,500},[ \t]?([^<>]{1,500})>>"), r"\1"),
    (re.compile(r"<<[^<>]{1,500}>>|\[\[[^\[\]]{1,500}\]\]|[ \t]*<\d{1,3}>$|[ \t]\+$", re.M), ""),
    (re.compile(r"\b(?:image|icon|anchor|indexterm2?):[^\s\[\]:]{0,1000}\[[^\]]{0,500}\]"), ""),
    (re.compile(r"\bfootnote:[\w-]*\[([^\]]{1,1000})\]"), r" (\1)"),
    (re.compile(r"\b(?:kbd|btn|menu|pass|stem|abbr):[^\s\[\]:]{0,200}\[([^\]]{1,500})\]"), r"\1"),
    (re.compile(r"\[[.#\w -]{1,100}\](#{1,2})([^#\n]{1,500})\1"), r"\2"),
    (re.compile(r"\"`([^`\n]{1,500})`\""), r"“\1”"),
    (re.compile(r"'`([^`\n]{1,500})`'"), r"‘\1’"),
    (re.compile(r"([*_`+^~])\1(?=\S)([^*_`+\n]{1,500})(?<=\S)\1\1"), r"\2"),
    (re.compile(r"(?<![\w*_`+:;}])([*_`+])(?=\S)([^`\n]{1,500}?)(?<=\S)\1(?!\w)"), r"\2"),
)


def claims(beginning: str) -> bool:
    """Whether a text begins with a title and, below it, an attribute or a date."""
    record, _ = _header(beginning)
    return len(record) > 1 and bool(re.match(r"\s*= ", beginning))


def fields_of(text: str) -> tuple[Mapping[str, object], int]:
    """Return the fields of the front matter and of the header, and the offset of the text below them."""
    front, above = split_front_matter(text)
    record, end = _header(text[above:])
    return {**record, **front}, above + end


def _header(text: str) -> tuple[Mapping[str, object], int]:
    """Return the title, the authors, the date and the attributes at the head of a text, and their end."""
    lines = text.splitlines(keepends=True)
    record: dict[str, object] = {}
    above, index = block_values(lines, _below_comments(lines, 0), _ATTRIBUTE)
    index = _below_comments(lines, index)
    title = _TITLE.match(lines[index]) if index < len(lines) else None
    if title:
        record["title"] = title[1].strip().strip('"')
        index += 1
        authors = [part.strip() for part in lines[index].split(";")] if index < len(lines) else []
        if authors and all(map(_AUTHOR.fullmatch, authors)):
            record["author"] = [author.partition("<")[0].strip() for author in authors]
            index += 1
        if index < len(lines) and (revision := _REVISION.fullmatch(lines[index].strip())):
            record["date"] = revision["date"].strip()
            index += 1
    attributes, end = block_values(lines, index, _ATTRIBUTE)
    values = {_PREFIX.sub("", key): value for key, value in {**above, **attributes}.items()}
    if "revdate" in values:
        record["date"] = values["revdate"]
    found = {**values, **record} if "title" in record else values
    if isinstance(found.get("title"), str):
        found["title"] = _resolved(str(found["title"]), found)
    return found, sum(map(len, lines[:end])) if found else 0


def _below_comments(lines: list[str], index: int) -> int:
    """Return the number of the next line that is neither blank nor a comment."""
    index = next_text(lines, index)
    while index < len(lines) and lines[index].startswith("//") and not _COMMENTS.match(lines[index]):
        index = next_text(lines, index + 1)
    return index


def without_marks(text: str, record: Mapping[str, object]) -> CleanText:
    """Return a text without marks, each line at its place."""
    lines = list(_lines(text.split("\n")))
    attributes = {
        match["key"]: match["value"] for match in map(_ATTRIBUTE.fullmatch, text.split("\n")) if match
    }
    cleaned = _LINK.sub(_link_text, _resolved("\n".join(lines), {**record, **attributes}))
    return CleanText(without_inline(cleaned, _INLINE).split("\n"))


def _lines(lines: list[str]) -> Iterator[str]:
    is_comment = is_table = False
    for line in lines:
        mark = line.strip()
        if _COMMENTS.fullmatch(mark):
            is_comment = not is_comment
        is_table ^= mark in ("|===", "!===")
        if not is_comment and (quoted := _QUOTED.fullmatch(mark)):
            yield quoted["speaker"].replace('"', "")
        elif is_comment or _DELIMITER.fullmatch(mark) or _MACRO.fullmatch(mark) or _ATTRIBUTE.fullmatch(mark):
            yield ""
        elif is_table:
            yield " ".join(_CELL.sub(" ", line).split())
        else:
            start = _HEADING.match(line) or _BULLET.match(line)
            yield line[start.end() :] if start else line


def _link_text(match: re.Match[str]) -> str:
    """Return the text of a link, else its address."""
    return _OPTIONS.sub("", match["text"]).strip('"') or match["url"] or match["target"]


def _resolved(text: str, attributes: Mapping[str, object]) -> str:
    """Return a text with the values of attributes for `{name}`, and the text of `{name}[text]`."""

    def value(match: re.Match[str]) -> str:
        found = attributes.get(match[1].lower())
        return match[2] or (found if isinstance(found, str) else match[0])

    return _REFERENCE.sub(value, text)


ASCIIDOC = Markup(claims, fields_of, without_marks)
