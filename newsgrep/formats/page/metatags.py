"""Metadata in the markup of a web page: OpenGraph, meta tags, microdata, time, title and headings.

If a page has several names of a table below, the first one in the table counts, not the first on the page.
Only dates of publication are read: the last change of a page is no date of its article.
"""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import islice
from urllib.parse import urljoin

from lxml.html import HtmlElement

from newsgrep.bylines.persons import are_persons
from newsgrep.formats.page.bylinemarks import visible_bylines
from newsgrep.formats.page.datemarks import publication_time
from newsgrep.formats.page.elements import (
    MOST,
    articles_of_heading,
    attribute_words,
    headings,
    is_large,
    is_of_other_article,
    names_text,
    short_text,
)
from newsgrep.formats.page.metadata import PageMetadata, clean_line, first_date, first_url

# Names of meta tags in lower case, the most reliable first.
_Names = tuple[str, ...]
_TITLE: _Names = ("og:title", "twitter:title", "headline", "citation_title", "parsely-title")
_TITLE += ("sailthru.title", "dc.title", "dcterms.title", "articletitle", "title")
_AUTHOR: _Names = ("article:author", "author", "byl", "byline", "parsely-author", "sailthru.author")
_AUTHOR += ("dc.creator", "dcterms.creator", "dc.contributor", "citation_author", "cxenseparse:author")
_DATE: _Names = ("article:published_time", "og:published_time", "og:article:published_time", "datepublished")
_DATE += ("parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publish_date", "publish-date")
_DATE += (
    "publication_date",
    "publication-date",
    "article.published",
    "published",
    "cxenseparse:recs:publishtime",
)
_DATE += ("dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date", "dc.date.created", "dcterms.created")
_DATE += ("citation_publication_date", "citation_date", "citation_online_date", "ptime", "date")
_SOURCE: _Names = ("og:site_name", "dc.publisher", "dcterms.publisher", "citation_journal_title")
_SOURCE += ("application-name", "publisher", "article:publisher")
_SECTION: _Names = ("article:section", "parsely-section", "articlesection", "section", "cxenseparse:section")
_URL: _Names = ("og:url", "parsely-link", "citation_public_url", "twitter:url")
_LANGUAGE: _Names = ("og:locale", "content-language", "dc.language", "dcterms.language", "language")

_WANTED = frozenset([*_TITLE, *_AUTHOR, *_DATE, *_SOURCE, *_SECTION, *_URL, *_LANGUAGE, "og:type"])
#: The separator before the name of the site; and a headline is more than this many times as long as the name.
_SITE_SEPARATOR = re.compile(r"\s*[-–—|·•»:_/]\s*\Z")
_TIMES_LONGER = 2
_FRONT = re.compile(r"(?:https?:)?//[^/?#]+/?|/|\.{0,2}/?|(?:\.{0,2}/)?index\.\w+", re.I)
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ENCODING = re.compile(r"utf-?\d+|iso-8859-\d+|windows-\d+", re.I)
_SENT_ON_WECHAT = re.compile(r"""\bvar ct = ["'](\d{10})["']""")
#: The properties of microdata that are read, and the types of items of articles.
_PROPERTIES = frozenset(["author", "creator", "datepublished", "headline"])
_ARTICLE_ITEM = re.compile(r"\S*(?:Article|BlogPosting|LiveBlogPosting|/Report|/CreativeWork)", re.I)
#: The types of items that are a page or a site, and not a part of a page.
_PAGE_ITEM = re.compile(r"\S*/(?:WebPage|ItemPage|WebSite|Blog)", re.I)
_ORGANIZATION = re.compile(r"\S*(?:Organization|Corporation)", re.I)


