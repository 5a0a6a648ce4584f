"""News feeds: RSS of every version, and Atom, by feedparser.

An entry's text is its full content where there is one, else its summary. Feeds are often no valid XML
(an `&` in a title is enough); feedparser then reads the tags as well as it can. Only where entries may be
missing for it is that told: where the feed is cut off, or fewer entries were read than begin in it.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

from newsgrep.article import HEADLINE, LEDE, Article
from newsgrep.errors import ArticleError
from newsgrep.formats.charsets import decode_web
from newsgrep.formats.extras import missing
from newsgrep.formats.htmltext import is_html, plain_text
from newsgrep.formats.keys import Keys
from newsgrep.formats.origin import Origin
from newsgrep.formats.text import HEAD, clean, lede_of, whole
from newsgrep.formats.web.facts import address_of, date_of, line_of, names_of
from newsgrep.formats.wire.xmltree import root_of
from newsgrep.results import Unreadable

#: The most bytes of a feed; it is held in memory several times over while it is read.
FEED_LIMIT = 16 * 2**20

#: How much of the end is looked at for the end tag of the feed.
_TAIL = 1000

_RSS_1 = re.compile(r"purl\.org/(?:rss/|net/rss)|netscape\.com/rdf/simple", re.I)
_DECLARATION = re.compile(r"\s*<\?xml[^>]*>", re.I)
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[<>]*>", re.I)
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32)], " ")
_HIDDEN = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)", re.S)
_ENTRY = re.compile(r"<(?P<end>/?)(?:[\w.-]{1,40}:)?(?:item|entry)(?=[\s>])", re.I)
_END = re.compile(r"</(?:rss|feed|channel|rdf:rdf)\s*>\s*(?:<!--.*-->\s*)?\Z", re.I | re.S)

#: What feedparser makes of an entry or of the feed: a dictionary of its own, with the keys of its manual.
_Entry = dict[str, Any]


def claims(beginning: str) -> bool:
    """Whether the root of an XML document is that of a feed."""
    root = root_of(beginning).lower()
    return root in ("rss", "feed") or root == "rdf" and _RSS_1.search(beginning) is not None


def read(stream: io.BufferedReader, origin: Origin) -> Iterator[Article | Unreadable]:
    """Yield the article of each entry; raises ArticleError for what is no feed."""
    text = _prepared(decode_web(_whole(stream), origin.encoding))
    feed, entries = _parsed(text)
    lost = _lost(text, entries)
    keys = Keys(origin)
    for number, entry in enumerate(entries, 1):
        name = _name(entry) or str(number)
        try:
            yield _article(entry, feed, origin, keys.of(name))
        except ArticleError as error:
            yield Unreadable(origin.path, f"{error.message}: entry {name}")
    if lost:
        yield Unreadable(origin.path, lost.message, lost.line)


def _whole(stream: io.BufferedReader) -> bytes:
    data = stream.read(FEED_LIMIT + 1)
    if len(data) > FEED_LIMIT:
        raise ArticleError(f"feed larger than {FEED_LIMIT >> 20} MB")
    return data


def _prepared(text: str) -> str:
    """Return a feed without what stands before its root, line for line; raises ArticleError for no feed."""
    if not claims(text[:HEAD]):
        raise ArticleError("no feed" if text.strip() else "empty file")
    text = _DECLARATION.sub(_line_ends, text, count=1).translate(_CONTROLS)
    root = re.search(r"<\w", text)
    start = root.start() if root else 0
    prolog = _DOCTYPE.sub(_line_ends, text[:start])
    if re.search(r"<!(?!--)", prolog):
        raise ArticleError("declares entities, which are not expanded")
    return prolog + text[start:]


def _line_ends(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


def _parsed(text: str) -> tuple[_Entry, list[_Entry]]:
    """Return what is said of the feed, and its entries; raises ArticleError."""
    try:
        import feedparser
    except ImportError:
        raise missing("feedparser", "feeds") from None
    # A stream: of a string feedparser would make an address to fetch, or a file to open.
    stream = io.BytesIO(text.encode())
    try:
        result = feedparser.parse(stream, sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:  # its parsers of dates and tags raise what they meet
        raise ArticleError(f"feedparser failed: {type(error).__name__}") from None
    return result["feed"], result["entries"]


def _lost(text: str, entries: list[_Entry]) -> ArticleError | None:
    """Return what is wrong with a feed that has lost entries, None for one that has not.

    An entry that the end of the file cuts in two is taken from the entries: half a text is no article.
    """
    fault = _fault(text)
    if fault is None:
        return None
    ends = [match["end"] for match in _ENTRY.finditer(_HIDDEN.sub("", text))]
    begun = ends.count("")
    if not _END.search(text[-_TAIL:]):
        if ends and not ends[-1] and len(entries) >= begun:
            entries.pop()
        return ArticleError("feed cut off", text.rstrip().count("\n") + 1)
    if begun > len(entries):
        return ArticleError(f"{fault.message}; entries lost: {begun - len(entries)}", fault.line)
    return None


def _fault(text: str) -> ArticleError | None:
    """Return where and how a feed is not well-formed XML, None where it is."""
    try:
        expat.ParserCreate().Parse(text.encode(), True)
    except expat.ExpatError as error:
        return ArticleError(f"broken XML: {expat.ErrorString(error.code)}", error.lineno)
    return None


def _article(entry: _Entry, feed: _Entry, origin: Origin, key: str) -> Article:
    """Return the article of an entry; raises ArticleError for one without text."""
    body = max(map(_text, dict.get(entry, "content") or []), key=len, default="") or _text(
        _detail(entry, "summary")
    )
    if not body:
        raise ArticleError("no text")
    title = line_of(_text(_detail(entry, "title")))
    return Article(
        key=key,
        path=origin.path,
        body=body,
        title=title or lede_of(body),
        title_from=HEADLINE if title else LEDE,
        authors=names_of(_said(author, "name") for author in dict.get(entry, "authors") or []),
        date=date_of(dict.get(entry, moment) for moment in ("published", "updated", "created")),
        url=address_of([dict.get(entry, "link")]),
        source=_title_of(dict.get(entry, "source")) or _title_of(feed),
        language=_language(entry) or line_of(dict.get(feed, "language")),
        section=next(filter(None, (_said(tag, "term") for tag in dict.get(entry, "tags") or [])), ""),
    )


def _name(entry: _Entry) -> str:
    """Return what an entry is called in its feed: its id, else its address; '' for none."""
    return line_of(dict.get(entry, "id")) or line_of(dict.get(entry, "link"))


def _detail(entry: _Entry, field: str) -> _Entry:
    """Return a text of an entry with its type."""
    return dict.get(entry, f"{field}_detail") or {"value": dict.get(entry, field)}


def _text(detail: _Entry) -> str:
    """Return the paragraphs of a text, whether it is HTML by its type or only by its looks."""
    value = dict.get(detail, "value")
    if not isinstance(value, str) or not line_of(value):
        return ""
    typed = "html" in line_of(dict.get(detail, "type"))
    value = plain_text(value) if typed or is_html(value) else html.unescape(value).strip()
    return clean(whole(value))


def _title_of(feed: object) -> str:
    return line_of(_text(_detail(feed, "title"))) if isinstance(feed, dict) else ""


def _language(entry: _Entry) -> str:
    return line_of(dict.get(entry, "language")) or _said(_detail(entry, "title"), "language")


def _said(detail: object, key: str) -> str:
    return line_of(dict.get(detail, key)) if isinstance(detail, dict) else ""
