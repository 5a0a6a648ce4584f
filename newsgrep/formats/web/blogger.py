"""The export of a Blogger site, an Atom document: the posts that are published.

Templates, settings, pages, comments and drafts are left out. Google's Takeout writes the same posts with
elements of its own (`<blogger:type>`, `<blogger:status>`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader

from newsgrep.article import Article
from newsgrep.clean_text import clean
from newsgrep.errors import ArticleError
from newsgrep.formats.article_maker import ArticleMaker
from newsgrep.formats.page.metadata import clean_line, first_url, persons_in_bylines
from newsgrep.markup.html_text import plain_text
from newsgrep.markup.xml_stream import XmlNode, iterate_elements, root_name
from newsgrep.read_context import ReadContext
from newsgrep.remarks import NO_TEXT, UNPUBLISHED
from newsgrep.results import Unreadable

_KIND = "http://schemas.google.com/g/2005#kind"
_POST = "http://schemas.google.com/blogger/2008/kind#post"
_EXPORT = re.compile(
    r"blogger/2008/kind#|schemas\.google\.com/blogger/2018|blog-\d+\.archive</id>|<blogger:type>"
)


def claims(beginning: str) -> bool:
    """Whether the document is Atom with the marks of an export, which a live feed of Blogger lacks."""
    return root_name(beginning) == "feed" and _EXPORT.search(beginning) is not None


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the article of each published post. Raises ArticleError for none, and for broken XML."""
    return ArticleMaker(context).each(_posts(stream, context), _article)


def _posts(stream: BufferedReader, context: ReadContext) -> Iterator[tuple[XmlNode, str]]:
    """Yield the published posts with the title of the site. Raises ArticleError as `read` does."""
    source = ""
    found = entries = 0
    for entry in iterate_elements(stream, "entry", context):
        if not entries:
            source = _text(entry.getparent(), "title") if entry.getparent() is not None else ""
        entries += 1
        if not _is_post(entry):
            continue
        if _is_draft(entry):
            context.remark(UNPUBLISHED, "", entry.sourceline or 1)
            continue
        found += 1
        yield entry, source
    if not found:
        raise ArticleError(
            f"no published post among {entries:,} entries: drafts, pages and others are left out"
        )


def _is_post(entry: XmlNode) -> bool:
    """Whether an entry is a post, in either form of the export."""
    kinds = [term.get("term") for term in entry.iterchildren("{*}category") if term.get("scheme") == _KIND]
    return _POST in kinds or _text(entry, "type") == "POST"


def _is_draft(entry: XmlNode) -> bool:
    """Whether a post is a draft, or not published for another reason."""
    is_draft = any(draft.text == "yes" for draft in entry.iterfind("{*}control/{*}draft"))
    return is_draft or _text(entry, "status") not in ("", "LIVE")


def _article(post: tuple[XmlNode, str], make: ArticleMaker) -> Article:
    entry, source = post
    line = entry.sourceline or 1
    body = clean(plain_text(entry.findtext("{*}content") or entry.findtext("{*}summary") or ""))
    links = (link.get("href") for link in entry.iterchildren("{*}link") if link.get("rel") == "alternate")
    labels = (term.get("term") for term in entry.iterchildren("{*}category") if term.get("scheme") != _KIND)
    article = make(
        _text(entry, "id"),
        title=clean_line(plain_text(_text(entry, "title"))),
        body=body,
        dates=(_text(entry, name) for name in ("published", "created", "updated")),
        authors=persons_in_bylines(name.text for name in entry.iterfind("{*}author/{*}name")),
        url=first_url(links),
        source=source,
        line=line,
        section=next(filter(None, map(clean_line, labels)), ""),
    )
    if not body:
        make.context.remark(NO_TEXT, "", line)
    return article


def _text(node: XmlNode, name: str) -> str:
    """Return the text of the first child of a name as one line, '' for none."""
    return clean_line(node.findtext(f"{{*}}{name}"))
