"""NewsML-G2: a news item, or a message of many; packages, concepts and plans in it are no articles.

The text is inline: XHTML or NITF in XML, or characters. A picture has only its headline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader

from newsgrep.article import HEADLINE, LEDE, Article
from newsgrep.errors import ArticleError
from newsgrep.formats.bylines import persons
from newsgrep.formats.htmltext import plain_text
from newsgrep.formats.keys import Keys
from newsgrep.formats.origin import Origin
from newsgrep.formats.text import clean, lede_of, one_line
from newsgrep.formats.wire import nitf
from newsgrep.formats.wire.xmltree import Node, elements, first, outermost, paragraphs, root_of, text_of
from newsgrep.results import Unreadable

_ROOTS = frozenset(["newsItem", "newsMessage"])
_DATES = ("contentCreated", "versionCreated", "firstCreated")
_ADDRESS = re.compile(r"https?://\S+")


def claims(beginning: str) -> bool:
    """Whether the root of the document is a news item or a message."""
    return root_of(beginning) in _ROOTS


def read(stream: BufferedReader, origin: Origin) -> Iterator[Article | Unreadable]:
    """Yield the article of each news item; raises ArticleError where there is none, or the XML is broken."""
    keys, found = Keys(origin), False
    for item in elements(stream, "newsItem", origin.encoding):
        found = True
        try:
            yield _article(item, origin, keys)
        except ArticleError as error:
            yield Unreadable(origin.path, error.message, error.line)
    if not found:
        raise ArticleError("no <newsItem> in it")


def _article(item: Node, origin: Origin, keys: Keys) -> Article:
    line = item.sourceline or 1
    inner = next(outermost(item, "nitf"), None)
    title = text_of(first(item, "headline")) or (nitf.headline_of(inner) if inner is not None else "")
    body = nitf.body_of(inner) if inner is not None else _body(item)
    if not body and not title:
        raise ArticleError("no text", line)
    guid = one_line(clean(item.get("guid", "")))
    return Article(
        date=nitf.moment_of(text_of(first(item, *_DATES)), line),
        key=keys.of(guid or f"L{line}"),
        path=origin.path,
        body=body,
        title=title or lede_of(body),
        title_from=HEADLINE if title else LEDE,
        authors=_authors(item, inner),
        url=guid if _ADDRESS.fullmatch(guid) else "",
        source=_named(item, "provider") or _named(item, "infoSource"),
        language=_language(item),
        line=line,
    )


def _body(item: Node) -> str:
    """Return the first inline content that has text: paragraphs of XML, else characters as they are."""
    for content in outermost(item, "inlineXML"):
        if found := paragraphs(content):
            return "\n\n".join(found)
    content = first(item, "inlineData")
    if content is None:
        return ""
    string = clean("".join(content.itertext()))
    return plain_text(string) if "html" in content.get("contenttype", "") else string.strip()


def _authors(item: Node, inner: Node | None) -> tuple[str, ...]:
    """Return the persons of the byline, else the creators by name, else those of the NITF within."""
    if byline := text_of(next(outermost(item, "by"), None)):
        return persons(byline)
    creators = [node for node in outermost(item, "creator") if "organisation" not in node.get("type", "")]
    names = tuple(dict.fromkeys(filter(None, map(_called, creators))))
    return names or (nitf.authors_of(inner) if inner is not None else ())


def _named(item: Node, role: str) -> str:
    """Return what the first element of a role is called."""
    return next(filter(None, map(_called, outermost(item, role))), "")


def _called(node: Node) -> str:
    """Return the name of a party: as written, else as a literal, else its code without the scheme."""
    code = node.get("literal") or node.get("qcode", "").rpartition(":")[2]
    return text_of(first(node, "name")) or one_line(clean(code))


def _language(item: Node) -> str:
    """Return the language that the content is said to have, else the item's."""
    tags = (node.get("tag", "") for node in outermost(item, "language"))
    return one_line(next(filter(None, tags), "") or item.get(nitf.LANGUAGE, ""))
