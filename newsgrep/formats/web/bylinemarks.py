"""Authors in the visible markup of a web page: hCard, `rel=author`, and what Yoast writes for Twitter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from lxml.html import HtmlElement

from newsgrep.formats.bylines import are_persons, is_byline, persons, split_date
from newsgrep.formats.web.elements import (
    MOST,
    beside_heading,
    headings,
    is_aside,
    lines_of,
    short_text,
    words_in,
)

_LONGEST_NAME, _LONGEST_BYLINE = 60, 120
#: The most authors of one story; a page with more has several stories.
_MOST_NAMES = 4
_BYLINE_CLASS = re.compile(
    r"(?:[a-z]+[-_]+)*(?:by-?line|author|authors|writer|autor|autoren|auteur)(?:[-_]+(?:name|names|link|info|text))*"
)
#: Words of a link to an author that is none: `More from Jane Doe`.
_MORE = re.compile(
    r"\b(?:more|all|posts?|mehr|alle|beiträge|articles?|view|about|profil\w*|website|zur|zum)\b|[:!?]|\b\d",
    re.I,
)


def visible_bylines(page: HtmlElement, title: str) -> Iterator[tuple[str, ...]]:
    """Yield the names in each kind of mark that a page has, the most reliable first."""
    tags = page.xpath("//*[contains(@class, 'card') or contains(@class, 'p-author')]")
    cards = filter(_is_card_of_author, tags)
    yield _names(page, (_name_in_card(card) for card in islice(cards, MOST)))
    links = (link for link in page.iter("a") if "author" in words_in(link, "rel"))
    yield _names(page, islice(links, MOST))
    yield _byline_beside_heading(page, title)


def _byline_beside_heading(page: HtmlElement, title: str) -> tuple[str, ...]:
    """Return the first byline beside the main heading that names persons, and nobody else.

    It is marked as one by its class, or consists of a `By`, persons and a date.
    """
    for tag in beside_heading(page, title):
        words = words_in(tag, "class", "id")
        is_marked = any(map(_BYLINE_CLASS.fullmatch, words))
        for line in lines_of(tag) if is_marked else [short_text(tag)]:
            if len(line) <= _LONGEST_BYLINE and _names_persons(line, is_marked) and not is_aside(tag):
                return (line,)
    return ()


def _names_persons(line: str, is_marked: bool) -> bool:
    if is_marked:
        return are_persons(persons(line))
    rest, date = split_date(line)
    return bool(date) and is_byline(rest)


def _is_card_of_author(tag: HtmlElement) -> bool:
    """Whether an element is an hCard, and that of an author by its classes or by those of its parent."""
    words, outer = words_in(tag, "class"), tag.getparent()
    if words.isdisjoint(("vcard", "h-card", "p-author")):
        return False
    around = words_in(outer, "class") if outer is not None else frozenset()
    return bool(words & {"author", "p-author", "byline"} or around & {"author", "byline", "post-author"})


def _name_in_card(card: HtmlElement) -> HtmlElement:
    inner = (tag for tag in islice(card.iter(), MOST) if words_in(tag, "class") & {"fn", "p-name"})
    return next(inner, card)


def _names(page: HtmlElement, tags: Iterable[HtmlElement]) -> tuple[str, ...]:
    """Return the names in some elements: those beside the main heading, else all; none if they are many."""
    found = [(tag, short_text(tag)) for tag in tags if not is_aside(tag)]
    named = [(tag, text) for tag, text in found if 0 < len(text) <= _LONGEST_NAME and not _MORE.search(text)]
    articles = {outer for heading in headings(page) for outer in heading.iterancestors("article", "main")}
    here = [text for tag, text in named if articles & set(tag.iterancestors())]
    names = tuple(dict.fromkeys(here or [text for _, text in named]))
    return names if len(names) <= _MOST_NAMES else ()
