"""The export of a WordPress site (WXR): only the posts that are published.

Drafts, private posts, pages, attachments, menus and revisions are left out. Shortcodes are removed from the
text, and those of media (`[caption]`, `[gallery]` …) together with their content. The author is the display
name of the login; the plugin Co-Authors Plus may give several.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader
from typing import NamedTuple

from newsgrep.article import SEVERAL, Article
from newsgrep.clean_text import clean
from newsgrep.errors import ArticleError
from newsgrep.formats.article_maker import ArticleMaker
from newsgrep.formats.page.metadata import clean_line, first_url, persons_in_bylines
from newsgrep.markup.html_text import plain_text
from newsgrep.markup.xml_stream import XmlNode, iterate_elements, local_name, root_name
from newsgrep.read_context import ReadContext
from newsgrep.remarks import NO_TEXT, UNPUBLISHED
from newsgrep.results import Unreadable

_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
#: Words in the names of the post types that sites define for articles, besides `post`.
_ARTICLE_TYPES = frozenset(
    ["article", "articles", "news", "story", "stories", "press", "column", "columns", "opinion", "interview"]
    + ["interviews", "report", "reports", "review", "reviews", "analysis", "blog"]
)
_SHORTCODE = re.compile(r"\[(?P<end>/?)(?P<name>[a-z][\w-]*+)(?P<rest>(?:\s[^\[\]]*+)?)\]", re.I)
#: Shortcodes of media and forms: their content is no text of the article.
_MEDIA = frozenset(
    ["audio", "caption", "contact-form", "contact-form-7", "embed", "gallery", "gravityform", "iframe"]
    + ["instagram", "jwplayer", "playlist", "soundcloud", "tweet", "video", "vimeo", "wp_caption", "youtube"]
)
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
#: The name of the section that every new site has.
_NO_SECTION = "Uncategorized"


class _Post(NamedTuple):
    """A post: its element, its texts and the site's by name, and the names of authors by their logins."""

    item: XmlNode
    fields: dict[str, str]
    site: dict[str, str]
    names: dict[str, str]


def claims(beginning: str) -> bool:
    """Whether the document is RSS with the namespace of WordPress's exports."""
    return root_name(beginning) == "rss" and "wordpress.org/export/" in beginning


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the article of each published post. Raises ArticleError for none, and for broken XML."""
    return ArticleMaker(context).each(_posts(stream, context), _article)


def _posts(stream: BufferedReader, context: ReadContext) -> Iterator[_Post]:
    """Yield the published posts. Raises ArticleError as `read` does."""
    site: dict[str, str] = {}
    names: dict[str, str] = {}
    found = items = 0
    for element in iterate_elements(stream, ("author", "item"), context):
        if not site and element.getparent() is not None:
            site = _fields(element.getparent())
        fields = _fields(element)
        if local_name(element) == "author":
            names[fields.get("author_login", "")] = fields.get("author_display_name", "")
            continue
        items += 1
        if not _is_article(fields):
            continue
        if fields.get("status", "publish").strip() != "publish":
            context.remark(UNPUBLISHED, "", element.sourceline or 1)
            continue
        found += 1
        yield _Post(element, fields, site, names)
    if not found:
        raise ArticleError(f"no published post among {items:,} items: drafts, pages and media are left out")


def _fields(element: XmlNode) -> dict[str, str]:
    """Return the texts of the children of an element by their names; the first one of a name counts."""
    fields: dict[str, str] = {}
    for child in element.iterchildren("*"):
        if not len(child):
            fields.setdefault("content" if child.tag == _CONTENT else local_name(child), child.text or "")
    return fields


def _is_article(fields: dict[str, str]) -> bool:
    """Whether an item is a post, or of a post type that a site defined for articles."""
    kind = fields.get("post_type", "post" if "content" in fields else "").strip().lower()
    return kind == "post" or not _ARTICLE_TYPES.isdisjoint(re.split(r"[-_]", kind))


def _article(post: _Post, make: ArticleMaker) -> Article:
    item, fields, site, names = post
    line = item.sourceline or 1
    body = _body(fields.get("content", "")) or _body(fields.get("description", ""))
    url = first_url([fields.get("link")])
    name = clean_line(fields.get("guid")) or url or clean_line(fields.get("post_id"))
    article = make(
        name,
        title=clean_line(plain_text(fields.get("title", ""))),
        body=body,
        dates=[fields.get("post_date"), fields.get("pubDate")],
        authors=_authors(item, fields, names),
        url=url,
        source=clean_line(plain_text(site.get("title", ""))),
        language=clean_line(site.get("language")),
        line=line,
        section=SEVERAL.join(name for name in _terms(item, "category") if name != _NO_SECTION),
    )
    if not body:
        make.context.remark(NO_TEXT, "", line)
    return article


def _authors(item: XmlNode, fields: dict[str, str], names: dict[str, str]) -> tuple[str, ...]:
    """Return the co-authors of a post, else its author, by their display names."""
    login = fields.get("creator", "")
    written = _terms(item, "author") or [login]
    return persons_in_bylines(names.get(name) or name for name in written)


def _terms(item: XmlNode, domain: str) -> list[str]:
    """Return the names of the terms of an item in a taxonomy."""
    terms = item.iterchildren("{*}category")
    return [name for term in terms if term.get("domain") == domain and (name := clean_line(term.text))]


def _body(content: str) -> str:
    """Return the paragraphs of a post, which is HTML, or plain text with blank lines between paragraphs."""
    markup = _without_shortcodes(clean(content))
    return clean(plain_text(_BLANK_LINES.sub("\n<p>\n", markup)))


def _without_shortcodes(markup: str) -> str:
    """Return a post without shortcodes. `[sic]` is no shortcode, as it has no attributes and no end tag."""
    closed = {match["name"] for match in _SHORTCODE.finditer(markup) if match["end"]}
    pieces, position = [], 0
    for match in _SHORTCODE.finditer(markup):
        name = match["name"]
        if match.start() < position or not (name in closed or name in _MEDIA or "=" in match["rest"]):
            continue
        pieces.append(markup[position : match.start()])
        position = match.end()
        if name in _MEDIA and name in closed and not match["end"] and not match["rest"].endswith("/"):
            end = markup.find(f"[/{name}]", position)
            position = end if end >= 0 else position
            if end < 0:
                closed.discard(name)  # the rest of the text has no end tag of this name
    return "".join([*pieces, markup[position:]])
