"""News feeds: RSS of all versions, and Atom, by feedparser.

The text of an entry is the longest of its content, its summary and the full text that feeds for aggregators
have. Feeds are often malformed XML (an `&` in a title is enough), and feedparser reads as much as it can. An
error is reported only if entries may be lost: if the feed is cut off, or has fewer entries than entry tags.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urljoin
from xml.parsers import expat

from newsgrep.article import Article
from newsgrep.bounded_bytes import read_bounded
from newsgrep.clean_text import clean_any, letters_of
from newsgrep.encodings.declared import decode_web
from newsgrep.encodings.decoding import HEAD
from newsgrep.errors import ArticleError
from newsgrep.extras import missing_library
from newsgrep.formats.article_maker import ArticleMaker
from newsgrep.formats.page.metadata import clean_line, first_url, persons_in_bylines
from newsgrep.markup.feed_footer import without_feed_footer
from newsgrep.markup.html_text import is_html, plain_text
from newsgrep.markup.xml_stream import root_name
from newsgrep.read_context import ReadContext
from newsgrep.remarks import NO_TEXT
from newsgrep.results import Unreadable

#: How many characters at the end are searched for the end tag of the feed.
_TAIL = 1000

_RSS_1 = re.compile(r"purl\.org/(?:rss/|net/rss)|netscape\.com/rdf/simple", re.I)
_DECLARATION = re.compile(r"\s*<\?xml[^>]*>", re.I)
#: What may stand before the root element: comments, processing instructions and a document type.
_BEFORE_ROOT = re.compile(r"(?:\s++|<!--.*?-->|<\?[^>]*+>|<!DOCTYPE[^\[<>]*+>)", re.I | re.S)
_HIDDEN = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)", re.S)
_ENTRY = re.compile(r"<(?P<end>/?)(?:[\w.-]{1,40}:)?(?:item|entry)(?=[\s>])", re.I)
_END = re.compile(r"</(?:rss|feed|channel|rdf:rdf)\s*>\s*(?:<!--.*-->\s*)?\Z", re.I | re.S)

#: The caption of a picture or a video, which feedparser would take for the text of the entry.
_CAPTION = re.compile(r"<(/?)media:description(?:\s[^<>]*)?(?=>)", re.I)
#: The keys of full texts that feedparser does not know, and of texts for an entry that has no other.
_FULL_TEXTS = ("yandex_full-text", "turbo_content")
_OTHER_TEXTS = ("subtitle", "media_caption")
#: The keys of addresses, the best first: FeedBurner and Pheedo replace the link with an address of their own.
_ADDRESSES = ("feedburner_origlink", "pheedo_origlink", "link")
#: What feedparser leaves of `Jane Doe (mailto:jane@example.org)`.
_AUTHOR_REST = re.compile(r"\s*\((?:mailto:)?\)?\Z")

#: An entry or a feed as feedparser returns it: a subclass of dict, with the keys of its manual.
_Entry = dict[str, Any]


class _Feed(NamedTuple):
    """The metadata of a feed that hold for its entries.

    authors: the authors of an Atom entry that names none
    base:    the address to which the links of entries are relative
    """

    title: str
    language: str
    authors: tuple[str, ...]
    base: str


def claims(beginning: str) -> bool:
    """Whether the root element of an XML document is the one of a feed."""
    root = root_name(beginning).lower()
    return root in ("rss", "feed") or root == "rdf" and _RSS_1.search(beginning) is not None


def read(stream: io.BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the article of each entry. Raises ArticleError for a file that is not a feed."""
    data = read_bounded(stream, context.limits.page_bytes, "feed")
    text = _strip_prolog(decode_web(data, context.encoding, on_remark=context.remark))
    feed, entries = _parse_feed(text)
    lost = _lost_entries(text, entries)
    make = ArticleMaker(context)
    for number, entry in enumerate(entries, 1):
        name = _entry_name(entry) or str(number)
        try:
            yield _article(entry, feed, context, make.key(name))
        except ArticleError as error:
            yield Unreadable(context.path, f"{error.message}: entry {name}")
    if lost:
        yield Unreadable(context.path, lost.message, lost.line)


def _strip_prolog(text: str) -> str:
    """Return a feed from its root element on, with its line numbers kept. Raises ArticleError for no feed."""
    if not claims(text[:HEAD]):
        raise ArticleError("not a feed" if text.strip() else "empty file")
    text = _DECLARATION.sub(_line_ends, text, count=1)
    pieces, start = [], 0
    while match := _BEFORE_ROOT.match(text, start):
        pieces.append(_line_ends(match))
        start = match.end()
    if text.startswith("<!", start) and not text.startswith("<!--", start):
        raise ArticleError("declares entities, which are not expanded")
    return "".join(pieces) + text[start:]


