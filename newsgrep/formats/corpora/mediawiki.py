"""Dumps of MediaWiki, as Wikinews has them: one article per page, in its last revision.

Only the pages of articles are read; redirects, and the pages of discussions, templates and categories, are
counted. The date is the one that the page states, as in Wikinews, else the date of its last revision.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedReader
from urllib.parse import quote

from msgspec import Struct

from newsgrep.article import SEVERAL, Article
from newsgrep.clean_text import one_clean_line, one_line
from newsgrep.errors import ArticleError
from newsgrep.formats.article_maker import ArticleMaker
from newsgrep.formats.corpora.wikitext import read_wikitext
from newsgrep.formats.wire.nitf import LANGUAGE
from newsgrep.markup.xml_stream import XmlNode, iterate_elements, local_name, root_name
from newsgrep.read_context import ReadContext
from newsgrep.remarks import WIKI_PAGE
from newsgrep.results import Unreadable

_ARTICLES, _FILES, _CATEGORIES = "0", "6", "14"
_WIKITEXT = "wikitext"
REDIRECTS, OTHERS = "redirects", "discussions, templates and other pages than articles"


class _Site(Struct):
    """A wiki.

    base:       the address of its pages, up to the title
    namespaces: the numbers of the namespaces by their prefixes in titles, in lower case
    """

    name: str = ""
    base: str = ""
    language: str = ""
    namespaces: dict[str, str] = {}

    def prefixes(self, number: str) -> list[str]:
        """Return the prefixes of the pages of a namespace."""
        return [prefix for prefix, one in self.namespaces.items() if one == number]


def claims(beginning: str) -> bool:
    """Whether the root of the document is a dump of MediaWiki."""
    return root_name(beginning) == "mediawiki"


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the article of each page that has one. Raises ArticleError for broken XML."""
    make, site = ArticleMaker(context), _Site()
    for node in iterate_elements(stream, ("siteinfo", "page"), context):
        if local_name(node) == "siteinfo":
            site = _site(node)
            continue
        try:
            if article := _article(node, site, make):
                yield article
        except ArticleError as error:
            yield Unreadable(context.path, error.message, error.line)


def _site(node: XmlNode) -> _Site:
    found = {
        one_line(one.text or "").lower(): one.get("key", "")
        for one in node.iterfind("{*}namespaces/{*}namespace")
    }
    base = _text(node, "base").rpartition("/")[0]
    return _Site(
        _text(node, "sitename"),
        base and f"{base}/",
        node.getparent().get(LANGUAGE, ""),
        {**found, "": _ARTICLES},
    )


def _article(page: XmlNode, site: _Site, make: ArticleMaker) -> Article | None:
    """Return the article of a page, None if the page is no article. Raises ArticleError if it has no text."""
    line = page.sourceline or 1
    title = _text(page, "title")
    revision = max(page.iterchildren("{*}revision"), key=lambda one: _text(one, "timestamp"), default=None)
    source = (revision.findtext("{*}text") or "") if revision is not None else ""
    if page.find("{*}redirect") is not None or source[:9].lower() == "#redirect":
        make.context.remark(WIKI_PAGE, REDIRECTS, line)
        return None
    prefix = title.partition(":")[0].lower() if ":" in title else ""
    namespace = _text(page, "ns") or site.namespaces.get(prefix, _ARTICLES)
    if namespace != _ARTICLES or (_text(revision, "model") or _WIKITEXT) != _WIKITEXT:
        make.context.remark(WIKI_PAGE, OTHERS, line)
        return None
    found = read_wikitext(source, site.prefixes(_FILES), site.prefixes(_CATEGORIES))
    return make(
        _text(page, "id"),
        title=title,
        body="\n\n".join(found.paragraphs),
        dates=[*found.dates[:1], _text(revision, "timestamp")],
        url=site.base and site.base + quote(title.replace(" ", "_"), safe="/:()!,;@&=+$~*'"),
        source=site.name,
        language=site.language,
        section=SEVERAL.join(dict.fromkeys(found.categories)),
        line=line,
    )


def _text(node: XmlNode | None, name: str) -> str:
    """Return the text of a child of an element, '' for none."""
    return one_clean_line(node.findtext(f"{{*}}{name}") or "") if node is not None else ""
