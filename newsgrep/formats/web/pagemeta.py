"""Metadata in the markup of a web page: OpenGraph, meta tags, microdata, time, title and headings.

Of several places the first in the order of the tables below counts, whatever their order on the page.
Dates are those of publication only: a page's last change is no date of its article.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import islice
from urllib.parse import urljoin

from lxml import etree
from lxml.html import HtmlElement

from newsgrep.formats.web.facts import Facts, address_of, date_of, line_of, names_of

# Names of meta tags in lower case, the most telling first.
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
# Elements may be nested, and each gives its text: beyond these bounds it is no article's.
_MOST = 200
_LONGEST = 1000

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def facts_of(page: HtmlElement, address: str = "") -> Facts:
    """Return what a page at an address says in its markup; the title is as the page has it."""
    values = _values(page)

    def first(names: Iterable[str]) -> str:
        return next((line for name in names for line in map(line_of, values[name]) if line), "")

    url = _canonical(page, address)
    return Facts(
        title=first(_TITLE) or _heading(page) or line_of(page.findtext(".//title")),
        authors=next(filter(None, (names_of(values[name]) for name in _AUTHOR)), ()),
        date=date_of(value for name in _DATE for value in values[name]) or _time(page),
        url=url or address_of(value for name in _URL for value in values[name]),
        source=next((line for name in _SOURCE for line in values[name] if not address_of([line])), ""),
        language=line_of(page.get("lang") or page.get("xml:lang") or page.get(_XML_LANG)) or first(_LANGUAGE),
        section=first(_SECTION),
        is_article="article" in map(str.lower, values["og:type"]) or bool(values["article:published_time"]),
    )


def is_redirect(page: HtmlElement) -> bool:
    """Whether a page only sends its reader to another."""
    tags = page.iter("meta")
    return any((tag.get("http-equiv") or "").lower() == "refresh" and _leads_on(tag) for tag in tags)


def _leads_on(tag: HtmlElement) -> bool:
    """Whether a refresh leads to an address, at once; one of many seconds only loads the page anew."""
    return bool(re.match(r"\s*[0-5](?:\.\d*)?\s*[;,]\s*(?:url\s*=)?\s*\S", tag.get("content") or "", re.I))


def _values(page: HtmlElement) -> dict[str, list[str]]:
    """Return the contents of the meta tags and of microdata, by name in lower case."""
    values: dict[str, list[str]] = defaultdict(list)
    for tag in page.iter("meta"):
        for key in ("property", "name", "itemprop", "http-equiv"):
            name = (tag.get(key) or "").strip().lower()
            if name in _WANTED and (line := line_of(tag.get("content"))):
                values[name].append(line)
    for tag in islice(page.iterfind(".//*[@itemprop]"), _MOST):
        name = tag.get("itemprop").strip().lower()
        if tag.tag != "meta" and name in ("author", "creator", "datepublished", "headline"):
            values["author" if name == "creator" else name].append(_microdata(tag))
    return values


def _microdata(tag: HtmlElement) -> str:
    """Return the value of a property: an attribute, else the name within it, else its text."""
    name = next((inner for inner in islice(tag.iter(), _MOST) if inner.get("itemprop") == "name"), None)
    inner = tag if name is None else name
    given = tag.get("datetime") or tag.get("content") or inner.get("content")
    return line_of(given) or _beginning(inner)


def _beginning(tag: HtmlElement) -> str:
    """Return the text of an element, cut where it is longer than any name or headline."""
    pieces: list[str] = []
    for event, node in islice(etree.iterwalk(tag, events=("start", "end")), _MOST):
        piece = node.text if event == "start" else node.tail if node is not tag else None
        pieces.append((piece or "")[:_LONGEST])
    return line_of("".join(pieces)[:_LONGEST])


def _canonical(page: HtmlElement, address: str) -> str:
    """Return the address that a page gives for itself."""
    for link in page.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            try:
                return address_of([urljoin(address, line_of(link.get("href")))])
            except ValueError:  # an address with a bad host
                return ""
    return ""


def _heading(page: HtmlElement) -> str:
    """Return the text of the heading of the first order, where there is one only."""
    headings = set(map(_beginning, islice(page.iter("h1"), _MOST))) - {""}
    return headings.pop() if len(headings) == 1 else ""


def _time(page: HtmlElement) -> str:
    """Return the time that is marked as that of the article: the first in it, or the only one."""
    for within in (".//time[@pubdate]", ".//article//time[@datetime]", ".//main//time[@datetime]"):
        if (time := page.find(within)) is not None:
            return date_of([time.get("datetime")])
    times = {time.get("datetime") for time in page.iterfind(".//time[@datetime]")}
    return date_of(times) if len(times) == 1 else ""
