"""Wikitext, in which the pages of MediaWiki are written, as plain text.

>>> read_wikitext("{{date|4 March 2013}}\\n'''Ports''' were [[w:Harbour|closed]].\\n[[Category:Europe]]")
WikiPage(paragraphs=['Ports were closed.'], categories=['Europe'], dates=['4 March 2013'])

The text does not say what a template shows. Templates that are known to show a link, a word or a quotation
are replaced by it. Other templates, such as boxes and sources, are left out, and so are pictures, references
and headings without a text below. The text is read in one pass, however it is nested.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from html import unescape

from msgspec import Struct, field

from newsgrep.clean_text import clean, one_line
from newsgrep.formats.fields.aliases import ALIASES
from newsgrep.formats.fields.keypaths import normalised

#: Elements that are left out with their content.
_DROPPED = (
    "ref|references|gallery|math|timeline|imagemap|score|graph|templatedata|dynamicpagelist|syntaxhighlight"
)
_TOKEN = re.compile(
    rf"""
    \{{\{{ | \}}\}} | \[\[ | \]\] | <!--
    | ^[ \t:]*\{{\|             # a table begins
    | ^[ \t]*\|\}}(?!\}})       # and ends
    | \|
    | <(?P<end>/?)(?P<name>nowiki|{_DROPPED})\b(?P<rest>[^<>]*)>
    """,
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)
#: Marks that are nested deeper than this are text.
_DEEPEST = 40
_PAGE, _TEMPLATE, _LINK, _TABLE = "page", "template", "link", "table"
_OPENED = {"{{": _TEMPLATE, "[[": _LINK}
_CLOSED = {"}}": _TEMPLATE, "]]": _LINK}
#: The normalised names of templates that show their last value, their first values, and a quotation.
_SHOW_LAST = frozenset(["w", "wp", "wikipedia", "lang", "nowrap", "nobr", "small", "big", "smallcaps", "tlh"])
_SHOW_FIRST = {"convert": 2, "cvt": 2, "abbr": 1, "tooltip": 1, "flag": 1}
_QUOTES = frozenset(["quote", "blockquote", "quotation", "cquote", "pullquote", "quoteleft", "quoteright"])
_QUOTED = frozenset(["text", "quote", "1"])
_BYLINE = "byline"
_DATES = frozenset(map(normalised, ALIASES["date"]))
#: Prefixes, in lower case, of pictures and of categories in every wiki.
_FILES, _CATEGORIES = frozenset(["file", "image", "media"]), frozenset(["category"])
_MEDIA = re.compile(r".*\.(?:jpe?g|png|svg|gif|tiff?|webp|og[agv]|webm|mp[34]|wav|pdf|djvu)\s*", re.I)
#: The prefix of a link to the same page in another language, such as `de:Hafen`.
_OTHER_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z-]{2,10})?")
_ADDRESS = re.compile(r"\[(?:https?:)?//[^\s\[\]]++[ \t]*+([^\[\]\n]*+)\]", re.I)
_LINE_TAG = re.compile(r"<br\b[^<>]*+>", re.IGNORECASE)
_BREAK_TAG = re.compile(r"</?(?:p|div|blockquote|center|poem|li|tr|table|h[1-6]|hr)\b[^<>]*+>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]*+>", re.IGNORECASE)
_MARKS = re.compile(r"'{2,}|__[A-Z]{3,30}__")
_HEADING = re.compile(r"(={1,6})(.*?)\1\s*")
_ITEM = re.compile(r"[*#:;]+\s*|-{4,}\s*")
#: What is written before a cell of a table, and between two.
_ATTRIBUTES = re.compile(
    r"(?:\s*(?:colspan|rowspan|style|class|align|valign|bgcolor|width|height|scope|id|lang|nowrap|data-[a-z-]+)"
    r"""\s*=\s*(?:"[^"]*+"|[^\s"|]++))++\s*(?:\||\Z)""",
    re.IGNORECASE,
)
_CELLS = re.compile(r"\|\||!!")


class WikiPage(Struct):
    """The text of a page.

    paragraphs: clean, the items of a list with line ends between them
    categories: without their prefix
    dates:      what the templates of dates say
    """

    paragraphs: list[str]
    categories: list[str]
    dates: list[str]


class _Frame(Struct):
    """An open template, link, table or element: its kind, opening mark, and parts between bars, in pieces."""

    kind: str
    mark: str = ""
    parts: list[list[str]] = field(default_factory=lambda: [[]])

    def texts(self) -> list[str]:
        return ["".join(pieces) for pieces in self.parts]


def read_wikitext(source: str, files: Collection[str] = (), categories: Collection[str] = ()) -> WikiPage:
    """Return the text of a page.

    files, categories: prefixes of pictures and categories in the language of the wiki, in lower case
    """
    reader = _Reader(_FILES.union(files), _CATEGORIES.union(categories))
    return WikiPage(_paragraphs(reader.read(source)), reader.categories, reader.dates)


class _Reader:
    """Replaces templates, links, tables and elements by the text that they show."""

    def __init__(self, files: Collection[str], categories: Collection[str]) -> None:
        self.categories: list[str] = []
        self.dates: list[str] = []
        self._files = files
        self._categories = categories
        self._frames = [_Frame(_PAGE)]

    def read(self, source: str) -> str:
        """Return the text, in which only marks of lines (lists, headings) and of letters (bold) are left."""
        position = 0
        while match := _TOKEN.search(source, position):
            self._add(source[position : match.start()])
            position = match.end()
            mark = match[0]
            if mark == "<!--":
                position = _behind(source, "-->", position)
            elif match["name"] and match["name"].lower() == "nowiki":
                if not match["end"] and not match["rest"].endswith("/"):
                    end = _behind(source, "</nowiki>", position)
                    self._add(source[position:end].removesuffix("</nowiki>"))
                    position = end
            elif match["name"]:
                self._tag(match["name"].lower(), match["end"], match["rest"])
            elif mark == "|":
                self._bar()
            elif mark in _CLOSED:
                self._close(_CLOSED[mark])
            elif mark.endswith("|}"):
                self._close(_TABLE)
            else:
                self._open(_OPENED.get(mark, _TABLE), mark)
        self._add(source[position:])
        self._unwind(0)
        return "".join(self._frames[0].parts[0])

    def _add(self, text: str) -> None:
        self._frames[-1].parts[-1].append(text)

    def _open(self, kind: str, mark: str) -> None:
        if len(self._frames) < _DEEPEST:
            self._frames.append(_Frame(kind, mark))

    def _tag(self, name: str, end: str, rest: str) -> None:
        if end:
            self._close(name)
        elif not rest.endswith("/"):
            self._open(name, "")

    def _bar(self) -> None:
        frame = self._frames[-1]
        if frame.kind in (_TEMPLATE, _LINK):
            frame.parts.append([])
        else:
            self._add("|")

    def _close(self, kind: str) -> None:
        """Replace the innermost open frame of a kind by what it shows. Do nothing if there is none."""
        place = next((at for at in range(len(self._frames) - 1, 0, -1) if self._frames[at].kind == kind), 0)
        if place:
            self._unwind(place)
            self._add(self._shown(self._frames.pop()))

    def _unwind(self, place: int) -> None:
        """Turn the frames above a place of the stack into text, as no mark closed them."""
        while len(self._frames) > place + 1:
            frame = self._frames.pop()
            self._add("|".join(frame.texts()))

    def _shown(self, frame: _Frame) -> str:
        """Return the text that a frame shows, '' if the frame is left out."""
        if frame.kind == _TEMPLATE:
            return self._template(frame.texts())
        if frame.kind == _LINK:
            return self._link(frame.texts())
        return f"\n\n{_table(frame.texts()[0])}\n\n" if frame.kind == _TABLE else ""

    def _template(self, parts: list[str]) -> str:
        """Return the text that a template shows; note the date of a template for dates."""
        name, *values = parts
        name = normalised(name)
        named = dict(one.split("=", 1) for one in values if "=" in one)
        plain = [one.strip() for one in values if "=" not in one and one.strip()]
        if name in _DATES:
            return self._date(" ".join(plain))
        if name == _BYLINE:
            self._date(named.get("date", ""))
        elif name in _SHOW_LAST:
            return plain[-1] if plain else ""
        elif name in _SHOW_FIRST:
            return " ".join(plain[: _SHOW_FIRST[name]])
        elif name in _QUOTES:
            marked = (text for key, text in named.items() if key.strip().lower() in _QUOTED)
            return f"\n\n{next(marked, plain[0] if plain else '')}\n\n"
        return ""

    def _date(self, text: str) -> str:
        """Note the date of a template that begins a line, and return ''; elsewhere return it as a word."""
        begun = next(filter(None, reversed(self._frames[-1].parts[-1])), "\n")
        if len(self._frames) > 1 or begun.rpartition("\n")[2].strip():
            return text
        self.dates.append(one_line(text))
        return ""

    def _link(self, parts: list[str]) -> str:
        """Return the text that a link shows; note the category that it leads to."""
        target, *labels = parts
        prefix, colon, rest = target.strip().partition(":")
        prefix = prefix.strip().lower()
        if colon and (prefix in self._files or (prefix and _MEDIA.fullmatch(rest))):
            return ""
        if colon and prefix in self._categories:
            self.categories.append(one_line(rest))
            return ""
        if labels and labels[-1].strip():
            return labels[-1]
        if colon and _OTHER_LANGUAGE.fullmatch(prefix) and not labels:
            return ""
        return rest if colon else target


def _behind(source: str, mark: str, position: int) -> int:
    """Return the position behind the next mark in a text, the end of the text if there is none."""
    found = source.find(mark, position)
    return len(source) if found < 0 else found + len(mark)


def _table(content: str) -> str:
    """Return the words of a table, one line per row."""
    rows: list[list[str]] = [[]]
    for line in content.split("\n")[1:]:
        line = line.strip()
        if line.startswith("|-"):
            rows.append([])
        elif line.startswith(("|", "!")):
            cells = _CELLS.split(line.lstrip("|!+"))
            rows[-1] += [_ATTRIBUTES.sub("", cell, count=1).strip() for cell in cells]
        elif line:
            rows[-1].append(line)
    texts = (" ".join(filter(None, row)) for row in rows)
    return "\n".join(f"* {text}" for text in texts if text)


def _paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text that has only marks of lines and letters left."""
    text = _ADDRESS.sub(r"\1", text)
    text = _TAG.sub("", _BREAK_TAG.sub("\n\n", _LINE_TAG.sub("\n", text)))
    text = clean(unescape(_MARKS.sub("", text)))
    found: list[tuple[bool, str]] = []
    for is_heading, paragraph in _blocks(text):
        if is_heading and found and found[-1][0]:
            found.pop()  # a heading without a text below
        found.append((is_heading, paragraph))
    if found and found[-1][0]:
        found.pop()
    return [paragraph for _, paragraph in found]


def _blocks(text: str) -> Iterator[tuple[bool, str]]:
    """Yield whether a paragraph is a heading, and the paragraph: lines in a row, or items of a list."""
    lines: list[str] = []
    was_item = False
    for line in [*text.split("\n"), ""]:
        line = line.strip()
        heading = _HEADING.fullmatch(line)
        item = _ITEM.match(line)
        if lines and (not line or heading or bool(item) != was_item):
            yield False, ("\n" if was_item else " ").join(lines)
            lines = []
        was_item = bool(item)
        if heading:
            if title := one_line(heading[2]):
                yield True, title
        elif content := one_line(line[item.end() :] if item else line):
            lines.append(content)