def _line_ends(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


def _parse_feed(text: str) -> tuple[_Feed, list[_Entry]]:
    """Return the feed and its entries. Raises ArticleError."""
    try:
        import feedparser
    except ImportError:
        raise missing_library("feedparser", "feeds") from None
    # A stream, as feedparser would treat a string as a URL to fetch or a file to open.
    stream = io.BytesIO(_CAPTION.sub(r"<\1media:caption", text).encode())
    try:
        result = feedparser.parse(stream, sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:  # its parsers of dates and tags raise any exception
        raise ArticleError(f"feedparser failed: {type(error).__name__}") from None
    feed, is_atom = result["feed"], result["version"].startswith("atom")
    links = dict.get(feed, "links") or []
    own = next((_line_in(link, "href") for link in links if _line_in(link, "rel") == "self"), "")
    common = _Feed(
        title=_feed_title(feed),
        language=clean_line(dict.get(feed, "language")),
        authors=_authors(feed) if is_atom else (),  # in RSS they are the editor and the webmaster
        base=_joined(own, clean_line(dict.get(feed, "link"))) or own,
    )
    return common, result["entries"]


def _lost_entries(text: str, entries: list[_Entry]) -> ArticleError | None:
    """Return the error for a feed that has lost entries, None if it has lost none.

    Removes an entry that the end of the file cuts off from `entries`: half a text is no article.
    """
    syntax_error = _syntax_error(text)
    if syntax_error is None:
        return None
    ends = [match["end"] for match in _ENTRY.finditer(_HIDDEN.sub("", text))]
    begun = ends.count("")
    if not _END.search(text[-_TAIL:]):
        if ends and not ends[-1] and len(entries) >= begun:
            entries.pop()
        return ArticleError("feed cut off", text.rstrip().count("\n") + 1)
    if begun > len(entries):
        return ArticleError(
            f"{syntax_error.message}; entries lost: {begun - len(entries)}", syntax_error.line
        )
    return None


def _syntax_error(text: str) -> ArticleError | None:
    """Return the first XML error of a feed with its line, None for well-formed XML."""
    try:
        expat.ParserCreate().Parse(text.encode(), True)
    except expat.ExpatError as error:
        return ArticleError(f"broken XML: {expat.ErrorString(error.code)}", error.lineno)
    return None


def _article(entry: _Entry, feed: _Feed, context: ReadContext, key: str) -> Article:
    """Return the article of an entry. Raises ArticleError if it has neither a text nor a title."""
    publisher = dict.get(entry, "source")
    source = _feed_title(publisher)
    title = clean_line(_plain_text_of(_text_construct(entry, "title")))
    title = title.removesuffix(f" - {source}") if source else title  # Google News appends it
    body = without_feed_footer(_body_of(entry), title)
    if letters_of(body) in (letters_of(title), letters_of(title + source)):
        body = ""
    if not body and not title:
        raise ArticleError("no text")
    if not body:
        context.remark(NO_TEXT, "", 0)
    moments = (clean_line(dict.get(entry, name)) for name in ("published", "updated", "created"))
    date, date_text = context.dates.read_first(moments)
    return Article(
        key=key,
        path=context.path,
        body=body,
        title=title,
        authors=_authors(entry) or _authors(publisher) or feed.authors,
        date=date,
        date_text=date_text,
        url=first_url(_joined(feed.base, clean_line(dict.get(entry, name))) for name in _ADDRESSES),
        source=source or feed.title,
        language=_entry_language(entry) or feed.language,
        section=next(filter(None, (_line_in(tag, "term") for tag in dict.get(entry, "tags") or [])), ""),
    )


def _body_of(entry: _Entry) -> str:
    """Return the longest text of an entry: a podcast may have a teaser as its content, after its text."""
    texts = [*(dict.get(entry, "content") or []), _text_construct(entry, "summary")]
    texts += [{"value": dict.get(entry, name)} for name in _FULL_TEXTS]
    others = (_plain_text_of(_text_construct(entry, name)) for name in _OTHER_TEXTS)
    return max(map(_plain_text_of, texts), key=len) or next(filter(None, others), "")


def _authors(detail: object) -> tuple[str, ...]:
    """Return the persons who wrote an entry or a feed."""
    found = dict.get(detail, "authors") or [] if isinstance(detail, dict) else []
    lines = (_plain_text_of({"value": _line_in(author, "name")}) for author in found)
    return persons_in_bylines(_AUTHOR_REST.sub("", line) for line in lines)


def _joined(base: str, address: str) -> str:
    """Return the absolute form of an address that may be relative; '' for none or an invalid one."""
    try:
        return urljoin(base, address) if address else ""
    except ValueError:
        return ""


def _entry_name(entry: _Entry) -> str:
    """Return the id of an entry, else its URL; '' for none."""
    return clean_line(dict.get(entry, "id")) or clean_line(dict.get(entry, "link"))


def _text_construct(entry: _Entry, field: str) -> _Entry:
    """Return the text in a field of an entry, as an object that may have its media type."""
    return dict.get(entry, f"{field}_detail") or {"value": dict.get(entry, field)}


def _plain_text_of(detail: _Entry) -> str:
    """Return the paragraphs of a text, which is HTML if its media type or the tags in it say so."""
    value = dict.get(detail, "value")
    if not isinstance(value, str) or not clean_line(value):
        return ""
    is_typed = "html" in clean_line(dict.get(detail, "type"))
    value = plain_text(value) if is_typed or is_html(value) else html.unescape(value).strip()
    return clean_any(value)


def _feed_title(feed: object) -> str:
    return clean_line(_plain_text_of(_text_construct(feed, "title"))) if isinstance(feed, dict) else ""


def _entry_language(entry: _Entry) -> str:
    return clean_line(dict.get(entry, "language")) or _line_in(_text_construct(entry, "title"), "language")


def _line_in(detail: object, key: str) -> str:
    return clean_line(dict.get(detail, key)) if isinstance(detail, dict) else ""
