"""HTML to paragraphs: what a field of a record, a feed or a mail says once its tags are gone.

>>> plain_text("<p>Talks <b>resumed</b> in Baku.</p><p>AT&amp;T</p>")
'Talks resumed in Baku.\\n\\nAT&T'

It extracts nothing and judges nothing: for a whole page with its menus there is trafilatura. Time is linear
in any input, which the standard library's HTMLParser is not (60 kB of `<a ` take it a minute).
"""

from __future__ import annotations

import html
import re

_NAMES = (
    "a|abbr|address|article|aside|b|big|blockquote|body|br|center|cite|code|dd|del|div|dl|dt|em|figcaption|figure"
    "|font|footer|h[1-6]|head|header|hr|html|i|iframe|img|ins|li|main|mark|nav|ol|p|pre|q|s|script|section|small|span"
    "|strong|style|sub|sup|table|tbody|td|th|thead|time|tr|u|ul|video"
)
#: What plain text never has: an end tag of HTML, or one of the tags that stand alone.
_EVIDENCE = re.compile(rf"</(?:{_NAMES})\s*>|<(?:p|br|hr)\s*/?>|<(?:p|img)\s[^<>]*=[^<>]*>", re.I)
#: A comment reaches to its end, else to the next one; a tag to its `>`, else it is no tag. Nothing is
#: given back once taken, so that no text is gone over twice.
_MARKUP = re.compile(
    r"""<!--(?:[^-<]|-(?!->)|<(?!!--))*+(?:-->)?
      | <(?P<end>/?)(?P<name>[a-z][a-z0-9:-]*+)(?:[\s/](?:[^<>"']|"[^"<]*+"|'[^'<]*+')*+)?+>
      | <(?P<end2>/?)(?P<name2>[a-z][a-z0-9:-]*+)(?:[\s/][^<>]*+)?+>
      | <[!?][^<>]*+>""",
    re.I | re.X,
)
_BLOCKS = frozenset(
    ["address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "figcaption"]
    + ["figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "li"]
    + ["main", "nav", "ol", "p", "pre", "section", "table", "tbody", "td", "th", "thead", "title", "tr", "ul"]
)
#: What is never read as text. In these, tags are no tags but for the one that ends it.
_UNSEEN = frozenset(["script", "style", "template", "iframe", "svg"])


def is_html(text: str) -> bool:
    """Whether a text has tags of HTML in it. `a < b` is none, and neither is `<jane@example.org>`."""
    return "<" in text and _EVIDENCE.search(text) is not None


def plain_text(text: str) -> str:
    """Return the paragraphs of some HTML, parted by blank lines; `<br>` ends a line. Never raises."""
    pieces: list[str] = []
    position, unseen = 0, ""
    for match in _MARKUP.finditer(text):
        if not unseen:
            pieces.append(_words(text[position : match.start()]))
        position = match.end()
        name = (match["name"] or match["name2"] or "").lower()
        if unseen:
            unseen = "" if name == unseen and "/" in (match["end"] or match["end2"] or "") else unseen
        elif name in _UNSEEN and not match["end"] and not match[0].endswith("/>"):
            unseen = name
        elif name == "br":
            pieces.append("\n")
        elif name in _BLOCKS:
            pieces.append("\n\n")
    if not unseen:
        pieces.append(_words(text[position:]))
    return _tidied("".join(pieces))


def _words(text: str) -> str:
    """Return text between tags, with its entities read and each run of white space as one space."""
    return re.sub(r"\s+", " ", html.unescape(text) if "&" in text else text)


def _tidied(text: str) -> str:
    lines = (" ".join(line.split(" ")).strip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(re.sub(r" {2,}", " ", line) for line in lines)).strip()