def metadata_in_markup(page: HtmlElement, address: str = "") -> PageMetadata:
    """Return the metadata in the markup of the page at a URL; the title may end with the name of the site."""
    values = _meta_values(page)

    def first(names: Iterable[str]) -> str:
        lines = (clean_line(html.unescape(value)) for name in names for value in values[name])
        return next(filter(None, lines), "")

    account, sent = _account_on_wechat(page)
    url = _canonical(page, address)
    title = _uncut(page, first(_TITLE)) or _shown_title(page)
    named = (line for name in _SOURCE for line in values[name] if not first_url([line]))
    source = account or next(named, "")
    marked = PageMetadata(source=source, bylines=tuple(tuple(values[name]) for name in _AUTHOR))
    is_settled = are_persons(marked.authors) or is_large(page)
    visible = () if is_settled else tuple(visible_bylines(page, title))
    return PageMetadata(
        title=title,
        bylines=marked.bylines + visible,
        date=first_date(value for name in _DATE for value in values[name]) or sent or publication_time(page),
        date_text=first(_DATE),
        url=url or first_url(value for name in _URL for value in values[name]),
        source=source,
        language=_declared_language(page)
        or ("" if _ENCODING.fullmatch(first(_LANGUAGE)) else first(_LANGUAGE)),
        section=first(_SECTION),
        is_article="article" in map(str.lower, values["og:type"]) or bool(values["article:published_time"]),
    )


def _account_on_wechat(page: HtmlElement) -> tuple[str, str]:
    """Return the name of the account and the time of a page of WeChat, which a script has; '' for others."""
    name = page.find(".//*[@id='js_name']") if page.find(".//*[@id='js_content']") is not None else None
    if name is None:
        return "", ""
    scripts = (script.text for script in page.iter("script") if script.text)
    sent = next(filter(None, map(_SENT_ON_WECHAT.search, scripts)), None)
    return short_text(name), first_date([sent[1]]) if sent else ""


def _declared_language(page: HtmlElement) -> str:
    """Return the language that the root element declares; '' for none, and for the name of an encoding."""
    language = clean_line(page.get("lang") or page.get("xml:lang") or page.get(_XML_LANG))
    return "" if _ENCODING.fullmatch(language) else language


def is_redirect(page: HtmlElement) -> bool:
    """Whether a page only redirects its reader to another."""
    tags = page.iter("meta")
    return any((tag.get("http-equiv") or "").lower() == "refresh" and _is_immediate(tag) for tag in tags)


def _is_immediate(tag: HtmlElement) -> bool:
    """Whether a refresh goes to a URL within six seconds; after more time it only reloads the page."""
    return bool(re.match(r"\s*[0-5](?:\.\d*)?\s*[;,]\s*(?:url\s*=)?\s*\S", tag.get("content") or "", re.I))


def _meta_values(page: HtmlElement) -> dict[str, list[str]]:
    """Return the values of meta tags and of microdata, by name in lower case."""
    values: dict[str, list[str]] = defaultdict(list)
    for tag in page.iter("meta"):
        for key in ("property", "name", "http-equiv"):
            name = re.sub(r"\A(dc|dcterms)[:_]", r"\1.", (tag.get(key) or "").strip().lower())
            if name in _WANTED and (line := clean_line(tag.get("content"))):
                values[name].append(line)
    for name, found in _microdata_values(page).items():
        values[name] += found
    return values


def _canonical(page: HtmlElement, address: str) -> str:
    """Return the canonical URL of a page, '' for none."""
    for link in page.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            try:
                return first_url([urljoin(address, clean_line(link.get("href")))])
            except ValueError:  # a URL with a malformed host
                return ""
    return ""


def heading_texts(page: HtmlElement) -> list[str]:
    """Return the texts of the <h1> headings, each once."""
    return list(dict.fromkeys(filter(None, map(short_text, headings(page)))))


def _uncut(page: HtmlElement, title: str) -> str:
    """Return a title; the heading, if the title ends before a quote in it, which has ended the attribute."""
    for heading in heading_texts(page) if title else ():
        if heading.startswith(title) and heading[len(title) :].lstrip()[:1] in ('"', "'"):
            return heading
    return title


