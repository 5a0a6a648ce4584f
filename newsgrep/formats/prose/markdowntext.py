"""The text of Markdown without its marks, line by line, by markdown-it-py.

>>> clean_lines("Talks *resumed* in [Baku](https://example.org).\\n\\n> Tea &amp; oil\\n").lines
['Talks resumed in Baku.', '', 'Tea & oil', '']

A line of the text stays on its line, so that line numbers hold in the file, too; a line that is only a mark,
such as the fence of some code, becomes blank. Left out are the marks of emphasis, links, pictures, tables
and HTML, and what the dialects add: attributes (`{: .lead}`), templates (`{{< figure >}}`, `{% include %}`),
references to footnotes and the brackets of wikilinks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from newsgrep.clean_text import one_line
from newsgrep.formats.prose.frontmatter import link_text
from newsgrep.formats.prose.markup import CleanText
from newsgrep.markup.html_text import plain_text

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_TEMPLATE = re.compile(r"\{\{[<%]?[^{}\n]*\}\}|\{%[^{}\n]*%\}")
_ATTRIBUTES = re.compile(r"[ \t]*\{:?[ \t]*(?:[#.][\w-]+|[\w-]+=(?:\"[^\"\n]*\"|'[^'\n]*'|[\w-]+))[^{}\n]*\}")
_IMPORTS = re.compile(
    r"\A(?:\s*import [^\n;]{1,500}[\"'];?[ \t]*(?=\n|\Z)"
    r"|\s*export (?:const|let|var|default|(?:async )?function)\b[^\n]{0,2000}"
    r"(?:\n(?![ \t]*\n)[^\n]{0,2000}){0,500})+"
)
_EMBEDDED = re.compile(r"!\[\[[^\[\]\n]*\]\]")
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]+\]:?[ \t]?")
_MARKED = re.compile(r"==(?=\S)([^=\n]+)(?<=\S)==")


def clean_lines(text: str) -> CleanText:
    """Return the lines of a text without marks."""
    lines = text.split("\n")
    tokens = _parser().parse(_without_templates(text))
    clean = [""] * len(lines)
    title, end = "", 0
    for number, token in enumerate(tokens):
        for index, line in _lines_of(token):
            if index < len(clean):
                clean[index] = f"{clean[index]} {line}".strip() if clean[index] else line
        if token.type == "heading_open" and token.tag == "h1" and token.map and not title:
            title = " ".join(line for _, line in _lines_of(tokens[number + 1]))
            end = token.map[1]
    return CleanText(clean, title, end)


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # slow to import

    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


def _without_templates(text: str) -> str:
    """Return a text without templates, attributes and footnotes, which the parser does not know.

    Also without the code of MDX at its head, which imports components and exports values.
    """
    text = _IMPORTS.sub(lambda match: "\n" * match[0].count("\n"), text)
    if "{" in text:
        text = _ATTRIBUTES.sub("", _TEMPLATE.sub("", text))
    if "[[" in text:
        text = link_text(_EMBEDDED.sub("", text))
    return _FOOTNOTE.sub("", text) if "[^" in text else text


def _lines_of(token: Token) -> Iterator[tuple[int, str]]:
    """Yield the lines of a token that has text, each with its index in the file."""
    if token.map is None:
        return
    first = token.map[0]
    if token.type == "inline":
        yield from enumerate(_inline_lines(token.children or ()), first)
    elif token.type in ("fence", "code_block"):
        yield from enumerate(token.content.rstrip("\n").split("\n"), first + (token.type == "fence"))
    elif token.type == "html_block":
        yield from enumerate(_html_lines(token.content.rstrip("\n")), first)


def _html_lines(markup: str) -> list[str]:
    """Return the lines of HTML; all of its text on the first one if a tag or a script goes over lines."""
    text = one_line(plain_text(markup))
    lines = [one_line(plain_text(line)) for line in markup.split("\n")]
    return lines if one_line(" ".join(lines)) == text else [text]


def _inline_lines(children: Sequence[Token]) -> list[str]:
    """Return the lines of a paragraph, a heading or a cell."""
    pieces = []
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            pieces.append("\n")
        elif child.type in ("text", "code_inline", "image"):
            pieces.append(child.content.replace("\n", " "))
        elif child.type == "html_inline" and child.content.startswith("<br"):
            pieces.append(" ")
    text = "".join(pieces)
    return (_MARKED.sub(r"\1", text) if "==" in text else text).split("\n")
