"""Metadata in the markup of a web page: OpenGraph, meta tags, microdata, time, title and headings.

The first name in the tables below that a page has is used, whatever the order on the page. Only dates of
publication are read: the last change of a page is no date of its article.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import islice
from urllib.parse import urljoin

from lxml import etree
from lxml.html import HtmlElement

from newsgrep.formats.web.metadata import PageMetadata, author_names, clean_line, first_date, first_url

# Names of meta tags in lower case, the most reliable first.
_Names = tuple[str, ...]
_TITLE: _Names = ("og:title", "twitter:title", "headline", "citation_title", "parsely-title")
_TITLE += ("sailthru.title", "dc.title", "dcterms.title", "title")
_AUTHOR: _Names = ("article:author", "author", "byl", "byline", "parsely-author", "sailthru.author")
_AUTHOR += ("dc.creator", "dcterms.creator", "dc.contributor", "citation_author", "cxenseparse:author")
_DATE: _Names = ("article:published_time", "og:published_time", "og:article:published_time", "datepublished")
_DATE += ("parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publish_date", "publish-date")
_DATE += ("publication_date", "publication-date", "article.published", "cxenseparse:recs:publishtime")
_DATE += ("dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date", "dc.date.created", "dcterms.created")
_DATE += ("citation_publication_date", "citation_date", "citation_online_date", "ptime", "date")
_SOURCE: _Names = ("og:site_name", "dc.publisher", "dcterms.publisher", "citation_journal_title")
_SOURCE += ("application-name", "publisher", "article:publisher")
_SECTION: _Names = ("article:section", "parsely-section", "articlesection", "section", "cxenseparse:section")
_URL: _Names = ("og:url", "parsely-link", "citation_public_url", "twitter:url")
_LANGUAGE: _Names = ("og:locale", "content-language", "dc.language", "dcterms.language", "language")

_WANTED = frozenset([*_TITLE, *_AUTHOR, *_DATE, *_SOURCE, *_SECTION, *_URL, *_LANGUAGE, "og:type"])
# Elements may be nested, and each gives its text: limits against quadratic time.
_MOST = 200
_LONGEST = 1000

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def metadata_in_markup(page: HtmlElement, address: str = "") -> PageMetadata:
    """Return the metadata in the markup of the page at a URL; the title may end with the name of the site."""
    values = _meta_values(page)

    def first(names: Iterable[str]) -> str:
        return next((line for name in names for line in map(clean_line, values[name]) if line), "")

    url = _canonical(page, address)
    return PageMetadata(
        title=first(_TITLE) or _only_heading(page) or clean_line(page.findtext(".//title")),
        authors=next(filter(None, (author_names(values[name]) for name in _AUTHOR)), ()),
        date=first_date(value for name in _DATE for value in values[name]) or _publication_time(page),
        date_text=first(_DATE),
        url=url or first_url(value for name in _URL for value in values[name]),
        source=next((line for name in _SOURCE for line in values[name] if not first_url([line])), ""),
        language=clean_line(page.get("lang") or page.get("xml:lang") or page.get(_XML_LANG))
        or first(_LANGUAGE),
        section=first(_SECTION),
        is_article="article" in map(str.lower, values["og:type"]) or bool(values["article:published_time"]),
    )


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
        for key in ("property", "name", "itemprop", "http-equiv"):
            name = (tag.get(key) or "").strip().lower()
            if name in _WANTED and (line := clean_line(tag.get("content"))):
                values[name].append(line)
    for tag in islice(page.iterfind(".//*[@itemprop]"), _MOST):
        name = tag.get("itemprop").strip().lower()
        if tag.tag != "meta" and name in ("author", "creator", "datepublished", "headline"):
            values["author" if name == "creator" else name].append(_property_value(tag))
    return values


def _property_value(tag: HtmlElement) -> str:
    """Return the value of a microdata property: an attribute, else the name within it, else its text."""
    name = next((inner for inner in islice(tag.iter(), _MOST) if inner.get("itemprop") == "name"), None)
    inner = tag if name is None else name
    given = tag.get("datetime") or tag.get("content") or inner.get("content")
    return clean_line(given) or _short_text(inner)


def _short_text(tag: HtmlElement) -> str:
    """Return the text of an element, truncated where it is longer than any name or headline."""
    pieces: list[str] = []
    for event, node in islice(etree.iterwalk(tag, events=("start", "end")), _MOST):
        piece = node.text if event == "start" else node.tail if node is not tag else None
        pieces.append((piece or "")[:_LONGEST])
    return clean_line("".join(pieces)[:_LONGEST])


def _canonical(page: HtmlElement, address: str) -> str:
    """Return the canonical URL of a page, '' for none."""
    for link in page.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            try:
                return first_url([urljoin(address, clean_line(link.get("href")))])
            except ValueError:  # a URL with a malformed host
                return ""
    return ""


def _only_heading(page: HtmlElement) -> str:
    """Return the text of the <h1> heading, if there is only one."""
    headings = set(map(_short_text, islice(page.iter("h1"), _MOST))) - {""}
    return headings.pop() if len(headings) == 1 else ""


def _publication_time(page: HtmlElement) -> str:
    """Return the time in a <time> element: the first in the article, or the only one of the page."""
    for within in (".//time[@pubdate]", ".//article//time[@datetime]", ".//main//time[@datetime]"):
        if (time := page.find(within)) is not None:
            return first_date([time.get("datetime")])
    times = {time.get("datetime") for time in page.iterfind(".//time[@datetime]")}
    return first_date(times) if len(times) == 1 else ""
