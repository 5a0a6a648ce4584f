"""The prose of a web page: its long paragraphs that are no links, and what a text has of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from copy import deepcopy

from lxml.html import HtmlElement

from newsgrep.formats.page.elements import is_aside, is_inset
from newsgrep.markup.html_tree import element_text

#: The fewest letters of a paragraph of prose, and of the prose of a page that is compared.
_LONG, _LEAST = 60, 800
#: A text with a smaller part of the prose than _ENOUGH has missed something. Another one has to have _MORE
#: times as much of it, and at most _MOST times the length of all prose.
_ENOUGH, _MORE, _MOST = 0.8, 1.2, 2
#: The least part of an element that prose is, if all of it is the article.
_DENSE = 0.6
#: How many letters of a paragraph are compared.
_COMPARED = 60
#: Classes and ids of what is beside the prose of an article, besides those that `is_aside` knows.
_BESIDE = re.compile(r"teaser|gallery|slideshow|carousel|cookie|newsletter|promo|popup|modal|overlay", re.I)
_OUTSIDE = frozenset(["nav", "header", "footer", "aside", "form", "template", "dialog", "noscript", "button"])


def with_more_prose(page: HtmlElement, text: str, search_more: Callable[[], str]) -> str:
    """Return a text of a page that has much more of its prose than the given one; '' for none.

    Its lists may be missing, which a more generous search finds, or paragraphs between those that it has.

    search_more: returns the text that a more generous search finds
    """
    prose = _prose_of(page, text)
    total, known = _length(prose), _length(_found(prose, text))
    if total < _LEAST or known >= _ENOUGH * total:
        return ""
    more = search_more()
    if _length(_found(prose, more)) > _MORE * known and len(more) <= _MOST * total:
        return more
    return _text_around({tag: letters for tag, letters in prose.items() if tag.tag == "p"}, text)


def _prose_of(page: HtmlElement, text: str) -> dict[HtmlElement, str]:
    """Return the letters of the long paragraphs and items that are in a text, or may be of the article."""
    long = {}
    for tag in page.iter("p", "li"):
        letters = _letters(tag.itertext())
        if len(letters) >= _LONG:
            long[tag] = letters
    found = _found(long, text)
    return {tag: letters for tag, letters in long.items() if tag in found or _is_prose(tag, letters)}


def _is_prose(tag: HtmlElement, letters: str) -> bool:
    """Whether a paragraph or item is outside of menus and asides, and most of it is no link."""
    if _OUTSIDE.intersection(outer.tag for outer in tag.iterancestors()):
        return False
    linked = sum(len(_letters(link.itertext())) for link in tag.iter("a"))
    is_plain = tag.find(".//p") is None and tag.find(".//script") is None
    return 2 * linked < len(letters) and is_plain and not _is_beside(tag)


def _is_beside(tag: HtmlElement) -> bool:
    names = (f"{outer.get('id') or ''} {outer.get('class') or ''}" for outer in tag.iterancestors())
    return is_inset(tag) or is_aside(tag) or any(map(_BESIDE.search, names))


def _text_around(prose: dict[HtmlElement, str], text: str) -> str:
    """Return the text of the smallest element with all paragraphs of a text, if it has many more; else ''."""
    found = list(_found(prose, text))
    if len(found) < 2:
        return ""
    common = set(found[0].iterancestors()).intersection(*(tag.iterancestors() for tag in found[1:]))
    around = next(outer for outer in found[0].iterancestors() if outer in common)
    inside = {tag: letters for tag, letters in prose.items() if around in tag.iterancestors()}
    if around.tag in ("html", "body") or _length(_found(inside, text)) >= _ENOUGH * _length(inside):
        return ""
    alone = deepcopy(around)
    for tag in list(alone.iterdescendants(*_OUTSIDE)):
        tag.drop_tree()
    whole = element_text(alone)
    return whole if _DENSE * len(_letters([whole])) <= _length(inside) else ""


def _found(prose: dict[HtmlElement, str], text: str) -> dict[HtmlElement, str]:
    """Return the paragraphs that a text has."""
    letters = _letters([text])
    return {tag: own for tag, own in prose.items() if own[:_COMPARED] in letters}


def _length(prose: dict[HtmlElement, str]) -> int:
    return sum(map(len, prose.values()))


def _letters(texts: Iterable[str]) -> str:
    """Return texts without spaces."""
    return "".join("".join(texts).split())