def _shown_title(page: HtmlElement) -> str:
    """Return the only <h1> heading, else the title of the window.

    If the title of the window ends with the heading and is far longer, the heading is the name of the site.
    So is a heading that is a link to the front page.
    """
    texts, window = heading_texts(page), clean_line(page.findtext(".//title"))
    heading = texts[0] if len(texts) == 1 else ""
    rest = _SITE_SEPARATOR.sub("", window.removesuffix(heading)) if heading else ""
    is_site = len(rest) > _TIMES_LONGER * len(heading) and window.removesuffix(heading) not in (window, rest)
    if is_site:
        return rest
    return heading if heading and not (window and _leads_to_front(headings(page))) else window


def _leads_to_front(tags: list[HtmlElement]) -> bool:
    """Whether headings are or have a link to the front page of the site."""
    links = (link for tag in tags for link in (*tag.iter("a"), *tag.iterancestors("a")))
    return any(_FRONT.fullmatch((link.get("href") or "-").strip()) for link in links)


def _microdata_values(page: HtmlElement) -> dict[str, list[str]]:
    """Return the values of the properties of the article of a page in microdata, by name in lower case.

    Comments, photographs and other stories are items of their own, with their authors and dates: a property
    belongs to the nearest element that is an item. Teasers of other stories are in an <article> of their own.
    """
    own = articles_of_heading(page)
    found = [
        (name, tag)
        for tag in islice(page.iterfind(".//*[@itemprop]"), MOST)
        for name in attribute_words(tag, "itemprop") & _PROPERTIES
        if not _ORGANIZATION.fullmatch(tag.get("itemtype") or "") and not is_of_other_article(tag, own)
    ]
    owners = {tag: _item_of(tag) for _, tag in found}
    article = _article_item(page, list(islice(page.iterfind(".//*[@itemscope]"), MOST)))
    tags: dict[str, list[HtmlElement]] = defaultdict(list)
    for name, tag in found:
        if owners[tag] is article or owners[tag] is None:
            tags["author" if name == "creator" else name].append(tag)
    loose = [tag for tag in tags["author"] if owners[tag] is None]
    others = set(loose).difference(_nearest_heading(page, loose))
    return {name: [_property_value(tag) for tag in tags[name] if tag not in others] for name in tags}


def _nearest_heading(page: HtmlElement, tags: list[HtmlElement]) -> list[HtmlElement]:
    """Return those of the given elements that are nearest to a heading: within the same element around it.

    Sites that mark no items give the same property to the authors of teasers on the page.
    """
    around = {tag: {tag, *tag.iterancestors()} for tag in tags}
    for outer in (outer for heading in headings(page) for outer in heading.iterancestors()):
        if found := [tag for tag in tags if outer in around[tag]]:
            return found
    return tags


def _item_of(tag: HtmlElement) -> HtmlElement | None:
    """Return the item of microdata that a property belongs to, None for none."""
    return next((outer for outer in tag.iterancestors() if outer.get("itemscope") is not None), None)


def _article_item(page: HtmlElement, items: list[HtmlElement]) -> HtmlElement | None:
    """Return the item that is the article: the one with a main heading in it, or the only one."""
    articles = [item for item in items if _is_of(_ARTICLE_ITEM, item)]
    with_heading = {outer for heading in headings(page) for outer in heading.iterancestors()}
    headed = [article for article in articles if article in with_heading]
    if headed or articles:
        return headed[-1] if headed else articles[0] if len(articles) == 1 else None
    return next((item for item in items if _is_of(_PAGE_ITEM, item)), None)


def _is_of(kind: re.Pattern[str], item: HtmlElement) -> bool:
    types = (item.get("itemtype") or "").split()
    return any(map(kind.fullmatch, types))


def _property_value(tag: HtmlElement) -> str:
    """Return the value of a property: of an attribute, else the text of the name in it, else its text."""
    name = next(
        (inner for inner in islice(tag.iter(), MOST) if "name" in attribute_words(inner, "itemprop")), None
    )
    inner = tag if name is None else name
    given = tag.get("datetime") or tag.get("content") or inner.get("content")
    if not given and "datepublished" in attribute_words(tag, "itemprop"):
        given = tag.get("title")  # as Blogger writes it in <abbr>
    return clean_line(given) or (names_text if "author" in attribute_words(tag, "itemprop") else short_text)(
        inner
    )
