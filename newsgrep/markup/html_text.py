"""Turn HTML in a field of a record, a feed or a mail into paragraphs of plain text.

>>> plain_text("<p>Talks <b>resumed</b> in Baku.</p><p>AT&amp;T</p>")
'Talks resumed in Baku.\\n\\nAT&T'

All text is kept: trafilatura is for whole pages with menus. The time is linear in the size of any input; the
standard library's HTMLParser takes a minute for 60 kB of `<a `.
"""

from __future__ import annotations

import html
import re

_NAMES = (
    "a|abbr|address|article|aside|b|big|blockquote|body|br|center|cite|code|dd|del|div|dl|dt|em|figcaption|figure"
    "|font|footer|h[1-6]|head|header|hr|html|i|iframe|img|ins|li|main|mark|nav|ol|p|pre|q|s|script|section|small|span"
    "|strong|style|sub|sup|table|tbody|td|th|thead|time|tr|u|ul|video"
)
#: What plain text never has: an HTML end tag, or a tag without an end tag.
_EVIDENCE = re.compile(rf"</(?:{_NAMES})\s*>|<(?:p|br|hr)\s*/?>|<(?:p|img)\s[^<>]*=[^<>]*>", re.I)
#: A comment without an end reaches to the next comment; a tag without its `>` is text. All quantifiers are
#: possessive, so that there is no backtracking.
_MARKUP = re.compile(
    r"""<!--(?:[^-<]|-(?!->)|<(?!!--))*+(?:-->)?
      | <(?P<end>/?)(?P<name>[a-z][a-z0-9:-]*+)(?:[\s/](?:[^<>"']|"[^"<]*+"|'[^'<]*+')*+)?+>
      | <(?P<end2>/?)(?P<name2>[a-z][a-z0-9:-]*+)(?:[\s/][^<>]*+)?+>
      | <[!?][^<>]*+>""",
    re.I | re.X,
)
#: A ticker symbol in a wire story, which looks like a tag: DU PONT <DD> WINS. A real tag in capitals stands
#: between sentences, or the same text has an end tag in capitals.
_TICKER = re.compile(
    rf"(?:(?<=[\w&')] )|(?!<(?:{_NAMES.upper()})>))<(?!BR>|HR>)[A-Z]{{1,6}}>(?=[\s,.;:)]|\Z)"
)
_CAPITAL_END_TAG = re.compile("</[A-Z]")
_BLOCKS = frozenset(
    ["address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "figcaption"]
    + ["figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "li"]
    + ["main", "nav", "ol", "p", "pre", "section", "table", "tbody", "td", "th", "thead", "title", "tr", "ul"]
)
#: Elements that are left out. Within one, only its end tag is a tag.
_HIDDEN = frozenset(["script", "style", "template", "iframe", "svg"])


def is_html(text: str) -> bool:
    """Whether a text has HTML tags in it; `a < b`, `<jane@example.org>` and `DU PONT <DD>` have none."""
    if "<" not in text or (found := _EVIDENCE.search(text)) is None:
        return False
    tickers = _tickers(text)
    return not tickers or any(
        match.start() not in tickers for match in _EVIDENCE.finditer(text, found.start())
    )


def _tickers(text: str) -> frozenset[int]:
    """Return the positions of ticker symbols, which look like tags."""
    if _CAPITAL_END_TAG.search(text):
        return frozenset()
    return frozenset(match.start() for match in _TICKER.finditer(text))


def plain_text(text: str) -> str:
    """Return the paragraphs of HTML, with blank lines between them; `<br>` ends a line. Never raises."""
    pieces: list[str] = []
    position, hidden = 0, ""
    tickers = _tickers(text)
    for match in _MARKUP.finditer(text):
        if match.start() in tickers:
            continue
        if not hidden:
            pieces.append(_collapse_space(text[position : match.start()]))
        position = match.end()
        name = (match["name"] or match["name2"] or "").lower()
        if hidden:
            hidden = "" if name == hidden and "/" in (match["end"] or match["end2"] or "") else hidden
        elif name in _HIDDEN and not match["end"] and not match[0].endswith("/>"):
            hidden = name
        elif name == "br":
            pieces.append("\n")
        elif name in _BLOCKS:
            pieces.append("\n\n")
    if not hidden:
        pieces.append(_collapse_space(text[position:]))
    lines = (re.sub(r" {2,}", " ", line).strip() for line in "".join(pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _collapse_space(text: str) -> str:
    """Return text between tags, entities decoded, each run of white space as one space."""
    return re.sub(r"\s+", " ", html.unescape(text) if "&" in text else text)
