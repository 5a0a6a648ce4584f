"""NewsML-G2: a news item, or a message of many. Packages, concepts and plans are no articles.

The text is inline: XHTML or NITF as XML, or character data. The text of a picture is its caption.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader

from newsgrep.article import Article
from newsgrep.bylines.persons import persons
from newsgrep.clean_text import one_clean_line, one_line
from newsgrep.formats.article_maker import ArticleMaker
from newsgrep.formats.wire.nitf import LANGUAGE, nitf_authors, nitf_body, nitf_headline, nitf_within
from newsgrep.markup.xml_stream import XmlNode, iterate_elements, outermost, root_name
from newsgrep.markup.xml_text import character_data, first_text, paragraphs, text_within, texts_of
from newsgrep.read_context import ReadContext
from newsgrep.results import Unreadable

_ROOTS = frozenset(["newsItem", "newsMessage"])
_DATES = ("contentCreated", "versionCreated", "firstCreated")
_ADDRESS = re.compile(r"https?://\S+")


#: A user name in the system of an agency (`jane.doe`), which is no name of a person.
_LOGIN = re.compile(r"[a-z][a-z0-9._-]*")


def claims(beginning: str) -> bool:
    """Whether the root of the document is a news item or a message."""
    return root_name(beginning) in _ROOTS


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the article of each news item. Raises ArticleError if there is none, or the XML is broken."""
    items = iterate_elements(stream, "newsItem", context)
    return ArticleMaker(context).each(items, _article, none="no <newsItem> element in the file")


def _article(item: XmlNode, make: ArticleMaker) -> Article:
    inner = nitf_within(item)
    title = first_text(item, "headline") or nitf_headline(inner)
    guid = one_clean_line(item.get("guid", ""))
    return make(
        guid,
        title=title,
        body=nitf_body(inner) if len(inner) else _inline_text(item) or _caption(item, title),
        dates=texts_of(item, *_DATES),
        authors=_byline_authors(item, inner),
        url=guid if _ADDRESS.fullmatch(guid) else "",
        source=_name_in_role(item, "provider") or _name_in_role(item, "infoSource"),
        language=_content_language(item),
        line=item.sourceline or 1,
    )


def _caption(item: XmlNode, title: str) -> str:
    """Return the longest description of an item, unless it only repeats the headline."""
    found = max(texts_of(item, "description"), key=len, default="")
    return "" if found == title else found


def _inline_text(item: XmlNode) -> str:
    """Return the first inline content with text: paragraphs of XML, else unchanged character data."""
    for content in outermost(item, "inlineXML"):
        if found := paragraphs(content):
            return "\n\n".join(found)
    contents = filter(text_within, outermost(item, "inlineData"))
    texts = (character_data(one, is_markup="html" in one.get("contenttype", "")) for one in contents)
    return next(texts, "")


def _byline_authors(item: XmlNode, inner: XmlNode) -> tuple[str, ...]:
    """Return the persons of the byline, else the creators, else the authors of the NITF within."""
    if byline := first_text(item, "by"):
        return persons(byline)
    creators = [node for node in outermost(item, "creator") if "organisation" not in node.get("type", "")]
    names = dict.fromkeys(name for name in map(_party_name, creators) if not _LOGIN.fullmatch(name))
    return tuple(filter(None, names)) or nitf_authors(inner)


def _name_in_role(item: XmlNode, role: str) -> str:
    """Return the name of the first party in a role, '' for none."""
    return next(filter(None, map(_party_name, outermost(item, role))), "")


def _party_name(node: XmlNode) -> str:
    """Return the name of a party: its name element, else its literal, else its code without the scheme."""
    code = node.get("literal") or node.get("qcode", "").rpartition(":")[2]
    return first_text(node, "name") or one_clean_line(code)


def _content_language(item: XmlNode) -> str:
    """Return the language of the content, else of the item."""
    tags = (node.get("tag", "") for node in outermost(item, "language"))
    return one_line(next(filter(None, tags), "") or item.get(LANGUAGE, ""))
