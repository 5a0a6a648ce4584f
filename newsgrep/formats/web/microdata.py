"""Microdata of a web page: the properties of its article, and of nothing within the article.

Comments, photographs and other stories are items of their own, with their authors and dates: a property
belongs to the nearest element that is an item.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import islice

from lxml.html import HtmlElement

from newsgrep.formats.web.elements import MOST, headings, short_text, words_in
from newsgrep.formats.web.metadata import clean_line

_WANTED = frozenset(["author", "creator", "datepublished", "headline"])
_ARTICLE = re.compile(r"\S*(?:Article|BlogPosting|LiveBlogPosting|/Report|/CreativeWork)", re.I)
#: Types of items that are pages rather than anything on them.
_PAGE = re.compile(r"\S*/(?:WebPage|ItemPage|WebSite|Blog)", re.I)
_ORGANIZATION = re.compile(r"\S*(?:Organization|Corporation)", re.I)


def microdata_values(page: HtmlElement) -> dict[str, list[str]]:
    """Return the values of the properties of the article of a page, by name in lower case."""
    found = [
        (name, tag)
        for tag in islice(page.iterfind(".//*[@itemprop]"), MOST)
        for name in words_in(tag, "itemprop") & _WANTED
        if not _ORGANIZATION.fullmatch(tag.get("itemtype") or "")
    ]
    owners = {tag: _owner(tag) for _, tag in found}
    article = _article_of(page, list(islice(page.iterfind(".//*[@itemscope]"), MOST)))
    values: dict[str, list[str]] = defaultdict(list)
    for name, tag in found:
        if owners[tag] is article or owners[tag] is None:
            values["author" if name == "creator" else name].append(_value(tag))
    return values


def _owner(tag: HtmlElement) -> HtmlElement | None:
    """Return the item that a property belongs to, None for none."""
    return next((outer for outer in tag.iterancestors() if outer.get("itemscope") is not None), None)


def _article_of(page: HtmlElement, items: list[HtmlElement]) -> HtmlElement | None:
    """Return the item that is the article: the one with a main heading in it, or the only one."""
    articles = [item for item in items if _is_of(_ARTICLE, item)]
    with_heading = {outer for heading in headings(page) for outer in heading.iterancestors()}
    headed = [article for article in articles if article in with_heading]
    if headed or articles:
        return headed[-1] if headed else articles[0] if len(articles) == 1 else None
    return next((item for item in items if _is_of(_PAGE, item)), None)


def _is_of(kind: re.Pattern[str], item: HtmlElement) -> bool:
    types = (item.get("itemtype") or "").split()
    return any(map(kind.fullmatch, types))


def _value(tag: HtmlElement) -> str:
    """Return the value of a property: an attribute, else the name within it, else its text."""
    name = next((inner for inner in islice(tag.iter(), MOST) if "name" in words_in(inner, "itemprop")), None)
    inner = tag if name is None else name
    given = tag.get("datetime") or tag.get("content") or inner.get("content")
    if not given and "datepublished" in words_in(tag, "itemprop"):
        given = tag.get("title")  # as Blogger writes it in <abbr>
    return clean_line(given) or short_text(inner)
