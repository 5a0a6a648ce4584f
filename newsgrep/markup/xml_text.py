"""Extract the text of XML elements: as paragraphs, with spaces between elements that have none between them.

>>> from lxml import etree
>>> paragraphs(etree.XML("<text><p>Talks <b>re</b>sumed.</p><p><city>Baku</city><day>30</day></p></text>"))
['Talks resumed.', 'Baku 30']
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import dedent

from newsgrep.clean_text import clean, one_line
from newsgrep.markup.html_text import is_html, plain_text
from newsgrep.markup.xml_stream import XmlNode, local_name, outermost

#: The marks for the end of a paragraph, for the end of a line, and between elements. No text has these
#: characters, as XML does not allow them.
BREAK, LINE_END, _APART = "\0", "\1", "\2"
_BETWEEN_WORDS = re.compile(f"(?<=\\w){_APART}+(?=\\w)")
#: A blank line within a text: some agencies put a whole story into one <p>.
_BLANK_LINE = re.compile(r"(?<=\S)[ \t]*\n[ \t]*\n\s*(?=\S)")
_BLOCKS = frozenset(
    ["p", "hl1", "hl2", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "li", "dt", "dd", "table", "tr"]
    + ["caption", "pre", "bq", "blockquote", "block", "div", "section", "article", "note", "fn", "byline"]
    + ["para", "paragraph"]
)
_SPACES = frozenset(["br", "td", "th"])
#: Elements that may mark a part of a word. The text of any other element is separated from the next one.
_WITHIN_WORDS = frozenset(
    ["a", "abbr", "b", "big", "bold", "cite", "code", "em", "emph", "font", "hi", "i", "italic", "q", "s"]
    + ["small", "span", "strong", "sub", "sup", "tt", "u"]
)
#: Elements without text of the article: scripts, pictures with their captions, and headers of a page.
_SKIPPED = frozenset(["script", "style", "head", "header", "media", "figure"])


def text_within(node: XmlNode) -> str:
    """Return all text within an element as one clean line, '' for None."""
    return one_line(" ".join(paragraphs(node))) if node is not None else ""


def character_data(node: XmlNode, *, is_markup: bool = False) -> str:
    """Return the text of an element, with its line ends; if the text is HTML, its paragraphs.

    Its lines may be indented like the elements of the document: such indentation is removed.
    """
    string = clean("".join(node.itertext())).strip()
    if is_markup or is_html(string):
        return plain_text(string)
    first, line_end, rest = string.partition("\n")
    return f"{first}{line_end}{dedent(rest)}"


def paragraphs(node: XmlNode) -> list[str]:
    """Return the paragraphs within an element, each a clean line; a <pre> keeps its lines."""
    pieces: list[str] = []
    _collect(node, pieces)
    return split_paragraphs(_BETWEEN_WORDS.sub(" ", "".join(pieces)).replace(_APART, ""))


def split_paragraphs(text: str) -> list[str]:
    """Return the clean paragraphs of a text, split at BREAK; in each, LINE_END becomes a line end."""
    parts = (part.split(LINE_END) for part in text.split(BREAK))
    found = ("\n".join(filter(None, (one_line(clean(line)) for line in part))) for part in parts)
    return list(filter(None, found))


def texts_of(node: XmlNode, *names: str) -> Iterator[str]:
    """Yield the texts of the elements below `node` that have the given local names, name by name."""
    return (text_within(found) for name in names for found in outermost(node, name))


def first_text(node: XmlNode, *names: str) -> str:
    """Return the first text below `node` that is not empty, of the first local name with one; '' for none."""
    return next(filter(None, texts_of(node, *names)), "")


def _collect(node: XmlNode, pieces: list[str], *, in_pre: bool = False) -> None:
    """Collect the text of an element, with breaks around each block. lxml limits the depth to 256."""
    name = local_name(node).lower()
    around = BREAK if name in _BLOCKS else " " if name in _SPACES else ""
    in_pre = in_pre or name == "pre"
    pieces += [around, _with_breaks(node.text, in_pre=in_pre)]
    has_words = not len(node) or has_own_words(node)
    for child in node:
        inner = local_name(child)
        if not has_words and inner.lower() not in _WITHIN_WORDS:
            pieces.append(_APART)
        if inner not in _SKIPPED:
            _collect(child, pieces, in_pre=in_pre)
        pieces.append(_with_breaks(child.tail, in_pre=in_pre))
    if not has_words and name not in _WITHIN_WORDS:
        pieces.append(_APART)
    pieces.append(around)


def has_own_words(node: XmlNode) -> bool:
    """Whether an element has words outside its children."""
    text = node.text
    if text and not text.isspace():
        return True
    return any(child.tail and not child.tail.isspace() for child in node)


def _with_breaks(string: str | None, *, in_pre: bool) -> str:
    """Return a text with BREAK in place of blank lines and, within <pre>, LINE_END in place of line ends."""
    if not string or "\n" not in string:
        return string or ""
    string = _BLANK_LINE.sub(BREAK, string)
    return string.replace("\n", LINE_END) if in_pre else string
